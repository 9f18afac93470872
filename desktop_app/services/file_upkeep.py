"""附件库的看护: what nothing names any more is swept away, what is missing is told, backups take the files along."""

import contextlib
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from desktop_app.file_store import FileStore, folder_beside
from desktop_app.rules.errors import ServiceError
from desktop_app.services.case_files import find_store, get_store
from desktop_app.services.work import SYSTEM, Office, Work
from models.cases import Draft
from models.enums import Permission
from models.files import StoredFile

UNUSED_AFTER = 24 * 3600
"""Seconds: a file younger than this may belong to an act that is still on its way."""
_DIGEST = re.compile(r'"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class FilesReport:
    """What is known of the kept files: how many rows and bytes, how many are not on the disk, how many nobody names."""

    files: int
    size: int
    missing: tuple[str, ...]
    """Digests."""
    unused: int


@dataclass(frozen=True, slots=True)
class Stored:
    """One kept file as its row tells it."""

    digest: str
    size: int


def get_files_report(work: Work) -> FilesReport:
    """Look whether every file that a row names is on the disk with all its bytes.

    Raises `files_folder_unset`, `files_folder_away` where an office with files does not reach its folder.
    """
    work.require(Permission.DATABASE_MAINTAIN)
    stored = [Stored(*row) for row in work.session.execute(sa.select(StoredFile.digest, StoredFile.size))]
    try:
        store = get_store(work)
    except ServiceError:
        if stored:
            raise
        return FilesReport(0, 0, (), 0)
    missing = tuple(one.digest for one in stored if not store.has(one.digest, one.size))
    unused = len(_unused(work, store))
    return FilesReport(len(stored), sum(one.size for one in stored), missing, unused)


def sweep_files(work: Work) -> int:
    """Take away the files that neither a case nor a half-filled form names for a day; the bytes that are free again.

    Acts that are adding files wait, or are waited for: none of theirs is taken.
    """
    work.require(Permission.DATABASE_MAINTAIN)
    store = get_store(work)
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(sa.text("LOCK TABLE stored_file IN SHARE ROW EXCLUSIVE MODE"))
    dropped = [store.drop(digest) for digest in _unused(work, store)]
    unfinished = store.drop_unfinished(UNUSED_AFTER)
    if dropped or unfinished:
        work.record("files.sweep", "files", count=len(dropped) + unfinished, size_bytes=sum(dropped))
    return sum(dropped)


def copy_files_out(office: Office, backup: Path, target: Path) -> int:
    """Put the files that the rows of a backup name beside the place it goes to; how many are lost in the office.

    Files never change, so a later backup of the same name writes only what is new.
    Raises `files_folder_unset`, `files_folder_away`, `files_unwritable`, `storage_full`.
    """
    stored = _list_stored(backup)
    there = FileStore(folder_beside(target))
    with office.read(SYSTEM) as work:
        missing = _copy(get_store(work), there, stored) if stored else 0
    wanted = {one.digest for one in stored}
    for digest in list(there.list_digests()):
        if digest not in wanted:
            there.drop(digest)
    return missing


def copy_files_in(source: Office, target: Office, backup: Path) -> int:
    """Bring the files beside a backup into the office it is restored into; how many are neither here nor there.

    Raises `files_folder_unset`, `files_folder_away`, `files_unwritable`, `storage_full`.
    """
    with source.read(SYSTEM) as work:
        stored = [Stored(*row) for row in work.session.execute(sa.select(StoredFile.digest, StoredFile.size))]
        settings = work.settings
    if not stored:
        return 0
    return _copy(FileStore(folder_beside(backup)), find_store(target.database, settings), stored)


def _list_stored(path: Path) -> list[Stored]:
    """The files that the rows of a closed database file name."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
        return [Stored(*row) for row in connection.execute("SELECT digest, size FROM stored_file")]


def _copy(source: FileStore, target: FileStore, stored: Iterable[Stored]) -> int:
    missing = 0
    for one in stored:
        if target.has(one.digest, one.size):
            continue
        try:
            content = source.read(one.digest)
        except ServiceError:
            missing += 1
            continue
        target.keep(content)
    return missing


def _unused(work: Work, store: FileStore) -> list[str]:
    named = set(work.session.scalars(sa.select(StoredFile.digest)))
    old = [digest for digest in store.list_digests(UNUSED_AFTER) if digest not in named]
    if not old:
        return []
    for payload in work.session.scalars(sa.select(Draft.payload)):
        named.update(_DIGEST.findall(payload))
    return [digest for digest in old if digest not in named]
