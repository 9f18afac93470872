"""The flow diagram of a matter: its steps as boxes joined by arrows, row by row, and as a list down the page."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable
from typing_extensions import override

from desktop_app.documents.guides.look import Look
from desktop_app.documents.guides.parts import draw_badge
from desktop_app.documents.text import Alignment, TextBlock, TextStyle
from desktop_app.rules import matter_words
from desktop_app.rules.catalogue import Step

_ACROSS, _ACROSS_LARGE = 5, 2
"""受理、审查、决定、制证、送达 stand in one row."""
_GAP = 20.0
"""Between two boxes: room for an arrow."""
_MOST_CHARACTERS = 60
"""Of a step's name in its box; the table of steps says all of it."""


def diagram(steps: Sequence[Step], look: Look) -> list[Flowable]:
    """The steps from left to right, each row joined to the next; a row is never cut."""
    across = _ACROSS_LARGE if look.is_large else _ACROSS
    rows = [steps[start : start + across] for start in range(0, len(steps), across)]
    return [
        _DiagramRow(row, at * across + 1, across, look, is_last=at == len(rows) - 1)
        for at, row in enumerate(rows)
    ]


class _DiagramRow(Flowable):
    """Some boxes side by side, and the way on to the next row."""

    def __init__(self, steps: Sequence[Step], first: int, across: int, look: Look, *, is_last: bool) -> None:
        super().__init__()
        self.spaceBefore = 6 if first == 1 else 0
        self.spaceAfter = 6 if is_last else 0
        self._first = first
        self._across = across
        self._is_last = is_last
        size = look.cell.size
        name = TextStyle(size, size * 1.35, bold=True, alignment=Alignment.CENTRE)
        note = TextStyle(look.small.size, look.small.size * 1.35, alignment=Alignment.CENTRE, grey=0.3)
        self._badge = size * 1.5
        self._boxes = [
            [TextBlock(_short(step.name), name), TextBlock(matter_words.step_limit(step), note)]
            for step in steps
        ]

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width; the boxes are as high as the highest."""
        self._side = (aW - _GAP * (self._across - 1)) / self._across
        inside = [
            sum(part.wrap(self._side - 12, aH)[1] for part in box if part.printed) for box in self._boxes
        ]
        self._box_height = max(inside) + self._badge + 16
        self.width, self.height = aW, self._box_height + (0 if self._is_last else _GAP)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the boxes with their arrows."""
        canvas = self.canv
        bottom = self.height - self._box_height
        for at, box in enumerate(self._boxes):
            left = at * (self._side + _GAP)
            self._draw_box(canvas, box, self._first + at, left, bottom)
            if at + 1 < len(self._boxes):
                middle = bottom + self._box_height / 2
                _arrow(canvas, [(left + self._side, middle), (left + self._side + _GAP, middle)])
        if not self._is_last:
            end = (len(self._boxes) - 0.5) * self._side + (len(self._boxes) - 1) * _GAP
            half = bottom - _GAP / 2
            _arrow(canvas, [(end, bottom), (end, half), (self._side / 2, half), (self._side / 2, 0)])

    def _draw_box(
        self, canvas: Any, box: Sequence[TextBlock], number: int, left: float, bottom: float
    ) -> None:
        canvas.saveState()
        canvas.setLineWidth(0.9)
        canvas.setStrokeGray(0.25)
        canvas.setFillGray(0.97)
        canvas.roundRect(left, bottom, self._side, self._box_height, 6, stroke=1, fill=1)
        canvas.restoreState()
        top = bottom + self._box_height - 6
        draw_badge(canvas, number, left + (self._side - self._badge) / 2, top - self._badge / 2, self._badge)
        top -= self._badge + 3
        for part in box:
            if part.printed:
                part.drawOn(canvas, left + 6, top - part.height)
                top -= part.height


def _short(name: str) -> str:
    return name if len(name) <= _MOST_CHARACTERS else name[: _MOST_CHARACTERS - 1] + "…"


def _arrow(canvas: Any, points: Sequence[tuple[float, float]]) -> None:
    """A line through the points with a head at the last one."""
    canvas.saveState()
    canvas.setLineWidth(1.1)
    canvas.setStrokeGray(0.35)
    canvas.setFillGray(0.35)
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path, stroke=1, fill=0)
    (before_x, _), (x, y) = points[-2:]
    head = canvas.beginPath()
    head.moveTo(x, y)
    if before_x != x:
        head.lineTo(x - 6, y + 3.2)
        head.lineTo(x - 6, y - 3.2)
    else:
        head.lineTo(x - 3.2, y + 6)
        head.lineTo(x + 3.2, y + 6)
    head.close()
    canvas.drawPath(head, stroke=0, fill=1)
    canvas.restoreState()


def timeline(steps: Sequence[Step], look: Look) -> list[Flowable]:
    """The steps one below the other, each with who does it, how long it takes and what comes out of it."""
    return [
        _TimelineStep(step, number, look, is_last=number == len(steps))
        for number, step in enumerate(steps, start=1)
    ]


class _TimelineStep(Flowable):
    """A numbered step beside a line that leads down to the next one."""

    def __init__(self, step: Step, number: int, look: Look, *, is_last: bool) -> None:
        super().__init__()
        said = [
            matter_words.step_limit(step),
            step.handler,
            step.result and f"结果：{step.result}",
            step.special,
        ]
        self._parts = [TextBlock(step.name, look.strong)]
        self._parts += [TextBlock(text, look.cell) for text in ["，".join(filter(None, said))] if text]
        self._number = number
        self._is_last = is_last
        self._badge = look.cell.size * 1.9
        self._gap = look.cell.size * 0.7

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width, and what is said of the step."""
        inside = sum(part.wrap(aW - self._badge * 1.6, aH)[1] for part in self._parts)
        self.width = aW
        self.height = max(inside, self._badge) + (0 if self._is_last else self._gap)
        return self.width, self.height

    @override
    def split(self, aW: float, aH: float, /) -> list[Flowable]:
        """A step that is higher than a page goes on as plain text."""
        return list(self._parts) if aH > 0 and self.height > _HIGHEST_STEP else []

    def draw(self) -> None:
        """Draw number, line and texts."""
        canvas = self.canv
        middle = self.height - self._badge / 2
        if not self._is_last:
            _arrow(canvas, [(self._badge / 2, middle - self._badge / 2 - 1), (self._badge / 2, 1)])
        draw_badge(canvas, self._number, 0, middle, self._badge)
        top = self.height - (self._badge - self._parts[0].style.leading) / 2
        for part in self._parts:
            part.drawOn(canvas, self._badge * 1.6, top - part.height)
            top -= part.height


_HIGHEST_STEP = 600.0
