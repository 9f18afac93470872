"""An independent, slow working calendar read straight from the notices, to check the fast one against."""

import json
from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st

from desktop_app.rules.calendar import Pause

SHARED_DATA = Path(__file__).parents[4] / "shared" / "data"
NOTICE_YEARS = range(2007, 2027)


def read_notices(years: range = NOTICE_YEARS) -> dict[date, bool]:
    """Every day a notice names, and whether it is worked."""
    days: dict[date, bool] = {}
    for year in years:
        notice = json.loads((SHARED_DATA / "calendar" / f"{year}.json").read_text(encoding="utf-8"))
        days |= {date.fromisoformat(day["date"]): not day["isOffDay"] for day in notice["days"]}
    return days


def is_worked(day: date, notices: dict[date, bool]) -> bool:
    """Monday to Friday unless a notice says otherwise."""
    return notices.get(day, day.isoweekday() <= 5)


def slow_deadline(start: date, limit: int, notices: dict[date, bool]) -> date:
    """Walk day by day, counting worked days."""
    day = start
    while limit:
        day += timedelta(days=1)
        limit -= is_worked(day, notices)
    return day


days_2026 = st.dates(date(2026, 1, 1), date(2026, 8, 31))


@st.composite
def pauses_2026(draw: st.DrawFn) -> Pause:
    """A special procedure in the first eight months of 2026, at most twenty days long."""
    first = draw(days_2026)
    return Pause(first, first + timedelta(days=draw(st.integers(0, 20))))
