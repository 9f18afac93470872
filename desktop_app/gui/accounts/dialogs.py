"""Making and changing an account, setting its password."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.forms import ChoiceField, Form, TextField
from desktop_app.gui.page import label
from desktop_app.services.accounts import AccountRow
from desktop_app.services.sites import DepartmentRow
from models.enums import Role

ACTIVE, INACTIVE = "active", "inactive"
RULE = "密码至少 8 个字符，不能与登录名相同。"


@dataclass(frozen=True, slots=True)
class AccountGiven:
    """What was filled in; the password only for a new account."""

    login: str
    name: str
    role: Role
    department_id: int | None
    password: str
    is_active: bool


class AccountDialog(ActDialog):
    """One account, new or known."""

    def __init__(self, row: AccountRow | None, departments: Sequence[DepartmentRow], parent: QWidget) -> None:
        super().__init__("accounts.dialog", "修改账号" if row else "新建账号", "保存", parent)
        self.form = Form()
        self.login = TextField("accounts.login", "登录名", max_length=64, required=True)
        self.person = TextField("accounts.name", "姓名", max_length=100, required=True)
        self.role = ChoiceField("accounts.role", "角色", Role)
        self.department = ChoiceField(
            "accounts.department",
            "部门",
            _offered(departments, row),
            empty="（不属于部门）",
        )
        self.state = ChoiceField("accounts.state", "状态", [(ACTIVE, "在用"), (INACTIVE, "停用")])
        self.password = _password_field()
        self.form.add(self.login, self.person)
        self.form.add(self.role, self.department)
        self.form.add(self.state, self.password)
        self.body.addWidget(self.form)
        if row is None:
            self.body.addWidget(label(RULE, "note"))
            self.state.hide()
        else:
            self._fill(row)

    def given(self) -> AccountGiven:
        """What was filled in."""
        department = self.department.value
        return AccountGiven(
            self.login.value,
            self.person.value,
            Role(self.role.value),
            int(department) if department else None,
            self.password.line.text(),
            self.state.value == ACTIVE,
        )

    @override
    def find_fault(self) -> str:
        """Login, name and, for a new account, a password."""
        self.form.clear_notes()
        return "" if self.form.find_gap() is None else "请填写必填项。"

    def _fill(self, row: AccountRow) -> None:
        self.login.set_value(row.login)
        self.login.line.setReadOnly(True)
        self.person.set_value(row.name)
        self.role.set_value(row.role)
        self.department.set_value("" if row.department_id is None else str(row.department_id))
        self.state.set_value(ACTIVE if row.is_active else INACTIVE)
        self.password.is_required = False
        self.password.hide()


class PasswordDialog(ActDialog):
    """A new password for somebody else's account."""

    def __init__(self, login: str, parent: QWidget) -> None:
        super().__init__("accounts.password_dialog", f"重置 {login} 的密码", "重置密码", parent)
        self.form = Form()
        self.password = _password_field()
        self.form.add(self.password)
        self.body.addWidget(self.form)
        self.body.addWidget(label(RULE, "note"))

    @override
    def find_fault(self) -> str:
        """A password."""
        self.form.clear_notes()
        return "" if self.form.find_gap() is None else RULE


def _offered(departments: Sequence[DepartmentRow], row: AccountRow | None) -> list[tuple[str, str]]:
    """The departments in use, and the one the account is in, marked where it is no longer in use."""
    own = None if row is None else row.department_id
    return [
        (str(each.id), each.name if each.is_active else f"{each.name}（已停用）")
        for each in departments
        if each.is_active or each.id == own
    ]


def _password_field() -> TextField:
    field = TextField("accounts.password", "密码", max_length=128, required=True)
    field.line.setEchoMode(QLineEdit.EchoMode.Password)
    return field
