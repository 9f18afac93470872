"""账号权限, 组织与窗口, 本厅设置, 操作留痕: what an administrator does in a year, by keyboard and on a real database."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from sqlalchemy.orm import Session

from desktop_app.database import open_database
from desktop_app.gui.accounts.dialogs import AccountDialog, PasswordDialog
from desktop_app.gui.accounts.page import AccountsPage
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.audit.page import CHOOSE, AuditPage
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.office.page import SettingsPage
from desktop_app.gui.page import Page
from desktop_app.gui.sites.dialogs import CounterDialog
from desktop_app.gui.sites.page import SitesPage
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.accounts import sign_in
from desktop_app.services.office import get_settings
from desktop_app.services.sites import list_counters
from desktop_app.services.work import SYSTEM, Office
from models.accounts import Account
from models.enums import Role
from models.sites import Department
from tests.conftest import SettableClock
from tests.gui.counter import activate, go_on, settle, show
from tests.gui.hands import find, press
from tests.gui.sample_hall import focused, typed

pytestmark = pytest.mark.sample_hall(Role.ADMINISTRATOR)

CTRL = Qt.KeyboardModifier.ControlModifier
NEW, PASSWORD = "xinren", "correct-horse-7"


def opened(page: Page, qtbot: QtBot) -> None:
    show(page, qtbot)
    activate(page)


@pytest.fixture
def accounts(jobs: Jobs, qtbot: QtBot) -> AccountsPage:
    made = AccountsPage(jobs)
    opened(made, qtbot)
    return made


@pytest.fixture
def counters(jobs: Jobs, qtbot: QtBot) -> SitesPage:
    made = SitesPage(jobs)
    opened(made, qtbot)
    return made


@pytest.fixture
def settings(jobs: Jobs, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(jobs)
    opened(made, qtbot)
    return made


@pytest.fixture
def audit(jobs: Jobs, qtbot: QtBot) -> AuditPage:
    made = AuditPage(jobs)
    opened(made, qtbot)
    return made


def dialog_of(page: Page, kind: type[ActDialog]) -> ActDialog:
    found = next((one for one in page.findChildren(kind) if one.isVisible()), None)
    assert found is not None, f"no {kind.__name__} is open"
    activate(found)
    return found


def complete(dialog: ActDialog, page: Page) -> bool:
    """Ctrl+Enter; whether the dialog is done with and gone."""
    go_on(dialog)
    settle(page.jobs)
    is_gone = not isValid(dialog)
    if is_gone:
        activate(page)
    return is_gone


def account(office: Office, login: str) -> Account | None:
    with office.read(SYSTEM) as work:
        return work.session.scalars(sa.select(Account).where(Account.login == login)).one_or_none()


def may_sign_in(office: Office, login: str, password: str) -> bool:
    with office.work(SYSTEM) as work:
        return sign_in(work, login, password).refusal is None


# accounts


def test_an_account_is_made_by_keys_and_its_owner_signs_in(accounts: AccountsPage, office: Office) -> None:
    press(accounts, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(accounts, AccountDialog)
    typed(NEW)
    press(focused(), Qt.Key.Key_Return)
    typed("新人")
    for _ in range(3):
        press(focused(), Qt.Key.Key_Return)
    assert focused() is find(dialog, QLineEdit, "accounts.password")
    typed(PASSWORD)

    assert complete(dialog, accounts)
    made = account(office, NEW)
    assert made is not None
    assert (made.name, made.role, made.is_active) == ("新人", Role.CLERK, True)
    assert may_sign_in(office, NEW, PASSWORD)
    assert NEW in {row.login for row in accounts.model.rows}


def test_a_refused_account_stays_as_it_was_typed(accounts: AccountsPage, office: Office) -> None:
    press(accounts, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(accounts, AccountDialog)
    complete(dialog, accounts)
    assert dialog.message.text == "请填写必填项。"
    assert focused() is find(dialog, QLineEdit, "accounts.login")
    typed("chuangkou")
    typed("重名", find(dialog, QLineEdit, "accounts.name"))
    typed(PASSWORD, find(dialog, QLineEdit, "accounts.password"))
    assert not complete(dialog, accounts)
    assert dialog.message.text == sentence(ServiceError("login_taken", login="chuangkou"))
    assert find(dialog, QLineEdit, "accounts.name").text() == "重名"
    find(dialog, QLineEdit, "accounts.login").setText("chuangkou99")
    assert complete(dialog, accounts)
    assert account(office, "chuangkou99") is not None


def test_a_department_out_of_use_is_offered_only_to_whom_it_has(
    accounts: AccountsPage, office: Office
) -> None:
    with office.work(SYSTEM) as work:
        for name in ("颍昌县公安局", "颍昌县民政局"):
            found = work.session.scalars(sa.select(Department).where(Department.name == name)).one()
            found.is_active = False
    accounts.reload()
    settle(accounts.jobs)
    row = next(row for row in accounts.model.rows if row.login == "shenpigongan")
    accounts.table.select_key(row.id)
    accounts.table.setFocus()
    press(accounts.table, Qt.Key.Key_Return)
    dialog = dialog_of(accounts, AccountDialog)
    assert isinstance(dialog, AccountDialog)
    combo = dialog.department.combo
    names = [combo.itemText(at) for at in range(combo.count())]

    assert combo.currentText() == "颍昌县公安局（已停用）"
    assert "颍昌县市场监督管理局" in names
    assert not any(name.startswith("颍昌县民政局") for name in names)
    dialog.person.set_value("改名")
    assert complete(dialog, accounts)
    changed = account(office, "shenpigongan")
    assert changed is not None
    assert (changed.name, changed.department_id) == ("改名", row.department_id)


def test_an_account_is_changed_and_put_out_of_use(accounts: AccountsPage, office: Office) -> None:
    row = next(row for row in accounts.model.rows if row.login == "chuangkou2")
    accounts.table.select_key(row.id)
    accounts.table.setFocus()
    press(accounts.table, Qt.Key.Key_Return)
    dialog = dialog_of(accounts, AccountDialog)
    assert isinstance(dialog, AccountDialog)
    assert focused() is dialog.person.line, "a login is never changed"
    dialog.person.set_value("改名")
    dialog.state.set_value("inactive")
    complete(dialog, accounts)

    changed = account(office, "chuangkou2")
    assert changed is not None
    assert (changed.name, changed.is_active) == ("改名", False)
    assert accounts.table.current_row().id == row.id
    at = accounts.model.position(row.id)
    assert at is not None
    assert accounts.model.index(at, 4).data() == "■ 已停用"


def test_the_last_administrator_stays(accounts: AccountsPage, office: Office) -> None:
    row = next(row for row in accounts.model.rows if row.role is Role.ADMINISTRATOR)
    accounts.table.select_key(row.id)
    press(accounts, Qt.Key.Key_F4)
    dialog = dialog_of(accounts, AccountDialog)
    assert isinstance(dialog, AccountDialog)
    dialog.role.set_value(Role.CLERK)

    assert not complete(dialog, accounts)
    assert "管理员" in dialog.message.text
    kept = account(office, row.login)
    assert kept is not None
    assert kept.role is Role.ADMINISTRATOR


def test_a_password_is_set_anew_and_a_lock_taken_off(accounts: AccountsPage, office: Office) -> None:
    for _ in range(5):
        assert not may_sign_in(office, "chuangkou", "wrong-password")
    accounts.reload()
    settle(accounts.jobs)
    row = next(row for row in accounts.model.rows if row.login == "chuangkou")
    accounts.table.select_key(row.id)
    at = accounts.model.position(row.id)
    assert at is not None
    assert str(accounts.model.index(at, 4).data()).startswith("▲ 锁定至")
    press(accounts, Qt.Key.Key_F7)
    settle(accounts.jobs)
    assert accounts.model.index(at, 4).data() == "● 在用"

    press(accounts, Qt.Key.Key_F6)
    dialog = dialog_of(accounts, PasswordDialog)
    typed("short")
    assert not complete(dialog, accounts)
    assert "密码" in dialog.message.text
    find(dialog, QLineEdit, "accounts.password").setText(PASSWORD)
    assert complete(dialog, accounts)
    assert may_sign_in(office, "chuangkou", PASSWORD)


def test_a_password_is_never_shown(accounts: AccountsPage) -> None:
    press(accounts, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(accounts, AccountDialog)

    assert find(dialog, QLineEdit, "accounts.password").echoMode() is QLineEdit.EchoMode.Password


# counters


def test_a_counter_is_made_and_closed(counters: SitesPage, office: Office) -> None:
    press(counters, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(counters, CounterDialog)
    typed("99")
    press(focused(), Qt.Key.Key_Return)
    typed("潮汐窗口")
    complete(dialog, counters)
    with office.read(SYSTEM) as work:
        made = next(row for row in list_counters(work) if row.number == "99")
    assert made.is_open

    counters.counters.table.select_key(made.id)
    press(counters, Qt.Key.Key_F4)
    dialog = dialog_of(counters, CounterDialog)
    assert isinstance(dialog, CounterDialog)
    dialog.state.set_value("closed")
    complete(dialog, counters)
    at = counters.counters.model.position(made.id)
    assert at is not None
    assert counters.counters.model.index(at, 4).data() == "■ 停用"


def test_a_counter_number_is_given_once(counters: SitesPage) -> None:
    press(counters, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(counters, CounterDialog)
    typed("01")
    typed("重号窗口", find(dialog, QLineEdit, "sites.name"))

    assert not complete(dialog, counters)
    assert dialog.message.text == sentence(ServiceError("counter_number_taken", number="01"))


def test_a_hall_without_counters_says_what_to_do(
    jobs: Jobs, sqlite_template: Path, tmp_path: Path, clock: SettableClock, qtbot: QtBot
) -> None:
    path = tmp_path / "empty.db"
    shutil.copy(sqlite_template, path)
    empty = Jobs(Office(open_database(f"sqlite:///{path}"), bytes(32), clock), jobs.actor)
    page = SitesPage(empty)
    opened(page, qtbot)
    assert page.counters.state.isVisible()
    assert page.counters.state.heading == "还没有窗口"
    page.close()
    empty.shutdown()
    empty.office.close()


# settings, backup, check


def test_a_setting_is_saved_for_the_whole_hall(settings: SettingsPage, office: Office) -> None:
    field = settings.fields["rating_seconds"].line
    field.selectAll()
    typed("45", field)
    press(settings, Qt.Key.Key_S, CTRL)
    settle(settings.jobs)

    with office.read(SYSTEM) as work:
        assert get_settings(work).rating_seconds == 45


def test_rules_are_switched_and_words_may_be_empty(settings: SettingsPage, office: Office) -> None:
    settings.switches["separates_decider"].box.click()
    settings.reload()
    settle(settings.jobs)
    assert settings.switches["separates_decider"].value, "not saved yet, and not lost"
    settings.fields["copy_tail"].line.clear()
    press(settings, Qt.Key.Key_S, CTRL)
    settle(settings.jobs)

    with office.read(SYSTEM) as work:
        found = get_settings(work)
    assert (found.separates_decider, found.separates_examiners, found.copy_tail) == (True, False, "")


@pytest.mark.parametrize(("text", "said"), [("一分钟", "请填写整数"), ("-5", "请填写整数"), ("", "请填写")])
def test_what_is_no_number_is_said_under_its_field(
    settings: SettingsPage, office: Office, text: str, said: str
) -> None:
    field = settings.fields["rating_seconds"]
    field.line.clear()
    if text:
        typed(text, field.line)
    press(settings, Qt.Key.Key_S, CTRL)
    settle(settings.jobs)

    assert said in field.note.text()
    assert focused() is field.line
    with office.read(SYSTEM) as work:
        assert get_settings(work).rating_seconds == 60


def test_a_setting_out_of_range_stays_as_typed(settings: SettingsPage) -> None:
    field = settings.fields["yellow_percent"].line
    field.selectAll()
    typed("700", field)
    press(settings, Qt.Key.Key_S, CTRL)
    settle(settings.jobs)

    assert "应在" in settings.message.text
    assert field.text() == "700"


def test_a_change_elsewhere_does_not_touch_what_is_being_typed(settings: SettingsPage) -> None:
    field = settings.fields["hall_name"].line
    field.selectAll()
    typed("新名称", field)
    settings.reload()
    settle(settings.jobs)

    assert field.text() == "新名称"


def test_a_backup_is_a_file_with_its_key(settings: SettingsPage, tmp_path: Path) -> None:
    target = tmp_path / "backup" / "一窗备份.db"
    target.parent.mkdir()
    settings.back_up_to(target)
    assert not settings.backup.isEnabled()
    settle(settings.jobs)

    assert target.is_file()
    assert target.with_name("一窗备份.db.key").is_file()
    assert "备份完成" in settings.message.text
    assert settings.backup.isEnabled()


def test_a_backup_that_cannot_be_written_is_said(settings: SettingsPage, tmp_path: Path) -> None:
    settings.back_up_to(tmp_path / "no such folder" / "x.db")
    settle(settings.jobs)

    assert settings.message.text == sentence(ServiceError("backup_unwritable"))
    assert settings.backup.isEnabled()


def test_the_check_shows_what_needs_attention_first_and_whole(settings: SettingsPage) -> None:
    press(settings, Qt.Key.Key_F7)
    settle(settings.jobs)
    items = settings.checks.items
    assert not items[0].is_sound
    assert [item.is_sound for item in items] == sorted(item.is_sound for item in items)
    shown = {each.text() for each in settings.checks.findChildren(QLabel)}
    assert all(item.finding in shown for item in items)
    assert "▲" in settings.message.text


# audit


def test_entries_are_told_in_words(audit: AuditPage) -> None:
    texts = {str(audit.model.index(at, 3).data()) for at in range(audit.model.rowCount())}
    assert {"载入示例数据", "导入事项"} <= texts
    assert audit.heading.text() == CHOOSE
    audit.setFocus()
    press(focused(), Qt.Key.Key_Down)
    assert audit.heading.text().startswith(f"第 {audit.table.current_row().number} 条")
    assert audit.table.current_row().action in audit.raw.text()


def test_a_whole_chain_is_confirmed(audit: AuditPage) -> None:
    press(audit, Qt.Key.Key_F8)
    settle(audit.jobs)

    assert audit.message.text.startswith(f"核验通过：{audit.model.rowCount()} 条记录完整")


def test_a_changed_entry_is_found_and_named(audit: AuditPage, office: Office) -> None:
    with Session(office.database.writer) as session:
        session.execute(sa.text("UPDATE audit_entry SET actor_login = 'x' WHERE number = 1"))
        session.commit()
    press(audit, Qt.Key.Key_F8)
    settle(audit.jobs)

    assert audit.message.text.startswith("第 1 条记录与前一条不相连")


def test_a_missing_tail_is_found(audit: AuditPage, office: Office) -> None:
    with Session(office.database.writer) as session:
        session.execute(
            sa.text("DELETE FROM audit_entry WHERE number = (SELECT max(number) FROM audit_entry)")
        )
        session.commit()
    press(audit, Qt.Key.Key_F8)
    settle(audit.jobs)

    assert "可能被改动或缺失" in audit.message.text
