"""The forms of a counter, a hall and a department."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.forms import ChoiceField, Field, Form, LinesField, TextField, set_names
from desktop_app.gui.lookup import LookupField
from desktop_app.gui.page import Page
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.sites.choosing import (
    department_choice,
    department_field,
    division_choice,
    division_field,
)
from desktop_app.gui.theme import GRID
from desktop_app.rules.errors import ServiceError
from desktop_app.services.organisation import DepartmentGiven, DepartmentNode, HallGiven, HallRow
from desktop_app.services.sites import CounterGiven, CounterRow
from models.elements import CounterKind
from models.enums import UseLevel

OPEN, CLOSED = "open", "closed"
WIDE = 900
HEAD_AND_FOOT = 200
"""Pixels at 100 % that title, message and buttons take."""
SIDES = 8
"""Of the grid: what the dialog and its scroll bar take at both sides of the form."""
CONFIRM_CODE = "已核对无误，仍按所填代码保存"


class SitesDialog(ActDialog):
    """A form whose required fields are filled and whose looked-up ones are taken from their lists."""

    def __init__(self, name: str, title: str, page: Page, *, width: int) -> None:
        super().__init__(name, title, "保存", page)
        self.widen(width)
        self.form = Form()
        self._area = scrolled(self.form)
        self.body.addWidget(self._area)

    @override
    def find_fault(self) -> str:
        """What is missing, or typed and not chosen."""
        self.form.clear_notes()
        for field in self.form.fields.values():
            if isinstance(field, LookupField) and field.is_unsettled:
                field.ask_to_choose()
                return f"“{field.title}”还没有从列表中选定。"
        gap = self.form.find_gap()
        return f"请填写{gap.title}。" if gap else ""

    def add(self, *rows: Sequence[Field]) -> None:
        """Rows of fields."""
        for row in rows:
            self.form.add(*row)
        height = self.form.heightForWidth(self.minimumWidth() - GRID * SIDES)
        self._area.setMinimumHeight(min(height + GRID, self._room()))

    def _room(self) -> int:
        """How high the form may be, so that its buttons stay on the screen."""
        behind = self.parentWidget()
        return behind.window().height() - theme.px(HEAD_AND_FOOT) if behind is not None else 0


class CounterDialog(SitesDialog):
    """One counter, new or known."""

    def __init__(self, row: CounterRow | None, halls: Sequence[HallRow], page: Page) -> None:
        super().__init__("sites.dialog", "修改窗口" if row else "新建窗口", page, width=640)
        self.number = TextField("sites.number", "窗口号", max_length=10, required=True)
        self.counter = TextField("sites.name", "窗口名称", max_length=50, required=True)
        self.kind = ChoiceField("sites.kind", "窗口类型", CounterKind)
        self.hall = ChoiceField(
            "sites.hall", "所在大厅", [(str(hall.id), hall.name) for hall in halls], empty="（未指定）"
        )
        self.zone = TextField("sites.zone", "所在区域", max_length=50)
        self.state = ChoiceField("sites.state", "状态", [(OPEN, "启用"), (CLOSED, "停用")])
        self.hours = TextField("sites.hours", "办理时间", placeholder="与大厅不同的才填")
        self.add((self.number, self.counter), (self.kind, self.hall), (self.zone, self.state), (self.hours,))
        if row is not None:
            self.number.set_value(row.number)
            self.counter.set_value(row.name)
            self.kind.set_value(row.kind)
            self.hall.set_value(str(row.hall_id or ""))
            self.zone.set_value(row.zone)
            self.state.set_value(OPEN if row.is_open else CLOSED)
            self.hours.set_value(row.hours)

    def given(self) -> CounterGiven:
        """What was filled in."""
        return CounterGiven(
            self.number.value,
            self.counter.value,
            self.zone.value,
            is_open=self.state.value == OPEN,
            kind=CounterKind(self.kind.value),
            hall_id=int(self.hall.value) if self.hall.value else None,
            hours=self.hours.value,
        )


class HallDialog(SitesDialog):
    """One hall, new or known."""

    def __init__(self, row: HallRow | None, page: Page) -> None:
        super().__init__("sites.hall_dialog", "修改大厅" if row else "新建大厅", page, width=720)
        self.hall = TextField("sites.hall_name", "大厅名称", max_length=120, required=True)
        self.division = division_field("sites.hall_division", "行政区划", page.jobs)
        self.address = TextField("sites.hall_address", "地址")
        self.phone = TextField("sites.hall_phone", "电话")
        self.hours = TextField(
            "sites.hall_hours", "办公时间", placeholder="例如：工作日 9:00—12:00，13:30—17:00"
        )
        self.traffic = LinesField("sites.hall_traffic", "交通指引", max_length=600, lines=2)
        self.add((self.hall, self.division), (self.address, self.phone), (self.hours,), (self.traffic,))
        if row is not None:
            self.hall.set_value(row.name)
            self.division.set_choice(division_choice(row.division_code, row.division_path))
            self.address.set_value(row.address)
            self.phone.set_value(row.phone)
            self.hours.set_value(row.hours)
            self.traffic.set_value(row.traffic)

    def given(self) -> HallGiven:
        """What was filled in."""
        return HallGiven(
            self.hall.value,
            self.division.value,
            self.address.value,
            self.hours.value,
            self.phone.value,
            self.traffic.value,
        )


class DepartmentDialog(SitesDialog):
    """One department, new or known."""

    def __init__(self, node: DepartmentNode | None, parent: DepartmentNode | None, page: Page) -> None:
        super().__init__("sites.department_dialog", "修改部门" if node else "新建部门", page, width=WIDE)
        self.code = TextField("sites.department_code", "统一社会信用代码", max_length=50, required=True)
        self.department = TextField("sites.department_name", "部门名称", max_length=120, required=True)
        self.short = TextField("sites.department_short_name", "简称（文号用）", max_length=30)
        self.parent_field = department_field("sites.department_parent", "上级部门", page.jobs)
        self.level = ChoiceField("sites.department_level", "层级", UseLevel, empty="（未指定）")
        self.division = division_field("sites.department_division", "行政区划", page.jobs)
        self.address = TextField("sites.department_address", "地址")
        self.phone = TextField("sites.department_phone", "电话")
        self.hours = TextField("sites.department_hours", "办公时间")
        self.review_body = TextField("sites.department_review_body", "行政复议机关")
        self.court = TextField("sites.department_court", "行政诉讼法院")
        self.state = ChoiceField("sites.department_state", "状态", [(OPEN, "在用"), (CLOSED, "停用")])
        self.add(
            (self.department, self.short, self.code),
            (self.parent_field, self.level, self.division),
            (self.address, self.phone, self.hours),
            (self.review_body, self.court, self.state),
        )
        self.confirmation = QCheckBox(CONFIRM_CODE)
        set_names(self.confirmation, "sites.department_confirm", CONFIRM_CODE)
        self.confirmation.hide()
        self.body.addWidget(self.confirmation)
        if parent is not None:
            self.parent_field.set_choice(department_choice(parent))
        if node is not None:
            self._fill(node)

    def given(self) -> DepartmentGiven:
        """What was filled in."""
        return DepartmentGiven(
            self.code.value,
            self.department.value,
            self.short.value,
            parent_id=int(self.parent_field.value) if self.parent_field.value else None,
            level=UseLevel(self.level.value) if self.level.value else None,
            division_code=self.division.value,
            address=self.address.value,
            phone=self.phone.value,
            hours=self.hours.value,
            review_body=self.review_body.value,
            court=self.court.value,
            is_active=self.state.value == OPEN,
            is_code_confirmed=self.confirmation.isChecked(),
        )

    @override
    def show_refusal(self, error: ServiceError) -> None:
        """A code that fails its check may be confirmed."""
        super().show_refusal(error)
        if error.code == "department_code_unconfirmed":
            self.confirmation.show()
            self.confirmation.setFocus()

    def _fill(self, node: DepartmentNode) -> None:
        self.code.set_value(node.code)
        self.department.set_value(node.name)
        self.short.set_value(node.short_name)
        self.level.set_value(node.level or "")
        self.division.set_choice(division_choice(node.division_code, node.division_path))
        self.address.set_value(node.address)
        self.phone.set_value(node.phone)
        self.hours.set_value(node.hours)
        self.review_body.set_value(node.review_body)
        self.court.set_value(node.court)
        self.state.set_value(OPEN if node.is_active else CLOSED)
