"""列映射 kept under a name, so that the files of one source are mapped once; and a look at a file before it is read."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError

from desktop_app.exchange.files import MEGABYTE, decode, read_bytes
from desktop_app.exchange.foreign import Preview, Shape, preview_file
from desktop_app.exchange.mapping_guess import guess_mapping, guess_rule
from desktop_app.exchange.mappings import (
    REQUIRED_TARGETS,
    TARGETS,
    ColumnMapping,
    ColumnRule,
    Target,
    check_mapping,
    find_target,
)
from desktop_app.exchange.workbook_writer import write_template
from desktop_app.rules.errors import ServiceError
from desktop_app.services.work import Work
from models.catalogue import ImportMapping
from models.enums import Area, Permission

__all__ = [
    "LONGEST_NAME",
    "REQUIRED_TARGETS",
    "TARGETS",
    "ColumnMapping",
    "ColumnRule",
    "MappingRow",
    "Preview",
    "Shape",
    "Target",
    "delete_mapping",
    "find_mapping",
    "find_target",
    "get_mapping",
    "guess_mapping",
    "guess_rule",
    "list_mappings",
    "preview_file",
    "read_mapping_file",
    "save_mapping",
    "write_template",
]

LONGEST_NAME = 50
LARGEST_FILE = MEGABYTE

_ADAPTER = TypeAdapter(ColumnMapping)


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A saved mapping in a list."""

    id: int
    name: str
    columns: int
    updated_at: datetime


def list_mappings(work: Work) -> list[MappingRow]:
    """The saved mappings by name; needs CATALOGUE_IMPORT."""
    work.require(Permission.CATALOGUE_IMPORT)
    rows = work.session.scalars(sa.select(ImportMapping).order_by(ImportMapping.name))
    return [MappingRow(row.id, row.name, len(row.mapping.get("columns", ())), row.updated_at) for row in rows]


def get_mapping(work: Work, name: str) -> ColumnMapping:
    """The mapping of a name; raises `mapping_unknown`, `mapping_unreadable`."""
    work.require(Permission.CATALOGUE_IMPORT)
    row = _find(work, name)
    if row is None:
        raise ServiceError("mapping_unknown", name=name[:LONGEST_NAME])
    try:
        return _ADAPTER.validate_python(row.mapping)
    except ValidationError:
        raise ServiceError("mapping_unreadable") from None


def find_mapping(work: Work, preview: Preview) -> ColumnMapping | None:
    """The saved mapping whose columns are all in a file, the one with the most columns first; `None` where none fits."""
    work.require(Permission.CATALOGUE_IMPORT)
    fitting: list[ColumnMapping] = []
    for row in list_mappings(work):
        mapping = get_mapping(work, row.name)
        is_there = not mapping.sheet or mapping.sheet in preview.sheets
        if is_there and {rule.source for rule in mapping.columns} <= set(preview.headings):
            fitting.append(mapping)
    return max(fitting, key=lambda mapping: len(mapping.columns), default=None)


def save_mapping(work: Work, mapping: ColumnMapping) -> None:
    """Keep a mapping under its name, in the place of one that had it.

    Raises `mapping_name_invalid`, `mapping_empty`, `mapping_target_unknown`, `mapping_rows_invalid`.
    """
    work.require(Permission.CATALOGUE_IMPORT)
    name = " ".join(mapping.name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ServiceError("mapping_name_invalid", longest=LONGEST_NAME)
    if not mapping.columns:
        raise ServiceError("mapping_empty")
    check_mapping(mapping)
    stored = _ADAPTER.dump_python(replace(mapping, name=name), mode="json")
    row = _find(work, name)
    if row is None:
        work.session.add(
            ImportMapping(name=name, mapping=stored, updated_at=work.now, updated_by=work.actor.account_id)
        )
    else:
        row.mapping, row.updated_at, row.updated_by = stored, work.now, work.actor.account_id
    work.session.flush()
    work.record("catalogue.mapping_save", f"mapping:{name}", Area.CATALOGUE, columns=len(mapping.columns))


def delete_mapping(work: Work, name: str) -> None:
    """Forget a mapping; raises `mapping_unknown`."""
    work.require(Permission.CATALOGUE_IMPORT)
    row = _find(work, name)
    if row is None:
        raise ServiceError("mapping_unknown", name=name[:LONGEST_NAME])
    work.session.delete(row)
    work.record("catalogue.mapping_delete", f"mapping:{name}", Area.CATALOGUE)


def read_mapping_file(path: Path) -> ColumnMapping:
    """The mapping a JSON file holds, as `matters mapping show --json` writes it.

    Raises `file_too_large`, `file_unreadable`, `mapping_unreadable`.
    """
    text = decode(read_bytes(path, LARGEST_FILE))
    try:
        return _ADAPTER.validate_python(json.loads(text))
    except (ValidationError, ValueError, RecursionError):
        raise ServiceError("mapping_unreadable") from None


def _find(work: Work, name: str) -> ImportMapping | None:
    return work.session.scalar(sa.select(ImportMapping).where(ImportMapping.name == name))
