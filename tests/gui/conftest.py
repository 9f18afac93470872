"""Real widgets without a screen, on a real database file; what they keep goes into a folder of the test.

`screens.json` stands for the counter's screen and, at its right, the citizen's.
"""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={Path(__file__).with_name('screens.json')}"

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication

from desktop_app.database import open_database
from desktop_app.gui import theme
from desktop_app.gui.jobs import Jobs
from desktop_app.services.sample import load_sample
from desktop_app.services.work import SYSTEM, Actor, Office
from models.enums import Role
from tests.conftest import TEST_KEY
from tests.factories import Hall
from tests.gui.sample_hall import person


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["yichuang"]


@pytest.fixture(autouse=True)
def dressed(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    collected: None,  # noqa: ARG001  it acts around the test
) -> Generator[None]:
    """The program as it starts: light, 100 %, with a home of its own.

    What a test leaves behind is deleted at its end: otherwise the next one dresses it again.
    """
    monkeypatch.setenv("YICHUANG_HOME", str(tmp_path / "home"))
    qapp.setOrganizationName("yichuang-tests")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    theme.apply(qapp)
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """Windows are tested on one kind of database: nothing in them depends on it.

    It is empty, and the sample hall's for a test marked `sample_hall(role)`.
    """
    kind = "sqlite" if _sample_role(request) is None else "sample"
    return request.getfixturevalue(f"{kind}_address")


@pytest.fixture(scope="session")
def sample_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the sample hall in it; tests copy it, hashing its passwords takes a second."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    shutil.copy(sqlite_template, path)
    office = Office(open_database(f"sqlite:///{path}"), TEST_KEY)
    with office.work(SYSTEM) as work:
        load_sample(work)
    with office.database.writer.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    office.close()
    return path


@pytest.fixture
def sample_address(sample_template: Path, tmp_path: Path) -> str:
    """A fresh database of the sample hall: for a test whose `address` it is to be."""
    path = tmp_path / "yichuang.db"
    shutil.copy(sample_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def signed_in(request: pytest.FixtureRequest, office: Office) -> Actor:
    """Who sits at the computer: the furnished hall's clerk, or the sample hall's first person of the marked role."""
    role = _sample_role(request)
    if role is not None:
        return person(office, role)
    hall: Hall = request.getfixturevalue("hall")
    return hall.clerk


@pytest.fixture
def jobs(office: Office, signed_in: Actor) -> Generator[Jobs]:
    """The road to the services, for whoever is signed in."""
    made = Jobs(office, signed_in)
    yield made
    made.shutdown()
    made.wait_idle()


def _sample_role(request: pytest.FixtureRequest) -> Role | None:
    """The role a test's mark `sample_hall(role)` names."""
    mark = request.node.get_closest_marker("sample_hall")
    return None if mark is None else mark.args[0]
