"""Limits in months and extensions: known answers, and counting every day."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop_app.rules.calendar import Pause, WorkingCalendar, deadline
from models.enums import LimitUnit
from tests.unit.rules.calendars import days_2026, is_worked, pauses_2026, read_notices

WORKING = LimitUnit.WORKING_DAYS
CALENDAR = WorkingCalendar.build()


@pytest.mark.parametrize(
    ("start", "months", "due_on"),
    [
        ("2026-01-15", 1, "2026-02-24"),  # 02-15 is in the Spring Festival: the next working day after it
        ("2026-01-31", 1, "2026-02-28"),  # no 31st in February: its last day, a worked Saturday
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-03-10", 3, "2026-06-10"),
        ("2025-08-29", 6, "2026-02-28"),
        ("2026-05-31", 6, "2026-11-30"),
    ],
)
def test_months_end_on_the_corresponding_day(start: str, months: int, due_on: str) -> None:
    found = deadline(CALENDAR, date.fromisoformat(start), months, LimitUnit.MONTHS)
    assert found.due_on.isoformat() == due_on


@given(days_2026, st.integers(1, 4), st.lists(pauses_2026(), max_size=3))
def test_months_agree_with_counting_every_day_once(start: date, months: int, pauses: list[Pause]) -> None:
    """As many days pass outside the pauses as from the day to its fellow `months` later; then on to a working day."""
    notices = read_notices(range(2026, 2027))
    year, month = divmod(start.month - 1 + months, 12)
    assume(year == 0)
    first_after = date(2026, month + 2, 1) if month < 11 else date(2027, 1, 1)
    last = first_after - timedelta(days=1)
    left = (min(last, date(2026, month + 1, min(start.day, last.day))) - start).days
    at = start

    def is_paused(day: date) -> bool:
        return any(pause.start <= day < pause.resume for pause in pauses)

    while left:
        at += timedelta(days=1)
        left -= not is_paused(at)
    while at.year == 2026 and (not is_worked(at, notices) or is_paused(at)):
        at += timedelta(days=1)
    assume(at.year == 2026)
    assert deadline(CALENDAR, start, months, LimitUnit.MONTHS, pauses).due_on == at


@pytest.mark.parametrize(
    ("start", "limit", "extension", "due_on"),
    [("2026-08-31", 20, 10, "2026-10-16"), ("2026-08-31", 45, 15, "2026-11-27")],
)
def test_an_extension_follows_the_limit(start: str, limit: int, extension: int, due_on: str) -> None:
    found = deadline(CALENDAR, date.fromisoformat(start), limit, WORKING, extension_days=extension)
    assert found.due_on.isoformat() == due_on
    assert f"依法延长{extension}个工作日" in found.explanation


@given(days_2026, st.integers(0, 30), st.integers(1, 20), st.lists(pauses_2026(), max_size=3))
def test_an_extension_in_working_days_is_a_longer_limit(
    start: date, limit: int, extension: int, pauses: list[Pause]
) -> None:
    assume(start < date(2026, 9, 1) and all(pause.resume < date(2026, 9, 1) for pause in pauses))
    extended = deadline(CALENDAR, start, limit, WORKING, pauses, extension_days=extension)
    assert extended.due_on == deadline(CALENDAR, start, limit + extension, WORKING, pauses).due_on
