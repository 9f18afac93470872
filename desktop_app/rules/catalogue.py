"""What a matter (政务服务事项) says: the elements of its implementation list (实施清单), as one immutable value.

One `MatterContent` feeds the counter, the guide, the kiosk and the export alike (一张清单管到底).
"""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Fee:
    """收费项目."""

    name: str
    standard: str
    legal_basis: str
    reducible: bool = False
    reduction_basis: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """办理环节; `days` are working days, `None` where the step has no limit of its own."""

    name: str
    kind: StepKind
    days: int | None = None
    handler: str = ""
    result: str = ""


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
    use_level: UseLevel | None = None
    aliases: tuple[str, ...] = ()
    applicant_kinds: tuple[ApplicantKind, ...] = ()
    handling_kind: HandlingKind = HandlingKind.PROMISED
    channels: tuple[Channel, ...] = (Channel.COUNTER,)
    statutory: Limit | None = None
    statutory_explanation: str = ""
    promised: Limit | None = None
    promised_explanation: str = ""
    conditions: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    materials: tuple[MaterialSpec, ...] = ()
    steps: tuple[Step, ...] = ()
    fees: tuple[Fee, ...] = ()
    questions: tuple[Question, ...] = ()
    special_procedures: tuple[str, ...] = ()
    """特别程序: names of the statutory grounds that may pause the clock (行政许可法 art. 45)."""
    result_kind: ResultKind = ResultKind.OTHER
    result_name: str = ""
    result_validity: str = ""
    visits: int | None = None
    visits_reason: str = ""
    quantity_limit: str = ""
    deferral: str = ""
    """容缺受理: what may follow later and until when; empty where nothing may."""
    pledge: str = ""
    """告知承诺: what a promise may replace; empty where nothing may."""
    places: str = ""
    hours: str = ""
    consult: str = ""
    complain: str = ""
    themes: tuple[str, ...] = ()
    remark: str = ""

    @property
    def charges_fee(self) -> bool:
        """Whether the matter has a fee at all (是否收费)."""
        return bool(self.fees)
