"""Figures over a list: large enough to be read from three metres, and each one a way to the rows behind it."""

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import label
from desktop_app.gui.theme import GRID, Tone

NOT_YET = "—"
ROUNDED_FROM = 100_000


class FigureButton(QPushButton):
    """One figure with its word and shape; checked while the list shows what is behind it."""

    def __init__(
        self, name: str, title: str, shape: str = "", note: str = "", tone: Tone = Tone.NEUTRAL
    ) -> None:
        super().__init__()
        self._title = title
        set_names(self, name, title)
        self.setCheckable(True)
        self.setProperty("kind", "figure")
        self._number = label(NOT_YET, "figure")
        words = label(f"{shape} {title}".strip(), "strong")
        theme.set_style(self._number, tone=tone.value)
        theme.set_style(words, tone=tone.value)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(words)
        if note:
            column.addWidget(label(note, "note"))
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID + GRID // 2, 0, GRID // 2, 0)
        row.setSpacing(GRID + GRID // 2)
        row.addWidget(self._number)
        row.addLayout(column, 1)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def least_width(self) -> int:
        """Pixels in which figure and word are whole."""
        row = self.layout()
        return row.minimumSize().width() if row is not None else 0

    @property
    def text_shown(self) -> str:
        """The figure."""
        return self._number.text()

    def show_count(self, count: int) -> None:
        """Show a number; a very large one rounded, with the whole of it on hovering."""
        exact = f"{count:,}"
        self._number.setText(exact if count < ROUNDED_FROM else f"{count / 10_000:.1f} 万")
        self.setToolTip(f"{self._title} {exact}")
        self.setAccessibleName(f"{self._title} {exact}")

    def show_text(self, text: str) -> None:
        """Show a share, or a dash."""
        self._number.setText(text)
        self.setAccessibleName(f"{self._title} {text}")


class FigureRow(QWidget):
    """Figures side by side, all of one width; those that find no room go into further rows of equal length."""

    def __init__(self, *figures: FigureButton) -> None:
        super().__init__()
        self._figures = figures
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID * 2)
        self._arrange(len(figures))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest = max(figure.least_width for figure in self._figures) + self._grid.spacing()
        fitting = max(1, (event.size().width() + self._grid.spacing()) // widest)
        rows = math.ceil(len(self._figures) / fitting)
        self._arrange(math.ceil(len(self._figures) / rows))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, figure in enumerate(self._figures):
            self._grid.addWidget(figure, at // columns, at % columns)
        for column in range(len(self._figures)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
