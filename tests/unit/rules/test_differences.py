"""What differs between two contents is told, all of it and nothing else."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.rules.catalogue import (
    Limit,
    MaterialSpec,
    MatterContent,
    Question,
    Situation,
    SituationOption,
)
from desktop_app.rules.differences import (
    ChangeKind,
    Difference,
    Span,
    changed_labels,
    changed_spans,
    differences,
    merge,
)
from desktop_app.rules.elements import ELEMENTS, SECTION_OF
from models.elements import PersonTheme
from models.enums import LimitUnit, MaterialNecessity
from tests.factories import LICENCE

words = st.sampled_from(["", "甲", "乙方", "营业执照", "营业执照副本", "身份证"])
materials = st.lists(
    st.builds(MaterialSpec, name=words, copies=st.integers(0, 2), standard=words), max_size=5
).map(tuple)
contents = st.builds(
    replace,
    st.just(LICENCE),
    name=words,
    conditions=words,
    visits=st.none() | st.integers(0, 1),
    promised=st.none() | st.builds(Limit, st.integers(0, 1), st.sampled_from(LimitUnit)),
    aliases=st.lists(words, max_size=2).map(tuple),
    person_themes=st.lists(st.sampled_from(list(PersonTheme)[:3]), max_size=2).map(tuple),
    materials=materials,
    questions=st.lists(st.builds(Question, words, words), max_size=3).map(tuple),
)
texts = st.text("甲乙\n。", max_size=40)


def told(old: MatterContent | None, new: MatterContent) -> list[tuple[str, ChangeKind, str, str]]:
    return [(each.path, each.kind, each.old_text, each.new_text) for each in differences(old, new)]


@given(contents, contents)
def test_contents_differ_exactly_where_differences_are_told(old: MatterContent, new: MatterContent) -> None:
    found = differences(old, new)

    assert (found == ()) == (old == new)
    elements = {each.path.partition("[")[0].partition(".")[0] for each in found}
    assert elements == {
        field.name for field in fields(MatterContent) if getattr(old, field.name) != getattr(new, field.name)
    }
    assert [each.section for each in found] == [
        SECTION_OF[each.path.partition("[")[0].partition(".")[0]] for each in found
    ]


@given(contents, contents)
def test_the_elements_that_differ_are_named_in_their_order(old: MatterContent, new: MatterContent) -> None:
    labels = [element.label for element in ELEMENTS]

    found = changed_labels(old, new)

    assert list(found) == [label for label in labels if label in found]
    assert set(found) == {
        element.label for element in ELEMENTS if getattr(old, element.key) != getattr(new, element.key)
    }


@given(materials, materials)
def test_every_line_is_accounted_for_once(
    old: tuple[MaterialSpec, ...], new: tuple[MaterialSpec, ...]
) -> None:
    found = differences(replace(LICENCE, materials=old), replace(LICENCE, materials=new))
    kinds = [each.kind for each in found if "." not in each.path]

    assert len(new) - len(old) == kinds.count(ChangeKind.ADDED) - kinds.count(ChangeKind.REMOVED)


@given(contents, contents, contents)
def test_a_merge_loses_nothing_of_the_draft(
    base: MatterContent, mine: MatterContent, newest: MatterContent
) -> None:
    merged, conflicts = merge(base, mine, newest)

    for element in ELEMENTS:
        before, own, other = (getattr(each, element.key) for each in (base, mine, newest))
        assert getattr(merged, element.key) == (other if own == before else own)
        assert (element.label in conflicts) == (own not in (before, other) and other != before)


@given(texts, texts)
def test_what_is_not_marked_is_the_same_in_both_texts(old: str, new: str) -> None:
    old_spans, new_spans = changed_spans(old, new)

    assert _without(old, old_spans) == _without(new, new_spans)
    assert (old == new) == (not old_spans and not new_spans)


@settings(max_examples=1)
@given(st.just("很长的条件。" * 3000))
def test_long_texts_without_lines_are_marked_as_a_whole(text: str) -> None:
    old_spans, new_spans = changed_spans(text, "别" + text)

    assert _without(text, old_spans) == _without("别" + text, new_spans)


def test_a_material_that_moved_changed_came_and_went() -> None:
    first, second, third = (MaterialSpec(name) for name in ("申请表", "营业执照", "平面图"))
    changed = replace(second, necessity=MaterialNecessity.DEFERRABLE)
    old = replace(LICENCE, materials=(first, second, third))
    new = replace(LICENCE, materials=(changed, first, MaterialSpec("健康证明", copies=1)))

    assert differences(old, new) == (
        Difference(
            "materials[1].necessity",
            "申请材料：营业执照 · 必要性",
            SECTION_OF["materials"],
            ChangeKind.CHANGED,
            "必要",
            "可容缺后补",
        ),
        Difference(
            "materials[2]",
            "申请材料：申请表",
            SECTION_OF["materials"],
            ChangeKind.MOVED,
            "第1项",
            "第2项",
        ),
        Difference(
            "materials[3]",
            "申请材料：健康证明",
            SECTION_OF["materials"],
            ChangeKind.ADDED,
            "",
            "材料名称：健康证明\n复印件份数：1",
        ),
        Difference(
            "materials[3]",
            "申请材料：平面图",
            SECTION_OF["materials"],
            ChangeKind.REMOVED,
            "材料名称：平面图",
            "",
        ),
    )


def test_a_renamed_material_is_one_that_changed() -> None:
    old = replace(LICENCE, materials=(MaterialSpec("营业执照副本"),))
    new = replace(LICENCE, materials=(MaterialSpec("营业执照"),))

    assert told(old, new) == [("materials[1].name", ChangeKind.CHANGED, "营业执照副本", "营业执照")]


@pytest.mark.parametrize(
    ("old", "new", "old_text", "new_text"),
    [
        ({"promised": Limit(5)}, {"promised": None}, "5个工作日", ""),
        ({"promised": Limit(0)}, {"promised": Limit(3, LimitUnit.CALENDAR_DAYS)}, "即时办结", "3个自然日"),
        ({"allows_proxy": False}, {"allows_proxy": True}, "否", "是"),
        ({"visits": None}, {"visits": 0}, "", "0"),
        ({"person_themes": ()}, {"person_themes": (PersonTheme.HEALTH,)}, "", "医疗卫生"),
    ],
)
def test_values_are_told_in_words(
    old: dict[str, object], new: dict[str, object], old_text: str, new_text: str
) -> None:
    (found,) = differences(replace(LICENCE, **old), replace(LICENCE, **new))  # pyright: ignore[reportArgumentType]

    assert (found.old_text, found.new_text) == (old_text, new_text)


def test_situations_are_told_by_the_words_of_their_options() -> None:
    options = (SituationOption("a", "个人"), SituationOption("b", "单位"))
    asked = replace(LICENCE, situations=(Situation("q", "谁来办理？", options),))
    material = MaterialSpec("身份证", when=("a",))

    found = differences(asked, replace(asked, materials=(*asked.materials, material)))

    assert found[0].new_text == "材料名称：身份证\n适用情形：个人"


def test_against_nothing_everything_said_is_new() -> None:
    found = differences(None, LICENCE)

    assert {each.kind for each in found} == {ChangeKind.ADDED}
    assert {"name", "materials[1]", "conditions"} <= {each.path for each in found}
    assert changed_labels(None, LICENCE)[0] == "事项名称"


def _without(text: str, spans: tuple[Span, ...]) -> str:
    kept, at = "", 0
    for start, end in spans:
        kept += text[at:start]
        at = end
    return kept + text[at:]
