"""The shares of the ratings, each beside its formula and its two numbers."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.page import label
from desktop_app.gui.theme import GRID
from desktop_app.rules.reviews import Rate

BASIS = "口径：按全部评价邀请计算；未评价、等待评价不计入好评率、满意率和差评率。"
WIDE = 900
"""Pixels at 100 %: from here on two shares stand side by side."""


class SharesCard(QFrame):
    """One share a line, or two where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._lines: list[tuple[QLabel, QLabel, QLabel]] = []
        self._is_wide = False
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID * 3)
        self._grid.setVerticalSpacing(GRID // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(self._grid)
        column.addWidget(label(BASIS, "note", wrap=True))

    @property
    def text(self) -> str:
        """What it says, one share a line."""
        return "\n".join("　".join(part.text() for part in line) for line in self._lines)

    def show_shares(self, shares: Sequence[Rate], unrated: int, waiting: int) -> None:
        """Show the shares, and apart from them the services without a rating."""
        texts = [(rate.label, rate.text, f"{rate.formula} = {rate.part} ÷ {rate.whole}") for rate in shares]
        texts.append(("未评价", str(unrated), "邀请后没有作答，不计入任何满意情况"))
        texts.append(("等待评价", str(waiting), "评价屏正在显示"))
        while len(self._lines) < len(texts):
            self._lines.append((label(""), label("", "strong"), label("", "note", wrap=True)))
        for line, words in zip(self._lines, texts, strict=True):
            for part, text in zip(line, words, strict=True):
                part.setText(text)
        self._arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() >= theme.px(WIDE)
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._arrange()

    def _arrange(self) -> None:
        side_by_side = 2 if self._is_wide else 1
        for at, line in enumerate(self._lines):
            row, place = divmod(at, side_by_side)
            for column, part in enumerate(line):
                self._grid.addWidget(part, row, place * len(line) + column)
        for column, stretch in ((2, 1), (5, 1 if self._is_wide else 0)):
            self._grid.setColumnStretch(column, stretch)
