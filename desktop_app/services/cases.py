"""窗口收件与受理: receive, accept, ask for a supplement, refuse."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from desktop_app.rules.application_forms import check_values
from desktop_app.rules.cases import refusal_advice
from desktop_app.rules.checklists import ReceivedMaterial, check_materials, shortfall
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services import case_documents
from desktop_app.services.acceptance import accept_record, require_in_time
from desktop_app.services.application_papers import issue_application
from desktop_app.services.case_files import AttachedFile
from desktop_app.services.case_inputs import CaseInput, PartyInput, Pending, begin_record
from desktop_app.services.case_materials import fill_line, hand_in
from desktop_app.services.case_records import CaseRecord, keep, move, open_record
from desktop_app.services.pending_cases import continue_record
from desktop_app.services.printing import issue, reserve_number
from desktop_app.services.work import Work, hall_date
from models.cases import CaseMaterial
from models.enums import CaseAction, CaseState, DocumentKind, Permission, ReceivedAs, RefusalGround
from models.printing import IssuedDocument

__all__ = ["CaseInput", "PartyInput", "Pending"]

_UNRECEIVED = frozenset({CaseState.DRAFT, CaseState.RETURNED})
"""What comes to the counter out of these was never handed in before: it counts from the day it is received."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a case is not accepted; `right_organ` is where to apply instead, needed where another is competent."""

    ground: RefusalGround
    reason: str
    basis: str
    right_organ: str = ""
    advice: str = ""
    """What the applicant may do instead, for the 否定报告; empty for what follows from the ground."""


@dataclass(frozen=True, slots=True)
class ActResult:
    """What an act led to: the case as it stands now and the document to print."""

    case_id: int
    number: str
    query_code: str
    revision: int
    state: CaseState
    document_ids: tuple[int, ...] = ()


def receive_case(work: Work, given: CaseInput, *, needs_form: bool = True) -> ActResult:
    """收件: take the materials, give the case its number, start the notice clock, issue the receipt.

    A draft or an online application goes on with what is there already; its notice clock runs from its submission.
    What is refused or asked to be supplemented at once needs no complete form (`needs_form`).

    Raises `matter_unknown`, `matter_not_in_use`, `matter_version_changed`, `situation_unanswered`,
    `situation_unknown`, `identity_unconfirmed`, `counter_not_for_matter`, `matter_without_counter`, and the refusals
    of the checklist and the text fields.
    """
    work.require(Permission.CASES_RECEIVE)
    return kept(work, _receive(work, given, needs_form=needs_form))


def accept_case(work: Work, case_id: int, revision: int) -> ActResult:
    """受理: the materials are complete; start the handling clocks, issue the notice (行政许可法 art. 32 item 5).

    Past the notice period it is 视为受理. Raises `material_missing` naming what must still come.
    """
    work.require(Permission.CASES_RECEIVE)
    return kept(work, accept_record(work, open_record(work, case_id, revision)))


def receive_and_accept_case(work: Work, given: CaseInput) -> ActResult:
    """收件并受理: both acts at once, as most people at the counter need it."""
    work.require(Permission.CASES_RECEIVE)
    return kept(work, accept_record(work, _receive(work, given)))


def joined(first: ActResult, second: ActResult) -> ActResult:
    """Two acts on one case in one transaction: the later state, the papers of both."""
    return replace(second, document_ids=first.document_ids + second.document_ids)


def request_supplement(work: Work, case_id: int, revision: int, demands: dict[int, str]) -> ActResult:
    """一次性告知: everything that is missing, once (行政许可法 art. 32 item 4); `demands` by position of the line.

    Raises `supplement_given` for a second notice, `supplement_empty` without a line.
    """
    work.require(Permission.CASES_RECEIVE)
    record = open_record(work, case_id, revision)
    require_in_time(work, record)
    if find_document(work, case_id, DocumentKind.SUPPLEMENT_NOTICE) is not None:
        raise ServiceError("supplement_given")
    wanted = {position: clean_text(text, "补正要求", needed=True) for position, text in demands.items()}
    known = {line.position: line for line in record.materials}
    if not wanted:
        raise ServiceError("supplement_empty")
    for position, text in wanted.items():
        if position not in known:
            raise ServiceError("material_unknown", position=position + 1)
        known[position].demand = text
    names = "；".join(known[position].name for position in sorted(wanted))
    clocks = move(work, record, CaseAction.SUPPLEMENT, names)
    number = reserve_number(work, record, DocumentKind.SUPPLEMENT_NOTICE)
    issue(work, record, case_documents.supplement_notice(work, record, clocks, number))
    return kept(work, record)


def receive_supplement(
    work: Work,
    case_id: int,
    revision: int,
    materials: Sequence[ReceivedMaterial],
    files: Sequence[AttachedFile] = (),
    sent_at: datetime | None = None,
) -> ActResult:
    """补正收件: take what the notice asked for; while a needed part is still to come, the applicant's time runs on.

    `sent_at` is when it was sent in by another way than the counter: time counts from then.
    Raises `supplement_unasked` for a line the notice did not name.
    """
    work.require(Permission.CASES_RECEIVE)
    record = open_record(work, case_id, revision)
    check_materials(record.content, materials)
    known = {line.position: line for line in record.materials}
    handed_in: list[CaseMaterial] = []
    for given in materials:
        line = known[given.position]
        if given.received_as is ReceivedAs.NOT_RECEIVED:
            continue
        if not line.demand:
            raise ServiceError("supplement_unasked", material=line.name)
        fill_line(work, line, record.content.materials[line.position], given)
        line.demand = ""
        handed_in.append(line)
    if not handed_in:
        raise ServiceError("supplement_empty")
    hand_in(work, record, materials, files)
    notice = find_document(work, case_id, DocumentKind.SUPPLEMENT_NOTICE)
    taken_at = min(sent_at or work.now, work.now)
    move(
        work,
        record,
        CaseAction.RECEIVE_SUPPLEMENT,
        "；".join(line.name for line in handed_in),
        target=CaseState.SUPPLEMENTING if _is_asked_for(record) else CaseState.RECEIVED,
        since=hall_date(taken_at),
    )
    number = reserve_number(work, record, DocumentKind.SUPPLEMENT_RECEIPT)
    paper = case_documents.supplement_receipt(
        work, record, handed_in, notice.number if notice else "", number
    )
    issue(work, record, replace(paper, received_at=case_documents.local_time(taken_at)))
    return kept(work, record)


def _is_asked_for(record: CaseRecord) -> bool:
    """Whether a line without which the case cannot be accepted is still asked for (行政许可法 art. 32 item 5)."""
    asked = ((line.name, line.necessity, ReceivedAs.NOT_RECEIVED) for line in record.materials if line.demand)
    return bool(shortfall(asked).missing)


def refuse_case(work: Work, case_id: int, revision: int, refusal: Refusal) -> ActResult:
    """不予受理: with reason, basis and the remedies; who is not competent says who is (art. 32 item 2, art. 38).

    A 否定报告 goes with it into the file: nobody at the counter says no without a superior reading why.
    """
    work.require(Permission.CASES_RECEIVE)
    reason = clean_text(refusal.reason, "不予受理理由", needed=True)
    basis = clean_text(refusal.basis, "不予受理依据", needed=True)
    is_elsewhere = refusal.ground is RefusalGround.NOT_COMPETENT
    right_organ = clean_text(refusal.right_organ, "应向哪个机关申请", needed=is_elsewhere, longest=MAX_NAME)
    record = open_record(work, case_id, revision)
    require_in_time(work, record)
    advice = clean_text(refusal.advice, "告知申请人的办理途径") or refusal_advice(refusal.ground, right_organ)
    move(work, record, CaseAction.REFUSE, reason)
    number = reserve_number(work, record, DocumentKind.REFUSAL)
    paper = case_documents.refusal_decision(work, record, reason, basis, right_organ, number)
    issue(work, record, paper)
    report_number = reserve_number(work, record, DocumentKind.NEGATIVE_REPORT)
    issue(work, record, case_documents.negative_report(work, record, paper, advice, report_number))
    return kept(work, record)


def kept(work: Work, record: CaseRecord) -> ActResult:
    """Write the act and tell what it led to."""
    keep(work, record)
    case = record.case
    documents = tuple(document.id for document in record.documents)
    return ActResult(case.id, case.number, case.query_code, case.revision, case.state, documents)


def _receive(work: Work, given: CaseInput, *, needs_form: bool = True) -> CaseRecord:
    record = (
        begin_record(work, given) if given.pending is None else continue_record(work, given, given.pending)
    )
    case = record.case
    if needs_form:
        check_values(record.content.application_form, case.form)
    if case.state in _UNRECEIVED:
        case.received_at = work.now
    case.counter_id, case.receiver_id = work.actor.counter_id, work.account_id
    move(work, record, CaseAction.RECEIVE)
    issue_application(work, record)
    number = reserve_number(work, record, DocumentKind.RECEIPT)
    issue(work, record, case_documents.receipt(work, record, tuple(record.clocks.values()), number))
    return record


def find_document(work: Work, case_id: int, kind: DocumentKind) -> IssuedDocument | None:
    """The latest paper of a kind that a case has."""
    return work.session.scalar(
        sa.select(IssuedDocument)
        .where(IssuedDocument.case_id == case_id, IssuedDocument.kind == kind)
        .order_by(IssuedDocument.id.desc())
        .limit(1)
    )
