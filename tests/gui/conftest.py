"""Real widgets without a screen, on a real database file; what they keep goes into a folder of the test."""

import os
from collections.abc import Generator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop_app.gui import theme
from desktop_app.gui.jobs import Jobs
from desktop_app.services.work import Office
from tests.factories import Hall


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["yichuang"]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it starts: light, 100 %, with a home of its own."""
    monkeypatch.setenv("YICHUANG_HOME", str(tmp_path / "home"))
    qapp.setOrganizationName("yichuang-tests")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    theme.apply(qapp)


@pytest.fixture
def address(sqlite_address: str) -> str:
    """Windows are tested on one kind of database: nothing in them depends on it."""
    return sqlite_address


@pytest.fixture
def jobs(office: Office, hall: Hall) -> Generator[Jobs]:
    """The road to the services, for the clerk of the furnished hall."""
    made = Jobs(office, hall.clerk)
    yield made
    made.shutdown()
    made.wait_idle()
