"""撤回、作废、转报、并案、窗口转办: the ways a case leaves the straight road, each with its reason and its trace."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desktop_app.rules.cases import CLOSED
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services.case_records import CaseRecord, event, move, open_record, require_department
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.paper_voiding import mark_void
from desktop_app.services.termination import Ending, end_case, end_waiting
from desktop_app.services.work import Work
from models.accounts import Account
from models.cases import Case, CaseEvent, CaseParty
from models.enums import CaseAction, CaseState, PartyRole, Permission, Role
from models.sites import Counter, CounterLease

WITHDRAWAL = Ending(
    basis="申请人提出的撤回申请",
    next_steps="需要继续办理的，可以重新提出申请。已提交的材料可以凭有效身份证件领回。",
)
TRANSFER_BASIS = "依照法律、法规、规章的规定，该申请应当报接收机关办理"


@dataclass(frozen=True, slots=True)
class CounterPerson:
    """Somebody who can go on with a case at the counter; `counter_name` is empty where nobody sits."""

    account_id: int
    name: str
    counter_name: str


@dataclass(frozen=True, slots=True)
class Twin:
    """A case that a duplicate may be merged into: same applicant, same matter, still open."""

    id: int
    number: str
    state: CaseState
    received_at: datetime


def withdraw_case(work: Work, case_id: int, revision: int, reason: str) -> ActResult:
    """撤回申请: the applicant takes the application back before it is decided."""
    work.require(Permission.CASES_RECEIVE)
    reason = clean_text(reason, "撤回原因", needed=True)
    record = open_record(work, case_id, revision)
    end_case(work, record, CaseAction.WITHDRAW, reason, WITHDRAWAL)
    return kept(work, record)


def void_case(work: Work, case_id: int, revision: int, reason: str) -> ActResult:
    """作废: the case should not exist (entered by mistake, for the wrong matter); its papers no longer hold."""
    work.require(Permission.CASES_CORRECT)
    reason = clean_text(reason, "作废原因", needed=True)
    record = open_record(work, case_id, revision)
    end_waiting(work, record)
    move(work, record, CaseAction.VOID, reason)
    mark_void(work, case_id, f"办件已作废：{reason}")
    return kept(work, record)


def transfer_case(work: Work, case_id: int, revision: int, organ: str, reason: str) -> ActResult:
    """转报: another organ decides; the materials go there with the case, nobody hands them in again (art. 35)."""
    work.require(Permission.CASES_EXAMINE)
    organ = clean_text(organ, "接收机关", needed=True, longest=MAX_NAME)
    reason = clean_text(reason, "转报理由", needed=True)
    record = open_record(work, case_id, revision)
    require_department(work, record.case)
    ending = Ending(
        basis=TRANSFER_BASIS,
        next_steps=f"全部申请材料由本机关直接报送{organ}，您（单位）不需要重复提交；办理情况请向{organ}查询。",
        right_organ=organ,
        returns_materials=False,
    )
    end_case(work, record, CaseAction.TRANSFER, f"转报{organ}：{reason}", ending)
    return kept(work, record)


def list_twins(work: Work, case_id: int) -> list[Twin]:
    """The open cases that this one could be merged into, the earliest first."""
    work.require(Permission.CASES_VIEW)
    case = work.session.get(Case, case_id)
    if case is None:
        raise ServiceError("case_unknown")
    applicant = work.session.get_one(CaseParty, (case_id, PartyRole.APPLICANT))
    query = (
        sa.select(Case)
        .join(CaseParty, CaseParty.case_id == Case.id)
        .where(
            CaseParty.identity_number == applicant.identity_number,
            CaseParty.identity_kind == applicant.identity_kind,
            CaseParty.role == PartyRole.APPLICANT,
            Case.matter_id == case.matter_id,
            Case.closed_at.is_(None),
            Case.id != case_id,
        )
        .order_by(Case.received_at, Case.id)
    )
    found = work.session.scalars(query)
    return [
        Twin(twin.id, twin.number, twin.state, twin.received_at) for twin in found if _is_ahead(twin, case)
    ]


def merge_case(work: Work, case_id: int, revision: int, twin_number: str, reason: str) -> ActResult:
    """并案: the same applicant applied for the same matter twice; the case that is further ahead goes on.

    Raises `merge_unknown`, `merge_other_applicant`, `merge_closed`, and `merge_behind` where the applicant would lose
    the earlier date (行政许可法 art. 57).
    """
    work.require(Permission.CASES_RECEIVE)
    reason = clean_text(reason, "并案理由", needed=True)
    wanted = clean_text(twin_number, "并入的办件编号", needed=True, longest=60).upper()
    twin_id = work.session.scalar(sa.select(Case.id).where(Case.number == wanted))
    if twin_id is None or twin_id == case_id:
        raise ServiceError("merge_unknown")
    _lock(work, case_id, twin_id)
    record = open_record(work, case_id, revision)
    twin = work.session.get_one(Case, twin_id)
    _require_twin(work, record, twin)
    ending = Ending(
        basis="同一申请人就同一事项重复提出申请",
        next_steps=f"该申请并入办件{twin.number}继续办理，本次提交的材料随之并入，您（单位）不需要重复提交。",
        twin_number=twin.number,
        returns_materials=False,
    )
    record.case.merged_into_id = twin.id
    end_case(work, record, CaseAction.MERGE, f"并入{twin.number}：{reason}", ending)
    _note_on_twin(work, twin, f"办件{record.case.number}并入本件：{reason}")
    return kept(work, record)


def list_counter_people(work: Work) -> list[CounterPerson]:
    """Who can go on with a case at the counter, with the counter they sit at now."""
    work.require(Permission.CASES_VIEW)
    query = (
        sa.select(Account.id, Account.name, sa.func.coalesce(Counter.name, ""))
        .outerjoin(
            CounterLease,
            sa.and_(CounterLease.account_id == Account.id, CounterLease.expires_at > work.now),
        )
        .outerjoin(Counter, Counter.id == CounterLease.counter_id)
        .where(Account.role == Role.CLERK, Account.is_active)
        .order_by(Account.name, Account.id)
    )
    return [CounterPerson(*row) for row in work.session.execute(query)]


def hand_over_case(work: Work, case_id: int, revision: int, account_id: int, reason: str = "") -> ActResult:
    """窗口转办: somebody else goes on with the case at the counter; raises `person_unfit`, `holder_same`."""
    work.require(Permission.CASES_RECEIVE)
    reason = clean_text(reason, "转办说明")
    record = open_record(work, case_id, revision)
    person = work.session.get(Account, account_id)
    if person is None or person.role is not Role.CLERK or not person.is_active:
        raise ServiceError("person_unfit")
    case = record.case
    if account_id == (case.holder_id or case.receiver_id):
        raise ServiceError("holder_same", person=person.name)
    case.holder_id = account_id
    move(work, record, CaseAction.HAND_OVER, f"转给{person.name}" + (f"：{reason}" if reason else ""))
    return kept(work, record)


def _lock(work: Work, *case_ids: int) -> None:
    """Lock several cases in one order, so that two counters never wait for each other."""
    query = sa.select(Case).where(Case.id.in_(case_ids)).order_by(Case.id).with_for_update()
    work.session.scalars(query.execution_options(populate_existing=True)).all()


def _require_twin(work: Work, record: CaseRecord, twin: Case) -> None:
    applicant = record.parties[PartyRole.APPLICANT]
    other = work.session.get_one(CaseParty, (twin.id, PartyRole.APPLICANT))
    is_same_person = (other.identity_kind, other.identity_number) == (
        applicant.identity_kind,
        applicant.identity_number,
    )
    if not is_same_person or twin.matter_id != record.case.matter_id:
        raise ServiceError("merge_other_applicant", number=twin.number)
    if twin.state in CLOSED:
        raise ServiceError("merge_closed", number=twin.number, state=twin.state.label)
    if not _is_ahead(twin, record.case):
        raise ServiceError("merge_behind", number=twin.number)


def _is_ahead(twin: Case, case: Case) -> bool:
    """Whether the applicant loses nothing by going on with the twin: it was accepted, else received, no later."""

    def standing(one: Case) -> tuple[bool, bool, datetime]:
        is_unsubmitted = one.state in {CaseState.DRAFT, CaseState.RETURNED}
        return one.accepted_at is None, is_unsubmitted, one.accepted_at or one.received_at

    return standing(twin) <= standing(case)


def _note_on_twin(work: Work, twin: Case, words: str) -> None:
    """The process of the case that goes on tells what came to it."""
    row: CaseEvent = event(work, twin, CaseAction.MERGE, words)
    row.case_id = twin.id
    work.session.add(row)
