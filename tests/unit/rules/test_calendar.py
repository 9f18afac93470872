"""Working days and deadlines: the handbook's vectors, an independent computation, and properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.calendar import (
    LightRule,
    OfficeDay,
    Pause,
    WorkingCalendar,
    deadline,
    light,
    published_years,
    remaining,
)
from desktop_app.rules.errors import ServiceError
from models.enums import Light, LimitUnit
from tests.unit.rules.calendars import (
    NOTICE_YEARS,
    days_2026,
    is_worked,
    pauses_2026,
    read_notices,
    slow_deadline,
)

WORKING = LimitUnit.WORKING_DAYS
CALENDAR_DAYS = LimitUnit.CALENDAR_DAYS
CALENDAR = WorkingCalendar.build()
SPRING_2026 = date(2026, 3, 2)

limits = st.integers(0, 60)


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(start: str, limit: int, *pauses: tuple[str, str], unit: LimitUnit = WORKING, ground: str = "") -> str:
    spans = [Pause(day(first), day(resume), ground) for first, resume in pauses]
    return deadline(CALENDAR, day(start), limit, unit, spans).due_on.isoformat()


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2025-01-24", 5, "2025-02-07"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-09-18", 10, "2026-10-09"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-13", 10, "2026-03-05"),
        ("2026-02-13", 20, "2026-03-19"),
        ("2026-02-12", 20, "2026-03-18"),
        ("2026-09-24", 5, "2026-10-09"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-04-30", 3, "2026-05-08"),
        ("2026-05-08", 1, "2026-05-09"),
        ("2026-05-09", 1, "2026-05-11"),
        ("2026-01-01", 1, "2026-01-04"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-15", 1, "2026-02-24"),
        ("2025-01-24", 20, "2025-02-27"),
        ("2025-12-30", 3, "2026-01-05"),
        ("2026-12-24", 5, "2026-12-31"),
        ("2026-08-31", 20, "2026-09-28"),
        ("2026-08-31", 30, "2026-10-16"),
        ("2026-08-31", 45, "2026-11-06"),
        ("2026-08-31", 60, "2026-11-27"),
        ("2026-09-24", 10, "2026-10-15"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-10-02", 0, "2026-10-02"),
    ],
)
def test_a_limit_of_working_days_ends_on_the_handbooks_day(start: str, limit: int, expected: str) -> None:
    assert due(start, limit) == expected


@pytest.mark.parametrize(
    ("start", "pauses", "expected"),
    [
        ("2026-03-02", [], "2026-03-16"),
        ("2026-03-02", [("2026-03-05", "2026-03-12")], "2026-03-23"),
        ("2026-03-02", [("2026-03-07", "2026-03-09")], "2026-03-16"),
        ("2026-03-02", [("2026-03-05", "2026-03-12"), ("2026-03-10", "2026-03-13")], "2026-03-24"),
        ("2026-03-02", [("2026-03-10", "2026-03-13"), ("2026-03-05", "2026-03-12")], "2026-03-24"),
        ("2026-03-02", [("2026-03-05", "2026-03-05")], "2026-03-16"),
        ("2026-03-02", [("2026-02-20", "2026-03-04")], "2026-03-17"),
        ("2026-03-02", [("2026-03-17", "2026-04-17")], "2026-03-16"),
        ("2026-02-10", [], "2026-03-02"),
        ("2026-02-10", [("2026-02-14", "2026-02-28")], "2026-03-09"),
        ("2026-02-10", [("2026-02-15", "2026-02-24")], "2026-03-02"),
    ],
)
def test_a_pause_moves_ten_working_days_by_its_own_working_days(
    start: str, pauses: list[tuple[str, str]], expected: str
) -> None:
    assert due(start, 10, *pauses) == expected


@pytest.mark.parametrize(
    ("start", "limit", "pauses", "expected"),
    [
        ("2026-09-03", 30, [], "2026-10-08"),  # 10-03 is a holiday
        ("2026-03-02", 10, [], "2026-03-12"),
        ("2026-03-02", 5, [], "2026-03-09"),  # a Saturday
        ("2026-02-04", 10, [], "2026-02-14"),  # a Saturday that is worked
        ("2026-02-10", 20, [("2026-02-15", "2026-02-24")], "2026-03-11"),
        ("2026-03-02", 5, [("2026-03-09", "2026-03-11")], "2026-03-11"),  # the next working day is paused
        ("2026-03-02", 1, [("2026-03-03", "2026-03-05"), ("2026-03-04", "2026-03-06")], "2026-03-06"),
        ("2026-10-03", 0, [], "2026-10-03"),
    ],
)
def test_a_limit_of_calendar_days_never_ends_on_a_day_off(
    start: str, limit: int, pauses: list[tuple[str, str]], expected: str
) -> None:
    assert due(start, limit, *pauses, unit=CALENDAR_DAYS) == expected


def test_every_acceptance_day_agrees_with_the_notices_counted_slowly() -> None:
    notices = read_notices()
    start, counted = date(2018, 1, 2), 0
    while start <= date(2026, 10, 31):
        counted += is_worked(start, notices)
        for limit in (1, 3, 5, 10, 20, 30):
            expected = slow_deadline(start, limit, notices)
            assert CALENDAR.add_working_days(start, limit) == expected, (start, limit)
        start += timedelta(days=1)
    assert counted == 2200


def test_every_day_of_every_notice_is_known() -> None:
    notices = read_notices()
    start = date(NOTICE_YEARS[0], 1, 1)
    while start.year in NOTICE_YEARS:
        assert CALENDAR.is_working_day(start) == is_worked(start, notices), start
        start += timedelta(days=1)


def test_the_published_years_are_those_of_the_package() -> None:
    assert sorted(published_years()) == list(range(2004, max(published_years()) + 1))
    assert max(published_years()) >= 2026


@pytest.mark.parametrize(
    ("start", "limit", "unit"),
    [
        ("2026-12-25", 5, WORKING),
        ("2026-12-25", 7, CALENDAR_DAYS),
        ("2027-03-01", 0, WORKING),
        ("2027-03-01", 1, WORKING),
        ("2003-12-31", 1, WORKING),
        ("2003-12-20", 20, CALENDAR_DAYS),
    ],
)
def test_a_year_that_is_not_loaded_is_never_guessed(start: str, limit: int, unit: LimitUnit) -> None:
    with pytest.raises(ServiceError) as refusal:
        deadline(CALENDAR, day(start), limit, unit)
    assert refusal.value.code == "calendar_not_loaded"
    assert refusal.value.values["year"] in {2003, 2027}


def test_a_gap_between_loaded_years_is_not_jumped_over() -> None:
    calendar = WorkingCalendar.build(loaded_years=[2030])
    assert calendar.years()[-1] == 2030
    with pytest.raises(ServiceError) as refusal:
        calendar.add_working_days(date(2026, 12, 25), 10)
    assert refusal.value.values == {"year": 2027}
    with pytest.raises(ServiceError):
        calendar.working_days_between(date(2026, 12, 1), date(2030, 1, 4))


def test_an_imported_year_extends_the_calendar_and_settles_december() -> None:
    notice = {
        date(2026, 12, 26): OfficeDay(is_working=True, name="元旦"),
        date(2027, 1, 1): OfficeDay(is_working=False, name="元旦"),
    }
    calendar = WorkingCalendar.build(notice, [2027])
    assert deadline(calendar, date(2026, 12, 25), 5, WORKING).due_on == date(2026, 12, 31)
    assert not deadline(calendar, date(2026, 12, 25), 5, WORKING).is_provisional
    assert calendar.day_name(date(2026, 12, 26)) == "调休上班"
    assert calendar.is_final(2026)
    assert not calendar.is_final(2027)
    assert not CALENDAR.is_final(2026)
    assert CALENDAR.is_final(2025)


def test_the_office_has_the_last_word_on_a_published_day() -> None:
    calendar = WorkingCalendar.build({date(2026, 3, 3): OfficeDay(is_working=False)})
    assert calendar.add_working_days(SPRING_2026, 1) == date(2026, 3, 4)
    assert calendar.day_name(date(2026, 3, 3)) == "放假"
    assert CALENDAR.add_working_days(SPRING_2026, 1) == date(2026, 3, 3)


def test_december_is_provisional_until_the_next_notice_and_other_months_are_not() -> None:
    assert deadline(CALENDAR, day("2026-12-24"), 5, WORKING).is_provisional
    assert not deadline(CALENDAR, day("2026-11-02"), 5, WORKING).is_provisional
    assert not deadline(CALENDAR, day("2025-12-01"), 5, WORKING).is_provisional


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026-02-17", "春节"),
        ("2026-02-14", "调休上班"),
        ("2026-04-05", "清明节"),
        ("2026-03-07", "周末"),
        ("2026-03-09", ""),
    ],
)
def test_a_day_has_a_name(text: str, name: str) -> None:
    assert CALENDAR.day_name(day(text)) == name


@pytest.mark.parametrize("limit", [-1, 3651, 10**9])
@pytest.mark.parametrize("unit", LimitUnit)
def test_an_absurd_limit_is_refused(limit: int, unit: LimitUnit) -> None:
    with pytest.raises(ServiceError) as refusal:
        deadline(CALENDAR, SPRING_2026, limit, unit)
    assert refusal.value.code == "limit_invalid"
    assert refusal.value.values["days"] == limit


@pytest.mark.parametrize(
    ("start", "pauses"),
    [("9999-12-31", ()), ("2026-03-02", (Pause(day("2026-03-03"), day("9999-12-31")),))],
)
def test_the_end_of_time_is_not_loaded(start: str, pauses: tuple[Pause, ...]) -> None:
    with pytest.raises(ServiceError, match="calendar_not_loaded"):
        deadline(CALENDAR, day(start), 5, CALENDAR_DAYS, pauses)


def test_a_pause_that_ends_before_it_starts_is_refused() -> None:
    pause = Pause(date(2026, 3, 5), date(2026, 3, 4))
    with pytest.raises(ServiceError) as refusal:
        deadline(CALENDAR, SPRING_2026, 10, WORKING, [pause])
    assert refusal.value.code == "pause_invalid"


@pytest.mark.parametrize(
    ("start", "limit", "unit", "pauses", "words"),
    [
        (
            "2025-01-24",
            5,
            WORKING,
            [],
            "自2025-01-24起算（当日不计）5个工作日；01-26 调休上班计入；01-28至02-04 春节不计；周末不计；2025-02-07（周五）届满",
        ),
        (
            "2026-03-02",
            10,
            WORKING,
            [
                Pause(day("2026-03-05"), day("2026-03-12"), "专家评审"),
                Pause(day("2026-03-10"), day("2026-03-13"), "检测"),
            ],
            "自2026-03-02起算（当日不计）10个工作日；周末不计；03-05至03-12 暂停（专家评审、检测），不计6个工作日；2026-03-24（周二）届满",
        ),
        (
            "2026-03-02",
            10,
            WORKING,
            [Pause(day("2026-03-07"), day("2026-03-09"))],
            "自2026-03-02起算（当日不计）10个工作日；周末不计；03-07至03-08 暂停，其间无工作日，期限不变；2026-03-16（周一）届满",
        ),
        (
            "2025-12-30",
            3,
            WORKING,
            [],
            "自2025-12-30起算（当日不计）3个工作日；2026-01-04 调休上班计入；2026-01-01至2026-01-03 元旦不计；2026-01-05（周一）届满",
        ),
        (
            "2026-09-03",
            30,
            CALENDAR_DAYS,
            [],
            "自2026-09-03起算（当日不计）30个自然日；末日10-03为国庆节，顺延至其后首个工作日；2026-10-08（周四）届满",
        ),
        (
            "2026-12-24",
            5,
            WORKING,
            [],
            "自2026-12-24起算（当日不计）5个工作日；周末不计；2026-12-31（周四）届满；2026年12月的期限在次年放假通知载入前为暂定",
        ),
        ("2026-03-02", 0, WORKING, [], "2026-03-02当日办结（即办）"),
        (
            "2026-03-02",
            1,
            WORKING,
            [Pause(day("2026-02-02"), day("2026-03-02")), Pause(day("2026-03-03"), day("2026-04-03"))],
            "自2026-03-02起算（当日不计）1个工作日；03-03至04-02 暂停，不计23个工作日；2026-04-03（周五）届满",
        ),
    ],
)
def test_the_explanation_lets_a_citizen_count_himself(
    start: str, limit: int, unit: LimitUnit, pauses: list[Pause], words: str
) -> None:
    assert deadline(CALENDAR, day(start), limit, unit, pauses).explanation == words


@pytest.mark.parametrize(
    ("due_on", "today", "left"),
    [
        ("2026-10-09", "2026-10-09", 0),
        ("2026-10-09", "2026-09-30", 2),
        ("2026-09-30", "2026-10-09", -2),
        ("2026-05-09", "2026-05-08", 1),
        ("2026-05-08", "2026-05-10", -1),
    ],
)
def test_the_days_left_are_working_days(due_on: str, today: str, left: int) -> None:
    assert remaining(CALENDAR, day(due_on), day(today)) == left


@pytest.mark.parametrize(
    ("today", "limit", "unit", "expected"),
    [
        ("2026-03-02", 10, WORKING, Light.GREEN),
        ("2026-03-11", 10, WORKING, Light.GREEN),
        ("2026-03-12", 10, WORKING, Light.YELLOW),
        ("2026-03-16", 10, WORKING, Light.YELLOW),
        ("2026-03-17", 10, WORKING, Light.RED),
        ("2026-03-12", 20, WORKING, Light.YELLOW),
        ("2026-03-11", 40, WORKING, Light.YELLOW),
        ("2026-03-12", 60, CALENDAR_DAYS, Light.YELLOW),
        ("2026-03-12", 14, CALENDAR_DAYS, Light.GREEN),
        ("2026-03-16", 0, WORKING, Light.YELLOW),
    ],
)
def test_the_light_of_a_clock_due_on_16_march(
    today: str, limit: int, unit: LimitUnit, expected: Light
) -> None:
    assert light(CALENDAR, date(2026, 3, 16), day(today), limit, unit) is expected


def test_a_day_past_due_is_red_even_when_no_working_day_has_passed() -> None:
    assert light(CALENDAR, date(2026, 3, 13), date(2026, 3, 14), 10) is Light.RED


def test_the_yellow_thresholds_are_parameters() -> None:
    strict = LightRule(yellow_days=5, yellow_share=1.0)
    assert light(CALENDAR, date(2026, 3, 16), date(2026, 3, 9), 10, rule=strict) is Light.YELLOW
    assert light(CALENDAR, date(2026, 3, 16), date(2026, 3, 6), 10, rule=strict) is Light.GREEN


def test_a_light_needs_the_calendar_of_the_days_that_are_left() -> None:
    with pytest.raises(ServiceError):
        light(CALENDAR, date(2027, 1, 8), date(2026, 12, 28), 10)


@given(days_2026, limits, limits)
def test_a_longer_limit_never_ends_earlier(start: date, first: int, second: int) -> None:
    shorter, longer = sorted((first, second))
    for unit in (WORKING, CALENDAR_DAYS):
        earlier = deadline(CALENDAR, start, shorter, unit).due_on
        assert earlier <= deadline(CALENDAR, start, longer, unit).due_on


@given(days_2026, days_2026, st.integers(1, 60))
def test_a_later_start_never_ends_earlier(first: date, second: date, limit: int) -> None:
    earlier, later = sorted((first, second))
    assert CALENDAR.add_working_days(earlier, limit) <= CALENDAR.add_working_days(later, limit)


@given(days_2026, limits)
def test_counting_back_gives_the_limit(start: date, limit: int) -> None:
    end = CALENDAR.add_working_days(start, limit)
    assert CALENDAR.working_days_between(start, end) == limit
    assert CALENDAR.working_days_between(end, start) == -limit


@given(days_2026, st.integers(1, 60), days_2026)
def test_a_pause_without_a_working_day_changes_nothing(start: date, limit: int, first: date) -> None:
    resume = first
    while not CALENDAR.is_working_day(resume):
        resume += timedelta(days=1)
    pause = Pause(first, resume)
    assert deadline(CALENDAR, start, limit, WORKING, [pause]).due_on == CALENDAR.add_working_days(
        start, limit
    )


@given(
    days_2026,
    st.integers(1, 40),
    st.lists(pauses_2026(), max_size=4),
    st.sampled_from((WORKING, CALENDAR_DAYS)),
)
def test_pauses_agree_with_counting_every_day_once(
    start: date, limit: int, pauses: list[Pause], unit: LimitUnit
) -> None:
    notices = read_notices(range(2026, 2027))

    def is_paused(at: date) -> bool:
        return any(pause.start <= at < pause.resume for pause in pauses)

    at, left = start, limit
    while left:
        at += timedelta(days=1)
        left -= not is_paused(at) and (unit is CALENDAR_DAYS or is_worked(at, notices))
    while not is_worked(at, notices) or is_paused(at):
        at += timedelta(days=1)
    assert deadline(CALENDAR, start, limit, unit, pauses).due_on == at
