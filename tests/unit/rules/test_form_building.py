"""A form taken apart for its editor and put together again says the same."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.application_forms import FieldKind, Prefill, find_faults, read_form
from desktop_app.rules.form_building import FieldPlan, free_name, read_plan, write_schema
from tests.unit.rules.test_application_forms import GOOD, SCHEMA

titles = st.text("名称地址面积甲乙", min_size=1, max_size=6)


@st.composite
def plans(draw: st.DrawFn) -> tuple[FieldPlan, ...]:
    """Fields as an editor may describe them."""
    found: list[FieldPlan] = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(FieldKind))
        options = tuple(draw(st.lists(titles, min_size=1, max_size=3, unique=True)))
        is_figure = kind in {FieldKind.NUMBER, FieldKind.WHOLE_NUMBER}
        found.append(
            FieldPlan(
                f"f{number}",
                draw(titles),
                kind,
                draw(st.booleans()),
                draw(st.just("") | titles),
                draw(st.just("") | titles),
                draw(st.none() | st.sampled_from(Prefill)),
                draw(st.integers(1, 5)) if kind is FieldKind.TEXT else 1,
                draw(st.none() | st.integers(0, 5)) if is_figure else None,
                draw(st.none() | st.integers(5, 9)) if is_figure else None,
                options if kind in {FieldKind.CHOICE, FieldKind.CHOICES} else (),
                ("姓名*", "年龄 整数", "类别* 甲/乙", "入职 日期") if kind is FieldKind.TABLE else (),
            )
        )
    return tuple(found)


def _bare(plan: FieldPlan) -> tuple[Any, ...]:
    return tuple(getattr(plan, name) for name in FieldPlan.__slots__ if name != "before")


@given(titles, plans())
def test_what_is_described_is_what_is_read(title: str, wanted: tuple[FieldPlan, ...]) -> None:
    schema = write_schema(title, wanted)
    found_title, found = read_plan(schema)
    assert found_title == title
    assert [_bare(each) for each in found] == [_bare(each) for each in wanted]
    assert json.loads(write_schema(title, found, schema)) == json.loads(schema)


def test_a_schema_written_by_hand_survives_the_editor() -> None:
    title, found = read_plan(SCHEMA)
    again = write_schema(title, found, SCHEMA)
    assert read_form(again) == read_form(SCHEMA)
    assert json.loads(again)["properties"] == json.loads(SCHEMA)["properties"]
    assert find_faults(again, GOOD) == {}


def test_a_field_that_becomes_another_kind_loses_what_no_longer_applies() -> None:
    before = {"type": "string", "title": "甲", "maxLength": 5, "pattern": "^a", "x-lines": 3}
    plan = FieldPlan("a", "甲", FieldKind.WHOLE_NUMBER, least=1, before=before)
    described = json.loads(write_schema("", (plan,)))["properties"]["a"]
    assert described == {"type": "integer", "title": "甲", "minimum": 1}


def test_without_fields_there_is_no_form_and_names_are_never_taken_twice() -> None:
    assert write_schema("表", ()) == ""
    assert read_plan("") == ("", ())
    assert free_name([FieldPlan("f1"), FieldPlan("f3")]) == "f2"
