"""Files of matters become records: nothing crashes the reader, nothing is dropped without a line in the report."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from desktop_app.exchange.findings import ParsedRecord, report_lines
from desktop_app.exchange.inputs import inspect
from desktop_app.exchange.matters import parse_file
from desktop_app.exchange.records import Notes, parse_own
from desktop_app.rules.catalogue import Limit
from desktop_app.rules.errors import ServiceError
from models.enums import Channel, HandlingKind, LimitUnit, MatterType, UseLevel

CODE = "11411000MB9900013M3410125015000"
OWN: dict[str, Any] = {
    "code": CODE,
    "name": "公共场所卫生许可",
    "matter_type": "licence",
    "department_name": "示例市卫生健康委员会",
    "department_code": "11411000MB9900013M",
}
PORTAL: dict[str, Any] = {
    "TASK_CODE": "11411000MB9900013M341012501500001",
    "TASK_NAME": "取水许可(（变更）)",
    "matter_name": "取水许可",
    "TASK_TYPE_TEXT": "行政许可",
    "DEPT_NAME": "示例市水利局 ",
    "matter_level": "市级",
    "handle_time": "90(自然日)",
    "handle_time_limit": "15(工作日)",
    "handle_location": "办理地点：示例路1号",
    "ONLINECHECK": "1",
    "visit_number": "1",
    "consult_phone": "0374-0000001转2",
    "complain_phone": "无",
    "accept_standard": "一、条件&lt;br&gt;二、条件",
    "theme_category": ["其他"],
    "service_object_name": ["自然人", "火星人"],
    "material_intro": ["取水许可申请书", "身份证明"],
    "matter_daily": "取水证变更，水许可",
    "CATANAME": "取水许可",
}


def _parse(tmp_path: Path, *rows: dict[str, Any] | str) -> list[ParsedRecord]:
    path = tmp_path / "matters.jsonl"
    texts = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(texts), "utf-8", "surrogatepass")
    return list(parse_file(inspect(path), lambda _done, _total: None, lambda: False))


def _reasons(record: ParsedRecord) -> list[tuple[str, bool]]:
    return [(finding.field, finding.is_refusal) for finding in record.findings]


def test_a_record_of_our_own_needs_only_what_it_cannot_do_without(tmp_path: Path) -> None:
    (record,) = _parse(tmp_path, OWN)

    assert record.findings == ()
    assert record.content is not None
    assert (record.code, record.content.name, record.content.matter_type) == (
        CODE,
        "公共场所卫生许可",
        MatterType.LICENCE,
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": None}, "code"),
        ({"code": 1.1441e30}, "code"),
        ({"code": "1" * 101}, "code"),
        ({"name": None}, "name"),
        ({"name": " \u3000"}, "name"),
        ({"name": "长" * 1001}, "name"),
        ({"name": 5}, "name"),
        ({"matter_type": "行政"}, "matter_type"),
        ({"department_code": ""}, "department_code"),
        ({"statutory": {"days": -1}}, "statutory"),
        ({"statutory": {"days": 10**9}}, "statutory"),
        ({"statutory": "20个工作日"}, "statutory"),
        ({"promised": {"unit": "working_days"}}, "promised.days"),
        ({"materials": [{"name": "申请表"}, {"kind": "form"}]}, "materials[2].name"),
        ({"materials": [{"name": " "}]}, "materials[1].name"),
        ({"materials": [{"name": "申请表", "copies": -1}]}, "materials[1]"),
        ({"materials": "申请表"}, "materials"),
        ({"visits": -1}, "visits"),
        ({"steps": [{"name": "受理", "kind": "acceptance", "days": 99999}]}, "steps[1].days"),
        ({"channels": ["fax"]}, "channels[1]"),
    ],
)
def test_one_wrong_value_refuses_the_whole_record(change: dict[str, Any], field: str, tmp_path: Path) -> None:
    record, untouched = _parse(tmp_path, OWN | change, OWN)

    assert record.content is None
    assert (field, True) in _reasons(record)
    assert untouched.content is not None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": f" {CODE.lower()} "}, "code"),
        ({"code": "511Z07001006-511602000000"}, "code"),
        ({"item_code": "11411000MB9900021G341012501500001"}, "item_code"),
        ({"popularity": -3}, "popularity"),
        ({"popularity": "很多"}, "popularity"),
        ({"colour": "red"}, "colour"),
        ({"materials": [{"name": "申请表", "weight": 3}]}, "materials[1].weight"),
        ({"name": "公共场所\x07卫生许可"}, "name"),
        ({"conditions": "一<br>二"}, "conditions"),
        ({"statutory": {"days": 5}, "promised": {"days": 9}}, "promised"),
        ({"statutory": {"days": 30, "unit": "calendar_days"}, "promised": {"days": 9}}, "promised"),
    ],
)
def test_a_repaired_or_doubtful_value_is_taken_and_reported(
    change: dict[str, Any], field: str, tmp_path: Path
) -> None:
    (record,) = _parse(tmp_path, OWN | change)

    assert record.content is not None
    assert (field, False) in _reasons(record)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<html><h1>502 Bad Gateway</h1></html>", "网页"),
        ('{"code": "1", "na', "截断"),
        ("not json at all", "截断"),
        ('{"code": NaN}', "截断"),
        ('{"code": ' + "9" * 5000 + "}", "截断"),
        ('{"a":' * 20_000, "嵌套过深"),
        ("{}", "没有编码"),
        ('{"errCode": 0, "data": null}', "没有编码"),
        ("12", "一个 JSON 对象"),
        ('{"code": "' + "x" * 2**20 + '"}', "1 MB"),
    ],
)
def test_a_line_that_is_no_record_is_refused_and_the_next_is_read(
    line: str, reason: str, tmp_path: Path
) -> None:
    first, refused, last = _parse(tmp_path, OWN, line, OWN)

    assert (first.content is None, refused.content is None, last.content is None) == (False, True, False)
    assert refused.record_number == 2
    assert reason in refused.findings[0].reason


def test_lone_surrogates_and_zeros_never_reach_the_database(tmp_path: Path) -> None:
    (record,) = _parse(tmp_path, json.dumps(OWN | {"remark": "甲\ud800乙\u0000丙"}))

    assert record.content is not None
    assert record.content.remark == "甲\ufffd乙丙"
    assert len(record.findings) == 2


def test_a_record_of_the_portal_is_mapped_and_its_dirt_reported(tmp_path: Path) -> None:
    (record,) = _parse(tmp_path, PORTAL | {"NEW_FIELD": "x"})
    content = record.content

    assert content is not None
    assert (record.code, record.item_code) == (CODE, "11411000MB9900013M341012501500001")
    assert (content.name, content.department_name) == ("取水许可（变更）", "示例市水利局")
    assert (content.statutory, content.promised) == (Limit(90, LimitUnit.CALENDAR_DAYS), Limit(15))
    assert (content.places, content.channels) == ("示例路1号", (Channel.COUNTER, Channel.WEB))
    assert (content.consult, content.complain) == ("0374-0000001转2", "")
    assert content.conditions == "一、条件\n二、条件"
    assert content.aliases == ("取水证变更", "水许可")
    assert [material.name for material in content.materials] == ["取水许可申请书", "身份证明"]
    assert (content.use_level, content.handling_kind) == (UseLevel.CITY, HandlingKind.PROMISED)
    assert record.passed_over == ("CATANAME",)
    assert sorted(name for name, _ in _reasons(record)) == [
        *("DEPT_NAME", "NEW_FIELD", "TASK_NAME", "accept_standard", "accept_standard"),
        *("handle_time_limit", "matter_name", "service_object_name"),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"TASK_TYPE_TEXT": "其他类"}, "TASK_TYPE_TEXT"),
        ({"TASK_TYPE_TEXT": None}, "TASK_TYPE_TEXT"),
        ({"TASK_NAME": "无"}, "TASK_NAME"),
        ({"TASK_CODE": ["x"]}, "TASK_CODE"),
        ({"material_intro": {"name": "x"}}, "material_intro"),
        ({"material_intro": [3]}, "material_intro"),
        ({"matter_level": "区级"}, "matter_level"),
    ],
)
def test_a_record_of_the_portal_that_cannot_be_mapped_is_refused(
    change: dict[str, Any], field: str, tmp_path: Path
) -> None:
    (record,) = _parse(tmp_path, PORTAL | change)

    assert record.content is None
    assert (field, True) in _reasons(record)


def test_limits_of_the_portal_that_are_no_days_stay_readable(tmp_path: Path) -> None:
    (record,) = _parse(tmp_path, PORTAL | {"handle_time": "1年", "handle_time_limit": "0(工作日)"})

    assert record.content is not None
    assert (record.content.statutory, record.content.statutory_explanation) == (None, "1年")
    assert record.content.handling_kind is HandlingKind.IMMEDIATE


def test_the_real_matters_are_all_read_and_every_oddity_is_counted(shared_data: Path) -> None:
    file = inspect(shared_data / "matters-guangdong/matters.jsonl")
    records = list(parse_file(file, lambda _done, _total: None, lambda: False))
    counts = Counter((finding.field, finding.reason[:8]) for row in records for finding in row.findings)

    assert len(records) == 2262
    assert all(record.content is not None for record in records)
    assert sum(bool(record.item_code) for record in records) == 363
    assert counts["handle_time", "法定时限为“无”"] == 713
    assert counts["handle_time_limit", "法定时限与承诺时"] == 9
    assert counts["matter_name", "与 TASK_N"] == 327, "328 differ, one of them in a blank at its end only"
    assert counts["TASK_NAME", "名称中有重复的括"] == 46
    assert sum(len(record.content.materials) for record in records if record.content) == 3434
    assert sum(record.content.promised is not None for record in records if record.content) == 1723


def test_the_sample_catalogue_has_nothing_to_report() -> None:
    path = Path(__file__).parents[3] / "resources/seed/matters.jsonl"
    records = list(parse_file(inspect(path), lambda _done, _total: None, lambda: False))

    assert [line for record in records for line in report_lines(record)] == []


def test_every_naughty_string_is_a_value_like_any_other(shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile/naughty-strings/blns.json").read_text("utf-8"))
    for text in strings:
        for row in (OWN | {"name": text}, OWN | {"code": text}, OWN | {text or "x": text}):
            record = parse_own(1, row, Notes())
            assert record.content is not None or any(finding.is_refusal for finding in record.findings)


def test_reading_tells_how_far_it_has_come_and_can_be_given_up(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text((json.dumps(OWN) + "\n") * 1000, "utf-8")
    steps: list[tuple[int, int]] = []
    list(parse_file(inspect(path), lambda done, total: steps.append((done, total)), lambda: False))

    assert steps == sorted(steps)
    assert steps[-1] == (path.stat().st_size,) * 2
    with pytest.raises(ServiceError) as refusal:
        list(parse_file(inspect(path), lambda _done, _total: None, lambda: True))
    assert refusal.value.code == "import_cancelled"
