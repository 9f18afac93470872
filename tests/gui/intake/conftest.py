"""A clerk of the sample hall at the intake page."""

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.intake import IntakePage
from desktop_app.gui.jobs import Jobs
from desktop_app.services.work import Office
from models.enums import (
    Role,
)
from tests.gui.intake.desk import opened
from tests.gui.sample_hall import person


@pytest.fixture
def address(sample_template: Path, tmp_path: Path) -> str:
    """A hall with its catalogue in the search index, as a clerk meets it."""
    path = tmp_path / "yichuang.db"
    shutil.copy(sample_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def jobs(office: Office) -> Generator[Jobs]:
    made = Jobs(office, person(office, Role.CLERK))
    yield made
    made.shutdown()
    made.wait_idle()


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> IntakePage:
    return opened(jobs, qtbot)
