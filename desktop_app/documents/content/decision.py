"""Papers of decision, delivery and end (行政许可法 art. 38, 39, 44)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from desktop_app.documents.content.parts import LICENSING_LAW, CasePaper, MaterialLine, Remedies
from models.enums import DocumentKind

DECISION_BASIS = f"{LICENSING_LAW}第三十八条"


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


@dataclass(frozen=True, slots=True)
class ServedDocument:
    """One paper that was served: its name and 文书编号."""

    name: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReceipt(CasePaper):
    """送达回证: which papers went to whom, how, where and when; one row to sign for each way of serving."""

    kind: ClassVar[DocumentKind] = DocumentKind.SERVICE

    served: tuple[ServedDocument, ...]
    way: str
    """直接送达, 邮寄送达, 电子送达, 公告送达 …"""
    place: str
    """Where: address of the counter, postal or electronic address, place of the notice."""
    served_at: datetime
    signed_by: str
    """Who signed for it; empty leaves the line to be filled in by hand."""
    relation: str = ""
    """受送达人本人 or how he who signed is related to him."""
    servers: tuple[str, ...] = ()
    """送达人."""
    courier: str = ""
    tracking_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminationNotice(CasePaper):
    """办理终止告知书: the case ends without a decision, why, and what the applicant may do now."""

    kind: ClassVar[DocumentKind] = DocumentKind.TERMINATION

    applied_on: date
    ended_on: date
    ending: str
    """撤回申请, 视为撤回, 转报, 并案 … in the words of the case's state."""
    reason: str
    basis: str
    next_steps: str
    """What the applicant may do or need not do: apply again, go on under another number, wait for the higher organ."""
    right_organ: str = ""
    """转报: the organ that goes on with it."""
    twin_number: str = ""
    """并案: 办件编号 of the case that goes on."""
    returned: tuple[MaterialLine, ...] = ()
    """The materials that are handed back."""
    remedies: Remedies | None = None
    """Where the applicant may contest it; 视为撤回 burdens him, his own withdrawal does not."""
