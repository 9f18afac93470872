"""Which due dates are near: the yellow of `rules.calendar.light` told in dates, so that a database can select by it."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from desktop_app.rules.calendar import ONE_DAY, LightRule, WorkingCalendar


@dataclass(frozen=True, slots=True)
class NearBand:
    """Clocks due up to and with `last_due`, and after the band before, are near if they began by `latest_start`."""

    last_due: date
    latest_start: date


def near_bands(calendar: WorkingCalendar, today: date, rule: LightRule) -> list[NearBand]:
    """The bands of due dates from today on, ascending; due later than the last one is not near.

    One band holds the dates with the same number of working days left. Without a calendar of today's year nothing is
    known to be near: there is no band.
    """
    if today.year not in calendar.loaded_years:
        return []
    days = calendar.working_days
    passed = bisect_right(days, today)
    last_loaded = _last_loaded(calendar, today)
    bands = [NearBand(_day_before(days, passed + rule.yellow_days, last_loaded), date.max)]
    left, used = rule.yellow_days, 0
    while bands[-1].last_due < last_loaded:
        left += 1
        while used <= passed and used < rule.yellow_share * (used + left):
            used += 1
        if used > passed:
            break
        latest_start = days[passed - used] - ONE_DAY if used else date.max
        bands.append(NearBand(_day_before(days, passed + left, last_loaded), latest_start))
    return bands


def last_day_known(calendar: WorkingCalendar, today: date) -> date | None:
    """The last day up to which working days can be counted from today; `None` without a calendar of today's year."""
    return _last_loaded(calendar, today) if today.year in calendar.loaded_years else None


def _last_loaded(calendar: WorkingCalendar, today: date) -> date:
    year = today.year
    while year + 1 in calendar.loaded_years:
        year += 1
    return date(year, 12, 31)


def _day_before(days: tuple[date, ...], position: int, last_loaded: date) -> date:
    """The day before the working day at a position: days off belong to the working day before them."""
    return min(days[position] - ONE_DAY, last_loaded) if position < len(days) else last_loaded
