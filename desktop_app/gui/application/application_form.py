"""申请表: the fields of a matter's form under their headings, checked as they are filled in, prefilled where that is known."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop_app.gui.application.form_fields import (
    AT_ONCE,
    WIDE,
    FigureField,
    field_stops,
    make_plain_field,
    put_in_order,
)
from desktop_app.gui.application.rows_field import RowsField
from desktop_app.gui.fields import Field
from desktop_app.gui.forms import Form
from desktop_app.gui.parts import label
from desktop_app.gui.theme import GRID
from desktop_app.rules.application_forms import FieldKind, FormField, find_faults, read_form

PER_ROW = 2
PREFILLED = "已预填，请核对"
HEADING = "申请表：{title}"
UNTITLED = "申请表"


class ApplicationForm(QWidget):
    """Nothing to be seen where the matter has no form; values go in and out by the names of the fields."""

    edited = Signal()

    def __init__(self, area: str = "cases", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = area
        self._schema = ""
        self.fields: dict[str, Field] = {}
        self._kinds: dict[str, FormField] = {}
        self._offered: dict[str, Any] = {}
        """What fields were filled in with by the program, until a person changes them."""
        self._content: QWidget | None = None
        self._is_filling = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def ask(self, schema: str, values: Mapping[str, Any] | None = None) -> None:
        """Show the form of this schema, filled in with these values."""
        self._clear()
        form = read_form(schema)
        self._schema = schema
        self._kinds = {field.name: field for field in form.fields}
        self.setVisible(bool(form))
        if not form:
            return
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(
            label(HEADING.format(title=form.title) if form.title else UNTITLED, "strong", wrap=True)
        )
        for group, fields in _groups(form.fields):
            if group:
                column.addWidget(label(group, "subtitle", wrap=True))
            column.addWidget(self._block(fields))
        self._column.addWidget(self._content)
        self.set_values(values or {})
        put_in_order(self, self._stops())

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill in these and empty the rest; nothing of it counts as filled in by the program."""
        self._offered = {}
        self._is_filling = True
        for name, field in self.fields.items():
            field.set_value(values.get(name))
            field.clear_note()
            self._help(name)
        self._is_filling = False

    def offer(self, values: Mapping[str, Any]) -> None:
        """Fill these in where nothing stands yet, or only what was offered before; the rest of that is taken back."""
        self._is_filling = True
        for name, field in self.fields.items():
            before, value = self._offered.get(name), values.get(name)
            is_free = field.is_empty or (before is not None and field.value == before)
            if not is_free or value == before:
                continue
            field.set_value(value)
            field.clear_note()
            self._offered.pop(name, None)
            if value is None:
                self._help(name)
                continue
            self._offered[name] = field.value
            field.show_hint(PREFILLED)
        self._is_filling = False

    def values(self) -> dict[str, Any]:
        """What is filled in, without empty fields; plain JSON data."""
        found = {name: field.value for name, field in self.fields.items()}
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def find_gap(self, *, may_be_unfinished: bool = False) -> Field | None:
        """The first field that is not filled in as it must be, all of them marked and the cursor in it.

        What `may_be_unfinished` may lack required fields, yet holds nothing that is no value.
        """
        values = self.values()
        faults = find_faults(self._schema, values)
        if may_be_unfinished:
            faults = {name: words for name, words in faults.items() if name in values}
        wrong = [name for name in self.fields if name in faults]
        for name in wrong:
            self.fields[name].show_error(faults[name])
        if not wrong:
            return None
        self.fields[wrong[0]].focus()
        return self.fields[wrong[0]]

    @property
    def is_asked(self) -> bool:
        """Whether the matter has a form."""
        return bool(self.fields)

    @property
    def lacks_something(self) -> bool:
        """Whether a required field is empty."""
        return any(each.is_required and each.is_empty for each in self.fields.values())

    def focus(self) -> None:
        """Put the cursor on the first required field that is empty, else on the first."""
        field = next((each for each in self.fields.values() if each.is_required and each.is_empty), None)
        field = field or next(iter(self.fields.values()), None)
        if field is not None:
            field.focus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field that is left is looked at."""
        if event.type() == QEvent.Type.FocusOut:
            name = next((name for name, field in self.fields.items() if watched in field_stops(field)), None)
            if name is not None and isValid(self.fields[name].editor) and not self.fields[name].is_empty:
                self._check(name)
        return super().eventFilter(watched, event)

    def _block(self, fields: Iterable[FormField]) -> Form:
        block = Form()
        block.rows.setSpacing(GRID + GRID // 2)
        line: list[Field] = []
        for field in fields:
            made = self._make(field)
            if field.kind in WIDE or field.lines > 1:
                if line:
                    block.add(*line)
                    line = []
                block.add(made)
                continue
            line.append(made)
            if len(line) == PER_ROW:
                block.add(*line)
                line = []
        if line:
            block.add(*line)
        return block

    def _make(self, field: FormField) -> Field:
        name = f"{self._area}.form_{len(self.fields) + 1}"
        if field.kind is FieldKind.TABLE:
            made: Field = RowsField(name, field.title, field.columns, required=field.is_required)
        else:
            made = make_plain_field(name, field)
        self.fields[field.name] = made

        def take() -> None:
            self._take(field.name)

        made.edited.connect(take)
        for stop in field_stops(made):
            stop.installEventFilter(self)
        return made

    def _take(self, name: str) -> None:
        """A person changed a field: what is whole is looked at, what is still being typed only when it was wrong."""
        if self._is_filling:
            return
        field = self.fields[name]
        if isinstance(field, RowsField):
            put_in_order(self, self._stops())
        is_wrong = bool(field.editor.accessibleDescription())
        if self._kinds[name].kind in AT_ONCE or isinstance(field, FigureField) or is_wrong:
            self._check(name)
        if self._offered.pop(name, None) is not None:
            self._check(name)
        self.edited.emit()

    def _check(self, name: str) -> None:
        field, values = self.fields[name], self.values()
        fault = find_faults(self._schema, values).get(name, "") if name in values else ""
        if fault:
            field.show_error(fault)
        elif name not in self._offered:
            field.clear_note()
            self._help(name)

    def _help(self, name: str) -> None:
        words = self._kinds[name].help_text
        if words:
            self.fields[name].show_hint(words)

    def _stops(self) -> list[QWidget]:
        return [
            stop
            for field in self.fields.values()
            for stop in (field.stops if isinstance(field, RowsField) else field_stops(field))
        ]

    def _clear(self) -> None:
        self.fields, self._kinds, self._offered = {}, {}, {}
        if self._content is not None and isValid(self._content):
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = None


def _groups(fields: Iterable[FormField]) -> list[tuple[str, list[FormField]]]:
    """The fields under their headings; a heading stands once, where its first field does."""
    found: dict[str, list[FormField]] = {}
    for field in fields:
        found.setdefault(field.group, []).append(field)
    return list(found.items())
