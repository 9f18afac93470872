"""Text on paper: typed characters cut into lines by the rules of Chinese typesetting and drawn as they are.

ReportLab's own paragraph reads markup, folds blanks and breaks English words anywhere; a receipt must do none of it.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from typing_extensions import override

from desktop_app.documents import fonts

_NOT_FIRST = frozenset("，。、；：？！）］｝〕】》〉」』”’％‰℃°·—…～,.;:?!)]}%")
_NOT_LAST = frozenset("（［｛〔【《〈「『“‘￥([{¥")
_FIRST_CJK = "\u2e80"
_BASELINE = 0.38
"""How far the baseline lies below the middle of a line, in type sizes (Noto Sans SC: ascent 0.88, descent 0.12)."""


class Alignment(Enum):
    """Where a line stands in its column; the value is the share of the free room to its left."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a block of text looks; lengths in points, `indent` of the first line in characters."""

    size: float
    leading: float
    bold: bool = False
    alignment: Alignment = Alignment.LEFT
    indent: int = 0
    space_before: float = 0
    space_after: float = 0
    grey: float = 0
    """0 is black, 1 is white."""

    def scaled(self, scale: float) -> "TextStyle":
        """The same look in type so many times as large."""
        if scale == 1:
            return self
        return dataclasses.replace(
            self,
            size=self.size * scale,
            leading=self.leading * scale,
            space_before=self.space_before * scale,
            space_after=self.space_after * scale,
        )


class Line(NamedTuple):
    """One line, its width and its distance from the left edge of the block in points."""

    text: str
    width: float
    indent: float


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two neighbouring characters (避头尾; words and numbers stay whole)."""
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before == " " or before >= _FIRST_CJK or after >= _FIRST_CJK


def _line_spans(text: str, widths: Sequence[float], first: float, rest: float) -> Iterator[tuple[int, int]]:
    """Start and end of each line of one paragraph; a blank may hang over the edge, nothing else does."""
    start = opportunity = 0
    used, limit = 0.0, first
    for index, width in enumerate(widths):
        if index > start and may_break(text[index - 1], text[index]):
            opportunity = index
        while used + width > limit and index > start and text[index] != " ":
            end = opportunity if opportunity > start else index
            yield start, end
            used, start, limit = sum(widths[end:index]), end, rest
        used += width
    yield start, len(text)


def break_lines(text: str, style: TextStyle, width: float) -> list[Line]:
    """Printable text as lines that fit a column of `width` points."""
    unit = style.size / 1000
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        widths = fonts.widths(paragraph, bold=style.bold)
        limit = width / unit + 0.001
        for start, end in _line_spans(paragraph, widths, limit - style.indent * 1000, limit):
            shown = len(paragraph[start:end].rstrip())
            used = sum(widths[start : start + shown]) * unit
            indent = 0 if start else style.indent * style.size
            lines.append(Line(paragraph[start:end], used, indent + style.alignment.value * (width - used)))
    return lines


def fitted(text: str, style: TextStyle, width: float) -> Line:
    """Typed text as one line, cut short with an ellipsis where it does not fit; raises `glyph_missing`."""
    lines = break_lines(fonts.printable(text).replace("\n", " "), style, width)
    if len(lines) == 1:
        return lines[0]
    return break_lines(lines[0].text[:-1] + "…", style, width + style.size)[0]


def draw_lines(canvas: Canvas, lines: Sequence[Line], style: TextStyle, left: float, top: float) -> None:
    """Draw lines one below the other; `left` and `top` are the corner of the block."""
    block = canvas.beginText()
    block.setFillGray(style.grey)
    baseline = top - style.leading / 2 - style.size * _BASELINE
    for line in lines:
        block.setTextOrigin(left + line.indent, baseline)
        for run in fonts.runs(line.text, bold=style.bold):
            block.setFont(run.font, style.size)
            block.textOut(run.text)
        baseline -= style.leading
    canvas.drawText(block)


class TextBlock(Flowable):
    """A block of typed text that flows over as many pages as it needs.

    Raises `glyph_missing` when it is made from text that no font draws.
    """

    def __init__(self, text: str, style: TextStyle) -> None:
        super().__init__()
        self.style = style
        self.spaceBefore = style.space_before
        self.spaceAfter = style.space_after
        self.printed = fonts.printable(text)
        self._lines: list[Line] = []
        self._broken_at = -1.0
        self._is_part = False

    @property
    def last_width(self) -> float:
        """How far the last line reaches, once it is known where the lines end."""
        return self._lines[-1].indent + self._lines[-1].width if self._lines else 0.0

    def _part(self, lines: list[Line]) -> "TextBlock":
        """A block of some of these lines, which stay as they are broken."""
        part = TextBlock("", self.style)
        part._lines, part._is_part = lines, True
        return part

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Width and height in a column of the given width."""
        if aW != self._broken_at and not self._is_part:
            self._lines = break_lines(self.printed, self.style, aW)
            self._broken_at = aW
        self.width, self.height = aW, len(self._lines) * self.style.leading
        return self.width, self.height

    @override
    def split(self, aW: float, aH: float, /) -> list[Flowable]:
        """The block in two parts at a page end, never with a single line on either side of it."""
        upper, lower = self.cut(aW, aH)
        return [part for part in (upper, lower) if part._lines] if upper._lines else []

    def cut(self, width: float, room: float) -> tuple["TextBlock", "TextBlock"]:
        """What fits a height and the rest; either may be without lines."""
        self.wrap(width, room)
        count = int(room / self.style.leading + 0.001)
        if count < len(self._lines):
            count = min(count, len(self._lines) - 2)
            if count < min(2, len(self._lines) - 1):
                count = 0
        return self._part(self._lines[:count]), self._part(self._lines[count:])

    def draw(self) -> None:
        """Draw the lines with the block's lower left corner at the origin."""
        draw_lines(self.canv, self._lines, self.style, 0, self.height)

    def draw_at(self, canvas: Canvas, left: float, top: float) -> None:
        """Draw the lines with the block's upper left corner at a place: the short way of `drawOn`."""
        draw_lines(canvas, self._lines, self.style, left, top)
