"""账号权限: accounts, their roles and departments."""

from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.accounts.dialogs import AccountDialog, PasswordDialog
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import Tone
from desktop_app.services.accounts import (
    AccountRow,
    create_account,
    list_accounts,
    reset_password,
    unlock_account,
    update_account,
)
from desktop_app.services.sites import DepartmentRow, list_departments
from desktop_app.services.work import HALL_ZONE
from models.enums import Area


class AccountsPage(Page):
    """Every account; Enter changes one."""

    areas = frozenset({Area.ACCOUNTS})
    help_text = "新建、停用账号和重置密码。连续输错五次密码的账号会锁定 15 分钟，可以在这里提前解锁。"

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("accounts.page", "账号权限", jobs, "一人一号；角色决定能做什么", parent)
        self._departments: list[DepartmentRow] = []
        self.table = ListTable("accounts.list", "账号列表")
        self.model: RowsModel[AccountRow] = RowsModel(_COLUMNS, lambda row: row.id, self)
        self.table.show_rows(self.model)
        self.table.opened.connect(self._change)
        self.body.addWidget(self.table, 1)
        self.add_action("accounts.unlock", "解锁", self._unlock, key="F7")
        self.add_action("accounts.reset_password", "重置密码", self._ask_password, key="F6")
        self.add_action("accounts.change", "修改", self._change_current, key="F4")
        self.add_action("accounts.create", "新建账号", self._create, key="Ctrl+N", icon="add", kind="primary")

    @override
    def refresh(self) -> None:
        self.jobs.read(self, list_departments, then=self._keep_departments)
        self.jobs.read(self, list_accounts, then=self.model.replace)

    def _keep_departments(self, departments: list[DepartmentRow]) -> None:
        self._departments = departments

    def _create(self) -> None:
        dialog = AccountDialog(None, self._departments, self)

        def send() -> None:
            given = dialog.given()
            self._send(
                dialog,
                "已新建账号 {login}",
                create_account,
                given.login,
                given.name,
                given.role,
                given.password,
                given.department_id,
            )

        dialog.ask(send)

    def _change_current(self) -> None:
        self._change(self.table.current_row())

    def _change(self, row: AccountRow | None) -> None:
        if row is None:
            return
        dialog = AccountDialog(row, self._departments, self)

        def send() -> None:
            given = dialog.given()
            self._send(
                dialog,
                "已修改账号 {login}",
                update_account,
                row.id,
                name=given.name,
                role=given.role,
                department_id=given.department_id,
                is_active=given.is_active,
            )

        dialog.ask(send)

    def _ask_password(self) -> None:
        row: AccountRow | None = self.table.current_row()
        if row is None:
            return
        dialog = PasswordDialog(row.login, self)
        dialog.ask(
            lambda: self._send(
                dialog, "已重置 {login} 的密码", reset_password, row.id, dialog.password.line.text()
            )
        )

    def _send(self, dialog: ActDialog, said: str, use_case: Any, *args: Any, **values: Any) -> None:
        """The dialog goes when it is done; refused, it says why and keeps what was typed."""

        def done(row: AccountRow) -> None:
            dialog.accept()
            self.toast(said.format(login=row.login))

        self.jobs.change(dialog, use_case, *args, then=done, button=dialog.way_on, **values)

    def _unlock(self) -> None:
        row: AccountRow | None = self.table.current_row()
        if row is not None:
            self.jobs.change(
                self, unlock_account, row.id, then=lambda changed: self.toast(f"已解锁 {changed.login}")
            )


def _state(row: AccountRow) -> str:
    if not row.is_active:
        return "■ 已停用"
    if row.locked_until is not None:
        return f"▲ 锁定至 {row.locked_until.astimezone(HALL_ZONE):%H:%M}"
    return "● 在用"


def _since(row: AccountRow) -> str:
    return f"{row.login}　{row.created_at.astimezone(HALL_ZONE):%Y-%m-%d} 建立"


def _tone(row: AccountRow) -> Tone:
    if not row.is_active:
        return Tone.MUTED
    return Tone.GOOD if row.locked_until is None else Tone.WARNING


_COLUMNS: tuple[Column[AccountRow], ...] = (
    Column("登录名", lambda row: row.login, 17, tooltip=_since, least=16),
    Column("姓名", lambda row: row.name, 10, least=8),
    Column("角色", lambda row: row.role.label, 11),
    Column("部门", lambda row: row.department_name or "（不属于部门）", 0, least=26),
    Column("状态", _state, 14, tone=_tone, least=8),
)
