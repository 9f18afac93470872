"""工作日历: which days the hall works, and the yearly notice that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from desktop_app.rules import calendar as rules
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.notices import UNNAMED_HOLIDAY, HolidayNotice
from desktop_app.services import office_state
from desktop_app.services.work import Work
from models.calendar import CalendarDay, CalendarYear
from models.enums import Area, LimitUnit, Permission

LONGEST_NAME = 20
LONGEST_SOURCE = 200
WARNING_MONTH = 11
"""The notice for the next year comes out in November."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the calendar page; `is_override` where the office's own table speaks."""

    day: date
    is_working: bool
    name: str
    is_override: bool


@dataclass(frozen=True, slots=True)
class CalendarStatus:
    """What the status bar shows: a warning when next year is missing and its notice should be out."""

    loaded_years: tuple[int, ...]
    missing_next_year: bool
    warning: bool


@dataclass(frozen=True, slots=True)
class DayChange:
    """What a notice would make of one day; `was_working` is `None` where nothing is known of its year."""

    day: date
    is_working: bool
    name: str
    was_working: bool | None
    was_name: str


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """What importing a notice would do. `kept` are days set earlier that the notice does not name: they stay."""

    year: int
    is_new_year: bool
    changes: tuple[DayChange, ...]
    kept: tuple[DayRow, ...]


def list_year(work: Work, year: int) -> list[DayRow]:
    """Every day of a year; raises `calendar_not_loaded`."""
    work.require(Permission.CALENDAR_VIEW)
    if year not in work.calendar.loaded_years:
        raise ServiceError("calendar_not_loaded", year=year)
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    overrides = set(_own_days(work, first, after))
    days = [first + timedelta(days=offset) for offset in range((after - first).days)]
    return [_day_row(work, day, is_override=day in overrides) for day in days]


def calendar_status(work: Work) -> CalendarStatus:
    """Which years are loaded and whether next year's notice is due."""
    work.require(Permission.CALENDAR_VIEW)
    years = work.calendar.loaded_years
    missing_next_year = work.today.year + 1 not in years
    warning = work.today.year not in years or (missing_next_year and work.today.month >= WARNING_MONTH)
    return CalendarStatus(work.calendar.years(), missing_next_year, warning)


def preview_notice(work: Work, notice: HolidayNotice) -> NoticePreview:
    """What importing the notice would change; raises `notice_incomplete` as the import would."""
    work.require(Permission.CALENDAR_EDIT)
    is_new_year = notice.year not in work.calendar.loaded_years
    if is_new_year and not notice.covers_year:
        raise ServiceError("notice_incomplete", year=notice.year)
    named = {day.date for day in notice.days}
    own = _own_days(work, date(notice.year, 1, 1), date(notice.year + 1, 1, 1))
    kept = (
        () if is_new_year else tuple(_day_row(work, day, is_override=True) for day in own if day not in named)
    )
    return NoticePreview(notice.year, is_new_year, _changes(work, notice), kept)


def import_notice(work: Work, notice: HolidayNotice, source: str) -> NoticePreview:
    """Load the days of a notice and with a whole one its year; what came of it, as the preview showed it.

    `source` names the notice (its title or number). Raises `notice_incomplete` for a part of a year not loaded yet.
    """
    work.require(Permission.CALENDAR_EDIT)
    office_state.queue_up(work.session)
    preview = preview_notice(work, notice)
    for change in preview.changes:
        _store_day(work, change.day, change.is_working, change.name)
    if notice.covers_year:
        _store_year(work, notice.year, " ".join(source.split())[:LONGEST_SOURCE])
    _change_calendar(work)
    work.record(
        "calendar.import_notice",
        f"calendar:{notice.year}",
        Area.CALENDAR,
        source=source[:LONGEST_SOURCE],
        days=[f"{change.day.isoformat()} {_word(change.is_working)}" for change in preview.changes],
    )
    return preview


def set_day(work: Work, day: date, is_working: bool, name: str) -> DayRow:
    """Say of one day that the hall works or does not; raises `calendar_not_loaded`, `day_name_invalid`."""
    work.require(Permission.CALENDAR_EDIT)
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME or not name.isprintable() or not (name or is_working):
        raise ServiceError("day_name_invalid", longest=LONGEST_NAME)
    office_state.queue_up(work.session)
    was_working = work.calendar.is_working_day(day)
    _store_day(work, day, is_working, name)
    _change_calendar(work)
    work.record(
        "calendar.set_day",
        f"calendar:{day.isoformat()}",
        Area.CALENDAR,
        is_working=[was_working, is_working],
        name=name,
    )
    return _day_row(work, day, is_override=True)


def clear_day(work: Work, day: date) -> DayRow:
    """Take the office's own word on a day back: the published calendar or the weekday holds again."""
    work.require(Permission.CALENDAR_EDIT)
    row = work.session.get(CalendarDay, day)
    if row is not None:
        work.session.delete(row)
        _change_calendar(work)
        work.record("calendar.clear_day", f"calendar:{day.isoformat()}", Area.CALENDAR)
    return _day_row(work, day, is_override=False)


def deadline(
    work: Work, start: date, days: int, unit: LimitUnit, pauses: Sequence[rules.Pause] = ()
) -> rules.Deadline:
    """The last day of a limit and how it was found; raises `calendar_not_loaded`, `limit_invalid`, `pause_invalid`."""
    work.require(Permission.CALENDAR_VIEW)
    return rules.deadline(work.calendar, start, days, unit, pauses)


def _changes(work: Work, notice: HolidayNotice) -> tuple[DayChange, ...]:
    """The days of the notice that are not already as it says."""
    calendar = work.calendar
    changes: list[DayChange] = []
    for day in notice.days:
        standing = calendar.special_days.get(day.date)
        is_same = standing is not None and standing.is_working == day.is_working
        if standing is not None and is_same and day.name in {standing.name, UNNAMED_HOLIDAY}:
            continue  # a single sentence that names no holiday renames none
        is_known = day.date.year in calendar.loaded_years
        changes.append(
            DayChange(
                day.date,
                day.is_working,
                day.name,
                calendar.is_working_day(day.date) if is_known else None,
                calendar.day_name(day.date) if is_known else "",
            )
        )
    return tuple(changes)


def _own_days(work: Work, first: date, after: date) -> Sequence[date]:
    """The days of the office's own table, ascending."""
    query = sa.select(CalendarDay.day).where(CalendarDay.day >= first, CalendarDay.day < after)
    return work.session.scalars(query.order_by(CalendarDay.day)).all()


def _day_row(work: Work, day: date, *, is_override: bool) -> DayRow:
    return DayRow(day, work.calendar.is_working_day(day), work.calendar.day_name(day), is_override)


def _store_day(work: Work, day: date, is_working: bool, name: str) -> None:
    work.session.merge(CalendarDay(day=day, is_working=is_working, name=name))


def _store_year(work: Work, year: int, source: str) -> None:
    work.session.merge(
        CalendarYear(year=year, source=source, loaded_at=work.now, loaded_by=work.actor.account_id)
    )


def _change_calendar(work: Work) -> None:
    """Let every program, and what follows in the same work, see the new calendar."""
    office_state.raise_revision(work.session)
    work.session.flush()
    work.forget_office_state()


def _word(is_working: bool) -> str:
    return "上班" if is_working else "放假"
