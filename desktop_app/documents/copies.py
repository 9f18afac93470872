"""复印件: a kept file as a PDF whose every page says, slanted and light, what it may be used for (国办函〔2016〕108号)."""

import io
from collections.abc import Iterator
from functools import lru_cache

from PIL import Image, ImageOps, ImageSequence
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop_app.documents.copy_mark import CopyMark
from desktop_app.documents.text import Alignment, TextStyle, break_lines, draw_lines
from desktop_app.rules.errors import ServiceError

PDF, OFD = "application/pdf", "application/ofd"
SLANT = 30
"""Degrees."""
STEP = 86 * mm
"""From one repetition to the next below it."""
LINE_WIDTH = 150 * mm
MARGIN = 8 * mm
USUAL_DPI = range(72, 1201)
_MARK = TextStyle(15, 21, alignment=Alignment.CENTRE, grey=0.72)
_QUALITY = 88


def marked_copy(content: bytes, media_type: str, mark: CopyMark) -> bytes:
    """The copy as PDF; the file itself stays as it was handed in.

    Raises `copy_impossible` for OFD and for a PDF that cannot be taken apart, `glyph_missing` for the mark.
    """
    if media_type == OFD:
        raise ServiceError("copy_impossible")
    source = content if media_type == PDF else _pictures(content)
    try:
        return _stamped(source, mark)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise ServiceError("copy_impossible") from None


def _stamped(content: bytes, mark: CopyMark) -> bytes:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    writer = PdfWriter()
    for source in reader.pages:
        page = writer.add_page(source)
        if page.rotation:
            page.transfer_rotation_to_content()
        box = page.cropbox
        stamp = _stamp(round(float(box.width), 1), round(float(box.height), 1), mark)
        move = Transformation().translate(float(box.left), float(box.bottom))
        page.merge_transformed_page(stamp, move)
    into = io.BytesIO()
    writer.write(into)
    return into.getvalue()


@lru_cache(16)
def _stamp(width: float, height: float, mark: CopyMark) -> PageObject:
    """A page with nothing but the mark, which darkens what is white and leaves writing as it is."""
    into = io.BytesIO()
    canvas = Canvas(into, pagesize=(width, height), invariant=1)
    # As if it lay under the content, on scanned pages too.
    canvas.setBlendMode("Multiply")  # pyright: ignore[reportUnknownMemberType]  (untyped in the stub)
    lines = break_lines(mark.text, _MARK, LINE_WIDTH)
    lines += break_lines(mark.checked, _MARK, LINE_WIDTH) if mark.checked else []
    canvas.translate(width / 2, height / 2)
    canvas.rotate(SLANT)
    reach = int((width + height) // STEP) + 1
    for row in range(-reach, reach + 1):
        shift = (row % 2) * LINE_WIDTH / 2
        for column in (-1.5, -0.5, 0.5):
            draw_lines(canvas, lines, _MARK, column * LINE_WIDTH * 1.15 + shift, row * STEP)
    canvas.showPage()
    canvas.save()
    return PdfReader(io.BytesIO(into.getvalue())).pages[0]


def _pictures(content: bytes) -> bytes:
    """Every page of a picture on a sheet of its own, in its real size where that is known and fits."""
    into = io.BytesIO()
    canvas = Canvas(into, pagesize=A4, invariant=1)
    with Image.open(io.BytesIO(content)) as picture:
        for frame in _frames(picture):
            sheet = landscape(A4) if frame.width > frame.height else A4
            canvas.setPageSize(sheet)
            room = (sheet[0] - 2 * MARGIN, sheet[1] - 2 * MARGIN)
            scale = min(room[0] / frame.width, room[1] / frame.height, _points_per_pixel(picture))
            width, height = frame.width * scale, frame.height * scale
            left, bottom = (sheet[0] - width) / 2, (sheet[1] - height) / 2
            image = _embedded(frame)
            canvas.drawImage(image, left, bottom, width, height)  # pyright: ignore[reportUnknownMemberType]
            canvas.showPage()
    canvas.save()
    return into.getvalue()


def _frames(picture: Image.Image) -> Iterator[Image.Image]:
    for frame in ImageSequence.Iterator(picture):
        yield ImageOps.exif_transpose(frame)


def _points_per_pixel(picture: Image.Image) -> float:
    dpi = picture.info.get("dpi", (0, 0))[0]
    return 72 / float(dpi) if round(float(dpi)) in USUAL_DPI and dpi > USUAL_DPI.start else float("inf")


def _embedded(frame: Image.Image) -> ImageReader:
    """Black and white stays as it is, everything else goes in as JPEG: a scan in plain pixels takes a hundred MB."""
    if frame.mode == "1":
        return ImageReader(frame)
    flat = frame.convert("RGBA") if frame.mode in {"LA", "PA", "P", "RGBA"} else frame
    if flat.mode == "RGBA":
        white = Image.new("RGB", flat.size, "white")
        white.paste(flat, mask=flat.getchannel("A"))
        flat = white
    into = io.BytesIO()
    flat.convert("L" if flat.mode in {"L", "I;16"} else "RGB").save(into, "JPEG", quality=_QUALITY)
    into.seek(0)
    return ImageReader(into)
