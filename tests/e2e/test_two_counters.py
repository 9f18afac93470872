"""Two computers of one hall: what one does the other sees without pressing refresh."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.statistics.backlog import BacklogPage
from desktop_app.gui.tables import ListTable
from desktop_app.services.cases import accept_case, receive_case
from desktop_app.services.work import Office
from models.enums import CaseState
from tests.factories import Hall, licence_case
from tests.gui.hands import find

pytestmark = pytest.mark.usefixtures("collected")

SOON = 10_000
"""Milliseconds; a signal takes well under one second."""


@pytest.fixture
def other_office(address: str, open_office: Callable[[str], Office]) -> Office:
    """The same hall, opened on another computer."""
    return open_office(address)


def test_a_case_appears_and_moves_on_the_other_screen(
    qtbot: QtBot, office: Office, other_office: Office, hall: Hall
) -> None:
    jobs = Jobs(other_office, hall.supervisor)
    jobs.watch()
    page = BacklogPage(jobs)
    qtbot.addWidget(page)
    page.show()
    assert jobs.wait_idle()
    table = find(page, ListTable, "statistics.cases")

    with office.work(hall.clerk) as work:
        case = receive_case(work, licence_case(hall))
    qtbot.waitUntil(lambda: len(table.rows_model().rows) == 1, timeout=SOON)

    with office.work(hall.clerk) as work:
        accept_case(work, case.case_id, case.revision)
    qtbot.waitUntil(lambda: table.rows_model().rows[0].state is CaseState.ACCEPTED, timeout=SOON)
    jobs.shutdown()


def test_the_slower_clerk_is_told_by_whom(
    qtbot: QtBot, office: Office, other_office: Office, hall: Hall
) -> None:
    with office.work(hall.clerk) as work:
        case = receive_case(work, licence_case(hall))
    jobs = Jobs(other_office, hall.other_clerk)
    page = CasePage(jobs)
    qtbot.addWidget(page)
    page.show()
    page.open_case(case.case_id)
    assert jobs.wait_idle()

    with office.work(hall.clerk) as work:
        accept_case(work, case.case_id, case.revision)
    jobs.change(page, accept_case, case.case_id, case.revision, then=lambda _result: None)
    assert jobs.wait_idle()

    assert hall.clerk.name in page.message.text
    jobs.shutdown()
