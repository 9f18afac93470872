"""Forms: fields in reading order, Enter to the next, values that survive as drafts, dialogs that lose nothing."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.choices import DATE_FORMAT, ChecksField, ChoiceField, DateField, LinesEdit, LinesField
from desktop_app.gui.fields import Field, LineEdit, TextField, one_line, set_names
from desktop_app.gui.scrolling import keep_on_screen
from desktop_app.gui.theme import GRID

if TYPE_CHECKING:
    from desktop_app.gui.page import Page

__all__ = [
    "DATE_FORMAT",
    "ChecksField",
    "ChoiceField",
    "DateField",
    "DraftKeeper",
    "Field",
    "Form",
    "FormDialog",
    "LineEdit",
    "LinesEdit",
    "LinesField",
    "TextField",
    "one_line",
    "set_names",
]

DRAFT_PAUSE_MS = 800
"""After the last keystroke: what was typed is then kept in the database."""
UNSAVED = "已填内容尚未保存。要继续请接着填写；确要放弃请点“放弃”。"


NARROW = 400
"""Pixels at 100 %: a form below this width puts its fields under each other, unless it says otherwise."""


class Form(QWidget):
    """Fields in reading order, of the same width in a row; Enter goes from one to the next."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.narrow = NARROW
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(GRID * 2)

    def add(self, *fields: Field) -> None:
        """One row of fields, side by side."""
        row = QHBoxLayout()
        row.setSpacing(GRID * 2)
        for field in fields:
            field.setSizePolicy(QSizePolicy.Policy.Ignored, field.sizePolicy().verticalPolicy())
            field.label.setWordWrap(True)
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self.fields[field.key] = field
            field.edited.connect(self.edited)
        self.rows.addLayout(row)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large type on a small screen: fields go under each other before anything is cut off."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < theme.px(self.narrow)
        for row in self.rows.children():
            if isinstance(row, QBoxLayout):
                row.setDirection(
                    QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
                )

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


class FormDialog(QDialog):
    """A dialog around a form: Esc closes it only while nothing was typed, else it says so and keeps everything."""

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_edited = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.edited.connect(self._note_edit)

    @abstractmethod
    def say(self, text: str) -> None:
        """Show a sentence in the dialog."""

    def discard(self) -> None:
        """Close, whatever was typed: it is saved, or a person gave it up."""
        self._is_edited = False
        self.close()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A form that grows while it is open takes its buttons along into sight."""
        super().resizeEvent(event)
        keep_on_screen(self)

    @override
    def reject(self) -> None:
        if self._is_edited:
            self.say(UNSAVED)
        else:
            super().reject()

    def _note_edit(self) -> None:
        self._is_edited = True


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
        page.installEventFilter(self)
        app = QCoreApplication.instance()
        if app is not None:  # afterwards the widgets go one by one, in no order
            app.aboutToQuit.connect(self._flush_rest)

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

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A page that goes out of sight, at sign-out or at the program's end, keeps what is not kept yet."""
        if event.type() == QEvent.Type.Hide and isValid(self._page):
            self._flush_rest()
        return super().eventFilter(watched, event)

    def _flush_rest(self) -> None:
        if self._timer.isActive():
            self.flush()

    def _take(self, draft: dict[str, Any] | None) -> None:
        if draft and not self._timer.isActive():
            self._restore(draft)
            self.restored.emit()
