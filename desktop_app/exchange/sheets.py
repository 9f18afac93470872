"""Our table of matters read: one row a matter under Chinese headings, sub-tables on sheets or in cells of their own."""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from desktop_app.exchange.cells import ERRORS, NO_VALUE, CellError, LimitWords, cell_text, unquoted
from desktop_app.exchange.columns import (
    ALL_COLUMNS,
    CHILD_SHEETS,
    LABELS,
    LINES,
    Column,
    Sheet,
    known_label,
)
from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.inputs import MAX_RECORD_CHARACTERS
from desktop_app.exchange.records import Notes, Path, clean_value, finish, json_name, refused
from desktop_app.rules.errors import ServiceError

HEADER_ROWS = 10
"""A title and remarks may stand above the headings."""
MAX_COLUMNS = 300
BEYOND = f"第{MAX_COLUMNS}列以后的各列"

Row = Sequence[Any]
Key = tuple[str, str]
"""实施编码 and 业务办理项编码 as they stand in the table."""

_LINES = re.compile(r"[；;\n]+")
_DECORATION = re.compile(r"[*＊\s]|[(（]必填[)）]")
_KEYS = frozenset({"code", "item_code"})
_NAMED_BY = {"materials": "name", "legal_basis": "title"}
"""Sub-tables of which a cell may give the names alone."""


class Headings:
    """Which column of a sheet is which; headings that are not known are passed over by name."""

    def __init__(self, cells: Row, columns: Iterable[Column]) -> None:
        self._columns: dict[int, Column] = {}
        self._strange: dict[int, str] = {}
        wanted = {plain_heading(column.label): column for column in columns}
        labels = frozenset(wanted)
        for place, cell in enumerate(cells):
            label = plain_heading(cell)
            label = plain_heading(known_label(label)) if label not in labels else label
            if place >= MAX_COLUMNS:
                if label:
                    self._strange[place] = BEYOND
            elif column := wanted.pop(label, None):
                self._columns[place] = column
            elif label in labels:
                self._strange[place] = f"{label[:50]}（重复的表头）"
            elif label:
                self._strange[place] = label[:50]

    @property
    def keys(self) -> set[str]:
        """The keys that have a column."""
        return {column.key for column in self._columns.values()}

    def read(self, cells: Row, notes: Notes, prefix: str = "") -> dict[str, Any]:
        """The values of a row, empty cells left out; what cannot be read is noted under its heading."""
        return self._read(self._columns, cells, notes, prefix)

    def key(self, cells: Row) -> Key:
        """The codes of a row, as `read` gives them."""
        codes = {place: column for place, column in self._columns.items() if column.key in _KEYS}
        values = self._read(codes, cells, Notes(), "")
        return str(values.get("code", "")), str(values.get("item_code", ""))

    def passed_over(self, cells: Row) -> tuple[str, ...]:
        """Headings that are not known and hold something in this row."""
        return tuple(
            label
            for place, label in self._strange.items()
            if place < len(cells) and cell_text(cells[place]).strip()
        )

    @staticmethod
    def _read(columns: dict[int, Column], cells: Row, notes: Notes, prefix: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for place, column in columns.items():
            given = cells[place] if place < len(cells) else None
            if given is not None and given != "":
                read_cell(column, f"{prefix}{column.label}", cell_text(given), values, notes)
        return values


def plain_heading(cell: Any) -> str:
    """A heading without marks, blanks and other widths of its letters."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", str(cell))) if cell is not None else ""


def read_cell(column: Column, label: str, given: str, values: dict[str, Any], notes: Notes) -> None:
    """Put what a cell says into the values; what it should not say is noted."""
    if column.kind is LINES and (lines := _json_lines(given)) is not None:
        values[column.key] = clean_value(lines, (column.key,), notes)
        return
    error = given.strip() in ERRORS
    cell = given.strip() if error else notes.clean(label, unquoted(given))
    if not cell:
        return
    if error:
        reason = (
            "公式没有计算结果，请在表格软件中打开并保存一次" if cell == NO_VALUE else "单元格是公式错误值"
        )
        notes.refuse(label, cell, reason)
        return
    try:
        values[column.key] = (
            _named_lines(column.key, cell) if column.kind is LINES else column.kind.read(cell)
        )
    except CellError as failure:
        notes.refuse(label, cell, str(failure))
    except LimitWords:
        notes.repair(label, cell, "时限写法无法按日计算，已原样放入时限说明")
        values.setdefault(f"{column.key}_explanation", cell)


def find_headings(rows: Iterator[tuple[int, Row]], columns: Sequence[Column]) -> Headings:
    """The headings among the first rows; raises `file_headings_unknown` where there are none."""
    for number, cells in rows:
        headings = Headings(cells, columns)
        if {"code", columns[2].key} <= headings.keys:
            return headings
        if number >= HEADER_ROWS:
            break
    raise ServiceError("file_headings_unknown")


class ChildRows:
    """The rows of the sub-tables by matter, kept in a temporary database of its own so that memory stays flat."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", check_same_thread=False)
        self._base.execute(
            "CREATE TABLE line (sheet, code, item_code, number INTEGER, cells, used DEFAULT 0)"
        )
        self._headings: dict[str, Headings] = {}

    def close(self) -> None:
        """Give the temporary file back."""
        self._base.close()

    def add(self, sheet: Sheet, rows: Iterator[tuple[int, Row]]) -> None:
        """Keep the rows of a sub-table; raises `file_headings_unknown`."""
        headings = self._headings[sheet.name] = find_headings(rows, sheet.columns)
        self._base.executemany(
            "INSERT INTO line VALUES (?, ?, ?, ?, ?, 0)",
            (
                (sheet.name, *headings.key(cells), number, json.dumps(texts, ensure_ascii=False))
                for number, cells in rows
                if any(texts := [cell_text(cell) for cell in cells])
            ),
        )

    def settle(self) -> None:
        """Make the rows quick to find, after the last was added."""
        self._base.execute("CREATE INDEX line_key ON line (code, item_code, sheet, number)")

    def take(self, key: Key) -> dict[str, list[tuple[int, list[str]]]]:
        """The rows of a matter by sheet, each with its number."""
        if not self._headings:
            return {}
        found: dict[str, list[tuple[int, list[str]]]] = {}
        for name, number, cells in self._base.execute(
            "SELECT sheet, number, cells FROM line WHERE code = ? AND item_code = ? ORDER BY sheet, number",
            key,
        ):
            found.setdefault(name, []).append((number, json.loads(cells)))
        if found:
            self._base.execute("UPDATE line SET used = 1 WHERE code = ? AND item_code = ?", key)
        return found

    def read(self, name: str, rows: list[tuple[int, list[str]]], notes: Notes) -> list[dict[str, Any]]:
        """The values of the rows of one sheet."""
        headings = self._headings[name]
        return [headings.read(cells, notes, f"{name}第{number}行·") for number, cells in rows]

    def left_over(self) -> Iterator[tuple[str, int, int]]:
        """The sheets' rows that belong to no matter: sheet, first row number and how many, by code."""
        yield from self._base.execute(
            "SELECT sheet, min(number), count(*) FROM line WHERE used = 0 GROUP BY sheet, code, item_code"
        )


def parse_rows(rows: Iterator[tuple[int, Row]], children: ChildRows | None = None) -> Iterator[ParsedRecord]:
    """One record for each row that is not blank, with its lines of the sub-tables."""
    headings = find_headings(rows, ALL_COLUMNS)
    for number, cells in rows:
        if any(cell is not None and cell_text(cell).strip() for cell in cells):
            yield _parse_row(number, cells, headings, children)
    if children is not None:
        for sheet, number, count in children.left_over():
            yield refused(number, f"“{sheet}”表中的事项编码在“事项”表中没有，{count}行未导入")


def _parse_row(number: int, cells: Row, headings: Headings, children: ChildRows | None) -> ParsedRecord:
    if sum(len(cell_text(cell)) for cell in cells) > MAX_RECORD_CHARACTERS:
        return refused(number, "一条记录超过1 MB")
    notes = Notes(_label)
    values = headings.read(cells, notes)
    if children is not None:
        key = (str(values.get("code", "")), str(values.get("item_code", "")))
        for name, lines in children.take(key).items():
            _take_lines(CHILD_SHEETS[name], children.read(name, lines, notes), values, notes)
    return finish(number, values, notes, headings.passed_over(cells))


def _take_lines(sheet: Sheet, lines: list[dict[str, Any]], values: dict[str, Any], notes: Notes) -> None:
    if sheet.target in values:
        notes.repair((sheet.target,), "", f"已有“{sheet.name}”表，本列未导入")
    bare = [sheet.blanks | {key: line[key] for key in line if key not in _KEYS} for line in lines]
    values[sheet.target] = _situations(bare, notes) if sheet.target == "situations" else bare


def _situations(lines: list[dict[str, Any]], notes: Notes) -> list[dict[str, Any]]:
    """The questions of rows that each hold one option; what is said of a question stands in its first row."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        key = str(line.get("key", ""))
        question = found.setdefault(key, {"key": key, "question": "", "asked_when": [], "options": []})
        for name in ("question", "asked_when"):
            given = line.get(name)
            if given and question[name] and given != question[name]:
                notes.repair(("situations",), given, "同一问题的各行说法不同，采用第一行")
            question[name] = question[name] or given or question[name]
        question["options"].append(
            {"key": line.get("option_key", ""), "text": line.get("option_text", "")}
            | {name: line[name] for name in ("statutory", "promised") if name in line}
        )
    return list(found.values())


def _json_lines(given: str) -> list[Any] | None:
    """The lines of a sub-table that a cell holds as JSON; `None` where it does not."""
    if not given.startswith("["):
        return None
    try:
        lines = json.loads(given)
    except (ValueError, RecursionError):
        return None
    if not all(isinstance(line, dict) for line in lines):
        return None
    return cast("list[Any]", lines)


def _named_lines(key: str, cell: str) -> list[dict[str, str]]:
    if key not in _NAMED_BY:
        raise CellError(f"应为导出文件中的写法；手工填写请用模板的“{LABELS[key]}”表")
    return [{_NAMED_BY[key]: line.strip()} for line in _LINES.split(cell) if line.strip()]


def _label(path: Path) -> str:
    head, *rest = path
    label = LABELS.get(str(head), str(head))
    return f"{label}{json_name(tuple(rest))}" if rest else label
