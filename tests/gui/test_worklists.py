"""The counter's worklists: what waits, how much of it, and how long still; Enter opens a case."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.worklists import WORKLISTS, WorklistsPage
from desktop_app.gui.jobs import Jobs
from desktop_app.services import cases
from desktop_app.services.work import Office
from models.enums import CaseState
from tests.factories import Hall
from tests.gui.counter import accept, deny, do, grant, receive, settle, show
from tests.gui.hands import Ear, press
from tests.people import COMPANY

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def worklists(jobs: Jobs, qtbot: QtBot, office: Office, hall: Hall) -> WorklistsPage:
    """Two to accept, one to supplement, two to deliver, one under examination."""
    receive(office, hall)
    receive(office, hall, COMPANY)
    case = receive(office, hall, missing=(1,))
    do(office, hall.clerk, cases.request_supplement, case.case_id, case.revision, {1: "请提供原件"})
    for make in (grant, deny, accept):
        make(office, hall)
    made = WorklistsPage(jobs)
    show(made, qtbot)
    return made


def test_the_lists_show_what_waits_and_count_it(worklists: WorklistsPage) -> None:
    assert [worklists.tabs.tabText(at) for at in range(4)] == ["待受理 2", "待补正 1", "待出件 2", "最近办件"]
    assert {row.state for row in worklists.current.model.rows} == {CaseState.RECEIVED}
    for at, rows in ((1, 1), (2, 2), (3, 6)):
        press(worklists, Qt.Key(Qt.Key.Key_1 + at), CTRL)
        settle(worklists.jobs)
        assert len(worklists.current.model.rows) == rows, WORKLISTS[at].title


def test_a_line_tells_the_time_left_in_words_with_its_explanation(worklists: WorklistsPage) -> None:
    index = worklists.current.model.index(0, 4)
    assert index.data() == "● 正常　剩余 5 个工作日　2026-11-27"
    assert "受理告知时限" in index.data(Qt.ItemDataRole.ToolTipRole)
    number = worklists.current.model.index(0, 0)
    assert worklists.current.model.rows[0].number in number.data(Qt.ItemDataRole.ToolTipRole)


def test_enter_asks_for_the_page_of_the_case(worklists: WorklistsPage) -> None:
    opened_cases, wanted = Ear(worklists.case_opened), Ear(worklists.wanted)
    row = worklists.current.table.current_row()
    press(worklists.current.table, Qt.Key.Key_Return)
    assert opened_cases.heard == [row.id]
    assert wanted.heard == [("cases.detail", row.id)]


def test_a_list_follows_what_is_done(worklists: WorklistsPage) -> None:
    row = worklists.current.model.rows[0]
    worklists.jobs.change(worklists, cases.accept_case, row.id, row.revision, then=lambda _: None)
    settle(worklists.jobs)
    assert row.id not in {one.id for one in worklists.current.model.rows}
    assert worklists.tabs.tabText(0) == "待受理 1"


def test_an_empty_list_says_what_would_fill_it(jobs: Jobs, qtbot: QtBot) -> None:
    empty = WorklistsPage(jobs)
    show(empty, qtbot)
    for at, worklist in enumerate(WORKLISTS):
        empty.tabs.setCurrentIndex(at)
        settle(jobs)
        assert empty.current.state.isVisible()
        assert empty.current.state.heading == worklist.nothing
