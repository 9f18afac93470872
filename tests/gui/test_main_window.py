"""The main window: only what the person may do, keys, search box, status, appearance, no clipping."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.help import HelpDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.main_window import MainWindow, PageSpec
from desktop_app.gui.page import Page
from desktop_app.gui.search import Finding
from desktop_app.gui.theme import THEMES
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.settings import read_workstation
from models.enums import Permission
from tests.gui.hands import Ear, find, press

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Plain(Page):
    """A page that remembers what it was asked to show."""

    help_text = "从这里开始办理。"

    def __init__(self, jobs: Jobs) -> None:
        super().__init__("plain", "收件受理", jobs)
        self.subjects: list[object] = []
        self.refreshes = 0
        self.add_action("plain.act", "受理", lambda: None, key="F9")

    @override
    def refresh(self) -> None:
        self.refreshes += 1

    @override
    def open_subject(self, subject: object) -> None:
        self.subjects.append(subject)


SPECS = (
    PageSpec("intake", "收件受理", "accept", Permission.CASES_RECEIVE, Plain),
    PageSpec("catalogue", "事项目录", "catalogue", None, Plain),
    PageSpec("accounts", "账号权限", "people", Permission.ACCOUNTS_EDIT, Plain),
)


@pytest.fixture
def window(jobs: Jobs, qtbot: QtBot) -> MainWindow:
    made = MainWindow(jobs, SPECS, "示例政务服务大厅")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def page_of(window: MainWindow) -> Plain:
    page = window.current_page
    assert isinstance(page, Plain)
    return page


def test_a_person_sees_what_the_role_may_do_and_nothing_else(window: MainWindow) -> None:
    names = [part.objectName() for part in window.findChildren(QPushButton) if part.isCheckable()]

    assert names == ["navigation.intake", "navigation.catalogue"]
    assert not window.open_page("accounts")
    assert window.page("accounts") is None


def test_the_first_page_is_open_and_others_are_not_made_yet(window: MainWindow) -> None:
    assert page_of(window).refreshes == 1
    assert len(window.findChildren(Plain)) == 1


def test_alt_and_a_number_go_to_a_page(window: MainWindow) -> None:
    shown = Ear(window.page_shown)
    press(window, Qt.Key.Key_2, ALT)
    press(window, Qt.Key.Key_1, ALT)

    assert shown.heard == ["catalogue", "intake"]
    assert find(window, QPushButton, "navigation.intake").isChecked()


def test_a_page_sends_its_person_to_another_with_a_subject(window: MainWindow) -> None:
    page_of(window).wanted.emit("catalogue", "411002")

    assert page_of(window).subjects == ["411002"]
    assert find(window, QPushButton, "navigation.catalogue").isChecked()


def test_f5_reads_the_page_again(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F5)

    assert page_of(window).refreshes == 2


def test_ctrl_k_goes_to_the_search_box_and_a_scanner_ends_with_enter(window: MainWindow) -> None:
    searched = Ear(window.search.searched)
    window.search.setText("before")
    press(window, Qt.Key.Key_K, CTRL)
    assert window.search.hasFocus()
    QTest.keyClicks(window.search, "411002-2026-000001")
    press(window.search, Qt.Key.Key_Return)

    assert searched.heard == ["411002-2026-000001"]


def test_a_pause_in_typing_asks_for_findings_once(window: MainWindow, qtbot: QtBot) -> None:
    typed = Ear(window.search.typed)
    window.search.setFocus()
    QTest.keyClicks(window.search, "spjy")
    qtbot.waitUntil(lambda: typed.heard == ["spjy"])


def test_a_finding_is_picked_with_arrows_and_enter(window: MainWindow) -> None:
    picked, searched = Ear(window.search.picked), Ear(window.search.searched)
    window.search.setFocus()
    window.search.insert("食品")
    window.search.show_findings([Finding("甲", "第一", "list", 1), Finding("乙", "第二", "list", 2)])
    press(window.search, Qt.Key.Key_Down)
    press(window.search, Qt.Key.Key_Down)
    press(window.search, Qt.Key.Key_Return)

    assert picked.heard == [2]
    assert searched.heard == []
    assert window.search.findings.isHidden()


def test_escape_puts_the_findings_away_and_keeps_the_text(window: MainWindow) -> None:
    window.search.setFocus()
    window.search.insert("食品")
    window.search.show_findings([])
    assert window.search.findings.item(0).text().startswith("没有找到")
    press(window.search, Qt.Key.Key_Escape)

    assert window.search.findings.isHidden()
    assert window.search.text() == "食品"


def test_a_finding_that_is_only_a_sentence_cannot_be_picked(window: MainWindow) -> None:
    picked = Ear(window.search.picked)
    window.search.show_findings([])
    window.search.findings.itemClicked.emit(window.search.findings.item(0))

    assert picked.heard == []


def test_findings_are_drawn_in_every_theme(window: MainWindow, qapp: QApplication) -> None:
    drawn: set[bytes] = set()
    window.search.show_findings([Finding("甲", "第一", "list", 1), Finding("乙", "第二", "warning", 2)])
    window.search.findings.setCurrentRow(0)
    for name in THEMES:
        theme.apply(qapp, name)
        drawn.add(bytes(window.search.findings.grab().toImage().bits()))

    assert len(drawn) == len(THEMES)


def test_the_status_says_who_where_and_whether_the_database_is_there(window: MainWindow) -> None:
    status = window.status

    assert status.person.text == "赵窗口　窗口人员"
    assert status.counter.text == "综合受理1号窗口"
    assert status.database.text == "数据库正常"
    window.show_counter("")
    assert status.counter.text == "未坐席"


def test_an_outage_and_its_end_are_shown(window: MainWindow) -> None:
    window.jobs.reachable_changed.emit(False)
    assert window.status.database.text == "■ 数据库中断"
    assert window.banner.text == sentence(ServiceError("database_away"))
    window.jobs.reachable_changed.emit(True)

    assert window.status.database.text == "数据库正常"
    assert window.banner.text == ""


@pytest.mark.parametrize(
    ("years", "is_missing", "words"),
    [
        ((2025, 2026, 2027), False, "日历至 2027 年"),
        ((2026,), True, "▲ 日历至 2026 年"),
        ((), True, "■ 日历未载入"),
    ],
)
def test_the_calendars_end_is_in_sight(
    window: MainWindow, years: tuple[int, ...], is_missing: bool, words: str
) -> None:
    window.status.show_calendar(years, is_missing=is_missing)

    assert window.status.calendar.text == words


def test_work_under_way_is_shown(window: MainWindow) -> None:
    window.jobs.read(window, lambda _work: None, then=lambda _nothing: None)
    assert window.status.work.text == "正在处理…"
    window.jobs.wait_idle()

    assert window.status.work.text == ""


def test_f1_tells_purpose_and_keys_of_the_page(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F1)
    dialog = window.findChild(HelpDialog)
    assert dialog is not None
    words = {part.text() for part in dialog.findChildren(QLabel)}

    assert {"从这里开始办理。", "F9", "受理", "Ctrl+K"} <= words
    dialog.close()


def test_appearance_is_chosen_in_the_menu_and_remembered(window: MainWindow, qapp: QApplication) -> None:
    find(window.menu, QAction, "session.theme_dark").trigger()
    find(window.menu, QAction, "session.text_150").trigger()

    assert (theme.current().name, qapp.font().pixelSize()) == ("dark", 21)
    kept = read_workstation()
    assert (kept.theme, kept.text_percent) == ("dark", 150)


def test_a_home_that_cannot_be_written_keeps_the_choice_for_now(
    window: MainWindow, qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    find(window.menu, QAction, "session.text_125").trigger()

    assert qapp.font().pixelSize() == 18


def test_the_menu_asks_to_sign_out_and_for_the_password(window: MainWindow) -> None:
    out, password = Ear(window.signed_out), Ear(window.password_wanted)
    press(window, Qt.Key.Key_Q, CTRL | Qt.KeyboardModifier.ShiftModifier)
    find(window.menu, QAction, "session.password").trigger()

    assert (len(out.heard), len(password.heard)) == (1, 1)


def test_the_window_opens_where_it_was_closed(window: MainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    window.resize(1100, 700)
    window.close()
    again = MainWindow(jobs, SPECS)
    qtbot.addWidget(again)

    assert again.size() == window.size()


@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_cut_off_on_the_halls_usual_screen(
    window: MainWindow, qapp: QApplication, percent: int
) -> None:
    theme.apply(qapp, "light", percent)
    window.resize(1366, 768)
    window.show_banner("2027 年的放假安排尚未导入，跨年的时限暂时不能计算。")
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    window.grab()
    cut = [
        (part.objectName(), part.width(), part.sizeHint().width())
        for part in window.findChildren(QWidget)
        if part.isVisible() and isinstance(part, QLabel | QPushButton) and _is_cut(part)
    ]

    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768
    assert cut == []


def _is_cut(part: QLabel | QPushButton) -> bool:
    if isinstance(part, QLabel) and part.wordWrap():
        return part.height() < part.heightForWidth(part.width())
    return part.width() < part.sizeHint().width() or part.height() < part.sizeHint().height()


def test_the_geometry_is_kept_in_the_tests_own_folder(window: MainWindow, tmp_path: Path) -> None:
    window.close()

    assert list((tmp_path / "settings").rglob("*.ini"))
