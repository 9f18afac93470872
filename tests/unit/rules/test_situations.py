"""办理情形: what is asked, and what applies once it is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.catalogue import Fee, Limit, MaterialSpec, MatterContent, Situation, SituationOption
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.situations import answer_words, asked, find_faults, select, settle
from models.enums import MatterType

WHO = Situation(
    "who", "由谁来办理？", (SituationOption("self", "本人"), SituationOption("agent", "委托他人"))
)
KIND = Situation(
    "kind",
    "办理哪一种？",
    (
        SituationOption("new", "新办", promised=Limit(10)),
        SituationOption("renew", "延续", promised=Limit(3)),
    ),
)
LOST = Situation(
    "lost",
    "原证是否遗失？",
    (SituationOption("yes", "已遗失"), SituationOption("no", "没有遗失")),
    asked_when=("renew",),
)
CONTENT = MatterContent(
    name="公共场所卫生许可",
    matter_type=MatterType.LICENCE,
    department_name="示例市卫生健康委员会",
    department_code="11411000MB0000000X",
    promised=Limit(15),
    situations=(WHO, KIND, LOST),
    materials=(
        MaterialSpec("申请表"),
        MaterialSpec("委托书", when=("agent",)),
        MaterialSpec("场所平面图", when=("new",)),
        MaterialSpec("遗失声明", when=("yes",)),
        MaterialSpec("受托人延续说明", when=("agent", "renew")),
    ),
    fees=(Fee("补证费", "10元", "示例依据", when=("yes",)),),
)


def names(content: MatterContent) -> list[str]:
    return [spec.name for spec in content.materials]


def test_answers_select_materials_fees_and_limits() -> None:
    new = select(CONTENT, {"who": "self", "kind": "new"})
    assert names(new) == ["申请表", "场所平面图"]
    assert (new.promised, new.fees) == (Limit(10), ())
    lost = select(CONTENT, {"who": "agent", "kind": "renew", "lost": "yes"})
    assert names(lost) == ["申请表", "委托书", "遗失声明", "受托人延续说明"]
    assert (lost.promised, [fee.name for fee in lost.fees]) == (Limit(3), ["补证费"])


def test_a_question_is_asked_only_where_its_premise_holds() -> None:
    assert [each.key for each in asked(CONTENT, {"kind": "new"})] == ["who", "kind"]
    assert [each.key for each in asked(CONTENT, {"kind": "renew"})] == ["who", "kind", "lost"]


def test_an_answer_to_a_question_not_asked_counts_not() -> None:
    answers = {"who": "self", "kind": "new", "lost": "yes"}
    assert settle(CONTENT, answers) == {"who": "self", "kind": "new"}
    assert "遗失声明" not in names(select(CONTENT, answers))


@pytest.mark.parametrize(
    ("answers", "code", "question"),
    [
        ({"who": "self"}, "situation_unanswered", "办理哪一种？"),
        ({"who": "nobody", "kind": "new"}, "situation_unknown", "由谁来办理？"),
        ({"who": "self", "kind": "renew"}, "situation_unanswered", "原证是否遗失？"),
    ],
)
def test_a_case_needs_every_answer(answers: dict[str, str], code: str, question: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        settle(CONTENT, answers)
    assert (refusal.value.code, refusal.value.values) == (code, {"question": question})


def test_an_open_question_takes_nothing_away() -> None:
    assert names(select(CONTENT, {"who": "self"})) == ["申请表", "场所平面图"]
    assert names(select(CONTENT, {"who": "self", "kind": "renew"})) == ["申请表", "遗失声明"]


def test_words_for_paper() -> None:
    words = answer_words(CONTENT, {"who": "self", "kind": "renew", "lost": "no"})
    assert words == [("由谁来办理？", "本人"), ("办理哪一种？", "延续"), ("原证是否遗失？", "没有遗失")]


def test_faults_are_named_with_their_place() -> None:
    assert find_faults(CONTENT) == []
    broken = MatterContent(
        name="示例",
        matter_type=MatterType.LICENCE,
        department_name="示例",
        department_code="1",
        situations=(
            Situation("a", "", (SituationOption("x", "甲"),)),
            Situation(
                "a", "何种？", (SituationOption("x", "甲", promised=Limit(1)), SituationOption("y", ""))
            ),
            Situation(
                "b", "何时？", (SituationOption("z", "早", promised=Limit(2)), SituationOption("w", "晚"))
            ),
            Situation(
                "c", "何地？", (SituationOption("p", "东"), SituationOption("q", "西")), asked_when=("q",)
            ),
        ),
        materials=(MaterialSpec("表", when=("gone",)),),
    )
    found = find_faults(broken)
    assert {place for place, _ in found} == {
        *("situations[1]", "situations[2]", "situations[4]"),
        *("situations", "materials[1]"),
    }
    assert len(found) == 8


@st.composite
def contents(draw: st.DrawFn) -> MatterContent:
    """Matters whose questions are sound: each may hang on an option of an earlier one."""
    situations: list[Situation] = []
    known: list[str] = []
    limited = draw(st.integers(0, 4))
    for number in range(draw(st.integers(0, 4))):
        keys = [f"o{number}{place}" for place in range(draw(st.integers(2, 3)))]
        premise = draw(st.sets(st.sampled_from(known), max_size=2)) if known else set[str]()
        options = tuple(
            SituationOption(key, key, promised=Limit(len(known) + place) if number == limited else None)
            for place, key in enumerate(keys)
        )
        situations.append(Situation(f"q{number}", f"问题{number}", options, tuple(sorted(premise))))
        known += keys
    whens = st.sets(st.sampled_from(known), max_size=3) if known else st.just(set[str]())
    materials = tuple(
        MaterialSpec(f"材料{place}", when=tuple(sorted(draw(whens))))
        for place in range(draw(st.integers(0, 5)))
    )
    return MatterContent(
        name="示例",
        matter_type=MatterType.LICENCE,
        department_name="示例",
        department_code="1",
        promised=Limit(99),
        situations=tuple(situations),
        materials=materials,
    )


def answered(draw: st.DataObject, content: MatterContent) -> dict[str, str]:
    answers: dict[str, str] = {}
    while missing := [each for each in asked(content, answers) if each.key not in answers]:
        answers[missing[0].key] = draw.draw(st.sampled_from(missing[0].options)).key
    return answers


@given(contents(), st.data())
def test_laws_of_selection(content: MatterContent, data: st.DataObject) -> None:
    assert find_faults(content) == []
    answers = answered(data, content)
    chosen = set(settle(content, answers).values())
    selected = select(content, answers)
    assert select(content, settle(content, answers)) == selected
    assert select(selected, answers) == selected, "selecting twice changes nothing"
    questions = {option.key: each.key for each in content.situations for option in each.options}
    for spec in content.materials:
        wanted = {questions[key] for key in spec.when}
        met = {questions[key] for key in spec.when if key in chosen}
        assert (spec in selected.materials) == (wanted == met)
    limits = [
        option.promised
        for each in content.situations
        for option in each.options
        if option.key in chosen and option.promised is not None
    ]
    assert selected.promised == (limits[0] if limits else content.promised)


@given(contents(), st.data())
def test_fewer_answers_never_hide_a_material_that_may_be_needed(
    content: MatterContent, data: st.DataObject
) -> None:
    answers = answered(data, content)
    needed = set(select(content, answers).materials)
    kept: dict[str, str] = {}
    for question, option in answers.items():
        if not data.draw(st.booleans()):
            break
        kept[question] = option
    unasked = {each.key for each in content.situations} - {each.key for each in asked(content, kept)}
    hidden = needed - set(select(content, kept).materials)
    questions = {option.key: each.key for each in content.situations for option in each.options}
    assert all(any(questions[key] in unasked for key in spec.when) for spec in hidden)
