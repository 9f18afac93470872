"""A changed calendar moves the dates of open cases: listed first, applied by one approval, never half."""

from datetime import date

import pytest

from desktop_app.rules.errors import ServiceError
from desktop_app.services import calendar, case_queries, cases, recalculation
from desktop_app.services.work import SYSTEM, Office
from models.enums import CaseAction, ClockKind
from tests.factories import Hall, licence_case


def accepted(office: Office, hall: Hall) -> cases.ActResult:
    with office.work(hall.clerk) as work:
        return cases.receive_and_accept_case(work, licence_case(hall))


def change(office: Office, day: str, *, is_working: bool) -> None:
    with office.work(SYSTEM) as work:
        calendar.set_day(work, date.fromisoformat(day), is_working, "" if is_working else "停止办公")


def planned(office: Office, hall: Hall) -> recalculation.Recalculation:
    with office.read(hall.supervisor) as work:
        return recalculation.list_recalculation(work)


def test_a_day_off_moves_both_dates_after_one_approval(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    assert planned(office, hall).total == 0
    change(office, "2026-11-25", is_working=False)

    plan = planned(office, hall)
    with office.read(hall.clerk) as work:
        assert recalculation.count_recalculation(work) == plan.cases == 1

    moves = {row.clock: (str(row.old_on), str(row.new_on)) for row in plan.dates}
    assert moves == {
        ClockKind.PROMISED: ("2026-11-27", "2026-11-30"),
        ClockKind.STATUTORY: ("2026-12-18", "2026-12-21"),
    }
    assert all("停止办公不计" in row.new_explanation for row in plan.dates)
    with office.read(hall.clerk) as work:
        assert str(case_queries.get_case(work, case.case_id).row.due_on) == "2026-11-27"
    with office.work(hall.supervisor) as work:
        assert recalculation.apply_recalculation(work, plan.digest) == plan
    with office.read(hall.clerk) as work:
        detail = case_queries.get_case(work, case.case_id)
    assert str(detail.row.due_on) == "2026-11-30"
    assert detail.row.revision == case.revision + 1
    assert detail.events[-1].action is CaseAction.RECOMPUTE
    assert "2026-11-27 → 2026-11-30" in detail.events[-1].text
    assert planned(office, hall).total == 0


def test_taken_back_it_moves_back(office: Office, hall: Hall) -> None:
    accepted(office, hall)
    change(office, "2026-11-25", is_working=False)
    with office.work(hall.supervisor) as work:
        recalculation.apply_recalculation(work, recalculation.list_recalculation(work).digest)
    change(office, "2026-11-25", is_working=True)
    assert {str(row.new_on) for row in planned(office, hall).dates} == {"2026-11-27", "2026-12-18"}


def test_what_the_applicant_was_told_never_becomes_shorter(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall, missing=(1,)))
        cases.request_supplement(work, case.case_id, case.revision, {1: "请提供营业执照"})
    change(office, "2026-11-28", is_working=True)
    assert planned(office, hall).total == 0
    change(office, "2026-12-01", is_working=False)
    change(office, "2026-12-02", is_working=False)
    assert [row.clock for row in planned(office, hall).dates] == [ClockKind.SUPPLEMENT]


def test_an_approval_is_of_what_was_shown(office: Office, hall: Hall) -> None:
    accepted(office, hall)
    change(office, "2026-11-25", is_working=False)
    plan = planned(office, hall)
    accepted(office, hall)
    change(office, "2026-11-26", is_working=False)
    with pytest.raises(ServiceError, match="recalculation_changed"), office.work(hall.supervisor) as work:
        recalculation.apply_recalculation(work, plan.digest)
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.clerk) as work:
        recalculation.apply_recalculation(work, plan.digest)
