"""Ratings: one per service, what is left open becomes unrated, and the supervisor sees nothing of the person."""

import dataclasses
from datetime import date

import pytest

from desktop_app.rules.errors import ServiceError
from desktop_app.services.cases import receive_and_accept_case
from desktop_app.services.reviews import (
    Invitation,
    ReviewGiven,
    close_unrated,
    count_reviews,
    give_review,
    invite,
    list_reviews,
)
from desktop_app.services.work import Office
from models.enums import Grade, InvitationState
from tests.conftest import SettableClock
from tests.factories import Hall, licence_case
from tests.people import WANG

HOSTILE = "太慢了<script>alert(1)</script>\x00' OR 1=1 --"


@pytest.fixture
def case_id(office: Office, hall: Hall) -> int:
    with office.work(hall.clerk) as work:
        return receive_and_accept_case(work, licence_case(hall)).case_id


def invited(office: Office, hall: Hall, case_id: int) -> Invitation:
    with office.work(hall.clerk) as work:
        return invite(work, case_id)


def rate(office: Office, hall: Hall, invitation: Invitation, given: ReviewGiven) -> InvitationState:
    with office.work(hall.clerk) as work:
        return give_review(work, invitation.id, given)


def test_invitation_tells_the_pad_nothing_personal(office: Office, hall: Hall, case_id: int) -> None:
    told = repr(invited(office, hall, case_id))

    assert not [secret for secret in (WANG.name, WANG.identity_number, WANG.phone) if secret in told]


def test_rating_is_listed_without_the_person(office: Office, hall: Hall, case_id: int) -> None:
    given = ReviewGiven(Grade.DISSATISFIED, ("207", "207"), HOSTILE, is_anonymous=False)

    assert rate(office, hall, invited(office, hall, case_id), given) is InvitationState.RATED

    with office.read(hall.supervisor) as work:
        (row,) = list_reviews(work)
        assert count_reviews(work) == {Grade.DISSATISFIED: 1, InvitationState.RATED: 1}
    assert dataclasses.astuple(row)[1:] == (
        date(2026, 11, 20),
        Grade.DISSATISFIED,
        ("选项207",),
        HOSTILE.replace("\x00", ""),
        False,
        "公共场所卫生许可",
        hall.clerk.name,
        hall.clerk.counter_name,
    )


def test_second_rating_of_an_invitation_is_refused(office: Office, hall: Hall, case_id: int) -> None:
    invitation = invited(office, hall, case_id)
    rate(office, hall, invitation, ReviewGiven(Grade.SATISFIED))

    with pytest.raises(ServiceError, match="review_closed"):
        rate(office, hall, invitation, ReviewGiven(Grade.VERY_DISSATISFIED))
    with office.work(hall.clerk) as work:
        assert close_unrated(work, invitation.id) is InvitationState.RATED


def test_unrated_service_may_be_invited_again(office: Office, hall: Hall, case_id: int) -> None:
    invitation = invited(office, hall, case_id)
    with office.work(hall.clerk) as work:
        close_unrated(work, invitation.id)

    assert invited(office, hall, case_id).id != invitation.id
    with office.read(hall.supervisor) as work:
        assert count_reviews(work) == {InvitationState.UNRATED: 1, InvitationState.OPEN: 1}


def test_invitation_left_behind_by_a_power_cut_becomes_unrated(
    office: Office, hall: Hall, case_id: int, clock: SettableClock
) -> None:
    left = invited(office, hall, case_id)
    clock.advance(minutes=14)
    with pytest.raises(ServiceError, match="review_already_invited"):
        invited(office, hall, case_id)
    clock.advance(minutes=2)

    invited(office, hall, case_id)

    with pytest.raises(ServiceError, match="review_closed"):
        rate(office, hall, left, ReviewGiven(Grade.SATISFIED))
    with office.read(hall.supervisor) as work:
        assert count_reviews(work) == {InvitationState.UNRATED: 1, InvitationState.OPEN: 1}


def test_list_pages_and_filters(office: Office, hall: Hall) -> None:
    for grade in (Grade.SATISFIED, Grade.DISSATISFIED, Grade.SATISFIED, Grade.VERY_SATISFIED):
        with office.work(hall.clerk) as work:
            case_id = receive_and_accept_case(work, licence_case(hall)).case_id
        rate(office, hall, invited(office, hall, case_id), ReviewGiven(grade))

    with office.read(hall.supervisor) as work:
        whole = list_reviews(work)
        first = list_reviews(work, limit=3)
        rest = list_reviews(work, first[-1])
        satisfied = list_reviews(work, grade=Grade.SATISFIED)

    assert first + rest == whole
    assert [row.grade for row in whole] == [
        Grade.VERY_SATISFIED,
        Grade.SATISFIED,
        Grade.DISSATISFIED,
        Grade.SATISFIED,
    ]
    assert [row.id for row in satisfied] == [whole[1].id, whole[3].id]


def test_a_clerk_cannot_see_ratings(office: Office, hall: Hall) -> None:
    with office.read(hall.clerk) as work:
        with pytest.raises(ServiceError, match="not_permitted"):
            list_reviews(work)
        with pytest.raises(ServiceError, match="not_permitted"):
            count_reviews(work)
