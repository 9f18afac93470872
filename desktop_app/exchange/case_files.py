"""办件附件的检查: what a file really is and how many pages it has, whatever it is called and wherever it came from."""

import io
import zipfile
from dataclasses import dataclass

from desktop_app.exchange.attachments import OFD, PDF, cleaned_name, count_frames, media_type_of
from desktop_app.exchange.files import MEGABYTE
from desktop_app.rules.errors import ServiceError

MOST_PARTS = 10_000
MOST_UNPACKED = 400 * MEGABYTE
"""Of an OFD: a small file that unpacks to more is a bomb."""
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError)
"""What a library says of a file that is none, in its many ways, beside its own errors."""


@dataclass(frozen=True, slots=True)
class FileLimits:
    """附件的限制: of one file."""

    megabytes: int
    pages: int


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept: its cleaned name, what it is, its pages (`None` for OFD, which is kept as it is)."""

    name: str
    media_type: str
    pages: int | None


def check_case_file(content: bytes, name: str, limits: FileLimits) -> CheckedFile:
    """Look into a PDF, JPEG, PNG, TIFF or OFD file from its first byte to its last.

    Raises `attachment_empty`, `attachment_too_large`, `case_file_unknown`, `attachment_damaged`,
    `attachment_pixels`, `attachment_encrypted`, `attachment_pages`.
    """
    if not content:
        raise ServiceError("attachment_empty")
    if len(content) > limits.megabytes * MEGABYTE:
        raise ServiceError("attachment_too_large", limit=limits.megabytes)
    try:
        media_type = media_type_of(content)
    except ServiceError:
        raise ServiceError("case_file_unknown") from None
    pages = _count_pages(content, media_type, limits.pages)
    if pages is not None and pages > limits.pages:
        raise ServiceError("attachment_pages", limit=limits.pages)
    return CheckedFile(cleaned_name(name, media_type), media_type, pages)


def _count_pages(content: bytes, media_type: str, most: int) -> int | None:
    if media_type == PDF:
        return _count_pdf(content)
    if media_type == OFD:
        _check_ofd(content)
        return None
    return count_frames(content, media_type, most)


def _count_pdf(content: bytes) -> int:
    """The pages; one that opens without a password may be protected against changes, as electronic licences are."""
    from pypdf import PdfReader  # a desk that takes no PDF does without its fifty modules
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ServiceError("attachment_encrypted")
        pages = len(reader.pages)
    except (PyPdfError, *_BROKEN):
        raise ServiceError("attachment_damaged") from None
    if not pages:
        raise ServiceError("attachment_damaged")
    return pages


def _check_ofd(content: bytes) -> None:
    """An OFD is a ZIP file with `OFD.xml` at its root; every part of it must unpack, and to no bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            is_sound = len(parts) <= MOST_PARTS and unpacked <= MOST_UNPACKED
            names = {part.filename.lstrip("/") for part in parts}
            if not is_sound or "OFD.xml" not in names or packed.testzip() is not None:
                raise ServiceError("attachment_damaged")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise ServiceError("attachment_damaged") from None
