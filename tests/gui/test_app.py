"""The whole program: login first and nothing heavy before it, the database behind it, in, out, and a calm end."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.app import Workbench
from desktop_app.gui.collector import YOUNG, Collector
from desktop_app.gui.failure import FailureTeller
from desktop_app.gui.main_window import MainWindow
from desktop_app.messages import SENTENCES
from desktop_app.services import sites
from desktop_app.services.sample import SampleLogin, sample_logins
from desktop_app.services.work import SYSTEM
from models.enums import Area, Role
from tests.conftest import ROOT
from tests.gui.hands import find, never

HEAVY = ("sqlalchemy", "pydantic", "alembic", "reportlab", "openpyxl", "pypinyin", "concurrent.futures")


def clerk() -> SampleLogin:
    return next(login for login in sample_logins() if login.role_label == Role.CLERK.label)


@pytest.fixture
def address(sample_address: str) -> str:
    return sample_address


@pytest.fixture
def workbench(address: str, qtbot: QtBot) -> Generator[Workbench]:
    made = Workbench(address)
    made.start()
    qtbot.waitUntil(lambda: made.jobs is not None, timeout=20_000)
    yield made
    made.stop()


def enter(workbench: Workbench, qtbot: QtBot) -> MainWindow:
    assert workbench.login is not None
    assert workbench.jobs is not None
    workbench.login.name.set_value(clerk().login)
    workbench.login.password.set_value(clerk().password)
    workbench.login.sign_in_button.click()
    workbench.jobs.wait_idle()
    find(workbench.login, QPushButton, "login.take_counter").click()
    workbench.jobs.wait_idle()
    main = workbench.main
    assert main is not None
    qtbot.waitExposed(main)
    return main


def test_nothing_heavy_is_imported_before_the_login_window(tmp_path: Path) -> None:
    program = f"import sys, desktop_app.app; print([name for name in {HEAVY} if name in sys.modules])"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ended.stdout.strip() == "[]"
    assert tmp_path.exists()


def test_a_clerk_comes_in_and_sees_name_counter_hall_and_calendar(workbench: Workbench, qtbot: QtBot) -> None:
    main = enter(workbench, qtbot)

    assert workbench.login is None
    assert clerk().name in main.status.person.text
    assert main.status.counter.text
    assert main.windowTitle().endswith("政务服务中心 — 一窗"), "Qt adds no second name of the program"
    assert "日历" in main.status.calendar.text


def test_signing_out_leaves_the_counter_and_shows_the_login_again(workbench: Workbench, qtbot: QtBot) -> None:
    main = enter(workbench, qtbot)
    main.signed_out.emit()
    assert workbench.jobs is not None
    workbench.jobs.wait_idle()

    assert workbench.main is None
    assert workbench.login is not None
    assert workbench.login.isVisible()
    with workbench.jobs.office.read(SYSTEM) as work:
        assert [row.holder_name for row in sites.list_counters(work) if row.holder_name] == []
    assert enter(workbench, qtbot) is not main


def test_a_missing_calendar_is_told_once_and_no_more_when_it_is_there(
    workbench: Workbench, qtbot: QtBot
) -> None:
    main = enter(workbench, qtbot)
    jobs = workbench.jobs
    assert jobs is not None
    jobs.wait_idle()
    main.show_banner("别的话")
    jobs.changed.emit(frozenset(Area))
    jobs.wait_idle()

    assert main.banner.text == "别的话"


def test_a_seat_taken_from_elsewhere_is_told_over_the_page(workbench: Workbench, qtbot: QtBot) -> None:
    main = enter(workbench, qtbot)
    assert workbench.jobs is not None
    with workbench.jobs.office.work(workbench.jobs.actor) as work:
        sites.take_counter(work, 3, "another program")
    assert workbench.seat is not None
    workbench.seat.renew()
    workbench.jobs.wait_idle()

    assert main.banner.text == SENTENCES["counter_lost"]
    assert main.status.counter.text == "未坐席"


@pytest.mark.parametrize(
    ("address", "code"),
    [("mysql://hall.example/db", "database_unsupported"), ("sqlite:////proc/no/such/place.db", None)],
    ids=["unknown kind", "no such place"],
)
def test_a_database_that_cannot_be_opened_is_told_in_the_login_window(
    address: str, code: str | None, qtbot: QtBot
) -> None:
    workbench = Workbench(address)
    workbench.start()
    login = workbench.login
    assert login is not None
    qtbot.waitUntil(login.retry_button.isVisible, timeout=20_000)

    assert login.message.text
    assert code is None or login.message.text == SENTENCES[code]
    assert "Traceback" not in login.message.text
    login.retry_button.click()
    qtbot.waitUntil(login.retry_button.isVisible, timeout=20_000)
    workbench.stop()


def test_a_program_closed_while_the_database_opens_ends_cleanly(address: str, qtbot: QtBot) -> None:
    workbench = Workbench(address)
    workbench.start()
    workbench.stop()
    qtbot.wait(300)

    assert workbench.jobs is None


@pytest.fixture
def failures(monkeypatch: pytest.MonkeyPatch) -> FailureTeller:
    """What takes over `sys.excepthook`, for one test."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    teller = FailureTeller()
    teller.install()
    return teller


def boxes() -> list[QMessageBox]:
    return [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]


@pytest.mark.parametrize("has_window", [True, False])
def test_a_bug_in_a_handler_is_logged_and_told_once(
    failures: FailureTeller, qtbot: QtBot, caplog: pytest.LogCaptureFixture, has_window: bool
) -> None:
    if has_window:
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
    for kind in (ValueError, KeyError):
        sys.excepthook(kind, kind("x"), None)
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    box = boxes()[0]

    assert "ValueError" in box.informativeText()
    assert not box.isModal()
    assert caplog.text.count("unexpected failure") == 2
    box.buttons()[0].click()
    failures.tell("IndexError")
    assert "IndexError" in boxes()[0].informativeText()
    boxes()[0].buttons()[0].click()


def test_ctrl_c_ends_the_program_and_is_no_bug(
    failures: FailureTeller, caplog: pytest.LogCaptureFixture
) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    QCoreApplication.processEvents()

    assert failures.parent() is None
    assert caplog.text == ""
    assert boxes() == []


def test_a_bug_in_a_job_is_told(workbench: Workbench, qtbot: QtBot) -> None:
    main = enter(workbench, qtbot)
    assert workbench.jobs is not None
    workbench.jobs.read(main, lambda _work: 1 // 0, then=never)
    workbench.jobs.wait_idle()

    assert [("ZeroDivisionError" in box.informativeText()) for box in boxes()] == [True]
    boxes()[0].buttons()[0].click()


def test_the_collector_runs_by_the_windows_timer_only(qtbot: QtBot) -> None:
    class Loop:
        """Something only the collector can clear away."""

        def __init__(self) -> None:
            self.itself = self

    collector = Collector()
    collector.start()
    loop = weakref.ref(Loop())
    rubbish: list[list[int]] = [[] for _ in range(2 * YOUNG)]
    assert not gc.isenabled()
    assert loop() is not None
    qtbot.waitUntil(lambda: loop() is None, timeout=5000)
    collector.stop()

    assert gc.isenabled()
    assert len(rubbish) == 2 * YOUNG
    gc.disable()
