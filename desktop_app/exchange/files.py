"""Reading a file somebody chose: bounded in size, in whatever encoding it was saved."""

import codecs
from pathlib import Path

from desktop_app.rules.errors import ServiceError

MEGABYTE = 1024 * 1024
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a file of at most `limit` bytes; raises `file_too_large`, `file_unreadable`."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, ValueError) as failure:  # ValueError: a zero in the name
        raise ServiceError("file_unreadable") from failure
    if len(content) > limit:
        raise ServiceError("file_too_large", limit=f"{limit / MEGABYTE:g} MB")
    return content


def decode(content: bytes) -> str:
    """The text of UTF-8, UTF-16 or GB 18030 bytes, without a byte order mark; raises `file_unreadable`."""
    try:
        return content.decode(_encoding_of(content))
    except UnicodeDecodeError as failure:
        raise ServiceError("file_unreadable") from failure


def _encoding_of(content: bytes) -> str:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding
    if content[:1] and content[1:2] == b"\0":
        return "utf-16-le"
    if content[:1] == b"\0" and content[1:2]:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
