"""Files that are not in our own shape: the names of their columns and keys, and their first rows to look at."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from pathlib import Path
from typing import Any, cast

from desktop_app.exchange.cells import cell_text
from desktop_app.exchange.columns import ALL_COLUMNS, MAIN_SHEET, known_label
from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.guangdong import is_guangdong
from desktop_app.exchange.inputs import FileKind, InputFile, Line, inspect, lines
from desktop_app.exchange.records import refused
from desktop_app.exchange.sheets import HEADER_ROWS, MAX_COLUMNS, Headings, Row, plain_heading
from desktop_app.exchange.tables import open_table
from desktop_app.exchange.workbooks import WorkbookReader
from desktop_app.rules.errors import ServiceError

SAMPLE_ROWS = 20
SAMPLE_CHARACTERS = 200
DEEPEST_KEY = 6
LONGEST_HEADING = 20
_LABELS = frozenset(plain_heading(column.label) for column in ALL_COLUMNS)


class Shape(Enum):
    """Whose shape a file has."""

    OWN = auto()
    PORTAL = auto()
    """The Guangdong portal's records."""
    FOREIGN = auto()
    """Needs a column mapping."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a file: enough to tell what its columns mean."""

    shape: Shape
    kind: FileKind
    sheets: tuple[str, ...]
    """Of a workbook."""
    sheet: str
    header_row: int
    header_rows: int
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Up to `SAMPLE_ROWS` rows below the headings, each cell cut to `SAMPLE_CHARACTERS`."""

    @property
    def is_table(self) -> bool:
        """Whether it has rows of headings, and no keys."""
        return self.kind is not FileKind.JSON_LINES

    def samples(self, heading: str) -> list[str]:
        """The different values of a column in the sample, in their order."""
        place = self.headings.index(heading)
        return list(dict.fromkeys(row[place] for row in self.rows if row[place]))


def preview_file(path: Path, sheet: str = "", header_row: int = 0, header_rows: int = 0) -> Preview:
    """Look at the beginning of a file; what is not given of the headings' place is guessed.

    Raises what `inputs.inspect` raises, `file_unreadable`, `mapping_sheet_missing`.
    """
    file = inspect(path)
    match file.kind:
        case FileKind.JSON_LINES:
            return _preview_json(file)
        case FileKind.TABLE_TEXT:
            with open_table(file) as rows:
                return _preview_table(file, list(islice(rows, _LOOKED_AT)), (), "", header_row, header_rows)
        case FileKind.WORKBOOK:
            with closing(WorkbookReader(path)) as reader:
                chosen = sheet or (MAIN_SHEET if MAIN_SHEET in reader.names else reader.sheets[0])
                if chosen not in reader.names:
                    raise ServiceError("mapping_sheet_missing", sheet=chosen)
                rows = list(islice(reader.rows(chosen), _LOOKED_AT))
                return _preview_table(file, rows, reader.sheets, chosen, header_row, header_rows)


_LOOKED_AT = HEADER_ROWS + SAMPLE_ROWS


def heading_names(heads: Sequence[Row]) -> tuple[str, ...]:
    """One name a column, of one or more rows of headings; every name is there once.

    A group's heading stands above its first column only (its cells are merged), so it holds until the next one.
    """
    width = min(max(map(_width, heads), default=0), MAX_COLUMNS)
    above = [""] * width
    for cells in heads[:-1]:
        group = ""
        for place in range(width):
            group = _plain(cells, place) or group
            above[place] = f"{above[place]}·{group}" if above[place] and group else group or above[place]
    names: list[str] = []
    for place in range(width):
        own = _plain(heads[-1], place)
        name = f"{above[place]}·{own}" if above[place] and own else own or above[place] or name_at((), place)
        repeated = sum(each == name or each.startswith(f"{name}（第") for each in names)
        names.append(f"{name}（第{repeated + 1}个）" if repeated else name)
    return tuple(names)


def name_at(names: Sequence[str], place: int) -> str:
    """The name of a column, also of one without a heading."""
    return names[place] if place < len(names) else f"第{place + 1}列"


def dotted(record: dict[str, Any], prefix: str = "", depth: int = 1) -> dict[str, Any]:
    """The values of a record by their keys joined by dots; lists of records become lists of their values."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < DEEPEST_KEY:
            found |= dotted(cast("dict[str, Any]", value), f"{name}.", depth + 1)
        elif isinstance(value, list) and depth < DEEPEST_KEY:
            found |= _dotted_list(name, cast("list[Any]", value), depth)
        else:
            found[name] = value
    return found


def as_record(line: Line) -> dict[str, Any] | ParsedRecord:
    """The JSON object of a line, or the refusal of the line."""
    if line.is_too_long:
        return refused(line.number, "一条记录超过1 MB", line.text[:1000])
    try:
        raw = json.loads(line.text)
    except RecursionError:
        return refused(line.number, "记录嵌套过深", line.text)
    except ValueError:
        return refused(line.number, "不是完整的 JSON 记录，可能被截断或损坏", line.text)
    if not isinstance(raw, dict):
        return refused(line.number, "不是一条记录：应为一个 JSON 对象", line.text)
    return cast("dict[str, Any]", raw)


def _dotted_list(name: str, items: list[Any], depth: int) -> dict[str, Any]:
    records = [
        dotted(cast("dict[str, Any]", item), "", depth + 1) if isinstance(item, dict) else None
        for item in items
    ]
    if not records or any(record is None for record in records):
        return {name: items}
    keys = dict.fromkeys(key for record in records if record for key in record)
    return {f"{name}.{key}": [record.get(key) for record in records if record is not None] for key in keys}


def _preview_json(file: InputFile) -> Preview:
    records = [
        record for line in islice(lines(file), SAMPLE_ROWS) if isinstance(record := as_record(line), dict)
    ]
    shape = Shape.FOREIGN
    if any(is_guangdong(record) for record in records):
        shape = Shape.PORTAL
    elif any("code" in record and "name" in record for record in records):
        shape = Shape.OWN
    flat = [dotted(record) for record in records]
    names = tuple(dict.fromkeys(name for record in flat for name in record))[:MAX_COLUMNS]
    rows = tuple(tuple(_sample(record.get(name)) for name in names) for record in flat)
    return Preview(shape, file.kind, (), "", 1, 1, names, rows)


def _preview_table(
    file: InputFile,
    rows: list[tuple[int, Row]],
    sheets: tuple[str, ...],
    sheet: str,
    header_row: int,
    header_rows: int,
) -> Preview:
    cells = [row for _, row in rows]
    first, count = _guess_header(cells)
    if header_row:
        first, count = header_row, header_rows or 1
    heads = cells[first - 1 : first - 1 + count] or [[]]
    samples = [row for row in cells[first - 1 + count :] if _width(row)][:SAMPLE_ROWS]
    width = min(max(map(_width, [*heads, *samples])), MAX_COLUMNS)
    named = heading_names(heads)
    names = tuple(name_at(named, place) for place in range(width))
    return Preview(
        Shape.OWN if _is_own(heads[-1]) else Shape.FOREIGN,
        file.kind,
        sheets,
        sheet,
        first,
        count,
        names,
        tuple(
            tuple(_sample(row[place] if place < len(row) else None) for place in range(width))
            for row in samples
        ),
    )


def _is_own(heads: Row) -> bool:
    """Whether a row has every heading that our own table cannot do without."""
    required = {column.key for column in ALL_COLUMNS if column.is_required}
    return required <= Headings(heads, ALL_COLUMNS).keys


def _guess_header(rows: list[Row]) -> tuple[int, int]:
    """The first row that looks like headings, and how many rows of them there are.

    Known words count most, then how many short texts there are; a row above that fills gaps holds the groups.
    """

    def weight(cells: Row) -> tuple[int, int]:
        texts = {plain_heading(cell) for cell in cells if isinstance(cell, str) and cell.strip()}
        known = sum(known_label(text) in _LABELS for text in texts)
        return known, sum(len(text) <= LONGEST_HEADING for text in texts)

    weights = [weight(cells) for cells in rows[:HEADER_ROWS]]
    if not weights:
        return 1, 1
    best = max(weights)
    enough = max(count for _, count in weights) / 2
    place = weights.index(best) if best[0] else next(at for at, (_, n) in enumerate(weights) if n >= enough)
    if place and _fills_gaps(rows[place - 1], rows[place]):
        return place, 2
    below = place + 1
    if below < len(rows) and _looks_like_headings(rows[below]) and _fills_gaps(rows[below], rows[place]):
        return place + 1, 2
    return place + 1, 1


def _fills_gaps(other: Row, heads: Row) -> bool:
    """Whether a row of several texts says something where the headings say nothing."""
    places = [place for place in range(_width(other)) if _plain(other, place)]
    return len(places) > 1 and any(not _plain(heads, place) for place in places)


def _looks_like_headings(cells: Row) -> bool:
    texts = [cell for cell in cells if cell is not None and cell_text(cell).strip()]
    return all(isinstance(cell, str) and len(cell) <= LONGEST_HEADING for cell in texts) and not any(
        character.isdigit() for cell in texts for character in str(cell)
    )


def _width(cells: Row) -> int:
    """How many columns of a row there are up to the last that holds something."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1] not in (None, "")), 0)


def _plain(cells: Row, place: int) -> str:
    return " ".join(cell_text(cells[place]).split())[:100] if place < len(cells) else ""


def _sample(cell: Any) -> str:
    if isinstance(cell, list):
        return "；".join(_sample(item) for item in cast("list[Any]", cell)[:SAMPLE_ROWS])[:SAMPLE_CHARACTERS]
    return " ".join(cell_text(cell).split())[:SAMPLE_CHARACTERS]
