"""质量检查: each rule by known answers, its arithmetic by every combination, the words by what people write."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.exchange.inputs import inspect
from desktop_app.exchange.matters import parse_file
from desktop_app.paths import SEED
from desktop_app.rules.catalogue import (
    Fee,
    LegalBasis,
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
from desktop_app.rules.quality import RULES, QualityFinding, check_content, find_rule, is_publishable
from desktop_app.rules.quality.contacts import find_phones
from desktop_app.rules.quality.procedure import counted_days, least_calendar_days
from desktop_app.rules.quality.scores import matter_score, mean_score
from models.elements import ExaminationMode, OrganisationTheme, PersonTheme, QualityLevel
from models.enums import (
    ApplicantKind,
    Channel,
    HandlingKind,
    LimitUnit,
    MaterialKind,
    MaterialNecessity,
    MatterType,
    ResultKind,
    StepKind,
)

CODE = "11411000MB991001904410125001000"
CALENDAR = LimitUnit.CALENDAR_DAYS

SOUND = MatterContent(
    name="公共场所卫生许可",
    matter_type=MatterType.LICENCE,
    department_name="示例市卫生健康委员会",
    department_code="11411000MB9900013M",
    applicant_kinds=(ApplicantKind.PERSON, ApplicantKind.ENTERPRISE),
    examination_mode=ExaminationMode.BACK_OFFICE,
    channels=(Channel.COUNTER, Channel.WEB),
    statutory=Limit(20),
    promised=Limit(7),
    conditions="有固定的经营场所。",
    legal_basis=(LegalBasis("《公共场所卫生管理条例》", "第四条"),),
    materials=(
        MaterialSpec("公共场所卫生许可证申请表", MaterialKind.FORM, standard="签名", blank_form="a" * 64),
        MaterialSpec("卫生检测报告", standard="一年内", when=("new",)),
    ),
    situations=(
        Situation("kind", "怎样办理？", (SituationOption("new", "新办"), SituationOption("renewal", "延续"))),
    ),
    steps=(
        Step("受理", StepKind.ACCEPTANCE, 1),
        Step("审查", StepKind.EXAMINATION, 4),
        Step("决定", StepKind.DECISION, 1),
        Step("制证", StepKind.CERTIFICATION, 1),
        Step("送达", StepKind.DELIVERY, 10),
    ),
    questions=(Question("要多久？", "7个工作日。"),),
    result_kind=ResultKind.LICENCE,
    result_name="公共场所卫生许可证",
    result_sample="b" * 64,
    visits=0,
    quantity_limit="无数量限制",
    deferral="本事项不适用容缺受理。",
    pledge="不适用",
    places="市民大道1号一楼02号窗口",
    hours="工作日9:00—17:00",
    consult="电话：0374-0000021",
    consult_address="市民大道1号咨询台",
    complain="0374-0000090，12345",
    complain_address="市民大道1号投诉窗口",
    person_themes=(PersonTheme.BUSINESS_PERMIT,),
    organisation_themes=(OrganisationTheme.BUSINESS_PERMIT,),
)
"""A matter in which no rule finds anything: each test breaks one thing."""
AT_ONCE: dict[str, Any] = {
    "promised": Limit(0),
    "handling_kind": HandlingKind.IMMEDIATE,
    "examination_mode": ExaminationMode.ON_THE_SPOT,
    "steps": tuple(replace(step, days=0) for step in SOUND.steps),
}


def found(content: MatterContent, rule: str) -> list[tuple[str, QualityLevel]]:
    """Where a rule finds something, and how grave it is."""
    return [(each.path, each.level) for each in check_content(content) if each.rule == rule]


def changed(**values: Any) -> MatterContent:
    return replace(SOUND, **values)


def material(name: str, **values: Any) -> MatterContent:
    """The sound matter with one material more."""
    return changed(materials=(*SOUND.materials, MaterialSpec(name, standard="齐全", **values)))


def paths(content: MatterContent, rule: str) -> list[str]:
    return [path for path, _ in found(content, rule)]


def test_a_sound_matter_has_no_findings() -> None:
    assert check_content(SOUND, CODE) == ()
    assert is_publishable(())


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
    assert not is_publishable(findings)
    assert found(material("平面图", when=("gone",)), "Q19") == [("materials[3]", QualityLevel.ERROR)]


# telephones


@pytest.mark.parametrize(
    ("text", "numbers", "bare"),
    [
        ("电话：0374-0000021", {"03740000021"}, ()),
        ("（0374）0000021", {"03740000021"}, ()),
        ("０３７４－００００021", {"03740000021"}, ()),
        ("0374 000 0021转8001", {"03740000021"}, ()),
        ("010-00000021、02000000022", {"01000000021", "02000000022"}, ()),
        ("12345", {"12345"}, ()),
        ("12345、12388；95598", {"12345", "12388", "95598"}, ()),
        ("400-000-0001", {"4000000001"}, ()),
        ("13800000000", {"13800000000"}, ()),
        ("0374-2000021、2000022", {"03742000021", "03742000022"}, ()),
        ("2000022", {"2000022"}, ("2000022",)),
        ("每日9:00—17:00，市民大道1号", set[str](), ()),
        ("https://example.cn/a", set[str](), ()),
        ("", set[str](), ()),
    ],
)
def test_telephone_numbers_are_read_as_people_write_them(
    text: str, numbers: set[str], bare: tuple[str, ...]
) -> None:
    phones = find_phones(text)

    assert (phones.numbers, phones.bare) == (numbers, bare)


def test_one_more_number_to_complain_at_is_enough() -> None:
    assert paths(changed(complain="0374-0000021，12345"), "Q07") == []


# time


@given(st.lists(st.tuples(st.sampled_from(StepKind), st.integers(0, 40), st.booleans()), max_size=8))
def test_the_days_of_delivery_and_of_steps_outside_the_promise_do_not_count(
    lines: list[tuple[StepKind, int, bool]],
) -> None:
    steps = tuple(Step(kind.label, kind, days, is_counted=counts) for kind, days, counts in lines)
    expected = sum(days for kind, days, counts in lines if counts and kind is not StepKind.DELIVERY)

    assert counted_days(changed(steps=steps)) == expected


def test_a_step_that_ends_the_case_and_delivers_counts() -> None:
    assert counted_days(changed(steps=(Step("办结送达", StepKind.DELIVERY, 2),))) == 2


@given(st.integers(0, 60), st.integers(1, 60))
def test_steps_fit_into_a_promise_in_working_days(days: int, promised: int) -> None:
    content = changed(steps=(Step("审查", StepKind.EXAMINATION, days),), promised=Limit(promised))

    assert found(content, "Q14") == ([("promised", QualityLevel.ERROR)] if days > promised else [])


@given(st.integers(0, 60), st.integers(1, 90))
def test_working_days_fit_into_calendar_days_only_with_the_weekends(days: int, promised: int) -> None:
    content = changed(steps=(Step("审查", StepKind.EXAMINATION, days),), promised=Limit(promised, CALENDAR))
    levels = [level for _, level in found(content, "Q14")]

    if days > promised:
        assert levels == [QualityLevel.ERROR]
    elif least_calendar_days(days) > promised:
        assert levels == [QualityLevel.WARNING]
    else:
        assert levels == []


@given(st.integers(0, 400))
def test_a_run_of_working_days_takes_the_weekends_between_them(days: int) -> None:
    monday, counted, last = 0, 0, -1
    while counted < days:
        if monday % 7 < 5:
            counted, last = counted + 1, monday
        monday += 1

    assert least_calendar_days(days) == last + 1


@given(st.integers(0, 60), st.sampled_from(LimitUnit), st.integers(0, 60), st.sampled_from(LimitUnit))
def test_a_promise_is_held_against_the_law(
    promised: int, promised_unit: LimitUnit, allowed: int, allowed_unit: LimitUnit
) -> None:
    content = changed(
        promised=Limit(promised, promised_unit), statutory=Limit(allowed, allowed_unit), steps=()
    )
    levels = [level for _, level in found(content, "Q16")]
    is_surely_longer = promised > allowed and (
        promised_unit is allowed_unit or promised_unit is LimitUnit.WORKING_DAYS or not allowed
    )

    if is_surely_longer:
        assert levels == [QualityLevel.ERROR]
    elif promised and promised_unit is not allowed_unit:
        assert levels == [QualityLevel.WARNING]
    else:
        assert levels == []


def test_the_limits_of_an_answer_are_checked_too() -> None:
    options = (
        SituationOption("new", "新办", promised=Limit(30)),
        SituationOption("renewal", "延续", promised=Limit(2)),
    )
    content = changed(situations=(Situation("kind", "怎样办理？", options),))

    assert found(content, "Q16") == [("situations[1].options[1].promised", QualityLevel.ERROR)]
    assert found(content, "Q14") == [("situations[1].options[2].promised", QualityLevel.WARNING)]


# wording


@pytest.mark.parametrize(
    "text",
    [
        "其他材料",
        "其它相关证明材料",
        "法律、法规规定的其他材料",
        "其他佐证材料",
        "有关材料",
        "相关证明文件",
        "有关证件",
        "身份证、户口簿等相关手续",
        "其他情形",
        "法律、行政法规规定的其他条件",
        "视情提供",
        "视情况补充",
        "视具体情况而定",
        "根据实际情况补充",
        "必要时提供原件",
        "需要时出具",
        "审批机关认为需要的资料",
    ],
)
def test_catch_alls_are_errors(text: str) -> None:
    assert found(material(text), "Q15") == [("materials[3].name", QualityLevel.ERROR)]
    assert found(changed(conditions=f"一、有场所。\n二、{text}。"), "Q15") == [
        ("conditions", QualityLevel.ERROR)
    ]


@pytest.mark.parametrize(
    "text",
    ["有关部门批准文件", "符合国家有关规定", "发票、合同等材料", "其他有关部门", "相关单位出具的意见书"],
)
def test_vague_words_are_warned_of(text: str) -> None:
    assert found(material(text), "Q15") == [("materials[3].name", QualityLevel.WARNING)]


@pytest.mark.parametrize(
    "text",
    [
        "法人或者其他组织的登记证书",
        "其他组织负责人身份证",
        "护照或者其他国际旅行证件",
        "利益相关者处理协议",
        "与经营业务有关的合同",
        "《公共场所卫生管理条例》的有关规定",
        "《养老保险继续缴费有关规定的通知》",
        "矫正视力不低于5.0",
        "视频资料",
        "有情节严重情形的除外",
        "重视情况说明的人员",
        "等级证书",
        "平等条件的声明",
        "优先股相关权利人同意书",
    ],
)
def test_words_that_only_look_like_catch_alls_are_left_alone(text: str) -> None:
    assert found(material(text), "Q15") == []


def test_the_words_found_are_quoted_in_their_place() -> None:
    (finding,) = check_content(changed(conditions="有固定的经营场所，并提交其他相关材料。"))

    assert finding.source == "《河南省优化营商环境条例》第二十八条"
    assert finding.text == "“经营场所，并提交其他相关材料。”中的“其他相关材料”是兜底性表述，请逐项写明"
    assert finding.label == "受理条件"


def test_every_catch_all_of_a_text_is_told_once() -> None:
    content = changed(conditions="提交其他材料。\n提交有关证件。\n再交其他材料。")

    assert paths(content, "Q15") == ["conditions", "conditions"]


# exceptions


def excused(rule: str, reason: str) -> tuple[QualityFinding, ...]:
    content = replace(material("其他材料"), quality_exceptions=(QualityException(rule, reason),))
    return check_content(content)


def test_an_exception_turns_an_error_into_a_warning_that_says_why() -> None:
    (finding,) = excused("Q15", "法律原文如此")

    assert finding.level is QualityLevel.WARNING
    assert finding.text.endswith("（已列为例外：法律原文如此）")
    assert is_publishable((finding,))


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


TEXTS = st.text("其他有关相视情况等材料证明文件条件与《》、。的需要时提供0123456789（）()-— \n", max_size=60)


@given(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS))
def test_no_text_breaks_a_rule(texts: tuple[str, str, str, str]) -> None:
    conditions, name, consult, places = texts
    content = changed(
        conditions=conditions,
        consult=consult,
        places=places,
        materials=(MaterialSpec(name), MaterialSpec(name)),
        result_name=name,
    )

    assert all(finding.text and finding.label for finding in check_content(content, name))
