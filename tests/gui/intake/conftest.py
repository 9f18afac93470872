"""A clerk of the sample hall at the intake page."""

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.intake import IntakePage
from desktop_app.gui.jobs import Jobs
from desktop_app.services.work import Actor, Office
from models.enums import Role
from tests.gui.intake.desk import opened
from tests.gui.sample_hall import person


@pytest.fixture
def address(sample_address: str) -> str:
    """A hall with its catalogue in the search index, as a clerk meets it."""
    return sample_address


@pytest.fixture
def signed_in(office: Office) -> Actor:
    return person(office, Role.CLERK)


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> IntakePage:
    return opened(jobs, qtbot)
