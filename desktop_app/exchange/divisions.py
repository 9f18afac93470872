"""Files of 行政区划 (CSV or XLSX): any with a column of codes and one of names, whatever else stands in them."""

import re
import unicodedata
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.exchange.cells import cell_text
from desktop_app.exchange.cleaning import clean_text
from desktop_app.exchange.inputs import FileKind, InputFile, inspect
from desktop_app.exchange.tables import BROKEN_TABLE, open_table
from desktop_app.exchange.workbooks import WorkbookReader
from desktop_app.rules.divisions import is_code, is_padded, shortened
from desktop_app.rules.errors import ServiceError

MOST_DIVISIONS = 800_000
"""The whole country has about 660,000, down to the villages."""
MOST_FINDINGS = 1_000
LONGEST_NAME = 60
HEADING_ROWS = 5
CODE_HEADINGS = frozenset(
    {"code", "编码", "代码", "区划代码", "区划编码", "行政区划代码", "行政区划编码", "统计用区划代码"}
)
NAME_HEADINGS = frozenset(
    {"name", "名称", "区划名称", "行政区划名称", "单位名称", "地区名称", "统计用区划名称"}
)
CODE_WRONG = "区划代码应为2、4、6、9或12位数字，且不以0开头"
NAME_MISSING = "没有名称"
NAME_TOO_LONG = f"名称超过{LONGEST_NAME}个字"
REPEATED = "同一代码在文件中出现多次且名称不同，采用最后一个"
PROGRESS_STEP = 5_000
KEPT_AS_TEXT = re.compile(r"(?:'|=\")(\d+)\"?")
"""An apostrophe in front, or a formula that gives a text."""

Progress = Callable[[int, int], object]
"""Told how many bytes of how many are read."""


@dataclass(frozen=True, slots=True)
class DivisionFinding:
    """What is to be noticed about one row of a file; `record_number` counts rows from 1 as people see them."""

    file_name: str
    record_number: int
    code: str
    reason: str
    is_refusal: bool = False


@dataclass(slots=True)
class DivisionList:
    """The divisions of some files, by code, and what was found in them."""

    names: dict[str, str] = field(default_factory=dict[str, str])
    findings: list[DivisionFinding] = field(default_factory=list[DivisionFinding])
    """The first `MOST_FINDINGS`."""
    found: int = 0
    """How many findings there are in all."""
    refused: int = 0

    def note(self, finding: DivisionFinding) -> None:
        """Keep a finding, or only count it when there are too many to read."""
        self.found += 1
        self.refused += finding.is_refusal
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)


def read_divisions(paths: Sequence[Path], progress: Progress | None = None) -> DivisionList:
    """Everything some files say of divisions.

    Raises what `inspect` raises, `division_headings_unknown`, and `division_file_too_long` beyond `MOST_DIVISIONS`.
    """
    files = [inspect(path) for path in paths]
    total = sum(file.size for file in files)
    read = DivisionList()
    done = 0
    for file in files:
        _read_file(file, read, _behind(progress, done, total))
        done += file.size
    if progress is not None:
        progress(total, total)
    return read


def _behind(progress: Progress | None, done: int, total: int) -> Callable[[int], object]:
    """Reports of one file's progress as that of all files."""
    return (lambda position: progress(done + position, total)) if progress else (lambda _position: None)


def _read_file(file: InputFile, read: DivisionList, report: Callable[[int], object]) -> None:
    rows: list[tuple[int, str, str]] = []
    with _rows(file, read) as table:
        code_at, name_at = _find_columns(table)
        for number, position, row in table:
            if number % PROGRESS_STEP == 0:
                report(position)
            if any(row):
                rows.append((number, _cell(row, code_at), _cell(row, name_at)))
            if len(rows) + len(read.names) > MOST_DIVISIONS:
                raise ServiceError("division_file_too_long", most=MOST_DIVISIONS)
    name = file.path.name
    codes = [_plain_code(code) for _number, code, _name in rows]
    if is_padded(codes):
        codes = [shortened(code) for code in codes]
    for (number, raw, text), code in zip(rows, codes, strict=True):
        _take(read, name, number, (raw, code), text)


def _cell(row: list[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _take(read: DivisionList, file_name: str, number: int, code: tuple[str, str], text: str) -> None:
    """One row: in whole or refused, and nothing of it changed without a word."""
    raw, plain = code
    if not is_code(plain):
        read.note(DivisionFinding(file_name, number, clean_text(raw)[0][:20], CODE_WRONG, is_refusal=True))
        return
    cleaned, reasons = clean_text(text)
    name = " ".join(cleaned.split())
    if not name or len(name) > LONGEST_NAME:
        reason = NAME_TOO_LONG if name else NAME_MISSING
        read.note(DivisionFinding(file_name, number, plain, reason, is_refusal=True))
        return
    for reason in reasons:
        read.note(DivisionFinding(file_name, number, plain, reason))
    if read.names.get(plain, name) != name:
        read.note(DivisionFinding(file_name, number, plain, REPEATED))
    read.names[plain] = name


def _plain_code(text: str) -> str:
    """The digits of a code as written in full width, with blanks, or with what keeps it a text in a spreadsheet."""
    if text.isdecimal() and text.isascii():
        return text
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    as_text = KEPT_AS_TEXT.fullmatch(plain)
    return as_text[1] if as_text else plain


Row = tuple[int, int, list[str]]
"""Its number, how far into the file it ends, its cells."""


@contextmanager
def _rows(file: InputFile, read: DivisionList) -> Generator[Iterator[Row]]:
    match file.kind:
        case FileKind.TABLE_TEXT:
            with open_table(file) as table:
                yield ((number, table.position, row) for number, row in table)
                if table.is_broken:
                    read.note(
                        DivisionFinding(file.path.name, table.number + 1, "", BROKEN_TABLE, is_refusal=True)
                    )
        case FileKind.WORKBOOK:
            with closing(WorkbookReader(file.path)) as reader:
                yield ((number, 0, _texts(row)) for number, row in reader.rows(reader.sheets[0]))
        case FileKind.JSON_LINES:
            raise ServiceError("division_headings_unknown")


def _texts(row: Sequence[Any]) -> list[str]:
    return [cell_text(cell) for cell in row]


def _find_columns(table: Iterator[Row]) -> tuple[int, int]:
    """Where codes and names stand; raises `division_headings_unknown`."""
    for number, _position, row in table:
        headings = ["".join(unicodedata.normalize("NFKC", cell).casefold().split()) for cell in row]
        code = next((at for at, heading in enumerate(headings) if heading in CODE_HEADINGS), None)
        name = next((at for at, heading in enumerate(headings) if heading in NAME_HEADINGS), None)
        if code is not None and name is not None:
            return code, name
        if number >= HEADING_ROWS:
            break
    raise ServiceError("division_headings_unknown")
