"""What is written as rows, tables and lines is read back as it was, whatever signs the texts hold."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from desktop_app.exchange.cells import cell_text, join, quoted, split, unquoted
from desktop_app.exchange.columns import ALL_COLUMNS, CHILD_SHEETS, GUIDE_SHEET, MAIN_COLUMNS, MAIN_SHEET
from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.inputs import inspect
from desktop_app.exchange.matters import parse_file
from desktop_app.exchange.records import Notes, parse_own
from desktop_app.exchange.rows import MatterRecord, child_cells, dump_record, main_cells
from desktop_app.exchange.sheets import ChildRows, parse_rows
from desktop_app.exchange.workbook_writer import LONGEST_CELL, MatterBook
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from models.enums import Channel, MatterType
from tests.unit.exchange.contents import contents, names

CODE = "11411000MB9900013M3410125015000"
PLAIN = MatterContent("许可", MatterType.LICENCE, "示例局", "11411000MB9900013M")
QUICK = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def _read(path: Path) -> list[ParsedRecord]:
    return list(parse_file(inspect(path), lambda _done, _total: None, lambda: False))


def _faults(record: ParsedRecord) -> list[Any]:
    """What was found, besides doubts about codes and limits that a made-up matter deserves."""
    return [found for found in record.findings if found.is_refusal]


def _in_workbook(cells: list[str]) -> list[str]:
    return [quoted(cell, for_text_file=False) for cell in cells]


@given(st.lists(names, max_size=4))
@example(["a\\", "；", "\\n\nb"])
def test_lists_in_a_cell_are_parted_where_they_were_joined(parts: list[str]) -> None:
    assert split(join(parts), "；;、，,\n") == parts


@given(st.text())
@pytest.mark.parametrize("for_text_file", [True, False])
def test_a_quoted_text_is_the_same_without_its_quote(for_text_file: bool, text: str) -> None:
    cell = quoted(text, for_text_file=for_text_file)

    assert unquoted(cell) == text
    if for_text_file:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@QUICK
@given(contents())
def test_a_content_comes_back_from_the_rows_of_its_sheets(content: MatterContent) -> None:
    record = MatterRecord(CODE, "", content, 7)
    children = ChildRows()
    for sheet in CHILD_SHEETS.values():
        rows = [[column.label for column in sheet.columns], *map(_in_workbook, child_cells(record, sheet))]
        children.add(sheet, enumerate(rows, 1))
    children.settle()
    main = [[column.label for column in MAIN_COLUMNS], _in_workbook(main_cells(record, MAIN_COLUMNS))]
    (found,) = parse_rows(enumerate(main, 1), children)
    children.close()

    assert _faults(found) == []
    assert (found.content, found.code, found.popularity) == (content, CODE, 7)


@QUICK
@given(contents())
def test_a_content_comes_back_from_one_row_of_a_text_file(content: MatterContent) -> None:
    cells = main_cells(MatterRecord(CODE, "", content), ALL_COLUMNS)
    row = [quoted(cell, for_text_file=True) for cell in cells]
    (found,) = parse_rows(enumerate([[column.label for column in ALL_COLUMNS], row], 1))

    assert _faults(found) == []
    assert found.content == content


@QUICK
@given(contents())
def test_a_content_comes_back_from_its_line_of_json(content: MatterContent) -> None:
    line = json.dumps(dump_record(MatterRecord(CODE, f"{CODE}01", content)), ensure_ascii=False)
    found = parse_own(1, json.loads(line), Notes())

    assert _faults(found) == []
    assert (found.content, found.item_code) == (content, f"{CODE}01")


def test_made_up_contents_come_back_from_real_files(tmp_path: Path) -> None:
    made = [
        PLAIN,
        MatterContent(
            "=1+1",
            MatterType.LICENCE,
            "'=示例局",
            "-1",
            channels=(),
            aliases=("甲；乙", "丙\\", "#N/A"),
            remark="_x000D_ _x005F_x0041_\n第二行",
            conditions="@SUM(1)",
            consult="#N/A",
        ),
    ]
    records = [MatterRecord(f"{CODE[:-1]}{place}", "", content) for place, content in enumerate(made)]
    book = MatterBook()
    for record in records:
        book.add(record)
    book.save(tmp_path / "a.xlsx")
    with (tmp_path / "a.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([column.label for column in ALL_COLUMNS])
        for record in records:
            rows.writerow([quoted(cell, for_text_file=True) for cell in main_cells(record, ALL_COLUMNS)])

    for name in ("a.xlsx", "a.csv"):
        assert [record.content for record in _read(tmp_path / name)] == made


def test_no_cell_of_a_workbook_is_a_formula(shared_data: Path, tmp_path: Path) -> None:
    payloads = (shared_data / "hostile/csv-injection/csv-payload.txt").read_text("utf-8").splitlines()
    texts = [text for text in payloads if Notes().clean("", text) == text]
    book = MatterBook()
    for place, text in enumerate(texts):
        content = MatterContent(text, MatterType.LICENCE, "示例局", "1", remark=text, aliases=(text,))
        book.add(MatterRecord(f"{CODE}{place}", "", content))
    book.save(tmp_path / "a.xlsx")

    sheet = load_workbook(tmp_path / "a.xlsx")[MAIN_SHEET]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert [record.content.remark for record in _read(tmp_path / "a.xlsx") if record.content] == texts


def test_a_text_longer_than_a_cell_is_refused_and_never_cut() -> None:
    book = MatterBook()
    with pytest.raises(ServiceError) as refusal:
        book.add(
            MatterRecord(CODE, "", MatterContent("许可", MatterType.LICENCE, "局", "1", remark="长" * 40_000))
        )
    book.close()

    assert refusal.value.code == "export_text_too_long"
    assert refusal.value.values == {"matter": CODE, "field": "备注"}
    assert LONGEST_CELL == 32_767


def test_the_template_offers_what_may_be_chosen_and_explains_every_column(tmp_path: Path) -> None:
    book = MatterBook()
    book.save(tmp_path / "a.xlsx")
    found = load_workbook(tmp_path / "a.xlsx")

    main = found[MAIN_SHEET]
    lists = {
        str(check.sqref).split(":")[0]: str(check.formula1)
        for check in main.data_validations.dataValidation
        if check.type == "list"
    }
    letters = {str(cell.value): get_column_letter(place) for place, cell in enumerate(main[1], 1)}
    assert all(member.label in lists[f"{letters['*事项类型']}2"] for member in MatterType)
    assert f"{letters['办理形式']}2" not in lists, "a cell that takes several values has no list"
    assert main.column_dimensions[letters["*事项编码"]].number_format == "@"
    assert main.freeze_panes == "C2"
    explained = {
        (row[0], row[1]) for row in found[GUIDE_SHEET].iter_rows(min_row=2, values_only=True) if row[3]
    }
    assert explained == {
        (name, column.label)
        for name, columns in (
            (MAIN_SHEET, MAIN_COLUMNS),
            *((name, sheet.columns) for name, sheet in CHILD_SHEETS.items()),
        )
        for column in columns
    }


def test_a_list_that_is_empty_on_purpose_stays_empty() -> None:
    empty = MatterContent("许可", MatterType.LICENCE, "局", "1", channels=())
    (cell,) = main_cells(MatterRecord(CODE, "", empty), [c for c in ALL_COLUMNS if c.key == "channels"])

    assert cell == "无"
    assert PLAIN.channels == (Channel.COUNTER,)


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (True, "是"), (5.0, "5"), (0.5, "0.5"), (1e15, "1.00000000000000E+15"), (12, "12")],
)
def test_a_cell_is_read_as_people_see_it(cell: object, text: str) -> None:
    assert cell_text(cell) == text
