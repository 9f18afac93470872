"""延期: asked for by the examiner, approved by somebody else, once a case, before the limit ends (行政许可法 art. 42)."""

import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.examination import check_extension, extension_authority
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services.case_records import (
    EXTENDED_CLOCKS,
    CaseRecord,
    is_running,
    move,
    open_record,
    require_department,
    settle_clocks,
)
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.examination_papers import extension_approval, extension_notice
from desktop_app.services.printing import issue
from desktop_app.services.work import Work
from models.accounts import Account
from models.cases import CaseClock
from models.enums import CaseAction, ClockKind, Permission
from models.examination import CaseExtension
from models.procedure import RequestState


def request_extension(work: Work, case_id: int, revision: int, days: int, reason: str) -> ActResult:
    """申请延期: the law says who has to approve it and how many working days at most.

    Raises `extension_days_invalid`, `extension_standing` where one was asked for or approved, `extension_late`.
    """
    work.require(Permission.CASES_EXAMINE)
    reason = clean_text(reason, "延期理由", needed=True)
    record = open_record(work, case_id, revision)
    require_department(work, record.case)
    authority = extension_authority(record.content)
    check_extension(days, authority)
    _extendable(work, record)
    if _standing(work, case_id) is not None:
        raise ServiceError("extension_standing")
    move(work, record, CaseAction.REQUEST_EXTENSION, f"申请延长{days}个工作日：{reason}")
    work.session.add(
        CaseExtension(
            case_id=case_id,
            authority=authority,
            days=days,
            reason=reason,
            state=RequestState.OPEN,
            requested_by=work.account_id,
            requested_at=work.now,
            approver_name="",
            decided_by=None,
            decided_at=None,
            note="",
        )
    )
    return kept(work, record)


def extend_case(
    work: Work, case_id: int, revision: int, approver_name: str, note: str = "同意延期"
) -> ActResult:
    """批准延期: by somebody else than who asked for it; every limit that has not ended becomes longer.

    Raises `extension_unknown`, `extension_own`, `extension_late`.
    """
    work.require(Permission.CASES_EXTEND)
    approver = clean_text(approver_name, "批准延期的负责人", needed=True, longest=MAX_NAME)
    note = clean_text(note, "批准意见", needed=True)
    record = open_record(work, case_id, revision)
    extension = _open_request(work, record)
    clocks = _extendable(work, record)
    old_due_on = clocks[0].due_on
    for clock in clocks:
        clock.extension_days = extension.days
    extension.state, extension.approver_name, extension.note = RequestState.APPROVED, approver, note
    extension.decided_by, extension.decided_at = work.account_id, work.now
    move(work, record, CaseAction.EXTEND, f"延长{extension.days}个工作日，批准人：{approver}")
    settle_clocks(work, record)
    requester = work.session.scalar(sa.select(Account.name).where(Account.id == extension.requested_by))
    issue(work, record, extension_approval(work, record, extension, requester or "", old_due_on))
    issue(work, record, extension_notice(work, record, extension, old_due_on))
    return kept(work, record)


def decline_extension(work: Work, case_id: int, revision: int, reason: str) -> ActResult:
    """不批准延期: the limit stays; raises `extension_unknown`, `extension_own`."""
    work.require(Permission.CASES_EXTEND)
    reason = clean_text(reason, "不批准延期的理由", needed=True)
    record = open_record(work, case_id, revision)
    extension = _open_request(work, record)
    extension.state, extension.note = RequestState.DECLINED, reason
    extension.decided_by, extension.decided_at = work.account_id, work.now
    move(work, record, CaseAction.DECLINE_EXTENSION, reason)
    return kept(work, record)


def _open_request(work: Work, record: CaseRecord) -> CaseExtension:
    """The request that waits, for somebody of the department who did not make it (four eyes)."""
    require_department(work, record.case)
    extension = _standing(work, record.case.id)
    if extension is None or extension.state is not RequestState.OPEN:
        raise ServiceError("extension_unknown")
    if extension.requested_by == work.account_id:
        raise ServiceError("extension_own")
    return extension


def _standing(work: Work, case_id: int) -> CaseExtension | None:
    return work.session.scalar(
        sa.select(CaseExtension).where(
            CaseExtension.case_id == case_id, CaseExtension.state != RequestState.DECLINED
        )
    )


def _extendable(work: Work, record: CaseRecord) -> list[CaseClock]:
    """The limits that have not ended yet, the promise first: what is over cannot be made longer any more.

    The step in hand gets the same time: it is a part of the handling that the extension is for.
    """
    running = [record.clocks[kind] for kind in EXTENDED_CLOCKS if is_running(record, kind)]
    clocks = [clock for clock in running if clock.due_on >= work.today]
    if not clocks:
        raise ServiceError("extension_late")
    return [*clocks, record.clocks[ClockKind.STEP]] if is_running(record, ClockKind.STEP) else clocks
