"""What must hold of a database whatever happened to those who wrote into it."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from desktop_app.database import Database, open_database
from desktop_app.services import audit
from desktop_app.services.work import SYSTEM, Office, Work
from models.audit import AuditEntry
from models.base import Base
from models.cases import Case, CaseClock, CaseEvent, CaseMaterial, CaseParty
from models.enums import CaseState, DocumentKind
from models.printing import IssuedDocument
from tests.conftest import MORNING, TEST_KEY
from tests.factories import LICENCE, LICENCE_CODE

ROWS_OF_AN_ACCEPTANCE: dict[type[Base], int] = {
    CaseParty: 1,
    CaseMaterial: len(LICENCE.materials),
    CaseClock: 3,
    CaseEvent: 2,
    IssuedDocument: 2,
    AuditEntry: 2,
}


def numbers_of_whole_cases(address: str) -> set[str]:
    """Open the database anew and check it; the numbers of its accepted cases.

    No act is there by half, no number is missing, the chain is whole, and SQLite finds its file sound.
    """
    database = open_database(address)
    try:
        with Session(_one_moment(database)) as session:
            if database.is_sqlite:
                assert session.execute(sa.text("PRAGMA quick_check")).scalar_one() == "ok"
                assert session.execute(sa.text("PRAGMA foreign_key_check")).all() == []
            numbers = session.scalars(sa.select(Case.number).where(Case.state == CaseState.ACCEPTED)).all()
            _check_rows(session, numbers)
            report = audit.find_broken_entry(Work(session, SYSTEM, MORNING, Office(database, TEST_KEY)))
    finally:
        database.close()
    assert report.is_whole
    assert report.entries == 2 * len(numbers)
    return set(numbers)


def _one_moment(database: Database) -> Engine:
    """An engine whose transactions see one moment: the server may still be finishing for a process just killed."""
    if database.is_sqlite:
        return database.reader
    return database.reader.execution_options(isolation_level="REPEATABLE READ")


def _check_rows(session: Session, numbers: Sequence[str]) -> None:
    for model, rows in ROWS_OF_AN_ACCEPTANCE.items():
        found = session.scalar(sa.select(sa.func.count()).select_from(model))
        assert found == rows * len(numbers), model.__tablename__
    in_order = range(1, len(numbers) + 1)
    assert sorted(numbers) == [f"{LICENCE_CODE}20261120{number:04}" for number in in_order]
    for kind in (DocumentKind.RECEIPT, DocumentKind.ACCEPTANCE):
        assert _document_numbers(session, kind) == list(in_order), kind


def _document_numbers(session: Session, kind: DocumentKind) -> list[int]:
    numbers = session.scalars(sa.select(IssuedDocument.number).where(IssuedDocument.kind == kind))
    return sorted(int(re.findall(r"第(\d+)号", number)[0]) for number in numbers)
