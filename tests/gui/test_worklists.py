"""The worklists: what waits, how much of it, whose it is, and how long still; Enter opens a case."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.rows import days_left
from desktop_app.gui.cases.worklists import LISTS, WorklistsPage
from desktop_app.gui.due_dates import DueDates
from desktop_app.gui.jobs import Jobs
from desktop_app.services import cases, pending_cases
from desktop_app.services.online_cases import take_package
from desktop_app.services.work import SYSTEM, Office
from desktop_app.services.worklists import Whose
from models.enums import CaseState, Light
from models.procedure import Worklist
from tests.factories import Hall, licence_case
from tests.gui.counter import accept, activate, deny, do, grant, receive, settle, show
from tests.gui.hands import Ear, press
from tests.people import COMPANY
from tests.services.packages import package, put

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def worklists(jobs: Jobs, qtbot: QtBot, office: Office, hall: Hall) -> WorklistsPage:
    """One online application, one draft, two to accept, one to supplement, one examined, two to deliver."""
    do(office, SYSTEM, take_package, package("A1"))
    do(office, hall.other_clerk, pending_cases.keep_draft, licence_case(hall))
    receive(office, hall)
    receive(office, hall, COMPANY)
    case = receive(office, hall, missing=(1,))
    do(office, hall.clerk, cases.request_supplement, case.case_id, case.revision, {1: "请提供原件"})
    for make in (grant, deny, accept):
        make(office, hall)
    made = WorklistsPage(jobs)
    show(made, qtbot)
    return made


def turn(page: WorklistsPage, key: Qt.Key) -> set[CaseState]:
    """The states in sight after Ctrl and a key."""
    press(page, key, CTRL)
    settle(page.jobs)
    return {row.state for row in page.list.model.rows}


def test_the_lists_show_what_waits_and_count_it(worklists: WorklistsPage) -> None:
    assert [made.text() for made in worklists.buttons.values()] == [
        "待预审 1",
        "待收件 1",
        "待受理 2",
        "待补正 1",
        "待审查 1",
        "特别程序中 0",
        "待决定 0",
        "待制证 0",
        "待出件 2",
        "已办结",
        "最近办件",
    ]
    assert {row.state for row in worklists.list.model.rows} == {CaseState.SUBMITTED}
    assert turn(worklists, Qt.Key.Key_2) == {CaseState.DRAFT}
    assert turn(worklists, Qt.Key.Key_3) == {CaseState.RECEIVED}
    assert worklists.buttons["acceptance"].isChecked()
    assert turn(worklists, Qt.Key.Key_9) == {CaseState.GRANTED, CaseState.DENIED}
    assert turn(worklists, Qt.Key.Key_0) == set()
    assert worklists.list.state.isVisible()
    turn(worklists, Qt.Key.Key_L)
    assert len(worklists.list.model.rows) == 8


def test_a_person_sees_the_own_cases_or_those_nobody_has(worklists: WorklistsPage) -> None:
    press(worklists, Qt.Key.Key_O, ALT)
    settle(worklists.jobs)
    assert worklists.whose.value == Whose.MINE.value
    assert worklists.buttons["preexamination"].text() == "待预审 0"
    assert worklists.buttons["receipt"].text() == "待收件 0"
    assert worklists.buttons["acceptance"].text() == "待受理 2"
    press(worklists, Qt.Key.Key_O, ALT)
    settle(worklists.jobs)
    assert worklists.buttons["preexamination"].text() == "待预审 1"
    assert [row.holder_name for row in worklists.list.model.rows] == ["综合窗口"]


def test_a_line_tells_the_time_left_in_words_with_its_explanation(worklists: WorklistsPage) -> None:
    turn(worklists, Qt.Key.Key_3)
    index = worklists.list.model.index(0, 4)
    assert index.data() == "● 正常　剩余 5 个工作日　2026-11-27"
    assert "受理告知时限" in index.data(Qt.ItemDataRole.ToolTipRole)
    number = worklists.list.model.index(0, 0)
    assert worklists.list.model.rows[0].number in number.data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize(("light", "words"), [(Light.RED, "期限已过"), (Light.YELLOW, "今天到期")])
def test_on_the_weekend_after_its_last_day_nothing_is_due_today(
    worklists: WorklistsPage, light: Light, words: str
) -> None:
    row = replace(worklists.list.model.rows[0], remaining_days=0, light=light)
    assert days_left(row) == words


def test_enter_asks_for_the_page_of_the_case(worklists: WorklistsPage) -> None:
    opened_cases, wanted = Ear(worklists.case_opened), Ear(worklists.wanted)
    row = worklists.list.table.current_row()
    press(worklists.list.table, Qt.Key.Key_Return)
    assert opened_cases.heard == [row.id]
    assert wanted.heard == [("cases.detail", row.id)]


def test_a_list_follows_what_is_done(worklists: WorklistsPage) -> None:
    turn(worklists, Qt.Key.Key_3)
    row = worklists.list.model.rows[0]
    worklists.jobs.change(worklists, cases.accept_case, row.id, row.revision, then=lambda _: None)
    settle(worklists.jobs)
    assert row.id not in {one.id for one in worklists.list.model.rows}
    assert worklists.buttons["acceptance"].text() == "待受理 1"
    assert worklists.chosen.worklist is Worklist.ACCEPTANCE


def test_an_empty_list_says_what_would_fill_it(jobs: Jobs, qtbot: QtBot) -> None:
    empty = WorklistsPage(jobs)
    show(empty, qtbot)
    for listed in LISTS:
        empty.show_worklist(listed)
        settle(jobs)
        assert empty.list.state.isVisible()
        assert empty.list.state.heading == listed.nothing


def test_online_applications_come_in_by_a_key_from_the_folder_shown_once(
    jobs: Jobs, qtbot: QtBot, hall: Hall, tmp_path: Path
) -> None:
    del hall
    inbox = tmp_path / "inbox"
    put(inbox, "A1")
    page = WorklistsPage(jobs)
    show(page, qtbot)
    press(page, Qt.Key.Key_U, CTRL)
    settle(jobs)
    chooser = page.findChild(QFileDialog, "cases.package_folder_dialog")
    assert chooser is not None, "the first time the folder is asked for"
    chooser.fileSelected.emit(str(inbox))
    chooser.reject()
    settle(jobs)
    activate(page)
    assert page.buttons["preexamination"].text() == "待预审 1"
    put(inbox, "A2")
    put(inbox, "A3", matter_code="1" * 31)
    press(page, Qt.Key.Key_U, CTRL)
    settle(jobs)
    assert page.buttons["preexamination"].text() == "待预审 2"
    assert "有 1 个申请包没有收取，还在文件夹里。A3.json：没有找到这个事项" in page.message.text
    put(inbox, "A4")
    dates = DueDates(jobs)
    dates.act()
    settle(jobs)
    assert page.buttons["preexamination"].text() == "待预审 3", "every hour by itself too"
    dates.timer.stop()
