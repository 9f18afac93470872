"""Blocks laid onto pages: no heading alone at a foot, no block cut where it could stay whole."""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from reportlab.platypus import Flowable
from typing_extensions import override

from desktop_app.documents.guides.look import Paper
from desktop_app.documents.text import TextBlock

_NEXT_TO_NOTHING = 0.01


class Placed(NamedTuple):
    """A block on a page; `top` is its distance from the upper end of the page's body, in points."""

    block: Flowable
    top: float


Page = list[Placed]


class Heading(TextBlock):
    """A line of text that stays with what follows."""


class Together(Flowable):
    """Blocks that stay on one page where a page can hold them; otherwise they flow one by one."""

    def __init__(self, blocks: Iterable[Flowable]) -> None:
        super().__init__()
        self.blocks = list(blocks)
        self.spaceBefore = self.blocks[0].getSpaceBefore() if self.blocks else 0
        self.spaceAfter = self.blocks[-1].getSpaceAfter() if self.blocks else 0
        self._tops: list[float] = []

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Width, and the height of all blocks with the space between them."""
        self._tops = []
        used = after = 0.0
        for block in self.blocks:
            gap = max(block.getSpaceBefore(), after) if self._tops else 0
            height = block.wrap(aW, aH)[1]
            self._tops.append(used + gap)
            used, after = used + gap + height, block.getSpaceAfter()
        self.width, self.height = aW, used
        return aW, used

    def draw(self) -> None:
        """Draw every block at its place."""
        for block, top in zip(self.blocks, self._tops, strict=True):
            block.drawOn(self.canv, 0, self.height - top - block.height)


def paginate(story: Iterable[Flowable], paper: Paper) -> list[Page]:
    """The blocks on as many pages as they need, in their order; each block has been wrapped for its place."""
    waiting = deque(story)
    pages: list[Page] = [[]]
    used = after = 0.0
    while waiting:
        block = waiting.popleft()
        page = pages[-1]
        gap = max(block.getSpaceBefore(), after) if page else 0.0
        room = paper.body_height - used - gap + _NEXT_TO_NOTHING
        height = block.wrap(paper.body_width, room)[1]
        if height <= room and (not page or _may_stay(block, height, waiting, paper, room)):
            page.append(Placed(block, used + gap))
            used, after = used + gap + height, block.getSpaceAfter()
            continue
        parts = block.split(paper.body_width, room) if height > room else []
        if len(parts) > 1:
            waiting.extendleft(reversed(parts[1:]))
            parts[0].wrap(paper.body_width, room)
            page.append(Placed(parts[0], used + gap))
        elif page:
            waiting.appendleft(block)
        elif isinstance(block, Together):
            waiting.extendleft(reversed(block.blocks))
            continue
        else:  # a block that is higher than a page and cannot be cut: better over the foot than lost
            page.append(Placed(block, 0.0))
        if waiting:
            pages.append([])
            used = after = 0.0
    return pages


def _may_stay(block: Flowable, height: float, waiting: deque[Flowable], paper: Paper, room: float) -> bool:
    """Whether what a heading heads begins on the same page."""
    for following in waiting:
        if not isinstance(block, Heading):
            return True
        room -= height + max(block.getSpaceAfter(), following.getSpaceBefore())
        block, height = following, following.wrap(paper.body_width, room)[1]
        if height > room:
            return room > 0 and len(following.split(paper.body_width, room)) > 1
    return True


def height_of(blocks: Iterable[Flowable], width: float) -> float:
    """How high blocks are one below the other in a column of a width, with the space between them."""
    return Together(blocks).wrap(width, 0)[1]
