"""列映射: how the columns of a foreign table, or the keys of foreign JSON, become the elements of a matter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, cast

from desktop_app.exchange.cells import (
    LIMIT,
    NO_VALUE,
    SEPARATOR,
    TEXT,
    WORDS,
    cell_text,
    join,
    unquoted,
)
from desktop_app.exchange.columns import ALL_COLUMNS, CHILD_SHEETS, KEY_COLUMNS, LINES, Column
from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.foreign import as_record, dotted, heading_names, name_at
from desktop_app.exchange.inputs import MAX_RECORD_CHARACTERS, FileKind, InputFile, lines
from desktop_app.exchange.records import Notes, Path, finish, json_name, refused
from desktop_app.exchange.sheets import Row, read_cell
from desktop_app.exchange.tables import BROKEN_TABLE, open_table
from desktop_app.exchange.workbooks import Watch, WorkbookReader
from desktop_app.rules.errors import ServiceError

MOST_NUMBERED = 200
"""Numbered columns of one sub-table, `材料1` to `材料200`."""

_BLANKS = {sheet.target: sheet.blanks for sheet in CHILD_SHEETS.values()}
_ADDRESS = re.compile(r"(\w+)(?:\[(\d{1,3})\])?\.(\w+)")
_BARE_NUMBER = re.compile(r"\d{1,5}(?:\.0+)?")
_USUAL_SEPARATORS = "；;、，,\n"


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One column of the source and the element it fills."""

    source: str
    """The heading, or the keys of a JSON record joined by dots."""
    target: str
    """A key of `TARGETS`; `materials[2].name` fills the second line of a sub-table."""
    values: dict[str, str] = field(default_factory=dict[str, str])
    """Words and codes of the source, and what each means: a label or value of ours."""
    separator: str = ""
    """What parts the values of a cell; empty for the usual signs."""
    unit_source: str = ""
    """For a limit: the column that says its unit (its codes are translated by `values` too)."""
    unit: str = ""
    """For a limit that is a bare number: `工作日` or `自然日`."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """All that is to be known to read the files of one source."""

    name: str
    columns: tuple[ColumnRule, ...]
    constants: dict[str, str] = field(default_factory=dict[str, str])
    """By target: what holds for every record where the file says nothing, for example the department's code."""
    sheet: str = ""
    """Of a workbook; empty for the first one."""
    header_row: int = 1
    header_rows: int = 1
    """Two where groups of columns have a heading above their own."""


@dataclass(frozen=True, slots=True)
class Target:
    """An element that a column can be mapped to."""

    key: str
    label: str
    column: Column


def _targets() -> Iterator[Target]:
    for column in ALL_COLUMNS:
        if column.kind is not LINES:
            yield Target(column.key, column.label, column)
    for sheet in CHILD_SHEETS.values():
        if sheet.target != "situations":  # questions whose answers select lines are nobody's columns
            for column in sheet.columns[len(KEY_COLUMNS) :]:
                yield Target(f"{sheet.target}.{column.key}", f"{sheet.name}·{column.label}", column)


TARGETS: dict[str, Target] = {target.key: target for target in _targets()}
"""What columns may be mapped to, by key."""
REQUIRED_TARGETS = tuple(
    key for key, target in TARGETS.items() if "." not in key and target.column.is_required
)
"""Without these no record can be taken."""


def find_target(address: str) -> tuple[Target, int | None] | None:
    """The target an address means and the number of its line (from 0); `None` where there is none such."""
    if address in TARGETS:
        return TARGETS[address], None
    found = _ADDRESS.fullmatch(address)
    if found is None or found[2] is None or f"{found[1]}.{found[3]}" not in TARGETS:
        return None
    number = int(found[2])
    return (TARGETS[f"{found[1]}.{found[3]}"], number - 1) if 1 <= number <= MOST_NUMBERED else None


def check_mapping(mapping: ColumnMapping) -> None:
    """Raise `mapping_target_unknown`, `mapping_rows_invalid` where the mapping can never be used."""
    for address in (*(rule.target for rule in mapping.columns), *mapping.constants):
        if find_target(address) is None:
            raise ServiceError("mapping_target_unknown", target=address[:100])
    if not 1 <= mapping.header_row <= 100 or not 1 <= mapping.header_rows <= 3:
        raise ServiceError("mapping_rows_invalid")


def parse_mapped(
    file: InputFile, mapping: ColumnMapping, watch: Watch | None = None
) -> Iterator[tuple[ParsedRecord, int]]:
    """Each record of a foreign file with how far into the file the reader has come, in bytes.

    `watch` hears of a workbook's rows as `WorkbookReader` tells them. Raises `file_unreadable`, `mapping_columns_missing` where no column of the mapping is in the file, and what
    `check_mapping` raises.
    """
    check_mapping(mapping)
    mapper = _Mapper(mapping)
    match file.kind:
        case FileKind.JSON_LINES:
            for line in lines(file):
                raw = as_record(line)
                given = raw if isinstance(raw, ParsedRecord) else mapper.record(line.number, dotted(raw))
                yield given, line.position
        case FileKind.TABLE_TEXT:
            with open_table(file) as rows:
                for record in _table(rows, mapper):
                    yield record, rows.position
                if rows.is_broken:
                    yield refused(rows.number + 1, BROKEN_TABLE), file.size
        case FileKind.WORKBOOK:
            with closing(WorkbookReader(file.path, watch)) as reader:
                if mapping.sheet and mapping.sheet not in reader.names:
                    raise ServiceError("mapping_sheet_missing", sheet=mapping.sheet)
                for record in _table(reader.rows(mapping.sheet or reader.sheets[0]), mapper):
                    yield record, 0


def _table(rows: Iterator[tuple[int, Row]], mapper: "_Mapper") -> Iterator[ParsedRecord]:
    mapping = mapper.mapping
    heads: list[Row] = []
    names: tuple[str, ...] = ()
    for number, cells in rows:
        if number < mapping.header_row:
            continue
        if number < mapping.header_row + mapping.header_rows:
            heads.append(cells)
            continue
        if not names:
            names = heading_names(heads)
            mapper.check_columns(names)
        if not any(cell is not None and cell_text(cell).strip() for cell in cells):
            continue
        if sum(len(cell_text(cell)) for cell in cells) > MAX_RECORD_CHARACTERS:
            yield refused(number, "一条记录超过1 MB")
        else:
            yield mapper.record(number, {name_at(names, place): cell for place, cell in enumerate(cells)})
    if not names:
        mapper.check_columns(heading_names(heads))


class _Mapper:
    """A mapping at work."""

    def __init__(self, mapping: ColumnMapping) -> None:
        self.mapping = mapping
        self._rules = [(rule, *found) for rule in mapping.columns if (found := find_target(rule.target))]
        self._used = {rule.source for rule in mapping.columns} | {
            rule.unit_source for rule in mapping.columns
        }
        self._sources = {rule.target: rule.source for rule in reversed(mapping.columns)}

    def check_columns(self, names: Sequence[str]) -> None:
        """Raise `mapping_columns_missing` unless the table has what the codes and names are read from."""
        lacking = [
            rule.source
            for rule in self.mapping.columns
            if rule.source not in names and rule.target in {"code", "name"}
        ]
        if lacking or not self._used.intersection(names):
            missing = lacking or sorted(self._used - {""})
            raise ServiceError("mapping_columns_missing", columns="、".join(missing)[:200])

    def record(self, number: int, given: Mapping[str, Any]) -> ParsedRecord:
        """The record that a row, or a JSON record with its keys joined by dots, becomes."""
        notes = Notes(self._name_of)
        values: dict[str, Any] = {}
        parts: dict[str, dict[int, dict[str, Any]]] = {}
        for rule, target, line in self._rules:
            raw = given.get(rule.source)
            if raw is None or raw == "":
                continue
            if "." in target.key:
                _fill_lines(parts, rule, target, line, _texts(raw, rule, target.column), notes)
            else:
                _fill(values, target.column, rule.source, self._cell(raw, rule, target.column, given), notes)
        for key, numbered in parts.items():
            values[key] = [_BLANKS[key] | numbered[place] for place in sorted(numbered) if numbered[place]]
        for address, text in self.mapping.constants.items():
            found = find_target(address)
            if found is not None and address not in values and "." not in address:
                read_cell(found[0].column, found[0].label, text, values, notes)
        passed_over = tuple(
            name for name, cell in given.items() if name not in self._used and cell not in (None, "", [])
        )
        return finish(number, values, notes, passed_over)

    def _name_of(self, path: Path) -> str:
        """A place by the column it came from, or by its own label."""
        words = [str(part) for part in path if isinstance(part, str)]
        for address in (".".join(words), words[0]):
            if address in self._sources:
                return self._sources[address]
        return TARGETS[words[0]].label if words[0] in TARGETS else json_name(path)

    @staticmethod
    def _cell(raw: Any, rule: ColumnRule, column: Column, given: Mapping[str, Any]) -> str:
        """The text of a cell in our own words."""
        if column.kind is LIMIT:
            return _limit_words(raw, rule, given)
        if column.kind.is_many:
            parts = [text for text in _texts(raw, rule, column) if text]
            return join(parts) if column.kind is WORDS else SEPARATOR.join(parts)
        texts = [_plain(item) for item in cast("list[Any]", raw)] if isinstance(raw, list) else [_plain(raw)]
        return "\n".join(_translated(text, rule) for text in texts if text)


def _fill(values: dict[str, Any], column: Column, source: str, text: str, notes: Notes) -> None:
    """Put what a cell says into the values; a second column for the same element adds to the first."""
    fresh: dict[str, Any] = {}
    read_cell(column, source, text, fresh, notes)
    for key, value in fresh.items():
        before = values.get(key)
        if before is None:
            values[key] = value
        elif column.kind.is_many:
            values[key] = [*before, *(item for item in value if item not in before)]
        elif column.kind is TEXT and value != before:
            values[key] = f"{before}\n{value}"
        elif value != before:
            notes.repair(source, text, "与映射到同一要素的前一列不同，采用前一列")


def _fill_lines(
    parts: dict[str, dict[int, dict[str, Any]]],
    rule: ColumnRule,
    target: Target,
    line: int | None,
    texts: list[str],
    notes: Notes,
) -> None:
    """Put the texts of a cell into the lines of a sub-table: one line, or as many as there are texts."""
    head, _, key = target.key.partition(".")
    found = parts.setdefault(head, {})
    start = line if line is not None else sum(key in each for each in found.values())
    for place, text in enumerate(texts, start):
        if text:
            read_cell(target.column, rule.source, text, found.setdefault(place, {}), notes)


def _texts(raw: Any, rule: ColumnRule, column: Column) -> list[str]:
    """The single texts of a cell or list, in our own words; gaps of a list stay empty texts.

    A longer text that fills one line of a sub-table is parted only where a separator is named.
    """
    if isinstance(raw, list):
        return [_translated(_plain(item), rule) for item in cast("list[Any]", raw)]
    text = _plain(raw)
    if text in rule.values:
        return [rule.values[text]]
    separators = rule.separator.replace("\\n", "\n")
    if not separators and column.kind.is_many:
        separators = _USUAL_SEPARATORS
    pattern = "|".join(map(re.escape, separators)) if separators else ""
    parts = re.split(pattern, text) if pattern else [text]
    return [_translated(part.strip(), rule) for part in parts if part.strip()]


def _limit_words(raw: Any, rule: ColumnRule, given: Mapping[str, Any]) -> str:
    """A limit as `parse_limit` reads it, of a number and the unit that stands elsewhere."""
    text = _plain(raw)
    if text in rule.values and not rule.unit_source:
        return rule.values[text]
    if not _BARE_NUMBER.fullmatch(text):
        return text
    unit = rule.unit
    if rule.unit_source:
        word = _plain(given.get(rule.unit_source))
        unit = rule.values.get(word, word) or unit
    return f"{int(float(text))}{unit}"


def _translated(text: str, rule: ColumnRule) -> str:
    return rule.values.get(text, text)


def _plain(raw: Any) -> str:
    text = cell_text(raw).strip()
    return text if text == NO_VALUE else unquoted(text)
