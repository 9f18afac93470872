"""Sections of a guide, what answers leave of a matter, and the address of its current version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.catalogue import Fee, Limit, MaterialSpec, MatterContent, Situation, SituationOption
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.guide_sections import ALL_SECTIONS, REQUIRED_SECTIONS, GuideSection, sections_of
from desktop_app.rules.guides import matter_address, matter_qr, narrow
from desktop_app.rules.situations import asked, select, settle
from models.enums import MatterType

CONTENT = MatterContent(
    name="道路运输经营许可",
    matter_type=MatterType.LICENCE,
    department_name="示例市交通运输局",
    department_code="11411000MB9900013M",
    promised=Limit(5),
    situations=(
        Situation("who", "由谁来办理？", (SituationOption("self", "本人"), SituationOption("agent", "他人"))),
        Situation(
            "kind",
            "受托人是什么身份？",
            (SituationOption("person", "个人"), SituationOption("firm", "机构", promised=Limit(9))),
            asked_when=("agent",),
        ),
    ),
    materials=(
        MaterialSpec("申请表"),
        MaterialSpec("授权委托书", when=("agent",)),
        MaterialSpec("机构营业执照", when=("firm",)),
        MaterialSpec("本人身份证", when=("self", "person")),
    ),
    fees=(Fee("工本费", "10元", "依据", when=("firm",)),),
)


def names(answers: dict[str, str]) -> list[str]:
    return [spec.name for spec in narrow(CONTENT, answers).content.materials]


def test_without_answers_everything_stays() -> None:
    assert narrow(CONTENT, {}).content == CONTENT


def test_an_open_question_rules_nothing_out() -> None:
    narrowed = narrow(CONTENT, {"who": "agent"})
    assert [each.key for each in narrowed.content.situations] == ["kind"]
    assert names({"who": "agent"}) == ["申请表", "授权委托书", "机构营业执照"]
    assert narrowed.content.materials[1].when == (), "it is settled that it applies"
    assert narrowed.content.materials[2].when == ("firm",)
    assert narrowed.answers == (("由谁来办理？", "他人"),)


def test_a_question_that_does_not_arise_is_not_put() -> None:
    narrowed = narrow(CONTENT, {"who": "self"})
    assert narrowed.content.situations == ()
    assert names({"who": "self"}) == ["申请表"]
    assert narrowed.content.fees == ()


def test_limits_follow_the_answers() -> None:
    assert narrow(CONTENT, {"who": "agent", "kind": "firm"}).content.promised == Limit(9)


@pytest.mark.parametrize("answers", [{"who": "nobody"}, {"where": "self"}])
def test_an_answer_nobody_offered_is_refused(answers: dict[str, str]) -> None:
    with pytest.raises(ServiceError, match="situation_unknown"):
        narrow(CONTENT, answers)


@given(st.sampled_from(["self", "agent"]), st.sampled_from(["person", "firm"]))
def test_complete_answers_leave_what_applies_to_the_case(who: str, kind: str) -> None:
    answers = {"who": who} | ({"kind": kind} if who == "agent" else {})
    assert settle(CONTENT, answers) == answers
    applied = select(CONTENT, answers)
    narrowed = narrow(CONTENT, answers).content
    assert [spec.name for spec in narrowed.materials] == [spec.name for spec in applied.materials]
    assert (narrowed.fees == ()) == (applied.fees == ())
    assert narrowed.promised == applied.promised
    assert not narrowed.situations
    assert {each.key for each in asked(CONTENT, answers)} == set(answers)


def test_the_usual_sections_are_all_of_them() -> None:
    assert sections_of(ALL_SECTIONS) == sections_of(" \n") == tuple(GuideSection)
    assert len(GuideSection) == 22


def test_sections_come_in_the_order_written_however_they_are_set_apart() -> None:
    labels = [section.label for section in reversed(GuideSection) if section in REQUIRED_SECTIONS]
    assert sections_of("\n".join(labels)) == sections_of("，".join(labels)) == sections_of("； ".join(labels))
    assert sections_of("、".join(labels))[0] is GuideSection.COMPLAIN


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("不知道什么章节", "guide_section_unknown"),
        (f"{ALL_SECTIONS}、申请条件", "guide_section_repeated"),
        (ALL_SECTIONS.replace("、申请材料目录", ""), "guide_section_missing"),
        ("申请条件", "guide_section_missing"),
    ],
)
def test_sections_that_do_not_do_are_refused(text: str, code: str) -> None:
    with pytest.raises(ServiceError, match=code):
        sections_of(text)


@pytest.mark.parametrize(
    ("code", "item_code", "expected"),
    [
        ("11411000MB9900013M4", "", "11411000MB9900013M4"),
        ("11411000MB9900013M4", "11411000MB9900013M401", "11411000MB9900013M401"),
        ("511Z07-511602-01", "", "511Z07-511602-01"),
        ("代码/1?x", "", "%E4%BB%A3%E7%A0%81%2F1%3Fx"),
    ],
)
def test_an_address_holds_any_code(code: str, item_code: str, expected: str) -> None:
    assert matter_address("https://hall.example/", code, item_code) == f"https://hall.example/m/{expected}"
    assert matter_qr("https://hall.example", code, item_code, 7).endswith(f"/m/{expected}?v=7")
