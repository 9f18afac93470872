"""The engine for either database, the schema upgrade, and what a driver's failure means to people."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from desktop_app.paths import MIGRATIONS, data_folder
from desktop_app.rules.errors import ServiceError

BUSY_TIMEOUT_MS = 20_000
"""How long a writer waits for the one before it."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: changes go through `writer`, lists through `reader`."""

    url: URL
    writer: Engine
    reader: Engine

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a single-file database."""
        return self.url.get_backend_name() == "sqlite"

    def close(self) -> None:
        """Give every connection back."""
        self.writer.dispose()
        self.reader.dispose()


def default_url() -> str:
    """The address of this workstation's own database file."""
    return f"sqlite:///{data_folder() / 'yichuang.db'}"


def open_database(address: str) -> Database:
    """Open the database at a SQLAlchemy address; raises `database_unsupported` for any third kind."""
    url = _read_address(address)
    match url.get_backend_name():
        case "sqlite":
            return _open_sqlite(url)
        case "postgresql":
            url = url.set(drivername="postgresql+psycopg")
            engine = sa.create_engine(
                url,
                pool_pre_ping=True,
                pool_size=4,
                hide_parameters=True,
                connect_args={"connect_timeout": 10},
            )
            return Database(url, engine, engine)
        case _:
            raise ServiceError("database_unsupported")


def database_file(address: str) -> Path | None:
    """The file a SQLite address names, whether it is there or not; `None` for any other address."""
    url = _read_address(address)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _read_address(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise ServiceError("database_unsupported") from None
    return url.set(drivername="sqlite") if url.get_backend_name() == "sqlite" else url


def _open_sqlite(url: URL) -> Database:
    if not url.database or url.database == ":memory:":
        raise ServiceError("database_unsupported")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise ServiceError("database_unwritable") from None
    return Database(url, _sqlite_engine(url, "BEGIN IMMEDIATE"), _sqlite_engine(url, "BEGIN"))


def _sqlite_engine(url: URL, begin: str) -> Engine:
    """An engine that begins its transactions itself: the driver's own deferred ones end in lock errors."""
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "journal_size_limit=67108864",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin_transaction)
    return engine


def known_revisions() -> frozenset[str]:
    """Every revision this program can upgrade from."""
    return frozenset(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def head_revision() -> str:
    """The newest migration: its file names sort by date."""
    return max(known_revisions())


def current_revision(database: Database) -> str | None:
    """The revision the database is at, or `None` where there is no schema yet."""
    with database.reader.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(database: Database) -> bool:
    """Bring the schema to the newest revision; true where something was done.

    Alembic is imported only when there is something to do. Raises `database_newer` for a database of a later
    program, `database_damaged` where foreign keys do not hold after the upgrade.
    """
    head = head_revision()
    current = current_revision(database)
    if current == head:
        return False
    if current is not None and current > head:
        raise ServiceError("database_newer")

    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.writer.connect() as connection:
        _set_foreign_keys(connection, database, enforced=False)
        try:
            with connection.begin():
                _wait_for_other_upgrades(connection)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise ServiceError("database_damaged")
        finally:
            _set_foreign_keys(connection, database, enforced=True)
    return True


def _set_foreign_keys(connection: Connection, database: Database, *, enforced: bool) -> None:
    """SQLite's batch migrations rebuild tables; with keys enforced they would empty the children."""
    if database.is_sqlite:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={'ON' if enforced else 'OFF'}")


def _wait_for_other_upgrades(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(791013)")


def refusal(error: DBAPIError) -> ServiceError | None:
    """What a driver's failure means to the person at the counter; `None` where it is a bug of ours."""
    text = str(error.orig).lower()
    if "disk is full" in text or "no space left" in text or "disk i/o error" in text:
        return ServiceError("storage_full")
    if "database is locked" in text or "lock timeout" in text or "deadlock" in text:
        return ServiceError("database_busy")
    if "not a database" in text or "malformed" in text:
        return ServiceError("database_damaged")
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return ServiceError("database_unwritable")
    if error.connection_invalidated or "connection" in text:
        return ServiceError("database_away")
    return None
