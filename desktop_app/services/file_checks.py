"""案卷检查: the facts of a case's file, gathered for the checks of `rules.file_checks`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from desktop_app.documents.content import (
    AcceptanceNotice,
    CaseDocument,
    DeferralNotice,
    DenialDecision,
    InspectionRecord,
    Receipt,
    RefusalDecision,
    Remedies,
    ServiceReceipt,
    SpecialProcedureNotice,
    SupplementNotice,
    SupplementReceipt,
)
from desktop_app.rules.cases import CLOSED
from desktop_app.rules.checklists import OUTSTANDING
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.examination import extension_authority
from desktop_app.rules.file_checks import CheckOutcome, FileFinding, findings_of, review
from desktop_app.rules.file_facts import (
    CaseFileFacts,
    DeferredMaterial,
    FileExtension,
    FileOpinion,
    FilePaper,
    FilePause,
)
from desktop_app.services.case_records import CaseRecord, read_record
from desktop_app.services.printing import list_papers
from desktop_app.services.work import Work, hall_date
from models.accounts import Account
from models.cases import Case
from models.enums import CaseState, ClockKind, LimitUnit, MaterialNecessity, Permission, ReceivedAs
from models.examination import CaseDecision, CaseDelivery, CaseExtension, CaseOpinion
from models.printing import IssuedDocument
from models.procedure import ExtensionAuthority, RequestState

_NUMBER = re.compile(r"(?P<head>.+第)(?P<sequence>[0-9]+)号")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What the checks say of one file, check by check."""

    case_id: int
    number: str
    is_closed: bool
    archived_at: datetime | None
    outcomes: tuple[CheckOutcome, ...]

    @property
    def findings(self) -> tuple[FileFinding, ...]:
        """Everything that was found, what blocks archiving first."""
        return findings_of(self.outcomes)

    @property
    def blocking(self) -> tuple[FileFinding, ...]:
        """What must be put right before the file is archived."""
        return tuple(finding for finding in self.findings if finding.blocks)


def check_file(work: Work, case_id: int) -> tuple[FileFinding, ...]:
    """What is wrong with a case's file; raises `case_unknown`."""
    work.require(Permission.CASES_VIEW)
    return get_file_report(work, case_id).findings


def get_file_report(work: Work, case_id: int) -> FileReport:
    """Every check of a case's file with its outcome; raises `case_unknown`."""
    work.require(Permission.CASES_VIEW)
    case = work.session.get(Case, case_id)
    if case is None:
        raise ServiceError("case_unknown")
    return report_on(work, read_record(work, case))


def report_on(work: Work, record: CaseRecord) -> FileReport:
    """The checks of a file whose record is open."""
    work.require(Permission.CASES_VIEW)
    case = record.case
    return FileReport(
        case.id, case.number, case.state in CLOSED, case.archived_at, review(_facts(work, record))
    )


def _facts(work: Work, record: CaseRecord) -> CaseFileFacts:
    case, content, session = record.case, record.content, work.session
    papers = list_papers(work, case.id)
    decision = session.get(CaseDecision, case.id)
    delivery = session.get(CaseDelivery, case.id)
    promised = record.clocks.get(ClockKind.PROMISED)
    delivering = record.clocks.get(ClockKind.DELIVERY)
    steps = content.examination_steps
    promise = content.promised
    return CaseFileFacts(
        received_on=hall_date(case.received_at),
        notice_due_on=_notice_due_on(record, papers),
        papers=tuple(_paper(issued, document) for issued, document in papers),
        acceptance=case.acceptance,
        accepted_on=hall_date(case.accepted_at) if case.accepted_at else None,
        decided_on=hall_date(decision.decided_at) if decision else None,
        is_granted=decision is not None and decision.is_granted,
        is_refused=case.state is CaseState.REFUSED,
        delivered_on=hall_date(delivery.delivered_at) if delivery and delivery.delivered_at else None,
        delivery_due_on=delivering.due_on if delivering else None,
        counted_from=promised.started_on if promised else None,
        promised_due_on=promised.due_on if promised else None,
        promised_days=promise.days if promise and promise.unit is LimitUnit.WORKING_DAYS else None,
        step_days=tuple(step.days for step in steps if step.days is not None),
        opinions=_opinions(work, case.id),
        pauses=tuple(FilePause(pause.ground.label, pause.started_on) for pause in record.pauses),
        extension=_extension(work, record),
        deferred=_deferred(record, papers),
        decider=_name(work, decision.decided_by) if decision else "",
        is_received_by_decider=decision is not None and decision.decided_by == case.receiver_id,
        separates_decider=work.settings.separates_decider,
        missing_numbers=_missing_numbers(work, [issued.number for issued, _ in papers]),
    )


def _notice_due_on(record: CaseRecord, papers: Sequence[tuple[IssuedDocument, CaseDocument]]) -> date:
    """Until when the applicant had to be told: as the first receipt says, else by the clock."""
    told = (document.notice_due_on for _, document in papers if isinstance(document, Receipt))
    clock = record.clocks.get(ClockKind.NOTICE)
    return next(told, clock.due_on if clock else hall_date(record.case.received_at))


def _paper(issued: IssuedDocument, document: CaseDocument) -> FilePaper:
    return FilePaper(
        kind=issued.kind,
        number=issued.number,
        made_on=_day_of(document),
        organ_name=document.letterhead.organ_name,
        is_void=issued.voided_at is not None,
        **_own(document),
    )


def _day_of(document: CaseDocument) -> date:
    """The day that counts; what was sent in online came before its receipt was made."""
    return document.received_at.date() if isinstance(document, SupplementReceipt) else document.made_on


def _own(document: CaseDocument) -> dict[str, Any]:
    """What only papers of this kind have for the checks."""
    match document:
        case SupplementNotice():
            return {"lines": tuple(line.name for line in document.supplements)}
        case SupplementReceipt():
            lines = tuple(line.name for line in document.materials)
            return {"lines": lines, "is_deferred": document.is_deferred}
        case AcceptanceNotice():
            return {"decision_on": document.promised_due_on, "is_deemed": document.is_deemed}
        case RefusalDecision() | DenialDecision():
            return {
                "reason": document.reason,
                "basis": document.basis,
                "has_remedies": _is_whole(document.remedies),
                "right_organ": document.right_organ if isinstance(document, RefusalDecision) else "",
            }
        case DeferralNotice():
            return {
                "decision_on": document.promised_due_on,
                "lines": tuple(line.name for line in document.deferred),
                "line_dates": tuple(line.due_on for line in document.deferred),
            }
        case SpecialProcedureNotice():
            return {"ground": document.ground, "started_on": document.started_on, "days": document.days}
        case InspectionRecord():
            return {"persons": tuple(person.name for person in document.inspectors)}
        case ServiceReceipt():
            return {"served": tuple(served.number for served in document.served)}
        case _:
            return {}


def _is_whole(remedies: Remedies) -> bool:
    return bool(remedies.review_body.strip() and remedies.court.strip())


def _opinions(work: Work, case_id: int) -> tuple[FileOpinion, ...]:
    rows = work.session.execute(
        sa.select(Account.name, CaseOpinion.text)
        .join(Account, Account.id == CaseOpinion.account_id)
        .where(CaseOpinion.case_id == case_id)
        .order_by(CaseOpinion.id)
    )
    return tuple(FileOpinion(*row) for row in rows)


def _extension(work: Work, record: CaseRecord) -> FileExtension | None:
    found = work.session.scalar(
        sa.select(CaseExtension).where(
            CaseExtension.case_id == record.case.id, CaseExtension.state == RequestState.APPROVED
        )
    )
    if found is None:
        return None
    return FileExtension(
        found.authority,
        found.approver_name,
        is_joint=extension_authority(record.content) is ExtensionAuthority.GOVERNMENT_HEAD,
        is_own_request=found.requested_by == found.decided_by,
    )


def _deferred(
    record: CaseRecord, papers: Sequence[tuple[IssuedDocument, CaseDocument]]
) -> tuple[DeferredMaterial, ...]:
    """What was deferred, by the notices; without one, what still is."""
    named = {
        line.name
        for issued, document in papers
        if isinstance(document, DeferralNotice) and issued.voided_at is None
        for line in document.deferred
    }
    return tuple(
        DeferredMaterial(
            line.name,
            is_deferrable=line.necessity is MaterialNecessity.DEFERRABLE,
            is_supplied=line.received_as not in OUTSTANDING,
        )
        for line in record.materials
        if line.name in named or line.received_as is ReceivedAs.DEFERRED
    )


def _name(work: Work, account_id: int) -> str:
    return work.session.scalar(sa.select(Account.name).where(Account.id == account_id)) or ""


def _missing_numbers(work: Work, numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers just below these that no paper bears, void ones counted: a series begins with 1."""
    before = {
        f"{found['head']}{int(found['sequence']) - 1:0{len(found['sequence'])}}号"
        for number in numbers
        if (found := _NUMBER.fullmatch(number)) and int(found["sequence"]) > 1
    }
    borne = set(
        work.session.scalars(sa.select(IssuedDocument.number).where(IssuedDocument.number.in_(before)))
    )
    return tuple(sorted(before - borne))
