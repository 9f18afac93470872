"""What the check of the whole database found: one item under the other, with the whole sentence."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import label
from desktop_app.gui.scrolling import dress, show_in
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.health import CheckItem


class CheckList(QScrollArea):
    """Items with a shape and a word; those that need attention come first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, "office.checks", "系统检查结果")
        dress(self)
        self.items: tuple[CheckItem, ...] = ()

    def say(self, text: str) -> None:
        """Show a sentence instead of findings."""
        self.items = ()
        column = self._begin()
        column.addWidget(label(text, "subtitle", wrap=True))
        column.addStretch(1)

    def show_items(self, items: Sequence[CheckItem]) -> None:
        """Show what was found."""
        self.items = tuple(sorted(items, key=lambda item: item.is_sound))
        column = self._begin()
        for item in self.items:
            column.addLayout(_item(item))
        column.addStretch(1)

    def _begin(self) -> QVBoxLayout:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID + GRID // 2)
        show_in(self, content)
        return column


def _item(item: CheckItem) -> QVBoxLayout:
    verdict = label("✓ 正常" if item.is_sound else "▲ 注意")
    theme.set_style(verdict, tone=(Tone.GOOD if item.is_sound else Tone.WARNING).value)
    head = QHBoxLayout()
    head.addWidget(label(item.label, "strong"))
    head.addStretch(1)
    head.addWidget(verdict)
    lines = QVBoxLayout()
    lines.setSpacing(0)
    lines.addLayout(head)
    lines.addWidget(label(item.finding, "subtitle", wrap=True))
    return lines
