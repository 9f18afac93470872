"""重新办理: a supervisor lets a closed case go on where it stood; its clocks go on, what closed it no longer holds."""

from datetime import datetime

import sqlalchemy as sa

from desktop_app.rules.cases import APPLICANTS_CLOCKS, CLOSED, RUNNING, TRANSITIONS
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from desktop_app.services.acceptance import record_shortfall
from desktop_app.services.case_records import (
    CaseRecord,
    clock_limit,
    move,
    open_record,
    settle_clocks,
    start_clock,
)
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.paper_voiding import mark_void, unmark_void
from desktop_app.services.work import Work
from models.applicants import CasePledge
from models.cases import CaseEvent
from models.enums import CaseAction, CaseState, ClockKind, DocumentKind, Permission
from models.examination import CaseConsultation, CaseDelivery
from models.printing import IssuedDocument


def reopen_case(work: Work, case_id: int, revision: int, reason: str) -> ActResult:
    """重新办理: back to the state the case was closed from, with everything that waited there.

    The papers that closing it had issued become void; those that voiding it had made void hold again. What the
    applicant was given time for starts anew where that time is over meanwhile; every other clock goes on as if it had
    never stopped. Raises `case_state_wrong`, `reopen_origin_unknown`.
    """
    work.require(Permission.CASES_CORRECT)
    reason = clean_text(reason, "重新办理的理由", needed=True)
    record = open_record(work, case_id, revision)
    case = record.case
    if case.state not in CLOSED:
        raise ServiceError("case_state_wrong", action=CaseAction.REOPEN.label, state=case.state.label)
    if case.closed_at is None or case.closed_from is None:
        raise ServiceError("reopen_origin_unknown")
    came_from, closed_at, back_to = case.state, case.closed_at, case.closed_from
    _settle_papers(work, case_id, came_from, closed_at, reason)
    _revive_waiting(work, record, back_to, closed_at)
    _take_back_delivery(work, record, back_to)
    case.closed_at = case.closed_from = case.archived_at = case.merged_into_id = None
    move(work, record, CaseAction.REOPEN, f"由“{came_from.label}”恢复：{reason}", target=back_to)
    _let_clocks_go_on(work, record)
    _renew_applicant_clocks(work, record)
    settle_clocks(work, record)
    return kept(work, record)


def _settle_papers(work: Work, case_id: int, state: CaseState, closed_at: datetime, reason: str) -> None:
    """The closing act's own papers go, and what it took away comes back."""
    closing = work.session.scalar(
        sa.select(CaseEvent.action)
        .where(CaseEvent.case_id == case_id, CaseEvent.state == state, CaseEvent.at == closed_at)
        .order_by(CaseEvent.id.desc())
        .limit(1)
    )
    unmark_void(work, case_id, closed_at)
    kinds: tuple[DocumentKind, ...] = TRANSITIONS[closing].documents if closing is not None else ()
    mark_void(
        work,
        case_id,
        f"办件重新办理：{reason}",
        IssuedDocument.kind.in_(kinds),
        IssuedDocument.issued_at == closed_at,
    )


def _revive_waiting(work: Work, record: CaseRecord, back_to: CaseState, closed_at: datetime) -> None:
    """Who was asked is asked still, what was promised is still to be checked, and a special procedure runs on."""
    session, case_id = work.session, record.case.id
    session.execute(
        sa.update(CaseConsultation)
        .where(
            CaseConsultation.case_id == case_id,
            CaseConsultation.ended_at == closed_at,
            CaseConsultation.answered_by.is_(None),
        )
        .values(ended_at=None)
    )
    session.execute(
        sa.update(CasePledge)
        .where(CasePledge.case_id == case_id, CasePledge.ended_at == closed_at, CasePledge.outcome.is_(None))
        .values(ended_at=None)
    )
    if back_to is CaseState.SUSPENDED and record.pauses:
        pause = record.pauses[-1]
        pause.resumed_on = pause.resumed_by = None


def _take_back_delivery(work: Work, record: CaseRecord, back_to: CaseState) -> None:
    """What was handed over counts as not handed over; a parcel on its way stays on its way."""
    delivery = work.session.get(CaseDelivery, record.case.id)
    if delivery is None:
        return
    if back_to is CaseState.DISPATCHED:
        delivery.delivered_at = None
    else:
        work.session.delete(delivery)


def _let_clocks_go_on(work: Work, record: CaseRecord) -> None:
    """The clocks that run in the state it came back to run again; one that had ended for another reason stays ended."""
    for kind in RUNNING.get(record.case.state, ()):
        clock = record.clocks.get(kind)
        if clock is not None and _is_wanted(work, record, kind):
            clock.stopped_on = None


def _is_wanted(work: Work, record: CaseRecord, kind: ClockKind) -> bool:
    """Deferred materials have their time while some are to come, a step where the version gives it one."""
    match kind:
        case ClockKind.DEFERRAL:
            return bool(record_shortfall(record).deferred)
        case ClockKind.STEP:
            return clock_limit(work, record, kind) is not None
        case _:
            return True


def _renew_applicant_clocks(work: Work, record: CaseRecord) -> None:
    """Time that was the applicant's and is over would close the case again the same night: it starts anew."""
    for kind in sorted(APPLICANTS_CLOCKS):
        clock = record.clocks.get(kind)
        if clock is not None and clock.stopped_on is None and clock.due_on < work.today:
            limit = clock_limit(work, record, kind)
            if limit is not None:
                start_clock(work, record, kind, limit)
