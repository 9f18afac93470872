"""Papers between receipt and acceptance: receipts, the notice of what is missing, acceptance and refusal (art. 32)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from desktop_app.documents.content.parts import (
    LICENSING_LAW,
    CasePaper,
    DeferredLine,
    MaterialLine,
    Remedies,
    SupplementLine,
)
from models.enums import DocumentKind

SUPPLEMENT_BASIS = f"{LICENSING_LAW}第三十二条第一款第四项"
ACCEPTANCE_BASIS = f"{LICENSING_LAW}第三十二条第一款第五项"


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
    """补正材料接收凭证: what was handed in later; `outstanding` names what is still missing.

    `is_deferred` where it takes what 容缺受理 let follow; `notice_number` is then the one of the 容缺受理通知书.
    """

    kind: ClassVar[DocumentKind] = DocumentKind.SUPPLEMENT_RECEIPT

    notice_number: str
    received_at: datetime
    materials: tuple[MaterialLine, ...]
    outstanding: tuple[str, ...] = ()
    is_deferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceNotice(CasePaper):
    """受理通知书: the case is accepted, and when it will be decided.

    `due_explanation` says how the dates were found; `statutory_due_on` is `None` where the law sets no limit.
    `is_deemed` where the law itself accepted it from the day of receipt (视为受理).
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
    is_deemed: bool = False
    notice_due_on: date | None = None
    """Until when the applicant had to be told; said on a deemed acceptance."""


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
class NegativeReport(CasePaper):
    """否定报告: no "no" without a written account that a superior reads (否定答复报告制)."""

    kind: ClassVar[DocumentKind] = DocumentKind.NEGATIVE_REPORT

    outcome: str
    """What was answered in the negative: 不予受理, 不予许可 …"""
    outcome_number: str
    """文书编号 of that decision; empty where it was said without one."""
    answered_on: date
    reason: str
    basis: str
    advice: str
    """What the applicant was told he may do instead."""
    reporter_name: str
    superior_name: str = ""
    """Who reads and countersigns it; empty leaves the line to be filled in by hand."""
