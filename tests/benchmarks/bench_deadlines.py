"""Due dates: how many the rules find a second, each with its explanation, on every working day of nine years."""

import time
from collections.abc import Callable
from datetime import date, timedelta

from desktop_app.rules.calendar import WorkingCalendar, deadline
from models.enums import LimitUnit
from tests.benchmarks.measurement import Measurement, at_least

FIRST, LAST = date(2018, 1, 2), date(2026, 10, 31)
LIMITS = (1, 3, 5, 10, 15, 20, 30)
RATE = 100_000
ROUNDS = 3


def bench_due_dates() -> Measurement:
    """Due dates a second on one core, explanations included: each is found anew, nothing is remembered."""
    calendar = WorkingCalendar.build()
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days - max(LIMITS) * 2)]
    best, bare = 0.0, 0.0
    for _round in range(ROUNDS):
        best = max(
            best, _rate(days, lambda day, limit: deadline(calendar, day, limit, LimitUnit.WORKING_DAYS))
        )
        bare = max(bare, _rate(days, calendar.add_working_days))
    return at_least("due_dates", best, "/s", RATE, f"without words {bare:,.0f} /s")


def _rate(days: list[date], find: Callable[[date, int], object]) -> float:
    began = time.perf_counter()
    for day in days:
        for limit in LIMITS:
            find(day, limit)
    return len(days) * len(LIMITS) / (time.perf_counter() - began)
