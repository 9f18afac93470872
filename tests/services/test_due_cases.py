"""What the law does to cases by itself: deemed accepted, deemed withdrawn; once, however many machines look."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from desktop_app.documents.content import AcceptanceNotice
from desktop_app.rules.errors import ServiceError
from desktop_app.services import case_queries, cases, printing
from desktop_app.services.due_cases import DueCases, settle_due_cases
from desktop_app.services.office import change_settings
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case, CaseEvent
from models.enums import CaseAction, CaseState, ClockKind, DocumentKind
from models.procedure import AcceptanceKind
from tests.conftest import SettableClock
from tests.factories import UNMET, Hall, licence_case

MISSING = (1,)
DEFERRABLE = (3,)


def received(office: Office, hall: Hall) -> cases.ActResult:
    with office.work(hall.clerk) as work:
        return cases.receive_case(work, licence_case(hall, missing=MISSING))


def supplementing(office: Office, hall: Hall) -> cases.ActResult:
    case = received(office, hall)
    with office.work(hall.clerk) as work:
        return cases.request_supplement(work, case.case_id, case.revision, {1: "请提供营业执照"})


def standing(office: Office, hall: Hall, case_id: int) -> case_queries.CaseDetail:
    with office.read(hall.clerk) as work:
        return case_queries.get_case(work, case_id)


def test_untold_in_five_working_days_it_is_accepted_from_the_day_of_receipt(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    """Received on Friday 2026-11-20: the time to tell ends on Friday 11-27, its last day is still the organ's."""
    case = received(office, hall)
    clock.advance(days=7)
    assert settle_due_cases(office) == DueCases()
    clock.advance(days=1)

    assert settle_due_cases(office) == DueCases(accepted=1)

    detail = standing(office, hall, case.case_id)
    assert detail.row.state is CaseState.ACCEPTED
    clocks = {row.kind: row for row in detail.clocks}
    assert clocks[ClockKind.PROMISED].started_on.isoformat() == "2026-11-20"
    assert clocks[ClockKind.PROMISED].due_on.isoformat() == "2026-11-27"
    assert clocks[ClockKind.STATUTORY].due_on.isoformat() == "2026-12-18"
    last = detail.events[-1]
    assert (last.action, last.actor_name) == (CaseAction.DEEM_ACCEPTED, "系统")
    with office.read(SYSTEM) as work:
        stored = work.session.get_one(Case, case.case_id)
        assert (stored.acceptance, stored.accepted_at) == (AcceptanceKind.DEEMED, stored.received_at)
        papers = printing.list_documents(work, case.case_id)
        notice = printing.get_document(work, papers[-1].id)
    assert isinstance(notice, AcceptanceNotice)
    assert notice.accepted_on.isoformat() == "2026-11-20"
    assert settle_due_cases(office) == DueCases()


def test_after_a_supplement_the_day_everything_was_there_counts(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = supplementing(office, hall)
    clock.advance(days=4)  # Tuesday 2026-11-24
    with office.work(hall.clerk) as work:
        line = cases.ReceivedMaterial(1, cases.ReceivedAs.ORIGINAL, 1)
        case = cases.receive_supplement(work, case.case_id, case.revision, [line])
    clock.advance(days=8)

    assert settle_due_cases(office).accepted == 1

    clocks = {row.kind: row for row in standing(office, hall, case.case_id).clocks}
    assert clocks[ClockKind.STATUTORY].started_on.isoformat() == "2026-11-24"


def test_the_counter_cannot_undo_what_the_law_did(office: Office, hall: Hall, clock: SettableClock) -> None:
    case = received(office, hall)
    clock.advance(days=8)
    with pytest.raises(ServiceError, match="case_deemed_accepted"), office.work(hall.clerk) as work:
        cases.request_supplement(work, case.case_id, case.revision, {1: "请提供"})
    with pytest.raises(ServiceError, match="case_deemed_accepted"), office.work(hall.clerk) as work:
        cases.refuse_case(work, case.case_id, case.revision, UNMET)
    with office.work(hall.clerk) as work:
        result = cases.accept_case(work, case.case_id, case.revision)
    assert result.state is CaseState.ACCEPTED
    assert standing(office, hall, case.case_id).events[-1].action is CaseAction.DEEM_ACCEPTED


def test_a_supplement_that_never_came_is_deemed_withdrawn(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = supplementing(office, hall)
    clock.advance(days=21)  # 15 working days end on Friday 2026-12-11
    assert settle_due_cases(office) == DueCases()
    clock.advance(days=1)
    assert settle_due_cases(office) == DueCases(lapsed=1)
    detail = standing(office, hall, case.case_id)
    assert detail.row.state is CaseState.LAPSED
    with office.read(SYSTEM) as work:
        kinds = [row.kind for row in printing.list_documents(work, case.case_id)]
    assert kinds[-1] is DocumentKind.TERMINATION


def test_deferred_materials_that_never_came_end_the_case(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_and_accept_case(work, licence_case(hall, missing=DEFERRABLE))
    clock.advance(days=8)
    assert settle_due_cases(office) == DueCases(lapsed=1)
    assert standing(office, hall, case.case_id).row.state is CaseState.LAPSED


def test_an_office_may_leave_that_to_its_people(office: Office, hall: Hall, clock: SettableClock) -> None:
    case = supplementing(office, hall)
    with office.work(SYSTEM) as work:
        change_settings(work, closes_unsupplemented=False)
    clock.advance(days=40)
    assert settle_due_cases(office) == DueCases()
    assert standing(office, hall, case.case_id).row.state is CaseState.SUPPLEMENTING


def test_without_next_years_calendar_a_case_waits_and_holds_up_no_other(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    """Twenty working days from 2026-12-14 on end in 2027, whose calendar is not loaded."""
    first = received(office, hall)
    clock.advance(days=24)
    second = received(office, hall)
    clock.advance(days=8)
    assert settle_due_cases(office) == DueCases(accepted=1, stuck=1)
    assert standing(office, hall, first.case_id).row.state is CaseState.ACCEPTED
    assert standing(office, hall, second.case_id).row.state is CaseState.RECEIVED


def test_many_machines_at_once_do_it_once(office: Office, hall: Hall, clock: SettableClock) -> None:
    made = [received(office, hall).case_id for _ in range(4)]
    clock.advance(days=8)
    with ThreadPoolExecutor(4) as machines:
        found = list(machines.map(settle_due_cases, [office] * 4))
    assert sum(each.accepted for each in found) == len(made)
    with office.read(SYSTEM) as work:
        events = work.session.scalar(
            sa.select(sa.func.count()).where(CaseEvent.action == CaseAction.DEEM_ACCEPTED)
        )
    assert events == len(made)
