"""Import files of any size up to 200 MB, read in pieces: what kind they are, in which encoding, and whether they are safe."""

import codecs
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any
from xml.parsers import expat

from typing_extensions import override

from desktop_app.exchange.files import MARKS, MEGABYTE
from desktop_app.rules.errors import ServiceError

MAX_FILE_BYTES = 200 * MEGABYTE
MAX_RECORD_CHARACTERS = MEGABYTE
MAX_UNPACKED_BYTES = 600 * MEGABYTE
MAX_UNPACKED_RATIO = 200
"""Sheets of real matters unpack to 5–20 times their size; bombs to a thousand times and more."""
MAX_PARTS = 5_000
LONGEST_PROLOG = MEGABYTE
"""What may stand before the first element of a part of a workbook."""
SAMPLE_BYTES = 64 * 1024
_CHUNK_BYTES = 4 * MEGABYTE
_PIECE_CHARACTERS = 64 * 1024
_ELEMENT_START = re.compile(r"[\[,\s]*")
_DECODER = json.JSONDecoder()

ZIP_FAILURES = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(OSError, ValueError, KeyError, IndexError, NotImplementedError, RuntimeError, EOFError),
)
"""What a damaged, encrypted or forged archive makes the reader raise."""
_ZIP_SIGNATURE = b"PK\x03\x04"
_OLD_OFFICE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a\x1b")


class FileKind(Enum):
    """What a file is, by its content first and its name second."""

    JSON_LINES = auto()
    TABLE_TEXT = auto()
    WORKBOOK = auto()


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was found safe to read; `encoding` is empty for a workbook."""

    path: Path
    kind: FileKind
    size: int
    encoding: str = ""
    is_array: bool = False
    """Whether JSON records stand in one array instead of one a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text file, or one element of an array; `text` is cut where it is longer than a record may be."""

    number: int
    text: str
    is_too_long: bool
    position: int
    """How many bytes of the file have been read so far."""


def inspect(path: Path) -> InputFile:
    """Tell what a file is; raises `file_missing`, `file_empty`, `file_too_large`, `file_binary`, `file_unreadable`."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise ServiceError("file_missing")
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
    except FileNotFoundError:
        raise ServiceError("file_missing") from None
    except (OSError, ValueError):
        raise ServiceError("file_unreadable") from None
    if size > MAX_FILE_BYTES:
        raise _too_large()
    if not size:
        raise ServiceError("file_empty")
    if sample.startswith(_OLD_OFFICE_SIGNATURE):
        raise ServiceError("file_old_workbook")
    if sample.startswith(_ZIP_SIGNATURE):
        _check_workbook(path)
        return InputFile(path, FileKind.WORKBOOK, size)
    encoding = _encoding(path, sample)
    return _text_file(path, size, sample, encoding)


def lines(file: InputFile) -> Iterator[Line]:
    """The lines of a text file, blank ones left out; a character that cannot be decoded becomes U+FFFD.

    Of a JSON array the elements, numbered from 1; where it is broken the rest is one last line.
    """
    if file.is_array:
        yield from _elements(file)
        return
    with open_input(file.path) as raw, decoded(raw, file.encoding) as text:
        number = 0
        while line := text.readline(MAX_RECORD_CHARACTERS + 1):
            number += 1
            is_too_long = len(line) > MAX_RECORD_CHARACTERS
            rest = line
            while rest and not rest.endswith("\n"):
                rest = text.readline(MAX_RECORD_CHARACTERS + 1)
            if line.strip():
                yield Line(number, line.rstrip("\r\n"), is_too_long, raw.tell())


def _elements(file: InputFile) -> Iterator[Line]:
    """The elements of a JSON array, read in pieces."""
    number, held, is_over = 0, "", False
    with open_input(file.path) as raw, decoded(raw, file.encoding, newline=None) as text:
        while not is_over:
            piece = text.read(_PIECE_CHARACTERS)
            is_over = not piece
            held = (held + piece).lstrip("\ufeff")
            place = 0
            while (found := _ELEMENT_START.match(held, place)) and found.end() < len(held):
                if held[found.end()] == "]":
                    return
                end = _end_of_element(held, found.end(), is_last=is_over)
                if end is None:
                    break
                number += 1
                yield Line(number, held[found.end() : end], is_too_long=False, position=raw.tell())
                place = end
            held = held[place:]
            if len(held) > MAX_RECORD_CHARACTERS + _PIECE_CHARACTERS or (is_over and held.strip(", \t\r\n")):
                number += 1
                is_too_long = not is_over
                yield Line(number, held[:MAX_RECORD_CHARACTERS], is_too_long, raw.tell())
                return


def _end_of_element(text: str, start: int, *, is_last: bool) -> int | None:
    """Where the JSON value that begins at `start` ends; `None` where more of it is to come, or it is none."""
    try:
        end = _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return None
    is_whole = text[start] in '{["' or end < len(text) or is_last
    return end if is_whole else None


class _BoundedFile(io.FileIO):
    """A file that may have grown since it was looked at; raises `file_too_large` beyond the limit."""

    @override
    def readinto(self, buffer: Any, /) -> int:
        count = super().readinto(buffer) or 0
        if self.tell() > MAX_FILE_BYTES:
            raise _too_large()
        return count


def open_input(path: Path) -> io.BufferedReader:
    """Open a file for reading in pieces, never beyond `MAX_FILE_BYTES`."""
    return io.BufferedReader(_BoundedFile(path, "rb"))


def _too_large() -> ServiceError:
    return ServiceError("file_too_large", limit=f"{MAX_FILE_BYTES // MEGABYTE} MB")


def decoded(raw: io.BufferedReader, encoding: str, newline: str | None = "\n") -> io.TextIOWrapper:
    """The text of an open file; a byte that cannot be decoded becomes U+FFFD."""
    return io.TextIOWrapper(raw, encoding, errors="replace", newline=newline)


def _encoding(path: Path, sample: bytes) -> str:
    for mark, name in MARKS.items():
        if sample.startswith(mark):
            return name
    if unmarked := _unmarked_utf16(sample):
        return unmarked
    if _is_binary(sample):
        raise ServiceError("file_binary")
    broken_at = _end_of_utf8(path)
    if broken_at is None or _is_mostly_utf8(path, broken_at):
        return "utf-8"
    return "gb18030"


def _unmarked_utf16(sample: bytes) -> str:
    """UTF-16 without its mark: every second byte of the ASCII that JSON and CSV are full of is zero."""
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if pairs < 2 or max(even, odd) < pairs * 0.1 or min(even, odd) > pairs * 0.01:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_binary(sample: bytes) -> bool:
    """Whether this is no text: zero bytes, or more control bytes than any text has."""
    if 0 in sample:
        return True
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in sample)
    return controls > len(sample) // 50 + 1


def _end_of_utf8(path: Path) -> int | None:
    """About where a file stops being UTF-8; `None` where it never does."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return done + error.start
            done += len(chunk)
    return done if decoder.getstate()[0] else None


def _is_mostly_utf8(path: Path, place: int) -> bool:
    """Whether the text around a broken place is UTF-8 with a flaw, and not another encoding altogether."""
    with path.open("rb") as file:
        file.seek(max(0, place - SAMPLE_BYTES // 2))
        text = file.read(SAMPLE_BYTES).decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - broken > broken


def _text_file(path: Path, size: int, sample: bytes, encoding: str) -> InputFile:
    start = sample.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    if not start:
        raise ServiceError("file_empty")
    is_table = path.suffix.lower() in {".csv", ".tsv", ".txt"} and not start.startswith(("{", "["))
    kind = FileKind.TABLE_TEXT if is_table else FileKind.JSON_LINES
    return InputFile(path, kind, size, encoding, is_array=start.startswith("["))


def _check_workbook(path: Path) -> None:
    """Look at the parts of a workbook before any is unpacked; raises `file_unpacks_too_large`, `file_unreadable`."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise ServiceError("file_unreadable")
            _refuse_bombs(parts)
            for part in parts:
                _refuse_declarations(archive, part)
    except ZIP_FAILURES:
        raise ServiceError("file_unreadable") from None


def _refuse_bombs(parts: Sequence[zipfile.ZipInfo]) -> None:
    """All parts together, and each of them: pictures beside a bomb would make the whole look harmless."""
    sizes = [(part.file_size, part.compress_size) for part in parts]
    unpacked, packed = (sum(column) for column in zip(*sizes, strict=True))
    is_dense = any(_is_dense(*size) for size in (*sizes, (unpacked, packed)))
    if is_dense or unpacked > MAX_UNPACKED_BYTES or len(parts) > MAX_PARTS:
        raise ServiceError("file_unpacks_too_large")


def _is_dense(unpacked: int, packed: int) -> bool:
    return unpacked > 16 * MEGABYTE and unpacked > packed * MAX_UNPACKED_RATIO


class _BodyBegun(Exception):  # noqa: N818  it reports a place, not an error
    """The first element of a part was reached."""


def _refuse_declarations(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No real workbook declares entities; files that do are made to swell or to reach out.

    Read as XML up to the first element, for a declaration may stand behind any comment and in any encoding; whatever is
    no XML is not read as such by anybody.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _begin_body
    with archive.open(part) as file:
        for _ in range(LONGEST_PROLOG // SAMPLE_BYTES):
            sample = file.read(SAMPLE_BYTES)
            try:
                parser.Parse(sample, not sample)
            except (_BodyBegun, expat.ExpatError):
                return
            if not sample:
                return
    raise ServiceError("file_unpacks_too_large")


def _refuse_doctype(*_declared: object) -> None:
    raise ServiceError("file_unpacks_too_large")


def _begin_body(*_element: object) -> None:
    raise _BodyBegun
