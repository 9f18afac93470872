"""Many guides as one book: cover, contents with page numbers, the guides one after the other, an outline to jump by.

Pages go to the file as they are made; of a guide that is done only its page number is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from reportlab.platypus import Flowable, Spacer
from typing_extensions import override

from desktop_app.documents.guides.content import Guide
from desktop_app.documents.guides.flow import Page, paginate
from desktop_app.documents.guides.look import Look, look_of
from desktop_app.documents.guides.parts import Rule, heading
from desktop_app.documents.guides.press import Press, Sheet
from desktop_app.documents.guides.rendering import KIND, lay_out, paper_of, sheet_of
from desktop_app.documents.text import Alignment, TextBlock, TextStyle, draw_lines, fitted
from models.elements import GuideStyle

CONTENTS = "目录"
NOT_PRINTED = "未印出"
_USUAL_PAGES = 6
"""Of one guide: only the room for the digits of the last page number depends on it."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says."""

    title: str
    """The department, or what else the guides have in common."""
    hall_name: str
    printed_on: date
    address: str
    """Where the current versions live."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, known before its guide is made."""

    name: str
    code: str


class Book:
    """Takes the guides of its entries in their order and writes them; raises `glyph_missing` for a bad cover."""

    def __init__(
        self, target: BinaryIO, cover: Cover, entries: Sequence[Entry], style: GuideStyle, *, is_large: bool
    ) -> None:
        self._style = style
        self._is_large = is_large
        self._look = look_of(is_large=is_large)
        self._sheet = Sheet(
            paper_of(style, is_large=is_large),
            self._look,
            f"{cover.title} · {KIND}",
            f"{cover.title} · {KIND}",
        )
        self._lines = [_Line(number, entry, self._look) for number, entry in enumerate(entries, start=1)]
        self._contents = self._lay_out_contents()
        kind = f"{style.label}{'，大字版' if is_large else ''}"
        self._press = Press(
            target,
            title=f"{cover.title}{KIND}",
            subject=f"{KIND}（{kind}），共{len(entries)}个事项",
            author=cover.hall_name,
            keywords=KIND,
            most_pages=1 + len(self._contents) + _USUAL_PAGES * len(entries),
        )
        self._press.draw([_cover_page(cover, len(entries), kind, self._sheet)], self._sheet, 1)
        self._next_page = 2 + len(self._contents)
        self._taken = 0

    def add(self, guide: Guide) -> None:
        """Print the guide of the next entry; raises `glyph_missing`, and then the entry counts as not printed."""
        line = self._lines[self._taken]
        self._taken += 1
        sheet = sheet_of(guide, self._style, is_large=self._is_large)
        pages = lay_out(guide, self._style, sheet)
        line.page = self._next_page
        self._press.draw(pages, sheet, self._next_page, bookmark=line.bookmark, title=line.title)
        self._next_page += len(pages)

    def skip(self) -> None:
        """The guide of the next entry cannot be made."""
        self._taken += 1

    def close(self) -> int:
        """Print the contents in their place and finish the file; how many pages there are."""
        self._press.draw(self._contents, self._sheet, 2, bookmark="contents", title=CONTENTS)
        self._press.move_last(len(self._contents), 1)
        self._press.close(self._next_page - 1)
        return self._next_page - 1

    def _lay_out_contents(self) -> list[Page]:
        title = heading(CONTENTS, self._look)
        return paginate([title, *self._lines], self._sheet.paper)


def _cover_page(cover: Cover, count: int, kind: str, sheet: Sheet) -> Page:
    look, paper = sheet.look, sheet.paper
    size = look.body.size
    title = TextStyle(size * 2.6, size * 3.5, bold=True, alignment=Alignment.CENTRE)
    line = TextStyle(size * 1.25, size * 2.1, alignment=Alignment.CENTRE)
    small = TextStyle(look.small.size, look.small.size * 1.6, alignment=Alignment.CENTRE, grey=0.35)
    space = paper.body_height
    blocks: list[Flowable] = [
        Spacer(1, space * 0.18),
        TextBlock(cover.hall_name, line),
        Rule(space=size, weight=1.2),
        TextBlock(_bounded(cover.title), title),
        TextBlock(KIND, title),
        Rule(space=size, weight=1.2),
        TextBlock(kind, line),
        TextBlock(f"共 {count} 个事项", line),
        Spacer(1, space * 0.12),
        TextBlock(f"打印日期：{cover.printed_on}", small),
        TextBlock(f"各事项以现行版本为准：{cover.address}", small),
    ]
    return paginate(blocks, paper)[0]


def _bounded(title: str) -> str:
    return title if len(title) <= 60 else title[:59] + "…"


class _Line(Flowable):
    """A line of the contents: number and name, dots, the page; the whole line leads there."""

    def __init__(self, number: int, entry: Entry, look: Look) -> None:
        super().__init__()
        self.spaceAfter = look.body.size * 0.25
        self.title = f"{number}. {entry.name}"
        self.bookmark = f"guide-{number}"
        self.page = 0
        self._style = look.body
        self._room = look.body.size * 4
        self._words = TextBlock(self.title, look.body)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width, and the name in as many lines as it needs."""
        self.width, self.height = aW, self._words.wrap(aW - self._room, aH)[1]
        return self.width, self.height

    def draw(self) -> None:
        """Draw name, dots and page number; the dots stand in the last line of the name."""
        self._words.drawOn(self.canv, 0, 0)
        style = TextStyle(self._style.size, self._style.leading, alignment=Alignment.RIGHT)
        shown = fitted(str(self.page) if self.page else NOT_PRINTED, style, self._room)
        draw_lines(self.canv, [shown], style, self.width - self._room, style.leading)
        self._draw_dots(self._words.last_width, self.width - shown.width)
        if self.page:
            canvas: Any = self.canv
            canvas.linkRect("", self.bookmark, (0, 0, self.width, self.height), relative=1, thickness=0)

    def _draw_dots(self, left: float, right: float) -> None:
        self.canv.saveState()
        self.canv.setStrokeGray(0.6)
        self.canv.setLineWidth(0.8)
        self.canv.setDash([0.8, 3.2])
        middle = self._style.leading * 0.32
        if right - left > self._style.size * 2:
            self.canv.line(left + self._style.size * 0.6, middle, right - self._style.size * 0.6, middle)
        self.canv.restoreState()
