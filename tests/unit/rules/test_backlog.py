"""The bands of near dates say in dates what the traffic light says of one case."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.backlog import last_day_known, near_bands
from desktop_app.rules.calendar import LightRule, WorkingCalendar, light
from models.enums import Light

CALENDAR = WorkingCalendar.build()
RULES = st.builds(LightRule, st.integers(0, 5), st.integers(0, 100).map(lambda percent: percent / 100))


def is_near(today: date, start: date, due: date, rule: LightRule) -> bool:
    band = next((band for band in near_bands(CALENDAR, today, rule) if due <= band.last_due), None)
    return today <= due and band is not None and start <= band.latest_start


@given(
    today=st.dates(date(2024, 3, 1), date(2026, 12, 31)),
    passed=st.integers(0, 120),
    ahead=st.integers(0, 200),
    rule=RULES,
)
def test_a_date_is_near_when_its_light_is_yellow(
    today: date, passed: int, ahead: int, rule: LightRule
) -> None:
    start, due = today - timedelta(passed), min(today + timedelta(ahead), date(2026, 12, 31))
    length = CALENDAR.working_days_between(start, due)

    shown = light(CALENDAR, due, today, length, rule=rule)

    assert is_near(today, start, due, rule) == (shown is Light.YELLOW)


def test_bands_rise_and_end_with_the_calendar() -> None:
    bands = near_bands(CALENDAR, date(2026, 11, 20), LightRule())

    assert [band.last_due for band in bands[:3]] == [
        date(2026, 11, 23),
        date(2026, 11, 24),
        date(2026, 11, 25),
    ]
    assert [band.latest_start for band in bands[1:3]] == [date(2026, 11, 10), date(2026, 11, 4)]
    assert bands[-1].last_due == date(2026, 12, 31) == last_day_known(CALENDAR, date(2026, 11, 20))


def test_nothing_is_known_to_be_near_without_a_calendar() -> None:
    assert near_bands(CALENDAR, date(2027, 1, 4), LightRule()) == []
    assert last_day_known(CALENDAR, date(2027, 1, 4)) is None


def test_nothing_but_the_last_days_is_near_where_the_share_is_never_reached() -> None:
    bands = near_bands(CALENDAR, date(2026, 11, 20), LightRule(1, 1.0))

    assert [band.latest_start for band in bands] == [date.max]
