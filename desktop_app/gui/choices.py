"""Fields beyond one line of text: several lines, one or many of a closed set, a date."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QDate, QMimeData, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.fields import Field, set_names
from desktop_app.gui.flow import Flow
from desktop_app.gui.theme import GRID
from desktop_app.rules.texts import is_unprintable
from models.enums import LabelledEnum

DATE_FORMAT = "yyyy-MM-dd"


class LinesEdit(QPlainTextEdit):
    """Several lines of plain text up to a length; Tab leaves it."""

    def __init__(self, max_length: int = 2000, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._max_length = max_length
        self._rows: tuple[int, int] | None = None
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._keep_length)

    def grow(self, least: int, most: int) -> None:
        """From now on as high as the text, within these numbers of lines."""
        self._rows = (least, most)
        self.textChanged.connect(self._suit)
        self._suit()

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        self._suit()

    def _suit(self) -> None:
        if self._rows is not None:
            least, most = self._rows
            rows = max(least, min(most, int(self.document().size().height())))
            self.setFixedHeight(self.fontMetrics().lineSpacing() * rows + GRID * 3)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted text without what is never kept: control characters and halves of characters."""
        self.insertPlainText(
            "".join(each for each in source.text() if each == "\r" or not is_unprintable(each))
        )

    def _keep_length(self) -> None:
        text = self.toPlainText()
        if len(text) > self._max_length:
            cursor = self.textCursor()
            place = min(cursor.position(), self._max_length)
            self.setPlainText(text[: self._max_length])
            cursor.setPosition(place)
            self.setTextCursor(cursor)


class LinesField(Field):
    """Several lines of text; Enter makes a new line, Ctrl+Enter goes on."""

    def __init__(
        self,
        name: str,
        title: str,
        *,
        max_length: int = 2000,
        lines: int = 4,
        placeholder: str = "",
        required: bool = False,
        most_lines: int = 0,
    ) -> None:
        """`most_lines` lets the field grow with its text up to so many lines."""
        self.lines = LinesEdit(max_length)
        self.lines.setPlaceholderText(placeholder)
        self.lines.setMinimumHeight(self.lines.fontMetrics().lineSpacing() * lines + GRID * 2)
        if most_lines:
            self.lines.grow(lines, most_lines)
        super().__init__(name, title, self.lines, required=required)
        self.lines.textChanged.connect(self.edited)

    @property
    @override
    def value(self) -> str:
        return self.lines.toPlainText().strip()

    @override
    def set_value(self, value: Any) -> None:
        self.lines.setPlainText(str(value or ""))

    @override
    def _ends_field(self, event: QKeyEvent) -> bool:
        return (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        )


class ChoiceField(Field):
    """One of a closed set: members of a LabelledEnum, or `(value, label)` pairs."""

    def __init__(
        self,
        name: str,
        title: str,
        choices: Iterable[LabelledEnum] | Iterable[tuple[str, str]],
        *,
        empty: str = "",
        required: bool = False,
    ) -> None:
        self.combo = QComboBox()
        if empty:
            self.combo.addItem(empty, "")
        for choice in choices:
            value, text = (choice.value, choice.label) if isinstance(choice, LabelledEnum) else choice
            self.combo.addItem(text, value)
        super().__init__(name, title, self.combo, required=required)
        self.combo.activated.connect(self.edited)

    @property
    @override
    def value(self) -> str:
        return str(self.combo.currentData() or "")

    @override
    def set_value(self, value: Any) -> None:
        at = self.combo.findData(str(value or ""))
        if at >= 0:
            self.combo.setCurrentIndex(at)


class DateField(Field):
    """A date, `2026-11-20`; its value is that text."""

    def __init__(self, name: str, title: str, *, required: bool = False) -> None:
        self.date = QDateEdit(QDate.currentDate())
        self.date.setDisplayFormat(DATE_FORMAT)
        self.date.setCalendarPopup(True)
        super().__init__(name, title, self.date, required=required)
        self.date.userDateChanged.connect(self.edited)

    @property
    @override
    def value(self) -> str:
        return self.date.date().toString(DATE_FORMAT)

    @override
    def set_value(self, value: Any) -> None:
        day = QDate.fromString(str(value or ""), DATE_FORMAT)
        if day.isValid():
            self.date.setDate(day)


class ChecksField(Field):
    """Any number of a closed set; its value is the list of those ticked."""

    def __init__(
        self,
        name: str,
        title: str,
        choices: Iterable[LabelledEnum] | Iterable[tuple[str, str]],
        *,
        in_columns: bool = False,
    ) -> None:
        group = QWidget()
        column = Flow(in_columns=True) if in_columns else QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        group.setLayout(column)
        self.boxes: dict[str, QCheckBox] = {}
        for choice in choices:
            value, text = (choice.value, choice.label) if isinstance(choice, LabelledEnum) else choice
            box = self.boxes[value] = QCheckBox(text)
            set_names(box, f"{name}.{value}", text)
            column.addWidget(box)
        super().__init__(name, title, group)
        for box in self.boxes.values():
            box.clicked.connect(self.edited)
            box.installEventFilter(self)

    @property
    @override
    def value(self) -> list[str]:
        return [value for value, box in self.boxes.items() if box.isChecked()]

    @override
    def set_value(self, value: Any) -> None:
        ticked: Sequence[str] = value or ()
        for name, box in self.boxes.items():
            box.setChecked(name in ticked)
