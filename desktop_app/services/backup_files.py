"""SQLite files as backups: copied while others write, sealed into one file, checked before they are trusted."""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Generator
from pathlib import Path
from time import monotonic

from sqlalchemy.exc import DBAPIError

from desktop_app.database import BUSY_TIMEOUT_MS, refusal
from desktop_app.rules.errors import ServiceError
from models.registry import METADATA

SIDE_FILES = ("-wal", "-shm", "-journal")


@contextlib.contextmanager
def reading_failures() -> Generator[None]:
    """Turn what goes wrong with a file that is read into `backup_unreadable`, or what else people can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise _refused(error) or ServiceError("backup_unreadable") from None
    except OSError as error:
        raise _full(error) or ServiceError("backup_unreadable") from None


@contextlib.contextmanager
def writing_failures() -> Generator[None]:
    """Turn what goes wrong with a file that is written into `backup_unwritable`, or what else people can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise _refused(error) or ServiceError("backup_unwritable") from None
    except OSError as error:
        raise _full(error) or ServiceError("backup_unwritable") from None


def create_private(path: Path, text: str = "") -> None:
    """A new file that only its owner can read, on the disk when this returns."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def copy_content(source: Path, target: Path) -> None:
    """Copy a database as it is at one instant into a file, or in one transaction over a live one.

    Programs that have the target open see the old content until the copy is whole, then the new one.
    Raises `database_busy` when the target is not free in time.
    """
    started_at = monotonic()

    def keep_time(status: int, _remaining: int, _total: int) -> None:
        is_waiting = status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        if is_waiting and monotonic() - started_at > BUSY_TIMEOUT_MS / 1000:
            raise ServiceError("database_busy")

    with contextlib.closing(_open(source)) as origin, contextlib.closing(_open(target)) as copy:
        copy.execute("PRAGMA synchronous=FULL")
        origin.backup(copy, progress=keep_time, sleep=0.1)


def copy_foreign(source: Path, target: Path) -> None:
    """Copy a file that may lie on a read-only medium without leaving anything beside it.

    Raises `backup_unreadable` where there is no file.
    """
    if not source.is_file():
        raise ServiceError("backup_unreadable")
    has_journal = any(source.with_name(source.name + suffix).exists() for suffix in SIDE_FILES)
    options = "mode=ro" if has_journal else "mode=ro&immutable=1"
    with (
        contextlib.closing(sqlite3.connect(f"{source.resolve().as_uri()}?{options}", uri=True)) as origin,
        contextlib.closing(_open(target)) as copy,
    ):
        origin.backup(copy)


def seal(path: Path) -> None:
    """Make a database one file, whole and on the disk; raises `backup_unreadable` when it is not sound."""
    with contextlib.closing(_open(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        if not is_intact(connection):
            raise ServiceError("backup_unreadable")
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def require_own_tables(path: Path) -> None:
    """Refuse a file that is not a sound database of ours, or that carries code: raises `backup_unreadable`."""
    with contextlib.closing(_open(path)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        schema = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
        kinds = {kind for kind, _ in schema}
        tables = {name for kind, name in schema if kind == "table"}
        if kinds & {"trigger", "view"} or not {"alembic_version", "audit_head"} <= tables:
            raise ServiceError("backup_unreadable")
        if not is_intact(connection):
            raise ServiceError("backup_unreadable")


def require_own_columns(path: Path) -> None:
    """Refuse an upgraded file whose tables are not as the program knows them: raises `backup_unreadable`."""
    with contextlib.closing(_open(path)) as connection:
        for table in METADATA.sorted_tables:
            found = {row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')}
            if found != {column.name for column in table.columns}:
                raise ServiceError("backup_unreadable")
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise ServiceError("backup_unreadable")


def is_intact(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds its own structure in order."""
    return connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)


def remove(path: Path) -> None:
    """Take a database file away with everything beside it; nothing happens where there is none."""
    for suffix in ("", *SIDE_FILES):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None
    )


def _refused(error: sqlite3.Error) -> ServiceError | None:
    """What the engine would say of it; a damaged file is this area's own affair."""
    known = refusal(DBAPIError(None, None, error))
    return known if known and known.code in {"storage_full", "database_busy"} else None


def _full(error: OSError) -> ServiceError | None:
    return ServiceError("storage_full") if error.errno in {errno.ENOSPC, errno.EDQUOT} else None
