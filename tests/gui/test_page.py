"""Pages: refresh when their areas change, designed states, refusals in place, keys, toasts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page
from desktop_app.gui.theme import Tone
from desktop_app.gui.toast import Toast
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services import sites
from desktop_app.services.work import Work
from models.enums import Area
from tests.gui.hands import find, press

PAUSE = 200
"""Milliseconds: longer than changes are gathered for."""


class Counters(Page):
    """A page about counters that counts its refreshes."""

    areas = frozenset({Area.SITES})

    def __init__(self, jobs: Jobs) -> None:
        super().__init__("sites", "窗口", jobs, "谁坐在哪里")
        self.refreshes = 0
        self.acts: list[str] = []
        self.act = self.add_action(
            "sites.act", "坐下", lambda: self.acts.append("坐下"), key="F2", icon="counter"
        )

    @override
    def refresh(self) -> None:
        self.refreshes += 1


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> Counters:
    made = Counters(jobs)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def take_counter(page: Counters) -> None:
    page.jobs.change(page, sites.take_counter, 1, "token", then=lambda _seat: None)
    assert page.jobs.wait_idle()


def test_a_page_is_read_when_it_is_first_shown(page: Counters) -> None:
    assert page.refreshes == 1


def test_a_change_in_its_areas_refreshes_a_visible_page_once(page: Counters, qtbot: QtBot) -> None:
    take_counter(page)
    page.jobs.changed.emit(frozenset(Area))
    qtbot.wait(PAUSE)

    assert page.refreshes == 2


def test_a_change_elsewhere_does_not(page: Counters, qtbot: QtBot) -> None:
    page.jobs.changed.emit(frozenset({Area.CALENDAR}))
    qtbot.wait(PAUSE)

    assert page.refreshes == 1


def test_a_hidden_page_refreshes_when_it_is_shown_again(page: Counters, qtbot: QtBot) -> None:
    page.hide()
    take_counter(page)
    qtbot.wait(PAUSE)
    assert page.refreshes == 1
    page.show()

    assert page.refreshes == 2


def test_a_page_that_missed_nothing_is_not_read_again(page: Counters) -> None:
    page.hide()
    page.show()

    assert page.refreshes == 1


def test_a_refusal_stands_in_place(page: Counters) -> None:
    error = ServiceError("counter_lost")
    page.show_refusal(error)

    assert page.message.text == sentence(error)
    assert page.message.property("tone") == "bad"


def test_a_refused_change_reaches_the_page_by_itself(page: Counters) -> None:
    page.jobs.change(page, sites.take_counter, 4711, "token", then=lambda _seat: None)

    assert page.jobs.wait_idle()
    assert page.message.text == sentence(ServiceError("counter_unknown"))


def test_a_sentence_can_be_put_away(page: Counters, qtbot: QtBot) -> None:
    page.show_sentence("请注意", Tone.WARNING)
    assert page.message.text == "请注意"
    qtbot.mouseClick(find(page, QPushButton, "sites.message_close"), Qt.MouseButton.LeftButton)  # pyright: ignore[reportUnknownMemberType] untyped in pytest-qt

    assert page.message.text == ""


@pytest.mark.parametrize(
    ("code", "heading"), [("database_away", "数据库连接中断"), ("database_busy", "暂时无法显示")]
)
def test_a_page_without_content_says_why_and_how_to_go_on(page: Counters, code: str, heading: str) -> None:
    page.show_loading()
    assert page.state.heading == "正在读取…"
    page.show_refusal(ServiceError(code))

    assert page.state.heading == heading
    assert page.state.isVisible()
    find(page, QPushButton, "sites.state_action").click()
    assert page.refreshes == 2


def test_an_empty_page_offers_what_would_fill_it(page: Counters) -> None:
    done: list[str] = []
    page.show_empty("还没有窗口", "请先添加。", action="添加窗口", then=lambda: done.append("添加"))
    find(page, QPushButton, "sites.state_action").click()

    assert page.state.heading == "还没有窗口"
    assert done == ["添加"]
    page.show_content()
    assert not page.state.isVisible()


def stumble(_work: Work) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("is_loading", [True, False])
def test_a_bug_leaves_the_page_with_a_sentence(page: Counters, is_loading: bool) -> None:
    if is_loading:
        page.show_loading()
    page.jobs.read(page, stumble, then=lambda _nothing: None)

    assert page.jobs.wait_idle()
    assert bool(page.message.text) is not is_loading
    assert page.state.isVisible() is is_loading


def test_an_action_shows_its_key_and_heeds_it(page: Counters) -> None:
    page.activateWindow()
    press(page, Qt.Key.Key_F2)
    page.act.click()

    assert page.acts == ["坐下", "坐下"]
    assert page.act.text().endswith("F2")
    assert page.act.accessibleName() == "坐下"
    assert page.keys == [("F2", "坐下")]


def test_a_toast_goes_by_itself_and_takes_no_focus(page: Counters, qtbot: QtBot) -> None:
    before = page.focusWidget()
    page.toast("已保存")
    page.toast("又保存了")
    toasts = page.findChildren(Toast)

    assert len(toasts) == 1
    assert toasts[0].text() == "✓  又保存了"
    assert page.focusWidget() is before
    qtbot.waitUntil(lambda: not toasts[0].isVisible(), timeout=6000)


def test_a_page_in_a_small_window_cuts_no_word_of_its_state(page: Counters) -> None:
    page.resize(700, 400)
    page.show_empty("这里还没有任何窗口可以坐", "请联系管理员添加窗口，添加之后会自动显示在这里。")
    page.grab()
    words = [part for part in page.state.findChildren(QLabel) if part.isVisible() and part.text()]

    assert len(words) == 2
    assert [part.text() for part in words if part.height() < part.heightForWidth(part.width())] == []
