"""One field of an application form as an editor: its value is what the form keeps, or what was typed instead of it."""

import re
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.choices import ChecksField, ChoiceField, LinesField
from desktop_app.gui.fields import Field, TextField
from desktop_app.rules.application_forms import FieldKind, FormField

UNCHOSEN = "请选择"
YES_NO = (("yes", "是"), ("no", "否"))
DATE = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?")
WIDE = frozenset({FieldKind.CHOICES, FieldKind.TABLE})
"""Kinds that take a row of their own."""
AT_ONCE = frozenset({FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO, FieldKind.TABLE})
"""Kinds whose value is whole as soon as it is changed."""


class FigureField(TextField):
    """A number; its value is that number, or the text that is none."""

    def __init__(self, name: str, title: str, *, whole: bool, required: bool = False) -> None:
        super().__init__(name, title, max_length=30, required=required)
        self._is_whole = whole

    @property
    @override
    def value(self) -> Any:
        text = self.line.text().strip().replace("，", ",").replace(",", "")
        if re.fullmatch(r"[-+]?\d{1,15}", text):
            return int(text)
        is_figure = not self._is_whole and re.fullmatch(r"[-+]?\d{0,15}\.\d{1,10}", text)
        return float(text) if is_figure else text

    @override
    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else str(value))

    @property
    @override
    def is_empty(self) -> bool:
        return not self.line.text().strip()


class DayField(TextField):
    """A date that may be left out, typed as `2026-11-20`, `20261120` or `2026年11月20日`; its value is the first of these."""

    def __init__(self, name: str, title: str, *, required: bool = False) -> None:
        super().__init__(name, title, max_length=20, placeholder="例如 2026-11-20", required=required)
        self.line.editingFinished.connect(lambda: self.line.setText(self.value))

    @property
    @override
    def value(self) -> str:
        text = self.line.text().strip()
        found = DATE.fullmatch(text)
        if found is None:
            return text
        year, month, day = (int(part) for part in found.groups())
        return f"{year:04}-{month:02}-{day:02}"


class YesNoField(ChoiceField):
    """是, 否, or not said yet; its value is true, false or `None`."""

    def __init__(self, name: str, title: str, *, required: bool = False) -> None:
        super().__init__(name, title, YES_NO, empty=UNCHOSEN, required=required)

    @property
    @override
    def value(self) -> Any:
        chosen = self.combo.currentData()
        return chosen == "yes" if chosen else None

    @override
    def set_value(self, value: Any) -> None:
        at = self.combo.findData({True: "yes", False: "no"}.get(value, "") if value != "" else "")
        self.combo.setCurrentIndex(max(0, at))

    @property
    @override
    def is_empty(self) -> bool:
        return self.value is None


class OneField(ChoiceField):
    """One of a closed set, or none yet."""

    @override
    def set_value(self, value: Any) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(str(value or ""))))


def field_stops(field: Field) -> list[QWidget]:
    """What Tab stops at in a plain field."""
    return list(field.boxes.values()) if isinstance(field, ChecksField) else [field.editor]


def put_in_order(anchor: QWidget, stops: Iterable[QWidget]) -> None:
    """Tab goes through these from where `anchor` stands, a part that it does not stop at itself."""
    policy = anchor.focusPolicy()
    anchor.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt puts nothing after what cannot be reached
    before = anchor
    for stop in stops:
        QWidget.setTabOrder(before, stop)
        before = stop
    anchor.setFocusPolicy(policy)


def make_plain_field(name: str, field: FormField) -> Field:
    """The editor of a field that is no list with columns."""
    title, required = field.title, field.is_required
    match field.kind:
        case FieldKind.WHOLE_NUMBER | FieldKind.NUMBER:
            return FigureField(name, title, whole=field.kind is FieldKind.WHOLE_NUMBER, required=required)
        case FieldKind.DATE:
            return DayField(name, title, required=required)
        case FieldKind.YES_NO:
            return YesNoField(name, title, required=required)
        case FieldKind.CHOICE:
            return OneField(name, title, field.choices, empty=UNCHOSEN, required=required)
        case FieldKind.CHOICES:
            made = ChecksField(name, title, field.choices, in_columns=True)
            made.ask_as(title, required=required)
            return made
        case _ if field.lines > 1:
            return LinesField(
                name, title, lines=field.lines, max_length=field.longest, required=required, most_lines=12
            )
        case _:
            return TextField(name, title, max_length=field.longest, required=required)
