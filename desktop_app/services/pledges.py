"""容缺补交与承诺核查: what is supplied later, promises taken back, and whether they were true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.cases import transition
from desktop_app.rules.checklists import OUTSTANDING, ReceivedMaterial, check_materials
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from desktop_app.services import case_documents
from desktop_app.services.bars import add_bar, find_bars
from desktop_app.services.case_files import AttachedFile
from desktop_app.services.case_materials import fill_line, hand_in
from desktop_app.services.case_records import (
    CaseRecord,
    is_running,
    move,
    open_record,
    require_department,
    set_due,
)
from desktop_app.services.cases import ActResult, find_document, kept
from desktop_app.services.printing import issue, reserve_number
from desktop_app.services.work import Work
from models.accounts import Account
from models.applicants import CasePledge
from models.cases import Case, CaseMaterial
from models.enums import (
    CaseAction,
    ClockKind,
    DocumentKind,
    PartyRole,
    Permission,
    ReceivedAs,
    Role,
)
from models.procedure import BarGround, PledgeOutcome

PAGE = 100


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """A promise and what became of it; `check_due_on` is set by the decision."""

    id: int
    case_id: int
    number: str
    revision: int
    matter_name: str
    applicant_name: str
    subject: str
    text: str
    pledged_at: datetime
    check_due_on: date | None
    ended_at: datetime | None
    outcome: PledgeOutcome | None
    checked_by: str
    note: str


def list_pledges(work: Work, case_id: int) -> list[PledgeRow]:
    """The promises of a case, in the order they were made."""
    work.require(Permission.CASES_VIEW)
    return _rows(work, _select().where(CasePledge.case_id == case_id).order_by(CasePledge.id))


def find_pledges(work: Work, cases: sa.Select[int], limit: int = PAGE) -> list[PledgeRow]:
    """The promises of many cases, the latest first."""
    work.require(Permission.CASES_VIEW)
    return _rows(
        work, _select().where(CasePledge.case_id.in_(cases)).order_by(CasePledge.id.desc()).limit(limit)
    )


def list_pledge_checks(work: Work, after: PledgeRow | None = None, limit: int = PAGE) -> list[PledgeRow]:
    """承诺核查: promises that wait to be checked, the most urgent first; an approver sees the own department's."""
    work.require(Permission.CASES_VIEW)
    query = _select().where(*_to_check(work))
    if after is not None:
        query = query.where(
            sa.tuple_(CasePledge.check_due_on, CasePledge.id) > (after.check_due_on, after.id)
        )
    return _rows(work, query.order_by(CasePledge.check_due_on, CasePledge.id).limit(limit))


def count_pledge_checks(work: Work) -> int:
    """How many promises wait to be checked, of those `list_pledge_checks` shows."""
    work.require(Permission.CASES_VIEW)
    query = sa.select(sa.func.count()).select_from(CasePledge).join(Case, Case.id == CasePledge.case_id)
    return work.session.scalar(query.where(*_to_check(work))) or 0


def supply_deferred(
    work: Work,
    case_id: int,
    revision: int,
    materials: Sequence[ReceivedMaterial],
    files: Sequence[AttachedFile] = (),
) -> ActResult:
    """容缺补交: what may follow has come; with the last line the result is free again.

    Raises `supplement_unasked` for a line that is not outstanding, `supplement_empty` without one.
    """
    work.require(Permission.CASES_RECEIVE)
    record = open_record(work, case_id, revision)
    transition(CaseAction.RECEIVE_DEFERRED, record.case.state)
    check_materials(record.content, materials)
    known = {line.position: line for line in record.materials}
    handed_in: list[CaseMaterial] = []
    for given in materials:
        line = known[given.position]
        if given.received_as in OUTSTANDING:
            continue
        if line.received_as not in OUTSTANDING:
            raise ServiceError("supplement_unasked", material=line.name)
        if given.received_as is ReceivedAs.PLEDGED:  # a promise is made by the letter of the acceptance
            way = given.received_as.label
            raise ServiceError("material_way_invalid", material=line.name, way=way)
        fill_line(work, line, record.content.materials[line.position], given)
        handed_in.append(line)
    if not handed_in:
        raise ServiceError("supplement_empty")
    hand_in(work, record, materials, files)
    move(work, record, CaseAction.RECEIVE_DEFERRED, "；".join(line.name for line in handed_in))
    _settle_deferral(work, record)
    notice = find_document(work, case_id, DocumentKind.DEFERRAL)
    number = reserve_number(work, record, DocumentKind.SUPPLEMENT_RECEIPT)
    paper = case_documents.supplement_receipt(
        work, record, handed_in, notice.number if notice else "", number
    )
    issue(work, record, paper)
    return kept(work, record)


def withdraw_pledge(work: Work, case_id: int, revision: int, pledge_id: int, reason: str) -> ActResult:
    """撤回承诺 before the decision: the material itself must come then; raises `pledge_unknown`, `pledge_ended`."""
    work.require(Permission.CASES_RECEIVE)
    reason = clean_text(reason, "撤回理由", needed=True)
    record = open_record(work, case_id, revision)
    pledge = _open_pledge(work, pledge_id, case_id)
    pledge.ended_at, pledge.note = work.now, reason
    for line in record.materials:
        if line.position == pledge.position:
            line.received_as, line.received_at = ReceivedAs.NOT_RECEIVED, None
    move(work, record, CaseAction.WITHDRAW_PLEDGE, f"{pledge.subject}：{reason}")
    return kept(work, record)


def check_pledge(
    work: Work, case_id: int, revision: int, pledge_id: int, outcome: PledgeOutcome, note: str
) -> ActResult:
    """承诺核查: whether a promise was true; a false one bars its maker from promising again until that is lifted.

    Raises `pledge_unknown`, `pledge_ended`, `pledge_undecided` before the decision.
    """
    work.require(Permission.CASES_EXAMINE)
    note = clean_text(note, "核查情况", needed=True)
    record = open_record(work, case_id, revision)
    require_department(work, record.case)
    pledge = _open_pledge(work, pledge_id, case_id)
    if pledge.check_due_on is None:
        raise ServiceError("pledge_undecided")
    pledge.ended_at, pledge.outcome = work.now, outcome
    pledge.checked_by, pledge.note = work.account_id, note
    move(work, record, CaseAction.CHECK_PLEDGE, f"{pledge.subject}：{outcome.label}；{note}")
    if outcome is PledgeOutcome.BROKEN and not _is_barred(work, record):
        add_bar(work, record.case, record.parties[PartyRole.APPLICANT], BarGround.FALSE_PLEDGE, note)
    return kept(work, record)


def start_checks(work: Work, record: CaseRecord) -> None:
    """The decision sets until when the promises behind it are checked; a part of it.

    The date is the office's own aim, no period of law: it is counted in plain days and needs no calendar.
    """
    until = work.today + timedelta(days=work.settings.pledge_check_days)
    for pledge in _standing(work, record.case.id):
        pledge.check_due_on = until


def _settle_deferral(work: Work, record: CaseRecord) -> None:
    """With the last deferred line in, its clock stops."""
    is_done = all(line.received_as is not ReceivedAs.DEFERRED for line in record.materials)
    if is_done and is_running(record, ClockKind.DEFERRAL):
        record.clocks[ClockKind.DEFERRAL].stopped_on = work.today
        set_due(record)


def _is_barred(work: Work, record: CaseRecord) -> bool:
    number = record.parties[PartyRole.APPLICANT].identity_number
    return any(bar.ground is BarGround.FALSE_PLEDGE for bar in find_bars(work, number))


def _open_pledge(work: Work, pledge_id: int, case_id: int) -> CasePledge:
    pledge = work.session.get(CasePledge, pledge_id, with_for_update=True, populate_existing=True)
    if pledge is None or pledge.case_id != case_id:
        raise ServiceError("pledge_unknown")
    if pledge.ended_at is not None:
        raise ServiceError("pledge_ended")
    return pledge


def _standing(work: Work, case_id: int) -> Sequence[CasePledge]:
    return work.session.scalars(
        sa.select(CasePledge).where(CasePledge.case_id == case_id, CasePledge.ended_at.is_(None))
    ).all()


def _to_check(work: Work) -> tuple[sa.ColumnElement[bool], ...]:
    """Promises behind a decision, not checked yet; of an approver's own department."""
    waiting = (CasePledge.check_due_on.is_not(None), CasePledge.ended_at.is_(None))
    if work.actor.role is not Role.APPROVER:
        return waiting
    return (*waiting, Case.department_id == work.actor.department_id)


def _select() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            CasePledge.id,
            CasePledge.case_id,
            Case.number,
            Case.revision,
            Case.matter_name,
            Case.applicant_name,
            CasePledge.subject,
            CasePledge.text,
            CasePledge.pledged_at,
            CasePledge.check_due_on,
            CasePledge.ended_at,
            CasePledge.outcome,
            sa.func.coalesce(Account.name, ""),
            CasePledge.note,
        )
        .join(Case, Case.id == CasePledge.case_id)
        .outerjoin(Account, Account.id == CasePledge.checked_by)
    )


def _rows(work: Work, query: sa.Select[*tuple[Any, ...]]) -> list[PledgeRow]:
    return [PledgeRow(*row) for row in work.session.execute(query)]
