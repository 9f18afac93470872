"""质量检查: each rule by known answers, its arithmetic by every combination, the words by what people write."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.exchange.inputs import inspect
from desktop_app.exchange.matters import parse_file
from desktop_app.paths import SEED
from desktop_app.rules.catalogue import (
    Fee,
    Limit,
    MaterialSpec,
    MatterContent,
    QualityException,
    Question,
    Situation,
    SituationOption,
    Step,
)
from desktop_app.rules.elements import path_label
from desktop_app.rules.quality import RULES, QualityFinding, check_content, find_rule
from desktop_app.rules.quality.scores import matter_score, mean_score
from models.elements import ExaminationMode, QualityLevel
from models.enums import (
    ApplicantKind,
    Channel,
    HandlingKind,
    MaterialKind,
    MaterialNecessity,
    MatterType,
    ResultKind,
    StepKind,
)
from tests.unit.rules.sound_matter import AT_ONCE, CALENDAR, CODE, SOUND, changed, found, material, paths


def test_a_sound_matter_has_no_findings() -> None:
    assert check_content(SOUND, CODE) == ()


def test_the_rules_are_numbered_once_and_say_who_demands_them() -> None:
    numbers = [rule.number for rule in RULES]

    assert numbers == sorted(set(numbers))
    assert numbers[:18] == list(range(1, 19))
    assert numbers[-1] < 60, "the figures of a database hold 63 bits"
    assert all(rule.source for rule in RULES)
    assert [rule.id for rule in RULES if "《" in rule.source] == ["Q15", "Q21", "Q22", "Q23"]
    assert find_rule("Q07") is RULES[6]


@pytest.mark.parametrize(
    ("rule", "content", "expected"),
    [
        ("Q01", changed(handling_kind=HandlingKind.IMMEDIATE), ["handling_kind"]),
        ("Q01", changed(examination_mode=ExaminationMode.ON_THE_SPOT), ["examination_mode"]),
        ("Q01", changed(examination_mode=None), ["examination_mode"]),
        ("Q01", changed(promised=Limit(0)), ["handling_kind", "examination_mode"]),
        ("Q01", changed(promised=Limit(0, CALENDAR)), ["handling_kind", "examination_mode"]),
        ("Q01", changed(**AT_ONCE), []),
        ("Q01", changed(promised=None), []),
        ("Q02", changed(result_name="关于同意设立的批复"), ["result_kind"]),
        ("Q02", changed(result_name="批文", result_kind=ResultKind.APPROVAL), []),
        ("Q02", changed(result_name="核准文", result_kind=ResultKind.OTHER), ["result_kind"]),
        ("Q02", changed(result_kind=ResultKind.OTHER), ["result_kind"]),
        (
            "Q02",
            changed(result_name="食品经营许可证（正本、副本）", result_kind=ResultKind.OTHER),
            ["result_kind"],
        ),
        ("Q02", changed(result_name="无犯罪记录证明", result_kind=ResultKind.OTHER), []),
        ("Q02", changed(result_name="缴费凭证", result_kind=ResultKind.OTHER), []),
        ("Q02", changed(result_sample=""), ["result_sample"]),
        ("Q02", changed(result_name="无", result_sample=""), []),
        ("Q03", changed(visits=None), ["visits"]),
        ("Q03", changed(visits=1), ["visits_reason"]),
        ("Q03", changed(visits=1, visits_reason="无"), ["visits_reason"]),
        ("Q03", changed(visits=1, visits_reason="须采集指纹"), []),
        ("Q03", changed(visits=0, visits_reason="须采集指纹"), ["visits_reason"]),
        ("Q03", changed(visits=0, visits_reason="无。"), []),
        ("Q04", changed(channels=(Channel.COUNTER,)), ["channels"]),
        ("Q04", changed(channels=(Channel.COUNTER, Channel.POST)), []),
        ("Q04", changed(channels=(Channel.COUNTER,), is_fully_online=True), []),
        ("Q04", changed(channels=(Channel.COUNTER,), visits=1, visits_reason="须到场"), []),
        ("Q05", changed(is_fully_online=True, visits=1, visits_reason="须到场"), ["visits"]),
        ("Q05", changed(is_fully_online=True), []),
        (
            "Q06",
            changed(fees=(Fee("工本费", "", "无"),)),
            ["fees[1].standard", "fees[1].legal_basis"],
        ),
        ("Q06", changed(takes_online_payment=True), ["takes_online_payment"]),
        ("Q06", changed(fees=(Fee("工本费", "20元/证", "发改价格〔2012〕1号"),)), []),
        ("Q07", changed(consult="网上咨询"), ["consult"]),
        ("Q07", changed(consult="2961234"), ["consult"]),
        ("Q07", changed(complain="（0374）0000021"), ["complain"]),
        ("Q08", changed(hours="周一至周五9:00—17:00"), ["hours"]),
        ("Q08", changed(hours=""), ["hours"]),
        ("Q08", changed(hours="24小时自助服务"), []),
        ("Q08", changed(hours="节假日也办理"), []),
        ("Q09", changed(places="市政务服务中心"), ["places"]),
        ("Q09", changed(places="市民大道1号"), []),
        ("Q09", changed(places="市政务服务中心三楼社保专区"), []),
        ("Q09", changed(places=""), ["places"]),
        ("Q10", changed(consult_address="", complain_address=" "), ["consult_address", "complain_address"]),
        ("Q11", changed(applicant_kinds=()), ["applicant_kinds"]),
        (
            "Q11",
            changed(applicant_kinds=(ApplicantKind.PERSON,)),
            ["organisation_themes"],
        ),
        ("Q11", changed(applicant_kinds=(ApplicantKind.SOCIAL,)), ["person_themes"]),
        ("Q11", changed(applicant_kinds=(ApplicantKind.SOCIAL,), allows_proxy=True), []),
        ("Q11", changed(person_themes=()), ["person_themes"]),
        ("Q12", changed(questions=()), ["questions"]),
        ("Q12", changed(questions=(Question("要多久？", ""),)), ["questions[1]"]),
        ("Q12", changed(questions=(), matter_type=MatterType.PAYMENT), []),
        ("Q13", changed(steps=()), ["steps"]),
        ("Q13", changed(steps=SOUND.steps[:4]), ["steps"]),
        ("Q13", changed(steps=(Step("办理", StepKind.EXAMINATION),) * 5), ["steps"]),
        ("Q13", changed(steps=(), matter_type=MatterType.PAYMENT), []),
        ("Q17", SOUND, []),
        ("Q18", changed(conditions="需要现场勘查。"), ["conditions"]),
        ("Q18", changed(conditions="需要现场踏勘。", special_procedures=("专家评审",)), []),
        ("Q18", changed(conditions="提交卫生检测报告。"), ["conditions"]),
        ("Q18", changed(conditions="卫生检测报告的结论合格。"), []),
        ("Q20", material("卫生检测报告"), []),
        ("Q20", material("卫生检测报告", when=("new",)), ["materials[3].name"]),
        ("Q21", changed(legal_basis=()), ["legal_basis"]),
        ("Q21", changed(conditions="无"), ["conditions"]),
        ("Q21", changed(statutory=None, promised=None), ["statutory"]),
        ("Q21", changed(materials=()), ["materials"]),
        ("Q21", changed(quantity_limit=""), ["quantity_limit"]),
        ("Q21", changed(quantity_limit="无"), []),
        (
            "Q21",
            changed(materials=(MaterialSpec("申请表", MaterialKind.FORM, standard="签名"),)),
            ["materials"],
        ),
        ("Q21", changed(legal_basis=(), matter_type=MatterType.PAYMENT), []),
        ("Q22", changed(legal_basis=(), matter_type=MatterType.PAYMENT), ["legal_basis"]),
        ("Q22", changed(steps=(), matter_type=MatterType.PAYMENT), ["steps"]),
        ("Q22", changed(steps=(), flow_note="窗口当场办理", matter_type=MatterType.PAYMENT), []),
        ("Q22", changed(materials=(MaterialSpec("申请表"),)), ["materials"]),
        ("Q23", changed(deferral="", pledge="  "), ["deferral", "pledge"]),
        ("Q23", changed(deferral="卫生检测报告可以后补"), ["deferral"]),
        ("Q23", changed(pledge="可以承诺", pledged_conditions=("有固定的经营场所",)), []),
        ("Q23", material("平面图", necessity=MaterialNecessity.DEFERRABLE), ["materials[3].necessity"]),
        ("Q23", material("平面图", necessity=MaterialNecessity.PLEDGEABLE), ["materials[3].necessity"]),
        (
            "Q23",
            replace(
                material("平面图", necessity=MaterialNecessity.DEFERRABLE), deferral="平面图3个工作日内补齐"
            ),
            [],
        ),
    ],
)
def test_a_rule_finds_what_it_is_for(rule: str, content: MatterContent, expected: list[str]) -> None:
    assert paths(content, rule) == expected


def test_codes_of_another_shape_are_only_warned_of() -> None:
    (finding,) = check_content(SOUND, "511Z07001006")

    assert (finding.rule, finding.level, finding.path) == ("Q17", QualityLevel.WARNING, "code")
    assert "12位" in finding.text
    assert [each.path for each in check_content(SOUND, CODE, CODE + "0A")] == ["item_code"]


def test_questions_that_cannot_be_asked_forbid_the_publication() -> None:
    broken = changed(situations=(Situation("kind", "", (SituationOption("new", "新办"),)),))
    findings = check_content(broken)

    assert {each.rule for each in findings} == {"Q19"}
    assert {each.level for each in findings} == {QualityLevel.ERROR}
    assert found(material("平面图", when=("gone",)), "Q19") == [("materials[3]", QualityLevel.ERROR)]


# exceptions


def excused(rule: str, reason: str) -> tuple[QualityFinding, ...]:
    content = replace(material("其他材料"), quality_exceptions=(QualityException(rule, reason),))
    return check_content(content)


def test_an_exception_turns_an_error_into_a_warning_that_says_why() -> None:
    (finding,) = excused("Q15", "法律原文如此")

    assert finding.level is QualityLevel.WARNING
    assert finding.text.endswith("（已列为例外：法律原文如此）")


@pytest.mark.parametrize(
    ("rule", "reason", "path"),
    [
        ("Q15", "  ", "quality_exceptions[1].reason"),
        ("Q16", "理由", "quality_exceptions[1].rule"),
        ("Q99", "理由", "quality_exceptions[1].rule"),
    ],
)
def test_an_exception_that_names_no_rule_or_reason_excuses_nothing(rule: str, reason: str, path: str) -> None:
    findings = excused(rule, reason)

    assert [(each.rule, each.level) for each in findings] == [
        ("Q15", QualityLevel.ERROR),
        ("Q24", QualityLevel.WARNING),
    ]
    assert findings[1].path == path


# scores and names


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 60)), min_size=1, max_size=50))
def test_a_score_is_the_mean_of_the_matters_to_one_tenth(figures: list[tuple[int, int]]) -> None:
    points = [matter_score(errors, warnings) for errors, warnings in figures]
    score = mean_score(sum(points), len(points))

    assert score is not None
    assert 0 <= min(points) <= max(points) <= 100
    assert abs(score - Decimal(sum(points)) / len(points)) <= Decimal("0.05")


@pytest.mark.parametrize(
    ("total", "matters", "score"), [(1, 2, "0.5"), (1, 20, "0.1"), (193, 2, "96.5"), (0, 3, "0.0")]
)
def test_halves_are_rounded_up(total: int, matters: int, score: str) -> None:
    assert mean_score(total, matters) == Decimal(score)


def test_without_matters_there_is_no_score() -> None:
    assert mean_score(0, 0) is None


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("places", "办理地点"),
        ("materials[3].name", "申请材料第3项的材料名称"),
        ("situations[2].options[1].promised", "办理情形第2项的选项第1项的承诺办结时限"),
        ("promised.days", "承诺办结时限的天数"),
        ("item_code", "业务办理项编码"),
        ("unheard_of[1].thing", "unheard_of第1项的thing"),
    ],
)
def test_a_place_is_named_in_chinese(path: str, label: str) -> None:
    assert path_label(path) == label


def test_the_sample_matters_may_be_published() -> None:
    records = parse_file(inspect(SEED / "matters.jsonl"), lambda _done, _total: None, lambda: False)
    errors = [
        (record.code, finding.text)
        for record in records
        if record.content is not None
        for finding in check_content(record.content, record.code, record.item_code)
        if finding.level is QualityLevel.ERROR
    ]

    assert errors == []
