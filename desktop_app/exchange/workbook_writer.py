"""Our table of matters written as a workbook: the empty template, and the catalogue row by row with flat memory."""

import re
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from desktop_app.exchange.cells import CODE, WHOLE, quoted
from desktop_app.exchange.columns import CHILD_SHEETS, GUIDE_SHEET, MAIN_COLUMNS, MAIN_SHEET, Column
from desktop_app.exchange.hints import explain
from desktop_app.exchange.rows import MatterRecord, child_cells, main_cells
from desktop_app.rules.errors import ServiceError

LAST_ROW = 1_048_576
LONGEST_CELL = 32_767
"""Characters a cell of a workbook holds."""
_LONGEST_PROMPT = 250
_FORMULA_SIGNS = ("=", "+", "-", "@")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ENCODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_BOLD = Font(bold=True)
_REQUIRED_FILL = PatternFill("solid", fgColor="FFF2CC")
_TOP = Alignment(vertical="top", wrap_text=True)
_GUIDE_HEADINGS = ("表", "列", "是否必填", "怎么填写", "可填的值", "示例")
_GUIDE_WIDTHS = (14, 24, 10, 60, 60, 40)


class MatterBook:
    """A workbook that grows by whole matters and is saved once."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._rows: Counter[str] = Counter()
        self._main = self._sheet(MAIN_SHEET, MAIN_COLUMNS)
        self._children = {name: self._sheet(name, sheet.columns) for name, sheet in CHILD_SHEETS.items()}
        _write_guide(_create(self._book, GUIDE_SHEET))

    def add(self, record: MatterRecord) -> None:
        """Append a matter with its lines; raises `export_text_too_long`, `export_too_many_rows`."""
        self._append(self._main, MAIN_COLUMNS, main_cells(record, MAIN_COLUMNS), record)
        for name, sheet in CHILD_SHEETS.items():
            if getattr(record.content, sheet.target):
                for cells in child_cells(record, sheet):
                    self._append(self._children[name], sheet.columns, cells, record)

    def save(self, path: Path) -> None:
        """Write the file; raises `OSError`."""
        with path.open("wb") as file:
            self._book.save(file)

    def close(self) -> None:
        """Let go of what was written; after `save` there is nothing left to do."""
        sheet: Any
        for sheet in self._book.worksheets:
            if not sheet.closed:
                sheet.close()
                sheet._writer.cleanup()  # the only way to its temporary file

    def _append(
        self, sheet: Any, columns: tuple[Column, ...], cells: list[str], record: MatterRecord
    ) -> None:
        row: list[Any] = []
        for column, text in zip(columns, cells, strict=True):
            if len(text) > LONGEST_CELL:
                raise ServiceError(
                    "export_text_too_long", matter=record.item_code or record.code, field=column.label
                )
            row.append(_value(sheet, column, text) if text else None)
        self._rows[sheet.title] += 1
        if self._rows[sheet.title] >= LAST_ROW:
            raise ServiceError("export_too_many_rows", sheet=sheet.title)
        sheet.append(row)

    def _sheet(self, name: str, columns: tuple[Column, ...]) -> Any:
        sheet = _create(self._book, name)
        for place, column in enumerate(columns, 1):
            letter = get_column_letter(place)
            width = max(14, min(40, len(column.label) * 2 + 6))
            dimension = sheet.column_dimensions[letter]
            dimension.width = 36 if column.kind is CODE and place <= 2 else width
            if column.kind is CODE:
                dimension.number_format = "@"
            check = _validation(column, f"{letter}2:{letter}{LAST_ROW}")
            if check is not None:
                sheet.data_validations.append(check)
        sheet.freeze_panes = "C2"
        sheet.append([_heading(sheet, column) for column in columns])
        return sheet


def write_template(path: Path) -> None:
    """An empty workbook with every heading, choice lists and a sheet of explanations; raises `file_unwritable`."""
    try:
        with closing(MatterBook()) as book:
            book.save(path)
    except OSError:
        raise ServiceError("file_unwritable") from None


def _create(book: Workbook, name: str) -> Any:
    return book.create_sheet(name)


def _heading(sheet: Any, column: Column) -> Any:
    cell = WriteOnlyCell(sheet, f"*{column.label}" if column.is_required else column.label)
    cell.font = _BOLD
    if column.is_required:
        cell.fill = _REQUIRED_FILL
    return cell


def _value(sheet: Any, column: Column, text: str) -> Any:
    """A value that stays the text it is: nothing that begins like a formula is one."""
    if column.kind is WHOLE:
        return int(text)
    plain = _ENCODED.sub("_x005F_", _ILLEGAL.sub("\ufffd", quoted(text, for_text_file=False)))
    if not plain.startswith(_FORMULA_SIGNS):
        return plain
    cell = WriteOnlyCell(sheet, plain)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _validation(column: Column, cells: str) -> DataValidation | None:
    """What the spreadsheet offers or checks in a column; cells that take several values only get a hint."""
    kind = column.kind
    hint, _ = explain(column)
    if kind.choices and not kind.is_many:
        return DataValidation(
            sqref=cells,
            type="list",
            formula1=f'"{",".join(kind.choices)}"',
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=column.label,
            error="请从列表中选择",
        )
    if kind is WHOLE:
        return DataValidation(
            sqref=cells,
            type="whole",
            operator="greaterThanOrEqual",
            formula1="0",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=column.label,
            error="请填写不小于零的整数",
        )
    if kind.is_many or kind.name in {"limit", "code"}:
        choices = f"：{'、'.join(kind.choices)}" if kind.choices else ""
        prompt = f"{hint}{choices}"
        if len(prompt) > _LONGEST_PROMPT:
            prompt = f"{hint}，可填的值见“{GUIDE_SHEET}”表"
        return DataValidation(
            sqref=cells,
            allow_blank=True,
            showInputMessage=True,
            promptTitle=column.label[:32],
            prompt=prompt,
        )
    return None


def _write_guide(sheet: Any) -> None:
    for place, width in enumerate(_GUIDE_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    headings = [WriteOnlyCell(sheet, text) for text in _GUIDE_HEADINGS]
    for cell in headings:
        cell.font = _BOLD
    sheet.append(headings)
    for name, target, columns in (
        (MAIN_SHEET, "", MAIN_COLUMNS),
        *((name, sheet.target, sheet.columns) for name, sheet in CHILD_SHEETS.items()),
    ):
        for column in columns:
            hint, example = explain(column, target)
            texts = (
                name,
                column.label,
                "必填" if column.is_required else "",
                hint,
                "、".join(column.kind.choices),
                example,
            )
            cells = [WriteOnlyCell(sheet, text) for text in texts]
            for cell in cells:
                cell.alignment = _TOP
            sheet.append(cells)
