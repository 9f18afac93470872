"""A case at a glance for who examines it: time, people, materials, conditions, what was found before."""

from desktop_app.gui.cases.case_parts import decision_entries
from desktop_app.gui.cases.entries import Entry
from desktop_app.gui.cases.rows import moment, time_left, time_tone
from desktop_app.gui.examination.desk_form import Examined
from desktop_app.gui.examination.procedure_entries import procedure_entries
from desktop_app.gui.theme import Tone
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.checklists import OUTSTANDING
from desktop_app.rules.numbering import SUFFIX_LENGTH
from desktop_app.services.case_queries import CaseDetail, MaterialRow, PartyRow
from models.enums import CaseAction, MaterialNecessity, ReceivedAs


def glance(case: Examined) -> list[Entry]:
    """What the page shows over the form, the most urgent first; numbers and phones are masked."""
    detail = case.detail
    return [
        _matter(detail),
        _time(detail),
        *procedure_entries(case.procedure),
        *_returns(detail),
        *decision_entries(detail),
        _materials(detail),
        _conditions(detail.content),
        _basis(detail.content),
    ]


def _matter(detail: CaseDetail) -> Entry:
    row = detail.row
    facts = f"{_readable(row.number)}　{row.state.label}　收件 {moment(row.received_at)}　{detail.content.handling_kind.label}"
    situation = [f"{question}：{answer}" for question, answer in detail.situation]
    return Entry(row.matter_name, facts, "\n".join([*map(_party, detail.parties), *situation]))


def _readable(number: str) -> str:
    """A case number in its three parts, so that it can be read aloud and broken over lines."""
    code, day, sequence = number[:-SUFFIX_LENGTH], number[-SUFFIX_LENGTH:-4], number[-4:]
    return f"{code} {day} {sequence}"


def _party(party: PartyRow) -> str:
    parts = [f"{party.role.label}：{party.name}", f"{party.identity_kind.label} {party.masked_number}"]
    parts += [f"电话 {party.masked_phone}"] if party.masked_phone else []
    parts += [f"▲ 号码核对说明：{party.confirmation}"] if party.confirmation else []
    return "　".join(parts)


def _time(detail: CaseDetail) -> Entry:
    running = [clock for clock in detail.clocks if clock.stopped_on is None]
    lines = [f"{clock.kind.label} {clock.due_on.isoformat()}：{clock.explanation}" for clock in running]
    return Entry(f"时限　{time_left(detail.row)}", text="\n".join(lines), tone=time_tone(detail.row))


def _returns(detail: CaseDetail) -> list[Entry]:
    """Why it came back, the latest first."""
    return [
        Entry("▲ 退回审查", f"{moment(event.at)}　{event.actor_name}", event.text, Tone.WARNING)
        for event in reversed(detail.events)
        if event.action is CaseAction.SEND_BACK
    ]


def _materials(detail: CaseDetail) -> Entry:
    received = sum(row.received_as not in OUTSTANDING for row in detail.materials)
    heading = f"申请材料　{len(detail.materials)} 项，已收 {received} 项"
    return Entry(heading, text="\n".join(map(_material, detail.materials)) or "本事项无需提交材料。")


def _material(row: MaterialRow) -> str:
    note = f"（{row.note}）" if row.note else ""
    if row.received_as not in OUTSTANDING:
        counted = f" {row.count} 份" if row.count else ""
        return f"✓ {row.position + 1}. {row.name}　{row.received_as.label}{counted}{note}"
    if row.received_as is ReceivedAs.DEFERRED or row.necessity is MaterialNecessity.DEFERRABLE:
        return f"▲ {row.position + 1}. {row.name}　容缺未补，补齐前不能准予{note}"
    return f"－ {row.position + 1}. {row.name}　未收取（{row.necessity.label}）{note}"


def _conditions(content: MatterContent) -> Entry:
    result = [f"审批结果：{content.result_name}"] if content.result_name else []
    result += [f"公布的有效期：{content.result_validity}"] if content.result_validity else []
    words = content.conditions or "事项版本没有载明条件，请按设定依据审查。"
    return Entry("许可条件", "　".join(result), words)


def _basis(content: MatterContent) -> Entry:
    lines = [f"{basis.title}{basis.clause}" for basis in content.legal_basis]
    return Entry("设定依据", text="\n".join(lines) or "事项版本没有载明设定依据。")
