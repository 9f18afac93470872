"""Papers the applicant signs, and the notice that goes with them: application form, 容缺受理, 告知承诺."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from desktop_app.documents.content.parts import CasePaper, DeferredLine
from models.enums import DocumentKind

DEFERRAL_BASIS = "《河南省优化营商环境条例》第三十五条"
PLEDGE_BASIS = "《河南省优化营商环境条例》第三十四条"


@dataclass(frozen=True, slots=True)
class FormLine:
    """One filled-in field of the application form; fields with the same `group` stand under one heading."""

    label: str
    value: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class FormTable:
    """A list on the application form (for example 股东、设备): its heading, columns and rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationForm(CasePaper):
    """申请表: what the applicant filled in, to be read and signed by him."""

    kind: ClassVar[DocumentKind] = DocumentKind.APPLICATION

    form_title: str
    """The name of the form; empty where it has none but 申请表."""
    applied_on: date
    lines: tuple[FormLine, ...]
    tables: tuple[FormTable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferralPromise(CasePaper):
    """容缺受理承诺书: the applicant promises what he will bring and until when."""

    kind: ClassVar[DocumentKind] = DocumentKind.DEFERRAL_PROMISE

    promised_on: date
    deferred: tuple[DeferredLine, ...]
    basis: str = DEFERRAL_BASIS


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferralNotice(CasePaper):
    """容缺受理通知书: what may follow, in which form, until when, and what happens if it does not."""

    kind: ClassVar[DocumentKind] = DocumentKind.DEFERRAL

    applied_on: date
    accepted_on: date
    promised_due_on: date
    """The date promised to the public: no line is due after it."""
    deferred: tuple[DeferredLine, ...]
    promise_number: str
    """文书编号 of the applicant's promise."""
    basis: str = DEFERRAL_BASIS


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """告知承诺: for which proof or condition a promise stands, what the law asks, and what is promised."""

    subject: str
    duty: str
    """What the proof would have to show (证明义务和证明内容)."""
    promised: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeLetter(CasePaper):
    """告知承诺书: what the organ told and what the applicant promised; its liability and check stand in it."""

    kind: ClassVar[DocumentKind] = DocumentKind.PLEDGE

    pledged_on: date
    pledges: tuple[PledgeLine, ...]
    check_way: str
    """How and by when the promise is checked (核查方式)."""
    basis: str = PLEDGE_BASIS
