"""Extensions (行政许可法 art. 42): once, before the limit ends, approved by somebody else; on both databases."""

from datetime import UTC, date, datetime

import pytest

from desktop_app.documents.content import ExtensionApproval, ExtensionNotice
from desktop_app.rules.catalogue import Limit
from desktop_app.rules.errors import ServiceError
from desktop_app.services import printing
from desktop_app.services.cases import ActResult
from desktop_app.services.examination_desks import Desk, count_desks, list_desk
from desktop_app.services.extension import decline_extension, extend_case, request_extension
from desktop_app.services.procedures import get_procedure
from desktop_app.services.suspension import suspend_case
from desktop_app.services.work import Office
from models.enums import ClockKind
from models.procedure import ExtensionAuthority, RequestState
from tests.conftest import SettableClock
from tests.factories import Hall
from tests.services.examining import accepted, accepted_stepped, colleague, due_dates, read_case
from tests.services.test_suspension import REVIEW


@pytest.fixture(autouse=True)
def autumn(clock: SettableClock) -> None:
    """The day the handbook's known answers begin at."""
    clock.now = datetime(2026, 8, 31, 1, 30, tzinfo=UTC)


def requested(office: Office, hall: Hall, case: ActResult | None = None, days: int = 10) -> ActResult:
    case = case or accepted(office, hall)
    with office.work(hall.approver) as work:
        return request_extension(work, case.case_id, case.revision, days, "现场情况复杂")


def test_art_42_an_extension_lengthens_both_limits_and_tells_why(office: Office, hall: Hall) -> None:
    second = colleague(office, hall)
    case = requested(office, hall)
    with office.read(second) as work:
        assert [row.id for row in list_desk(work, Desk.EXTENSION)] == [case.case_id]
        assert count_desks(work)[Desk.EXTENSION] == 1
    with office.work(second) as work:
        case = extend_case(work, case.case_id, case.revision, "马局长")
    found = read_case(office, hall, case)
    assert due_dates(found) == {ClockKind.PROMISED: "2026-09-20", ClockKind.STATUTORY: "2026-10-16"}
    assert found.row.due_on == date(2026, 9, 20)
    promised = next(clock for clock in found.clocks if clock.kind is ClockKind.PROMISED)
    assert "原于2026-09-07届满，依法延长10个工作日" in promised.explanation
    with office.read(hall.approver) as work:
        approval, notice = (printing.get_document(work, number) for number in case.document_ids)
        for number in case.document_ids:
            assert printing.get_document_pdf(work, number).startswith(b"%PDF")
        assert list_desk(work, Desk.EXTENSION) == []
    assert isinstance(approval, ExtensionApproval)
    assert (approval.requester_name, approval.approver_name) == ("孙审批", "马局长")
    assert isinstance(notice, ExtensionNotice)
    assert (notice.old_due_on, notice.new_due_on, notice.days) == (date(2026, 9, 7), date(2026, 9, 20), 10)
    assert (notice.reason, notice.authority) == ("现场情况复杂", "本机关负责人")


def test_nobody_approves_what_he_asked_for(office: Office, hall: Hall) -> None:
    case = requested(office, hall)
    with pytest.raises(ServiceError, match="extension_own"), office.work(hall.approver) as work:
        extend_case(work, case.case_id, case.revision, "马局长")
    with pytest.raises(ServiceError, match="case_of_other_department"), office.work(hall.stranger) as work:
        extend_case(work, case.case_id, case.revision, "马局长")
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.clerk) as work:
        extend_case(work, case.case_id, case.revision, "马局长")


def test_a_case_is_extended_once(office: Office, hall: Hall) -> None:
    second = colleague(office, hall)
    case = requested(office, hall)
    with pytest.raises(ServiceError, match="extension_standing"):
        requested(office, hall, case)
    with office.work(second) as work:
        case = extend_case(work, case.case_id, case.revision, "马局长")
    with pytest.raises(ServiceError, match="extension_standing"):
        requested(office, hall, case)
    with pytest.raises(ServiceError, match="extension_unknown"), office.work(second) as work:
        extend_case(work, case.case_id, case.revision, "马局长")


def test_what_was_declined_leaves_the_limit_and_may_be_asked_for_again(office: Office, hall: Hall) -> None:
    second = colleague(office, hall)
    case = requested(office, hall)
    before = due_dates(read_case(office, hall, case))
    with office.work(second) as work:
        case = decline_extension(work, case.case_id, case.revision, "理由不充分")
    assert due_dates(read_case(office, hall, case)) == before
    requested(office, hall, case)
    with office.read(second) as work:
        states = [row.state for row in get_procedure(work, case.case_id).extensions]
    assert states == [RequestState.DECLINED, RequestState.OPEN]


@pytest.mark.parametrize("days", [0, -3, 11])
def test_the_head_of_the_organ_adds_ten_days_at_most(office: Office, hall: Hall, days: int) -> None:
    with pytest.raises(ServiceError, match="extension_days_invalid"):
        requested(office, hall, days=days)


def test_several_departments_together_need_the_governments_approval(office: Office, hall: Hall) -> None:
    case = accepted_stepped(office, hall, statutory=Limit(45))
    assert due_dates(read_case(office, hall, case))[ClockKind.STATUTORY] == "2026-11-06"
    with pytest.raises(ServiceError, match="extension_days_invalid"):
        requested(office, hall, case, days=16)
    case = requested(office, hall, case, days=15)
    with office.read(hall.approver) as work:
        (row,) = get_procedure(work, case.case_id).extensions
    assert row.authority is ExtensionAuthority.GOVERNMENT_HEAD
    with office.work(colleague(office, hall)) as work:
        case = extend_case(work, case.case_id, case.revision, "高市长")
    assert due_dates(read_case(office, hall, case))[ClockKind.STATUTORY] == "2026-11-27"


def test_what_is_over_is_not_extended(office: Office, hall: Hall, clock: SettableClock) -> None:
    second = colleague(office, hall)
    case, late = requested(office, hall), accepted(office, hall)
    clock.advance(days=10)
    with office.work(second) as work:
        case = extend_case(work, case.case_id, case.revision, "马局长")
    dates = due_dates(read_case(office, hall, case))
    assert dates == {ClockKind.PROMISED: "2026-09-07", ClockKind.STATUTORY: "2026-10-16"}, (
        "the promise is broken"
    )
    clock.advance(days=32)
    with pytest.raises(ServiceError, match="extension_late"):
        requested(office, hall, late)


def test_an_extension_is_not_combined_with_a_running_procedure(office: Office, hall: Hall) -> None:
    case = requested(office, hall)
    with office.work(hall.approver) as work:
        case = suspend_case(work, case.case_id, case.revision, REVIEW)
    with pytest.raises(ServiceError, match="case_state_wrong"), office.work(colleague(office, hall)) as work:
        extend_case(work, case.case_id, case.revision, "马局长")
