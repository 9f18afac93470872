"""Ruled tables on paper: rows of text cells that run over pages with their heads repeated and no row left alone."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from reportlab.platypus import Flowable
from typing_extensions import override

from desktop_app.documents.text import TextBlock

_PADDING_X = 5.0
_PADDING_Y = 3.0
_RULE = 0.6
_FINE_RULE = 0.4
_FINE_GREY = 0.75
_SHADE = 0.94
_TALL = 160.0
"""A row higher than this (points) may be cut at a page end; two rows of this height fit every page."""
_SMALLEST_CUT = 60.0
"""What must be left of a page before a tall row is cut there."""


class Ruling(Enum):
    """Which lines a table shows."""

    BOXES = "boxes"
    """Around every cell."""
    LINES = "lines"
    """A fine one below every row."""
    NONE = "none"


class Cell(NamedTuple):
    """One cell; every row has its own widths (points), so a wide cell needs no span."""

    block: TextBlock
    width: float
    shaded: bool = False


Row = Sequence[Cell]


class Grid(Flowable):
    """A ruled table; the first `heads` rows are drawn again on every page."""

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        heads: int = 0,
        space_before: float = 0,
        space_after: float = 0,
        ruling: Ruling = Ruling.BOXES,
        tall: float = _TALL,
        padding: float = _PADDING_Y,
    ) -> None:
        super().__init__()
        self.spaceBefore = space_before
        self.spaceAfter = space_after
        self._rows = rows
        self._heads = heads
        self._heights: list[float] = []
        self._has_moved = False
        """It was sent to the next page once: at the top of a page a lonely row is better than none."""
        self._ruling = ruling
        self._tall = tall
        self._padding = padding

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Width and height of the whole table."""
        self._heights = [
            max(cell.block.wrap(cell.width - 2 * _PADDING_X, aH)[1] for cell in row) + 2 * self._padding
            for row in self._rows
        ]
        self.width = max(sum(cell.width for cell in row) for row in self._rows)
        self.height = sum(self._heights)
        return self.width, self.height

    def _fitting(self, room: float) -> tuple[int, float]:
        """How many rows fit a height, and what is left of it."""
        for count, height in enumerate(self._heights):
            if height > room + 0.001:
                return count, room
            room -= height
        return len(self._heights), room

    @override
    def split(self, aW: float, aH: float, /) -> list[Flowable]:
        """The table in two parts at a page end; nothing when all of it should go to the next page."""
        self.wrap(aW, aH)
        count, room = self._fitting(aH)
        if count == len(self._rows):
            return [self]
        if count < self._heads:
            self._has_moved = True
            return []
        if self._heights[count] > self._tall and room > _SMALLEST_CUT:
            upper, lower = _cut(self._rows[count], room - 2 * self._padding)
            return self._parts([*self._rows[:count], upper], [lower, *self._rows[count + 1 :]])
        if not self._tall_before(count):
            kept = count - int(count == len(self._rows) - 1)
            if kept >= self._heads + min(2, len(self._rows) - self._heads):
                count = kept
            elif not self._has_moved:
                self._has_moved = True
                return []
        if count == self._heads:
            upper, lower = _cut(self._rows[count], room - 2 * self._padding)
            return self._parts([*self._rows[:count], upper], [lower, *self._rows[count + 1 :]])
        return self._parts(self._rows[:count], self._rows[count:])

    def _tall_before(self, count: int) -> bool:
        """Whether the last row that would stay is high enough to stand alone."""
        return count > self._heads and self._heights[count - 1] > self._tall / 2

    def _parts(self, upper: Sequence[Row], lower: Sequence[Row]) -> list[Flowable]:
        heads = self._rows[: self._heads]
        return [
            self._part(upper, space_after=0),
            self._part([*heads, *lower], space_after=self.spaceAfter),
        ]

    def _part(self, rows: Sequence[Row], *, space_after: float) -> "Grid":
        """A table like this one of other rows."""
        return Grid(
            rows,
            heads=self._heads,
            space_after=space_after,
            ruling=self._ruling,
            tall=self._tall,
            padding=self._padding,
        )

    def draw(self) -> None:
        """Draw the rows from the top, each cell's text in the middle of its height where it has a box."""
        top = self.height
        if self._ruling is Ruling.LINES:
            self._draw_lines()
        for row, height in zip(self._rows, self._heights, strict=True):
            left = 0.0
            for cell in row:
                self._draw_cell(cell, left, top, height)
                left += cell.width
            top -= height

    def _draw_lines(self) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.setLineWidth(_FINE_RULE)
        canvas.setStrokeGray(_FINE_GREY)
        top = self.height
        for height in self._heights:
            top -= height
            canvas.line(0, top, self.width, top)
        canvas.restoreState()

    def _draw_cell(self, cell: Cell, left: float, top: float, height: float) -> None:
        canvas = self.canv
        is_boxed = self._ruling is Ruling.BOXES
        if is_boxed or cell.shaded:
            canvas.setLineWidth(_RULE)
            canvas.setFillGray(_SHADE)
            canvas.rect(left, top - height, cell.width, height, stroke=int(is_boxed), fill=int(cell.shaded))
        free = (height - cell.block.height) / 2 - self._padding if is_boxed and height <= _TALL else 0
        cell.block.draw_at(canvas, left + _PADDING_X, top - self._padding - free)


def _cut(row: Row, room: float) -> tuple[Row, Row]:
    """A row in two; a cell that cannot be cut stays in the upper part if it fits and goes to the lower otherwise."""
    upper: list[Cell] = []
    lower: list[Cell] = []
    for cell in row:
        first, second = cell.block.cut(cell.width - 2 * _PADDING_X, room)
        upper.append(cell._replace(block=first))
        lower.append(cell._replace(block=second))
    return upper, lower
