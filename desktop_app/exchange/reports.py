"""Reports of an import as files: XLSX for people, CSV for spreadsheets, JSON lines for programs; streamed, never formulas."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from desktop_app.exchange.findings import ReportLine
from desktop_app.rules.errors import ServiceError

REPORT_HEADINGS = ("记录号", "事项编码", "字段", "原值样式", "原因", "结果")
LONGEST_CELL = 32_767
"""Characters a cell of a workbook holds."""
MOST_ROWS = 1_048_575
"""Rows a sheet of a workbook holds below its headings."""
_NOT_TEXT = ("=", "#")
"""What openpyxl takes for a formula or an error value."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """One more sheet of a workbook: a title, headings with their widths in characters, and rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[str | int]]


def write_report(path: Path, lines: Iterable[ReportLine], more: Sequence[ReportSheet] = ()) -> None:
    """The findings as the name of the file ends: a workbook with `more` sheets, JSON lines, else CSV.

    Raises `file_unwritable`.
    """
    try:
        match path.suffix.lower():
            case ".xlsx":
                _write_workbook(path, [*more, _findings(lines)])
            case ".jsonl" | ".json":
                _write_json_lines(path, lines)
            case _:
                _write_table(path, lines)
    except OSError:
        raise ServiceError("file_unwritable") from None


def write_sheets(path: Path, sheets: Sequence[ReportSheet]) -> None:
    """A workbook of these sheets; raises `file_unwritable`."""
    try:
        _write_workbook(path, sheets)
    except OSError:
        raise ServiceError("file_unwritable") from None


def harmless_cell(text: str) -> str:
    """A text that a spreadsheet shows and never runs (formula injection)."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _write_json_lines(path: Path, lines: Iterable[ReportLine]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")


def _write_table(path: Path, lines: Iterable[ReportLine]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REPORT_HEADINGS)
        for number, *texts in _rows(lines):
            writer.writerow([number, *(harmless_cell(str(text)) for text in texts)])


def _rows(lines: Iterable[ReportLine]) -> Iterator[Sequence[str | int]]:
    for line in lines:
        result = "整条未导入" if line.is_refusal else "已处理"
        yield line.record_number, line.code, line.field, line.value_shape, line.reason, result


def _findings(lines: Iterable[ReportLine]) -> ReportSheet:
    widths = (8, 36, 24, 30, 60, 12)
    return ReportSheet("问题", tuple(zip(REPORT_HEADINGS, widths, strict=True)), _rows(lines))


def _write_workbook(path: Path, sheets: Sequence[ReportSheet]) -> None:
    """Row by row, so that the memory does not grow with the report; whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    if path.exists():
        path.open("ab").close()  # before the work, for a file that another program holds
    try:
        with part.open("wb") as file:
            book = Workbook(write_only=True)
            try:
                for sheet in sheets:
                    _add_sheet(book, sheet)
                book.save(file)
            except BaseException:
                _give_up(book)
                raise
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _give_up(book: Workbook) -> None:
    """End the sheets begun, and remove what openpyxl has kept of them beside our file."""
    begun: list[Any] = [sheet for sheet in book.worksheets if not cast("Any", sheet).closed]
    for sheet in begun:
        sheet.close()
        sheet._writer.cleanup()  # the library itself does so only when it saves


def _add_sheet(book: Workbook, sheet: ReportSheet) -> None:
    made: Any = book.create_sheet(sheet.title)
    made.freeze_panes = "A2"
    for place, (_, width) in enumerate(sheet.columns):
        made.column_dimensions[chr(ord("A") + place)].width = width
    heads = [WriteOnlyCell(made, heading) for heading, _ in sheet.columns]
    for head in heads:
        head.font = Font(bold=True)
    made.append(heads)
    for row, _ in zip(sheet.rows, range(MOST_ROWS), strict=False):
        made.append([_cell(made, value) for value in row])


def _cell(sheet: Any, value: str | int) -> Any:
    """A number, or a text that stays one whatever it begins with."""
    if isinstance(value, int):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("□", value)[:LONGEST_CELL]
    if not text.startswith(_NOT_TEXT):
        return text
    cell = WriteOnlyCell(sheet, "")
    cell.value = text
    cell.data_type = "s"
    return cell
