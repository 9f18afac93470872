"""The fonts of paper: loaded once, embedded and subset, extractable, and never a box for a missing character.

Text is drawn in Noto Sans SC; a character it lacks is taken from HanaMinB (Extensions B to F). What a person typed is
made printable first (`printable`):

* line ends of every kind become a newline, a tab four spaces, a blank the font lacks (U+2009 …) a space;
* other control characters and invisible format characters (zero-width, bidirectional, byte order mark, soft hyphen,
  emoji selectors) leave no trace: they have no shape, and paper is laid out in logical order, so they can hide nothing;
* a base with combining marks is composed (é); a mark that remains is refused, because it would be drawn in a wrong
  place, and so is an ideographic variation selector, because it would be drawn in another shape;
* a character that neither font draws is refused with `glyph_missing`.
"""

import functools
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from typing_extensions import override

from desktop_app import paths
from desktop_app.rules.errors import ServiceError

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
FALLBACK = "HanaMinB"

_TAB = " " * 4
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff]"
)
_LARGEST_MAP_BLOCK = 100
"""Entries a `beginbfchar` block may hold (Adobe Technical Note 5014)."""


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """The ToUnicode map of one font subset, with characters beyond the BMP as UTF-16 (PDF 32000-1, 9.10.3)."""
    entries = [
        f"<{index:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for index, code in enumerate(subset)
    ]
    blocks = [
        entries[start : start + _LARGEST_MAP_BLOCK] for start in range(0, len(entries), _LARGEST_MAP_BLOCK)
    ]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo",
            f"<< /Registry ({name})",
            f"/Ordering ({name})",
            "/Supplement 0",
            ">> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *(
                line
                for block in blocks
                for line in (f"{len(block)} beginbfchar", *block, "endbfchar")
            ),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )  # fmt: skip


class ExtractableFont(TTFont):
    """A TrueType font whose every character can be copied out of the PDF again.

    ReportLab 5.1 writes code points beyond the BMP as they are instead of as UTF-16, so 𬱖 prints right and extracts
    as garbage; only its map is replaced. A test tells when ReportLab has mended it.
    """

    @override
    def addObjects(self, doc: Any) -> None:
        """Write the font into the document, then put the right maps in the place of ReportLab's."""
        subsets: list[list[int]] = self.state[doc].subsets
        internal_name: str = self.state[doc].internalName
        super().addObjects(doc)  # pyright: ignore[reportUnknownMemberType]  (untyped in the stub)
        for number, subset in enumerate(subsets):
            written = doc.idToObject["BasicFonts"].dict[f"{internal_name}+{number}"]
            doc.idToObject[written.ToUnicode.name].content = to_unicode_map(written.BaseFont, subset)


@dataclass(frozen=True, slots=True)
class Face:
    """One loaded font: what it draws, and how wide each character is in thousandths of the type size."""

    name: str
    characters: frozenset[str]
    widths: dict[str, float]


class Run(NamedTuple):
    """A piece of text drawn with one font."""

    font: str
    text: str


_LOADING = threading.Lock()
SUBSETTING = threading.Lock()
"""Held while a document is finished: a font file is cut into its subsets by one document at a time."""


@functools.cache
def _load(name: str) -> Face:
    font: Any = ExtractableFont(name, str(paths.FONTS / f"{name}.ttf"), asciiReadable=False)
    pdfmetrics.registerFont(font)  # pyright: ignore[reportUnknownMemberType]  (untyped in the stub)
    widths: dict[str, float] = {
        chr(code): font.face.getCharWidth(code)
        for code in font.face.charToGlyph
        if unicodedata.category(chr(code))[0] not in "CM"
    }
    return Face(name, frozenset(widths), widths)


def face(name: str) -> Face:
    """The font `REGULAR`, `BOLD` or `FALLBACK`, read from its file on first use (40 to 110 ms), safe between threads."""
    with _LOADING:
        return _load(name)


@functools.cache
def _plain() -> re.Pattern[str]:
    """What needs no looking at: lines of the text font alone, matched three times as fast as looked up."""
    codes = sorted(map(ord, face(REGULAR).characters))
    breaks = [at for at in range(1, len(codes)) if codes[at] != codes[at - 1] + 1]
    bounds = zip([0, *breaks], [*breaks, len(codes)], strict=True)
    ranges = (f"\\U{codes[begin]:08x}-\\U{codes[end - 1]:08x}" for begin, end in bounds)
    return re.compile(f"[\n{''.join(ranges)}]*")


def printable(text: str) -> str:
    """Text as paper can show it, see the module; raises `glyph_missing` (values: character, code_point)."""
    if _plain().fullmatch(text):
        return text
    regular = face(REGULAR).characters
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text).replace("\t", _TAB))
    return "".join(_drawn(cluster, regular) for cluster in _clusters(text))


def _clusters(text: str) -> Iterator[str]:
    """The text cut before every character that is not a combining mark."""
    start = 0
    for index in range(1, len(text)):
        if unicodedata.category(text[index])[0] != "M":
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _drawn(cluster: str, regular: frozenset[str]) -> str:
    """A base with its marks, composed and checked against the fonts."""
    if cluster == "\n" or cluster in regular:
        return cluster
    composed = unicodedata.normalize("NFC", cluster) if len(cluster) > 1 else cluster
    for character in composed:
        if character in regular or character in face(FALLBACK).characters:
            continue
        if unicodedata.category(character) == "Zs" and unicodedata.decomposition(character):
            composed = composed.replace(character, " ")
            continue
        raise ServiceError(
            "glyph_missing",
            character=character if character.isprintable() else "�",
            code_point=f"U+{ord(character):04X}",
        )
    return composed


def runs(text: str, *, bold: bool = False) -> tuple[Run, ...]:
    """One line of printable text cut into pieces of one font each."""
    first = face(BOLD if bold else REGULAR)
    if first.characters.issuperset(text):
        return (Run(first.name, text),) if text else ()
    pieces: list[Run] = []
    for character in text:
        name = first.name if character in first.characters else FALLBACK
        if pieces and pieces[-1].font == name:
            pieces[-1] = Run(name, pieces[-1].text + character)
        else:
            pieces.append(Run(name, character))
    return tuple(pieces)


def widths(text: str, *, bold: bool = False) -> list[float]:
    """The width of every character of one line of printable text, in thousandths of the type size."""
    first = face(BOLD if bold else REGULAR)
    if first.characters.issuperset(text):
        return [first.widths[character] for character in text]
    rare = face(FALLBACK).widths
    return [first.widths[character] if character in first.widths else rare[character] for character in text]
