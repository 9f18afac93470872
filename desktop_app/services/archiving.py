"""归档: a closed case whose file holds goes into the archive, one by one or all that wait."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.services.case_records import move, open_record
from desktop_app.services.case_rows import CaseRow, read_rows, select_rows
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.file_checks import report_on
from desktop_app.services.work import Actor, Office, Work
from models.cases import Case
from models.enums import CaseAction, Permission

PAGE = 100
_WAITING = (Case.closed_at.is_not(None), Case.archived_at.is_(None))


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A case that was not archived, and why: a flaw of its file, or the code of a refusal with its values."""

    case_id: int
    number: str
    error: ServiceError


@dataclass(frozen=True, slots=True)
class BatchArchive:
    """What came of archiving several cases: how many are in, and which stay out."""

    archived: int
    kept_back: tuple[KeptBack, ...]


def list_unarchived(work: Work, after: CaseRow | None = None, limit: int = PAGE) -> list[CaseRow]:
    """The closed cases that are not archived yet, those closed first at the top; `after` is the last row seen."""
    work.require(Permission.CASES_ARCHIVE)
    query = select_rows().where(*_WAITING)
    if after is not None:
        query = query.where(sa.tuple_(Case.closed_at, Case.id) > (after.closed_at, after.id))
    return read_rows(work, query.order_by(Case.closed_at, Case.id).limit(limit))


def count_unarchived(work: Work) -> int:
    """How many closed cases are not archived yet."""
    work.require(Permission.CASES_ARCHIVE)
    return work.session.scalar(sa.select(sa.func.count()).where(*_WAITING)) or 0


def archive_case(work: Work, case_id: int, revision: int) -> ActResult:
    """归档: once its file has no flaw that can still be put right; others go into the archive with it, named.

    Raises `case_archived`, `file_unsound`.
    """
    work.require(Permission.CASES_ARCHIVE)
    record = open_record(work, case_id, revision)
    if record.case.archived_at is not None:
        raise ServiceError("case_archived")
    report = report_on(work, record)
    if report.blocking:
        raise ServiceError("file_unsound", count=len(report.blocking), flaw=report.blocking[0].text)
    named = "；".join(f"{finding.code} {finding.text}" for finding in report.findings)
    move(work, record, CaseAction.ARCHIVE, f"案卷检查提示：{named}" if named else "案卷检查无问题")
    record.case.archived_at = work.now
    return kept(work, record)


def archive_cases(
    office: Office,
    actor: Actor,
    rows: Sequence[CaseRow],
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> BatchArchive:
    """Archive each of these cases by itself; one that is refused leaves the others untouched.

    `progress` is told after each how many of how many are done.
    """
    kept_back: list[KeptBack] = []
    for done, row in enumerate(rows, 1):
        try:
            with office.work(actor) as work:
                archive_case(work, row.id, row.revision)
        except ServiceError as error:
            kept_back.append(KeptBack(row.id, row.number, error))
        progress(done, len(rows))
    return BatchArchive(len(rows) - len(kept_back), tuple(kept_back))
