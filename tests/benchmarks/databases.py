"""Databases for benchmarks: fresh ones of either kind, gone afterwards, and the large ones that several rows share."""

import atexit
import tempfile
import time
import uuid
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from desktop_app.database import open_database, upgrade
from desktop_app.services.sample import load_sample
from desktop_app.services.simulation import simulate
from desktop_app.services.work import SYSTEM, Office
from tests.benchmarks.measurement import postgresql_server

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
KEY = bytes(range(32))
SEED = 20261120


@contextmanager
def fresh_sqlite() -> Generator[Office]:
    """An office on an empty database file."""
    with tempfile.TemporaryDirectory() as folder:
        office = _opened(f"sqlite:///{folder}/yichuang.db")
        yield office
        office.close()


@contextmanager
def fresh_postgresql() -> Generator[Office]:
    """An office on an empty database of the test cluster."""
    server = postgresql_server()
    name = f"bench_{uuid.uuid4().hex[:12]}"
    _administer(server, f'CREATE DATABASE "{name}"')
    try:
        office = _opened(sa.make_url(server).set(database=name).render_as_string(hide_password=False))
        yield office
        office.close()
    finally:
        _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def simulated_sqlite(cases: int) -> tuple[Path, float]:
    """A database file with so many simulated cases, for every row of this run, and the seconds they took."""
    path = _shared_folder() / str(cases) / "yichuang.db"
    office = _opened(f"sqlite:///{path}")
    with office.work(SYSTEM) as work:
        load_sample(work)
    began = time.perf_counter()
    simulate(office, cases, SEED, _say_nothing)
    seconds = time.perf_counter() - began
    office.close()
    return path, seconds


def kept_until_the_end(stack: ExitStack) -> None:
    """Keep what a stack holds for further rows of this run, and let it go when the run ends."""
    atexit.register(stack.close)


@contextmanager
def simulated_office(cases: int) -> Generator[Office]:
    """An office on the shared database of so many cases, which is only to be read."""
    path, _seconds = simulated_sqlite(cases)
    office = _opened(f"sqlite:///{path}")
    yield office
    office.close()


@cache
def _shared_folder() -> Path:
    """A folder that lives as long as the run."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _say_nothing(_done: int, _cases: int) -> None:
    pass


def _opened(address: str) -> Office:
    database = open_database(address)
    upgrade(database)
    return Office(database, KEY, lambda: NOW)


def _administer(server: str, statement: str) -> None:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
