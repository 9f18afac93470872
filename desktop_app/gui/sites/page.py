"""窗口: set up, rename, open and close the counters; who sits where."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.forms import ChoiceField, Form, TextField
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import Tone
from desktop_app.services.sites import CounterGiven, CounterRow, list_counters, save_counter
from models.enums import Area

OPEN, CLOSED = "open", "closed"


class CountersPage(Page):
    """Every counter; Enter changes one."""

    areas = frozenset({Area.SITES})
    help_text = "一个窗口同一时间只能由一人占用；有人占用的窗口不能停用。"

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("sites.page", "窗口设置", jobs, "一个窗口同一时间由一人占用", parent)
        self.table = ListTable("sites.counters", "窗口列表")
        self.model: RowsModel[CounterRow] = RowsModel(_COLUMNS, lambda row: row.id, self)
        self.table.show_rows(self.model)
        self.table.opened.connect(self._change)
        self.body.addWidget(self.table, 1)
        self.add_action("sites.change", "修改", self._change_current, key="F4")
        self.add_action("sites.create", "新建窗口", self._create, key="Ctrl+N", icon="add", kind="primary")

    @override
    def refresh(self) -> None:
        self.jobs.read(self, list_counters, then=self._show)

    def _show(self, rows: list[CounterRow]) -> None:
        self.model.replace(rows)
        if rows:
            self.show_content()
        else:
            self.show_empty(
                "还没有窗口",
                "请先新建窗口，窗口人员才能坐席。",
                icon="counter",
                action="新建窗口",
                then=self._create,
            )

    def _create(self) -> None:
        self._ask(None)

    def _change_current(self) -> None:
        self._change(self.table.current_row())

    def _change(self, row: CounterRow | None) -> None:
        if row is not None:
            self._ask(row)

    def _ask(self, row: CounterRow | None) -> None:
        dialog = CounterDialog(row, self)

        def done(saved: CounterRow) -> None:
            dialog.accept()
            self.toast(f"已保存 {saved.name}")

        def send() -> None:
            self.jobs.change(
                dialog,
                save_counter,
                row.id if row else None,
                CounterGiven(
                    dialog.number.value,
                    dialog.counter.value,
                    dialog.zone.value,
                    is_open=dialog.state.value == OPEN,
                ),
                then=done,
                button=dialog.way_on,
            )

        dialog.ask(send)


class CounterDialog(ActDialog):
    """One counter, new or known."""

    def __init__(self, row: CounterRow | None, parent: QWidget) -> None:
        super().__init__("sites.dialog", "修改窗口" if row else "新建窗口", "保存", parent)
        self.form = Form()
        self.number = TextField("sites.number", "窗口号", max_length=10, required=True)
        self.counter = TextField("sites.name", "窗口名称", max_length=50, required=True)
        self.zone = TextField("sites.zone", "所在区域", max_length=50)
        self.state = ChoiceField("sites.state", "状态", [(OPEN, "启用"), (CLOSED, "停用")])
        self.form.add(self.number, self.counter)
        self.form.add(self.zone, self.state)
        self.body.addWidget(self.form)
        if row is not None:
            self.number.set_value(row.number)
            self.counter.set_value(row.name)
            self.zone.set_value(row.zone)
            self.state.set_value(OPEN if row.is_open else CLOSED)

    @override
    def find_fault(self) -> str:
        """Number and name."""
        self.form.clear_notes()
        return "" if self.form.find_gap() is None else "请填写窗口号和名称。"


def _holder(row: CounterRow) -> str:
    if not row.is_open:
        return "■ 停用"
    return f"▲ {row.holder_name} 占用" if row.holder_name else "● 空闲"


def _tone(row: CounterRow) -> Tone:
    if not row.is_open:
        return Tone.MUTED
    return Tone.INFO if row.holder_name else Tone.GOOD


_COLUMNS: tuple[Column[CounterRow], ...] = (
    Column("窗口号", lambda row: row.number, 8),
    Column("名称", lambda row: row.name, 0),
    Column("区域", lambda row: row.zone, 24),
    Column("占用", _holder, 20, tone=_tone),
)
