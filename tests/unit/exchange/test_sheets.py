"""Our table of matters as XLSX and CSV."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from desktop_app.exchange.columns import CHILD_SHEETS, GUIDE_SHEET, MAIN_COLUMNS, MAIN_SHEET
from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.inputs import inspect
from desktop_app.exchange.matters import parse_file
from desktop_app.exchange.sheets import BEYOND
from desktop_app.exchange.workbook_writer import write_template
from desktop_app.rules.catalogue import Fee, LegalBasis, Limit, Question
from desktop_app.rules.errors import ServiceError
from models.enums import (
    ApplicantKind,
    Channel,
    LimitUnit,
    MaterialKind,
    MaterialNecessity,
    MatterType,
    StepKind,
)

CODE = "11411000MB9900013M3410125015000"
ROW = {
    "事项编码": CODE,
    "事项名称": "公共场所卫生许可",
    "事项类型": "行政许可",
    "实施主体": "示例市卫生健康委员会",
    "实施主体编码": "11411000MB9900013M",
}


def _read(path: Path) -> list[ParsedRecord]:
    return list(parse_file(inspect(path), lambda _done, _total: None, lambda: False))


def _workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = Workbook()
    for sheet in list(book.worksheets):
        book.remove(sheet)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _main(*rows: dict[str, Any]) -> list[list[Any]]:
    labels = list(dict.fromkeys(label for row in rows for label in row))
    return [labels, *([row.get(label) for label in labels] for row in rows)]


def _table(path: Path, rows: list[list[Any]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def test_a_workbook_with_all_its_sheets_becomes_whole_records(tmp_path: Path) -> None:
    main = _main(
        ROW
        | {
            "业务办理项编码": f"{CODE}01",
            "服务对象": "自然人、企业法人",
            "办理形式": "窗口办理；网上办理",
            "法定办结时限": "20个工作日",
            "承诺办结时限": "5（工作日）",
            "到办事现场次数": 1,
            "别名": "开理发店办证、理发店许可",
            "申请材料": "这一列让位给表",
        }
    )
    keys = [CODE, f"{CODE}01"]
    heads = {name: [column.label for column in sheet.columns] for name, sheet in CHILD_SHEETS.items()}
    path = _workbook(
        tmp_path / "a.xlsx",
        {
            "事项": main,
            "申请材料": [
                ["事项编码", "业务办理项编码", "材料名称", "必要性", "材料类型", "复印件份数"],
                [*keys, "申请表", "必要", "申请表格文书", 0],
                [*keys, "检测报告", "可容缺后补", None, 2.0],
            ],
            "办理环节": [heads["办理环节"], [*keys, "受理", "受理", 1, "窗口", "凭证", "否"]],
            "收费项目": [heads["收费项目"], [*keys, "工本费", "10元", "依据", "是", "减免"]],
            "常见问题": [heads["常见问题"], [*keys, "多久？", "五天。"]],
            "设定依据": [heads["设定依据"], [*keys, "《公共场所卫生管理条例》", "第四条", None]],
        },
    )

    (record,) = _read(path)
    content = record.content
    assert content is not None
    assert (record.record_number, record.code, record.item_code) == (2, CODE, f"{CODE}01")
    assert content.matter_type is MatterType.LICENCE
    assert content.applicant_kinds == (ApplicantKind.PERSON, ApplicantKind.ENTERPRISE)
    assert content.channels == (Channel.COUNTER, Channel.WEB)
    assert (content.statutory, content.promised, content.visits) == (Limit(20), Limit(5), 1)
    assert content.aliases == ("开理发店办证", "理发店许可")
    assert [(row.name, row.kind, row.necessity, row.copies) for row in content.materials] == [
        ("申请表", MaterialKind.FORM, MaterialNecessity.REQUIRED, 0),
        ("检测报告", MaterialKind.OTHER, MaterialNecessity.DEFERRABLE, 2),
    ]
    assert (content.steps[0].kind, content.steps[0].days) == (StepKind.ACCEPTANCE, 1)
    assert content.fees == (Fee("工本费", "10元", "依据", reducible=True, reduction_basis="减免"),)
    assert content.questions == (Question("多久？", "五天。"),)
    assert content.legal_basis == (LegalBasis("《公共场所卫生管理条例》", "第四条"),)
    assert [finding.field for finding in record.findings] == ["申请材料"]


def test_the_template_that_was_filled_in_is_read(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    book = load_workbook(path)
    assert book.sheetnames == [MAIN_SHEET, *CHILD_SHEETS, GUIDE_SHEET]
    labels = [column.label for column in MAIN_COLUMNS]
    book[MAIN_SHEET].append([ROW.get(label) for label in labels])
    book.save(path)

    (record,) = _read(path)
    assert record.content is not None
    assert record.findings == ()


def test_a_template_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServiceError) as refusal:
        write_template(tmp_path / "gone" / "template.xlsx")
    assert refusal.value.code == "file_unwritable"


def test_a_title_above_the_headings_and_blank_rows_do_no_harm(tmp_path: Path) -> None:
    rows = [["2026年事项清单"], [], *_main(ROW), [], [None, "  "], list(ROW.values())]
    first, second = _read(_workbook(tmp_path / "a.xlsx", {"Sheet1": rows}))

    assert (first.record_number, second.record_number) == (4, 7)
    assert first.content == second.content


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_table_is_read_as_spreadsheets_save_it(encoding: str, delimiter: str, tmp_path: Path) -> None:
    row = ROW | {
        "受理条件": '一、有"场所"，\n二、有人员。',
        "申请材料": "申请表；平面图",
        "法定办结时限": "无",
    }
    (record,) = _read(_table(tmp_path / "a.csv", _main(row), encoding, delimiter))

    assert record.content is not None
    assert record.content.conditions == '一、有"场所"，\n二、有人员。'
    assert [material.name for material in record.content.materials] == ["申请表", "平面图"]
    assert record.content.statutory is None


def test_headings_are_known_by_their_synonyms_and_marks(tmp_path: Path) -> None:
    names = {"事项编码": "*实施编码", "实施主体": "部门名称（必填）", "事项名称": " 事项 名称"}
    (record,) = _read(_table(tmp_path / "a.csv", _main({names.get(k, k): v for k, v in ROW.items()})))

    assert record.content is not None


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"事项编码": 1.14110003410125e30}, "事项编码", "存成了数字"),
        ({"事项编码": 11411000341012501500}, "事项编码", "存成了数字"),
        ({"事项编码": None}, "事项编码", "缺少"),
        ({"事项名称": "#REF!"}, "事项名称", "公式错误"),
        ({"事项类型": "许可类"}, "事项类型", "可填"),
        ({"事项类型": None}, "事项类型", "缺少"),
        ({"服务对象": "自然人、火星人"}, "服务对象", "可填"),
        ({"到办事现场次数": "一次"}, "到办事现场次数", "整数"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_its_row(
    change: dict[str, Any], field: str, words: str, tmp_path: Path
) -> None:
    refused, other = _read(_workbook(tmp_path / "a.xlsx", {"事项": _main(ROW | change, ROW)}))

    assert refused.content is None
    assert [finding.field for finding in refused.findings if words in finding.reason] == [field]
    assert other.content is not None


def test_what_is_not_imported_is_named(tmp_path: Path) -> None:
    row = ROW | {"经办人": "某人", "空列": None, "承诺办结时限": "1年"}
    (record,) = _read(_workbook(tmp_path / "a.xlsx", {"事项": _main(row)}))

    assert record.passed_over == ("经办人",)
    assert record.content is not None
    assert (record.content.promised, record.content.promised_explanation) == (None, "1年")
    assert [finding.field for finding in record.findings] == ["承诺办结时限"]


def test_lines_of_an_unknown_matter_are_reported(tmp_path: Path) -> None:
    lines = [["事项编码", "材料名称"], ["别的编码", "申请表"]]
    found, lost = _read(_workbook(tmp_path / "a.xlsx", {"事项": _main(ROW), "申请材料": lines}))

    assert found.content is not None
    assert (lost.record_number, lost.content) == (2, None)


@pytest.mark.parametrize("rows", [[["甲", "乙"], [1, 2]], [["事项名称"], ["许可"]], [[]]])
def test_a_table_without_our_headings_is_refused(rows: list[list[Any]], tmp_path: Path) -> None:
    for path in (_workbook(tmp_path / "a.xlsx", {"事项": rows}), _table(tmp_path / "a.csv", [*rows, ["x"]])):
        with pytest.raises(ServiceError) as refusal:
            _read(path)
        assert refusal.value.code == "file_headings_unknown"


def test_quotes_that_never_close_end_the_table_with_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = ",".join(ROW)
    path.write_text(f'{head}\n{",".join(ROW.values())}\n{CODE},"开头{"很长" * 600_000}', "utf-8")
    first, broken = _read(path)

    assert first.content is not None
    assert broken.content is None
    assert "引号" in broken.findings[0].reason


def test_a_workbook_that_is_damaged_inside_is_refused(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", {"事项": _main(ROW)})
    whole = path.read_bytes()
    for place in range(60, len(whole) - 1, max(1, len(whole) // 60)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        try:
            _read(path)
        except ServiceError as refusal:
            assert refusal.code in {  # noqa: PT017
                *("file_unreadable", "file_headings_unknown", "file_unpacks_too_large", "file_binary")
            }


def test_formulas_in_cells_are_text(shared_data: Path, tmp_path: Path) -> None:
    payloads = (shared_data / "hostile/csv-injection/csv-payload.txt").read_text("utf-8").splitlines()
    rows = _main(*(ROW | {"备注": text} for text in payloads))
    records = _read(_table(tmp_path / "a.csv", rows))

    assert [record.content.remark for record in records if record.content] == payloads


def test_days_of_the_calendar_are_kept_apart_from_working_days(tmp_path: Path) -> None:
    (record,) = _read(_table(tmp_path / "a.csv", _main(ROW | {"法定办结时限": "30个自然日"})))

    assert record.content is not None
    assert record.content.statutory == Limit(30, LimitUnit.CALENDAR_DAYS)


def test_formulas_count_by_their_result_and_without_one_are_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "事项"
    for row in _main(ROW | {"备注": "=1+1"}, ROW | {"备注": "平常的字"}):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    refused, other = _read(tmp_path / "a.xlsx")

    assert refused.content is None
    assert [(found.field, "没有计算结果" in found.reason) for found in refused.findings] == [("备注", True)]
    assert other.content is not None


def test_dates_are_written_as_days(tmp_path: Path) -> None:
    lines = [["事项编码", "法律法规名称", "实施日期"], [CODE, "《条例》", datetime(2020, 1, 1)]]  # noqa: DTZ001
    (record,) = _read(_workbook(tmp_path / "a.xlsx", {"事项": _main(ROW), "设定依据": lines}))

    assert record.content is not None
    assert record.content.legal_basis[0].effective_on == "2020-01-01"


def test_a_million_declared_rows_and_many_columns_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    for row in _main(ROW):
        sheet.append(row)
    sheet.cell(1, 16_384, "最后一列")
    sheet.cell(2, 16_384, "值")
    sheet.cell(1_048_576, 1, " ")
    book.save(path)
    (record,) = _read(path)

    assert record.content is not None
    assert record.passed_over == (BEYOND,)


def test_a_hidden_sheet_is_not_taken_for_the_table(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].sheet_state = "hidden"
    book.worksheets[0].append(["内部", "数据"])
    sheet = book.create_sheet("清单")
    for row in _main(ROW):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (record,) = _read(tmp_path / "a.xlsx")

    assert record.content is not None


def test_a_heading_that_is_there_twice_counts_once_and_is_told(tmp_path: Path) -> None:
    rows = _main(ROW | {"备注": "第一列"})
    rows[0].append("备注")
    rows[1].append("第二列")
    (record,) = _read(_workbook(tmp_path / "a.xlsx", {"事项": rows}))

    assert record.content is not None
    assert record.content.remark == "第一列"
    assert record.passed_over == ("备注（重复的表头）",)


def test_a_sheet_without_rows_holds_no_records(tmp_path: Path) -> None:
    heads = [["事项编码", "材料名称"]]
    assert _read(_workbook(tmp_path / "a.xlsx", {"事项": _main(ROW)[:1], "申请材料": heads})) == []


@pytest.mark.parametrize("length", [31, 33, 36, 55])
def test_codes_of_any_shape_are_taken_as_they_are(length: int, tmp_path: Path) -> None:
    code = "511Z07001006-511602000000-000-11511301008778183N-1-00-0"[:length]
    (record,) = _read(_workbook(tmp_path / "a.xlsx", {"事项": _main(ROW | {"事项编码": code})}))

    assert (record.content is not None, record.code) == (True, code)


def test_situations_are_read_from_rows_of_options(tmp_path: Path) -> None:
    heads = [column.label for column in CHILD_SHEETS["办理情形"].columns]
    options = [
        heads,
        [CODE, None, "kind", "办哪一种？", None, "new", "新办", None, "3个工作日"],
        [CODE, None, "kind", None, None, "change", "变更", None, None],
        [CODE, None, "place", "有场所吗？", "new", "yes", "有", None, None],
        [CODE, None, "place", "另一种问法", "new", "no", "没有", None, None],
    ]
    materials = [["事项编码", "材料名称", "适用情形"], [CODE, "申请表", None], [CODE, "平面图", "yes；no"]]
    sheets = {"事项": _main(ROW), "办理情形": options, "申请材料": materials}
    (record,) = _read(_workbook(tmp_path / "a.xlsx", sheets))

    assert record.content is not None
    assert [each.question for each in record.content.situations] == ["办哪一种？", "有场所吗？"]
    assert record.content.situations[0].options[0].promised == Limit(3)
    assert record.content.situations[1].asked_when == ("new",)
    assert record.content.materials[1].when == ("yes", "no")
    assert [finding.field for finding in record.findings] == ["办理情形"]


def test_situations_with_a_fault_refuse_their_matter(tmp_path: Path) -> None:
    materials = [["事项编码", "材料名称", "适用情形"], [CODE, "申请表", "nowhere"]]
    (record,) = _read(_workbook(tmp_path / "a.xlsx", {"事项": _main(ROW), "申请材料": materials}))

    assert record.content is None
    assert "不存在的选项" in record.findings[-1].reason


def test_reading_a_workbook_tells_how_far_it_has_come_and_can_be_given_up(tmp_path: Path) -> None:
    lines = [["事项编码", "材料名称"], *([CODE, f"材料{number}"] for number in range(1, 2000))]
    path = _workbook(tmp_path / "a.xlsx", {"事项": _main(ROW), "申请材料": lines})
    told: list[int] = []
    list(parse_file(inspect(path), lambda done, _total: told.append(done), lambda: False))
    assert told == sorted(told)
    assert told[-1] == path.stat().st_size
    assert len(told) >= 4, "also while the sub-tables are read"

    with pytest.raises(ServiceError) as refusal:
        list(parse_file(inspect(path), lambda _done, _total: None, lambda: True))
    assert refusal.value.code == "import_cancelled"
