"""Clocks and promises where acts cross: parts of a supplement, acceptance by law, cases that come back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.delivery import Serving
from desktop_app.rules.errors import ServiceError
from desktop_app.services import (
    bars,
    calendar,
    case_queries,
    cases,
    pending_cases,
    pledges,
    printing,
    recalculation,
    side_ways,
    suspension,
)
from desktop_app.services.cases import ActResult
from desktop_app.services.delivery import Collector, deliver_case
from desktop_app.services.due_cases import settle_due_cases
from desktop_app.services.extension import extend_case, request_extension
from desktop_app.services.file_checks import check_file
from desktop_app.services.online_cases import take_package
from desktop_app.services.reopening import reopen_case
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case, CaseClock
from models.enums import CaseState, ClockKind, DocumentKind, MaterialNecessity, PartyRole, ReceivedAs
from models.examination import CasePause
from models.procedure import AcceptanceKind, BarGround, PauseGround
from tests.conftest import SettableClock
from tests.factories import BUREAU_CODE, LICENCE, Hall, add_matter, licence_case
from tests.people import WANG
from tests.services.examining import accepted, colleague
from tests.services.packages import materials, package
from tests.services.test_delivery import granted

FIRST = (ReceivedMaterial(0, ReceivedAs.ORIGINAL, 1),)
SECOND = (ReceivedMaterial(2, ReceivedAs.ORIGINAL, 1),)
PLEDGED_LINE = 2
BOTH_WAYS = replace(
    LICENCE,
    name="可承诺也可容缺的许可",
    materials=(
        *LICENCE.materials[:2],
        replace(LICENCE.materials[2], necessity=MaterialNecessity.DEFERRABLE, pledge="布局与平面图一致"),
    ),
)
"""Its third line may follow later, or a promise may stand for it."""
APPLICANT = Collector("王小萌", "本人", PartyRole.APPLICANT)


@pytest.fixture
def both_ways_id(office: Office, hall: Hall) -> int:
    assert hall.approver.department_id is not None
    with office.work(hall.clerk) as work:
        code = f"{BUREAU_CODE}3410125078000"
        return add_matter(work.session, hall.approver.department_id, code, BOTH_WAYS)


def clocks(office: Office, case: ActResult) -> dict[ClockKind, CaseClock]:
    """The clocks of the case that run."""
    with office.read(SYSTEM) as work:
        query = sa.select(CaseClock).where(CaseClock.case_id == case.case_id, CaseClock.stopped_on.is_(None))
        return {row.kind: row for row in work.session.scalars(query)}


def stored(office: Office, case: ActResult) -> Case:
    """The case as it stands."""
    with office.read(SYSTEM) as work:
        return work.session.get_one(Case, case.case_id)


def asked_for_two(office: Office, hall: Hall) -> ActResult:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall, missing=(0, 2)))
    with office.work(hall.clerk) as work:
        return cases.request_supplement(work, case.case_id, case.revision, {0: "请签字", 2: "请标明比例"})


def test_art_32_a_part_of_the_supplement_leaves_the_applicant_the_time_for_the_rest(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = asked_for_two(office, hall)
    due_on = clocks(office, case)[ClockKind.SUPPLEMENT].due_on
    clock.advance(days=3)
    with office.work(hall.clerk) as work:
        case = cases.receive_supplement(work, case.case_id, case.revision, FIRST)
    assert case.state is CaseState.SUPPLEMENTING
    assert {kind: row.due_on for kind, row in clocks(office, case).items()} == {ClockKind.SUPPLEMENT: due_on}
    clock.advance(days=4)
    with office.work(hall.clerk) as work:
        case = cases.receive_supplement(work, case.case_id, case.revision, SECOND)
    assert case.state is CaseState.RECEIVED
    assert {kind: row.started_on for kind, row in clocks(office, case).items()} == {
        ClockKind.NOTICE: date(2026, 11, 27)
    }


def test_art_32_what_was_supplied_in_part_is_never_accepted_by_law(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = asked_for_two(office, hall)
    with office.work(hall.clerk) as work:
        case = cases.receive_supplement(work, case.case_id, case.revision, FIRST)
    clock.advance(days=60)
    settle_due_cases(office)
    assert stored(office, case).state is CaseState.LAPSED


def test_an_online_supplement_counts_from_the_day_it_was_sent(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = asked_for_two(office, hall)
    clock.advance(days=3)
    sent_at = clock.now
    clock.advance(days=1)
    named = {"case_number": case.number, "query_code": case.query_code}
    with office.work(SYSTEM) as work:
        sent = package("S1", "supplement", at=sent_at, materials=materials(0, 2), **named)
        take_package(work, sent)
    assert clocks(office, case)[ClockKind.NOTICE].started_on == date(2026, 11, 23)
    with office.work(hall.clerk) as work:
        accepted_case = cases.accept_case(work, case.case_id, stored(office, case).revision)
    assert clocks(office, accepted_case)[ClockKind.PROMISED].started_on == date(2026, 11, 23)
    with office.read(hall.clerk) as work:
        findings = check_file(work, case.case_id)
    assert [finding.text for finding in findings if finding.code == "A1"] == []


def test_art_44_a_result_served_on_an_earlier_day_is_late_again_once_the_case_is_reopened(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = granted(office, hall)
    before = clocks(office, case)[ClockKind.DELIVERY].due_on
    clock.advance(days=3)
    with office.work(hall.clerk) as work:
        serving = Serving(served_on=date(2026, 11, 21))
        case = deliver_case(work, case.case_id, case.revision, APPLICANT, serving)
    with office.work(hall.supervisor) as work:
        case = reopen_case(work, case.case_id, case.revision, "领错")
    assert case.state is CaseState.GRANTED
    assert clocks(office, case)[ClockKind.DELIVERY].due_on == before == stored(office, case).due_on


def pledged(office: Office, hall: Hall, matter_id: int) -> ActResult:
    with office.work(hall.clerk) as work:
        lines = (*licence_case(hall).materials[:2], ReceivedMaterial(PLEDGED_LINE, ReceivedAs.PLEDGED))
        return cases.receive_case(work, cases.CaseInput(matter_id, 1, WANG, materials=lines))


def test_acceptance_by_law_keeps_the_promise_that_stands_for_a_material(
    office: Office, hall: Hall, clock: SettableClock, both_ways_id: int
) -> None:
    case = pledged(office, hall, both_ways_id)
    clock.advance(days=10)
    settle_due_cases(office)
    with office.read(hall.clerk) as work:
        kinds = {row.kind for row in printing.list_documents(work, case.case_id)}
        subjects = [row.subject for row in pledges.list_pledges(work, case.case_id)]
    assert stored(office, case).acceptance is AcceptanceKind.DEEMED
    assert DocumentKind.PLEDGE in kinds
    assert subjects == ["经营场所平面图"]


def test_acceptance_by_law_takes_no_promise_of_one_who_broke_another(
    office: Office, hall: Hall, clock: SettableClock, both_ways_id: int
) -> None:
    case = pledged(office, hall, both_ways_id)
    with office.work(hall.supervisor) as work:
        bars.record_bar(work, case.case_id, BarGround.FALSE_PLEDGE, "承诺不实")
    clock.advance(days=10)
    settle_due_cases(office)
    with office.read(hall.clerk) as work:
        detail = case_queries.get_case(work, case.case_id)
        assert pledges.list_pledges(work, case.case_id) == []
    assert detail.row.state is CaseState.ACCEPTED
    assert detail.materials[PLEDGED_LINE].received_as is ReceivedAs.NOT_RECEIVED


def test_no_promise_is_supplied_for_what_may_follow(office: Office, hall: Hall, both_ways_id: int) -> None:
    with office.work(hall.clerk) as work:
        given = cases.CaseInput(both_ways_id, 1, WANG, materials=licence_case(hall).materials[:2])
        case = cases.receive_and_accept_case(work, given)
    promise = (ReceivedMaterial(PLEDGED_LINE, ReceivedAs.PLEDGED),)
    with pytest.raises(ServiceError, match="material_way_invalid"), office.work(hall.clerk) as work:
        pledges.supply_deferred(work, case.case_id, case.revision, promise)


def test_art_57_nothing_that_was_handed_in_is_merged_into_a_draft(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    with office.work(hall.clerk) as work:
        draft = pending_cases.keep_draft(work, licence_case(hall))
    clock.advance(hours=1)
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall))
    with office.read(hall.clerk) as work:
        assert side_ways.list_twins(work, case.case_id) == []
    with pytest.raises(ServiceError, match="merge_behind"), office.work(hall.clerk) as work:
        side_ways.merge_case(work, case.case_id, case.revision, draft.number, "重复")


def test_art_45_a_prolonged_procedure_is_never_told_to_be_over_already(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    clock.advance(days=-30)
    case = accepted(office, hall)
    given = suspension.Suspension(PauseGround.TESTING, "《示例条例》第一条", "需要检测", 2, "李局长")
    with office.work(hall.approver) as work:
        case = suspension.suspend_case(work, case.case_id, case.revision, given)
    clock.advance(days=14)
    with pytest.raises(ServiceError, match="procedure_end_past"), office.work(hall.approver) as work:
        suspension.prolong_suspension(work, case.case_id, case.revision, 1, "检测机构忙", "李局长")
    with office.work(hall.approver) as work:
        suspension.prolong_suspension(work, case.case_id, case.revision, 12, "检测机构忙", "李局长")


def test_a_procedure_ended_before_it_began_took_no_time(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = accepted(office, hall)
    clock.advance(days=1)
    given = suspension.Suspension(PauseGround.TESTING, "《示例条例》第一条", "需要检测", 2, "李局长")
    with office.work(hall.approver) as work:
        case = suspension.suspend_case(work, case.case_id, case.revision, given)
    with office.work(hall.clerk) as work:
        side_ways.withdraw_case(work, case.case_id, case.revision, "不办了")
    with office.read(SYSTEM) as work:
        pause = work.session.scalars(sa.select(CasePause)).one()
        assert pause.resumed_on == pause.started_on


def test_art_42_a_changed_calendar_never_takes_an_extension_back(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    with office.work(hall.approver) as work:
        case = request_extension(work, case.case_id, case.revision, 3, "情况复杂")
    with office.work(SYSTEM) as work:
        calendar.set_day(work, date(2026, 11, 25), is_working=False, name="停止办公")
    with office.read(hall.supervisor) as work:
        digest = recalculation.list_recalculation(work).digest

    def apply() -> None:
        with office.work(hall.supervisor) as work:
            recalculation.apply_recalculation(work, digest)

    other = colleague(office, hall)
    with ThreadPoolExecutor(1) as pool:
        with office.work(other) as work:
            extend_case(work, case.case_id, case.revision, "李局长")
            work.session.flush()
            applied = pool.submit(apply)
            with pytest.raises(TimeoutError):
                applied.result(timeout=0.5)
        with pytest.raises(ServiceError, match="recalculation_changed"):
            applied.result(timeout=30)
    promised = clocks(office, case)[ClockKind.PROMISED]
    assert (promised.due_on, promised.extension_days) == (date(2026, 12, 3), 3)
