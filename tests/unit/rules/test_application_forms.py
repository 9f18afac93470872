"""The application form: read from JSON Schema, checked in plain words, never broken by what people type."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.application_forms import (
    WHOLE,
    FieldKind,
    Prefill,
    check_values,
    clean_values,
    filled_lines,
    find_faults,
    read_form,
)
from desktop_app.rules.errors import ServiceError

SCHEMA = json.dumps(
    {
        "title": "公共场所卫生许可申请表",
        "type": "object",
        "required": ["premises", "area", "kind"],
        "properties": {
            "premises": {"type": "string", "title": "经营地址", "minLength": 2, "maxLength": 100},
            "area": {"type": "number", "title": "面积（平方米）", "exclusiveMinimum": 0},
            "staff": {"type": "integer", "title": "从业人数", "minimum": 1},
            "kind": {
                "enum": ["hair", "bath"],
                "title": "项目",
                "x-labels": {"hair": "理发店", "bath": "浴室"},
            },
            "opened": {"type": "string", "format": "date", "title": "开业日期"},
            "chain": {"type": "boolean", "title": "是否连锁"},
            "services": {
                "type": "array",
                "title": "服务",
                "items": {"enum": ["a", "b"]},
                "uniqueItems": True,
            },
            "holder": {"type": "string", "title": "负责人", "x-prefill": "applicant_name", "x-group": "人员"},
            "equipment": {
                "type": "array",
                "title": "设备",
                "items": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "name": {"type": "string", "title": "名称"},
                        "count": {"type": "integer", "title": "数量", "minimum": 1},
                    },
                },
            },
        },
    },
    ensure_ascii=False,
)
GOOD: dict[str, Any] = {"premises": "示例路1号", "area": 80.5, "kind": "hair"}


def test_fields_are_read_in_their_order() -> None:
    form = read_form(SCHEMA)
    kinds = {field.name: field.kind for field in form.fields}
    assert form.title == "公共场所卫生许可申请表"
    assert list(kinds)[:3] == ["premises", "area", "staff"]
    assert kinds["services"] is FieldKind.CHOICES
    assert kinds["equipment"] is FieldKind.TABLE
    holder = next(field for field in form.fields if field.name == "holder")
    assert (holder.prefill, holder.group) == (Prefill.APPLICANT_NAME, "人员")
    assert [field.name for field in form.fields if field.is_required] == ["premises", "area", "kind"]


def test_without_a_schema_there_is_no_form() -> None:
    assert not read_form(" ")
    assert clean_values("", {"anything": 1}) == {}


@pytest.mark.parametrize(
    ("values", "name", "words"),
    [
        ({}, "premises", "请填写这一栏"),
        ({"premises": "路"}, "premises", "至少 2 个字"),
        ({"premises": "路" * 101}, "premises", "最多 100 个字"),
        ({"area": 0}, "area", "要大于 0"),
        ({"area": "八十"}, "area", "请填写数字"),
        ({"staff": 1.5}, "staff", "请填写整数"),
        ({"staff": 0}, "staff", "不能小于 1"),
        ({"kind": "sauna"}, "kind", "请从列出的选项里选择"),
        ({"opened": "2026年"}, "opened", "日期请写成 2026-11-20 这样"),
        ({"opened": "2026-02-30"}, "opened", "日期请写成 2026-11-20 这样"),
        ({"services": ["a", "a"]}, "services", "不能重复"),
        ({"equipment": [{"name": "消毒柜"}, {"count": 1}]}, "equipment", "第 2 行：有必填栏没有填写"),
        ({"premises": "示例\x07路"}, "premises", "含有不能使用的字符"),
    ],
)
def test_faults_are_told_in_plain_words(values: dict[str, Any], name: str, words: str) -> None:
    given = {} if not values else GOOD | values
    assert find_faults(SCHEMA, given)[name] == words


def test_a_good_form_is_kept_without_blanks_and_strangers() -> None:
    given: dict[str, Any] = GOOD | {
        "premises": "  示例路1号\r\n",
        "stranger": "x",
        "staff": None,
        "services": [],
    }
    assert clean_values(SCHEMA, given) == GOOD
    check_values(SCHEMA, GOOD)


def test_a_bad_form_is_refused_with_the_fields_title() -> None:
    with pytest.raises(ServiceError) as refused:
        check_values(SCHEMA, GOOD | {"area": -1})
    assert refused.value.code == "form_value_invalid"
    assert refused.value.values == {"field": "面积（平方米）", "fault": "要大于 0"}


def test_values_are_told_in_words() -> None:
    lines = {
        field.title: words
        for field, words in filled_lines(SCHEMA, GOOD | {"chain": False, "services": ["a", "b"]})
    }
    assert lines["项目"] == "理发店"
    assert lines["是否连锁"] == "否"
    assert lines["服务"] == "a、b"
    assert lines["从业人数"] == ""
    assert "设备" not in lines


@pytest.mark.parametrize(
    "schema",
    [
        "{",
        "[]",
        "{}",
        '{"properties": []}',
        '{"properties": {"a": 1}}',
        '{"properties": {"a": {"type": "null"}}}',
        '{"properties": {"a": {"type": "strange"}}}',
        '{"properties": {"a": {"$ref": "https://example.org/x"}}}',
        '{"properties": {"a": {"type": "string", "x-prefill": "password"}}}',
        '{"properties": {"a": {"type": "string", "pattern": "("}}}',
        "[" * 100_000,
    ],
)
def test_a_schema_that_is_none_is_refused(schema: str) -> None:
    with pytest.raises(ServiceError) as refused:
        read_form(schema)
    assert refused.value.code == "form_invalid"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([field.name for field in read_form(SCHEMA).fields]), ANYTHING))
def test_nothing_that_is_typed_breaks_it(values: dict[str, Any]) -> None:
    kept = clean_values(SCHEMA, values)
    assert clean_values(SCHEMA, kept) == kept
    faults = find_faults(SCHEMA, kept)
    if faults:
        with pytest.raises(ServiceError, match="form_value_invalid"):
            check_values(SCHEMA, kept)
    else:
        check_values(SCHEMA, kept)


def test_rules_about_the_whole_form_are_kept_to() -> None:
    """A rule that no single field breaks is told all the same, or what was filled in wrongly would pass."""
    whole = {
        "properties": {"a": {"type": "string", "title": "甲"}, "b": {"type": "string", "title": "乙"}},
        "dependentRequired": {"a": ["b"]},
        "maxProperties": 2,
        "not": {"properties": {"b": {"const": "错"}}, "required": ["b"]},
    }
    schema = json.dumps(whole)
    assert find_faults(schema, {"a": "1"}) == {"b": "请填写这一栏"}
    assert find_faults(schema, {"a": "1", "b": "2"}) == {}
    assert list(find_faults(schema, {"b": "错"})) == [WHOLE]
    with pytest.raises(ServiceError, match="form_value_invalid"):
        check_values(schema, {"b": "错"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("equipment", "一台"),
        ("equipment", [1]),
        ("services", 3),
        ("chain", "是"),
        ("area", "大"),
        ("opened", [1]),
    ],
)
def test_what_is_no_value_of_its_field_is_not_kept(name: str, value: object) -> None:
    assert clean_values(SCHEMA, GOOD | {name: value}).keys() == GOOD.keys() - {name}


@pytest.mark.parametrize("options", [[], [1, 2], ["a", None]])
def test_options_are_words(options: list[object]) -> None:
    with pytest.raises(ServiceError, match="form_invalid"):
        read_form(json.dumps({"properties": {"a": {"enum": options}}}))
