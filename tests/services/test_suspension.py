"""Special procedures (行政许可法 art. 45): told beforehand, settled by the real length, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.documents.content import SpecialProcedureNotice
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.examination import LONGEST_PROCEDURE
from desktop_app.services import printing
from desktop_app.services.cases import ActResult
from desktop_app.services.suspension import Suspension, prolong_suspension, resume_case, suspend_case
from desktop_app.services.work import Office
from models.enums import CaseState, ClockKind
from models.procedure import PauseGround
from tests.conftest import SettableClock
from tests.factories import Hall
from tests.services.examining import accepted, configure, due_dates, examined, read_case

REVIEW = Suspension(PauseGround.EXPERT_REVIEW, "《公共场所卫生管理条例》第四条", "需要专家评审", 5, "马局长")
SPRING = datetime(2026, 4, 24, 1, 0, tzinfo=UTC)
"""A Friday before a holiday with two worked weekends."""
PROMISED, STATUTORY, SPECIAL = ClockKind.PROMISED, ClockKind.STATUTORY, ClockKind.SPECIAL


def suspended(office: Office, hall: Hall, case: ActResult | None = None) -> ActResult:
    case = case or accepted(office, hall)
    with office.work(hall.approver) as work:
        return suspend_case(work, case.case_id, case.revision, REVIEW)


def resumed(office: Office, hall: Hall, case: ActResult, day: date | None = None) -> ActResult:
    with office.work(hall.approver) as work:
        return resume_case(work, case.case_id, case.revision, "评审通过", day)


def test_art_45_the_applicant_is_told_in_writing_how_long_it_takes(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = accepted(office, hall)
    clock.advance(days=3)
    case = suspended(office, hall, case)
    assert case.state is CaseState.SUSPENDED
    dates = due_dates(read_case(office, hall, case))
    assert dates == {PROMISED: "2026-12-04", STATUTORY: "2026-12-25", SPECIAL: "2026-11-30"}
    with office.read(hall.approver) as work:
        notice = printing.get_document(work, case.document_ids[0])
        assert printing.get_document_pdf(work, case.document_ids[0]).startswith(b"%PDF")
    assert isinstance(notice, SpecialProcedureNotice)
    assert (notice.ground, notice.days, notice.approver_name) == ("专家评审", 5, "马局长")
    assert (notice.started_on, notice.expected_on) == (date(2026, 11, 23), date(2026, 11, 30))
    assert notice.promised_due_on == date(2026, 12, 4)


def test_the_real_length_counts_and_not_the_expected_one(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = suspended(office, hall)
    clock.advance(days=4)
    case = resumed(office, hall, case)
    assert case.state is CaseState.ACCEPTED
    found = read_case(office, hall, case)
    assert due_dates(found) == {PROMISED: "2026-11-30", STATUTORY: "2026-12-21"}
    promised = next(clock for clock in found.clocks if clock.kind is PROMISED)
    assert "11-20至11-23 暂停（专家评审），不计1个工作日" in promised.explanation


def test_a_procedure_that_ended_earlier_is_settled_to_that_day(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = suspended(office, hall)
    clock.advance(days=12)
    for wrong in (date(2026, 11, 19), date(2026, 12, 3)):
        with pytest.raises(ServiceError, match="resume_day_invalid"):
            resumed(office, hall, case, wrong)
    found = read_case(office, hall, resumed(office, hall, case, date(2026, 11, 25)))
    assert due_dates(found)[PROMISED] == "2026-12-01", "the day of acceptance was not counted anyway"


def test_a_procedure_of_no_day_changes_nothing(office: Office, hall: Hall) -> None:
    before = due_dates(read_case(office, hall, accepted(office, hall)))
    case = accepted(office, hall)
    case = resumed(office, hall, suspended(office, hall, case))
    assert due_dates(read_case(office, hall, case)) == before


def test_a_prolonged_procedure_is_told_anew(office: Office, hall: Hall, clock: SettableClock) -> None:
    case = suspended(office, hall)
    clock.advance(days=4)
    with office.work(hall.approver) as work:
        case = prolong_suspension(work, case.case_id, case.revision, 3, "专家未到齐", "马局长")
    assert due_dates(read_case(office, hall, case)) == {
        PROMISED: "2026-12-08",
        STATUTORY: "2026-12-29",
        SPECIAL: "2026-12-02",
    }
    with office.read(hall.approver) as work:
        notice = printing.get_document(work, case.document_ids[0])
    assert isinstance(notice, SpecialProcedureNotice)
    assert (notice.days, notice.prolonged_by) == (8, 3)
    assert notice.earlier_number.endswith("第0001号")
    assert notice.document_number.endswith("第0002号")


def test_it_goes_back_to_where_it_was_and_may_run_again(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = suspended(office, hall, examined(office, hall))
    with pytest.raises(ServiceError, match="case_state_wrong"):
        suspended(office, hall, case)
    clock.advance(days=3)
    case = resumed(office, hall, case)
    assert case.state is CaseState.EXAMINED
    assert suspended(office, hall, case).state is CaseState.SUSPENDED
    with pytest.raises(ServiceError, match="case_state_wrong"):
        resumed(office, hall, accepted(office, hall))


def test_started_on_a_day_off_it_runs_from_the_next_working_day(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = accepted(office, hall)
    clock.advance(days=1)
    case = suspended(office, hall, case)
    assert due_dates(read_case(office, hall, case))[SPECIAL] == "2026-11-30"
    assert resumed(office, hall, case).state is CaseState.ACCEPTED


@pytest.mark.parametrize("days", [0, -1, LONGEST_PROCEDURE + 1])
def test_no_endless_and_no_empty_procedure(office: Office, hall: Hall, days: int) -> None:
    case = accepted(office, hall)
    suspension = replace(REVIEW, days=days)
    with pytest.raises(ServiceError, match="procedure_days_invalid"), office.work(hall.approver) as work:
        suspend_case(work, case.case_id, case.revision, suspension)
    assert read_case(office, hall, case).row.state is CaseState.ACCEPTED


def test_local_grounds_pause_only_where_the_office_says_so(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    local = Suspension(
        PauseGround.SITE_INSPECTION, "《安阳市政务服务条例》第三十七条", "现场勘验", 2, "马局长"
    )
    with pytest.raises(ServiceError, match="pause_ground_off"), office.work(hall.approver) as work:
        suspend_case(work, case.case_id, case.revision, local)
    configure(office, allows_local_pauses=True)
    with office.work(hall.approver) as work:
        assert suspend_case(work, case.case_id, case.revision, local).state is CaseState.SUSPENDED


def test_pausing_is_the_work_of_the_deciding_department(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    for actor, code in ((hall.clerk, "not_permitted"), (hall.stranger, "case_of_other_department")):
        with pytest.raises(ServiceError, match=code), office.work(actor) as work:
            suspend_case(work, case.case_id, case.revision, REVIEW)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lengths=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=3))
def test_pauses_never_overlap_and_move_the_date_by_the_working_days_they_take(
    office: Office, hall: Hall, clock: SettableClock, lengths: list[tuple[int, int]]
) -> None:
    clock.now = SPRING
    case, uncounted = accepted(office, hall), 0
    for before, during in lengths:
        clock.advance(days=before)
        begun = clock.now
        case = suspended(office, hall, case)
        clock.advance(days=during)
        case = resumed(office, hall, case)
        with office.read(hall.approver) as work:
            first = max(begun.date(), SPRING.date() + timedelta(days=1))
            uncounted += work.calendar.working_days_in(first, clock.now.date())
    dates = due_dates(read_case(office, hall, case))
    with office.read(hall.approver) as work:
        assert dates[STATUTORY] == work.calendar.add_working_days(SPRING.date(), 20 + uncounted).isoformat()
