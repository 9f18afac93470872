"""Finding cases stays right where very many answer: the latest received, whatever the question."""

import pytest

from desktop_app.services import case_queries, cases
from desktop_app.services.case_queries import find_cases
from desktop_app.services.work import Office
from tests.conftest import SettableClock
from tests.factories import LICENCE_CODE, Hall, licence_case
from tests.people import LI, WANG

FEW = 3


@pytest.fixture
def numbers(office: Office, hall: Hall, clock: SettableClock, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Six cases of one applicant with an agent, twice as many as are looked at one by one; the latest first."""
    monkeypatch.setattr(case_queries, "MANY", FEW)
    monkeypatch.setattr(case_queries, "MANY_NAMED", FEW)
    found: list[str] = []
    for _case in range(2 * FEW):
        with office.work(hall.clerk) as work:
            found.append(cases.receive_and_accept_case(work, licence_case(hall, agent=LI)).number)
        clock.advance(hours=1)
    return found[::-1]


@pytest.mark.parametrize("text", [LICENCE_CODE, WANG.name, WANG.name[0], WANG.identity_number])
def test_of_many_the_latest_are_found(office: Office, hall: Hall, numbers: list[str], text: str) -> None:
    with office.read(hall.clerk) as work:
        found = [row.number for row in find_cases(work, text, limit=2)]
    assert found == numbers[:2]


def test_agents_are_found_by_their_number(office: Office, hall: Hall, numbers: list[str]) -> None:
    with office.read(hall.clerk) as work:
        found = [row.number for row in find_cases(work, LI.identity_number)]
    assert found == numbers[:FEW]


def test_nothing_is_found_for_a_stranger(office: Office, hall: Hall, numbers: list[str]) -> None:
    with office.read(hall.clerk) as work:
        assert find_cases(work, "查无此人") == []
        assert [row.number for row in find_cases(work, numbers[-1])] == numbers[-1:]
