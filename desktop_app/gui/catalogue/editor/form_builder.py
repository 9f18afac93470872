"""申请表的设计: fields added, described and put in order, tried out at once; the JSON Schema behind them in sight."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QSplitter, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.application.application_form import ApplicationForm
from desktop_app.gui.catalogue.editor.form_plan_form import PlanForm
from desktop_app.gui.fields import Field, TextField, set_names
from desktop_app.gui.flow import Flow
from desktop_app.gui.forms import LinesField
from desktop_app.gui.parts import button, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.messages import sentence
from desktop_app.rules.application_forms import LONGEST_SCHEMA, MOST_FIELDS, read_form
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.form_building import (
    KIND_WORDS,
    FieldPlan,
    free_name,
    pretty_schema,
    read_plan,
    write_schema,
)

WIDTH, HEIGHT, LIST_WIDTH = 920, 460, 230
NAMED = 6
"""How many fields are told by name."""
UNTITLED = "（没有名称）"
EMPTY_FORM = "没有申请表"
TRY = "像窗口一样试填；这里填的不会保存。"
SOURCE = "JSON Schema（2020-12）。熟悉的人可以直接改，改后回到“字段”继续。"


class BuilderDialog(ActDialog):
    """Three looks at one form: its fields, the form to try out, its JSON Schema."""

    def __init__(self, schema: str, parent: QWidget) -> None:
        super().__init__("editor.form_builder", "申请表", "确定", parent)
        self.widen(WIDTH)
        self._base = schema
        title, plans = _read(schema)
        self.plans: list[FieldPlan] = list(plans)
        self.form_title = TextField("editor.form_title", "申请表名称", max_length=100)
        self.form_title.set_value(title)
        self.list = QListWidget()
        set_names(self.list, "editor.form_fields", "申请表的栏")
        self.plan_form = PlanForm()
        self.trial = ApplicationForm("editor.form_trial")
        self.source = LinesField(
            "editor.form_source", "JSON Schema", lines=12, max_length=LONGEST_SCHEMA, most_lines=24
        )
        self.tabs = QTabWidget()
        set_names(self.tabs, "editor.form_tabs", "字段、试填或源码")
        self.tabs.addTab(self._fields_tab(), "字段")
        self.tabs.addTab(self._trial_tab(), "试填")
        self.tabs.addTab(self._source_tab(), "源码")
        self.tabs.setMinimumHeight(theme.px(HEIGHT))
        self.body.addWidget(self.tabs, 1)
        self._tab = 0
        if schema and not plans:  # it can be put right where it stands only
            self._base, self._tab = "", self.tabs.count() - 1
            self.source.set_value(schema)
            self.tabs.setCurrentIndex(self._tab)
        self.tabs.currentChanged.connect(self._turned)
        self.list.currentRowChanged.connect(self._open)
        self.plan_form.changed.connect(self._take)
        self._renew(0)

    @property
    def schema(self) -> str:
        """The form as it stands; raises `form_invalid` where its JSON Schema is none."""
        if self._tab == self.tabs.count() - 1:
            self._read_source()
        return write_schema(self.form_title.value, self.plans, self._base)

    @override
    def find_fault(self) -> str:
        """Every field needs a name, every choice something to choose."""
        try:
            read_form(self.schema)
        except ServiceError as error:
            return sentence(error)
        unnamed = next((at for at, plan in enumerate(self.plans, 1) if not plan.title), 0)
        return f"请填写第 {unnamed} 栏的名称。" if unnamed else ""

    # the three looks

    def _fields_tab(self) -> QWidget:
        acts = Flow(from_left=True)
        for name, words, key, act in (
            ("add", "添加", "Insert", self.add_field),
            ("remove", "删除", "Ctrl+Delete", self.remove_field),
            ("up", "上移", "Alt+Up", lambda: self.move_field(-1)),
            ("down", "下移", "Alt+Down", lambda: self.move_field(1)),
        ):
            made = button(f"editor.form_{name}", words, tooltip=f"{words}（{key}）")
            made.clicked.connect(_plain(act))
            QShortcut(QKeySequence(key), self).activated.connect(self._on_fields(act))
            acts.addWidget(made)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addLayout(acts)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(scrolled(self.plan_form))
        halves.setSizes([theme.px(LIST_WIDTH), theme.px(WIDTH - LIST_WIDTH)])
        tab = QWidget()
        whole = QVBoxLayout(tab)
        whole.addWidget(self.form_title)
        whole.addWidget(halves, 1)
        return tab

    def _trial_tab(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.addWidget(label(TRY, "note", wrap=True))
        column.addWidget(self.trial)
        column.addStretch(1)
        return scrolled(inner)

    def _source_tab(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.addWidget(label(SOURCE, "note", wrap=True))
        column.addWidget(self.source)
        column.addStretch(1)
        return scrolled(inner)

    def _turned(self, tab: int) -> None:
        """What was changed in one look stands in the others; a source that says nothing is not left."""
        try:
            if self._tab == self.tabs.count() - 1:
                self._read_source()
            schema = write_schema(self.form_title.value, self.plans, self._base)
            self.trial.ask(schema)
        except ServiceError as error:
            self.show_refusal(error)
            self.tabs.blockSignals(True)
            self.tabs.setCurrentIndex(self._tab)
            self.tabs.blockSignals(False)
            return
        self.message.clear()
        self._tab = tab
        if tab == self.tabs.count() - 1:
            self.source.set_value(pretty_schema(schema))
        self._renew(max(0, self.list.currentRow()))

    def _read_source(self) -> None:
        text = self.source.value
        title, plans = read_plan(text)
        self._base, self.plans = text, list(plans)
        self.form_title.set_value(title)

    # the fields

    def _on_fields(self, act: Callable[[], object]) -> Callable[[], None]:
        """A key acts only where the fields are in sight."""

        def press() -> None:
            if self._tab == 0:
                act()

        return press

    def add_field(self) -> None:
        """One more field behind the one in sight; the cursor goes into its name."""
        if len(self.plans) < MOST_FIELDS:
            at = self.list.currentRow() + 1
            group = self.plans[at - 1].group if at else ""
            self.plans.insert(at, FieldPlan(free_name(self.plans), group=group))
            self._renew(at)
            self.plan_form.focus_title()

    def remove_field(self) -> None:
        """Take the field in sight out."""
        at = self.list.currentRow()
        if at >= 0:
            del self.plans[at]
            self._renew(min(at, len(self.plans) - 1))

    def move_field(self, by: int) -> None:
        """The field in sight one place up or down."""
        at = self.list.currentRow()
        to = at + by
        if at >= 0 and 0 <= to < len(self.plans):
            self.plans[at], self.plans[to] = self.plans[to], self.plans[at]
            self._renew(to)

    def _renew(self, at: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([_words(plan) for plan in self.plans])
        self.list.setCurrentRow(min(at, len(self.plans) - 1))
        self.list.blockSignals(False)
        self._open(self.list.currentRow())

    def _open(self, at: int) -> None:
        self.plan_form.setEnabled(at >= 0)
        if at >= 0:
            self.plan_form.show_plan(self.plans[at])

    def _take(self) -> None:
        at = self.list.currentRow()
        if at >= 0:
            self.plans[at] = self.plan_form.plan(self.plans[at])
            self.list.item(at).setText(_words(self.plans[at]))

    @override
    def _words(self) -> list[str]:
        """What was typed is the form itself: another field in sight is no change."""
        return [self.form_title.value, *map(repr, self.plans)]


class SchemaField(Field):
    """The form in a few words, and the way into its design; its value is the JSON Schema."""

    def __init__(self, name: str, title: str) -> None:
        self._schema = ""
        self.words = label("", wrap=True)
        self.open = button(f"{name}.open", "设计申请表…", icon="edit")
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.open)
        pair.setFocusProxy(self.open)
        super().__init__(name, title, pair)
        self.open.clicked.connect(self._design)
        self.set_value("")

    @property
    @override
    def value(self) -> str:
        return self._schema

    @override
    def set_value(self, value: Any) -> None:
        self._schema = str(value or "")
        self.words.setText(schema_words(self._schema))

    def _design(self) -> None:
        dialog = BuilderDialog(self._schema, self.window())

        def take() -> None:
            self.set_value(dialog.schema)
            dialog.give_up()
            self.edited.emit()

        dialog.ask(take)


def schema_words(schema: str) -> str:
    """`开业申请表：8 栏（经营地址、面积、…）`."""
    try:
        title, plans = read_plan(schema)
    except ServiceError as error:
        return sentence(error)
    if not plans:
        return EMPTY_FORM
    names = "、".join(plan.title for plan in plans[:NAMED]) + ("…" if len(plans) > NAMED else "")
    return f"{title or '申请表'}：{len(plans)} 栏（{names}）"


def _read(schema: str) -> tuple[str, tuple[FieldPlan, ...]]:
    """A broken schema is designed anew: what it says stands in the source."""
    try:
        return read_plan(schema)
    except ServiceError:
        return "", ()


def _words(plan: FieldPlan) -> str:
    star = " *" if plan.is_required else ""
    group = f"{plan.group} · " if plan.group else ""
    return f"{group}{plan.title or UNTITLED}{star}（{KIND_WORDS[plan.kind]}）"


def _plain(act: Any) -> Any:
    """Without the boolean that `clicked` carries."""

    def press() -> None:
        act()

    return press
