"""XLSX workbooks read row by row: with our table of matters, or with anybody's."""

import re
import warnings
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from desktop_app.exchange.cells import NO_VALUE
from desktop_app.exchange.columns import CHILD_SHEETS, MAIN_SHEET
from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.inputs import ZIP_FAILURES, InputFile
from desktop_app.exchange.sheets import MAX_COLUMNS, ChildRows, Row, parse_rows
from desktop_app.rules.errors import ServiceError

warnings.filterwarnings("ignore", module=r"openpyxl\b")
"""Styles, dates and parts it does not know: what matters is refused or reported by us."""

_FAILURES = (*ZIP_FAILURES, TypeError, AttributeError, SyntaxError, InvalidFileException)
"""What openpyxl lets through when the parts of a workbook are not what they claim."""
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_ENCODED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)|_x000D_")
_CHUNK_BYTES = 1024 * 1024
_WATCHED_ROWS = 500
_LONGEST_STEP = 4 * _CHUNK_BYTES

Watch = Callable[[int], object]


class WorkbookReader:
    """An open workbook; its formulas give the result the file holds.

    `watch` is told every few hundred rows how far into the file the reader has come, in bytes; it may raise.
    """

    def __init__(self, path: Path, watch: Watch | None = None) -> None:
        self._watch = watch
        self._last = self._done = 0
        with ExitStack() as opened, _translated():
            self._raw = raw = opened.enter_context(path.open("rb"))
            self._book = _load(raw, data_only=True)
            self._formulas = _load(raw, data_only=False) if _holds_formulas(raw) else None
            self.sheets: tuple[str, ...] = tuple(
                sheet.title for sheet in self._book.worksheets if sheet.sheet_state == "visible"
            ) or tuple(sheet.title for sheet in self._book.worksheets)
            """The sheets people see; where they see none, all."""
            self.names = frozenset(sheet.title for sheet in self._book.worksheets)
            if not self.sheets:
                raise ServiceError("file_unreadable")
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Let go of the file."""
        self._opened.close()

    def rows(self, name: str) -> Iterator[tuple[int, Row]]:
        """The rows of a sheet with their numbers, as far as they hold anything; raises `file_unreadable`."""
        with _translated():
            rows = map(_decoded, _values(self._book, name))
            if self._formulas is not None:
                both = zip(rows, _values(self._formulas, name), strict=False)
                rows = (tuple(map(_result, cells, formulas)) for cells, formulas in both)
            for number, cells in enumerate(rows, 1):
                if self._watch is not None and number % _WATCHED_ROWS == 0:
                    self._watch(self._position())
                yield number, cells

    def _position(self) -> int:
        """How much has been read: the parts stand in any order, so only steps forward within one count."""
        place = self._raw.tell()
        step, self._last = place - self._last, place
        self._done += step if 0 < step < _LONGEST_STEP else 0
        return self._done


def parse_workbook(file: InputFile, watch: Watch | None = None) -> Iterator[ParsedRecord]:
    """The records of a workbook; raises `file_unreadable`, `file_headings_unknown` and what `watch` raises."""
    with closing(WorkbookReader(file.path, watch)) as reader, closing(ChildRows()) as children:
        for name, sheet in CHILD_SHEETS.items():
            if name in reader.names:
                children.add(sheet, reader.rows(name))
        children.settle()
        main = MAIN_SHEET if MAIN_SHEET in reader.names else reader.sheets[0]
        yield from parse_rows(reader.rows(main), children)


def _load(raw: BinaryIO, *, data_only: bool) -> Workbook:
    return load_workbook(raw, read_only=True, data_only=data_only, keep_links=False)


def _values(book: Workbook, name: str) -> Iterator[Row]:
    """The rows without what the sheet declares of its size: spreadsheets write a million rows where ten are filled."""
    sheet: Any = book[name]
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(values_only=True):
        yield cells if len(cells) <= MAX_COLUMNS else _narrowed(cells)


def _narrowed(cells: Row) -> Row:
    """The columns that are read, and whether anything stands beyond them."""
    beyond = next((cell for cell in cells[MAX_COLUMNS:] if cell is not None), None)
    return (*cells[:MAX_COLUMNS], beyond)


def _result(cell: Any, formula: Any) -> Any:
    """The result of a formula; a formula that was never calculated has none, and an empty cell would hide that."""
    is_formula = formula is not None and not isinstance(formula, int | float | bool)
    is_formula = is_formula and (not isinstance(formula, str) or formula.startswith("="))
    return NO_VALUE if cell is None and is_formula else cell


def _decoded(cells: Row) -> Row:
    """The cells with the characters that workbooks write as `_x000D_`."""
    if not any(isinstance(cell, str) and "_x" in cell for cell in cells):
        return cells
    return [_ENCODED.sub(_decode, cell) if isinstance(cell, str) else cell for cell in cells]


def _decode(found: re.Match[str]) -> str:
    return "_" if found.group() == "_x005F_" else ""


def _holds_formulas(raw: BinaryIO) -> bool:
    with zipfile.ZipFile(raw) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                with archive.open(part) as file:
                    end = b""
                    while chunk := file.read(_CHUNK_BYTES):
                        if _FORMULA.search(end + chunk):
                            return True
                        end = chunk[-16:]
    return False


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except _FAILURES:
        raise ServiceError("file_unreadable") from None
