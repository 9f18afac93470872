"""Papers of hearing and statement (听证、陈述申辩; 行政许可法 art. 36, 46 to 48)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from desktop_app.documents.content.parts import LICENSING_LAW, CasePaper
from models.enums import DocumentKind

PUBLIC_HEARING_BASIS = f"{LICENSING_LAW}第四十六条"
HEARING_RIGHTS_BASIS = f"{LICENSING_LAW}第四十七条"
HEARING_BASIS = f"{LICENSING_LAW}第四十八条"
STATEMENT_BASIS = f"{LICENSING_LAW}第三十六条"


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingAnnouncement(CasePaper):
    """听证公告: a hearing by the organ's own duty, announced to the public (source: art. 46)."""

    kind: ClassVar[DocumentKind] = DocumentKind.HEARING_ANNOUNCEMENT

    subject: str
    planned_at: datetime
    place: str
    presider: str
    register_until: date
    """Until when who wants to take part says so."""
    basis: str = PUBLIC_HEARING_BASIS


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRights(CasePaper):
    """听证权利告知书: the applicant and those whose interests are touched may ask for a hearing (source: art. 47)."""

    kind: ClassVar[DocumentKind] = DocumentKind.HEARING_RIGHTS

    subject: str
    told_on: date
    ask_days: int
    """Days from being told within which a hearing may be asked for."""
    ask_until: date
    interested: tuple[str, ...] = ()
    """利害关系人, by name; the applicant is always told."""
    basis: str = HEARING_RIGHTS_BASIS


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingApplication(CasePaper):
    """听证申请书: who asks for a hearing, and why."""

    kind: ClassVar[DocumentKind] = DocumentKind.HEARING_APPLICATION

    subject: str
    requester: str
    reason: str
    asked_on: date
    hold_until: date
    """Until when the organ holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingNotice(CasePaper):
    """听证通知书: when, where and before whom, told seven days earlier (source: art. 48)."""

    kind: ClassVar[DocumentKind] = DocumentKind.HEARING_NOTICE

    subject: str
    planned_at: datetime
    place: str
    presider: str
    is_public: bool
    basis: str = HEARING_BASIS


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRecord(CasePaper):
    """听证笔录: what was said; the decision rests on it (source: art. 48)."""

    kind: ClassVar[DocumentKind] = DocumentKind.HEARING_RECORD

    subject: str
    held_at: datetime
    place: str
    presider: str
    recorder: str
    attendees: tuple[str, ...]
    record: str
    basis: str = HEARING_BASIS


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRecord(CasePaper):
    """陈述（申辩）笔录: what the applicant or somebody whose interests are touched said (source: art. 36)."""

    kind: ClassVar[DocumentKind] = DocumentKind.STATEMENT_RECORD

    subject: str
    stated_at: datetime
    place: str
    speaker: str
    relation: str
    """申请人, 代理人, 利害关系人."""
    recorder: str
    statement: str
    basis: str = STATEMENT_BASIS
