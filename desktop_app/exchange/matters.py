"""Files of matters, whatever their shape: a stream of records with everything that was found in them."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from desktop_app.exchange.findings import Cancelled, ParsedRecord, Progress, ReportLine
from desktop_app.exchange.guangdong import is_guangdong, parse_guangdong
from desktop_app.exchange.inputs import (
    FileKind,
    InputFile,
    Line,
    lines,
)
from desktop_app.exchange.records import Notes, parse_own, refused
from desktop_app.exchange.sheets import parse_rows
from desktop_app.exchange.tables import BROKEN_TABLE, open_table
from desktop_app.exchange.workbooks import parse_workbook
from desktop_app.rules.errors import ServiceError

REPORT_HEADINGS = ("记录号", "事项编码", "字段", "原值样式", "原因", "结果")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_PROGRESS_STEP = 200


def parse_file(file: InputFile, progress: Progress, cancelled: Cancelled) -> Iterator[ParsedRecord]:
    """The records of a file in its order; raises `import_cancelled` and what the reader of its kind raises."""
    position = 0
    for count, (record, read_bytes) in enumerate(_records(file)):
        if count % _PROGRESS_STEP == 0 or read_bytes - position > file.size // 100:
            if cancelled():
                raise ServiceError("import_cancelled")
            position = read_bytes
            progress(min(position, file.size), file.size)
        yield record
    progress(file.size, file.size)


def _records(file: InputFile) -> Iterator[tuple[ParsedRecord, int]]:
    """Each record with how far into the file the reader has come, in bytes."""
    match file.kind:
        case FileKind.JSON_LINES:
            return ((_parse_line(line), line.position) for line in lines(file))
        case FileKind.TABLE_TEXT:
            return _table_records(file)
        case FileKind.WORKBOOK:
            return ((record, 0) for record in parse_workbook(file))


def _parse_line(line: Line) -> ParsedRecord:
    if line.is_too_long:
        return refused(line.number, "一条记录超过1 MB", line.text[:1000])
    if line.text.lstrip().startswith("<"):
        return refused(line.number, "不是记录，而是网页内容（来源系统当时可能出错）", line.text)
    try:
        raw = json.loads(line.text, parse_constant=_refuse_constant)
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


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _table_records(file: InputFile) -> Iterator[tuple[ParsedRecord, int]]:
    with open_table(file) as rows:
        for record in parse_rows(rows):
            yield record, rows.position
        if rows.is_broken:
            yield refused(rows.number + 1, BROKEN_TABLE), file.size


def write_report(path: Path, report: Iterable[ReportLine]) -> None:
    """The findings as JSON lines where the name ends so, else as CSV that no spreadsheet takes for formulas.

    Raises `file_unwritable`.
    """
    try:
        if path.suffix.lower() in {".jsonl", ".json"}:
            _write_json_lines(path, report)
        else:
            _write_table(path, report)
    except OSError:
        raise ServiceError("file_unwritable") from None


def _write_json_lines(path: Path, report: Iterable[ReportLine]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for line in report:
            file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")


def _write_table(path: Path, report: Iterable[ReportLine]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REPORT_HEADINGS)
        for line in report:
            result = "整条未导入" if line.is_refusal else "已处理"
            writer.writerow(
                [
                    line.record_number,
                    *map(harmless_cell, (line.code, line.field, line.value_shape, line.reason)),
                    result,
                ]
            )


def harmless_cell(text: str) -> str:
    """A text that a spreadsheet shows and never runs (formula injection)."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
