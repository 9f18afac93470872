"""受理: by the counter once everything is there, or by the law itself where nobody told the applicant in time."""

from collections.abc import Sequence
from datetime import datetime, time

import sqlalchemy as sa

from desktop_app.rules.checklists import Shortfall, shortfall
from desktop_app.rules.errors import ServiceError
from desktop_app.services import case_documents
from desktop_app.services.case_records import CaseRecord, move
from desktop_app.services.partners import open_partner_consultations
from desktop_app.services.printing import issue, reserve_number
from desktop_app.services.promises import (
    NOT_CHOSEN,
    drop_barred_promises,
    issue_pledges,
    issue_promises,
    offers_pledge,
    require_credit,
)
from desktop_app.services.work import HALL_ZONE, Work, hall_date
from models.cases import CaseEvent
from models.enums import CaseAction, CaseState, ClockKind, DocumentKind, ReceivedAs
from models.procedure import AcceptanceKind


def record_shortfall(record: CaseRecord) -> Shortfall:
    """What is still missing from a record's checklist."""
    return shortfall((line.name, line.necessity, line.received_as) for line in record.materials)


def is_deemed_accepted(work: Work, record: CaseRecord) -> bool:
    """Whether the time to tell the applicant is over: the case is accepted whether anybody acts or not (art. 32 item 4)."""
    clock = record.clocks.get(ClockKind.NOTICE)
    return clock is not None and clock.stopped_on is None and clock.due_on < work.today


def require_in_time(work: Work, record: CaseRecord) -> None:
    """Refuse what may only be done before the time to tell the applicant is over; raises `case_deemed_accepted`."""
    if is_deemed_accepted(work, record):
        raise ServiceError("case_deemed_accepted", day=record.clocks[ClockKind.NOTICE].due_on.isoformat())


def accept_record(work: Work, record: CaseRecord) -> CaseRecord:
    """受理 as the law has it: past the notice period 视为受理, after a supplement from the day all was there.

    Raises `material_missing` naming what must still come, `promise_barred`.
    """
    if is_deemed_accepted(work, record):
        return deem_accepted(work, record)
    found = record_shortfall(record)
    if found.missing:
        raise ServiceError("material_missing", material="、".join(found.missing))
    for line in record.materials:
        if line.name in found.deferred:
            line.received_as = ReceivedAs.DEFERRED
    require_credit(work, record)
    case, complete_at = record.case, _last_supplement_at(work, record) or work.now
    case.accepted_at = complete_at
    case.acceptance = _kind(record)
    case.step = 0
    text = _words(record, found.deferred)
    clocks = move(work, record, CaseAction.ACCEPT, text, since=hall_date(complete_at))
    open_partner_consultations(work, record)
    number = reserve_number(work, record, DocumentKind.ACCEPTANCE)
    issue(work, record, case_documents.acceptance_notice(work, record, clocks, found.deferred, number))
    issue_promises(work, record)
    return record


def deem_accepted(work: Work, record: CaseRecord) -> CaseRecord:
    """视为受理: accepted from the day the materials were received; the clocks count from that day."""
    case = record.case
    drop_barred_promises(work, record)
    case.accepted_at = _last_supplement_at(work, record) or case.received_at
    case.acceptance = AcceptanceKind.DEEMED
    case.step = 0
    since = record.clocks[ClockKind.NOTICE].started_on
    clocks = move(
        work, record, CaseAction.DEEM_ACCEPTED, "逾期未告知，自收到申请材料之日起即为受理", since=since
    )
    open_partner_consultations(work, record)
    number = reserve_number(work, record, DocumentKind.ACCEPTANCE)
    issue(work, record, case_documents.acceptance_notice(work, record, clocks, (), number))
    issue_pledges(work, record)
    return record


def _words(record: CaseRecord, deferred: Sequence[str]) -> str:
    """What the process says of an acceptance: what may follow, and that nobody is made to promise."""
    words = [f"容缺后补：{'、'.join(deferred)}"] if deferred else []
    pledged = [line.name for line in record.materials if line.received_as is ReceivedAs.PLEDGED]
    if pledged:
        words.append(f"告知承诺：{'、'.join(pledged)}")
    elif offers_pledge(record):
        words.append(NOT_CHOSEN)
    return "；".join(words)


def _kind(record: CaseRecord) -> AcceptanceKind:
    ways = {line.received_as for line in record.materials}
    if ReceivedAs.DEFERRED in ways:
        return AcceptanceKind.DEFERRED
    return AcceptanceKind.PLEDGED if ReceivedAs.PLEDGED in ways else AcceptanceKind.NORMAL


def _last_supplement_at(work: Work, record: CaseRecord) -> datetime | None:
    """When the last part came; of a day before it was taken, only the day is known: the notice clock counts from it."""
    if ClockKind.SUPPLEMENT not in record.clocks or record.case.state is not CaseState.RECEIVED:
        return None
    taken_at = work.session.scalar(
        sa.select(sa.func.max(CaseEvent.at, type_=CaseEvent.at.type)).where(
            CaseEvent.case_id == record.case.id, CaseEvent.action == CaseAction.RECEIVE_SUPPLEMENT
        )
    )
    sent_on = record.clocks[ClockKind.NOTICE].started_on
    if taken_at is None or sent_on >= hall_date(taken_at):
        return taken_at
    return datetime.combine(sent_on, time(), HALL_ZONE)
