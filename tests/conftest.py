"""Fixtures every test may use: real databases made from a migrated template, an open office, its people."""

import gc
import os
import shutil
import uuid
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_app.database import Database, open_database, upgrade
from desktop_app.services.work import Office
from tests.factories import Hall, furnish

ROOT = Path(__file__).parent.parent
POSTGRESQL_VARIABLE = "YICHUANG_TEST_POSTGRESQL"
MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
"""Friday, 2026-11-20, 09:30 in the hall: the instant tests begin at."""
TEST_KEY = bytes(range(32))


class SettableClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The instant it shows."""
        return self.now

    def advance(self, **length: float) -> None:
        """Move it forward by a length given as for `timedelta`."""
        self.now += timedelta(**length)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real matters, calendars and vectors beside the repository."""
    folder = ROOT.parent / "shared" / "data"
    assert folder.is_dir(), "the tests need the data folder shared/data beside the repository"
    return folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file; tests copy it."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    with database.writer.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """The address of the private PostgreSQL cluster that `installer/test.py` starts."""
    address = os.environ.get(POSTGRESQL_VARIABLE)
    assert address, f"{POSTGRESQL_VARIABLE} is not set: run the tests with python3 installer/test.py"
    return address


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Generator[str]:
    """The name of a migrated, empty PostgreSQL database; tests copy it."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    administer(postgresql_server, f'CREATE DATABASE "{name}"')
    database = open_database(address_of(postgresql_server, name))
    upgrade(database)
    database.close()
    yield name
    administer(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def sqlite_address(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    path = tmp_path / "yichuang.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_address(postgresql_server: str, postgresql_template: str) -> Generator[str]:
    """A fresh PostgreSQL database."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    administer(postgresql_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgresql_template}"')
    yield address_of(postgresql_server, name)
    administer(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """A fresh database of either kind: a test that takes it runs on both."""
    return request.getfixturevalue(f"{request.param}_address")


@pytest.fixture
def database(address: str) -> Generator[Database]:
    """An open, empty database of either kind."""
    opened = open_database(address)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> SettableClock:
    """The clock of the test's office."""
    return SettableClock()


@pytest.fixture
def office(database: Database, clock: SettableClock) -> Office:
    """An open office on an empty database of either kind."""
    return Office(database, TEST_KEY, clock)


@pytest.fixture
def open_office(clock: SettableClock) -> Generator[Callable[[str], Office]]:
    """Opens further offices on an address, as other computers of the hall would."""
    offices: list[Office] = []

    def open_one(address: str) -> Office:
        opened = Office(open_database(address), TEST_KEY, clock)
        offices.append(opened)
        return opened

    yield open_one
    for opened in offices:
        opened.close()


def address_of(server: str, name: str) -> str:
    """The address of one database of a server."""
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def administer(server: str, statement: str) -> None:
    """Make, copy or drop a database of a server."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def hall(office: Office) -> Hall:
    """The furnished hall of the test's office."""
    return furnish(office)


@pytest.fixture
def collected() -> Generator[None]:
    """Python's collector runs on the window's thread only, as in the program.

    What stands before the test lasts: to look at all of it after every test took longer than the tests.
    """
    gc.disable()
    gc.freeze()
    yield
    gc.collect()
    gc.enable()
