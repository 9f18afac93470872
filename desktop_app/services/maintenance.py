"""备份、恢复与检查: the whole office in one file, back from it, and whether everything is in order."""

import secrets
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DataError

from desktop_app.database import (
    Database,
    current_revision,
    default_url,
    known_revisions,
    open_database,
    upgrade,
)
from desktop_app.file_store import sync_folder
from desktop_app.keys import find_key, fingerprint, read_key, restored_name, write_key
from desktop_app.rules.errors import ServiceError
from desktop_app.services import backup_files, office_state
from desktop_app.services.audit import HEAD_ID, find_broken_entry
from desktop_app.services.catalogue_index import rebuild_search, settle_index
from desktop_app.services.file_upkeep import copy_files_in, copy_files_out
from desktop_app.services.office import key_folder, open_office
from desktop_app.services.table_copy import copy_tables
from desktop_app.services.work import SYSTEM, Actor, Office, Work, translated_failures
from models.audit import AuditEntry, AuditHead
from models.enums import Area, Permission

KEY_SUFFIX = ".key"
LOST_KEY_CODES = {"key_missing", "key_differs", "key_unreadable"}


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written: the file, its key file beside it, its size.

    The attachments lie in a folder beside it; `lost_files` counts those that the office itself has lost.
    """

    path: Path
    key_path: Path
    size_bytes: int
    lost_files: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """What the office was set back to: the number of audit entries, the instant of the last act, what files it lacks."""

    audit_entries: int
    last_act_at: datetime | None
    lost_files: int = 0


@dataclass(frozen=True, slots=True)
class _Replaced:
    """The chain's end and the revision of the content that a restored one takes the place of."""

    number: int
    hash: str
    revision: int


def back_up(office: Office, path: Path, actor: Actor = SYSTEM) -> Backup:
    """Write the whole office into one SQLite file, as it is at one instant, its key and its attachments beside it.

    Others go on working. The file appears whole or not at all, and only its owner can read it.
    Raises `backup_unwritable`, `backup_onto_itself`, `storage_full`, `database_away`.
    """
    _require_maintainer(actor)
    live = _live_file(office.database)
    if live is not None and path.resolve() == live:
        raise ServiceError("backup_onto_itself")
    key_path = path.with_name(path.name + KEY_SUFFIX)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    temporary_key = temporary.with_name(temporary.name + KEY_SUFFIX)
    with backup_files.writing_failures(), translated_failures():
        try:
            backup_files.create_private(temporary)
            if live is None:
                _copy_rows_out(office, temporary)
            else:
                backup_files.copy_content(live, temporary)
            backup_files.seal(temporary)
            lost_files = copy_files_out(office, temporary, path)
            backup_files.create_private(temporary_key, office.key.hex())
            temporary_key.replace(key_path)
            temporary.replace(path)
            sync_folder(path.parent)
        finally:
            backup_files.remove(temporary)
            temporary_key.unlink(missing_ok=True)
        size = path.stat().st_size
    with office.work(actor) as work:
        work.record("maintenance.back_up", "database", size_bytes=size)
    return Backup(path, key_path, size, lost_files)


def restore(office: Office, path: Path, actor: Actor = SYSTEM) -> Restored:
    """Set the whole office back to a backup, in one act; the old content stays if anything fails.

    Programs that are open see the new content at once; whoever is signed in should sign in again. The backup of an
    office with another key brings that key along. Raises `backup_unreadable`, `backup_newer`, `backup_chain_broken`,
    `backup_key_missing`, `database_busy`, `database_away`, `storage_full`.
    """
    _require_maintainer(actor)
    folder = key_folder(office.database)
    with backup_files.reading_failures(), translated_failures(), _staged(path, folder) as staged:
        source = Office(staged, office.key, office.clock)
        restored = _checked(source)
        key = _key_for(source, office.key, path, folder)
        lost_files = copy_files_in(source, office, path)
        if office.database.is_sqlite:
            _replace_file(office, source, actor)
        else:
            _replace_rows(office, source, actor)
    office.key = key
    return replace(restored, lost_files=lost_files)


def open_for_restore(address: str | None = None) -> Office:
    """An office to restore into, even where its file is damaged or its key is lost.

    A damaged file is set aside beside its place, under a name that ends in `.damaged`.
    """
    try:
        return open_office(address)
    except ServiceError as error:
        if error.code in LOST_KEY_CODES:
            return Office(open_database(address or default_url()), b"")
        if error.code != "database_damaged":
            raise
        database = open_database(address or default_url())
    live = _live_file(database)
    if live is None:
        raise ServiceError("database_damaged")
    database.close()
    aside = f"{live.name}.{secrets.token_hex(4)}"
    for suffix in ("", *backup_files.SIDE_FILES):
        part = live.with_name(live.name + suffix)
        if part.exists():
            part.replace(live.with_name(f"{aside}{suffix}.damaged"))
    return open_office(address)


def _require_maintainer(actor: Actor) -> None:
    if Permission.DATABASE_MAINTAIN not in actor.permissions:
        raise ServiceError("not_permitted", permission=Permission.DATABASE_MAINTAIN.label)


def _live_file(database: Database) -> Path | None:
    """The file of a SQLite database; `None` for a server."""
    return Path(database.url.database or "").resolve() if database.is_sqlite else None


def _open_file(path: Path) -> Database:
    return open_database(f"sqlite:///{path}")


def _copy_rows_out(office: Office, target: Path) -> None:
    """Every row of a server's database as it is at one instant, into a freshly made file."""
    fresh = _open_file(target)
    try:
        upgrade(fresh)
        snapshot = office.database.reader.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        with snapshot.connect() as origin, fresh.writer.begin() as copy:
            copy_tables(origin, copy)
        with Office(fresh, office.key, office.clock).work(SYSTEM) as work:
            rebuild_search(work.session)
    finally:
        fresh.close()


@contextmanager
def _staged(path: Path, folder: Path) -> Generator[Database]:
    """A private, sound and upgraded copy of a backup: the file itself is only read."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="restore-") as staging:
        copy = Path(staging) / "staged.db"
        backup_files.create_private(copy)
        backup_files.copy_foreign(path, copy)
        backup_files.require_own_tables(copy)
        database = _open_file(copy)
        try:
            _upgrade_known(database)
            backup_files.require_own_columns(copy)
            yield database
        finally:
            database.close()


def _upgrade_known(database: Database) -> None:
    revision = current_revision(database)
    known = known_revisions()
    if revision not in known:
        raise ServiceError("backup_newer" if revision and revision > max(known) else "backup_unreadable")
    upgrade(database)


def _checked(source: Office) -> Restored:
    """What the backup holds; raises `backup_chain_broken` where its audit chain does not hold."""
    with source.read(SYSTEM) as work:
        chain = find_broken_entry(work)
        if not chain.is_whole:
            raise ServiceError("backup_chain_broken", number=chain.broken_at)
        return Restored(chain.entries, work.session.scalar(sa.select(sa.func.max(AuditEntry.at))))


def _key_for(source: Office, current: bytes, path: Path, folder: Path) -> bytes:
    """The key the backup's papers were signed with; one that comes with the backup is put into the folder first."""
    with source.read(SYSTEM) as work:
        wanted = work.settings.key_fingerprint
    if not wanted or wanted == fingerprint(current):
        return current
    try:
        return find_key(folder, wanted)
    except ServiceError:
        brought = read_key(path.parent, path.name + KEY_SUFFIX)
    if brought is None or fingerprint(brought) != wanted:
        raise ServiceError("backup_key_missing")
    (folder / restored_name(wanted)).unlink(missing_ok=True)
    write_key(folder, brought, restored_name(wanted))
    return brought


def _replace_file(office: Office, source: Office, actor: Actor) -> None:
    with office.read(SYSTEM) as work:
        replaced = _current(work)
    with source.work(SYSTEM) as work:
        _sign(work, replaced, actor)
    source.database.close()
    staged, live = _live_file(source.database), _live_file(office.database)
    if staged is not None and live is not None:
        backup_files.seal(staged)
        backup_files.copy_content(staged, live)


def _replace_rows(office: Office, source: Office, actor: Actor) -> None:
    with source.database.reader.connect() as origin, office.work(SYSTEM) as work:
        connection = work.session.connection()
        connection.exec_driver_sql("SET LOCAL lock_timeout = '20s'")
        replaced = _current(work)
        try:
            copy_tables(origin, connection)
        except DataError:  # text that a file can hold and a server cannot
            raise ServiceError("backup_unreadable") from None
        rebuild_search(work.session)
        settle_index(work.session)
        _sign(work, replaced, actor)


def _current(work: Work) -> _Replaced:
    head = work.session.execute(
        sa.select(AuditHead.number, AuditHead.hash).where(AuditHead.id == HEAD_ID)
    ).one()
    return _Replaced(head.number, head.hash, office_state.read_revision(work.connection))


def _sign(work: Work, replaced: _Replaced, actor: Actor) -> None:
    """The restored chain tells who restored it and which chain it took the place of.

    The revision becomes one that no program has seen, or it would go on with the settings it remembers.
    """
    latest = max(replaced.revision, office_state.read_revision(work.connection))
    office_state.store(work.session, office_state.REVISION, latest + 1)
    work.record(
        "maintenance.restore",
        "database",
        *Area,
        by=actor.login,
        replaced_number=replaced.number,
        replaced_hash=replaced.hash,
    )
