"""The sheet of paper: A4 frame, type styles, head and foot of every page, and the way from flowables to PDF bytes."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from typing_extensions import override

from desktop_app.documents import fonts
from desktop_app.documents.text import Alignment, TextStyle, draw_lines, fitted

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN_X = 24 * mm
_MARGIN_TOP = 20 * mm
_MARGIN_BOTTOM = 18 * mm
BODY_WIDTH = PAGE_WIDTH - 2 * MARGIN_X
HEADING_ROOM = 110.0
"""A heading, the head of a table and two rows."""
_PAGE_NUMBER_WIDTH = 36 * mm
_MARK_WIDTH = 40 * mm

TITLE = TextStyle(22, 32, bold=True, alignment=Alignment.CENTRE, space_after=6)
ORGAN = TextStyle(15, 22, bold=True, alignment=Alignment.CENTRE, space_after=2)
NUMBER = TextStyle(10.5, 16, alignment=Alignment.RIGHT, space_after=6)
HEADING = TextStyle(12, 18, bold=True, space_before=6, space_after=3)
BODY = TextStyle(12, 19, indent=2, space_after=2)
SMALL_BODY = TextStyle(10.5, 16, indent=2, space_before=2, space_after=3)
ADDRESSEE = TextStyle(12, 19, bold=True, space_before=4, space_after=2)
CELL = TextStyle(10.5, 14.5)
CELL_HEAD = TextStyle(10.5, 14.5, bold=True)
CELL_HEAD_CENTRED = TextStyle(10.5, 14.5, bold=True, alignment=Alignment.CENTRE)
CELL_CENTRED = TextStyle(10.5, 14.5, alignment=Alignment.CENTRE)
CELL_BLANK = TextStyle(10.5, 24)
"""A cell that is filled in by hand."""
NOTE = TextStyle(9, 13, space_before=4)
_FURNITURE = TextStyle(9, 12, grey=0.25)
_FURNITURE_RIGHT = TextStyle(9, 12, alignment=Alignment.RIGHT, grey=0.25)
_MARK = TextStyle(12, 16, bold=True, alignment=Alignment.RIGHT)
_VOID = TextStyle(180, 200, bold=True, alignment=Alignment.CENTRE, grey=0.86)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the text on every page and in the properties of the file; never personal data.

    `running_head` stands on every page but the first; `reprint` above zero marks a later copy, `is_void` one that no
    longer holds. `scale` is the size of type around the text.
    """

    title: str
    organ_name: str
    subject: str
    case_number: str
    running_head: str
    copies_text: str
    reprint: int = 0
    is_void: bool = False
    scale: float = 1


class _CountingCanvas(Canvas):
    """A canvas that holds its pages back until their number is known."""

    def __init__(self, *args: Any, sheet: Sheet, **options: Any) -> None:
        super().__init__(*args, **options)  # pyright: ignore[reportUnknownMemberType]  (untyped in the stub)
        self._sheet = sheet
        self._pages: list[dict[str, Any]] = []

    @override
    def showPage(self) -> None:
        """Keep the page and begin a new one."""
        self._pages.append(dict(self.__dict__))
        self._startPage()  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]  (left out of the stub)

    @override
    def save(self) -> None:
        """Write all pages, each with its foot, and close the file."""
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            _draw_foot(self, self._sheet, f"第 {number} 页 共 {len(self._pages)} 页")
            super().showPage()
        super().save()


def _draw_foot(canvas: Canvas, sheet: Sheet, page_number: str) -> None:
    top = _MARGIN_BOTTOM - 4 * mm
    width = _PAGE_NUMBER_WIDTH * sheet.scale
    style, right = _FURNITURE.scaled(sheet.scale), _FURNITURE_RIGHT.scaled(sheet.scale)
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN_X, top, PAGE_WIDTH - MARGIN_X, top)
    copies = fitted(sheet.copies_text, style, BODY_WIDTH - width)
    draw_lines(canvas, [copies], style, MARGIN_X, top - 2)
    number = fitted(page_number, right, width)
    draw_lines(canvas, [number], right, PAGE_WIDTH - MARGIN_X - width, top - 2)


def _draw_mark(canvas: Canvas, sheet: Sheet) -> None:
    """The mark of a copy that was printed again."""
    if sheet.reprint > 0:
        mark = fitted(f"补打（第{sheet.reprint}次）", _MARK, _MARK_WIDTH)
        draw_lines(canvas, [mark], _MARK, PAGE_WIDTH - MARGIN_X - _MARK_WIDTH, PAGE_HEIGHT - 7 * mm)


def _draw_void(canvas: Canvas, sheet: Sheet) -> None:
    """作废, aslant over the whole page and below its text, so that everything can still be read and scanned."""
    if not sheet.is_void:
        return
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(45)
    word = fitted("作废", _VOID, PAGE_WIDTH)
    draw_lines(canvas, [word], _VOID, -PAGE_WIDTH / 2, _VOID.leading / 2)
    canvas.restoreState()


def _draw_running_head(canvas: Canvas, sheet: Sheet) -> None:
    bottom = PAGE_HEIGHT - _MARGIN_TOP + 2 * mm
    style = _FURNITURE.scaled(sheet.scale)
    head = fitted(sheet.running_head, style, BODY_WIDTH)
    draw_lines(canvas, [head], style, MARGIN_X, bottom + style.leading + 2)
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN_X, bottom, PAGE_WIDTH - MARGIN_X, bottom)


def _one_page_frame() -> Frame:
    height = PAGE_HEIGHT - _MARGIN_TOP - _MARGIN_BOTTOM
    return Frame(
        MARGIN_X,
        _MARGIN_BOTTOM,
        BODY_WIDTH,
        height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


def build(story: Sequence[Flowable], sheet: Sheet) -> bytes:
    """The finished PDF: the same input gives the same bytes, from any thread.

    Raises `glyph_missing` when something on the sheet cannot be drawn.
    """
    fonts.face(fonts.REGULAR)
    target = io.BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.REGULAR,
        title=sheet.title,
        subject=sheet.subject,
        author=sheet.organ_name,
        keywords=sheet.case_number,
        creator="一窗",
        lang="zh-CN",
    )

    def begin_first(canvas: Canvas, _: BaseDocTemplate) -> None:
        _draw_void(canvas, sheet)
        _draw_mark(canvas, sheet)

    def begin_later(canvas: Canvas, _: BaseDocTemplate) -> None:
        _draw_void(canvas, sheet)
        _draw_mark(canvas, sheet)
        _draw_running_head(canvas, sheet)

    document.addPageTemplates(
        [
            PageTemplate("first", [_one_page_frame()], onPage=begin_first, autoNextPageTemplate="later"),
            PageTemplate("later", [_one_page_frame()], onPage=begin_later),
        ]
    )

    def make_canvas(*args: Any, **options: Any) -> Canvas:
        return _CountingCanvas(*args, sheet=sheet, **options)

    with fonts.SUBSETTING:
        document.build(list(story), canvasmaker=make_canvas)
    return target.getvalue()
