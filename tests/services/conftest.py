"""A data folder for every test of the services, and a backup of an office that has been lived in."""

from pathlib import Path

import pytest

from desktop_app.services import maintenance
from desktop_app.services.work import Office
from tests.factories import Hall
from tests.services.lived_in import live_in


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This workstation's data folder; the key of an office on a server lies in it."""
    monkeypatch.setenv("YICHUANG_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def shared_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an office on a server keeps its files; one on a file keeps them beside it."""
    folder = tmp_path / "shared files"
    folder.mkdir()
    monkeypatch.setenv("YICHUANG_FILES", str(folder))
    return folder


@pytest.fixture
def backup(office: Office, hall: Hall, home: Path) -> Path:
    """A backup of a lived-in office."""
    live_in(office, hall)
    return maintenance.back_up(office, home / "backup.db").path
