"""The press: pages go to the file as they are drawn, so that a book of thousands of guides needs the memory of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from typing_extensions import override

from desktop_app.documents import fonts
from desktop_app.documents.guides.flow import Page
from desktop_app.documents.guides.look import Look, Paper
from desktop_app.documents.text import TextStyle, draw_lines, fitted

_TOTAL = "total"
_FORM_WIDTH, _FORM_DEPTH = 200.0, 30.0
_STREAMS = (pdfdoc.PDFPage, pdfdoc.PDFStream, pdfdoc.PDFImageXObject)
"""What is never looked at again once its page is finished."""


class _Written:
    """Stands for an object that is in the file already."""

    name = ""


_WRITTEN = _Written()


class StreamedDocument(pdfdoc.PDFDocument):
    """A PDF whose pages are written when they are finished; only where they lie is remembered."""

    def __init__(self, target: BinaryIO, **options: Any) -> None:
        super().__init__(**options)  # pyright: ignore[reportUnknownMemberType]  (untyped in the stub)
        self._target = target
        self._offset = 0
        self._looked_at = 0
        self._reserved: set[str] = set()
        self._write(pdfdoc.PDFFile(self._pdfVersion).strings[0])

    def reserve(self, name: str) -> None:
        """Give a form its number before it is drawn, so that pages can already name it."""
        internal = pdfdoc.xObjectName(name)
        self.Reference(pdfdoc.PDFString(""), internal)
        self._reserved.add(internal)

    @override
    def addForm(self, name: str, form: Any) -> None:
        """Put a form under its reserved number."""
        internal = pdfdoc.xObjectName(name)
        if internal in self._reserved:
            form.__InternalName__ = internal
            self.idToObject[internal] = form
            self.inObject = None
        else:
            super().addForm(name, form)

    @override
    def addPage(self, page: Any) -> None:
        """Write the page, its text and its pictures."""
        super().addPage(page)
        self.Pages.pages[-1] = pdfdoc.PDFObjectReference(page.__InternalName__)
        number = self._looked_at
        while (number := number + 1) in self.numberToId:
            if isinstance(self.idToObject[self.numberToId[number]], _STREAMS):
                self._write_object(number)
        self._looked_at = number - 1

    @override
    def format(self) -> bytes:
        """Write what is left, then the table of all places; nothing is returned, it is all in the file."""
        root, info = self.Reference(self.Catalog), self.Reference(self.info)
        number = 0
        while (number := number + 1) in self.numberToId:
            if self.idToObject[self.numberToId[number]] is not _WRITTEN:
                self._write_object(number)
        table = pdfdoc.PDFCrossReferenceTable()
        table.addsection(0, [self.numberToId[one] for one in range(1, number)])
        start = self._write(table.format(self))
        trailer = pdfdoc.PDFTrailer(startxref=start, Size=number, Root=root, Info=info, ID=self.ID())
        self._write(trailer.format(self))
        return b""

    def _write_object(self, number: int) -> None:
        name = self.numberToId[number]
        written = pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self)
        self.idToOffset[name] = self._write(written)
        self.idToObject[name] = _WRITTEN

    def _write(self, piece: bytes) -> int:
        place = self._offset
        self._offset += self._target.write(piece)
        return place


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around a guide on its pages; the head is left out on the first one."""

    paper: Paper
    look: Look
    head: str
    foot: str


class Press:
    """Draws laid-out pages one after the other into a file, each with its number, and closes it.

    How many pages there are in all may be known only at the end: every page refers to one drawing of that number, for
    which it leaves as much room as `most_pages` needs.
    """

    def __init__(
        self, target: BinaryIO, *, title: str, subject: str, author: str, keywords: str, most_pages: int
    ) -> None:
        fonts.face(fonts.REGULAR)
        self._canvas: Any = Canvas(target, invariant=1, pageCompression=1, initialFontName=fonts.REGULAR)
        self._document = StreamedDocument(target, compression=1, invariant=1, lang="zh-CN")
        self._canvas._doc = self._document
        self._document.reserve(_TOTAL)
        self._longest_total = _total_words(int("8" * len(str(most_pages))))
        self._furniture: TextStyle | None = None
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor(author)
        self._canvas.setKeywords(keywords)
        self._canvas.setCreator("一窗")

    def draw(self, pages: Sequence[Page], sheet: Sheet, first: int, *, bookmark: str = "", title: str = "") -> None:
        """Draw the pages of one guide, the first of which is number `first`.

        `bookmark` is the key other pages lead here by, `title` the line of the file's outline.
        """
        paper = sheet.paper
        for number, page in enumerate(pages):
            self._canvas.setPageSize((paper.width, paper.height))
            if not number and bookmark:
                self._canvas.bookmarkPage(bookmark)
                self._canvas.addOutlineEntry(title, bookmark, level=0)
            if number:
                self._draw_head(sheet)
            for block, top in page:
                block.drawOn(
                    self._canvas, paper.margin_x, paper.height - paper.margin_top - top - block.height
                )
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
            draw_lines(self._canvas, [fitted(words, self._furniture, _FORM_WIDTH)], self._furniture, -_FORM_WIDTH, 0)
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


def _total_words(total: int) -> str:
    return f"共 {total} 页"


def _draw_rule(canvas: Any, paper: Paper, height: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(0.6)
    canvas.line(paper.margin_x, height, paper.width - paper.margin_x, height)
    canvas.restoreState()
