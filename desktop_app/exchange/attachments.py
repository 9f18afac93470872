"""附件: pictures and PDFs that people choose, told by their bytes and opened before they are kept."""

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass

from PIL import Image, ImageSequence, UnidentifiedImageError

from desktop_app.exchange.files import MEGABYTE
from desktop_app.rules.errors import ServiceError

LARGEST_BYTES = 5 * MEGABYTE
LARGEST_PREVIEW_BYTES = MEGABYTE
MOST_PIXELS = 40_000_000
"""An A4 page at 600 dpi has 35 million; a small file that unpacks to more is no scan but a bomb."""
LONGEST_SIDE = 20_000
LONGEST_NAME = 100
PNG, JPEG, PDF = "image/png", "image/jpeg", "application/pdf"
TIFF, OFD = "image/tiff", "application/ofd"
SUFFIXES = {
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    PDF: (".pdf",),
    TIFF: (".tif", ".tiff"),
    OFD: (".ofd",),
}
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
    media_type = media_type_of(content)
    if media_type == PDF:
        _check_pdf(content)
    elif media_type in {PNG, JPEG}:
        count_frames(content, media_type)
    else:
        raise ServiceError("attachment_unknown")
    return Attachment(cleaned_name(name, media_type), media_type, content)


def check_preview(content: bytes) -> bytes:
    """The picture of a PDF's first page, made by us and checked like any other; raises `attachment_damaged`."""
    if len(content) > LARGEST_PREVIEW_BYTES or media_type_of(content) != PNG:
        raise ServiceError("attachment_damaged")
    count_frames(content, PNG)
    return content


def media_type_of(content: bytes) -> str:
    """What bytes are, whatever their name says; raises `attachment_unknown`."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if b"%PDF-" in content[:_HEAD]:
        return PDF
    if content.startswith((b"II*\0", b"MM\0*")):
        return TIFF
    if content.startswith(b"PK\x03\x04") and b"OFD.xml" in content:
        return OFD
    raise ServiceError("attachment_unknown")


def count_frames(content: bytes, media_type: str, most: int = 1) -> int:
    """Decode a whole picture, every page of it, up to `most`: a cut-off one looks well until its end is needed.

    Raises `attachment_pixels`, `attachment_damaged`; one page too many is counted and not looked into.
    """
    kind = {PNG: "PNG", JPEG: "JPEG", TIFF: "TIFF"}[media_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=(kind,)) as picture:
                return _decode_frames(picture, most)
    except Image.DecompressionBombError:
        raise ServiceError("attachment_damaged") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError):
        raise ServiceError("attachment_damaged") from None


def _decode_frames(picture: Image.Image, most: int) -> int:
    frames = 0
    for frame in ImageSequence.Iterator(picture):
        frames += 1
        if frames > most:
            break
        width, height = frame.size
        if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
            raise ServiceError("attachment_pixels", width=width, height=height)
        frame.load()
    return frames


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


def cleaned_name(name: str, media_type: str) -> str:
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
