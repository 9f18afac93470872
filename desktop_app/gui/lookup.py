"""A field that finds while one types: a division among hundreds of thousands, a department in a large tree, a matter."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView
from typing_extensions import override

from desktop_app.gui.fields import Field, LineEdit, set_names
from desktop_app.gui.jobs import Jobs

if TYPE_CHECKING:
    from desktop_app.services.work import Work

TYPING_PAUSE_MS = 150
MOST_SHOWN = 10
NOTHING = "没有找到，请换一个说法。"
UNSETTLED = "请从列表中选择{title}：输入几个字，按 ↓ 选择，回车确定。"


class Choice(NamedTuple):
    """One line of the list under the field: the key that is its value, and the words people see."""

    key: str
    text: str


Find = Callable[["Work", str], Sequence[Choice]]


class LookupField(Field):
    """Typing shows what may be meant; Enter takes the marked line; the value is its key, empty while none is taken."""

    taken = Signal(str)
    """The key of the line a person took."""

    def __init__(
        self, name: str, title: str, jobs: Jobs, find: Find, *, placeholder: str = "", required: bool = False
    ) -> None:
        self.line = LineEdit(100)
        self.line.setPlaceholderText(placeholder)
        self.line.setClearButtonEnabled(True)
        self._jobs = jobs
        self._find = find
        self._key = ""
        self._wants_first = False
        self._keys: dict[str, str] = {}
        self._model = QStringListModel()
        self.choices = QListView()
        set_names(self.choices, f"{name}.choices", f"{title}：可选项")
        self.completer = QCompleter(self._model)
        super().__init__(name, title, self.line, required=required)
        self.completer.setParent(self)
        self._model.setParent(self)
        self.completer.setPopup(self.choices)
        self.completer.setWidget(self.line)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(MOST_SHOWN)
        self.completer.activated.connect(self._take)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.line.textEdited.connect(self._note_typing)

    @property
    @override
    def value(self) -> str:
        return self._key

    @override
    def set_value(self, value: Any) -> None:
        """Only nothing can be set without its words; see `set_choice`."""
        if not value:
            self.set_choice(Choice("", ""))

    def set_choice(self, choice: Choice) -> None:
        """Fill it in."""
        self._pause.stop()
        self._key = choice.key
        self.line.setText(choice.text)
        self.line.setCursorPosition(0)

    @property
    def is_unsettled(self) -> bool:
        """Whether something is typed that nobody has chosen from the list."""
        return bool(self.line.text().strip()) and not self._key

    def ask_to_choose(self) -> None:
        """Say under the field how to choose, with the cursor in it."""
        self.show_error(UNSETTLED.format(title=self.title))
        self.focus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter before the list is there takes the best line when it comes; Down asks for the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.line:
            if self.is_unsettled and self._ends_field(event):
                self._wants_first = True
                self._look()
                return True
            if event.key() == Qt.Key.Key_Down and self.line.text().strip():
                self._look()
                return True
        return super().eventFilter(watched, event)

    def _note_typing(self) -> None:
        self._key = ""
        self._wants_first = False
        self.clear_note()
        self.choices.hide()
        self._pause.start()
        self.edited.emit()

    def _look(self) -> None:
        self._pause.stop()
        text = self.line.text().strip()
        if text:
            self._jobs.read(self, self._find, text, then=lambda found: self._show(text, found))

    def _show(self, text: str, found: Sequence[Choice]) -> None:
        if text != self.line.text().strip():
            return
        self._keys = {choice.text: choice.key for choice in found}
        self._model.setStringList(list(self._keys))
        if not found:
            self.show_warning(NOTHING)
        elif self._wants_first:
            self._take(found[0].text)
        elif self.line.hasFocus():
            self.completer.complete()
            self.choices.setCurrentIndex(self.completer.completionModel().index(0, 0))
        self._wants_first = False

    def _take(self, text: str) -> None:
        key = self._keys[text]
        self.clear_note()
        self.set_choice(Choice(key, text))
        self.edited.emit()
        self.taken.emit(key)
