"""A matter in which no quality rule finds anything, and what tests change of it."""

from dataclasses import replace
from typing import Any

from desktop_app.rules.catalogue import (
    LegalBasis,
    Limit,
    MaterialSpec,
    MatterContent,
    Question,
    Situation,
    SituationOption,
    Step,
)
from desktop_app.rules.quality import check_content
from models.elements import ExaminationMode, OrganisationTheme, PersonTheme, QualityLevel
from models.enums import (
    ApplicantKind,
    Channel,
    HandlingKind,
    LimitUnit,
    MaterialKind,
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
