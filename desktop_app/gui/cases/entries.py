"""Entries under each other, each with a heading, a line of facts and words of any length: process, clocks, opinions."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import label
from desktop_app.gui.scrolling import dress, show_in
from desktop_app.gui.theme import GRID, Tone


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `facts` and `text` may be empty."""

    heading: str
    facts: str = ""
    text: str = ""
    tone: Tone = Tone.NEUTRAL


class Entries(QScrollArea):
    """A list to be read; keeps its place when shown anew, its words can be marked and copied."""

    def __init__(self, name: str, title: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, name, title)
        self._nothing = nothing
        self.shown: tuple[Entry, ...] = ()
        dress(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_entries(())

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these, or the sentence that says there are none."""
        place = self.verticalScrollBar().value()
        self.shown = tuple(entries)
        content = QWidget()
        content.setObjectName(f"{self.objectName()}_content")
        column = QVBoxLayout(content)
        column.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        column.setSpacing(GRID * 2)
        for entry in entries:
            column.addLayout(_block(entry))
        if not entries:
            column.addWidget(label(self._nothing, "subtitle", wrap=True))
        column.addStretch(1)
        self.setAccessibleDescription("；".join(f"{entry.heading} {entry.text}" for entry in entries))
        show_in(self, content)
        self.verticalScrollBar().setValue(place)


def _block(entry: Entry) -> QVBoxLayout:
    block = QVBoxLayout()
    block.setSpacing(GRID // 4)
    heading = label(entry.heading, "strong", wrap=True)
    theme.set_style(heading, tone="" if entry.tone is Tone.NEUTRAL else entry.tone.value)
    parts = [heading]
    parts += [label(entry.facts, "note", wrap=True)] if entry.facts else []
    parts += [label(entry.text, wrap=True)] if entry.text else []
    for part in parts:
        part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        part.setTextFormat(Qt.TextFormat.PlainText)
        block.addWidget(part)
    return block
