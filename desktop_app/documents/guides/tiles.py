"""The numbered pictures of the materials: a sample where there is one, else a drawing of what kind of thing it is."""

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable
from typing_extensions import override

from desktop_app.documents.guides.look import Look
from desktop_app.documents.guides.parts import draw_badge
from desktop_app.documents.text import TextBlock
from desktop_app.rules import matter_words
from desktop_app.rules.catalogue import MaterialSpec
from models.enums import MaterialKind

_ACROSS = 2
_GAP = 16.0
_PICTURE = 96.0
_MOST_PIXELS = 640
"""Along the longer side: 150 dots per inch at the size of a tile."""
_LARGEST_SOURCE = 40_000_000
"""Pixels; a larger picture is not unpacked, its drawing stands for it."""
_MOST_CHARACTERS = 110
_IN_FULL = "…（全称见完整版）"

Numbered = tuple[int, MaterialSpec, bytes | None]


def tiles(materials: Sequence[Numbered], look: Look) -> list[Flowable]:
    """The materials two by two, in large print one by one; a row is never cut."""
    across = 1 if look.is_large else _ACROSS
    return [
        _TileRow([_Tile(*each, look) for each in materials[start : start + across]], across)
        for start in range(0, len(materials), across)
    ]


class _Tile:
    """One material: picture at the left, number, name and what is to be known at the right."""

    def __init__(self, number: int, spec: MaterialSpec, picture: bytes | None, look: Look) -> None:
        self.number = number
        self._kind = spec.kind
        self._picture = _readable(picture)
        self._badge = look.cell.size * 1.7
        self._side = _PICTURE * (1.6 if look.is_large else 1)
        need = matter_words.PLAIN_NECESSITY[spec.necessity]
        said = [matter_words.counts(spec), f"{need}：{spec.needed_when}" if spec.needed_when else need]
        if spec.licence:
            said.append(f"有“{spec.licence}”电子证照的不用带")
        if spec.issuer:
            said.append(f"出具：{spec.issuer}")
        self._texts = [TextBlock(_short(spec.name), look.strong)]
        self._texts += [TextBlock(_short(text), look.cell) for text in said]
        self.height = 0.0
        self._width = 0.0

    def wrap(self, width: float) -> float:
        """How high it is in a column of a width."""
        self._width = width
        inside = sum(text.wrap(width - self._side * 0.78 - 20, 0)[1] for text in self._texts)
        self.height = max(self._side + 12, inside + self._badge + 16)
        return self.height

    def draw(self, canvas: Any, left: float, bottom: float, height: float) -> None:
        """Draw it into a frame of this height."""
        canvas.saveState()
        canvas.setLineWidth(0.7)
        canvas.setStrokeGray(0.6)
        canvas.roundRect(left, bottom, self._width, height, 6, stroke=1, fill=0)
        canvas.restoreState()
        box = (left + 8, bottom + (height - self._side) / 2, self._side * 0.78, self._side)
        if self._picture is None:
            _draw_pictogram(canvas, self._kind, *box)
        else:
            x, y, wide, high = box
            canvas.drawImage(
                self._picture, x, y, wide, high, preserveAspectRatio=True, anchor="c", mask="auto"
            )
        at, top = left + box[2] + 16, bottom + height - 8
        draw_badge(canvas, self.number, at, top - self._badge / 2, self._badge)
        top -= self._badge + 4
        for text in self._texts:
            text.drawOn(canvas, at, top - text.height)
            top -= text.height


class _TileRow(Flowable):
    def __init__(self, row: Sequence[_Tile], across: int) -> None:
        super().__init__()
        self.spaceBefore = self.spaceAfter = _GAP / 2
        self._row = row
        self._across = across

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width, and the height of the highest tile."""
        self._column = (aW - _GAP * (self._across - 1)) / self._across
        self.width, self.height = aW, max(tile.wrap(self._column) for tile in self._row)
        return self.width, self.height

    def draw(self) -> None:
        """Draw every tile."""
        for at, tile in enumerate(self._row):
            tile.draw(self.canv, at * (self._column + _GAP), 0, self.height)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - len(_IN_FULL)] + _IN_FULL


def _readable(picture: bytes | None) -> ImageReader | None:
    """A picture no larger than the paper needs; `None` for one that cannot be read."""
    if picture is None:
        return None
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _LARGEST_SOURCE:
                return None
            opened.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
            has_alpha = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
            small = opened.convert("RGBA" if has_alpha else "RGB")
    except (OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        return None
    return ImageReader(small)


def _draw_pictogram(
    canvas: Any, kind: MaterialKind, left: float, bottom: float, wide: float, high: float
) -> None:
    """A card with a portrait, a form with boxes, or a written sheet."""
    canvas.saveState()
    canvas.setLineWidth(1.1)
    canvas.setStrokeGray(0.3)
    canvas.setFillGray(0.95)
    match kind:
        case MaterialKind.CERTIFICATE:
            _draw_card(canvas, left, bottom + high * 0.2, wide, high * 0.6)
        case MaterialKind.FORM:
            _draw_sheet(canvas, left, bottom, wide, high, is_form=True)
        case MaterialKind.OTHER:
            _draw_sheet(canvas, left, bottom, wide, high, is_form=False)
    canvas.restoreState()


def _draw_card(canvas: Any, left: float, bottom: float, wide: float, high: float) -> None:
    canvas.roundRect(left, bottom, wide, high, 5, stroke=1, fill=1)
    canvas.setFillGray(0.7)
    middle = left + wide * 0.74
    canvas.circle(middle, bottom + high * 0.62, high * 0.14, stroke=0, fill=1)
    canvas.ellipse(
        middle - high * 0.24,
        bottom + high * 0.14,
        middle + high * 0.24,
        bottom + high * 0.46,
        stroke=0,
        fill=1,
    )
    _draw_lines(canvas, left + wide * 0.1, bottom + high * 0.25, wide * 0.38, high * 0.5, 4)


def _draw_sheet(canvas: Any, left: float, bottom: float, wide: float, high: float, *, is_form: bool) -> None:
    fold = wide * 0.2
    path = canvas.beginPath()
    path.moveTo(left, bottom)
    for x, y in (
        (left + wide, bottom),
        (left + wide, bottom + high - fold),
        (left + wide - fold, bottom + high),
        (left, bottom + high),
    ):
        path.lineTo(x, y)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)
    canvas.line(left + wide - fold, bottom + high, left + wide - fold, bottom + high - fold)
    canvas.line(left + wide - fold, bottom + high - fold, left + wide, bottom + high - fold)
    if not is_form:
        _draw_lines(canvas, left + wide * 0.15, bottom + high * 0.16, wide * 0.7, high * 0.58, 7)
        return
    for row in range(4):
        y = bottom + high * (0.14 + row * 0.15)
        canvas.rect(left + wide * 0.13, y, wide * 0.24, high * 0.1, stroke=1, fill=0)
        canvas.rect(left + wide * 0.37, y, wide * 0.5, high * 0.1, stroke=1, fill=0)


def _draw_lines(canvas: Any, left: float, bottom: float, wide: float, high: float, count: int) -> None:
    canvas.setStrokeGray(0.6)
    for at in range(count):
        y = bottom + high * at / (count - 1)
        canvas.line(left, y, left + wide * (0.6 if at == 0 else 1), y)
