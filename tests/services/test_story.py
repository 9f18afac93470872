"""The story of the sample hall shows every state, every light and every rating, on both databases."""

import pytest

from desktop_app.services import case_queries, reviews, statistics
from desktop_app.services.sample import load_sample
from desktop_app.services.story import Story, tell_story
from desktop_app.services.work import HALL_ZONE, SYSTEM, Office
from models.enums import CaseState, Grade, InvitationState, Light, Role
from tests.conftest import SettableClock


@pytest.fixture
def story(office: Office, clock: SettableClock) -> Story:
    clock.advance(days=-20)
    with office.work(SYSTEM) as work:
        load_sample(work)
    return tell_story(office)


def test_every_state_light_and_rating_is_there(office: Office, story: Story) -> None:
    with office.read(SYSTEM) as work:
        rows = case_queries.list_recent_cases(work)
        rated = reviews.count_reviews(work)

    assert {row.state for row in rows} == set(CaseState)
    assert {row.light for row in rows} == {None, *Light}
    assert [row.remaining_days for row in rows if row.light is Light.RED] == [-8]
    assert [case.number for case in story.cases] == [row.number for row in reversed(rows)]
    assert rated[InvitationState.UNRATED] == 1
    assert rated[Grade.VERY_SATISFIED] == rated[Grade.DISSATISFIED] == 1


def test_the_clock_stands_at_the_end_of_the_last_morning(office: Office, story: Story) -> None:
    assert office.clock() == story.now
    assert f"{story.now.astimezone(HALL_ZONE):%Y-%m-%d}" == "2026-11-20"
    assert story.people.keys() == set(Role)
    assert story.people[Role.CLERK].counter_name == "综合受理窗口1"


def test_a_clerk_sees_the_halls_cases_and_an_approver_the_departments(office: Office, story: Story) -> None:
    seen: dict[Role, int] = {}
    for role in (Role.CLERK, Role.APPROVER):
        with office.read(story.people[role]) as work:
            found = case_queries.list_open_cases(work, (CaseState.ACCEPTED,))
            assert case_queries.count_open_cases(work)[CaseState.ACCEPTED] == len(found)
        seen[role] = len(found)
    with office.read(story.people[Role.SUPERVISOR]) as work:
        assert statistics.count_backlog(work).overdue == 1

    assert seen == {Role.CLERK: 8, Role.APPROVER: 4}
