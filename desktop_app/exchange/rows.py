"""A matter as rows of our table: the way back from `sheets`, exact for every text that is clean."""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from desktop_app.exchange.columns import CHILD_SHEETS, LINES, Column, Sheet
from desktop_app.rules.catalogue import (
    Fee,
    LegalBasis,
    MaterialSpec,
    MatterContent,
    QualityException,
    Question,
    Situation,
    SituationOption,
    Step,
)

_ADAPTER = TypeAdapter(MatterContent)
_PARTS = (
    *(MatterContent, MaterialSpec, Step, Fee, Question, LegalBasis),
    *(QualityException, Situation, SituationOption),
)
_DEFAULTS: dict[type, dict[str, Any]] = {
    kind: {field.name: field.default for field in dataclasses.fields(kind)} for kind in _PARTS
}


@dataclass(frozen=True, slots=True)
class MatterRecord:
    """A matter as a file holds it: its key, what it says and how often it is asked for."""

    code: str
    item_code: str
    content: MatterContent
    popularity: int = 0


def dump_record(record: MatterRecord) -> dict[str, Any]:
    """The record in our own shape, for a line of JSON."""
    found: dict[str, Any] = {"code": record.code}
    if record.item_code:
        found["item_code"] = record.item_code
    if record.popularity:
        found["popularity"] = record.popularity
    return found | _ADAPTER.dump_python(record.content, mode="json", exclude_defaults=True)


def main_cells(record: MatterRecord, columns: Iterable[Column]) -> list[str]:
    """The cells of the main table; columns of sub-tables hold JSON."""
    lines: dict[str, Any] | None = None
    cells: list[str] = []
    for column in columns:
        if column.key in {"code", "item_code", "popularity"}:
            cells.append(str(getattr(record, column.key) or ""))
        elif column.kind is not LINES:
            cells.append(_cell(record.content, column))
        elif getattr(record.content, column.key):
            lines = lines or _lines(record.content)
            cells.append(json.dumps(lines[column.key], ensure_ascii=False, separators=(",", ":")))
        else:
            cells.append("")
    return cells


def child_cells(record: MatterRecord, sheet: Sheet) -> list[list[str]]:
    """The rows of a sub-table, each beginning with the codes of the matter."""
    key = [record.code, record.item_code]
    lines = getattr(record.content, sheet.target)
    columns = sheet.columns[len(key) :]
    if sheet.target == "situations":
        return [
            [*key, *_option_cells(situation, option, columns)]
            for situation in lines
            for option in situation.options
        ]
    return [[*key, *(_cell(line, column) for column in columns)] for line in lines]


def _option_cells(situation: Situation, option: SituationOption, columns: Iterable[Column]) -> list[str]:
    values = {
        "key": situation.key,
        "question": situation.question,
        "asked_when": situation.asked_when,
        "option_key": option.key,
        "option_text": option.text,
        "statutory": option.statutory,
        "promised": option.promised,
    }
    return [
        "" if values[column.key] in (None, ()) else column.kind.write(values[column.key])
        for column in columns
    ]


def _cell(line: Any, column: Column) -> str:
    value = getattr(line, column.key)
    default = _DEFAULTS[type(line)][column.key]
    return "" if value is None or value == default == () else column.kind.write(value)


def _lines(content: MatterContent) -> dict[str, Any]:
    targets = {sheet.target for sheet in CHILD_SHEETS.values()}
    return _ADAPTER.dump_python(content, mode="json", exclude_defaults=True, include=targets)
