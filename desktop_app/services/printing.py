"""文书的签发、补打与打印记录."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives import hashes
from pydantic import TypeAdapter

from desktop_app.documents.cases import DOCUMENT_TYPES, render
from desktop_app.documents.content import CaseDocument
from desktop_app.documents.fonts import printable
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.numbering import document_number
from desktop_app.services.case_records import CaseRecord
from desktop_app.services.numbering import take_number
from desktop_app.services.work import HALL_ZONE, SYSTEM, Work
from models.accounts import Account
from models.enums import Area, DocumentKind, Permission, PrintState
from models.printing import IssuedDocument, PrintRecord

LATEST = 5_000
"""How many of the latest papers are looked through for those of today."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of a case as lists show it; `prints` counts the copies that went to paper or file."""

    id: int
    case_id: int
    kind: DocumentKind
    number: str
    issued_at: datetime
    issued_by: str
    prints: int
    void_reason: str = ""
    """Why it is void (作废); empty where it holds."""


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """A print that is recorded and may now go to the printer.

    `earlier_copies` counts those before it that came out, or are on their way: above 0 the copy is marked 补打.
    """

    record_id: int
    document_id: int
    copy_number: int
    earlier_copies: int


def reserve_number(work: Work, record: CaseRecord, kind: DocumentKind) -> str:
    """The next 文书编号 of the organ, kind and year."""
    department = record.department
    year = work.today.year
    sequence = take_number(work.connection, f"document:{department.id}:{kind}", str(year))
    return document_number(department.short_name or department.name, kind, year, sequence)


def issue(work: Work, record: CaseRecord, document: CaseDocument) -> None:
    """Add a document with the data it is printed from; raises `glyph_missing` for what no font can draw."""
    adapter = _adapter(document.kind)
    printable(adapter.dump_json(document).decode())  # refused at the act, not at the printer
    content: dict[str, Any] = adapter.dump_python(document, mode="json")
    record.documents.append(
        IssuedDocument(
            kind=document.kind,
            number=document.document_number,
            issued_at=work.now,
            issued_by=work.actor.account_id,
            content=content,
        )
    )


def list_documents(work: Work, case_id: int) -> list[DocumentRow]:
    """The documents of a case in the order they were issued."""
    return _read_rows(work, IssuedDocument.case_id == case_id)


def find_documents(work: Work, document_ids: Sequence[int]) -> list[DocumentRow]:
    """Some documents, in the order they were issued; unknown ones are passed over."""
    return _read_rows(work, IssuedDocument.id.in_(document_ids))


def list_unprinted(work: Work, *, own: bool) -> list[DocumentRow]:
    """Papers issued today of which no copy came out yet: one's own, or the whole hall's; void ones are left out.

    Only the latest are looked at: a day brings far fewer.
    """
    work.require(Permission.DOCUMENTS_PRINT)
    last = sa.select(IssuedDocument.id).order_by(IssuedDocument.id.desc()).offset(LATEST).limit(1)
    begun = datetime.combine(work.today, time(), HALL_ZONE)
    copies = _counted_copies().where(PrintRecord.document_id == IssuedDocument.id).scalar_subquery()
    wanted = [
        IssuedDocument.id > sa.func.coalesce(last.scalar_subquery(), 0),
        IssuedDocument.issued_at >= begun,
        IssuedDocument.voided_at.is_(None),
        copies == 0,
    ]
    if own:
        wanted.append(IssuedDocument.issued_by == work.actor.account_id)
    return _read_rows(work, sa.and_(*wanted))


def _read_rows(work: Work, wanted: sa.ColumnElement[bool]) -> list[DocumentRow]:
    work.require(Permission.CASES_VIEW)
    prints = _counted_copies().where(PrintRecord.document_id == IssuedDocument.id).scalar_subquery()
    query = (
        sa.select(
            IssuedDocument.id,
            IssuedDocument.case_id,
            IssuedDocument.kind,
            IssuedDocument.number,
            IssuedDocument.issued_at,
            sa.func.coalesce(Account.name, SYSTEM.name).label("issued_by"),
            prints.label("prints"),
            IssuedDocument.void_reason,
        )
        .outerjoin(Account, Account.id == IssuedDocument.issued_by)
        .where(wanted)
        .order_by(IssuedDocument.id)
    )
    return [DocumentRow(*row) for row in work.session.execute(query)]


def _counted_copies() -> sa.Select[int]:
    """How many prints came out or are on their way: a failed one is no copy."""
    return sa.select(sa.func.count()).where(PrintRecord.state != PrintState.FAILED)


def get_document(work: Work, document_id: int, reprint: int = 0) -> CaseDocument:
    """The document as it was issued, void where it is; `reprint` counts the copies before this one."""
    work.require(Permission.CASES_VIEW)
    issued = work.session.get(IssuedDocument, document_id)
    if issued is None:
        raise ServiceError("document_unknown")
    document = _adapter(issued.kind).validate_python(issued.content)
    return dataclasses.replace(document, reprint=reprint, void_reason=issued.void_reason)


def list_papers(work: Work, case_id: int) -> list[tuple[IssuedDocument, CaseDocument]]:
    """The documents of a case with what they say, in the order they were issued."""
    work.require(Permission.CASES_VIEW)
    issued = work.session.scalars(
        sa.select(IssuedDocument).where(IssuedDocument.case_id == case_id).order_by(IssuedDocument.id)
    )
    return [(row, _adapter(row.kind).validate_python(row.content)) for row in issued]


def get_document_pdf(work: Work, document_id: int, reprint: int = 0, is_large: bool = False) -> bytes:
    """The document as PDF, for preview and for the printer; in large print (大字版) on demand."""
    return render(get_document(work, document_id, reprint), is_large=is_large)


def request_print(work: Work, document_id: int, printer: str) -> PrintRequest:
    """Record that a copy goes to a printer; the copy's number is unique, also when two counters print at once."""
    work.require(Permission.DOCUMENTS_PRINT)
    issued = work.session.get(IssuedDocument, document_id, with_for_update=True)
    if issued is None:
        raise ServiceError("document_unknown")
    earlier = work.session.scalars(_counted_copies().where(PrintRecord.document_id == document_id)).one()
    copy_number = take_number(work.connection, f"print:{document_id}", "")
    row = PrintRecord(
        document_id=document_id,
        copy_number=copy_number,
        printer=printer,
        state=PrintState.QUEUED,
        requested_at=work.now,
        requested_by=work.actor.account_id,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "printing.request", f"document:{issued.number}", Area.PRINTING, copy=copy_number, printer=printer
    )
    return PrintRequest(row.id, document_id, copy_number, earlier)


def finish_print(
    work: Work, record_id: int, state: PrintState, pdf: bytes = b"", failure: str = ""
) -> PrintState:
    """Record how a print ended; a failed one never counts as a copy on paper."""
    work.require(Permission.DOCUMENTS_PRINT)
    row = work.session.get(PrintRecord, record_id, with_for_update=True)
    if row is None or row.state is not PrintState.QUEUED:
        raise ServiceError("print_unknown")
    row.state = state
    row.finished_at = work.now
    row.digest = _digest(pdf) if pdf else ""
    row.failure = failure
    work.record("printing.finish", f"print:{record_id}", Area.PRINTING, state=state)
    return state


@cache
def _adapter(kind: DocumentKind) -> TypeAdapter[Any]:
    return TypeAdapter(DOCUMENT_TYPES[kind])


def _digest(data: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()
