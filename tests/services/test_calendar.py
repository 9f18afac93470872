"""The hall's calendar: shown, changed, and renewed by a notice, on both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.notices import HolidayNotice, parse_notice
from desktop_app.services import calendar
from desktop_app.services.work import SYSTEM, Office
from models.audit import AuditEntry
from models.calendar import CalendarYear
from models.enums import LimitUnit
from tests.conftest import SettableClock
from tests.factories import Hall

NOTICE_2027 = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日至3日放假，共3天。
二、春节：2月5日至11日放假，共7天。1月30日（星期六）、2月14日（星期日）上班。
三、劳动节：5月1日至5日放假，共5天。
四、国庆节：10月1日至7日放假，共7天。10月9日（星期六）上班。"""
"""Made up: the real one was not out when this was written."""
WEEKDAYS = LimitUnit.WORKING_DAYS


def import_notice(office: Office, notice: HolidayNotice, source: str = "示例通知") -> calendar.NoticePreview:
    with office.work(SYSTEM) as work:
        return calendar.import_notice(work, notice, source)


def due_on(office: Office, start: date, days: int) -> date:
    with office.read(SYSTEM) as work:
        return calendar.deadline(work, start, days, WEEKDAYS).due_on


def test_a_year_is_shown_day_by_day(office: Office, hall: Hall) -> None:
    with office.read(hall.clerk) as work:
        days = {row.day: row for row in calendar.list_year(work, 2026)}

    assert len(days) == 365
    assert days[date(2026, 10, 1)] == calendar.DayRow(
        date(2026, 10, 1), is_working=False, name="国庆节", is_override=False
    )
    assert days[date(2026, 10, 10)].name == "调休上班"
    assert days[date(2026, 11, 20)] == calendar.DayRow(
        date(2026, 11, 20), is_working=True, name="", is_override=False
    )


@pytest.mark.parametrize("year", [2003, 2027, 0, 9999])
def test_a_year_without_a_notice_is_not_guessed(office: Office, year: int) -> None:
    with office.read(SYSTEM) as work, pytest.raises(ServiceError, match="calendar_not_loaded"):
        calendar.list_year(work, year)


@pytest.mark.parametrize(
    ("now", "missing", "warning"),
    [
        (datetime(2026, 10, 31, 15, 59, tzinfo=UTC), True, False),
        (datetime(2026, 10, 31, 16, 0, tzinfo=UTC), True, True),
        (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), False, False),
        (datetime(2027, 1, 1, tzinfo=UTC), True, True),
    ],
)
def test_the_missing_year_is_warned_of_from_november_on(
    office: Office, clock: SettableClock, now: datetime, missing: bool, warning: bool
) -> None:
    clock.now = now
    with office.read(SYSTEM) as work:
        status = calendar.calendar_status(work)

    assert (status.missing_next_year, status.warning) == (missing, warning)
    assert status.loaded_years[-1] == 2026


def test_a_notice_opens_its_year(office: Office, clock: SettableClock) -> None:
    with pytest.raises(ServiceError, match="calendar_not_loaded"):
        due_on(office, date(2026, 12, 30), 5)
    notice = parse_notice(NOTICE_2027)
    with office.work(SYSTEM) as work:
        preview = calendar.preview_notice(work, notice)

    assert preview.is_new_year
    assert len(preview.changes) == len(notice.days)
    assert all(change.was_working is None for change in preview.changes)
    assert import_notice(office, notice) == preview
    # 12-31, then 1-4 to 1-7: 1-1 to 1-3 are off
    assert due_on(office, date(2026, 12, 30), 5) == date(2027, 1, 7)
    with office.read(SYSTEM) as work:
        status = calendar.calendar_status(work)
        days = {row.day: row for row in calendar.list_year(work, 2027)}
        year = work.session.get_one(CalendarYear, 2027)
        assert (year.source, year.loaded_at) == ("示例通知", clock.now)
    assert (status.loaded_years[-1], status.missing_next_year, status.warning) == (2027, False, False)
    assert days[date(2027, 1, 30)] == calendar.DayRow(
        date(2027, 1, 30), is_working=True, name="调休上班", is_override=True
    )
    assert days[date(2027, 2, 6)].name == "春节"


def test_other_programs_count_with_the_new_calendar_at_once(
    office: Office, open_office: Callable[[str], Office], address: str
) -> None:
    other = open_office(address)
    assert due_on(other, date(2026, 11, 20), 1) == date(2026, 11, 23)

    with office.work(SYSTEM) as work:
        calendar.set_day(work, date(2026, 11, 23), is_working=False, name="大雪停工")

    assert due_on(other, date(2026, 11, 20), 1) == date(2026, 11, 24)


def test_an_undone_change_of_the_calendar_is_forgotten(office: Office) -> None:
    seen: list[date] = []

    def change_and_fail() -> None:
        with office.work(SYSTEM) as work:
            calendar.set_day(work, date(2026, 11, 23), is_working=False, name="大雪停工")
            seen.append(calendar.deadline(work, date(2026, 11, 20), 1, WEEKDAYS).due_on)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert seen == [date(2026, 11, 24)]
    with office.work(SYSTEM) as work:
        calendar.set_day(work, date(2026, 11, 24), is_working=False, name="大雪停工")
    assert due_on(office, date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_a_part_of_a_notice_changes_a_loaded_year_only(office: Office) -> None:
    part = parse_notice("中秋节：9月15日至17日放假，共3天。9月18日（星期六）上班。", 2027)
    with pytest.raises(ServiceError, match="notice_incomplete"):
        import_notice(office, part)
    import_notice(office, parse_notice(NOTICE_2027))

    preview = import_notice(office, part)

    assert not preview.is_new_year
    assert [(change.day.day, change.was_working) for change in preview.changes] == [
        (15, True),
        (16, True),
        (17, True),
        (18, False),
    ]
    with office.read(SYSTEM) as work:
        assert work.session.scalars(sa.select(CalendarYear.year)).all() == [2027]


def test_the_same_notice_again_changes_nothing_and_shows_what_else_was_set(office: Office) -> None:
    notice = parse_notice(NOTICE_2027)
    import_notice(office, notice)
    with office.work(SYSTEM) as work:
        calendar.set_day(work, date(2027, 7, 1), is_working=False, name="停电")
        calendar.set_day(work, date(2027, 5, 4), is_working=True, name="")

    preview = import_notice(office, notice)

    assert [(change.day, change.was_working) for change in preview.changes] == [(date(2027, 5, 4), True)]
    assert [row.day for row in preview.kept] == [date(2027, 7, 1)]


def test_a_day_is_set_and_taken_back(office: Office, hall: Hall) -> None:
    day = date(2026, 10, 10)
    with office.work(hall.administrator) as work:
        row = calendar.set_day(work, day, is_working=False, name=" 系统 割接 ")
    assert row == calendar.DayRow(day, is_working=False, name="系统 割接", is_override=True)

    with office.work(hall.administrator) as work:
        row = calendar.clear_day(work, day)
        calendar.clear_day(work, day)
    assert row == calendar.DayRow(day, is_working=True, name="调休上班", is_override=False)
    with office.read(SYSTEM) as work:
        entries = work.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.number)).all()
        assert [(entry.action, entry.subject) for entry in entries] == [
            ("calendar.set_day", "calendar:2026-10-10"),
            ("calendar.clear_day", "calendar:2026-10-10"),
        ]
        assert entries[0].details["is_working"] == [True, False]


@pytest.mark.parametrize("name", ["", "  ", "长" * 21, "控\x00制"])
def test_a_day_off_has_a_name(office: Office, name: str) -> None:
    with office.work(SYSTEM) as work, pytest.raises(ServiceError, match="day_name_invalid"):
        calendar.set_day(work, date(2026, 11, 23), is_working=False, name=name)


def test_a_day_of_an_unknown_year_is_not_set(office: Office) -> None:
    with office.work(SYSTEM) as work, pytest.raises(ServiceError, match="calendar_not_loaded"):
        calendar.set_day(work, date(2028, 1, 3), is_working=False, name="元旦")


def test_clerks_see_the_calendar_and_leave_it(office: Office, hall: Hall) -> None:
    notice = parse_notice(NOTICE_2027)
    with office.work(hall.clerk) as work:
        for act in (
            lambda: calendar.set_day(work, date(2026, 11, 23), is_working=False, name="停电"),
            lambda: calendar.clear_day(work, date(2026, 11, 23)),
            lambda: calendar.import_notice(work, notice, "示例通知"),
            lambda: calendar.preview_notice(work, notice),
        ):
            with pytest.raises(ServiceError, match="not_permitted"):
                act()
        assert calendar.deadline(work, date(2026, 9, 28), 5, WEEKDAYS).due_on == date(2026, 10, 10)
