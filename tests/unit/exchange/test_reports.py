"""Reports of an import as files: nothing in them runs, everything in them is there, and no length breaks them."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop_app.exchange.findings import ReportLine
from desktop_app.exchange.reports import (
    LONGEST_CELL,
    REPORT_HEADINGS,
    ReportSheet,
    write_report,
)
from desktop_app.rules.errors import ServiceError

CODE = "11411000MB9900013M3410125015000"
LINE = ReportLine(3, CODE, "name", "文（2字符）", "缺少必填内容", is_refusal=True)


@pytest.fixture
def payloads(shared_data: Path) -> list[str]:
    """What spreadsheets have been made to run."""
    texts = (shared_data / "hostile/csv-injection/csv-payload.txt").read_text("utf-8").splitlines()
    return [*texts, "-1", "\t=1"]


def _sheet(path: Path, title: str) -> list[list[Any]]:
    book = load_workbook(path)
    rows = [list(row) for row in book[title].iter_rows()]
    book.close()
    return rows


def test_a_report_for_a_spreadsheet_holds_no_formulas(payloads: list[str], tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    write_report(path, [ReportLine(3, text, text, text, text, is_refusal=True) for text in payloads])

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(REPORT_HEADINGS)
    assert len(rows) == len(payloads) + 1
    assert all(not cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)
    assert rows[1][5] == "整条未导入"


def test_a_workbook_keeps_every_text_as_text(payloads: list[str], tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(path, [ReportLine(3, text, text, text, text, is_refusal=False) for text in payloads])

    heads, *rows = _sheet(path, "问题")
    assert [cell.value for cell in heads] == list(REPORT_HEADINGS)
    assert len(rows) == len(payloads)
    for row, text in zip(rows, payloads, strict=True):
        assert row[0].value == 3
        assert {cell.data_type for cell in row[1:]} == {"s"}
        assert row[1].value == text


def test_a_workbook_tells_more_on_sheets_before_the_findings(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    counts = ReportSheet(
        "汇总", (("项目", 10), ("数量", 10)), [("新增", 2), ("控制\x07字符", 0), ("长" * 40_000, 1)]
    )
    write_report(path, [LINE], [counts])

    assert load_workbook(path).sheetnames == ["汇总", "问题"]
    values = [[cell.value for cell in row] for row in _sheet(path, "汇总")]
    assert values[:3] == [["项目", "数量"], ["新增", 2], ["控制□字符", 0]]
    assert len(values[3][0]) == LONGEST_CELL


def test_a_report_for_a_program_is_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "report.jsonl"
    write_report(path, [LINE])

    assert json.loads(path.read_text("utf-8")) == {
        "record_number": 3,
        "code": CODE,
        "field": "name",
        "value_shape": "文（2字符）",
        "reason": "缺少必填内容",
        "is_refusal": True,
    }


@pytest.mark.parametrize("name", ["report.csv", "report.jsonl", "report.xlsx"])
def test_a_report_that_cannot_be_written_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ServiceError) as refusal:
        write_report(tmp_path / "gone" / name, [])
    assert refusal.value.code == "file_unwritable"
