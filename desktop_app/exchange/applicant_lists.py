"""批量收件名单 (XLSX, CSV): one applicant a row, and the empty template for it."""

import unicodedata
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from desktop_app.exchange.cells import cell_text, unquoted
from desktop_app.exchange.cleaning import clean_text
from desktop_app.exchange.inputs import FileKind, InputFile, inspect
from desktop_app.exchange.tables import open_table
from desktop_app.exchange.workbooks import WorkbookReader
from desktop_app.rules.errors import ServiceError

MOST_APPLICANTS = 500
"""More than one person brings to a counter, and as many as one transaction keeps others waiting for without harm."""
HEADING_ROWS = 5
SHEET, EXPLAINED = "名单", "填写说明"
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("姓名或名称", "姓名", "名称", "申请人", "申请人姓名", "单位名称", "企业名称"),
    "identity_number": ("证件号码", "身份证号", "身份证号码", "公民身份号码", "统一社会信用代码"),
    "identity_kind": ("证件类型",),
    "kind": ("申请人类型", "类型"),
    "phone": ("联系电话", "电话", "手机", "手机号", "手机号码"),
    "address": ("通讯地址", "地址", "住址"),
    "confirmation": ("号码核对说明", "核对说明"),
    "missing": ("未交材料", "缺少材料"),
}
"""What each column may be called; the first is ours."""
NEEDED = ("name", "identity_number")
EXPLANATIONS = (
    ("姓名或名称", "必填。个人填姓名，单位填全称。"),
    ("证件号码", "必填。居民身份证号或统一社会信用代码等；请保持为文本，末位 X 大写。"),
    ("证件类型", "可以不填：18 位身份证号、统一社会信用代码由程序识别；其他证件请写明类型。"),
    ("申请人类型", "可以不填：个人按自然人、单位按企业法人；其他请写明，如“事业法人”。"),
    ("联系电话", "可以不填。"),
    ("通讯地址", "可以不填。"),
    ("号码核对说明", "号码通不过校验、但已核对证件原件无误时必填，例如“已核对原件”。"),
    ("未交材料", "可以不填：这一人没有交的材料名称，多项之间用“；”分开；其余材料按收件页填写的办理。"),
)
_WIDTHS = (24, 26, 20, 16, 18, 40, 24, 40)
_SEPARATORS = str.maketrans("；;\n", "、、、")


@dataclass(frozen=True, slots=True)
class ApplicantLine:
    """One row as it stands in the file, texts cleaned; `number` counts rows from 1 as people see them."""

    number: int
    name: str
    identity_number: str
    identity_kind: str = ""
    kind: str = ""
    phone: str = ""
    address: str = ""
    confirmation: str = ""
    missing: tuple[str, ...] = ()


def read_applicants(path: Path) -> tuple[ApplicantLine, ...]:
    """The rows of a list; raises what `inspect` raises, `applicants_headings_unknown`, `applicants_none`,
    `applicants_too_many`, `applicants_broken`.
    """  # noqa: D205  one sentence, too long for one line
    found: list[ApplicantLine] = []
    with _rows(inspect(path)) as table:
        places = _find_columns(table)
        for number, row in table:
            if not any(cell.strip() for cell in row):
                continue
            if len(found) == MOST_APPLICANTS:
                raise ServiceError("applicants_too_many", most=MOST_APPLICANTS)
            found.append(_line(number, row, places))
    if not found:
        raise ServiceError("applicants_none")
    return tuple(found)


def write_applicant_template(path: Path) -> None:
    """An empty list to be filled in, with a sheet that explains it; raises `file_unwritable`."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(SHEET)
    for place, width in enumerate(_WIDTHS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = width
        dimension.number_format = "@"  # a spreadsheet rounds long numbers
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, names[0]) for names in HEADINGS.values()])
    explained: Any = book.create_sheet(EXPLAINED)
    explained.column_dimensions["A"].width, explained.column_dimensions["B"].width = 20, 90
    for row in EXPLANATIONS:
        explained.append(row)
    try:
        book.save(path)
    except OSError:
        raise ServiceError("file_unwritable") from None


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


@contextmanager
def _rows(file: InputFile) -> Generator[Iterator[tuple[int, list[str]]]]:
    """The rows of a table or of a workbook's first sheet."""
    match file.kind:
        case FileKind.TABLE_TEXT:
            with open_table(file) as table:
                yield table
                if table.is_broken:
                    raise ServiceError("applicants_broken", row=table.number + 1)
        case FileKind.WORKBOOK:
            with closing(WorkbookReader(file.path)) as reader:
                yield (
                    (number, [cell_text(cell) for cell in row])
                    for number, row in reader.rows(reader.sheets[0])
                )
        case FileKind.JSON_LINES:
            raise ServiceError("applicants_headings_unknown")


def _find_columns(table: Iterator[tuple[int, list[str]]]) -> dict[str, int]:
    """Where each column stands; raises `applicants_headings_unknown`."""
    for number, row in table:
        headings = [_plain(cell) for cell in row]
        places = {
            key: headings.index(name)
            for key, names in HEADINGS.items()
            for name in reversed(names)
            if name in headings
        }
        if all(key in places for key in NEEDED):
            return places
        if number >= HEADING_ROWS:
            break
    raise ServiceError("applicants_headings_unknown")


def _plain(heading: str) -> str:
    return "".join(unicodedata.normalize("NFKC", heading).split()).strip("*")


def _line(number: int, row: Sequence[str], places: dict[str, int]) -> ApplicantLine:
    def text(key: str) -> str:
        at = places.get(key, len(row))
        cleaned = clean_text(unquoted(row[at]))[0] if at < len(row) else ""
        return " ".join(cleaned.split())

    return ApplicantLine(
        number=number,
        name=text("name"),
        identity_number=text("identity_number").replace(" ", ""),
        identity_kind=text("identity_kind"),
        kind=text("kind"),
        phone=text("phone"),
        address=text("address"),
        confirmation=text("confirmation"),
        missing=tuple(
            name for part in text("missing").translate(_SEPARATORS).split("、") if (name := part.strip())
        ),
    )
