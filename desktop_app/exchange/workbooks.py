"""XLSX workbooks with our table of matters: read row by row, and the empty template people fill in."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.inputs import ZIP_FAILURES, InputFile
from desktop_app.exchange.sheets import (
    CHILD_SHEETS,
    MAIN_COLUMNS,
    MAIN_SHEET,
    MAX_COLUMNS,
    Column,
    Row,
    parse_rows,
    read_child_rows,
)
from desktop_app.rules.errors import ServiceError

_FAILURES = (*ZIP_FAILURES, TypeError, AttributeError, SyntaxError, InvalidFileException)
"""What openpyxl lets through when the parts of a workbook are not what they claim."""


def parse_workbook(file: InputFile) -> Iterator[ParsedRecord]:
    """The records of a workbook; raises `file_unreadable`, `file_headings_unknown`."""
    with file.path.open("rb") as raw:
        with _translated():
            book = load_workbook(raw, read_only=True, data_only=True, keep_links=False)
            names = book.sheetnames
            main = MAIN_SHEET if MAIN_SHEET in names else names[0]
        children = {
            sheet: read_child_rows(sheet, _rows(book, sheet)) for sheet in CHILD_SHEETS if sheet in names
        }
        yield from parse_rows(_rows(book, main), children)


def write_template(path: Path) -> None:
    """An empty workbook with every heading the import knows; code columns are text from the start.

    Raises `file_unwritable`.
    """
    book = Workbook()
    for sheet in list(book.worksheets):
        book.remove(sheet)
    _add_sheet(book, MAIN_SHEET, MAIN_COLUMNS)
    for name, (_, columns) in CHILD_SHEETS.items():
        _add_sheet(book, name, columns)
    try:
        book.save(path)
    except OSError:
        raise ServiceError("file_unwritable") from None


def _add_sheet(book: Workbook, name: str, columns: tuple[Column, ...]) -> None:
    sheet = book.create_sheet(name)
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(1, place, column.label)
        cell.font = Font(bold=True)
        letter = cell.column_letter
        sheet.column_dimensions[letter].width = max(14, len(column.label) * 2 + 4)
        if column.key in {"code", "item_code", "department_code"}:
            sheet.column_dimensions[letter].number_format = "@"
    sheet.freeze_panes = "A2"


def _rows(book: Workbook, name: str) -> Iterator[tuple[int, Row]]:
    with _translated():
        sheet = book[name]
        sheet.reset_dimensions()
        yield from enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1)


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except _FAILURES:
        raise ServiceError("file_unreadable") from None
