"""Papers of the examination: special procedures, extension, inspection (行政许可法 art. 34, 42, 45)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from desktop_app.documents.content.parts import LICENSING_LAW, CasePaper
from models.enums import DocumentKind

SPECIAL_BASIS = f"{LICENSING_LAW}第四十五条"
EXTENSION_BASIS = f"{LICENSING_LAW}第四十二条"
INSPECTION_BASIS = f"{LICENSING_LAW}第三十四条第三款"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialProcedureNotice(CasePaper):
    """特别程序告知书: why the time is not counted, how long, and how counting goes on (source: art. 45)."""

    kind: ClassVar[DocumentKind] = DocumentKind.SPECIAL

    ground: str
    basis: str
    """What requires the procedure; art. 45 itself is said besides."""
    reason: str
    days: int
    """Working days it takes, prolongations with them."""
    started_on: date
    expected_on: date
    """The first day that is expected to be counted again."""
    promised_due_on: date
    """作出决定的日期 as expected now; settled by the real length."""
    approver_name: str
    prolonged_by: int = 0
    """Working days by which an earlier notice is prolonged; 0 on the first notice."""
    earlier_number: str = ""
    """文书编号 of that earlier notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionApproval(CasePaper):
    """延期决定审批表: asked for by one person, approved by the head of the organ (source: art. 42)."""

    kind: ClassVar[DocumentKind] = DocumentKind.EXTENSION_APPROVAL

    accepted_on: date
    old_due_on: date
    new_due_on: date
    days: int
    reason: str
    requester_name: str
    requested_on: date
    authority: str
    """Whose approval the law asks for: 本机关负责人, 本级人民政府负责人."""
    approver_name: str
    approved_on: date
    opinion: str
    """批准意见."""
    basis: str = EXTENSION_BASIS


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionNotice(CasePaper):
    """延期决定通知书: the old limit, what is added, why, and who approved it (source: art. 42)."""

    kind: ClassVar[DocumentKind] = DocumentKind.EXTENSION

    accepted_on: date
    old_due_on: date
    new_due_on: date
    days: int
    reason: str
    authority: str
    approver_name: str
    due_explanation: str
    basis: str = EXTENSION_BASIS


@dataclass(frozen=True, slots=True)
class Inspector:
    """核查人员: name, and post or number of the enforcement certificate where known."""

    name: str
    post: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRecord(CasePaper):
    """核查（勘验）笔录: time, place, two persons or more, what they found, signatures (source: art. 34)."""

    kind: ClassVar[DocumentKind] = DocumentKind.INSPECTION

    started_at: datetime
    ended_at: datetime
    place: str
    subject: str
    """What was to be checked (核查事项)."""
    inspectors: tuple[Inspector, ...]
    present: str
    """在场人: the applicant, his agent, or who else was there."""
    findings: str
    conclusion: str
    statement: str = ""
    """What the applicant said about it."""
    basis: str = INSPECTION_BASIS
