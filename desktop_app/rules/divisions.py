"""行政区划代码: levels by length, the way up, and names that only fill a level."""

import re
from collections.abc import Container, Iterable, Mapping

from models.elements import DivisionLevel

CODE = re.compile(r"[1-9]\d(?:\d{2}(?:\d{2}(?:\d{3}(?:\d{3})?)?)?)?", re.ASCII)
"""2, 4, 6, 9 or 12 digits; no province begins with 0."""
LEVELS: dict[int, DivisionLevel] = dict(zip((2, 4, 6, 9, 12), DivisionLevel, strict=True))
LENGTHS = tuple(LEVELS)
FILLERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""City-level entries that stand between a province and its counties and are no place anybody names."""
PADDED = re.compile(r"[1-9]\d(?:0{4}|0{10})", re.ASCII)
"""A province in the six or twelve digits that some lists write for every level."""


def is_code(text: str) -> bool:
    """Whether this is a division's code as the program keeps it."""
    return CODE.fullmatch(text) is not None


def level_of(code: str) -> DivisionLevel:
    """The level a valid code is of."""
    return LEVELS[len(code)]


def ancestors(code: str) -> tuple[str, ...]:
    """The codes above one, the nearest first."""
    return tuple(code[:length] for length in reversed(LENGTHS) if length < len(code))


def parent_among(code: str, known: Container[str]) -> str:
    """The nearest code above one that is known; empty where none is."""
    return next((above for above in ancestors(code) if above in known), "")


def shortened(code: str) -> str:
    """A code without the zeros that fill it up to six or twelve digits: 411000 → 4110, 411002001000 → 411002001."""
    for length in LENGTHS:
        if length < len(code) and not code[length:].strip("0"):
            return code[:length]
    return code


def is_padded(codes: Iterable[str]) -> bool:
    """Whether a list fills its codes up: then a province stands in it with zeros behind its two digits.

    One code alone does not tell: 441900 is a county-level entry of its own in lists that do not fill up.
    """
    return any(PADDED.fullmatch(code) for code in codes)


def path_words(code: str, names: Mapping[str, str]) -> str:
    """The names from the province down to a division: 河南省许昌市魏都区西大街道."""
    steps = [*reversed(ancestors(code)), code]
    return "".join(names[step] for step in steps if step in names and not _only_fills(step, names[step]))


def _only_fills(code: str, name: str) -> bool:
    return name in FILLERS and level_of(code) is DivisionLevel.CITY
