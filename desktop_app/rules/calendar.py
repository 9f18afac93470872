"""Working days (工作日) and deadlines counted in them; nothing is guessed beyond the years that were announced.

Sources: 行政许可法 art. 82 (periods are working days), 民法典 art. 201 and 203 (first and last day),
行政许可法 art. 45 (what is not counted).
"""

import itertools
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import assert_never

from desktop_app.rules.errors import ServiceError
from models.enums import Light, LimitUnit

LONGEST_LIMIT_DAYS = 3650
MAKEUP_DAY = "调休上班"
WEEKEND = "周末"
DAY_OFF = "放假"
SATURDAY = 5
ONE_DAY = timedelta(days=1)
FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """What the office's own calendar table says of one day: worked or off, and the holiday it belongs to."""

    is_working: bool
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class WorkingCalendar:
    """工作日历: the working days of the loaded years; every question about another year is refused.

    Questions raise `ServiceError("calendar_not_loaded", year=…)` when they need a year that is not loaded.
    """

    working_days: tuple[date, ...]
    special_days: Mapping[date, OfficeDay]
    special_order: tuple[date, ...]
    """The special days, ascending: an explanation looks at them and not at every day."""
    loaded_years: frozenset[int]

    @classmethod
    def build(
        cls, overrides: Mapping[date, OfficeDay] | None = None, loaded_years: Collection[int] = ()
    ) -> "WorkingCalendar":
        """The announced years plus `loaded_years`, the office's `overrides` having the last word."""
        years = published_years() | frozenset(loaded_years)
        special = _published_days() | dict(overrides or {})
        days = (day for year in sorted(years) for day in _days_of(year) if _is_worked(day, special.get(day)))
        return cls(tuple(days), special, tuple(sorted(special)), years)

    def years(self) -> tuple[int, ...]:
        """The loaded years, ascending."""
        return tuple(sorted(self.loaded_years))

    def is_final(self, year: int) -> bool:
        """Whether no later notice can change the year: notices have moved days of the previous December."""
        return year in self.loaded_years and year + 1 in self.loaded_years

    def is_working_day(self, day: date) -> bool:
        """Whether the hall works on the day."""
        self.require_loaded(day, day)
        return _is_worked(day, self.special_days.get(day))

    def day_name(self, day: date) -> str:
        """春节, 调休上班, 周末 …; empty for an ordinary working day."""
        self.require_loaded(day, day)
        return _name(day, self.special_days.get(day))

    def special_days_between(self, start: date, end: date) -> tuple[date, ...]:
        """The days after `start` up to and with `end` that a notice or the office names."""
        order = self.special_order
        return order[bisect_right(order, start) : bisect_right(order, end)]

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before `start`."""
        first, last = min(start, end), max(start, end)
        self.require_loaded(first, last)
        count = bisect_right(self.working_days, last) - bisect_right(self.working_days, first)
        return count if start <= end else -count

    def working_days_in(self, first: date, after: date) -> int:
        """Working days d with `first` ≤ d < `after`."""
        self.require_loaded(first, max(first, after - ONE_DAY))
        return max(0, bisect_left(self.working_days, after) - bisect_left(self.working_days, first))

    def add_working_days(self, start: date, days: int, pauses: Sequence["Pause"] = ()) -> date:
        """The `days`-th working day after `start`, which is not counted itself; 0 gives `start`.

        Days inside `pauses`, which are disjoint and ascending, are passed over. Raises `limit_invalid`.
        """
        _check_limit(days)
        self.require_loaded(start, start)
        if days == 0:
            return start
        cursor = bisect_right(self.working_days, start)
        for pause in pauses:
            free = bisect_left(self.working_days, pause.start) - cursor
            if free >= days:
                break
            days -= max(0, free)
            cursor = max(cursor, bisect_left(self.working_days, pause.resume))
        position = cursor + days - 1
        if position >= len(self.working_days):
            self._refuse_after(start)
        result = self.working_days[position]
        self.require_loaded(start, result)
        return result

    def require_loaded(self, first: date, last: date) -> None:
        """Refuse a span that touches a year without a notice: raises `calendar_not_loaded`."""
        for year in range(first.year, last.year + 1):
            if year not in self.loaded_years:
                raise ServiceError("calendar_not_loaded", year=year)

    def _refuse_after(self, start: date) -> None:
        year = start.year
        while year in self.loaded_years:
            year += 1
        raise ServiceError("calendar_not_loaded", year=year)


@dataclass(frozen=True, slots=True)
class Pause:
    """特别程序: days from `start` up to, not including, `resume` are not counted; `ground` is one of art. 45."""

    start: date
    resume: date
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """时限的届满日 with the reason in words; provisional while a coming notice may still move it."""

    due_on: date
    explanation: str
    is_provisional: bool


def deadline(
    calendar: WorkingCalendar,
    start: date,
    limit_days: int,
    unit: LimitUnit,
    pauses: Sequence[Pause] = (),
    extension_days: int = 0,
) -> Deadline:
    """The last day of a limit that starts on `start` (not counted); 0 days end on `start` itself (即办).

    `limit_days` counts in `unit`, months too; `extension_days` are working days after it (行政许可法 art. 42).
    Raises `calendar_not_loaded`, `limit_invalid`, `pause_invalid`.
    """
    _check_limit(limit_days)
    _check_limit(extension_days)
    merged = _merged(pauses)
    if limit_days == 0:
        calendar.is_working_day(start)
        due_on = counted_to = start
    else:
        match unit:
            case LimitUnit.WORKING_DAYS:
                due_on = counted_to = calendar.add_working_days(start, limit_days, merged)
            case LimitUnit.CALENDAR_DAYS:
                counted_to = _count_calendar_days(start, limit_days, merged)
                calendar.require_loaded(start, counted_to)
                due_on = _not_on_a_day_off(calendar, counted_to, merged)
            case LimitUnit.MONTHS:
                counted_to = _count_months(start, limit_days, merged)
                calendar.require_loaded(start, counted_to)
                due_on = _not_on_a_day_off(calendar, counted_to, merged)
            case _:
                assert_never(unit)
    ends_on = calendar.add_working_days(due_on, extension_days, merged) if extension_days else due_on
    is_provisional = ends_on.month == 12 and not calendar.is_final(ends_on.year)
    explanation = _Explanation(
        calendar, start, limit_days, unit, merged, counted_to, due_on, extension_days, ends_on, is_provisional
    ).text()
    due_on = ends_on
    return Deadline(due_on, explanation, is_provisional)


@dataclass(frozen=True, slots=True)
class LightRule:
    """When a clock turns yellow: few working days left, or most of the limit used."""

    yellow_days: int = 1
    yellow_share: float = 0.8


def remaining(calendar: WorkingCalendar, due_on: date, today: date) -> int:
    """Working days left after `today` up to and with `due_on`; negative: working days over."""
    return calendar.working_days_between(today, due_on)


def light(
    calendar: WorkingCalendar,
    due_on: date,
    today: date,
    limit_days: int,
    unit: LimitUnit = LimitUnit.WORKING_DAYS,
    rule: LightRule = LightRule(),
) -> Light:
    """Red when the day is over, yellow when it is near, else green; raises `calendar_not_loaded`."""
    if today > due_on:
        return Light.RED
    left = remaining(calendar, due_on, today)
    if left <= rule.yellow_days:
        return Light.YELLOW
    days_left = left if unit is LimitUnit.WORKING_DAYS else (due_on - today).days
    is_mostly_used = limit_days - days_left >= rule.yellow_share * limit_days
    return Light.YELLOW if is_mostly_used else Light.GREEN


@cache
def published_years() -> frozenset[int]:
    """The years whose notice is part of the program: those with a National Day in the package's own table."""
    from chinese_calendar.constants import holidays

    years = {day.year for day in holidays}
    return frozenset(year for year in years if date(year, 10, 1) in holidays)


@cache
def _published_days() -> dict[date, OfficeDay]:
    from chinese_calendar.constants import Holiday, holidays, workdays

    names = {
        str(holiday.value): str(holiday.chinese)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType] # set in __new__, unseen by the checker
        for holiday in Holiday
    }
    days: dict[date, OfficeDay] = {}
    for is_working, table in ((False, holidays), (True, workdays)):
        for day, english in table.items():
            name = names[str(english)]
            days[day] = OfficeDay(is_working, FULL_NAMES.get(name, name))
    return days


def _days_of(year: int) -> Iterable[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += ONE_DAY


def _is_worked(day: date, special: OfficeDay | None) -> bool:
    return day.weekday() < SATURDAY if special is None else special.is_working


def _name(day: date, special: OfficeDay | None) -> str:
    """What a day is called; empty for an ordinary working day."""
    is_weekend = day.weekday() >= SATURDAY
    if special is None:
        return WEEKEND if is_weekend else ""
    if special.is_working:
        return MAKEUP_DAY if is_weekend else ""
    return special.name or (WEEKEND if is_weekend else DAY_OFF)


def _check_limit(days: int) -> None:
    if not 0 <= days <= LONGEST_LIMIT_DAYS:
        raise ServiceError("limit_invalid", days=days, longest=LONGEST_LIMIT_DAYS)


def _merged(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Disjoint, ascending pauses: overlapping or touching ones become one."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: (each.start, each.resume)):
        if pause.resume < pause.start:
            raise ServiceError("pause_invalid", start=pause.start, resume=pause.resume)
        last = merged[-1] if merged else None
        if last is None or pause.start > last.resume:
            merged.append(pause)
            continue
        grounds = dict.fromkeys(ground for ground in (last.ground, pause.ground) if ground)
        merged[-1] = Pause(last.start, max(last.resume, pause.resume), "、".join(grounds))
    return tuple(merged)


def _count_calendar_days(start: date, days: int, pauses: Sequence[Pause]) -> date:
    """The `days`-th calendar day after `start` outside the disjoint, ascending `pauses`.

    Raises `calendar_not_loaded` for a day after the last one there is.
    """
    try:
        return _calendar_day_after(start, days, pauses)
    except OverflowError:
        raise ServiceError("calendar_not_loaded", year=date.max.year) from None


def _calendar_day_after(start: date, days: int, pauses: Sequence[Pause]) -> date:
    cursor = start + ONE_DAY
    for pause in pauses:
        free = (pause.start - cursor).days
        if free >= days:
            break
        days -= max(0, free)
        cursor = max(cursor, pause.resume)
    return cursor + timedelta(days=days - 1)


def _count_months(start: date, months: int, pauses: Sequence[Pause]) -> date:
    """The corresponding day of the last month, or its last day where there is none (民法典 art. 202), after `pauses`."""
    last_month = start.year * 12 + start.month - 1 + months
    year, month = divmod(last_month, 12)
    if year > date.max.year:
        raise ServiceError("calendar_not_loaded", year=date.max.year)
    end = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return _count_calendar_days(start, (end - start).days, pauses)


def _not_on_a_day_off(calendar: WorkingCalendar, day: date, pauses: Sequence[Pause]) -> date:
    """The day, or when it is a day off the next working day outside the pauses (民法典 art. 203)."""
    return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1, pauses)


@dataclass(frozen=True, slots=True)
class _Explanation:
    """The words that let a citizen count the days himself."""

    calendar: WorkingCalendar
    start: date
    limit_days: int
    unit: LimitUnit
    pauses: tuple[Pause, ...]
    counted_to: date
    due_on: date
    extension_days: int
    ends_on: date
    is_provisional: bool

    def text(self) -> str:
        """The parts that matter, joined."""
        if self.limit_days == 0 and not self.extension_days:
            return f"{self.start.isoformat()}当日办结（即办）"
        parts = [f"自{self.start.isoformat()}起算（当日不计）{self.limit_days}{self.unit.label}"]
        if self.unit is LimitUnit.WORKING_DAYS or self.extension_days:
            parts += self._days_off()
        parts += self._pauses()
        if self.due_on != self.counted_to:
            name = self.calendar.day_name(self.counted_to)
            parts.append(f"末日{self._short(self.counted_to)}为{name}，顺延至其后首个工作日")
        if self.extension_days:
            parts.append(
                f"原于{self.due_on.isoformat()}届满，依法延长{self.extension_days}{LimitUnit.WORKING_DAYS.label}"
            )
        parts.append(f"{self.ends_on.isoformat()}（周{WEEKDAYS[self.ends_on.weekday()]}）届满")
        if self.is_provisional:
            parts.append(f"{self.ends_on.year}年12月的期限在次年放假通知载入前为暂定")
        return "；".join(parts)

    def _days_off(self) -> list[str]:
        """Make-up days counted, holidays and weekends not counted, outside the pauses."""
        makeup: list[date] = []
        runs: list[list[date]] = []
        has_weekend = self._has_plain_weekend()
        special = self.calendar.special_days
        last_name = ""
        for day in self.calendar.special_days_between(self.start, self.ends_on):
            name = _name(day, special[day])
            if not name or self._is_paused(day):
                continue
            if name == MAKEUP_DAY:
                makeup.append(day)
            elif name == WEEKEND:
                has_weekend = True
            elif name == last_name and runs[-1][-1] == day - ONE_DAY:
                runs[-1].append(day)
            else:
                runs.append([day])
                last_name = name
        parts: list[str] = []
        if makeup:
            parts.append("、".join(self._short(day) for day in makeup) + f" {MAKEUP_DAY}计入")
        parts += [f"{self._span(run[0], run[-1])} {self.calendar.day_name(run[0])}不计" for run in runs]
        if has_weekend:
            parts.append(f"{WEEKEND}不计")
        return parts

    def _has_plain_weekend(self) -> bool:
        """Whether an ordinary Saturday or Sunday lies in the time that is counted."""
        first, last = self.start.toordinal() + 1, self.ends_on.toordinal()
        special = self.calendar.special_days
        saturday = first + (SATURDAY - (first - 1) % 7) % 7
        weekend = itertools.chain.from_iterable((at, at + 1) for at in range(saturday, last + 1, 7))
        if (first - 1) % 7 > SATURDAY:  # it begins on a Sunday
            weekend = itertools.chain((first,), weekend)
        for number in weekend:
            day = date.fromordinal(number)
            if number <= last and day not in special and not self._is_paused(day):
                return True
        return False

    def _is_paused(self, day: date) -> bool:
        return any(pause.start <= day < pause.resume for pause in self.pauses)

    def _pauses(self) -> list[str]:
        parts: list[str] = []
        for pause in self.pauses:
            first = max(pause.start, self.start + ONE_DAY)
            if pause.start >= self.ends_on or first >= pause.resume:
                continue
            if self.unit is LimitUnit.WORKING_DAYS:
                days = self.calendar.working_days_in(first, pause.resume)
            else:
                days = (pause.resume - first).days
            effect = f"不计{days}{self.unit.label}" if days else "其间无工作日，期限不变"
            ground = f"（{pause.ground}）" if pause.ground else ""
            parts.append(f"{self._span(pause.start, pause.resume - ONE_DAY)} 暂停{ground}，{effect}")
        return parts

    def _span(self, first: date, last: date) -> str:
        return self._short(first) if first == last else f"{self._short(first)}至{self._short(last)}"

    def _short(self, day: date) -> str:
        return f"{day.month:02}-{day.day:02}" if day.year == self.start.year else day.isoformat()
