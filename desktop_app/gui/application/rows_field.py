"""A list with columns: a block of fields for every row, rows added and taken out one by one."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.application.form_fields import WIDE, field_stops, make_plain_field, put_in_order
from desktop_app.gui.fields import Field
from desktop_app.gui.forms import Form
from desktop_app.gui.parts import button, label
from desktop_app.gui.scrolling import bring_into_sight
from desktop_app.gui.theme import GRID
from desktop_app.rules.application_forms import MOST_ROWS, FormField

PER_ROW = 3
ADD, REMOVE = "添加一行", "删除这一行"


class RowsField(Field):
    """Its value is a list with the values of each row by the names of the columns; empty ones are left out."""

    def __init__(self, name: str, title: str, columns: Sequence[FormField], *, required: bool) -> None:
        self._columns = tuple(columns)
        self.rows: list[_Row] = []
        self._made = 0
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self.add_row = button(f"{name}.add", f"{ADD}：{title}", icon="add")
        self.add_row.setText(ADD)
        self._column.addWidget(self.add_row, 0, Qt.AlignmentFlag.AlignLeft)
        super().__init__(name, title, whole, required=required)
        self.add_row.clicked.connect(self._add_and_go)
        self.add_row.installEventFilter(self)

    @property
    @override
    def value(self) -> list[dict[str, Any]]:
        return [found for row in self.rows if (found := row.values())]

    @override
    def set_value(self, value: Any) -> None:
        while self.rows:
            self._drop(self.rows[-1])
        for values in value or ():
            self._add(values)
        self._renumber()

    @override
    def focus(self) -> None:
        if self.rows:
            self.rows[0].focus()
        else:
            self.add_row.setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_sight(self)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab stops at, in the order it is read."""
        return [*(stop for row in self.rows for stop in row.stops), self.add_row]

    def _add_and_go(self) -> None:
        if len(self.rows) < MOST_ROWS:
            self._add({})
            self._renumber()
            self.edited.emit()
            self.rows[-1].focus()

    def _add(self, values: dict[str, Any]) -> None:
        self._made += 1
        row = _Row(f"{self.name}.{self._made}", self._columns, values)
        self._column.insertWidget(len(self.rows), row)
        row.show()  # the layout would do so only later, and the cursor goes there now
        self.rows.append(row)
        row.form.edited.connect(self.edited)

        def remove() -> None:
            self._remove(row)

        row.remove.clicked.connect(remove)
        row.remove.installEventFilter(self)

    def _remove(self, row: "_Row") -> None:
        self.add_row.setFocus(Qt.FocusReason.OtherFocusReason)  # before the focused button goes
        self._drop(row)
        self._renumber()
        self.edited.emit()

    def _drop(self, row: "_Row") -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _renumber(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            row.say_number(number)
        self.add_row.setEnabled(len(self.rows) < MOST_ROWS)
        put_in_order(self.editor, self.stops)


class _Row(QFrame):
    """The fields of one row under its number."""

    def __init__(self, name: str, columns: Sequence[FormField], values: dict[str, Any]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.form = Form()
        self.form.rows.setSpacing(GRID)
        self._number = label("", "note")
        self.remove: QPushButton = button(f"{name}.remove", REMOVE, kind="quiet")
        self._fields = {
            column.name: make_plain_field(f"{name}.c{at}", column) for at, column in enumerate(columns)
        }
        line: list[Field] = []
        for column in columns:
            if column.kind in WIDE or column.lines > 1:
                self._add_line(line)
                line = []
                self.form.add(self._fields[column.name])
                continue
            line.append(self._fields[column.name])
            if len(line) == PER_ROW:
                self._add_line(line)
                line = []
        self._add_line(line)
        for field_name, value in values.items():
            if field_name in self._fields:
                self._fields[field_name].set_value(value)
        head = QHBoxLayout()
        head.addWidget(self._number, 1)
        head.addWidget(self.remove)
        column_of_row = QVBoxLayout(self)
        column_of_row.setContentsMargins(GRID, GRID // 2, GRID, GRID)
        column_of_row.setSpacing(GRID // 2)
        column_of_row.addLayout(head)
        column_of_row.addWidget(self.form)

    def values(self) -> dict[str, Any]:
        """What is filled in."""
        found = {name: field.value for name, field in self._fields.items()}
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    @property
    def stops(self) -> list[QWidget]:
        """The fields, then the button that takes the row out."""
        return [*(stop for field in self._fields.values() for stop in field_stops(field)), self.remove]

    def focus(self) -> None:
        """The cursor into the first field."""
        next(iter(self._fields.values())).focus()

    def say_number(self, number: int) -> None:
        """Which row it is."""
        self._number.setText(f"第 {number} 行")
        self.remove.setAccessibleName(f"删除第 {number} 行")

    def _add_line(self, fields: list[Field]) -> None:
        if fields:
            self.form.add(*fields)
