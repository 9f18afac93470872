"""The one box that finds everything: QR text, case number, party, matter."""

from dataclasses import dataclass

import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.printing import verify
from desktop_app.services.case_queries import find_cases
from desktop_app.services.case_rows import CaseRow, read_rows, select_rows
from desktop_app.services.catalogue import MatterRow, find_matters
from desktop_app.services.work import Work
from models.cases import Case
from models.enums import DocumentKind, Permission
from models.printing import IssuedDocument

MAX_TEXT = 500


@dataclass(frozen=True, slots=True)
class QrVerdict:
    """What a scanned code proved: `is_genuine` only where key, case, query code and document all agree."""

    is_genuine: bool
    case: CaseRow | None = None
    document: DocumentKind | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the box found; `verdict` is `None` where the text was no QR text."""

    verdict: QrVerdict | None = None
    cases: tuple[CaseRow, ...] = ()
    matters: tuple[MatterRow, ...] = ()


def find_anything(work: Work, text: str) -> Findings:
    """Whatever the actor may see under a scanned or typed text; odd text finds nothing and never fails."""
    wanted = text.strip()[:MAX_TEXT].replace("\x00", "")
    if not wanted:
        return Findings()
    may_see_cases = Permission.CASES_VIEW in work.actor.permissions
    if may_see_cases and looks_like_qr(wanted):
        return Findings(verdict=get_verdict(work, wanted))
    return Findings(
        cases=tuple(find_cases(work, wanted)) if may_see_cases else (),
        matters=tuple(find_matters(work, wanted)),
    )


def looks_like_qr(text: str) -> bool:
    """Whether a text is meant as the text of a printed code, genuine or not."""
    folded = text.lower()
    return "://" in folded and "/c/" in folded


def get_verdict(work: Work, text: str) -> QrVerdict:
    """Whether a printed code is genuine: written with the office's key, for a document this database issued."""
    work.require(Permission.CASES_VIEW)
    try:
        claim = verify(text, work.office.key)
    except ServiceError:
        return QrVerdict(is_genuine=False)
    if claim is None:
        return QrVerdict(is_genuine=False)
    found = work.session.execute(
        sa.select(Case.id)
        .join(IssuedDocument, IssuedDocument.case_id == Case.id)
        .where(
            Case.number == claim.case_number,
            Case.query_code == claim.query_code,
            IssuedDocument.kind == claim.document,
        )
        .limit(1)
    ).scalar()
    if found is None:
        return QrVerdict(is_genuine=False)
    row = read_rows(work, select_rows().where(Case.id == found))[0]
    return QrVerdict(is_genuine=True, case=row, document=claim.document)
