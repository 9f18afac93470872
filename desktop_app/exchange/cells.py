"""Cells of a table: what people write in one, read to a value and written back exactly."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from desktop_app.exchange.limits import NOTHING, parse_limit
from desktop_app.rules.catalogue import Limit
from models.enums import LabelledEnum, LimitUnit

LARGEST_EXACT_NUMBER = 10**15
"""Beyond this a spreadsheet has rounded a number that was typed."""
SEPARATOR = "；"
"""What parts the values of a cell that takes several."""
AT_ONCE = "即时办结"
YES, NO = "是", "否"
EMPTY_LIST = "无"
"""Written where a list is empty on purpose; an empty cell leaves what is usual."""
NO_VALUE = "#未计算的公式"
"""Stands for a formula whose result the file does not hold."""
ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", NO_VALUE}
)

_WORD_SEPARATORS = "；;、，,\n"
_LINE_SEPARATORS = "；;\n"
_WEAK = re.compile(r"[、，,](?![^（(]*[)）])")
_STRONG = re.compile(r"[；;\n]")
_ROUNDED = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{2,3}")
_FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
_QUOTED = re.compile(r"'(?=['=+\-@\t\r\n＝＋－＠#])")


class CellError(ValueError):
    """A cell that does not say what its column asks for; its text is the reason."""


class LimitWords(ValueError):  # noqa: N818  it is no error: the words are kept beside the limit
    """A limit in words that cannot be counted in days."""


@dataclass(frozen=True, slots=True)
class CellKind:
    """How the cells of a column are read and written, and what people may choose from."""

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    choices: tuple[str, ...] = ()
    is_many: bool = False


def cell_text(cell: Any) -> str:
    """A cell as a person reads it; a number too long for a spreadsheet keeps the form it was rounded to."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return YES if cell else NO
        case int() | float() if abs(cell) >= LARGEST_EXACT_NUMBER:
            return f"{cell:.14E}"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(" ", "minutes")
        case time():
            return cell.isoformat("minutes")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def quoted(text: str, *, for_text_file: bool) -> str:
    """The text as it is put into a cell, so that no program runs it and `unquoted` gives it back exactly.

    A workbook keeps texts apart from formulas by itself; a text file cannot.
    """
    runs = for_text_file and text.startswith(tuple(_FORMULA_STARTS))
    return f"'{text}" if runs or text in ERRORS or _QUOTED.match(text) else text


def unquoted(text: str) -> str:
    """A text without the apostrophe that kept a spreadsheet from running it."""
    return text[1:] if _QUOTED.match(text) else text


def kind_of(annotation: Any, *, are_sentences: bool = False) -> CellKind | None:
    """The kind of cell for a field's type; `None` for the lines of a sub-table.

    `are_sentences`: a list whose items may hold commas.
    """
    annotation = _without_none(annotation)
    if get_origin(annotation) is tuple:
        item = get_args(annotation)[0]
        if item is str:
            return SENTENCES if are_sentences else WORDS
        return _members(item) if issubclass(item, LabelledEnum) else None
    if isinstance(annotation, type) and issubclass(annotation, LabelledEnum):
        return _member(annotation)
    return _PLAIN.get(annotation)


def split(cell: str, separators: str) -> list[str]:
    """The parts of a cell; a separator behind a backslash belongs to its part."""
    parts: list[str] = [""]
    places = iter(enumerate(cell))
    for place, sign in places:
        following = cell[place + 1 : place + 2]
        if sign == "\\" and following and (following in _WORD_SEPARATORS or following in "\\n"):
            next(places)
            parts[-1] += "\n" if following == "n" else following
        elif sign in separators:
            parts.append("")
        else:
            parts[-1] += sign
    return [word for part in parts if (word := part.strip())]


def join(parts: Iterable[str], separators: str = _WORD_SEPARATORS) -> str:
    """The parts in one cell, so that `split` gives them back exactly."""
    signs = str.maketrans({sign: f"\\{sign}" for sign in separators} | {"\\": "\\\\", "\n": "\\n"})
    return SEPARATOR.join(part.translate(signs) for part in parts)


def _text(cell: str) -> str:
    return cell


def _whole(cell: str) -> int:
    if not re.fullmatch(r"\d{1,9}(\.0+)?", cell):
        raise CellError("应为整数")
    return int(float(cell))


def _flag(cell: str) -> bool:
    if cell not in {YES, NO}:
        raise CellError("应为“是”或“否”")
    return cell == YES


def _code(cell: str) -> str:
    if _ROUNDED.fullmatch(cell):
        raise CellError("编码被表格软件存成了数字，末尾数字已丢失，请把该列设为文本后重新填写")
    return cell


def _limit(cell: str) -> Limit | None:
    try:
        return parse_limit(cell)
    except ValueError:
        raise LimitWords from None


def limit_text(limit: Limit) -> str:
    """A limit as `parse_limit` reads it back."""
    is_at_once = not limit.days and limit.unit is LimitUnit.WORKING_DAYS
    return AT_ONCE if is_at_once else f"{limit.days}{limit.unit.label}"


def _member(members: type[LabelledEnum]) -> CellKind:
    labels = tuple(member.label for member in members)
    by_word = {member.value: member for member in members} | {member.label: member for member in members}

    def read(cell: str) -> Enum:
        if cell not in by_word:
            raise CellError(f"不是认识的取值，可填：{'、'.join(labels)}")
        return by_word[cell]

    return CellKind("choice", read, lambda member: member.label, labels)


def _members(members: type[LabelledEnum]) -> CellKind:
    one = _member(members)

    def read(cell: str) -> list[Enum]:
        if cell in NOTHING:
            return []
        words = [
            word
            for part in _STRONG.split(cell)
            for word in ([part] if part in one.choices else _WEAK.split(part))
        ]
        return [one.read(word.strip()) for word in words if word.strip()]

    def write(value: tuple[LabelledEnum, ...]) -> str:
        return SEPARATOR.join(member.label for member in value) or EMPTY_LIST

    return CellKind("choices", read, write, one.choices, is_many=True)


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in {Union, UnionType}:
        return next(part for part in get_args(annotation) if part is not NoneType)
    return annotation


TEXT = CellKind("text", _text, str)
CODE = CellKind("code", _code, str)
WHOLE = CellKind("whole", _whole, str)
FLAG = CellKind("flag", _flag, lambda value: YES if value else NO, (YES, NO))
LIMIT = CellKind("limit", _limit, limit_text)
WORDS = CellKind("words", lambda cell: split(cell, _WORD_SEPARATORS), join, is_many=True)
SENTENCES = CellKind(
    "sentences",
    lambda cell: split(cell, _LINE_SEPARATORS),
    lambda parts: join(parts, _LINE_SEPARATORS),
    is_many=True,
)
_PLAIN: dict[Any, CellKind] = {str: TEXT, int: WHOLE, bool: FLAG, Limit: LIMIT}
