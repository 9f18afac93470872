"""What the papers of a case say: one frozen dataclass a document, of plain values, kept as JSON to print it again.

Dates and times are local to the hall. Numbers of persons come in whole and are masked when they are printed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from models.enums import DocumentKind

LICENSING_LAW = "《中华人民共和国行政许可法》"
SUPPLEMENT_BASIS = f"{LICENSING_LAW}第三十二条第一款第四项"
ACCEPTANCE_BASIS = f"{LICENSING_LAW}第三十二条第一款第五项"
DECISION_BASIS = f"{LICENSING_LAW}第三十八条"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The organ that issues a paper and the hall where it stands (机关、大厅)."""

    organ_name: str
    organ_address: str
    organ_phone: str
    hall_name: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What every paper of a case repeats; agent fields are empty without an agent, `qr_text` comes signed."""

    number: str
    query_code: str
    qr_text: str
    matter_name: str
    matter_code: str
    applicant_name: str
    identity_label: str
    identity_number: str
    phone: str
    agent_name: str
    agent_identity_label: str
    agent_identity_number: str
    counter_name: str
    clerk_name: str
    situation: tuple[tuple[str, str], ...] = ()
    """办理情形: questions and answers that select what was asked for."""


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material that was handed in: how it was obtained (原件、复印件、电子件 …) and how many."""

    name: str
    received_as: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """A material the applicant is asked for: what it must fulfil, and in which form."""

    name: str
    requirement: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class DeferredLine:
    """容缺: a material that may follow later, and until when."""

    name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Remedies:
    """Where a decision can be contested: 行政复议 within 60 days, 行政诉讼 within 6 months."""

    review_body: str
    court: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePaper:
    """What all papers of a case have in common; `reprint` counts the copies printed after the first."""

    kind: ClassVar[DocumentKind]

    document_number: str
    letterhead: Letterhead
    case: CaseFacts
    copies_text: str
    made_on: date
    reprint: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(CasePaper):
    """材料接收凭证: what was handed in, and until when the applicant learns whether it is accepted."""

    kind: ClassVar[DocumentKind] = DocumentKind.RECEIPT

    received_at: datetime
    materials: tuple[MaterialLine, ...]
    notice_days: int
    notice_due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementNotice(CasePaper):
    """申请材料补正告知书: everything that is missing, said once (source: 行政许可法 art. 32)."""

    kind: ClassVar[DocumentKind] = DocumentKind.SUPPLEMENT_NOTICE

    applied_on: date
    supplements: tuple[SupplementLine, ...]
    due_on: date
    consequence: str
    basis: str = SUPPLEMENT_BASIS


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementReceipt(CasePaper):
    """补正材料接收凭证: what was handed in later; `outstanding` names what is still missing."""

    kind: ClassVar[DocumentKind] = DocumentKind.SUPPLEMENT_RECEIPT

    notice_number: str
    received_at: datetime
    materials: tuple[MaterialLine, ...]
    outstanding: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceNotice(CasePaper):
    """受理通知书: the case is accepted, and when it will be decided.

    `due_explanation` says how the dates were found; `statutory_due_on` is `None` where the law sets no limit.
    """

    kind: ClassVar[DocumentKind] = DocumentKind.ACCEPTANCE

    applied_on: date
    accepted_on: date
    promised_due_on: date
    statutory_due_on: date | None
    due_explanation: str
    materials: tuple[MaterialLine, ...]
    deferred: tuple[DeferredLine, ...] = ()
    deferral_consequence: str = ""
    basis: str = ACCEPTANCE_BASIS


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalDecision(CasePaper):
    """不予受理决定书: why, on which basis, which organ is competent, and how to contest it."""

    kind: ClassVar[DocumentKind] = DocumentKind.REFUSAL

    applied_on: date
    reason: str
    basis: str
    remedies: Remedies
    right_organ: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantDecision(CasePaper):
    """准予决定书: what is permitted and the certificate that shows it (source: 行政许可法 art. 38, 39)."""

    kind: ClassVar[DocumentKind] = DocumentKind.GRANT

    accepted_on: date
    decided_on: date
    permitted: str
    certificate_name: str
    certificate_number: str
    validity: str
    basis: str = DECISION_BASIS


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialDecision(CasePaper):
    """不予决定书: facts, reason and basis of a denial, and how to contest it (source: 行政许可法 art. 38)."""

    kind: ClassVar[DocumentKind] = DocumentKind.DENIAL

    accepted_on: date
    decided_on: date
    facts: str
    reason: str
    basis: str
    remedies: Remedies


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionReceipt(CasePaper):
    """取件凭证: which result was handed over, to whom and how."""

    kind: ClassVar[DocumentKind] = DocumentKind.COLLECTION

    result_name: str
    certificate_number: str
    collected_by: str
    collector_identity_label: str
    collector_identity_number: str
    collected_at: datetime
    way: str


CaseDocument = (
    Receipt
    | SupplementNotice
    | SupplementReceipt
    | AcceptanceNotice
    | RefusalDecision
    | GrantDecision
    | DenialDecision
    | CollectionReceipt
)
