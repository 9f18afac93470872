"""Forms: labelled fields with their error or warning underneath, Enter to the next, values that survive as drafts."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.theme import GRID
from models.enums import LabelledEnum

if TYPE_CHECKING:
    from desktop_app.gui.page import Page

DATE_FORMAT = "yyyy-MM-dd"
DRAFT_PAUSE_MS = 800
"""After the last keystroke: what was typed is then kept in the database."""


def set_names(widget: QWidget, name: str, accessible_name: str) -> None:
    """Give a control its stable name (`cases.applicant_name`) and the name a screen reader says (`申请人姓名`)."""
    widget.setObjectName(name)
    widget.setAccessibleName(accessible_name)


def one_line(text: str) -> str:
    """Pasted text for a single line: line breaks and control characters become one space, ends are trimmed."""
    spaced = "".join(" " if unicodedata.category(mark) in ("Cc", "Zl", "Zp") else mark for mark in text)
    return " ".join(spaced.split(" ")).strip() if spaced != text else text.strip()


class LineEdit(QLineEdit):
    """A line that cleans what is pasted, and whose Esc leaves what was typed."""

    def __init__(self, max_length: int = 200, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(max_length)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.insert(one_line(QGuiApplication.clipboard().text()))
        else:
            super().keyPressEvent(event)


class LinesEdit(QPlainTextEdit):
    """Several lines of plain text up to a length; Tab leaves it."""

    def __init__(self, max_length: int = 2000, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._max_length = max_length
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._keep_length)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text())

    def _keep_length(self) -> None:
        text = self.toPlainText()
        if len(text) > self._max_length:
            cursor = self.textCursor()
            place = min(cursor.position(), self._max_length)
            self.setPlainText(text[: self._max_length])
            cursor.setPosition(place)
            self.setTextCursor(cursor)


class Field(QWidget):
    """A label over an editor over a note; the value is plain JSON data."""

    edited = Signal()
    """A person changed the value."""

    def __init__(self, name: str, title: str, editor: QWidget, *, required: bool = False) -> None:
        super().__init__()
        self.name = name
        self.title = title
        self.is_required = required
        self.editor = editor
        set_names(editor, name, title)
        self.label = QLabel(f"{title} *" if required else title)
        self.label.setProperty("kind", "field")
        self.label.setBuddy(editor)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("kind", "note")
        self.note.setObjectName(f"{name}.note")
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.label)
        column.addWidget(editor)
        column.addWidget(self.note)
        editor.installEventFilter(self)

    @property
    def key(self) -> str:
        """The last part of the name: the key of the value."""
        return self.name.rpartition(".")[2]

    @property
    def value(self) -> Any:
        """What is filled in."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Fill it in."""
        raise NotImplementedError

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in."""
        return not self.value

    def show_error(self, text: str) -> None:
        """Say under the field what is wrong with it."""
        self._say(text, "bad", "■")

    def show_warning(self, text: str) -> None:
        """Say under the field what is to be noticed."""
        self._say(text, "warning", "▲")

    def show_hint(self, text: str) -> None:
        """Say under the field what helps to fill it."""
        self._say(text, "muted", "")

    def clear_note(self) -> None:
        """Put away what was said under the field."""
        self.note.hide()
        self.note.clear()
        self.editor.setAccessibleDescription("")
        theme.set_style(self.editor, tone="")

    def focus(self) -> None:
        """Put the cursor into the field."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._ends_field(event):
            self.focusNextChild()
            return True
        return super().eventFilter(watched, event)

    def _ends_field(self, event: QKeyEvent) -> bool:
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()

    def _say(self, text: str, tone: str, shape: str) -> None:
        self.note.setText(f"{shape} {text}".strip())
        theme.set_style(self.note, tone=tone)
        theme.set_style(self.editor, tone=tone if tone != "muted" else "")
        self.editor.setAccessibleDescription(text)
        self.note.show()


class TextField(Field):
    """One line of text."""

    def __init__(
        self, name: str, title: str, *, max_length: int = 200, placeholder: str = "", required: bool = False
    ) -> None:
        self.line = LineEdit(max_length)
        self.line.setPlaceholderText(placeholder)
        super().__init__(name, title, self.line, required=required)
        self.line.textEdited.connect(self.edited)

    @property
    @override
    def value(self) -> str:
        return self.line.text().strip()

    @override
    def set_value(self, value: Any) -> None:
        self.line.setText(str(value or ""))


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
    ) -> None:
        self.lines = LinesEdit(max_length)
        self.lines.setPlaceholderText(placeholder)
        self.lines.setMinimumHeight(self.lines.fontMetrics().lineSpacing() * lines + GRID * 2)
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
        self, name: str, title: str, choices: Iterable[LabelledEnum] | Iterable[tuple[str, str]]
    ) -> None:
        group = QWidget()
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
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


class Form(QWidget):
    """Fields in reading order; Enter goes from one to the next."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(GRID * 2)

    def add(self, *fields: Field) -> None:
        """One row of fields, side by side."""
        row = QHBoxLayout()
        row.setSpacing(GRID * 2)
        for field in fields:
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self.fields[field.key] = field
            field.edited.connect(self.edited)
        self.rows.addLayout(row)

    def values(self) -> dict[str, Any]:
        """What is filled in, by key: plain JSON data."""
        return {key: field.value for key, field in self.fields.items()}

    def restore(self, values: Mapping[str, Any]) -> None:
        """Fill in what was kept; keys of another version of the form are passed over."""
        for key, value in values.items():
            if key in self.fields:
                self.fields[key].set_value(value)

    def clear(self) -> None:
        """Empty every field."""
        for field in self.fields.values():
            field.set_value("")
            field.clear_note()

    def clear_notes(self) -> None:
        """Put away what was said under the fields."""
        for field in self.fields.values():
            field.clear_note()

    def find_gap(self) -> Field | None:
        """The first required field left empty, with its error shown and the cursor in it; `None` where all are filled."""
        gaps = [field for field in self.fields.values() if field.is_required and field.is_empty]
        for field in gaps:
            field.show_error(f"请填写{field.title}")
        if gaps:
            gaps[0].focus()
            return gaps[0]
        return None


class DraftKeeper(QObject):
    """Keeps what is typed: 800 ms after the last keystroke into the database, back again when the page opens.

    `values` gives plain JSON data, `restore` takes it back. Connect what is typed to `touch`.
    """

    restored = Signal()

    def __init__(
        self,
        page: "Page",
        form_name: str,
        values: Callable[[], dict[str, Any]],
        restore: Callable[[dict[str, Any]], object],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._form_name = form_name
        self._values = values
        self._restore = restore
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_PAUSE_MS)
        self._timer.timeout.connect(self.flush)

    def open(self) -> None:
        """Fetch what was kept the last time; typing begun meanwhile wins."""
        from desktop_app.services.drafts import get_draft

        self._page.jobs.read(self, get_draft, self._form_name, then=self._take)

    def touch(self) -> None:
        """Something was typed."""
        self._timer.start()

    def flush(self) -> None:
        """Keep it now."""
        from desktop_app.services.drafts import save_draft

        self._timer.stop()
        self._page.jobs.change(self, save_draft, self._form_name, self._values(), then=lambda _: None)

    def stop(self) -> None:
        """The form is on its way out: nothing more is to be kept (`discard_draft` goes with the change itself)."""
        self._timer.stop()

    def discard(self) -> None:
        """Forget what was kept."""
        from desktop_app.services.drafts import discard_draft

        self._timer.stop()
        self._page.jobs.change(self, discard_draft, self._form_name, then=lambda _: None)

    def _take(self, draft: dict[str, Any] | None) -> None:
        if draft and not self._timer.isActive():
            self._restore(draft)
            self.restored.emit()
