"""The sample hall's materials library: a few entries that many of its matters ask for, with pictures drawn here."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from PIL import Image, ImageDraw, ImageFont

from desktop_app.paths import FONTS, SEED
from desktop_app.rules.materials import MaterialInput
from desktop_app.services.assets import add_asset
from desktop_app.services.material_uses import refresh_uses
from desktop_app.services.materials import add_entry
from desktop_app.services.sample_sites import read_seed
from desktop_app.services.work import Work
from models.enums import MaterialCarrier, MaterialKind, MaterialSource
from models.materials import Material

PICTURE_SIZE = (640, 420)
MARK = "样　例"
_PAPER, _INK, _FRAME, _MARK_INK = "#fffdf6", "#26303d", "#8a97a8", "#d9534f"
_COLOURS = 32
"""Enough for letters with soft edges: a picture takes some ten kilobytes."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    issuer: str
    kind: MaterialKind
    carrier: MaterialCarrier
    source: MaterialSource
    check_points: str
    standard: str = ""
    instructions: str = ""
    licence: str = ""
    sample: tuple[str, ...] = ()
    """The lines of the drawn sample, its title first."""
    blank_form: tuple[str, ...] = ()


def add_materials(work: Work) -> int:
    """Add the entries whose name and issuer the library lacks, with their pictures; how many were added.

    A part of loading the sample, behind its permission.
    """
    known = {
        (name, issuer) for name, issuer in work.session.execute(sa.select(Material.name, Material.issuer))
    }
    missing = [
        each
        for each in read_seed("materials.json", tuple[_Entry, ...])
        if (each.name, each.issuer) not in known
    ]
    for each in missing:
        add_entry(
            work,
            MaterialInput(
                each.name,
                each.kind,
                each.carrier,
                each.source,
                each.issuer,
                each.check_points,
                each.standard,
                each.instructions,
                each.licence,
                _kept(work, each.blank_form, f"{each.name}空白表"),
                _kept(work, each.sample, f"{each.name}样例"),
            ),
        )
    if missing:
        refresh_uses(work, [each.name for each in missing])
    return len(missing)


def add_result_samples(work: Work) -> int:
    """Keep the pictures of results that the sample's matters name; how many. A part of loading the sample."""
    found = sorted((SEED / "results").glob("*.png"))
    for path in found:
        add_asset(work, path.read_bytes(), f"结果样本{path.name}")
    return len(found)


def draw_picture(lines: Sequence[str]) -> bytes:
    """A PNG of a paper with these lines, the first as its title, marked as a sample all over."""
    picture = Image.new("RGB", PICTURE_SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)
    width, height = PICTURE_SIZE
    pen.rectangle((12, 12, width - 13, height - 13), outline=_FRAME, width=3)
    pen.text((width / 2, 62), lines[0], _INK, _font(36, is_bold=True), anchor="mm")
    for at, line in enumerate(lines[1:]):
        pen.text((52, 112 + at * 46), line, _INK, _font(23))
    mark = Image.new("L", PICTURE_SIZE, 0)
    ImageDraw.Draw(mark).text((width / 2, height / 2), MARK, 110, _font(120, is_bold=True), anchor="mm")
    picture.paste(_MARK_INK, mask=mark.rotate(20))
    into = io.BytesIO()
    picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(into, "PNG")
    return into.getvalue()


def _kept(work: Work, lines: Sequence[str], name: str) -> str:
    return add_asset(work, draw_picture(lines), name) if lines else ""


@cache
def _font(size: int, *, is_bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"NotoSansSC-{'Bold' if is_bold else 'Regular'}.ttf", size)
