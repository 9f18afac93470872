"""Fields: an editor with its label above and its error or warning underneath; the value is plain JSON data."""

import re
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.scrolling import bring_into_sight
from desktop_app.gui.theme import GRID

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def set_names(widget: QWidget, name: str, accessible_name: str) -> None:
    """Give a control its stable name (`cases.applicant_name`) and the name a screen reader says (`申请人姓名`)."""
    widget.setObjectName(name)
    widget.setAccessibleName(accessible_name)


def one_line(text: str) -> str:
    """Pasted text for a single line: line breaks and control characters become one space, ends are trimmed."""
    return _BREAKS.sub(" ", text).strip()


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


class Field(QWidget):
    """A label over an editor over a note; the value is plain JSON data."""

    edited = Signal()
    """A person changed the value."""

    def __init__(self, name: str, title: str, editor: QWidget, *, required: bool = False) -> None:
        super().__init__()
        self.name = name
        self.title = title
        self.is_required = required
        self._submit: Callable[[], object] | None = None
        self._has_error = False
        self.editor = editor
        set_names(editor, name, title)
        self.label = QLabel(f"{title} *" if required else title)
        self.label.setProperty("kind", "field")
        self.label.setBuddy(editor)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
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
        self.edited.connect(self._put_error_away)

    @property
    def key(self) -> str:
        """The last part of the name: the key of the value."""
        return self.name.rpartition(".")[2]

    @property
    @abstractmethod
    def value(self) -> Any:
        """What is filled in."""

    @abstractmethod
    def set_value(self, value: Any) -> None:
        """Fill it in."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in."""
        return not self.value

    def ask_as(self, title: str, *, required: bool) -> None:
        """Ask for something else from now on, or no longer insist: label, spoken name and errors follow."""
        self.title = title
        self.is_required = required
        self.label.setText(f"{title} *" if required else title)
        self.editor.setAccessibleName(title)

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
        self._has_error = False
        self.note.hide()
        self.note.clear()
        self.editor.setAccessibleDescription("")
        theme.set_style(self.editor, tone="")

    def submit_on_enter(self, then: Callable[[], object]) -> None:
        """The last field of a form: Enter in it does this instead of going on."""
        self._submit = then

    def focus(self) -> None:
        """Put the cursor into the field."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._ends_field(event):
            if isinstance(watched, QPushButton) and self.is_required and self.is_empty:  # a list: add to it
                watched.click()
            elif self._submit is None:
                self.focusNextChild()
            else:
                self._submit()
            return True
        return super().eventFilter(watched, event)

    def _ends_field(self, event: QKeyEvent) -> bool:
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()

    def _put_error_away(self) -> None:
        """What was wrong is being mended: the next look tells whether it is."""
        if self._has_error:
            self.clear_note()

    def _say(self, text: str, tone: str, shape: str) -> None:
        self._has_error = tone == "bad"
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
