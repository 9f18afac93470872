"""Signing in on a real sample database: refusals in place, sample accounts, the counter, one's own password."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.jobs import Jobs
from desktop_app.gui.login.page import LoginWindow
from desktop_app.gui.login.password import PasswordDialog
from desktop_app.gui.session import Seat
from desktop_app.rules.accounts import MAX_FAILED_ATTEMPTS
from desktop_app.services import sites
from desktop_app.services.sample import SampleLogin, sample_logins
from desktop_app.services.work import NOBODY, SYSTEM, Actor, Office
from models.enums import Role
from tests.conftest import SettableClock
from tests.gui.hands import Ear, find, press


def sample(role: Role, at: int = 0) -> SampleLogin:
    return [login for login in sample_logins() if login.role_label == role.label][at]


@pytest.fixture
def address(sample_address: str) -> str:
    """A fresh database of the sample hall."""
    return sample_address


@pytest.fixture
def signed_in() -> Actor:
    """Nobody yet."""
    return NOBODY


@pytest.fixture
def window(qtbot: QtBot) -> LoginWindow:
    made = LoginWindow()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    return made


@pytest.fixture
def ready(window: LoginWindow, jobs: Jobs) -> LoginWindow:
    window.office_opened(jobs)
    assert jobs.wait_idle()
    return window


def counters(window: LoginWindow) -> QListWidget:
    return find(window, QListWidget, "login.counter")


def sign_in(window: LoginWindow, jobs: Jobs, login: str, password: str) -> None:
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    line = find(window, QLineEdit, "login.name")
    line.setFocus()
    line.setText(login)
    press(line, Qt.Key.Key_Return)
    secret = find(window, QLineEdit, "login.password")
    assert secret.hasFocus()
    secret.setText(password)
    press(secret, Qt.Key.Key_Return)
    assert jobs.wait_idle()


def test_the_hall_and_its_sample_accounts_are_shown(ready: LoginWindow) -> None:
    shown = [part.objectName() for part in ready.findChildren(QPushButton) if "sample_" in part.objectName()]

    assert shown == [f"login.sample_{login.login}" for login in sample_logins()]
    assert "政务服务" in ready.hall_name


def test_a_real_hall_shows_no_accounts(
    window: LoginWindow, open_office: Callable[[str], Office], sqlite_address: str
) -> None:
    jobs = Jobs(open_office(sqlite_address), NOBODY)
    window.office_opened(jobs)

    assert jobs.wait_idle()
    assert not [part for part in window.findChildren(QPushButton) if "sample_" in part.objectName()]
    jobs.shutdown()


def test_a_person_without_counter_is_in_after_two_enters(ready: LoginWindow, jobs: Jobs) -> None:
    entered = Ear(ready.entered)
    approver = sample(Role.APPROVER)
    sign_in(ready, jobs, approver.login, approver.password)

    assert entered.heard == [None]
    assert jobs.actor.name == approver.name


def test_a_clerk_takes_a_counter_with_one_more_enter(ready: LoginWindow, jobs: Jobs) -> None:
    entered = Ear(ready.entered)
    clerk = sample(Role.CLERK)
    sign_in(ready, jobs, clerk.login, clerk.password)
    assert entered.heard == []
    assert counters(ready).hasFocus()
    press(counters(ready), Qt.Key.Key_Return)

    assert jobs.wait_idle()
    assert [seat.counter_id for seat in entered.heard] == [jobs.actor.counter_id]
    assert jobs.actor.counter_name


def test_a_clerk_may_do_without_a_counter(ready: LoginWindow, jobs: Jobs) -> None:
    entered = Ear(ready.entered)
    clerk = sample(Role.CLERK)
    sign_in(ready, jobs, clerk.login, clerk.password)
    find(ready, QPushButton, "login.skip_counter").click()

    assert entered.heard == [None]
    assert jobs.actor.counter_id is None


def test_a_counter_taken_meanwhile_is_refused_in_place_and_shown_taken(
    ready: LoginWindow, jobs: Jobs, office: Office, qtbot: QtBot
) -> None:
    first, second = sample(Role.CLERK), sample(Role.CLERK, 1)
    sign_in(ready, jobs, first.login, first.password)
    other = Jobs(office, NOBODY)
    rival = LoginWindow()
    qtbot.addWidget(rival)
    rival.office_opened(other)
    sign_in(rival, other, second.login, second.password)
    find(rival, QPushButton, "login.take_counter").click()
    assert other.wait_idle()
    find(ready, QPushButton, "login.take_counter").click()
    assert jobs.wait_idle()

    assert second.name in ready.message.text
    assert f"{second.name} 正在使用" in counters(ready).item(0).text()
    other.shutdown()


def test_a_wrong_password_says_how_many_tries_are_left(ready: LoginWindow, jobs: Jobs) -> None:
    sign_in(ready, jobs, sample(Role.CLERK).login, "wrong")

    note = find(ready, QLabel, "login.password.note")
    assert note.isVisible()
    assert f"{MAX_FAILED_ATTEMPTS - 1} 次" in note.text()
    assert ready.password.line.hasFocus()
    assert ready.password.line.hasSelectedText()


def test_typing_again_puts_the_refusal_away(ready: LoginWindow, jobs: Jobs) -> None:
    sign_in(ready, jobs, sample(Role.CLERK).login, "wrong")
    QTest.keyClicks(ready.password.line, "x")

    assert find(ready, QLabel, "login.password.note").isHidden()


def test_too_many_wrong_passwords_say_until_when_it_is_locked(ready: LoginWindow, jobs: Jobs) -> None:
    for _try in range(MAX_FAILED_ATTEMPTS):
        sign_in(ready, jobs, sample(Role.CLERK).login, "wrong")

    assert "09:45" in ready.message.text


@pytest.mark.parametrize(
    ("login", "password", "gap"), [("", "x", "login.name"), ("chuangkou", "", "login.password")]
)
def test_a_gap_is_named_before_anything_is_asked(
    ready: LoginWindow, jobs: Jobs, login: str, password: str, gap: str
) -> None:
    ready.name.set_value(login)
    ready.password.set_value(password)
    ready.sign_in_button.click()

    assert not jobs.is_busy
    assert find(ready, QLabel, f"{gap}.note").isVisible()
    assert find(ready, QLineEdit, gap).hasFocus()


def test_a_sample_account_fills_the_fields(ready: LoginWindow) -> None:
    clerk = sample(Role.CLERK)
    find(ready, QPushButton, f"login.sample_{clerk.login}").click()

    assert ready.name.value == clerk.login
    assert ready.password.line.text() == clerk.password
    assert ready.sign_in_button.hasFocus()


def test_signing_in_waits_for_the_database_and_goes_on_by_itself(window: LoginWindow, jobs: Jobs) -> None:
    entered = Ear(window.entered)
    approver = sample(Role.APPROVER)
    window.name.set_value(approver.login)
    window.password.set_value(approver.password)
    window.sign_in_button.click()
    assert not window.sign_in_button.isEnabled()
    window.office_opened(jobs)

    assert jobs.wait_idle()
    assert entered.heard == [None]


def test_a_database_that_does_not_open_says_so_and_can_be_tried_again(window: LoginWindow) -> None:
    wanted = Ear(window.retry_wanted)
    window.office_refused("暂时连不上数据库。")
    assert window.message.text == "暂时连不上数据库。"
    assert not window.sign_in_button.isVisible()
    press(window, Qt.Key.Key_F5)
    press(window, Qt.Key.Key_F5)

    assert len(wanted.heard) == 1, "the second time it is already under way"
    assert window.sign_in_button.isVisible()
    assert window.message.text == ""


def test_a_seat_is_held_and_left(jobs: Jobs, office: Office, clock: SettableClock, qtbot: QtBot) -> None:
    clerk = sample(Role.CLERK)
    window = LoginWindow()
    qtbot.addWidget(window)
    window.office_opened(jobs)
    sign_in(window, jobs, clerk.login, clerk.password)
    entered = Ear(window.entered)
    find(window, QPushButton, "login.take_counter").click()
    jobs.wait_idle()
    seat = Seat(jobs, entered.heard[0])
    clock.advance(seconds=50)
    seat.renew()
    jobs.wait_idle()
    clock.advance(seconds=50)
    assert holder_of_first(office) == clerk.name, "100 seconds later, because of the sign of life"
    seat.leave()

    assert jobs.wait_idle()
    assert holder_of_first(office) is None


def test_a_lost_seat_is_told(jobs: Jobs, office: Office, qtbot: QtBot) -> None:
    clerk = sample(Role.CLERK)
    window = LoginWindow()
    qtbot.addWidget(window)
    window.office_opened(jobs)
    sign_in(window, jobs, clerk.login, clerk.password)
    entered = Ear(window.entered)
    find(window, QPushButton, "login.take_counter").click()
    jobs.wait_idle()
    seat = Seat(jobs, entered.heard[0])
    lost = Ear(seat.lost)
    with office.work(jobs.actor) as work:
        sites.take_counter(work, 2, "another program")
    seat.renew()

    assert jobs.wait_idle()
    assert [error.code for error in lost.heard] == ["counter_lost"]


def holder_of_first(office: Office) -> str | None:
    with office.read(SYSTEM) as work:
        return sites.list_counters(work)[0].holder_name


@pytest.fixture
def dialog(ready: LoginWindow, jobs: Jobs, qtbot: QtBot) -> PasswordDialog:
    approver = sample(Role.APPROVER)
    sign_in(ready, jobs, approver.login, approver.password)
    made = PasswordDialog(jobs, ready)
    made.open()
    qtbot.waitExposed(made)
    return made


def fill(dialog: PasswordDialog, jobs: Jobs, old: str, new: str, again: str) -> None:
    for field, text in ((dialog.old, old), (dialog.new, new), (dialog.again, again)):
        field.line.setText(text)
    press(dialog.again.line, Qt.Key.Key_Return)
    assert jobs.wait_idle()


def test_one_sets_a_new_password_and_signs_in_with_it(
    dialog: PasswordDialog, ready: LoginWindow, jobs: Jobs, qtbot: QtBot
) -> None:
    approver = sample(Role.APPROVER)
    closed = Ear(dialog.destroyed)
    fill(dialog, jobs, approver.password, "a new one 2026", "a new one 2026")
    qtbot.waitUntil(lambda: len(closed.heard) == 1)
    assert find(ready, QWidget, "window.toast").isVisible()
    entered = Ear(ready.entered)
    sign_in(ready, jobs, approver.login, "a new one 2026")

    assert entered.heard == [None]


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("wrong", "a new one 2026", "a new one 2026", "session.old_password"),
        (None, "short", "short", "session.new_password"),
        (None, "a new one 2026", "another one 2026", "session.new_password_again"),
        (None, "", "", "session.new_password"),
    ],
)
def test_a_password_that_will_not_do_is_refused_under_its_field(
    dialog: PasswordDialog, jobs: Jobs, old: str | None, new: str, again: str, field: str
) -> None:
    fill(dialog, jobs, old or sample(Role.APPROVER).password, new, again)

    note = find(dialog, QLabel, f"{field}.note")
    assert note.isVisible()
    assert note.property("tone") == "bad"
    assert find(dialog, QLineEdit, field).hasFocus()
    dialog.discard()
