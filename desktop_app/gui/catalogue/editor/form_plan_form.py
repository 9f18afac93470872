"""One field of an application form as its editor describes it."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.gui.application.form_fields import FigureField
from desktop_app.gui.choices import ChoiceField
from desktop_app.gui.fields import Field, TextField
from desktop_app.gui.forms import Form
from desktop_app.gui.parts import label
from desktop_app.gui.value_fields import NumberField, SwitchField, WordsField
from desktop_app.rules.application_forms import MOST_LINES, FieldKind, Prefill
from desktop_app.rules.form_building import KIND_WORDS, PREFILL_WORDS, FieldPlan

NOT_PREFILLED = "不预填"
COLUMNS = "每行一列，例如：姓名*、年龄 整数、类别 甲/乙（带 * 的必填）"
NAME = "代码：{name}（网上申请包按它填写，不随名称改变）"
_FIGURES = frozenset({FieldKind.NUMBER, FieldKind.WHOLE_NUMBER})
_SHOWN_FOR: dict[str, frozenset[FieldKind]] = {
    "lines": frozenset({FieldKind.TEXT}),
    "least": _FIGURES,
    "most": _FIGURES,
    "choices": frozenset({FieldKind.CHOICE, FieldKind.CHOICES}),
    "columns": frozenset({FieldKind.TABLE}),
}
"""What is asked for some kinds only."""


class PlanForm(QWidget):
    """Name, kind and what goes with it; says that a person changed something, the plan is asked for then."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_filling = False
        kinds = [(kind.value, words) for kind, words in KIND_WORDS.items()]
        prefills = [(source.value, words) for source, words in PREFILL_WORDS.items()]
        self.fields: dict[str, Field] = {
            "title": TextField("editor.plan_title", "名称", max_length=100, required=True),
            "kind": ChoiceField("editor.plan_kind", "类型", kinds),
            "is_required": SwitchField("editor.plan_required", "必填"),
            "group": TextField("editor.plan_group", "所在分组", max_length=50),
            "prefill": ChoiceField("editor.plan_prefill", "预填", prefills, empty=NOT_PREFILLED),
            "help_text": TextField("editor.plan_help", "填写提示", max_length=200),
            "choices": WordsField("editor.plan_choices", "选项", lines=4),
            "columns": WordsField("editor.plan_columns", "列", lines=4, placeholder=COLUMNS),
            "lines": NumberField("editor.plan_lines", "行数", most=MOST_LINES),
            "least": FigureField("editor.plan_least", "最小值", whole=False),
            "most": FigureField("editor.plan_most", "最大值", whole=False),
        }
        self.name = label("", "note", wrap=True)
        form = Form()
        for row in (
            ("title",),
            ("kind", "is_required"),
            ("choices",),
            ("columns",),
            ("lines", "least", "most"),
            ("group", "prefill"),
            ("help_text",),
        ):
            form.add(*(self.fields[key] for key in row))
        column = QVBoxLayout(self)
        column.addWidget(form)
        column.addWidget(self.name)
        column.addStretch(1)
        form.edited.connect(self._tell)

    def show_plan(self, plan: FieldPlan) -> None:
        """Fill in another field's description."""
        self._is_filling = True
        for key, field in self.fields.items():
            field.set_value(getattr(plan, key))
        self.name.setText(NAME.format(name=plan.name))
        self._suit(plan.kind)
        self._is_filling = False

    def plan(self, before: FieldPlan) -> FieldPlan:
        """The description as it stands, over the one that was shown."""
        values: dict[str, Any] = {key: field.value for key, field in self.fields.items() if key != "lines"}
        kind = FieldKind(values["kind"])
        return replace(
            before,
            title=values["title"],
            kind=kind,
            is_required=values["is_required"],
            group=values["group"],
            prefill=Prefill(values["prefill"]) if values["prefill"] else None,
            help_text=values["help_text"],
            choices=tuple(values["choices"]),
            columns=tuple(values["columns"]),
            lines=self._lines(before),
            least=_figure(values["least"]),
            most=_figure(values["most"]),
        )

    def focus_title(self) -> None:
        """The cursor into the name."""
        self.fields["title"].focus()

    def _lines(self, before: FieldPlan) -> int:
        """What is no number of lines is told at the field, and changes nothing."""
        try:
            return max(1, self.fields["lines"].value or 1)
        except ValueError:
            return before.lines

    def _tell(self) -> None:
        if not self._is_filling:
            self._suit(FieldKind(self.fields["kind"].value))
            self.changed.emit()

    def _suit(self, kind: FieldKind) -> None:
        for key, kinds in _SHOWN_FOR.items():
            self.fields[key].setVisible(kind in kinds)


def _figure(value: Any) -> float | None:
    return value if isinstance(value, int | float) else None
