"""Files as applicants hand them in: small, real ones of every kind, made anew by each test."""

import io
import zipfile

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas


def picture(words: str = "营业执照", kind: str = "JPEG", size: tuple[int, int] = (320, 220)) -> bytes:
    """A picture with some dark marks on it; other words make other bytes."""
    return _saved([_drawn(words, size)], kind)


def scan(pages: int = 2, words: str = "材料") -> bytes:
    """A black and white TIFF of several pages, as office scanners make them."""
    return _saved([_drawn(f"{words}{page}", (340, 480)).convert("1") for page in range(pages)], "TIFF")


def pdf(pages: int = 1, words: str = "Copy", size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF with a line on every page."""
    into = io.BytesIO()
    canvas = Canvas(into, pagesize=size, invariant=1)
    for page in range(pages):
        canvas.drawString(72, size[1] - 90, f"{words} {page + 1}")
        canvas.showPage()
    canvas.save()
    return into.getvalue()


def locked_pdf(*, opens: bool) -> bytes:
    """A PDF that asks for a password, or one that only may not be changed."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("" if opens else "secret", "owner", algorithm="AES-256")
    into = io.BytesIO()
    writer.write(into)
    return into.getvalue()


def ofd(words: str = "电子证照") -> bytes:
    """The outline of an OFD file."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("OFD.xml"), f"<ofd:OFD>{words}</ofd:OFD>")
        packed.writestr(zipfile.ZipInfo("Doc_0/Document.xml"), "<ofd:Document/>")
    return into.getvalue()


def _drawn(words: str, size: tuple[int, int]) -> Image.Image:
    made = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(made)
    for number, character in enumerate(words):
        left = 20 + number * 36
        pen.rectangle((left, 30, left + 20, 30 + ord(character) % 90), fill="black")
    return made


def _saved(frames: list[Image.Image], kind: str) -> bytes:
    into = io.BytesIO()
    more = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
    frames[0].save(into, kind, dpi=(150, 150), **more)
    return into.getvalue()
