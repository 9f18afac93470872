"""好差评: inviting a citizen to rate, and keeping what was chosen; nobody answering is unrated, never satisfied."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from desktop_app.rules.cases import clean_text
from desktop_app.rules.errors import ServiceError
from desktop_app.services.work import Work
from models.cases import Case
from models.enums import Area, Grade, InvitationState, Permission
from models.reviews import Review, ReviewInvitation, ReviewOption

MAX_WORDS = 500


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


def invite(work: Work, case_id: int) -> Invitation:
    """Open the pad for a case; an invitation still open or answered is not repeated (`review_already_invited`)."""
    work.require(Permission.REVIEWS_COLLECT)
    case = work.session.get(Case, case_id)
    if case is None:
        raise ServiceError("case_unknown")
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
            text=clean_text(given.text, "评价内容", longest=MAX_WORDS),
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
        row.state, row.closed_at = InvitationState.UNRATED, work.now
        work.record("reviews.unrated", f"invitation:{invitation_id}", Area.REVIEWS)
    return row.state


def count_reviews(work: Work) -> dict[Grade | InvitationState, int]:
    """How many services were rated with each grade, and how many stayed unrated or are still open."""
    work.require(Permission.REVIEWS_VIEW)
    grades = work.session.execute(sa.select(Review.grade, sa.func.count()).group_by(Review.grade))
    states = work.session.execute(
        sa.select(ReviewInvitation.state, sa.func.count()).group_by(ReviewInvitation.state)
    )
    return {**dict(grades.all()), **dict(states.all())}


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
