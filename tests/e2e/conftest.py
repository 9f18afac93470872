"""Fixtures of the end-to-end tests: data folders and databases that hold the sample hall and its story."""

import shutil
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_app.services.office import open_office
from desktop_app.services.sample import load_sample
from desktop_app.services.story import BEGINNING, Story, tell_story
from desktop_app.services.storyteller import StoryClock
from desktop_app.services.work import SYSTEM
from tests.conftest import address_of, administer
from tests.e2e.command_line import CommandLine


def told(address: str) -> Story:
    """The story of the sample hall, told in the database at an address."""
    office = open_office(address, StoryClock(BEGINNING))
    try:
        with office.work(SYSTEM) as work:
            load_sample(work)
        return tell_story(office)
    finally:
        office.close()


@pytest.fixture(scope="session")
def story_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Story]:
    """A data folder whose database holds the story; tests copy it."""
    home = tmp_path_factory.mktemp("story")
    return home, told(f"sqlite:///{home / 'yichuang.db'}")


@pytest.fixture
def fresh(tmp_path: Path) -> CommandLine:
    """The command line on a computer that has never seen the program."""
    return CommandLine(tmp_path / "home")


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database holds the sample hall, without a story; tests copy it."""
    home = tmp_path_factory.mktemp("sample")
    CommandLine(home).ask("init", "--sample")
    return home


@pytest.fixture(scope="session")
def postgresql_sample(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Generator[tuple[Path, str]]:
    """A data folder and the name of a server's database that hold the sample hall; tests copy both."""
    home, name = tmp_path_factory.mktemp("served_sample"), f"sample_{uuid.uuid4().hex[:12]}"
    administer(postgresql_server, f'CREATE DATABASE "{name}"')
    CommandLine(home, address_of(postgresql_server, name)).ask("init", "--sample")
    yield home, name
    administer(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def copied(server: str, home: Path, name: str, to: Path) -> Generator[CommandLine]:
    """The command line of a copy of a hall whose database is on a server."""
    copy = f"test_{uuid.uuid4().hex[:12]}"
    administer(server, f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    shutil.copytree(home, to)
    yield CommandLine(to, address_of(server, copy))
    administer(server, f'DROP DATABASE "{copy}" WITH (FORCE)')


@pytest.fixture
def sqlite_sample_hall(sample_home: Path, tmp_path: Path) -> CommandLine:
    """The command line of the sample hall, in a file."""
    shutil.copytree(sample_home, tmp_path / "home")
    return CommandLine(tmp_path / "home")


@pytest.fixture
def postgresql_sample_hall(
    postgresql_server: str, postgresql_sample: tuple[Path, str], tmp_path: Path
) -> Generator[CommandLine]:
    """The command line of the sample hall, on a server."""
    with copied(postgresql_server, *postgresql_sample, tmp_path / "home") as hall:
        yield hall


@pytest.fixture(params=["sqlite", "postgresql"])
def sample_hall(request: pytest.FixtureRequest) -> CommandLine:
    """The command line of the sample hall: a test that takes it runs on both databases."""
    return request.getfixturevalue(f"{request.param}_sample_hall")


@pytest.fixture
def sqlite_hall(story_home: tuple[Path, Story], tmp_path: Path) -> tuple[CommandLine, Story]:
    """The command line of a hall with the story behind it, in a file."""
    home, story = story_home
    shutil.copytree(home, tmp_path / "home")
    return CommandLine(tmp_path / "home"), story


@pytest.fixture(scope="session")
def postgresql_story(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Generator[tuple[Path, str, Story]]:
    """A data folder and the name of a server's database that hold the story; tests copy both."""
    home, name = tmp_path_factory.mktemp("served"), f"story_{uuid.uuid4().hex[:12]}"
    administer(postgresql_server, f'CREATE DATABASE "{name}"')
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YICHUANG_HOME", str(home))
        story = told(address_of(postgresql_server, name))
    yield home, name, story
    administer(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgresql_hall(
    postgresql_server: str, postgresql_story: tuple[Path, str, Story], tmp_path: Path
) -> Generator[tuple[CommandLine, Story]]:
    """The command line of a hall with the story behind it, on a server."""
    home, name, story = postgresql_story
    with copied(postgresql_server, home, name, tmp_path / "home") as hall:
        yield hall, story


@pytest.fixture(params=["sqlite", "postgresql"])
def story_hall(request: pytest.FixtureRequest) -> tuple[CommandLine, Story]:
    """The command line of a hall with the story behind it: a test that takes it runs on both databases."""
    return request.getfixturevalue(f"{request.param}_hall")


@pytest.fixture
def hostile_files(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a file, or what stands in its place, that a command must survive."""

    def make(kind: str) -> Path:
        path = tmp_path / f"{kind}.dat"
        match kind:
            case "missing":
                pass
            case "folder":
                path.mkdir()
            case "empty":
                path.touch()
            case "binary":
                path.write_bytes(bytes(range(256)) * 64)
            case "ten_megabytes":
                path.write_bytes(b"7" * 10_000_000)
            case "gbk":
                path.write_bytes("编码,名称\n甲,乙\n".encode("gbk"))
            case _:
                path.write_bytes(b'{"code": ' + b"[" * 100_000)
        return path

    return make


HOSTILE = ("missing", "folder", "empty", "binary", "ten_megabytes", "gbk", "nested")
