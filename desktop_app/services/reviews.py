"""好差评: inviting a citizen to rate, and keeping what was chosen; nobody answering is unrated, never satisfied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.reviews import without_unprintables
from desktop_app.rules.texts import clean_text
from desktop_app.services.work import Work, hall_date
from models.accounts import Account
from models.cases import Case
from models.enums import Area, Grade, InvitationState, Permission
from models.reviews import Review, ReviewInvitation, ReviewOption
from models.sites import Counter

MAX_WORDS = 500
PAGE = 50
LONGEST_INVITATION = timedelta(minutes=15)
"""An invitation open longer than this was left behind by a program that broke off; it is unrated."""


@dataclass(frozen=True, slots=True)
class Option:
    """评价选项: one sentence of a grade; those not shown at once stand behind “展开”."""

    code: str
    text: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the pad needs: whom it serves, how long it waits, and the options of each grade. Nothing personal."""

    id: int
    hall_name: str
    matter_name: str
    clerk_name: str
    counter_name: str
    seconds: int
    options: dict[Grade, tuple[Option, ...]]


@dataclass(frozen=True, slots=True)
class ReviewGiven:
    """评价: grade, ticked options, free words."""

    grade: Grade
    options: tuple[str, ...] = ()
    text: str = ""
    is_anonymous: bool = True


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One rating as the supervisor sees it: the service that was rated, nothing of the person who did.

    Only the day is told, and no case number: minute and number would lead to the applicant.
    """

    id: int
    given_on: date
    grade: Grade
    options: tuple[str, ...]
    text: str
    is_anonymous: bool
    matter_name: str
    clerk_name: str
    counter_name: str


def invite(work: Work, case_id: int) -> Invitation:
    """Open the pad for a case; an invitation still open or answered is not repeated (`review_already_invited`)."""
    work.require(Permission.REVIEWS_COLLECT)
    case = work.session.get(Case, case_id)
    if case is None:
        raise ServiceError("case_unknown")
    _close_abandoned(work, case_id)
    row = ReviewInvitation(
        case_id=case_id,
        account_id=work.account_id,
        counter_id=work.actor.counter_id,
        state=InvitationState.OPEN,
        opened_at=work.now,
    )
    work.session.add(row)
    try:
        work.session.flush()
    except IntegrityError:
        raise ServiceError("review_already_invited") from None
    work.record("reviews.invite", f"case:{case.number}", Area.REVIEWS)
    return Invitation(
        row.id,
        work.settings.hall_name,
        case.matter_name,
        work.actor.name,
        work.actor.counter_name,
        work.settings.rating_seconds,
        _current_options(work),
    )


def give_review(work: Work, invitation_id: int, given: ReviewGiven) -> InvitationState:
    """Keep what the citizen chose; raises `review_closed` once the invitation is over, `review_option_wrong`."""
    work.require(Permission.REVIEWS_COLLECT)
    row = _open_invitation(work, invitation_id)
    allowed = {option.code for option in _current_options(work)[given.grade]}
    if not allowed.issuperset(given.options):
        raise ServiceError("review_option_wrong")
    row.state, row.closed_at = InvitationState.RATED, work.now
    work.session.add(
        Review(
            invitation_id=invitation_id,
            grade=given.grade,
            options=sorted(set(given.options)),
            text=clean_text(without_unprintables(given.text), "评价内容", longest=MAX_WORDS),
            is_anonymous=given.is_anonymous,
            given_at=work.now,
        )
    )
    work.record("reviews.give", f"invitation:{invitation_id}", Area.REVIEWS)
    return row.state


def close_unrated(work: Work, invitation_id: int) -> InvitationState:
    """Nobody answered: the service stays unrated; closing twice, or after a rating, changes nothing."""
    work.require(Permission.REVIEWS_COLLECT)
    row = work.session.get(ReviewInvitation, invitation_id, with_for_update=True)
    if row is None:
        raise ServiceError("review_closed")
    if row.state is InvitationState.OPEN:
        _close(work, row)
    return row.state


def count_reviews(work: Work) -> dict[Grade | InvitationState, int]:
    """How many services were rated with each grade, and how many stayed unrated or are still open."""
    work.require(Permission.REVIEWS_VIEW)
    grades = work.session.execute(sa.select(Review.grade, sa.func.count()).group_by(Review.grade))
    states = work.session.execute(
        sa.select(ReviewInvitation.state, sa.func.count()).group_by(ReviewInvitation.state)
    )
    return {**dict(grades.all()), **dict(states.all())}


def list_reviews(
    work: Work, after: ReviewRow | None = None, limit: int = PAGE, grade: Grade | None = None
) -> list[ReviewRow]:
    """What people rated, those invited last first, after a row of the page before; of one grade where it is given."""
    work.require(Permission.REVIEWS_VIEW)
    query = (
        sa.select(Review, Case.matter_name, Account.name, Counter.name)
        .join(ReviewInvitation, ReviewInvitation.id == Review.invitation_id)
        .join(Case, Case.id == ReviewInvitation.case_id)
        .join(Account, Account.id == ReviewInvitation.account_id)
        .outerjoin(Counter, Counter.id == ReviewInvitation.counter_id)
        .order_by(Review.invitation_id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(Review.invitation_id < after.id)
    if grade is not None:
        query = query.where(Review.grade == grade)
    found = work.session.execute(query).all()
    wanted = {code for review, *_ in found for code in review.options}
    codes = sa.select(ReviewOption.code, ReviewOption.text).where(ReviewOption.code.in_(wanted))
    texts = dict(work.session.execute(codes).all())
    return [
        ReviewRow(
            review.invitation_id,
            hall_date(review.given_at),
            review.grade,
            tuple(texts.get(code, code) for code in review.options),
            review.text,
            review.is_anonymous,
            matter,
            clerk,
            counter or "",
        )
        for review, matter, clerk, counter in found
    ]


def _close(work: Work, row: ReviewInvitation) -> None:
    row.state, row.closed_at = InvitationState.UNRATED, work.now
    work.record("reviews.unrated", f"invitation:{row.id}", Area.REVIEWS)


def _close_abandoned(work: Work, case_id: int) -> None:
    """A power cut leaves an invitation open for ever: its case could never be rated."""
    row = work.session.scalar(
        sa.select(ReviewInvitation)
        .where(
            ReviewInvitation.case_id == case_id,
            ReviewInvitation.state == InvitationState.OPEN,
            ReviewInvitation.opened_at < work.now - LONGEST_INVITATION,
        )
        .with_for_update()
    )
    if row is not None:
        _close(work, row)
        work.session.flush()


def _open_invitation(work: Work, invitation_id: int) -> ReviewInvitation:
    row = work.session.get(ReviewInvitation, invitation_id, with_for_update=True)
    if row is None or row.state is not InvitationState.OPEN:
        raise ServiceError("review_closed")
    return row


def _current_options(work: Work) -> dict[Grade, tuple[Option, ...]]:
    rows: Sequence[ReviewOption] = work.session.scalars(
        sa.select(ReviewOption).where(ReviewOption.is_current).order_by(ReviewOption.code)
    ).all()
    return {
        grade: tuple(Option(row.code, row.text, row.is_shown) for row in rows if row.grade is grade)
        for grade in Grade
    }
