"""案卷评查: the fifteen points every file is checked for, on demand and before it is archived, as one table.

What can still be put right blocks archiving; what can no longer be undone is named and goes into the archive with the
file. Sources: the file-review standards of the halls, 行政许可法 art. 32 to 48.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from desktop_app.rules.file_facts import CaseFileFacts
from models.enums import DocumentKind
from models.procedure import AcceptanceKind, ExtensionAuthority

_D = DocumentKind
_MUST_BE_SERVED = (_D.REFUSAL, _D.GRANT, _D.DENIAL)
"""Decisions: without a 送达回证 nobody can prove from when the remedies run."""
_IS_SERVED = (
    *(_D.SUPPLEMENT_NOTICE, _D.ACCEPTANCE, _D.DEFERRAL, _D.PLEDGE, _D.SPECIAL, _D.EXTENSION),
    *_MUST_BE_SERVED,
)
LEAST_INSPECTORS = 2
"""行政许可法 art. 34."""
NOT_COMPETENT_CLAUSE = "第三十二条第一款第二项"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong; `blocks` where it can and must still be put right."""

    text: str
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A flaw with the check that found it."""

    code: str
    title: str
    text: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One point of the list: when it applies, and what it finds."""

    code: str
    title: str
    source: str
    applies: Callable[[CaseFileFacts], bool]
    find: Callable[[CaseFileFacts], Iterable[Flaw]]


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What became of one check; without findings it holds, unless it does not apply."""

    code: str
    title: str
    source: str
    applies: bool
    findings: tuple[FileFinding, ...] = field(default=())


def review(facts: CaseFileFacts) -> tuple[CheckOutcome, ...]:
    """Every check in the order of the list."""
    return tuple(_outcome(check, facts) for check in FILE_CHECKS)


def findings_of(outcomes: Iterable[CheckOutcome]) -> tuple[FileFinding, ...]:
    """All findings, those that block archiving first."""
    found = [finding for outcome in outcomes for finding in outcome.findings]
    return tuple(sorted(found, key=lambda finding: not finding.blocks))


def _outcome(check: FileCheck, facts: CaseFileFacts) -> CheckOutcome:
    if not check.applies(facts):
        return CheckOutcome(check.code, check.title, check.source, applies=False)
    findings = tuple(
        FileFinding(check.code, check.title, flaw.text, flaw.blocks) for flaw in check.find(facts)
    )
    return CheckOutcome(check.code, check.title, check.source, applies=True, findings=findings)


def _told_in_time(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A1: accepted or told what is missing within five working days, or taken as accepted from receipt."""
    notices = facts.valid(_D.SUPPLEMENT_NOTICE)
    supplied = [paper for paper in facts.valid(_D.SUPPLEMENT_RECEIPT) if not paper.is_deferred]
    complete_on = supplied[-1].made_on if supplied else facts.received_on
    if facts.acceptance is AcceptanceKind.DEEMED:
        if facts.accepted_on != complete_on:
            yield Flaw(
                f"视为受理的日期应为收到材料之日{complete_on}，案卷为{facts.accepted_on}。", blocks=False
            )
        if not any(paper.is_deemed for paper in facts.valid(_D.ACCEPTANCE)):
            yield Flaw("受理通知书没有写明“视为受理”。")
        return
    answers = notices or facts.valid(_D.ACCEPTANCE, _D.REFUSAL)
    if answers and answers[0].made_on > facts.notice_due_on:
        yield Flaw(
            f"应在{facts.notice_due_on}前告知，{answers[0].kind.label}日期为{answers[0].made_on}。",
            blocks=False,
        )
    if notices and facts.accepted_on is not None and facts.accepted_on != complete_on:
        yield Flaw(f"受理日期应为补正材料收齐之日{complete_on}，案卷为{facts.accepted_on}。", blocks=False)


def _decision_day_named(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A2."""
    notices = facts.valid(_D.ACCEPTANCE)
    if not notices:
        yield Flaw("已受理，案卷中没有受理通知书。")
    for paper in notices:
        if paper.decision_on is None:
            yield Flaw(f"受理通知书{paper.number}没有写明作出决定的日期。")


def _supplements_match(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A3."""
    asked = {line for paper in facts.valid(_D.SUPPLEMENT_NOTICE) for line in paper.lines}
    given = {
        line for paper in facts.valid(_D.SUPPLEMENT_RECEIPT) if not paper.is_deferred for line in paper.lines
    }
    if extra := sorted(given - asked):
        yield Flaw(f"补正收件中有未告知补正的材料：{'、'.join(extra)}。", blocks=False)
    if facts.accepted_on is not None and (lost := sorted(asked - given)):
        yield Flaw(f"告知补正的材料没有收件记录：{'、'.join(lost)}。", blocks=False)


def _time_from_acceptance(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A4."""
    if facts.counted_from is not None and facts.counted_from != facts.accepted_on:
        yield Flaw(
            f"办理时限应自受理日{facts.accepted_on}起算，案卷自{facts.counted_from}起算。", blocks=False
        )
    if facts.promised_days is not None and sum(facts.step_days) > facts.promised_days:
        yield Flaw(
            f"各环节时限合计{sum(facts.step_days)}日，超过承诺的{facts.promised_days}日。", blocks=False
        )
    decided, due = facts.decided_on, facts.promised_due_on
    if decided is not None and due is not None and decided > due:
        yield Flaw(f"决定日期{decided}晚于承诺日期{due}。", blocks=False)


def _opinions_have_words(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A5."""
    if not facts.opinions:
        yield Flaw("已作出决定，案卷中没有审查意见。", blocks=False)
    for opinion in facts.opinions:
        if not opinion.text.strip():
            yield Flaw(f"{opinion.examiner}的审查意见只有签名，没有内容。", blocks=False)


def _told_once(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A6."""
    notices = facts.valid(_D.SUPPLEMENT_NOTICE)
    if len(notices) > 1:
        yield Flaw(f"补正告知应一次完成，案卷中有{len(notices)}份补正告知书。", blocks=False)


def _refusals_are_whole(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A7."""
    papers = facts.valid(_D.REFUSAL, _D.DENIAL)
    if not papers:
        yield Flaw("没有准予或者受理，案卷中没有决定书。")
    for paper in papers:
        gaps = [
            name
            for name, is_there in (
                ("理由", paper.reason),
                ("依据", paper.basis),
                ("救济途径", paper.has_remedies),
                ("应向哪个机关申请", paper.right_organ or NOT_COMPETENT_CLAUSE not in paper.basis),
            )
            if not is_there
        ]
        if gaps:
            yield Flaw(f"{paper.kind.label}{paper.number}缺少：{'、'.join(gaps)}。")


def _pauses_were_told(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A8."""
    papers = facts.valid(_D.SPECIAL)
    for pause in facts.pauses:
        told = [
            paper for paper in papers if paper.ground == pause.ground and paper.started_on == pause.started_on
        ]
        if not told:
            yield Flaw(f"{pause.started_on}开始的{pause.ground}没有特别程序告知书。", blocks=False)
        for paper in told:
            if paper.days <= 0:
                yield Flaw(f"特别程序告知书{paper.number}没有写明所需时间。", blocks=False)


def _extension_fits(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A9."""
    extension = facts.extension
    if extension is None:
        return
    for kind in (_D.EXTENSION_APPROVAL, _D.EXTENSION):
        if not facts.valid(kind):
            yield Flaw(f"已延期，案卷中没有{kind.label}。", blocks=False)
    wanted = ExtensionAuthority.GOVERNMENT_HEAD if extension.is_joint else ExtensionAuthority.ORGAN_HEAD
    if extension.authority is not wanted:
        yield Flaw(f"延期应经{wanted.label}批准，案卷为{extension.authority.label}。", blocks=False)
    if not extension.approver:
        yield Flaw("延期没有写明批准人。", blocks=False)
    if extension.is_own_request:
        yield Flaw("延期的申请人员和批准人员是同一人。", blocks=False)


def _two_inspectors(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A10."""
    for paper in facts.valid(_D.INSPECTION):
        if len(set(paper.persons)) < LEAST_INSPECTORS:
            yield Flaw(f"核查笔录{paper.number}的核查人员少于{LEAST_INSPECTORS}人。", blocks=False)


def _deferral_holds(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A11."""
    notices = facts.valid(_D.DEFERRAL)
    if not notices:
        yield Flaw("容缺受理，案卷中没有容缺受理通知书。", blocks=False)
    for paper in notices:
        if paper.decision_on and any(day > paper.decision_on for day in paper.line_dates):
            yield Flaw(f"容缺受理通知书{paper.number}的补齐期限晚于承诺决定日期。", blocks=False)
    for material in facts.deferred:
        if not material.is_deferrable:
            yield Flaw(f"“{material.name}”不是可容缺的材料。", blocks=False)
        if facts.is_granted and not material.is_supplied:
            yield Flaw(f"容缺材料“{material.name}”未补齐就作出了准予决定。")


def _everything_served(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A12: decisions by a 送达回证; the other papers have a line of their own where the file copy is signed."""
    served = {number for paper in facts.valid(_D.SERVICE) for number in paper.served}
    for paper in facts.valid(*_IS_SERVED):
        if paper.number not in served:
            yield Flaw(
                f"{paper.kind.label}{paper.number}没有送达回证"
                + ("。" if paper.kind in _MUST_BE_SERVED else "，请确认存档联上有签收。"),
                blocks=paper.kind in _MUST_BE_SERVED,
            )
    delivered, due = facts.delivered_on, facts.delivery_due_on
    if delivered is not None and due is not None and delivered > due:
        yield Flaw(f"应在{due}前送达，实际送达日期为{delivered}。", blocks=False)


def _not_the_same_person(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A13."""
    if facts.is_received_by_decider:
        yield Flaw(f"受理人和决定人都是{facts.decider}。", blocks=False)


def _seal_has_its_place(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A14: every paper is printed with the organ's name and 待加盖; an organ without a name leaves nothing to seal."""
    for paper in facts.papers:
        if not paper.organ_name.strip() and not paper.is_void:
            yield Flaw(f"{paper.kind.label}{paper.number}没有机关名称，无法加盖印章。", blocks=False)


def _numbers_without_gaps(facts: CaseFileFacts) -> Iterator[Flaw]:
    """A15."""
    numbers = [paper.number for paper in facts.papers]
    if repeated := sorted({number for number in numbers if numbers.count(number) > 1}):
        yield Flaw(f"文书编号重复：{'、'.join(repeated)}。", blocks=False)
    if facts.missing_numbers:
        yield Flaw(f"文书编号不连续，查不到：{'、'.join(facts.missing_numbers)}。请说明原因。", blocks=False)


def _always(_: CaseFileFacts) -> bool:
    return True


def _is_accepted(facts: CaseFileFacts) -> bool:
    return facts.accepted_on is not None


def _has(*kinds: DocumentKind) -> Callable[[CaseFileFacts], bool]:
    def applies(facts: CaseFileFacts) -> bool:
        return bool(facts.valid(*kinds))

    return applies


FILE_CHECKS: tuple[FileCheck, ...] = (
    FileCheck(
        "A1",
        "在法定期限内告知",
        "行政许可法第三十二条",
        _has(_D.SUPPLEMENT_NOTICE, _D.ACCEPTANCE, _D.REFUSAL),
        _told_in_time,
    ),
    FileCheck("A2", "受理通知书写明决定日期", "案卷评查标准", _is_accepted, _decision_day_named),
    FileCheck(
        "A3", "补正收件与补正告知逐项一致", "案卷评查标准", _has(_D.SUPPLEMENT_NOTICE), _supplements_match
    ),
    FileCheck("A4", "办理时限自受理起算且不超承诺", "案卷评查标准", _is_accepted, _time_from_acceptance),
    FileCheck(
        "A5",
        "审查意见有具体内容",
        "案卷评查标准",
        lambda facts: facts.decided_on is not None,
        _opinions_have_words,
    ),
    FileCheck("A6", "补正只告知一次", "行政许可法第三十二条", _has(_D.SUPPLEMENT_NOTICE), _told_once),
    FileCheck(
        "A7",
        "不予决定写明理由、依据和救济",
        "行政许可法第三十二、三十八条",
        lambda facts: facts.is_refused or (facts.decided_on is not None and not facts.is_granted),
        _refusals_are_whole,
    ),
    FileCheck(
        "A8",
        "特别程序书面告知所需时间",
        "行政许可法第四十五条",
        lambda facts: bool(facts.pauses),
        _pauses_were_told,
    ),
    FileCheck(
        "A9",
        "延期经有权的人批准",
        "行政许可法第四十二条",
        lambda facts: facts.extension is not None,
        _extension_fits,
    ),
    FileCheck("A10", "核查人员不少于两人", "行政许可法第三十四条", _has(_D.INSPECTION), _two_inspectors),
    FileCheck(
        "A11",
        "容缺材料可容缺并已补齐",
        "河南省优化营商环境条例第三十五条",
        lambda facts: facts.acceptance is AcceptanceKind.DEFERRED,
        _deferral_holds,
    ),
    FileCheck("A12", "文书送达有回证且未超期", "行政许可法第四十四条", _has(*_IS_SERVED), _everything_served),
    FileCheck(
        "A13",
        "受理人和决定人不是同一人",
        "本厅设置",
        lambda facts: facts.separates_decider and facts.decided_on is not None,
        _not_the_same_person,
    ),
    FileCheck("A14", "印章位置齐备", "案卷评查标准", lambda facts: bool(facts.papers), _seal_has_its_place),
    FileCheck("A15", "文书编号唯一且连续", "案卷评查标准", _always, _numbers_without_gaps),
)
"""In the order of the handbook."""
