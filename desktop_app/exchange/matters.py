"""Files of matters, whatever their shape: a stream of records with everything that was found in them."""

import json
from collections.abc import Iterator
from typing import Any, cast

from desktop_app.exchange.findings import Cancelled, ParsedRecord, Progress
from desktop_app.exchange.guangdong import is_guangdong, parse_guangdong
from desktop_app.exchange.inputs import (
    FileKind,
    InputFile,
    Line,
    lines,
)
from desktop_app.exchange.mappings import ColumnMapping, parse_mapped
from desktop_app.exchange.records import Notes, parse_own, refused
from desktop_app.exchange.sheets import parse_rows
from desktop_app.exchange.tables import BROKEN_TABLE, open_table
from desktop_app.exchange.workbooks import Watch, parse_workbook
from desktop_app.rules.errors import ServiceError

_PROGRESS_STEP = 200


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def parse_file(
    file: InputFile, progress: Progress, cancelled: Cancelled, *, mapping: ColumnMapping | None = None
) -> Iterator[ParsedRecord]:
    """The records of a file in its order; a `mapping` says what the columns of a foreign one mean.

    Raises `import_cancelled` and what the reader of its kind raises.
    """
    position = 0

    def watch(read_bytes: int) -> None:
        nonlocal position
        if cancelled():
            raise ServiceError("import_cancelled")
        position = max(position, read_bytes)
        progress(min(position, file.size), file.size)

    for count, (record, read_bytes) in enumerate(_records(file, mapping, watch)):
        if count % _PROGRESS_STEP == 0 or read_bytes - position > file.size // 100:
            watch(read_bytes)
        yield record
    progress(file.size, file.size)


def _records(
    file: InputFile, mapping: ColumnMapping | None, watch: Watch
) -> Iterator[tuple[ParsedRecord, int]]:
    """Each record with how far into the file the reader has come, in bytes; a workbook tells that to `watch`."""
    if mapping is not None:
        return parse_mapped(file, mapping, watch)
    match file.kind:
        case FileKind.JSON_LINES:
            return ((_parse_line(line), line.position) for line in lines(file))
        case FileKind.TABLE_TEXT:
            return _table_records(file)
        case FileKind.WORKBOOK:
            return ((record, 0) for record in parse_workbook(file, watch))


def _parse_line(line: Line) -> ParsedRecord:
    if line.is_too_long:
        return refused(line.number, "一条记录超过1 MB", line.text[:1000])
    if line.text.lstrip().startswith("<"):
        return refused(line.number, "不是记录，而是网页内容（来源系统当时可能出错）", line.text)
    try:
        raw = _DECODER.decode(line.text)
    except RecursionError:
        return refused(line.number, "记录嵌套过深", line.text)
    except ValueError:
        return refused(line.number, "不是完整的 JSON 记录，可能被截断或损坏", line.text)
    if not isinstance(raw, dict):
        return refused(line.number, "不是一条记录：应为一个 JSON 对象", line.text)
    record = cast("dict[str, Any]", raw)
    if is_guangdong(record):
        return parse_guangdong(line.number, record)
    if "code" not in record and "name" not in record:
        return refused(line.number, "不是事项记录：没有编码，也没有名称", line.text)
    return parse_own(line.number, record, Notes())


def _table_records(file: InputFile) -> Iterator[tuple[ParsedRecord, int]]:
    with open_table(file) as rows:
        for record in parse_rows(rows):
            yield record, rows.position
        if rows.is_broken:
            yield refused(rows.number + 1, BROKEN_TABLE), file.size
