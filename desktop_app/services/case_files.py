"""办件附件: files kept before the transaction, named by the case inside it, read back proved."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from desktop_app.database import Database
from desktop_app.exchange.case_files import FileLimits, check_case_file
from desktop_app.file_store import FileStore, folder_beside
from desktop_app.rules.errors import ServiceError
from desktop_app.services.case_records import CaseRecord
from desktop_app.services.work import SYSTEM, Actor, Office, Work
from desktop_app.settings import OfficeSettings, read_workstation
from models.accounts import Account
from models.base import table_of
from models.enums import Permission
from models.files import CaseFile, StoredFile

OF_THE_CASE = -1
"""The position of what belongs to the case as a whole."""
MOST_FILES = 200
"""Of one case: a folder chosen by mistake is no application."""
FOLDER_VARIABLE = "YICHUANG_FILES"
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file whose bytes are on the disk, and that no case names yet; `pages` is `None` for OFD."""

    digest: str
    name: str
    media_type: str
    size: int
    pages: int | None


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A kept file and the line of the checklist it is for, from 0; `OF_THE_CASE` for the whole case."""

    position: int
    file: KeptFile


@dataclass(frozen=True, slots=True)
class FileRow:
    """An attachment as lists show it; `removed_at` is set where it was taken out again."""

    id: int
    position: int
    digest: str
    name: str
    media_type: str
    size: int
    pages: int | None
    added_at: datetime
    added_by: str
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileContent:
    """The bytes of an attachment, as they were handed in."""

    name: str
    media_type: str
    content: bytes


def get_store(work: Work) -> FileStore:
    """Where the office keeps its files; raises `files_folder_unset`, `files_folder_away`."""
    return find_store(work.office.database, work.settings)


def find_store(database: Database, settings: OfficeSettings) -> FileStore:
    """Beside a database file; for a server in the folder that every counter reaches.

    Raises `files_folder_unset`, `files_folder_away`.
    """
    if database.is_sqlite:
        return FileStore(folder_beside(Path(database.url.database or "").absolute()))
    chosen = os.environ.get(FOLDER_VARIABLE) or read_workstation().files_folder or settings.files_folder
    if not chosen:
        raise ServiceError("files_folder_unset")
    folder = Path(chosen)
    if not folder.is_dir():
        raise ServiceError("files_folder_away")
    return FileStore(folder)


def keep_file(office: Office, content: bytes, name: str, actor: Actor = SYSTEM) -> KeptFile:
    """Look into a file and put its bytes on the disk, before any transaction; only an act then names it.

    Raises the refusals of `exchange.case_files.check_case_file`, of `get_store` and of the disk.
    """
    with office.read(actor) as work:
        work.require(Permission.CASES_VIEW)
        limits = FileLimits(work.settings.file_megabytes, work.settings.file_pages)
        store = get_store(work)
    checked = check_case_file(content, name, limits)
    return KeptFile(store.keep(content), checked.name, checked.media_type, len(content), checked.pages)


def add_files(work: Work, record: CaseRecord, files: Sequence[AttachedFile]) -> None:
    """Name kept files in a case, inside its act; the same file twice on one line is one file.

    Raises `material_unknown`, `case_files_many`, and `file_lost` where the bytes are not on the disk any more.
    """
    if not files:
        return
    known = standing_files(work, record)
    positions = {line.position for line in record.materials} | {OF_THE_CASE}
    store = get_store(work)
    for position, file in ((given.position, given.file) for given in files):
        if position not in positions:
            raise ServiceError("material_unknown", position=position + 1)
        if (position, file.digest) in known:
            continue
        known.add((position, file.digest))
        _store_row(work, file)
        if not store.has(
            file.digest, file.size
        ):  # after the row: a sweep waits for this act, or was before it
            raise ServiceError("file_lost")
        record.added.append(new_file(work, position, file.digest, file.name))
    if len(known) > MOST_FILES:
        raise ServiceError("case_files_many", most=MOST_FILES)


def new_file(work: Work, position: int, digest: str, name: str) -> CaseFile:
    """The row that names a stored file."""
    return CaseFile(
        position=position,
        digest=digest,
        name=name,
        added_at=work.now,
        added_by=work.actor.account_id,
        removed_at=None,
    )


def standing_files(work: Work, record: CaseRecord) -> set[tuple[int, str]]:
    """Line and digest of the files of the case that were not taken out, with those this act has added."""
    added = {(row.position, row.digest) for row in record.added if isinstance(row, CaseFile)}
    if sa.inspect(record.case).transient:
        return added
    query = sa.select(CaseFile.position, CaseFile.digest).where(
        CaseFile.case_id == record.case.id, CaseFile.removed_at.is_(None)
    )
    return added | {(row.position, row.digest) for row in work.session.execute(query)}


def list_files(work: Work, case_id: int) -> list[FileRow]:
    """The files of a case by line, in the order they came; those taken out with them."""
    work.require(Permission.CASES_VIEW)
    query = (
        sa.select(
            CaseFile.id,
            CaseFile.position,
            CaseFile.digest,
            CaseFile.name,
            StoredFile.media_type,
            StoredFile.size,
            StoredFile.pages,
            CaseFile.added_at,
            sa.func.coalesce(Account.name, SYSTEM.name).label("added_by"),
            CaseFile.removed_at,
        )
        .join(StoredFile, StoredFile.digest == CaseFile.digest)
        .outerjoin(Account, Account.id == CaseFile.added_by)
        .where(CaseFile.case_id == case_id)
        .order_by(CaseFile.position, CaseFile.id)
    )
    return [FileRow(*row) for row in work.session.execute(query)]


def get_file(work: Work, file_id: int) -> FileContent:
    """The bytes of an attachment; raises `case_file_missing`, `file_lost`, `file_altered`."""
    work.require(Permission.CASES_VIEW)
    row = work.session.execute(
        sa.select(CaseFile.name, StoredFile.media_type, CaseFile.digest)
        .join(StoredFile, StoredFile.digest == CaseFile.digest)
        .where(CaseFile.id == file_id)
    ).first()
    if row is None:
        raise ServiceError("case_file_missing")
    return FileContent(row.name, row.media_type, get_store(work).read(row.digest))


def get_kept_file(work: Work, file: KeptFile) -> FileContent:
    """The bytes of a file that no case names yet; raises `file_lost`, `file_altered`."""
    work.require(Permission.CASES_VIEW)
    return FileContent(file.name, file.media_type, get_store(work).read(file.digest))


def _store_row(work: Work, file: KeptFile) -> None:
    """The row of the bytes, whoever writes it first."""
    connection = work.session.connection()
    statement = _INSERT[connection.dialect.name](table_of(StoredFile)).on_conflict_do_nothing()
    values = {
        "digest": file.digest,
        "media_type": file.media_type,
        "size": file.size,
        "pages": file.pages,
        "added_at": work.now,
    }
    connection.execute(statement, values)
