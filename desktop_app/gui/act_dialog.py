"""The dialog every act asks its few questions with."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import FAILURE, MessageBar, button, label
from desktop_app.gui.scrolling import keep_on_screen
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError

USUAL_WIDTH = 560
UNSENT = "填写的内容还没有提交。继续请接着填写；确要放弃，按回车返回。"


class ActDialog(QDialog):
    """A question with one way on and one way back: Ctrl+Enter goes on; Esc goes back, but never past typed words."""

    _words_at_first: list[str] | None = None
    """What was filled in when it opened; of the class too, for Qt closes a dialog whose Python half is gone already."""

    def __init__(self, name: str, title: str, way_on: str, parent: QWidget, *, kind: str = "primary") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        set_names(self, name, title)
        self.widen(USUAL_WIDTH)
        self.message = MessageBar(name)
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID * 2)
        self.way_on = button(f"{name}.confirm", way_on, key="Ctrl+Return", kind=kind)
        self.way_on.setText(f"{way_on}  Ctrl+回车")
        for key in (
            "Ctrl+Return",
            "Ctrl+Enter",
        ):  # a button's own shortcut acts only a tenth of a second later
            QShortcut(QKeySequence(key), self).activated.connect(self.way_on.click)
        self.way_back = button(f"{name}.cancel", "返回", key="Esc")
        self.way_on.clicked.connect(self._go_on)
        self.way_back.clicked.connect(self.give_up)
        self._send: Callable[[], object] | None = None
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.way_back)
        foot.addWidget(self.way_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addWidget(label(title, "title", wrap=True))
        column.addWidget(self.message)
        column.addLayout(self.body, 1)
        column.addLayout(foot)

    def widen(self, pixels: int) -> None:
        """At least this wide at 100 %, within the window behind."""
        behind = self.parentWidget()
        room = behind.window().width() - GRID * 4 if behind is not None else theme.px(pixels)
        self.setMinimumWidth(min(theme.px(pixels), room))

    def ask(self, send: Callable[[], object]) -> None:
        """Open; `send` takes a complete answer on its way, and the dialog stays until it is accepted or given up."""
        self._send = send
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.open()

    def give_up(self) -> None:
        """Close, whatever was typed."""
        super().reject()

    def show_refusal(self, error: ServiceError) -> None:
        """Say why the answer was refused; it stays as it was typed."""
        self.message.say(sentence(error), Tone.BAD)

    def job_failed(self) -> None:
        """The answer met a bug; it stays as it was typed."""
        self.message.say(FAILURE, Tone.BAD)

    def find_fault(self) -> str:
        """What is missing, as a sentence; empty where the dialog is complete."""
        return ""

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """The buttons come last in the order of Tab, and the first question has the cursor."""
        super().showEvent(event)
        if self._words_at_first is not None:
            return
        self._words_at_first = self._words()
        editors = list(self._editors())
        if editors:
            QWidget.setTabOrder(editors[-1], self.way_back)
            QWidget.setTabOrder(self.way_back, self.way_on)
            shown = [editor for editor in editors if editor.isVisibleTo(self)]
            first = next(
                (editor for editor in shown if not _is_read_only(editor)), shown[0] if shown else None
            )
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A question that grows while it is open takes its buttons along into sight."""
        super().resizeEvent(event)
        keep_on_screen(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        focused = self.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if is_enter and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    @override
    def reject(self) -> None:
        """Esc: typed words are not thrown away by one key."""
        if self._words_at_first is not None and self._words() != self._words_at_first:
            self.message.say(UNSENT, Tone.WARNING)
            self.way_back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.give_up()

    def _go_on(self) -> None:
        fault = self.find_fault()
        if fault:
            self.message.say(fault, Tone.BAD)
        elif self._send is None:
            self.accept()
        else:
            self.message.clear()
            self._send()

    def _words(self) -> list[str]:
        """Everything a person can type into."""
        lines = [line.text() for line in self.findChildren(QLineEdit)]
        return lines + [block.toPlainText() for block in self.findChildren(QPlainTextEdit)]

    def _editors(self) -> Iterator[QWidget]:
        """What Tab reaches before the two ways out, in its order; fields that come into sight later among them.

        Never by `nextInFocusChain`: PySide6 takes what that returns for a child of what was asked, so that the dialog
        would belong to its own last button, and Python's collector would clear it away while it is open.
        """
        for part in self.findChildren(QWidget):
            takes_tab = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.window() is self
            if takes_tab and not isinstance(part, QPushButton | QScrollArea):
                yield part


def _is_read_only(editor: QWidget) -> bool:
    return isinstance(editor, QLineEdit | QPlainTextEdit) and editor.isReadOnly()
