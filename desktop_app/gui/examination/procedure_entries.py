"""How an examination goes, in words: answers of other departments, special procedures, extensions, hearings."""

from desktop_app.gui.cases.entries import Entry
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.theme import Tone
from desktop_app.rules.examination import HearingStage
from desktop_app.services.procedures import (
    ConsultationRow,
    ExtensionRow,
    HearingRow,
    PauseRow,
    Procedure,
)
from models.enums import Opinion
from models.procedure import RequestState

EXTENSION_TONES = {
    RequestState.OPEN: Tone.WARNING,
    RequestState.APPROVED: Tone.GOOD,
    RequestState.DECLINED: Tone.BAD,
}


def procedure_entries(procedure: Procedure) -> list[Entry]:
    """Everything beside the opinions, the latest of each kind first."""
    return [
        *map(_pause, reversed(procedure.pauses)),
        *map(_extension, reversed(procedure.extensions)),
        *map(_consultation, reversed(procedure.consultations)),
        *map(_hearing, reversed(procedure.hearings)),
    ]


def _consultation(row: ConsultationRow) -> Entry:
    asked = f"{moment(row.asked_at)}　{row.asked_by}征求　答复期限 {row.due_on.isoformat()}"
    if row.is_overdue:
        return Entry(f"■ 协办超期未答复：{row.department_name}", asked, row.question, Tone.BAD)
    if row.ended_at is None:
        return Entry(f"▲ 协办待答复：{row.department_name}", asked, row.question, Tone.WARNING)
    if row.opinion is None:
        return Entry(f"－ 不再征求：{row.department_name}", asked, f"{row.question}\n理由：{row.text}")
    tone = Tone.GOOD if row.opinion is Opinion.GRANT else Tone.BAD
    mark = "✓" if row.opinion is Opinion.GRANT else "✕"
    answered = f"{row.opinion.label}（{row.answered_by}，{moment(row.ended_at)}）：{row.text}"
    return Entry(f"{mark} 协办意见：{row.department_name}", asked, f"{row.question}\n{answered}", tone)


def _pause(row: PauseRow) -> Entry:
    told = f"自 {row.started_on.isoformat()}　告知 {row.expected_days} 个工作日　批准人 {row.approver_name}"
    words = f"{row.reason}（{row.basis}）"
    if row.resumed_on is None:
        heading = f"▲ 特别程序进行中：{row.ground.label}　预计 {row.expected_on.isoformat()} 恢复计时"
        return Entry(heading, told, words, Tone.WARNING)
    heading = f"✓ 特别程序：{row.ground.label}　{row.resumed_on.isoformat()} 恢复计时"
    return Entry(heading, told, f"{words}\n结果：{row.result}")


def _extension(row: ExtensionRow) -> Entry:
    facts = f"{moment(row.requested_at)}　{row.requester_name}申请　由{row.authority.label}批准"
    words = row.reason
    if row.decided_at is not None:
        approver = f"，批准人 {row.approver_name}" if row.approver_name else ""
        words += f"\n{row.state.label}（{row.decided_by}，{moment(row.decided_at)}{approver}）：{row.note}"
    marks = {RequestState.OPEN: "▲", RequestState.APPROVED: "✓", RequestState.DECLINED: "✕"}
    heading = f"{marks[row.state]} 延期 {row.days} 个工作日：{row.state.label}"
    return Entry(heading, facts, words, EXTENSION_TONES[row.state])


def _hearing(row: HearingRow) -> Entry:
    days = [f"{'公告' if row.is_public else '告知'} {row.told_on.isoformat()}"]
    if row.ask_until is not None and row.asked_on is None:
        days.append(f"可在 {row.ask_until.isoformat()} 前申请")
    if row.asked_on is not None:
        days.append(f"申请 {row.asked_on.isoformat()}")
    if row.hold_until is not None and row.held_on is None:
        days.append(f"应在 {row.hold_until.isoformat()} 前举行")
    if row.planned_at is not None:
        days.append(f"定于 {moment(row.planned_at)}　{row.place}　主持人 {row.presider}")
    if row.held_on is not None:
        days.append(f"举行 {row.held_on.isoformat()}")
    is_over = row.stage in {HearingStage.HELD, HearingStage.ENDED}
    heading = f"{'✓' if is_over else '▲'} 听证：{row.stage.label}"
    words = f"{row.subject}\n{row.record}" if row.record else row.subject
    return Entry(heading, "　".join(days), words, Tone.NEUTRAL if is_over else Tone.WARNING)
