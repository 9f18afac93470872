"""What a matter (政务服务事项) says: the elements of its implementation list (实施清单), as one immutable value.

One `MatterContent` feeds the counter, the guide, the kiosk and the export alike (一张清单管到底).
"""

from dataclasses import dataclass

from models.elements import (
    DeliveryWay,
    ExaminationMode,
    OnlineDepth,
    OrganisationTheme,
    OrganKind,
    PersonTheme,
    PowerSource,
    ServiceScope,
)
from models.enums import (
    ApplicantKind,
    Channel,
    HandlingKind,
    LimitUnit,
    MaterialCarrier,
    MaterialKind,
    MaterialNecessity,
    MaterialSource,
    MatterType,
    ResultKind,
    StepKind,
    UseLevel,
)


@dataclass(frozen=True, slots=True)
class Limit:
    """时限: a length of time; zero working days is "at once" (即办)."""

    days: int
    unit: LimitUnit = LimitUnit.WORKING_DAYS

    @property
    def text(self) -> str:
        """The limit as it is printed, for example `5个工作日` or `即时办结`."""
        return f"{self.days}{self.unit.label}" if self.days else "即时办结"


@dataclass(frozen=True, slots=True)
class SituationOption:
    """情形选项: one answer; limits that are given stand in for those of the matter."""

    key: str
    """Names the option within the matter; lines of the lists refer to it."""
    text: str
    statutory: Limit | None = None
    promised: Limit | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """办理情形: a question whose answer selects the materials, fees and limits that apply."""

    key: str
    question: str
    options: tuple[SituationOption, ...]
    asked_when: tuple[str, ...] = ()
    """Keys of options of earlier questions: asked only where one of them was chosen; empty means always."""


@dataclass(frozen=True, slots=True)
class MaterialSpec:
    """申请材料: one line of the checklist as the published version demands it."""

    name: str
    kind: MaterialKind = MaterialKind.OTHER
    carrier: MaterialCarrier = MaterialCarrier.EITHER
    necessity: MaterialNecessity = MaterialNecessity.REQUIRED
    source: MaterialSource = MaterialSource.APPLICANT
    issuer: str = ""
    originals: int = 1
    copies: int = 0
    standard: str = ""
    """受理标准: what the counter checks."""
    instructions: str = ""
    """填报须知."""
    legal_basis: str = ""
    when: tuple[str, ...] = ()
    """情形: keys of options; the line applies where every question named here was answered by one of them."""
    library_code: str = ""
    """材料库编码: the entry of the materials library this line stands for."""
    source_note: str = ""
    """来源渠道说明."""
    page_format: str = ""
    """纸质规格."""
    copy_note: str = ""
    """复印件要求."""
    needed_when: str = ""
    """非必要时的办理情形."""
    is_in_person: bool = False
    """是否本人到场填写."""
    deferral: str = ""
    """容缺条件和补交时限."""
    pledge: str = ""
    """告知承诺: what is promised in its place."""
    licence: str = ""
    """电子证照 that replaces the paper (免证); empty where none does."""
    blank_form: str = ""
    """空白表格: the digest of a kept file."""
    sample: str = ""
    """示例样表: the digest of a kept file."""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """收费项目."""

    name: str
    standard: str
    legal_basis: str
    reducible: bool = False
    reduction_basis: str = ""
    when: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """办理环节; `days` are working days, `None` where the step has no limit of its own."""

    name: str
    kind: StepKind
    days: int | None = None
    handler: str = ""
    result: str = ""
    is_counted: bool = True
    """否: 不包含在承诺时限内."""
    special: str = ""
    """特别程序说明."""


@dataclass(frozen=True, slots=True)
class Question:
    """常见问题."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """设定依据."""

    title: str
    clause: str = ""
    text: str = ""
    number: str = ""
    """文号."""
    organ: str = ""
    """颁布机关."""
    effective_on: str = ""
    """实施日期, as the source writes it."""


@dataclass(frozen=True, slots=True)
class QualityException:
    """检查例外: why a finding of a rule is not a fault here; named so that the reviewer sees it."""

    rule: str
    reason: str


def offered(text: str) -> str:
    """What 容缺受理 or 告知承诺 offers: empty where the list is silent or says that there is none (不适用、无)."""
    return "" if "不适用" in text or text.strip("。 ") == "无" else text


@dataclass(frozen=True, slots=True)
class MatterContent:
    """实施清单: everything a published version of one matter says.

    `statutory` is `None` where the law sets no limit or the source gave none (法定时限“无”);
    `visits` is the number of times a person must come to the hall (到办事现场次数).
    """

    name: str
    matter_type: MatterType
    department_name: str
    department_code: str
    """实施主体 as an 18-character credit code; foreign data may hold other shapes."""
    main_name: str = ""
    """主项名称; empty where the matter stands by itself."""
    sub_name: str = ""
    """子项名称."""
    catalog_code: str = ""
    """基本编码."""
    local_code: str = ""
    """地方实施编码."""
    use_level: UseLevel | None = None
    power_source: PowerSource | None = None
    organ_kind: OrganKind | None = None
    entrusting_organ: str = ""
    """委托部门."""
    authority: str = ""
    """权限划分."""
    exercise: str = ""
    """行使内容."""
    handling_unit: str = ""
    """承办机构."""
    decision_organ: str = ""
    """决定机构, where it is not the 实施主体."""
    partners: tuple[str, ...] = ()
    """联办机构."""
    intermediaries: tuple[str, ...] = ()
    """中介服务."""
    area_code: str = ""
    """行政区划代码."""
    area_name: str = ""
    aliases: tuple[str, ...] = ()
    applicant_kinds: tuple[ApplicantKind, ...] = ()
    scope: str = ""
    """适用范围."""
    service_scope: ServiceScope | None = None
    handling_kind: HandlingKind = HandlingKind.PROMISED
    examination_mode: ExaminationMode | None = None
    channels: tuple[Channel, ...] = (Channel.COUNTER,)
    is_in_hall: bool = True
    """是否进驻政务大厅."""
    allows_booking: bool = False
    """预约办理."""
    allows_proxy: bool = False
    """允许代办."""
    is_fully_online: bool = False
    """全程网办."""
    online_depth: tuple[OnlineDepth, ...] = ()
    web_url: str = ""
    mobile_url: str = ""
    single_sign_on: bool = False
    """计算机端对接单点登录."""
    mobile_sign_on: bool = False
    """移动端对接单点登录."""
    offline_reason: str = ""
    """不能网上办理的原因."""
    takes_online_payment: bool = False
    offers_courier: bool = False
    statutory: Limit | None = None
    statutory_explanation: str = ""
    promised: Limit | None = None
    promised_explanation: str = ""
    conditions: str = ""
    """受理条件, one a line."""
    pledged_conditions: tuple[str, ...] = ()
    """告知承诺: the conditions a promise may stand for."""
    prohibitions: str = ""
    """禁止性要求."""
    legal_basis: tuple[LegalBasis, ...] = ()
    situations: tuple[Situation, ...] = ()
    materials: tuple[MaterialSpec, ...] = ()
    application_form: str = ""
    """申请表 that is filled in on the screen, as JSON Schema (`rules.application_forms`); empty where there is none."""
    steps: tuple[Step, ...] = ()
    flow_note: str = ""
    """办理流程说明."""
    fees: tuple[Fee, ...] = ()
    questions: tuple[Question, ...] = ()
    special_procedures: tuple[str, ...] = ()
    """特别程序: names of the statutory grounds that may pause the clock (行政许可法 art. 45)."""
    special_note: str = ""
    """特别程序说明: length and basis."""
    result_kind: ResultKind = ResultKind.OTHER
    result_name: str = ""
    result_validity: str = ""
    result_sample: str = ""
    """结果样本: the digest of a kept file."""
    delivery_ways: tuple[DeliveryWay, ...] = ()
    visits: int | None = None
    visits_reason: str = ""
    quantity_limit: str = ""
    deferral: str = ""
    """容缺受理: what may follow later and until when; says 不适用 where nothing may, empty where the list is silent."""
    pledge: str = ""
    """告知承诺: what a promise may replace; says 不适用 where nothing may, empty where the list is silent."""
    places: str = ""
    hours: str = ""
    traffic: str = ""
    """交通指引."""
    consult: str = ""
    consult_address: str = ""
    complain: str = ""
    complain_address: str = ""
    progress_query: str = ""
    """办理进程和结果查询."""
    rights: str = ""
    """申请人的权利和义务."""
    person_themes: tuple[PersonTheme, ...] = ()
    organisation_themes: tuple[OrganisationTheme, ...] = ()
    themes: tuple[str, ...] = ()
    """地方特色主题, and words of sources that fit no national theme."""
    quality_exceptions: tuple[QualityException, ...] = ()
    remark: str = ""

    @property
    def examination_steps(self) -> tuple[Step, ...]:
        """The steps of the examination in their order; one without a limit of its own where the list names none."""
        named = tuple(step for step in self.steps if step.kind is StepKind.EXAMINATION)
        return named or (Step(StepKind.EXAMINATION.label, StepKind.EXAMINATION),)

    @property
    def makes_certificate(self) -> bool:
        """Whether a certificate is made after the decision (制证)."""
        return any(step.kind is StepKind.CERTIFICATION for step in self.steps)

    @property
    def charges_fee(self) -> bool:
        """Whether the matter has a fee at all (是否收费)."""
        return bool(self.fees)

    @property
    def tree_path(self) -> tuple[str, str]:
        """主项 and 子项 under which the tree shows the matter."""
        return self.main_name or self.name, self.sub_name
