"""The supervisor's backlog: filters agree with the rows they choose, pages follow each other, figures add up."""

import pytest

from desktop_app.rules.errors import ServiceError
from desktop_app.services.cases import ActResult, CaseInput, receive_and_accept_case, receive_case
from desktop_app.services.examination import examine_case
from desktop_app.services.statistics import BacklogFilter, count_backlog, list_backlog
from desktop_app.services.work import Office
from models.enums import CaseState, Light, Opinion
from tests.conftest import SettableClock
from tests.factories import Hall, licence_case, received
from tests.people import LI

DAYS = 9


@pytest.fixture
def busy_hall(office: Office, hall: Hall, clock: SettableClock) -> Hall:
    """Nine days with a licence accepted, one received and one immediate matter each; the last is examined."""
    accepted: list[ActResult] = []
    for _day in range(DAYS):
        with office.work(hall.clerk) as work:
            accepted.append(receive_and_accept_case(work, licence_case(hall)))
            receive_case(work, licence_case(hall, LI))
            receive_and_accept_case(work, CaseInput(hall.immediate_id, 1, LI, None, received(1)))
        clock.advance(days=1)
    with office.work(hall.approver) as work:
        examine_case(work, accepted[-1].case_id, accepted[-1].revision, Opinion.GRANT, "符合条件。")
    return hall


@pytest.mark.parametrize("light", Light)
@pytest.mark.parametrize("ahead", [0, 3, 40])
def test_filter_by_light_agrees_with_the_lights_shown(
    office: Office, busy_hall: Hall, clock: SettableClock, light: Light, ahead: int
) -> None:
    clock.advance(days=ahead)
    with office.read(busy_hall.supervisor) as work:
        everything = list_backlog(work, limit=100)
        chosen = list_backlog(work, limit=100, chosen=BacklogFilter(light=light))

    assert chosen == [row for row in everything if row.light is light]
    assert len(everything) == 3 * DAYS


def test_figures_agree_with_the_lists_behind_them(
    office: Office, busy_hall: Hall, clock: SettableClock
) -> None:
    clock.advance(days=-2)
    with office.read(busy_hall.supervisor) as work:
        count = count_backlog(work, BacklogFilter(light=Light.RED))
        red, yellow = (
            list_backlog(work, limit=100, chosen=BacklogFilter(light=light))
            for light in (Light.RED, Light.YELLOW)
        )
        today = list_backlog(work, limit=100, chosen=BacklogFilter(is_due_today=True))

    assert (count.open, count.overdue, count.due_today, count.due_soon) == (
        3 * DAYS,
        len(red),
        len(today),
        len(yellow),
    )
    assert min(len(red), len(today), len(yellow)) > 0
    assert {row.due_on for row in today} == {clock().date()}


def test_filters_combine_and_page(office: Office, busy_hall: Hall) -> None:
    chosen = BacklogFilter(
        department_id=busy_hall.approver.department_id, states=(CaseState.ACCEPTED,), light=Light.RED
    )
    with office.read(busy_hall.supervisor) as work:
        whole = list_backlog(work, limit=100, chosen=chosen)
        first = list_backlog(work, limit=3, chosen=chosen)
        rest = list_backlog(work, first[-1], limit=100, chosen=chosen)
        elsewhere = list_backlog(work, chosen=BacklogFilter(department_id=busy_hall.stranger.department_id))

    assert first + rest == whole
    assert {(row.state, row.light) for row in whole} == {(CaseState.ACCEPTED, Light.RED)}
    assert elsewhere == []


def test_every_row_explains_its_date(office: Office, busy_hall: Hall) -> None:
    with office.read(busy_hall.supervisor) as work:
        rows = list_backlog(work, limit=100)

    assert all(row.due_on.isoformat() in row.due_explanation for row in rows)


def test_without_a_calendar_only_what_is_over_has_a_light(
    office: Office, busy_hall: Hall, clock: SettableClock
) -> None:
    clock.advance(days=60)
    with office.read(busy_hall.supervisor) as work:
        count = count_backlog(work)
        near = list_backlog(work, chosen=BacklogFilter(light=Light.YELLOW))
        calm = list_backlog(work, chosen=BacklogFilter(light=Light.GREEN))

    assert (count.overdue, count.due_soon, near, calm) == (3 * DAYS, 0, [], [])


def test_the_backlog_is_not_for_everybody(office: Office, hall: Hall) -> None:
    with office.read(hall.clerk) as work, pytest.raises(ServiceError, match="not_permitted"):
        count_backlog(work)
