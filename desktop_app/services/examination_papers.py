"""What the papers of the examination say: special procedures, extensions, inspections, hearings, statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop_app.documents.content import (
    ExtensionApproval,
    ExtensionNotice,
    HearingAnnouncement,
    HearingApplication,
    HearingNotice,
    HearingRecord,
    HearingRights,
    InspectionRecord,
    Inspector,
    SpecialProcedureNotice,
    StatementRecord,
)
from desktop_app.services.case_documents import accepted_on, common
from desktop_app.services.case_records import CaseRecord
from desktop_app.services.printing import reserve_number
from desktop_app.services.work import Work, hall_date
from models.enums import ClockKind, DocumentKind
from models.examination import CaseExtension, CaseHearing, CasePause

FILE_COPY = "本文书一份，存档"


@dataclass(frozen=True, slots=True)
class Inspection:
    """实质核查: when, where, by whom, what was found; times as the hall's clocks show them."""

    started_at: datetime
    ended_at: datetime
    place: str
    subject: str
    inspectors: tuple[Inspector, ...]
    present: str
    findings: str
    conclusion: str
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """陈述、申辩: who said what, when and where."""

    subject: str
    stated_at: datetime
    place: str
    speaker: str
    relation: str
    statement: str


@dataclass(frozen=True, slots=True)
class HearingHeld:
    """How a hearing went: when it was held, who came, what was said."""

    held_at: datetime
    attendees: tuple[str, ...]
    record: str


def special_notice(
    work: Work, record: CaseRecord, pause: CasePause, prolonged_by: int = 0, earlier_number: str = ""
) -> SpecialProcedureNotice:
    """D8 特别程序告知书."""
    number = reserve_number(work, record, DocumentKind.SPECIAL)
    return SpecialProcedureNotice(
        **common(work, record, DocumentKind.SPECIAL, number),
        ground=pause.ground.label,
        basis=pause.basis,
        reason=pause.reason,
        days=pause.expected_days,
        started_on=pause.started_on,
        expected_on=pause.expected_on,
        promised_due_on=record.clocks[ClockKind.PROMISED].due_on,
        approver_name=pause.approver_name,
        prolonged_by=prolonged_by,
        earlier_number=earlier_number,
    )


def extension_approval(
    work: Work, record: CaseRecord, extension: CaseExtension, requester_name: str, old_due_on: date
) -> ExtensionApproval:
    """D9 延期决定审批表: it stays in the file."""
    number = reserve_number(work, record, DocumentKind.EXTENSION_APPROVAL)
    return ExtensionApproval(
        **common(work, record, DocumentKind.EXTENSION_APPROVAL, number, FILE_COPY),
        accepted_on=accepted_on(record),
        old_due_on=old_due_on,
        new_due_on=extended_clock_due(record),
        days=extension.days,
        reason=extension.reason,
        requester_name=requester_name,
        requested_on=hall_date(extension.requested_at),
        authority=extension.authority.label,
        approver_name=extension.approver_name,
        approved_on=work.today,
        opinion=extension.note,
    )


def extension_notice(
    work: Work, record: CaseRecord, extension: CaseExtension, old_due_on: date
) -> ExtensionNotice:
    """D9 延期决定通知书."""
    number = reserve_number(work, record, DocumentKind.EXTENSION)
    return ExtensionNotice(
        **common(work, record, DocumentKind.EXTENSION, number),
        accepted_on=accepted_on(record),
        old_due_on=old_due_on,
        new_due_on=extended_clock_due(record),
        days=extension.days,
        reason=extension.reason,
        authority=extension.authority.label,
        approver_name=extension.approver_name,
        due_explanation=record.clocks[extended_clock(record)].explanation,
    )


def extended_clock(record: CaseRecord) -> ClockKind:
    """Whose date an extension is told by: the promise where it is still kept, else the law's limit."""
    is_promise_extended = record.clocks[ClockKind.PROMISED].extension_days > 0
    return ClockKind.PROMISED if is_promise_extended else ClockKind.STATUTORY


def extended_clock_due(record: CaseRecord) -> date:
    """The day on which the extended limit ends."""
    return record.clocks[extended_clock(record)].due_on


def inspection_record(work: Work, record: CaseRecord, found: Inspection) -> InspectionRecord:
    """D10 核查（勘验）笔录: it stays in the file."""
    number = reserve_number(work, record, DocumentKind.INSPECTION)
    return InspectionRecord(
        **common(work, record, DocumentKind.INSPECTION, number, FILE_COPY),
        started_at=found.started_at,
        ended_at=found.ended_at,
        place=found.place,
        subject=found.subject,
        inspectors=found.inspectors,
        present=found.present,
        findings=found.findings,
        conclusion=found.conclusion,
        statement=found.statement,
    )


def hearing_announcement(
    work: Work, record: CaseRecord, hearing: CaseHearing, planned_at: datetime, register_until: date
) -> HearingAnnouncement:
    """D11 听证公告."""
    number = reserve_number(work, record, DocumentKind.HEARING_ANNOUNCEMENT)
    return HearingAnnouncement(
        **common(work, record, DocumentKind.HEARING_ANNOUNCEMENT, number),
        subject=hearing.subject,
        planned_at=planned_at,
        place=hearing.place,
        presider=hearing.presider,
        register_until=register_until,
    )


def hearing_rights(
    work: Work, record: CaseRecord, hearing: CaseHearing, ask_until: date, interested: Sequence[str]
) -> HearingRights:
    """D11 听证权利告知书."""
    number = reserve_number(work, record, DocumentKind.HEARING_RIGHTS)
    return HearingRights(
        **common(work, record, DocumentKind.HEARING_RIGHTS, number),
        subject=hearing.subject,
        told_on=hearing.told_on,
        ask_days=work.settings.hearing_request_days,
        ask_until=ask_until,
        interested=tuple(interested),
    )


def hearing_application(
    work: Work, record: CaseRecord, hearing: CaseHearing, requester: str, reason: str, hold_until: date
) -> HearingApplication:
    """D11 听证申请书."""
    number = reserve_number(work, record, DocumentKind.HEARING_APPLICATION)
    return HearingApplication(
        **common(work, record, DocumentKind.HEARING_APPLICATION, number, FILE_COPY),
        subject=hearing.subject,
        requester=requester,
        reason=reason,
        asked_on=work.today,
        hold_until=hold_until,
    )


def hearing_notice(
    work: Work, record: CaseRecord, hearing: CaseHearing, planned_at: datetime
) -> HearingNotice:
    """D11 听证通知书."""
    number = reserve_number(work, record, DocumentKind.HEARING_NOTICE)
    return HearingNotice(
        **common(work, record, DocumentKind.HEARING_NOTICE, number),
        subject=hearing.subject,
        planned_at=planned_at,
        place=hearing.place,
        presider=hearing.presider,
        is_public=hearing.is_public,
    )


def hearing_record(work: Work, record: CaseRecord, hearing: CaseHearing, held: HearingHeld) -> HearingRecord:
    """D11 听证笔录: it stays in the file; the decision rests on it."""
    number = reserve_number(work, record, DocumentKind.HEARING_RECORD)
    return HearingRecord(
        **common(work, record, DocumentKind.HEARING_RECORD, number, FILE_COPY),
        subject=hearing.subject,
        held_at=held.held_at,
        place=hearing.place,
        presider=hearing.presider,
        recorder=work.actor.name,
        attendees=held.attendees,
        record=held.record,
    )


def statement_record(work: Work, record: CaseRecord, said: Statement) -> StatementRecord:
    """D11 陈述（申辩）笔录: it stays in the file."""
    number = reserve_number(work, record, DocumentKind.STATEMENT_RECORD)
    return StatementRecord(
        **common(work, record, DocumentKind.STATEMENT_RECORD, number, FILE_COPY),
        subject=said.subject,
        stated_at=said.stated_at,
        place=said.place,
        speaker=said.speaker,
        relation=said.relation,
        recorder=work.actor.name,
        statement=said.statement,
    )
