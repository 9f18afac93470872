"""网上办件的状态: of every case that packages were taken for, what its applicant may see from outside."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from desktop_app.exchange.statuses import (
    CaseStatus,
    StatusDemand,
    StatusDocument,
    StatusStep,
    write_status,
    write_whole,
)
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.progress import INTERNAL_PAPERS, TOLD, TOLD_WITH_WORDS, progress
from desktop_app.services.printing import finish_print, get_document_pdf, request_print
from desktop_app.services.work import HALL_ZONE, SYSTEM, Office, Work
from models.cases import Case, CaseEvent, CaseMaterial
from models.enums import Permission, PrintState
from models.online import OnlinePackage
from models.printing import IssuedDocument

KEPT_UP = timedelta(days=90)
"""So long after its end the file of a case is still kept up."""
CHUNK = 500
PAPERS_FOLDER = "papers"
PRINTER = "网上渠道"
"""What the print record calls the way an electronic copy went."""


def write_statuses(
    office: Office, folder: Path, sender: str = "", *, with_papers: bool = False
) -> tuple[int, int]:
    """回传: write the state of every online case, or of those of one sender, into a folder; on demand its papers too.

    The number of states written and of those that stayed as they were. Raises `output_unwritable`.
    """
    if folder.is_file():
        raise ServiceError("output_unwritable")
    written = same = after = 0
    while True:
        with office.read(SYSTEM) as work:
            found = list_statuses(work, sender, after)
        for case_id, status in found:
            after = case_id
            if with_papers:
                _write_papers(office, folder, status)
            is_written = write_status(folder, status)
            written += is_written
            same += not is_written
        if len(found) < CHUNK:
            return written, same


def _write_papers(office: Office, folder: Path, status: CaseStatus) -> None:
    """电子凭证: the papers that are not there yet as PDF, each with its print record; the state that names them follows."""
    for paper in status.documents:
        path = folder / paper.file
        if paper.is_void or path.exists():
            continue
        with office.work(SYSTEM) as work:
            request = request_print(work, paper.id, PRINTER)
            pdf = get_document_pdf(work, paper.id)
            write_whole(path, pdf)
            finish_print(work, request.record_id, PrintState.SAVED, pdf)


def list_statuses(
    work: Work, sender: str = "", after: int = 0, limit: int = CHUNK
) -> list[tuple[int, CaseStatus]]:
    """Row number and state of the online cases after a row number, in its order: open, or not long closed."""
    work.require(Permission.CASES_VIEW)
    packages = sa.select(OnlinePackage.case_id)
    if sender:
        packages = packages.where(
            sa.func.substr(OnlinePackage.package_id, 1, len(sender) + 1) == f"{sender}/"
        )
    query = (
        sa.select(Case)
        .where(
            Case.id > after,
            Case.id.in_(packages),
            sa.or_(Case.closed_at.is_(None), Case.closed_at >= work.now - KEPT_UP),
        )
        .order_by(Case.id)
        .limit(limit)
    )
    return list(_told(work, work.session.scalars(query).all(), sender))


def _told(work: Work, cases: Sequence[Case], sender: str) -> Iterator[tuple[int, CaseStatus]]:
    """Each with what belongs to it, read in one question a table."""
    numbers = [case.id for case in cases]
    packages: dict[int, list[str]] = defaultdict(list)
    for row in work.session.scalars(
        sa.select(OnlinePackage)
        .where(OnlinePackage.case_id.in_(numbers))
        .order_by(OnlinePackage.submitted_at)
    ):
        name, _, own = row.package_id.partition("/")
        if sender in {"", name}:
            packages[row.case_id].append(own if sender else row.package_id)
    demands, steps, documents = _demands(work, numbers), _steps(work, numbers), _documents(work, numbers)
    for case in cases:
        is_closed = case.closed_at is not None
        word = progress(case.state, is_closed=is_closed)
        yield (
            case.id,
            CaseStatus(
                packages=tuple(packages[case.id]),
                case_number=case.number,
                query_code=case.query_code,
                channel=case.channel,
                state=case.state,
                state_label=case.state.label,
                progress=word,
                progress_label=word.label,
                revision=case.revision,
                received_at=case.received_at.astimezone(HALL_ZONE),
                due_on=None if is_closed else case.due_on,
                due_clock=None if is_closed else case.due_clock,
                demands=tuple(demands[case.id]),
                steps=tuple(steps[case.id]),
                documents=tuple(documents[case.id]),
            ),
        )


def _demands(work: Work, numbers: Sequence[int]) -> dict[int, list[StatusDemand]]:
    found: dict[int, list[StatusDemand]] = defaultdict(list)
    query = (
        sa.select(CaseMaterial.case_id, CaseMaterial.name, CaseMaterial.demand)
        .where(CaseMaterial.case_id.in_(numbers), CaseMaterial.demand != "")
        .order_by(CaseMaterial.case_id, CaseMaterial.position)
    )
    for case_id, name, demand in work.session.execute(query):
        found[case_id].append(StatusDemand(name, demand))
    return found


def _steps(work: Work, numbers: Sequence[int]) -> dict[int, list[StatusStep]]:
    found: dict[int, list[StatusStep]] = defaultdict(list)
    query = (
        sa.select(CaseEvent.case_id, CaseEvent.at, CaseEvent.action, CaseEvent.text)
        .where(CaseEvent.case_id.in_(numbers), CaseEvent.action.in_(TOLD))
        .order_by(CaseEvent.id)
    )
    for case_id, at, action, text in work.session.execute(query):
        said = text if action in TOLD_WITH_WORDS else ""
        found[case_id].append(StatusStep(at.astimezone(HALL_ZONE), action, action.label, said))
    return found


def _documents(work: Work, numbers: Sequence[int]) -> dict[int, list[StatusDocument]]:
    found: dict[int, list[StatusDocument]] = defaultdict(list)
    query = sa.select(IssuedDocument).where(
        IssuedDocument.case_id.in_(numbers), IssuedDocument.kind.not_in(INTERNAL_PAPERS)
    )
    for row in work.session.scalars(query.order_by(IssuedDocument.id)):
        paper = StatusDocument(
            row.id,
            row.kind,
            row.kind.label,
            row.number,
            row.issued_at.astimezone(HALL_ZONE),
            is_void=row.voided_at is not None,
            file=f"{PAPERS_FOLDER}/{row.kind}-{row.id}.pdf",
        )
        found[row.case_id].append(paper)
    return found
