"""What every style of guide is made of: headings, paragraphs, facts, tables that large print turns into lists, the QR code."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from typing_extensions import override

from desktop_app.documents.guides import words
from desktop_app.documents.guides.content import Guide
from desktop_app.documents.guides.flow import Heading
from desktop_app.documents.guides.look import GREY, Look, Paper
from desktop_app.documents.qr import QrCode
from desktop_app.documents.tables import Cell, Grid, Row, Ruling
from desktop_app.documents.text import Alignment, TextBlock, TextStyle, draw_lines, fitted
from desktop_app.rules import matter_words

_BADGE = 0.15
_EMPTY = "—"
_QR_CAPTION = TextStyle(8.5, 12, alignment=Alignment.CENTRE, grey=GREY)

Facts = Sequence[tuple[str, str]]


class Column(NamedTuple):
    """A column of a table; a width of zero (points) takes what the others leave."""

    title: str
    width: float
    centred: bool = False


class Rule(Flowable):
    """A line over the whole width."""

    def __init__(self, *, space: float = 4, weight: float = 0.8, grey: float = 0.0) -> None:
        super().__init__()
        self.spaceBefore = self.spaceAfter = space
        self._weight = weight
        self._grey = grey

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width, no height worth naming."""
        self.width, self.height = aW, self._weight
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        self.canv.saveState()
        self.canv.setLineWidth(self._weight)
        self.canv.setStrokeGray(self._grey)
        self.canv.line(0, 0, self.width, 0)
        self.canv.restoreState()


class TitleBlock(Flowable):
    """The head of a guide: texts at the left, the QR code with its caption at the right."""

    def __init__(self, texts: Sequence[TextBlock], qr_text: str, paper: Paper, caption: str = "") -> None:
        super().__init__()
        self.spaceAfter = 8
        self._texts = texts
        self._paper = paper
        self._code = QrCode(qr_text)
        self._caption = TextBlock(caption, _QR_CAPTION)
        self._text_height = 0.0

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width, and the height of the higher side."""
        room = aW - self._code.outer - 10
        self._text_height = sum(text.wrap(room, aH)[1] + text.getSpaceAfter() for text in self._texts)
        self._caption.wrap(self._code.outer, aH)
        self.width, self.height = aW, max(self._text_height, self._code.outer + self._caption.height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the texts from the top, and the code beside them."""
        top = self.height
        for text in self._texts:
            text.drawOn(self.canv, 0, top - text.height)
            top -= text.height + text.getSpaceAfter()
        left = self.width - self._code.outer
        self._code.draw(self.canv, left, self.height, page_height=self._paper.height)
        self._caption.drawOn(self.canv, left, self.height - self._code.outer - self._caption.height)


class Figures(Flowable):
    """What people look for first, side by side in a shaded band, or one below the other."""

    def __init__(self, facts: Facts, look: Look, *, is_stacked: bool) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = look.body.size * 0.4, look.body.size * 0.8
        self._pairs = [(TextBlock(label, look.small), TextBlock(text, look.figure)) for label, text in facts]
        self._is_stacked = is_stacked
        self._pad = look.body.size * 0.8

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width, and the height of the highest pair, or of all of them."""
        across = 1 if self._is_stacked else len(self._pairs)
        self._column = aW / across
        heights = [
            label.wrap(self._column - 2 * self._pad, aH)[1] + text.wrap(self._column - 2 * self._pad, aH)[1]
            for label, text in self._pairs
        ]
        inside = sum(heights) + self._pad * 0.6 * (len(heights) - 1) if self._is_stacked else max(heights)
        self.width, self.height = aW, inside + 1.4 * self._pad
        return self.width, self.height

    def draw(self) -> None:
        """Draw the band, then every pair."""
        canvas = self.canv
        canvas.saveState()
        canvas.setFillGray(0.94)
        canvas.roundRect(0, 0, self.width, self.height, 5, stroke=0, fill=1)
        canvas.restoreState()
        left, top = 0.0, self.height - 0.7 * self._pad
        for label, text in self._pairs:
            label.drawOn(canvas, left + self._pad, top - label.height)
            text.drawOn(canvas, left + self._pad, top - label.height - text.height)
            if self._is_stacked:
                top -= label.height + text.height + self._pad * 0.6
            else:
                left += self._column


class Notice(Flowable):
    """A sentence in a frame that must not be overlooked."""

    def __init__(self, text: str, look: Look) -> None:
        super().__init__()
        self.spaceBefore = self.spaceAfter = look.body.size * 0.6
        self._text = TextBlock(text, look.strong)
        self._pad = look.body.size * 0.7

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width, and the text with its frame."""
        self.width, self.height = aW, self._text.wrap(aW - 2 * self._pad, aH)[1] + self._pad
        return self.width, self.height

    def draw(self) -> None:
        """Draw frame and text."""
        self.canv.setLineWidth(1.2)
        self.canv.rect(0, 0, self.width, self.height, stroke=1, fill=0)
        self._text.drawOn(self.canv, self._pad, self._pad / 2)


def heading(text: str, look: Look) -> Heading:
    """A heading of a section."""
    return Heading(text, look.heading)


def subheading(text: str, look: Look) -> Heading:
    """A heading inside a section."""
    return Heading(text, look.subheading)


def paragraphs(text: str, look: Look) -> list[Flowable]:
    """Each line of a text as a paragraph of its own."""
    return [TextBlock(line.strip(), look.body) for line in text.splitlines() if line.strip()]


def stated(text: str, look: Look) -> list[Flowable]:
    """The paragraphs of a text, or the word that it is not stated."""
    return paragraphs(text, look) or [TextBlock(matter_words.NOT_STATED, look.body)]


def facts(pairs: Iterable[tuple[str, str]], look: Look, paper: Paper) -> list[Flowable]:
    """Labels with their texts, a fine line below each; those without a text are left out."""
    width = paper.body_width - look.label_width
    rows: list[Row] = [
        [
            Cell(TextBlock(label, look.cell_head), look.label_width),
            Cell(TextBlock(text.strip(), look.cell), width),
        ]
        for label, text in pairs
        if text.strip()
    ]
    return (
        [Grid(rows, ruling=Ruling.LINES, tall=look.tall, padding=look.padding, space_after=4)] if rows else []
    )


def table(
    columns: Sequence[Column], lines: Sequence[Sequence[str]], look: Look, paper: Paper
) -> list[Flowable]:
    """A table with a repeated head; in large print every line is a list under its first words."""
    if look.is_large:
        return [part for line in lines for part in _listed(columns, line, look, paper)]
    rest = paper.body_width - sum(column.width for column in columns)
    widths = [column.width or rest for column in columns]
    head = [
        Cell(TextBlock(column.title, look.cell_head), width, shaded=True)
        for column, width in zip(columns, widths, strict=True)
    ]
    rows: list[Row] = [
        [
            Cell(TextBlock(text or _EMPTY, look.cell_centred if column.centred else look.cell), width)
            for column, width, text in zip(columns, widths, line, strict=True)
        ]
        for line in lines
    ]
    return [
        Grid(
            [head, *rows],
            heads=1,
            ruling=Ruling.LINES,
            tall=look.tall,
            padding=look.padding,
            space_after=6,
        )
    ]


def _listed(columns: Sequence[Column], line: Sequence[str], look: Look, paper: Paper) -> list[Flowable]:
    """One line of a table as a list: its number and name, then what else it says."""
    has_number = columns[0].centred and len(line) > 1
    name = f"{line[0]}. {line[1]}" if has_number else line[0]
    first = 2 if has_number else 1
    pairs = [(column.title, text) for column, text in zip(columns[first:], line[first:], strict=True)]
    return [subheading(name, look), *facts(pairs, look, paper)]


def numbered(title: str, body: Sequence[Flowable], number: int, look: Look) -> list[Flowable]:
    """A section with its number."""
    return [heading(f"{number}. {title}", look), *body]


def standing(guide: Guide, look: Look) -> list[TextBlock]:
    """Which version this is, and where the current one lives."""
    return [
        TextBlock(words.version_line(guide), look.small),
        TextBlock(words.current_line(guide), look.small),
    ]


def answered(guide: Guide, look: Look, paper: Paper) -> list[Flowable]:
    """The answers the guide was printed for."""
    if not guide.answers:
        return []
    return [
        subheading("本指南按以下情形打印", look),
        *facts(guide.answers, look, paper),
    ]


def draw_badge(canvas: Canvas, number: int, left: float, middle: float, size: float) -> None:
    """A number in a filled circle, `size` points wide, its middle at the given height."""
    radius = size / 2
    style = TextStyle(size * 0.58, size, bold=True, alignment=Alignment.CENTRE, grey=1)
    canvas.saveState()
    canvas.setFillGray(_BADGE)
    canvas.circle(left + radius, middle, radius, stroke=0, fill=1)
    draw_lines(canvas, [fitted(str(number), style, size)], style, left, middle + radius)
    canvas.restoreState()
