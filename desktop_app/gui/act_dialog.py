"""The dialog every act asks its few questions with."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import MessageBar, button, label
from desktop_app.gui.theme import GRID, Tone


class ActDialog(QDialog):
    """A question with one way on and one way back; Ctrl+Enter goes on, Esc goes back and loses only this dialog."""

    def __init__(self, name: str, title: str, way_on: str, parent: QWidget, *, kind: str = "primary") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        set_names(self, name, title)
        self.setMinimumWidth(theme.px(560))
        self.message = MessageBar(name)
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID * 2)
        self.way_on = button(f"{name}.confirm", way_on, key="Ctrl+Return", kind=kind)
        self.way_on.setText(f"{way_on}  Ctrl+回车")
        self.way_on.setShortcut("Ctrl+Return")
        self.way_back = button(f"{name}.cancel", "返回", key="Esc")
        self.way_on.clicked.connect(self._go_on)
        self.way_back.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.way_back)
        foot.addWidget(self.way_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addWidget(label(title, "title"))
        column.addWidget(self.message)
        column.addLayout(self.body, 1)
        column.addLayout(foot)

    def find_fault(self) -> str:
        """What is missing, as a sentence; empty where the dialog is complete."""
        return ""

    def _go_on(self) -> None:
        fault = self.find_fault()
        if fault:
            self.message.say(fault, Tone.BAD)
        else:
            self.accept()
