"""Accepting a case at the counter, against the same rows written by hand with the same durability."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import psycopg

from desktop_app.services import cases
from desktop_app.services.work import Office
from tests.benchmarks.databases import fresh_postgresql, fresh_sqlite
from tests.benchmarks.handwritten import CoreWriter, RawWriter
from tests.benchmarks.measurement import Measurement, at_most, interleaved_medians, milliseconds
from tests.factories import furnish, licence_case

ROUNDS = 300
WARM_UP = 20
CORE_LIMIT, RAW_LIMIT = 2.0, 6.0

Connection = sqlite3.Connection | psycopg.Connection[Any]


def bench_accept_sqlite() -> Measurement:
    """Against SQLAlchemy Core on SQLite."""
    core, _raw, detail = _measured(fresh_sqlite, _sqlite_connection)
    return at_most("accept_sqlite", core, "× Core", CORE_LIMIT, detail)


def bench_accept_sqlite_raw() -> Measurement:
    """Against the bare `sqlite3` driver."""
    _core, raw, detail = _measured(fresh_sqlite, _sqlite_connection)
    return at_most("accept_sqlite_raw", raw, "× sqlite3", RAW_LIMIT, detail)


def bench_accept_postgresql() -> Measurement:
    """Against SQLAlchemy Core on PostgreSQL."""
    core, _raw, detail = _measured(fresh_postgresql, _postgresql_connection)
    return at_most("accept_postgresql", core, "× Core", CORE_LIMIT, detail)


def bench_accept_postgresql_raw() -> Measurement:
    """Against the bare `psycopg` driver."""
    _core, raw, detail = _measured(fresh_postgresql, _postgresql_connection)
    return at_most("accept_postgresql_raw", raw, "× psycopg", RAW_LIMIT, detail)


def _measured(
    fresh: Callable[[], AbstractContextManager[Office]], connect: Callable[[Office], Connection]
) -> tuple[float, float, str]:
    """How many times longer the service takes than Core and than the bare driver, and the three medians."""
    with fresh() as office:
        hall = furnish(office)
        given = licence_case(hall)

        def accept() -> cases.ActResult:
            with office.work(hall.clerk) as work:
                return cases.receive_and_accept_case(work, given)

        first = accept()
        core = CoreWriter(office.database.writer, first.case_id)
        connection = connect(office)
        raw = RawWriter(connection, core.rows)
        ways = (accept, core.write, raw.write)
        interleaved_medians(WARM_UP, *ways)
        service, by_core, by_raw = interleaved_medians(ROUNDS, *ways)
        connection.close()
    detail = ", ".join(
        f"{name} {milliseconds(found)}"
        for name, found in (("service", service), ("Core", by_core), ("driver", by_raw))
    )
    return service / by_core, service / by_raw, detail


def _sqlite_connection(office: Office) -> sqlite3.Connection:
    """A connection with the pragmas of the program's own."""
    connection = sqlite3.connect(office.database.url.database or "", isolation_level=None)
    for pragma in ("busy_timeout=20000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _postgresql_connection(office: Office) -> psycopg.Connection[Any]:
    url = office.database.url.set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
