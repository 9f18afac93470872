"""办件查询: lists for every desk, and everything about one case."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from desktop_app.rules.cases import actions_in
from desktop_app.rules.catalogue import MaterialSpec, MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.masking import masked_identity, masked_phone
from desktop_app.rules.situations import answer_words, select
from desktop_app.services.case_rows import CaseRow, read_rows, select_rows
from desktop_app.services.matter_versions import get_version
from desktop_app.services.work import Work
from models.accounts import Account
from models.cases import Case, CaseClock, CaseEvent, CaseMaterial, CaseParty
from models.enums import (
    ApplicantKind,
    CaseAction,
    CaseState,
    ClockKind,
    IdentityKind,
    InvitationState,
    MaterialNecessity,
    Opinion,
    PartyRole,
    Permission,
    ReceivedAs,
    Role,
)
from models.examination import CaseDecision, CaseOpinion
from models.reviews import ReviewInvitation

PAGE = 50
MANY = 500
"""Of more cases with a number that begins alike, only those with the highest numbers are looked at."""
MANY_NAMED = 2000
"""From so many cases with one name on, those received last are found sooner by looking through them from there."""
_LATEST_FIRST = (Case.received_at.desc(), Case.id.desc())


@dataclass(frozen=True, slots=True)
class PartyRow:
    """Applicant or agent, with number and phone masked."""

    role: PartyRole
    kind: ApplicantKind
    name: str
    identity_kind: IdentityKind
    masked_number: str
    confirmation: str
    masked_phone: str


@dataclass(frozen=True, slots=True)
class FullParty:
    """The unmasked values, shown on a click that leaves a trace."""

    identity_number: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One line of the checklist; `demand` is what the supplement notice still asks for, `spec` what the version says."""

    position: int
    name: str
    spec: MaterialSpec
    necessity: MaterialNecessity
    received_as: ReceivedAs
    count: int
    note: str
    demand: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One act of the process."""

    at: datetime
    actor_name: str
    action: CaseAction
    state: CaseState
    text: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock and how its date was found."""

    kind: ClockKind
    started_on: date
    due_on: date
    explanation: str
    stopped_on: date | None


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """An examiner's opinion."""

    at: datetime
    name: str
    opinion: Opinion
    text: str
    step_name: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """The decision; certificate fields are empty for a denial."""

    is_granted: bool
    reason: str
    certificate_name: str
    certificate_number: str
    certificate_text: str
    valid_until: date | None
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """Everything the page of one case shows; `review` is `None` where nobody was invited to rate."""

    row: CaseRow
    query_code: str
    matter_id: int
    content: MatterContent
    """What applies to the case: the version it was received under, as its situation was answered."""
    situation: tuple[tuple[str, str], ...]
    """The questions asked and their answers, in words."""
    parties: tuple[PartyRow, ...]
    materials: tuple[MaterialRow, ...]
    clocks: tuple[ClockRow, ...]
    events: tuple[EventRow, ...]
    opinions: tuple[OpinionRow, ...]
    decision: DecisionRow | None
    review: InvitationState | None
    actions: tuple[CaseAction, ...]


def list_open_cases(
    work: Work, states: tuple[CaseState, ...], after: CaseRow | None = None, limit: int = PAGE
) -> list[CaseRow]:
    """The open cases in some states, the most urgent first: an approver sees the own department's, a clerk the hall's."""
    work.require(Permission.CASES_VIEW)
    query = select_rows().where(Case.closed_at.is_(None), Case.state.in_(states))
    query = query.where(*own_cases(work))
    if after is not None:
        query = query.where(sa.tuple_(Case.due_on, Case.id) > (after.due_on, after.id))
    return read_rows(work, query.order_by(Case.due_on, Case.id).limit(limit))


def count_open_cases(work: Work) -> dict[CaseState, int]:
    """How many open cases stand in each state, of those `list_open_cases` shows; states without any are left out."""
    work.require(Permission.CASES_VIEW)
    query = sa.select(Case.state, sa.func.count()).where(Case.closed_at.is_(None)).group_by(Case.state)
    query = query.where(*own_cases(work))
    return dict(work.session.execute(query).all())


def list_recent_cases(
    work: Work,
    after: CaseRow | None = None,
    limit: int = PAGE,
    *,
    states: tuple[CaseState, ...] = (),
    department_id: int | None = None,
) -> list[CaseRow]:
    """Cases, open and closed, the latest received first: all, or those in some states or of one department."""
    work.require(Permission.CASES_VIEW)
    query = select_rows()
    if states:
        query = query.where(Case.state.in_(states))
    if department_id is not None:
        query = query.where(Case.department_id == department_id)
    if after is not None:
        query = query.where(sa.tuple_(Case.received_at, Case.id) < (after.received_at, after.id))
    return read_rows(work, query.order_by(Case.received_at.desc(), Case.id.desc()).limit(limit))


def find_cases(work: Work, text: str, limit: int = 20) -> list[CaseRow]:
    """Cases by number or its beginning, by a party's whole number, or by the beginning of a party's name.

    The latest received come first. Each question goes to its own index: one condition for all would read every case.
    """
    work.require(Permission.CASES_VIEW)
    wanted = text.strip()
    if not wanted:
        return []
    folded = wanted.upper().replace(" ", "").replace("·", "")
    by_number = sa.select(Case.id).where(_starts_with(Case.number, folded)).order_by(Case.number.desc())
    by_identity = (
        sa.select(CaseParty.case_id)
        .where(CaseParty.identity_number == folded)
        .order_by(CaseParty.case_id.desc())
    )
    found = {*work.session.scalars(by_number.limit(MANY)), *work.session.scalars(by_identity.limit(MANY))}
    found |= _named(work, wanted, limit)
    query = select_rows().where(Case.id.in_(found))
    return read_rows(work, query.order_by(*_LATEST_FIRST).limit(limit))


def get_case_id(work: Work, number: str) -> int:
    """The case of a number; raises `case_unknown`."""
    work.require(Permission.CASES_VIEW)
    found = work.session.scalar(sa.select(Case.id).where(Case.number == number.strip().upper()))
    if found is None:
        raise ServiceError("case_unknown")
    return found


def get_case(work: Work, case_id: int) -> CaseDetail:
    """Everything about one case; raises `case_unknown`."""
    work.require(Permission.CASES_VIEW)
    session = work.session
    case = session.get(Case, case_id)
    if case is None:
        raise ServiceError("case_unknown")
    published = get_version(work, case.matter_version_id)
    content = select(published, case.answers)
    return CaseDetail(
        row=read_rows(work, select_rows().where(Case.id == case_id))[0],
        query_code=case.query_code,
        matter_id=case.matter_id,
        content=content,
        situation=tuple(answer_words(published, case.answers)),
        parties=_parties(work, case_id),
        materials=_materials(work, case, content),
        clocks=_clocks(work, case_id),
        events=_events(work, case_id),
        opinions=_opinions(work, case_id),
        decision=_decision(work, case_id),
        review=session.scalar(
            sa.select(ReviewInvitation.state)
            .where(ReviewInvitation.case_id == case_id)
            .order_by(ReviewInvitation.id.desc())
            .limit(1)
        ),
        actions=actions_in(case.state),
    )


def reveal_party(work: Work, case_id: int, role: PartyRole) -> FullParty:
    """The full number, phone and address; who looked is remembered."""
    work.require(Permission.CASES_VIEW)
    party = work.session.get(CaseParty, (case_id, role))
    if party is None:
        raise ServiceError("party_unknown", party=role.label)
    number = work.session.scalar(sa.select(Case.number).where(Case.id == case_id))
    work.record("cases.reveal", f"case:{number}", role=role)
    return FullParty(party.identity_number, party.phone, party.address)


def own_cases(work: Work) -> tuple[sa.ColumnElement[bool], ...]:
    """An approver works for the own department; a clerk belongs to one too, and serves them all."""
    if work.actor.role is not Role.APPROVER:
        return ()
    return (Case.department_id == work.actor.department_id,)


def _named(work: Work, prefix: str, limit: int) -> set[int]:
    """The cases of parties whose names begin so; of very many only the latest, by their applicants."""
    by_name = sa.select(CaseParty.case_id).where(_starts_with(CaseParty.name, prefix))
    found = set(work.session.scalars(by_name.limit(MANY_NAMED)))
    if len(found) < MANY_NAMED:
        return found
    latest = sa.select(Case.id).where(_starts_with(Case.applicant_name, prefix)).order_by(*_LATEST_FIRST)
    return set(work.session.scalars(latest.limit(limit)))


def _starts_with(column: InstrumentedAttribute[str], prefix: str) -> sa.ColumnElement[bool]:
    """A range on the index: `LIKE 'abc%'` does not use one."""
    return sa.and_(column >= prefix, column < prefix + "\U0010ffff")


def _parties(work: Work, case_id: int) -> tuple[PartyRow, ...]:
    rows = work.session.scalars(sa.select(CaseParty).where(CaseParty.case_id == case_id))
    found = (
        PartyRow(
            row.role,
            row.kind,
            row.name,
            row.identity_kind,
            masked_identity(row.identity_kind.label, row.identity_number),
            row.confirmation,
            masked_phone(row.phone),
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda row: row.role is not PartyRole.APPLICANT))


def _materials(work: Work, case: Case, content: MatterContent) -> tuple[MaterialRow, ...]:
    rows = work.session.scalars(
        sa.select(CaseMaterial).where(CaseMaterial.case_id == case.id).order_by(CaseMaterial.position)
    )
    return tuple(
        MaterialRow(
            row.position,
            row.name,
            content.materials[row.position],
            row.necessity,
            row.received_as,
            row.count,
            row.note,
            row.demand,
        )
        for row in rows
    )


def _clocks(work: Work, case_id: int) -> tuple[ClockRow, ...]:
    rows = work.session.scalars(
        sa.select(CaseClock).where(CaseClock.case_id == case_id).order_by(CaseClock.due_on)
    )
    return tuple(
        ClockRow(row.kind, row.started_on, row.due_on, row.explanation, row.stopped_on) for row in rows
    )


def _events(work: Work, case_id: int) -> tuple[EventRow, ...]:
    rows = work.session.scalars(
        sa.select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id)
    )
    return tuple(EventRow(row.at, row.actor_name, row.action, row.state, row.text) for row in rows)


def _opinions(work: Work, case_id: int) -> tuple[OpinionRow, ...]:
    rows = work.session.execute(
        sa.select(CaseOpinion.at, Account.name, CaseOpinion.opinion, CaseOpinion.text, CaseOpinion.step_name)
        .join(Account, Account.id == CaseOpinion.account_id)
        .where(CaseOpinion.case_id == case_id)
        .order_by(CaseOpinion.id)
    )
    return tuple(OpinionRow(*row) for row in rows)


def _decision(work: Work, case_id: int) -> DecisionRow | None:
    found = work.session.execute(
        sa.select(CaseDecision, Account.name)
        .join(Account, Account.id == CaseDecision.decided_by)
        .where(CaseDecision.case_id == case_id)
    ).first()
    if found is None:
        return None
    decision, name = found
    return DecisionRow(
        decision.is_granted,
        decision.reason,
        decision.certificate_name,
        decision.certificate_number,
        decision.certificate_text,
        decision.valid_until,
        decision.decided_at,
        name,
    )
