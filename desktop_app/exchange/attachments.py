"""附件: pictures and PDFs that people choose, told by their bytes and opened before they are kept."""

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from desktop_app.exchange.files import MEGABYTE
from desktop_app.rules.errors import ServiceError

LARGEST_BYTES = 5 * MEGABYTE
LARGEST_PREVIEW_BYTES = MEGABYTE
MOST_PIXELS = 40_000_000
"""An A4 page at 600 dpi has 35 million; a small file that unpacks to more is no scan but a bomb."""
LONGEST_SIDE = 20_000
LONGEST_NAME = 100
PNG, JPEG, PDF = "image/png", "image/jpeg", "application/pdf"
SUFFIXES = {PNG: (".png",), JPEG: (".jpg", ".jpeg"), PDF: (".pdf",)}
UNNAMED = "附件"

_TAIL = 2048
_HEAD = 1024
_CROSS_REFERENCE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that may be kept: its cleaned name, what it is, its bytes as they came."""

    name: str
    media_type: str
    content: bytes


def check_attachment(content: bytes, name: str) -> Attachment:
    """Look into a file, whatever it is called.

    Raises `attachment_empty`, `attachment_too_large`, `attachment_unknown`, `attachment_damaged`,
    `attachment_pixels`, `attachment_encrypted`.
    """
    if not content:
        raise ServiceError("attachment_empty")
    if len(content) > LARGEST_BYTES:
        raise ServiceError("attachment_too_large", limit=LARGEST_BYTES // MEGABYTE)
    media_type = _media_type(content)
    if media_type == PDF:
        _check_pdf(content)
    else:
        _check_picture(content, media_type)
    return Attachment(_cleaned_name(name, media_type), media_type, content)


def check_preview(content: bytes) -> bytes:
    """The picture of a PDF's first page, made by us and checked like any other; raises `attachment_damaged`."""
    if len(content) > LARGEST_PREVIEW_BYTES or _media_type(content) != PNG:
        raise ServiceError("attachment_damaged")
    _check_picture(content, PNG)
    return content


def _media_type(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if b"%PDF-" in content[:_HEAD]:
        return PDF
    raise ServiceError("attachment_unknown")


def _check_picture(content: bytes, media_type: str) -> None:
    """Decode the whole picture: a cut-off one looks well until its end is needed on paper."""
    kind = "PNG" if media_type == PNG else "JPEG"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=(kind,)) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
                    raise ServiceError("attachment_pixels", width=width, height=height)
                picture.load()
    except Image.DecompressionBombError:
        raise ServiceError("attachment_damaged") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise ServiceError("attachment_damaged") from None


def _check_pdf(content: bytes) -> None:
    """Find the table of objects from the end, as every reader does; one that needs a password opens nowhere."""
    found = _START.search(content, max(len(content) - _TAIL, 0))
    if found is None:
        raise ServiceError("attachment_damaged")
    begin = content.find(b"%PDF-")
    place = int(found[1])
    if not any(_CROSS_REFERENCE.match(content, place + shift) for shift in {0, begin}):
        raise ServiceError("attachment_damaged")
    if b"/Encrypt" in content[place:] or b"/Encrypt" in content[-_TAIL:]:
        raise ServiceError("attachment_encrypted")


def _cleaned_name(name: str, media_type: str) -> str:
    """The last part of a path without what no file name holds, with an ending that tells the truth."""
    plain = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode())
    last = re.split(r"[\\/]", plain)[-1]
    stem = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    suffixes = SUFFIXES[media_type]
    for suffix in (suffix for known in SUFFIXES.values() for suffix in known):
        if stem.lower().endswith(suffix):
            stem = stem[: -len(suffix)]
            break
    stem = " ".join(stem.split()).strip(". ")[: LONGEST_NAME - len(suffixes[0])]
    return (stem or UNNAMED) + suffixes[0]
