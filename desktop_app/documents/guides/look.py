"""The type and paper of guides: the ordinary one and the large print (大字版)."""

from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.units import mm

from desktop_app.documents.text import Alignment, TextStyle

GREY = 0.4
"""Of what explains: dark enough for the weakest printer, lighter than what it explains."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and its margins, in points."""

    width: float
    height: float
    margin_x: float
    margin_top: float
    margin_bottom: float

    @property
    def body_width(self) -> float:
        """Between the margins."""
        return self.width - 2 * self.margin_x

    @property
    def body_height(self) -> float:
        """Between head and foot."""
        return self.height - self.margin_top - self.margin_bottom


SHEET = Paper(A4[0], A4[1], 20 * mm, 21 * mm, 19 * mm)
DENSE_SHEET = Paper(A4[0], A4[1], 18 * mm, 16 * mm, 17 * mm)
"""What is to fit one page."""
CARD = Paper(A5[0], A5[1], 11 * mm, 11 * mm, 13 * mm)
LARGE_CARD = Paper(A4[0], A4[1], 15 * mm, 15 * mm, 17 * mm)


@dataclass(frozen=True, slots=True)
class Look:
    """Type styles of one size of print; `is_large` lays tables out as lists, which large type needs."""

    is_large: bool
    title: TextStyle
    organ: TextStyle
    heading: TextStyle
    subheading: TextStyle
    body: TextStyle
    strong: TextStyle
    small: TextStyle
    cell: TextStyle
    cell_head: TextStyle
    cell_centred: TextStyle
    figure: TextStyle
    """What people look for first: how long, how much."""
    furniture: TextStyle
    furniture_right: TextStyle
    label_width: float
    padding: float
    """Above and below the text of a row."""
    tall: float
    """From this height on (points) a row of a table may be cut at a page end."""


def _look(size: float, *, is_large: bool, small: float, furniture: float, figure: float) -> Look:
    leading = size * 1.58
    return Look(
        is_large=is_large,
        title=TextStyle(size * 1.9, size * 2.5, bold=True, space_after=size * 0.3),
        organ=TextStyle(size * 1.05, leading, grey=GREY, space_after=size * 0.2),
        heading=TextStyle(
            size * 1.22, size * 1.9, bold=True, space_before=size * 1.05, space_after=size * 0.32
        ),
        subheading=TextStyle(size, leading, bold=True, space_before=size * 0.5, space_after=size * 0.15),
        body=TextStyle(size, leading, space_after=size * 0.22),
        strong=TextStyle(size, leading, bold=True, space_after=size * 0.1),
        small=TextStyle(small, small * 1.5, grey=GREY, space_after=size * 0.2),
        cell=TextStyle(size, size * 1.45),
        cell_head=TextStyle(size, size * 1.45, bold=True),
        cell_centred=TextStyle(size, size * 1.45, alignment=Alignment.CENTRE),
        figure=TextStyle(size * figure, size * figure * 1.32, bold=True),
        furniture=TextStyle(furniture, furniture * 1.35, grey=0.35),
        furniture_right=TextStyle(furniture, furniture * 1.35, alignment=Alignment.RIGHT, grey=0.35),
        label_width=size * 8.6 if is_large else 92.0,
        padding=size * 0.3,
        tall=330.0 if is_large else 170.0,
    )


ORDINARY = _look(10.5, is_large=False, small=9.5, furniture=8.5, figure=1.45)
LARGE = _look(18.0, is_large=True, small=18.0, furniture=12.0, figure=1.25)
"""18 points and more for everything but head and foot."""


def look_of(*, is_large: bool) -> Look:
    """The type styles of a size of print."""
    return LARGE if is_large else ORDINARY
