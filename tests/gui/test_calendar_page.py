"""工作日历: the year at a glance, a year that is missing, a notice pasted in, single days set and given back."""

import json
import re
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui import theme
from desktop_app.gui.calendar.dialogs import LISTED, DayDialog, NoticeDialog
from desktop_app.gui.calendar.month import DayKind, day_kind
from desktop_app.gui.calendar.page import NO_RIGHT, WAY_OUT, CalendarPage
from desktop_app.gui.jobs import Jobs
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.calendar import DayRow, list_year
from desktop_app.services.case_inputs import CaseInput
from desktop_app.services.cases import receive_case
from desktop_app.services.recalculation import count_recalculation, list_recalculation
from desktop_app.services.work import SYSTEM, Office
from models.enums import Role
from tests.gui.counter import activate, go_on, settle, show
from tests.gui.hands import find, press
from tests.gui.sample_hall import focused, matter, person, typed
from tests.people import WANG

pytestmark = pytest.mark.sample_hall(Role.ADMINISTRATOR)

NOTICE_2027 = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日至3日放假，共3天。
二、春节：2月5日至11日放假，共7天。1月30日（星期六）、2月14日（星期日）上班。
三、劳动节：5月1日至5日放假，共5天。
四、国庆节：10月1日至7日放假，共7天。10月9日（星期六）上班。"""
"""Made up: the real one was not out when this was written."""
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> CalendarPage:
    made = CalendarPage(jobs)
    show(made, qtbot)
    activate(made)
    return made


def day_of(office: Office, day: date) -> DayRow:
    with office.read(SYSTEM) as work:
        return next(row for row in list_year(work, day.year) if row.day == day)


def open_day(page: CalendarPage, day: date) -> DayDialog:
    """Enter on a day of the month's table."""
    table = page.months[day.month - 1].table
    offset = day.replace(day=1).weekday() + day.day - 1
    table.setFocus()
    table.setCurrentCell(*divmod(offset, 7))
    press(table, Qt.Key.Key_Return)
    dialog = find(page, DayDialog, "calendar.day_dialog")
    activate(dialog)
    return dialog


def notice_dialog(page: CalendarPage) -> NoticeDialog:
    press(page, Qt.Key.Key_I, CTRL)
    dialog = find(page, NoticeDialog, "calendar.notice_dialog")
    activate(dialog)
    return dialog


def paste(page: CalendarPage, text: str) -> NoticeDialog:
    """The notice from the clipboard into the dialog, by keys."""
    dialog = notice_dialog(page)
    QGuiApplication.clipboard().setText(text)
    press(focused(), Qt.Key.Key_V, CTRL)
    settle(page.jobs)
    return dialog


# the year


def test_the_year_shows_every_day_with_its_word(page: CalendarPage) -> None:
    october = page.months[9].table
    words = october.item(0, 3)
    assert words is not None
    assert words.text() == "1"
    assert words.data(Qt.ItemDataRole.AccessibleTextRole) == "2026-10-01 放假 国庆节"
    makeup = october.item(1, 5)
    assert makeup is not None
    assert makeup.toolTip() == "2026-10-10 上班 调休上班"
    assert find(page, QLabel, "calendar.year").text() == "2026 年"
    assert page.totals.text() == "工作日 248 天"


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 20), DayKind.WORKING),
        (date(2026, 11, 21), DayKind.WEEKEND),
        (date(2026, 10, 1), DayKind.HOLIDAY),
        (date(2026, 10, 3), DayKind.HOLIDAY),
        (date(2026, 10, 10), DayKind.MAKEUP),
    ],
)
def test_a_day_is_marked_for_what_it_is(office: Office, day: date, kind: DayKind) -> None:
    assert day_kind(day_of(office, day)) is kind


def test_no_month_is_cut_off_at_any_text_size(page: CalendarPage, qapp: QApplication) -> None:
    for percent in (100, 150, 200):
        theme.apply(qapp, "light", percent)
        QTest.qWait(30)
        for month in page.months:
            width = month.table.columnWidth(0)
            digits = month.table.fontMetrics().horizontalAdvance("30")
            assert digits <= width
            assert month.table.fontMetrics().height() <= month.table.rowHeight(0) + 1
        content = page.area.widget()
        assert content is not None
        assert content.minimumSizeHint().width() <= page.area.viewport().width()


def test_the_whole_year_is_seen_at_once_on_the_usual_screen(page: CalendarPage) -> None:
    page.clear_sentence()
    page.resize(1158, 686)
    QTest.qWait(30)

    assert page.area.verticalScrollBar().maximum() == 0


def test_the_arrow_keys_turn_the_years(page: CalendarPage) -> None:
    press(page, Qt.Key.Key_Left, ALT)
    settle(page.jobs)
    assert find(page, QLabel, "calendar.year").text() == "2025 年"
    press(page, Qt.Key.Key_Home, ALT)
    settle(page.jobs)
    assert find(page, QLabel, "calendar.year").text() == "2026 年"


# a year that is missing


def test_a_missing_year_is_announced_before_it_is_needed(page: CalendarPage) -> None:
    assert page.message.text == f"2027 年的工作日历尚未载入。{WAY_OUT}"


def test_a_missing_year_says_what_brings_it(page: CalendarPage) -> None:
    press(page, Qt.Key.Key_Right, ALT)
    settle(page.jobs)
    assert page.state.isVisible()
    assert page.state.heading == "2027 年的工作日历尚未载入"
    assert page.message.text == "", "the page says it itself"
    find(page, QPushButton, "calendar.page.state_action").click()
    settle(page.jobs)
    assert not page.state.isVisible()
    assert page.year == 2026


def test_who_may_not_import_is_told_who_may(office: Office, qtbot: QtBot) -> None:
    jobs = Jobs(office, person(office, Role.CLERK))
    page = CalendarPage(jobs)
    show(page, qtbot)
    activate(page)
    assert page.message.text == f"2027 年的工作日历尚未载入。{NO_RIGHT}"
    assert page.findChild(QPushButton, "calendar.import_notice") is None
    table = page.months[10].table
    table.setCurrentCell(2, 4)
    press(table, Qt.Key.Key_Return)
    assert page.findChild(DayDialog) is None
    page.close()
    jobs.shutdown()


# a notice


def test_a_pasted_notice_is_shown_day_by_day_and_then_loaded(page: CalendarPage, office: Office) -> None:
    dialog = paste(page, NOTICE_2027)
    assert dialog.summary.text() == "将新载入 2027 年，改变 25 天。"
    assert dialog.model.index(0, 0).data() == "2027-01-01"
    assert dialog.model.index(0, 1).data() == "放假 元旦"
    assert dialog.model.index(0, 2).data() == "未载入"
    go_on(dialog)
    settle(page.jobs)
    assert day_of(office, date(2027, 10, 9)).is_working
    assert page.message.text == ""
    activate(page)
    press(page, Qt.Key.Key_Right, ALT)
    settle(page.jobs)
    assert not page.state.isVisible()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("今天天气很好", "notice_unreadable"),
        ("关于2027年部分节假日安排的通知 一、中秋节：9月15日放假1天。", "notice_incomplete"),
        ("关于2027年部分节假日安排的通知 一、元旦：1月1日至3日放假，共9天。", "notice_contradiction"),
    ],
)
def test_what_is_no_whole_notice_is_refused_in_place(page: CalendarPage, text: str, code: str) -> None:
    dialog = paste(page, text)
    beginning = sentence(ServiceError(code, year=2027, date="", reason="")).split("“")[0][:9]
    assert dialog.message.text.startswith(beginning)
    assert dialog.text.value == text
    assert dialog.model.rowCount() == 0
    go_on(dialog)
    assert dialog.isVisible()


def test_a_notice_that_is_cleared_again_leaves_nothing(page: CalendarPage) -> None:
    dialog = paste(page, NOTICE_2027)
    dialog.text.set_value("")
    settle(page.jobs)

    assert dialog.summary.text() == LISTED
    assert dialog.model.rowCount() == 0
    go_on(dialog)
    assert dialog.message.text == "请先粘贴可以识别的放假通知。"


def test_single_sentences_of_real_notices_are_read_as_of_the_year_in_sight(
    page: CalendarPage, shared_data: Path
) -> None:
    path = shared_data / "calendar" / "description_parsing_cases.json"
    cases = json.loads(path.read_text(encoding="utf-8"))
    for year, sentences in groupby(sorted(cases, key=itemgetter("year")), key=itemgetter("year")):
        dialog = NoticeDialog(page, year)
        dialog.open()
        for case in sentences:
            dialog.text.set_value(case["description"])
            dialog.text.edited.emit()
            settle(page.jobs)
            named = f"按正在查看的 {year} 年识别"
            assert (named in dialog.summary.text()) is not bool(re.search(r"\d{4}年", case["description"]))
            assert dialog.summary.text().endswith("年，改变 0 天。"), case["description"]
            assert dialog.message.text == ""
        dialog.give_up()


def test_what_a_changed_day_does_to_open_cases_is_told_and_left_to_the_supervisor(
    page: CalendarPage, office: Office
) -> None:
    given = CaseInput(matter(office, "食品经营许可（餐饮服务）").id, 1, WANG)
    with office.work(person(office, Role.CLERK)) as work:
        receive_case(work, given)
    with office.read(SYSTEM) as work:
        assert count_recalculation(work) == 0
    dialog = open_day(page, date(2026, 11, 24))
    dialog.kind.set_value("off")
    dialog.day_name.set_value("停电检修")
    go_on(dialog)
    settle(page.jobs)
    with office.read(SYSTEM) as work:
        affected = count_recalculation(work)
        assert affected == list_recalculation(work).cases == 1
    assert f"{affected} 件在办办件的时限受影响" in page.message.text
    assert "2027 年的工作日历尚未载入" in page.message.text, "one warning does not hide the other"
    activate(page)
    dialog = open_day(page, date(2026, 11, 24))
    dialog.restore.click()
    settle(page.jobs)
    assert "受影响" not in page.message.text


# one day


def test_a_day_is_set_otherwise_and_given_back(page: CalendarPage, office: Office) -> None:
    dialog = open_day(page, FRIDAY)
    assert focused() is dialog.kind.combo
    assert not dialog.restore.isVisible()
    press(focused(), Qt.Key.Key_Down)
    go_on(dialog)
    assert dialog.isVisible(), "a reason is asked for"
    typed("设备检修", dialog.day_name.line)
    go_on(dialog)
    settle(page.jobs)
    row = day_of(office, FRIDAY)
    assert (row.is_working, row.name, row.is_override) == (False, "设备检修", True)
    assert page.totals.text() == "工作日 247 天"

    activate(page)
    dialog = open_day(page, FRIDAY)
    assert dialog.restore.isVisible()
    dialog.restore.click()
    settle(page.jobs)
    assert day_of(office, FRIDAY).is_working
    assert page.totals.text() == "工作日 248 天"


def test_what_the_calendar_refuses_stays_in_the_dialog(page: CalendarPage, office: Office) -> None:
    dialog = open_day(page, FRIDAY)
    press(focused(), Qt.Key.Key_Down)
    typed("停电" * 20, dialog.day_name.line)
    go_on(dialog)
    settle(page.jobs)

    assert dialog.isVisible()
    assert dialog.message.text == sentence(ServiceError("day_name_invalid", longest=20))
    assert day_of(office, FRIDAY).is_working
