"""The press: draws laid-out pages into a file, each with its head, its foot and its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop_app.documents import fonts
from desktop_app.documents.guides.flow import Page
from desktop_app.documents.guides.look import Look, Paper
from desktop_app.documents.guides.streamed import StreamedDocument
from desktop_app.documents.text import Alignment, TextBlock, TextStyle, draw_lines, fitted

_TOTAL = "total"
_FORM_WIDTH, _FORM_DEPTH = 200.0, 30.0
_MARK_SHARE, _MARK_ANGLE, _MARK_GREY = 4.5, 35, 0.86


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around a guide on its pages; the head is left out on the first one."""

    paper: Paper
    look: Look
    head: str
    foot: str
    mark: str = ""
    """Across every page, behind the text."""


class Press:
    """Draws laid-out pages one after the other into a file, each with its number, and closes it.

    How many pages there are in all may be known only at the end: every page refers to one drawing of that number, for
    which it leaves as much room as `most_pages` needs.
    """

    def __init__(
        self, target: BinaryIO, *, title: str, subject: str, author: str, keywords: str, most_pages: int
    ) -> None:
        fonts.face(fonts.REGULAR)
        make_canvas: Any = Canvas
        self._canvas = make_canvas(target, invariant=1, pageCompression=1, initialFontName=fonts.REGULAR)
        self._document: Any = StreamedDocument(target, compression=1, invariant=1, lang="zh-CN")
        self._canvas._doc = self._document
        self._document.reserve(_TOTAL)
        self._longest_total = _total_words(int("8" * len(str(most_pages))))
        self._furniture: TextStyle | None = None
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor(author)
        self._canvas.setKeywords(keywords)
        self._canvas.setCreator("一窗")

    def draw(
        self, pages: Sequence[Page], sheet: Sheet, first: int, *, bookmark: str = "", title: str = ""
    ) -> None:
        """Draw the pages of one guide, the first of which is number `first`.

        `bookmark` is the key other pages lead here by, `title` the line of the file's outline.
        """
        paper = sheet.paper
        for number, page in enumerate(pages):
            self._canvas.setPageSize((paper.width, paper.height))
            if not number and bookmark:
                self._canvas.bookmarkPage(bookmark)
                self._canvas.addOutlineEntry(title, bookmark, level=0)
            if sheet.mark:
                _draw_mark(self._canvas, sheet)
            if number:
                self._draw_head(sheet)
            for block, top in page:
                _draw_block(self._canvas, block, paper.margin_x, paper.height - paper.margin_top - top)
            self._draw_foot(sheet, first + number)
            self._canvas.showPage()

    def move_last(self, count: int, to: int) -> None:
        """Put the last pages in another place of the book."""
        pages: list[Any] = self._document.Pages.pages
        moved = pages[-count:]
        del pages[-count:]
        pages[to:to] = moved

    def close(self, total: int) -> None:
        """Draw the number of pages, embed the fonts and finish the file."""
        if self._furniture is not None:
            self._canvas.beginForm(_TOTAL, -_FORM_WIDTH, -_FORM_DEPTH, 1, _FORM_DEPTH)
            words = _total_words(total)
            draw_lines(
                self._canvas, [fitted(words, self._furniture, _FORM_WIDTH)], self._furniture, -_FORM_WIDTH, 0
            )
            self._canvas.endForm()
        with fonts.SUBSETTING:
            self._document.GetPDFData(self._canvas)

    def _draw_head(self, sheet: Sheet) -> None:
        canvas, paper, style = self._canvas, sheet.paper, sheet.look.furniture
        bottom = paper.height - paper.margin_top + 7 * mm
        head = fitted(sheet.head, style, paper.body_width)
        draw_lines(canvas, [head], style, paper.margin_x, bottom + style.leading + 2)
        _draw_rule(canvas, paper, bottom)

    def _draw_foot(self, sheet: Sheet, number: int) -> None:
        canvas, paper, style = self._canvas, sheet.paper, sheet.look.furniture_right
        self._furniture = style
        top = paper.margin_bottom - 5 * mm
        right = paper.width - paper.margin_x
        _draw_rule(canvas, paper, top)
        words = f"第 {number} 页"
        last = sum(fonts.widths(" " + self._longest_total)) * style.size / 1000
        own = sum(fonts.widths(words)) * style.size / 1000
        foot = fitted(sheet.foot, sheet.look.furniture, paper.body_width - own - last - style.size)
        draw_lines(canvas, [foot], sheet.look.furniture, paper.margin_x, top - 3)
        draw_lines(canvas, [fitted(words, style, own)], style, right - last - own, top - 3)
        canvas.saveState()
        canvas.translate(right, top - 3)
        canvas.doForm(_TOTAL)
        canvas.restoreState()


def _draw_block(canvas: Any, block: Flowable, left: float, top: float) -> None:
    if isinstance(block, TextBlock):
        block.draw_at(canvas, left, top)
    else:
        block.drawOn(canvas, left, top - block.height)


def _total_words(total: int) -> str:
    return f"共 {total} 页"


def _draw_mark(canvas: Any, sheet: Sheet) -> None:
    """Pale and aslant through the middle of the page."""
    paper = sheet.paper
    size = paper.width / _MARK_SHARE
    style = TextStyle(size, size, bold=True, alignment=Alignment.CENTRE, grey=_MARK_GREY)
    canvas.saveState()
    canvas.translate(paper.width / 2, paper.height / 2)
    canvas.rotate(_MARK_ANGLE)
    draw_lines(canvas, [fitted(sheet.mark, style, paper.width)], style, -paper.width / 2, size / 2)
    canvas.restoreState()


def _draw_rule(canvas: Any, paper: Paper, height: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(0.6)
    canvas.line(paper.margin_x, height, paper.width - paper.margin_x, height)
    canvas.restoreState()
