"""Foreign tables and records by a column mapping: what is guessed, what is translated, what is said of the rest."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from desktop_app.exchange.columns import ALL_COLUMNS
from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.foreign import SAMPLE_ROWS, Preview, Shape, dotted, heading_names, preview_file
from desktop_app.exchange.inputs import inspect
from desktop_app.exchange.mapping_guess import guess_mapping, guess_rule
from desktop_app.exchange.mappings import (
    TARGETS,
    ColumnMapping,
    ColumnRule,
    check_mapping,
    find_target,
    parse_mapped,
)
from desktop_app.rules.catalogue import Limit
from desktop_app.rules.errors import ServiceError
from models.enums import ApplicantKind, HandlingKind, LimitUnit, MaterialNecessity, MatterType

CODE = "11411000MB9900013M3410125015000"
DEPARTMENT = {"department_name": "示例市卫生健康委员会", "department_code": "11411000MB9900013M"}
HEADS = ["序号", "实施编码", "事项名称", "事项类别", "办件类型"]
LINE = [1, CODE, "公共场所卫生许可", "01", "2"]


def _workbook(path: Path, rows: Sequence[Sequence[Any]], *merged: str) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def _table(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _read(path: Path, mapping: ColumnMapping) -> list[ParsedRecord]:
    return [record for record, _ in parse_mapped(inspect(path), mapping)]


def _guessed(path: Path) -> tuple[Preview, ColumnMapping]:
    preview = preview_file(path)
    return preview, replace(guess_mapping(preview), constants=DEPARTMENT)


def _mapping(*rules: ColumnRule) -> ColumnMapping:
    usual = (
        ColumnRule("实施编码", "code"),
        ColumnRule("事项名称", "name"),
        ColumnRule("事项类别", "matter_type", {"01": "行政许可"}),
    )
    return ColumnMapping("某市", (*usual, *rules), DEPARTMENT)


def _one(tmp_path: Path, heads: list[str], cells: list[Any], *rules: ColumnRule) -> ParsedRecord:
    path = _table(tmp_path / "a.csv", [[*HEADS, *heads], [*LINE, *cells]])
    (record,) = _read(path, _mapping(*rules))
    return record


def test_a_foreign_workbook_with_groups_of_headings_is_understood(tmp_path: Path) -> None:
    heads = ["办件类型", "法定时限", "法定时限单位", "承诺时限(工作日)", "服务对象", "材料1", "材料2"]
    path = _workbook(
        tmp_path / "a.xlsx",
        [
            ["某市政务服务事项清单（2025年）"],
            [
                "序号",
                "基本信息",
                None,
                None,
                "办理信息",
                None,
                None,
                None,
                None,
                "申请材料",
                None,
                "咨询电话",
            ],
            [None, "实施编码", "事项名称", "事项类别", *heads],
            [1, CODE, "公共场所卫生许可", "01", "2", 20, "2", 5, "1,2", "申请表", "平面图", "0374-0000001"],
        ],
        *("A1:L1", "B2:D2", "E2:I2", "J2:K2", "A2:A3", "L2:L3"),
    )
    preview, mapping = _guessed(path)
    assert (preview.shape, preview.header_row, preview.header_rows) == (Shape.FOREIGN, 2, 2)
    assert preview.headings[1] == "基本信息·实施编码"

    (record,) = _read(path, mapping)
    content = record.content
    assert content is not None
    assert [finding.reason[:12] for finding in record.findings] == ["法定时限与承诺时限单位不"]
    assert record.passed_over == ("序号",)
    assert (content.matter_type, content.handling_kind) == (MatterType.LICENCE, HandlingKind.PROMISED)
    assert (content.statutory, content.promised) == (Limit(20, LimitUnit.CALENDAR_DAYS), Limit(5))
    assert content.applicant_kinds == (ApplicantKind.PERSON, ApplicantKind.ENTERPRISE)
    assert [material.name for material in content.materials] == ["申请表", "平面图"]
    assert (content.consult, content.department_code) == ("0374-0000001", DEPARTMENT["department_code"])


@pytest.mark.parametrize("is_array", [True, False])
def test_foreign_json_is_mapped_by_its_dotted_keys(is_array: bool, tmp_path: Path) -> None:
    record = {
        "task_code": CODE,
        "base": {"task_name": "公共场所卫生许可", "task_type": "01"},
        "dept_name": "示例局",
        "dept_code": "11411000MB9900013M",
        "promise_day": 5,
        "promise_day_type": "1",
        "server_type": ["1", "9"],
        "mats": [{"material_name": "申请表", "is_need": "1"}, {"material_name": "报告", "is_need": "2"}],
        "secret": {"inner": "x"},
    }
    path = tmp_path / "a.json"
    text = json.dumps([record] if is_array else record, ensure_ascii=False)
    path.write_text(text, "utf-8")
    _, mapping = _guessed(path)
    (found,) = _read(path, mapping)

    assert found.content is not None
    assert found.content.department_name == "示例局", "what the file says goes before what holds for all"
    assert found.content.promised == Limit(5)
    assert found.content.applicant_kinds == (ApplicantKind.PERSON, ApplicantKind.OTHER)
    assert [(line.name, line.necessity) for line in found.content.materials] == [
        ("申请表", MaterialNecessity.REQUIRED),
        ("报告", MaterialNecessity.OPTIONAL),
    ]
    assert found.passed_over == ("secret.inner",)


def test_our_own_files_and_the_portals_need_no_mapping(shared_data: Path, tmp_path: Path) -> None:
    own = _table(tmp_path / "a.csv", [[column.label for column in ALL_COLUMNS]])

    assert preview_file(own).shape is Shape.OWN
    assert preview_file(shared_data / "matters-guangdong/matters.jsonl").shape is Shape.PORTAL
    assert len(preview_file(shared_data / "matters-guangdong/matters.jsonl").rows) == SAMPLE_ROWS


def test_values_are_parted_and_translated(tmp_path: Path) -> None:
    record = _one(
        tmp_path,
        ["材料", "对象", "主题"],
        ["申请表|平面图", "个人^企业", "甲、乙"],
        ColumnRule("材料", "materials.name", separator="|"),
        ColumnRule("对象", "applicant_kinds", {"个人": "自然人", "企业": "企业法人"}, separator="^"),
        ColumnRule("主题", "themes"),
    )

    assert record.content is not None
    assert [line.name for line in record.content.materials] == ["申请表", "平面图"]
    assert record.content.applicant_kinds == (ApplicantKind.PERSON, ApplicantKind.ENTERPRISE)
    assert record.content.themes == ("甲", "乙")


@pytest.mark.parametrize(
    ("rule", "cells", "limit"),
    [
        (ColumnRule("时限", "promised", unit="自然日"), ["7", ""], Limit(7, LimitUnit.CALENDAR_DAYS)),
        (ColumnRule("时限", "promised", {"G": "工作日"}, unit_source="单位"), ["7", "G"], Limit(7)),
        (ColumnRule("时限", "promised", {"当日": "即时办结"}), ["当日", ""], Limit(0)),
        (ColumnRule("时限", "promised"), ["3个工作日", ""], Limit(3)),
        (ColumnRule("时限", "promised", unit="工作日"), ["0", ""], Limit(0)),
    ],
)
def test_a_limit_is_put_together_of_number_and_unit(
    rule: ColumnRule, cells: list[str], limit: Limit, tmp_path: Path
) -> None:
    record = _one(tmp_path, ["时限", "单位"], cells, rule)

    assert record.content is not None
    assert record.content.promised == limit


def test_a_number_without_a_unit_is_no_limit(tmp_path: Path) -> None:
    record = _one(tmp_path, ["时限"], ["7"], ColumnRule("时限", "promised"))

    assert record.content is not None
    assert (record.content.promised, record.content.promised_explanation) == (None, "7")
    assert [finding.field for finding in record.findings] == ["时限"]


def test_two_columns_for_one_element_add_up_or_the_first_counts(tmp_path: Path) -> None:
    record = _one(
        tmp_path,
        ["条件1", "条件2", "别名1", "别名2", "类型2"],
        ["有场所", "有人员", "甲", "乙", "承诺件"],
        *(ColumnRule(f"条件{place}", "conditions") for place in (1, 2)),
        *(ColumnRule(f"别名{place}", "aliases") for place in (1, 2)),
        ColumnRule("办件类型", "handling_kind", {"2": "即办件"}),
        ColumnRule("类型2", "handling_kind"),
    )

    assert record.content is not None
    assert (record.content.conditions, record.content.aliases) == ("有场所\n有人员", ("甲", "乙"))
    assert record.content.handling_kind is HandlingKind.IMMEDIATE
    assert ("类型2", False) in [(finding.field, finding.is_refusal) for finding in record.findings]


def test_lines_are_put_together_of_numbered_columns(tmp_path: Path) -> None:
    record = _one(
        tmp_path,
        ["材料1", "份数1", "材料3", "收费"],
        ["申请表", "2", "报告", "工本费"],
        ColumnRule("材料1", "materials[1].name"),
        ColumnRule("份数1", "materials[1].originals"),
        ColumnRule("材料3", "materials[3].name"),
        ColumnRule("收费", "fees.name"),
    )

    assert record.content is not None
    assert [(line.name, line.originals) for line in record.content.materials] == [("申请表", 2), ("报告", 1)]
    assert [fee.name for fee in record.content.fees] == ["工本费"]


def test_what_cannot_be_read_is_told_under_the_name_of_its_column(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", [HEADS, [1, "", "许可", "77", ""], [2, CODE, "", "01", ""]])
    unknown, unnamed = _read(path, _mapping())

    assert {finding.field for finding in unknown.findings if finding.is_refusal} == {"实施编码", "事项类别"}
    assert {finding.field for finding in unnamed.findings if finding.is_refusal} == {"事项名称"}


def test_a_file_without_the_columns_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", [["甲", "事项名称"], [1, 2]])
    with pytest.raises(ServiceError) as refusal:
        _read(path, _mapping())
    assert (refusal.value.code, refusal.value.values) == ("mapping_columns_missing", {"columns": "实施编码"})

    with pytest.raises(ServiceError) as refusal:
        _read(_workbook(tmp_path / "b.xlsx", [HEADS]), replace(_mapping(), sheet="清单"))
    assert refusal.value.code == "mapping_sheet_missing"


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (_mapping(ColumnRule("甲", "colour")), "mapping_target_unknown"),
        (_mapping(ColumnRule("甲", "materials[0].name")), "mapping_target_unknown"),
        (_mapping(ColumnRule("甲", "materials[201].name")), "mapping_target_unknown"),
        (_mapping(ColumnRule("甲", "situations.key")), "mapping_target_unknown"),
        (replace(_mapping(), header_row=0), "mapping_rows_invalid"),
        (replace(_mapping(), header_rows=9), "mapping_rows_invalid"),
    ],
)
def test_a_mapping_that_can_never_work_is_refused(mapping: ColumnMapping, code: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        check_mapping(mapping)
    assert refusal.value.code == code


def test_headings_that_are_there_twice_or_not_at_all_have_names_of_their_own() -> None:
    assert heading_names([["甲", None, "甲", " 乙\n丙 ", None]]) == ("甲", "第2列", "甲（第2个）", "乙 丙")
    assert heading_names([["组", None, None], ["甲", None, "乙"]]) == ("组·甲", "组", "组·乙")
    assert heading_names([]) == ()


def test_keys_of_lists_stay_in_line_with_one_another() -> None:
    assert dotted({"a": {"b": 1}, "l": [{"x": 1, "y": 2}, {"y": 3}], "m": [1, {"x": 2}], "n": []}) == {
        "a.b": 1,
        "l.x": [1, None],
        "l.y": [2, 3],
        "m": [1, {"x": 2}],
        "n": [],
    }


def test_every_target_is_found_and_labelled() -> None:
    assert all(find_target(key) == (target, None) for key, target in TARGETS.items())
    assert len({target.label for target in TARGETS.values()}) == len(TARGETS)


def test_what_a_person_chooses_is_guessed_for_its_values(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", [["甲", "乙", "丙"], ["1", "Y", "许可"], ["2", "支持", "行政确认"]])
    preview = preview_file(path)

    assert guess_rule(preview, "甲", "handling_kind").values == {"1": "即办件", "2": "承诺件"}
    assert guess_rule(preview, "乙", "offers_courier").values == {"Y": "是", "支持": "是"}
    assert guess_rule(preview, "丙", "matter_type").values == {"许可": "行政许可"}


def test_rows_that_are_not_records_do_no_harm(tmp_path: Path) -> None:
    rows = [HEADS, LINE, [], [None, "  "], ["合计"], [*LINE, "多出的一格"]]
    first, total, last = _read(_workbook(tmp_path / "a.xlsx", rows), _mapping())

    assert (first.content is None, total.content is None, last.content is None) == (False, True, False)
    assert "第6列" in last.passed_over


@pytest.mark.parametrize("text", ["<html></html>", '{"a": ', "[[1]]", '{"a":' * 5000, '["x"]'])
def test_foreign_json_that_is_broken_is_refused_by_record(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(text + "\n", "utf-8")

    assert preview_file(path).headings == ()
    assert all(record.content is None for record in _read(path, _mapping()))
