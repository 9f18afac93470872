"""特别程序: time the law does not count, told to the applicant beforehand, settled by its real length (行政许可法 art. 45)."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from desktop_app.rules.cases import transition
from desktop_app.rules.catalogue import Limit
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.examination import LOCAL_GROUNDS, check_length, first_uncounted
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services.case_records import (
    CaseRecord,
    move,
    open_record,
    require_department,
    settle_clocks,
)
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.examination_papers import special_notice
from desktop_app.services.printing import issue
from desktop_app.services.work import Work
from models.enums import CaseAction, ClockKind, DocumentKind, Permission
from models.examination import CasePause
from models.printing import IssuedDocument
from models.procedure import PauseGround


@dataclass(frozen=True, slots=True)
class Suspension:
    """Why the time stops, what requires it, how many working days it will take, who approved it."""

    ground: PauseGround
    basis: str
    reason: str
    days: int
    approver_name: str


def suspend_case(work: Work, case_id: int, revision: int, given: Suspension) -> ActResult:
    """启动特别程序: from today, or the next working day, nothing is counted until it ends.

    Raises `pause_ground_off`, `procedure_days_invalid`.
    """
    work.require(Permission.CASES_EXAMINE)
    basis = clean_text(given.basis, "特别程序的依据", needed=True)
    reason = clean_text(given.reason, "启动特别程序的理由", needed=True)
    approver = clean_text(given.approver_name, "批准人", needed=True, longest=MAX_NAME)
    check_length(given.days)
    if given.ground in LOCAL_GROUNDS and not work.settings.allows_local_pauses:
        raise ServiceError("pause_ground_off", ground=given.ground.label)
    record = open_record(work, case_id, revision)
    require_department(work, record.case)
    came_from, started_on = record.case.state, first_uncounted(work.calendar, work.today)
    limits = {ClockKind.SPECIAL: Limit(given.days)}
    words = f"{given.ground.label}，预计{given.days}个工作日：{reason}"
    clocks = move(work, record, CaseAction.SUSPEND, words, limits=limits, since=started_on)
    pause = CasePause(
        case_id=case_id,
        ground=given.ground,
        basis=basis,
        reason=reason,
        approver_name=approver,
        started_on=started_on,
        started_by=work.account_id,
        expected_days=given.days,
        expected_on=clocks[0].due_on,
        resumed_on=None,
        resumed_by=None,
        result="",
        from_state=came_from,
    )
    work.session.add(pause)
    record.pauses.append(pause)
    return _settled(work, record, pause)


def prolong_suspension(
    work: Work, case_id: int, revision: int, days: int, reason: str, approver_name: str
) -> ActResult:
    """特别程序延长: the applicant is told anew how long it takes.

    Raises `procedure_days_invalid`, `procedure_end_past` where it would be over already when it is told.
    """
    work.require(Permission.CASES_EXAMINE)
    reason = clean_text(reason, "延长特别程序的理由", needed=True)
    approver = clean_text(approver_name, "批准人", needed=True, longest=MAX_NAME)
    check_length(days)
    record = open_record(work, case_id, revision)
    require_department(work, record.case)
    pause = _running(record, CaseAction.PROLONG)
    total = pause.expected_days + days
    limits = {ClockKind.SPECIAL: Limit(total)}
    words = f"再延长{days}个工作日：{reason}"
    clocks = move(work, record, CaseAction.PROLONG, words, limits=limits, since=pause.started_on)
    if clocks[0].due_on < work.today:
        raise ServiceError("procedure_end_past", day=clocks[0].due_on.isoformat())
    pause.expected_days, pause.expected_on = total, clocks[0].due_on
    pause.reason, pause.approver_name = reason, approver
    return _settled(work, record, pause, prolonged_by=days)


def resume_case(
    work: Work, case_id: int, revision: int, result: str, resumed_on: date | None = None
) -> ActResult:
    """特别程序结束: counting goes on from today, or from the earlier day on which it really ended.

    Raises `resume_day_invalid` for a day before it began or after today.
    """
    work.require(Permission.CASES_EXAMINE)
    result = clean_text(result, "特别程序的结果", needed=True)
    record = open_record(work, case_id, revision)
    require_department(work, record.case)
    pause = _running(record, CaseAction.RESUME)
    latest = max(work.today, pause.started_on)
    day = resumed_on or latest
    if not pause.started_on <= day <= latest:
        raise ServiceError("resume_day_invalid", first=pause.started_on.isoformat())
    words = f"{pause.ground.label}：{result}"
    move(work, record, CaseAction.RESUME, words, target=pause.from_state)
    pause.resumed_on, pause.resumed_by, pause.result = day, work.account_id, result
    settle_clocks(work, record)
    return kept(work, record)


def _running(record: CaseRecord, action: CaseAction) -> CasePause:
    """The special procedure that runs: a suspended case has exactly one; raises `case_state_wrong` for another state."""
    transition(action, record.case.state)
    return next(pause for pause in record.pauses if pause.resumed_on is None)


def _settled(work: Work, record: CaseRecord, pause: CasePause, prolonged_by: int = 0) -> ActResult:
    """The other clocks by the length the applicant is told, and the notice that tells it."""
    settle_clocks(work, record)
    earlier = _earlier_notice(work, record) if prolonged_by else ""
    issue(work, record, special_notice(work, record, pause, prolonged_by, earlier))
    return kept(work, record)


def _earlier_notice(work: Work, record: CaseRecord) -> str:
    number = work.session.scalar(
        sa.select(IssuedDocument.number)
        .where(IssuedDocument.case_id == record.case.id, IssuedDocument.kind == DocumentKind.SPECIAL)
        .order_by(IssuedDocument.id.desc())
        .limit(1)
    )
    return number or ""
