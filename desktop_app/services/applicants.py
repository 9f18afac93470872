"""申请人历史: what the hall knows of somebody who applies: cases, certificates, promises, ratings, bars. Every look leaves a trace."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from desktop_app.rules.application_forms import clean_values
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.masking import masked_identity
from desktop_app.rules.prefill import Earlier
from desktop_app.services.bars import BarRow, find_bars, list_bars
from desktop_app.services.case_rows import CaseRow, read_rows, select_rows
from desktop_app.services.matter_versions import get_version
from desktop_app.services.pledges import PledgeRow, find_pledges
from desktop_app.services.work import Work
from models.cases import Case, CaseParty
from models.enums import CaseState, Grade, IdentityKind, PartyRole, Permission
from models.examination import CaseDecision
from models.reviews import Review, ReviewInvitation

MOST_CASES = 200
"""Of somebody with more of them (an agency, a builder) the latest are shown."""


@dataclass(frozen=True, slots=True)
class ApplicantNotice:
    """What a counter should know as soon as the number is known; `bars` hold today for the matter."""

    cases: int
    open_of_matter: int
    """Cases of the same matter that are not closed yet: perhaps this is the same one again."""
    last: CaseRow | None
    bars: tuple[BarRow, ...]


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate a case ended with; `valid_until` is `None` where it has no end."""

    case_id: int
    case_number: str
    matter_name: str
    name: str
    number: str
    decided_at: datetime
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class RatingRow:
    """A rating given under the own name; anonymous ones are shown to nobody."""

    given_at: datetime
    grade: Grade
    text: str
    matter_name: str


@dataclass(frozen=True, slots=True)
class ApplicantHistory:
    """Everything about one applicant, the latest first; `as_agent` counts the cases done for others."""

    name: str
    masked_number: str
    cases: tuple[CaseRow, ...]
    as_agent: int
    certificates: tuple[CertificateRow, ...]
    pledges: tuple[PledgeRow, ...]
    ratings: tuple[RatingRow, ...]
    bars: tuple[BarRow, ...]
    today: date


def find_notice(
    work: Work, kind: IdentityKind, number: str, matter_id: int, at_hand: int | None = None
) -> ApplicantNotice:
    """In a few figures what is known of a number, besides the case at hand; a look at more is `open_history`."""
    work.require(Permission.APPLICANTS_VIEW)
    own = _own_cases(kind, number)
    if at_hand is not None:
        own = own.where(CaseParty.case_id != at_hand)
    counted = work.session.scalar(sa.select(sa.func.count()).select_from(own.subquery())) or 0
    of_matter = sa.select(sa.func.count()).where(
        Case.id.in_(own), Case.matter_id == matter_id, Case.closed_at.is_(None)
    )
    latest = read_rows(work, _latest(own).limit(1)) if counted else []
    return ApplicantNotice(
        counted,
        work.session.scalar(of_matter) or 0 if counted else 0,
        latest[0] if latest else None,
        tuple(find_bars(work, number, matter_id)),
    )


def take_earlier(work: Work, kind: IdentityKind, number: str, matter_id: int) -> Earlier:
    """What the applicant's latest case of a matter can fill a new form in with; where it came from is remembered."""
    work.require(Permission.CASES_RECEIVE)
    own = _own_cases(kind, number)
    query = (
        sa.select(Case)
        .where(Case.id.in_(own), Case.matter_id == matter_id, Case.state != CaseState.DRAFT)
        .order_by(Case.id.desc())
        .limit(1)
    )
    last = work.session.scalar(query)
    certificate = work.session.scalar(
        sa.select(CaseDecision.certificate_number)
        .join(Case, Case.id == CaseDecision.case_id)
        .where(
            Case.id.in_(own),
            Case.matter_id == matter_id,
            CaseDecision.is_granted,
            CaseDecision.certificate_number != "",
        )
        .order_by(CaseDecision.decided_at.desc())
        .limit(1)
    )
    if last is None or not (last.form or certificate):
        return Earlier()
    schema = get_version(work, last.matter_version_id).application_form
    work.record("applicants.prefill", f"case:{last.number}")
    return Earlier(clean_values(schema, last.form), certificate or "", last.number)


def open_history(work: Work, kind: IdentityKind, number: str) -> ApplicantHistory:
    """Everything about the holder of a number; raises `applicant_unknown` without any case or bar."""
    work.require(Permission.APPLICANTS_VIEW)
    history = _history(work, kind, number)
    if history.cases:
        subject = f"case:{history.cases[0].number}"
    elif history.bars:
        subject = f"bar:{history.bars[0].id}"
    else:
        raise ServiceError("applicant_unknown")
    work.record("applicants.open", subject)
    return history


def open_history_of_case(work: Work, case_id: int) -> ApplicantHistory:
    """Everything about the applicant of a case; raises `case_unknown`."""
    work.require(Permission.APPLICANTS_VIEW)
    party = work.session.get(CaseParty, (case_id, PartyRole.APPLICANT))
    if party is None:
        raise ServiceError("case_unknown")
    number = work.session.scalar(sa.select(Case.number).where(Case.id == case_id))
    work.record("applicants.open", f"case:{number}")
    return _history(work, party.identity_kind, party.identity_number)


def _history(work: Work, kind: IdentityKind, number: str) -> ApplicantHistory:
    own = _own_cases(kind, number)
    cases = tuple(read_rows(work, _latest(own).limit(MOST_CASES)))
    bars = tuple(list_bars(work, number))
    as_agent = sa.select(sa.func.count()).where(
        CaseParty.identity_number == number,
        CaseParty.identity_kind == kind,
        CaseParty.role == PartyRole.AGENT,
    )
    return ApplicantHistory(
        name=cases[0].applicant_name if cases else bars[0].name if bars else "",
        masked_number=masked_identity(kind.label, number),
        cases=cases,
        as_agent=work.session.scalar(as_agent) or 0,
        certificates=_certificates(work, own),
        pledges=tuple(find_pledges(work, own)),
        ratings=_ratings(work, own),
        bars=bars,
        today=work.today,
    )


def _own_cases(kind: IdentityKind, number: str) -> sa.Select[int]:
    return sa.select(CaseParty.case_id).where(
        CaseParty.identity_number == number,
        CaseParty.identity_kind == kind,
        CaseParty.role == PartyRole.APPLICANT,
    )


def _latest(own: sa.Select[int]) -> sa.Select[*tuple[object, ...]]:
    return select_rows().where(Case.id.in_(own)).order_by(Case.received_at.desc(), Case.id.desc())


def _certificates(work: Work, own: sa.Select[int]) -> tuple[CertificateRow, ...]:
    rows = work.session.execute(
        sa.select(
            Case.id,
            Case.number,
            Case.matter_name,
            CaseDecision.certificate_name,
            CaseDecision.certificate_number,
            CaseDecision.decided_at,
            CaseDecision.valid_until,
        )
        .join(Case, Case.id == CaseDecision.case_id)
        .where(Case.id.in_(own), CaseDecision.is_granted, CaseDecision.certificate_name != "")
        .order_by(CaseDecision.decided_at.desc())
        .limit(MOST_CASES)
    )
    return tuple(CertificateRow(*row) for row in rows)


def _ratings(work: Work, own: sa.Select[int]) -> tuple[RatingRow, ...]:
    """Only for whoever may read ratings at all, and none that was given anonymously."""
    if Permission.REVIEWS_VIEW not in work.actor.permissions:
        return ()
    rows = work.session.execute(
        sa.select(Review.given_at, Review.grade, Review.text, Case.matter_name)
        .join(ReviewInvitation, ReviewInvitation.id == Review.invitation_id)
        .join(Case, Case.id == ReviewInvitation.case_id)
        .where(Case.id.in_(own), Review.is_anonymous.is_(False))
        .order_by(Review.given_at.desc())
        .limit(MOST_CASES)
    )
    return tuple(RatingRow(*row) for row in rows)
