"""The one box that finds everything: QR text, case number, party, matter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import normal_number
from desktop_app.rules.printing import verify
from desktop_app.services.case_queries import find_cases
from desktop_app.services.case_rows import CaseRow, read_rows, select_rows
from desktop_app.services.catalogue import MatterRow, find_matters
from desktop_app.services.work import Work
from models.cases import Case
from models.enums import DocumentKind, Permission
from models.printing import IssuedDocument

MAX_TEXT = 500
GUIDE_QR = re.compile(r"https?://[^?#\s]*/m/([^/?#\s]+)/?(?:[?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QrVerdict:
    """What a scanned code proved: `is_genuine` only where key, case, query code and document all agree.

    `void_reason` says why such a paper no longer holds (作废); a case may have one that holds beside one that is void.
    """

    is_genuine: bool
    case: CaseRow | None = None
    document: DocumentKind | None = None
    void_reason: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the box found; `verdict` is `None` where the text was no QR text."""

    verdict: QrVerdict | None = None
    cases: tuple[CaseRow, ...] = ()
    matters: tuple[MatterRow, ...] = ()
    matter: MatterRow | None = None
    """The one matter a guide's code or a whole code named: it opens at once."""


def find_anything(work: Work, text: str) -> Findings:
    """Whatever the actor may see under a scanned or typed text; odd text finds nothing and never fails."""
    wanted = text.strip()[:MAX_TEXT].replace("\x00", "")
    if not wanted:
        return Findings()
    may_see_cases = Permission.CASES_VIEW in work.actor.permissions
    if may_see_cases and looks_like_qr(wanted):
        return Findings(verdict=get_verdict(work, wanted))
    code = guide_code(wanted)
    matters = find_matters(work, code or wanted)
    return Findings(
        cases=tuple(find_cases(work, wanted)) if may_see_cases and not code else (),
        matters=tuple(matters),
        matter=_named_by_code(code or wanted, matters),
    )


def guide_code(text: str) -> str:
    """The code of the matter a printed guide's QR text names (`{base_url}/m/{code}?v=N`); empty for any other text."""
    found = GUIDE_QR.fullmatch(text)
    return unquote(found.group(1)) if found else ""


def _named_by_code(text: str, matters: Sequence[MatterRow]) -> MatterRow | None:
    """The one matter whose 业务办理项编码, or else whose 实施编码, is the text."""
    code = normal_number(text)
    named = [row for row in matters if row.item_code == code] or [row for row in matters if row.code == code]
    return named[0] if len(named) == 1 else None


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
        sa.select(Case.id, IssuedDocument.void_reason)
        .join(IssuedDocument, IssuedDocument.case_id == Case.id)
        .where(
            Case.number == claim.case_number,
            Case.query_code == claim.query_code,
            IssuedDocument.kind == claim.document,
        )
        .order_by(IssuedDocument.voided_at.is_not(None), IssuedDocument.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return QrVerdict(is_genuine=False)
    row = read_rows(work, select_rows().where(Case.id == found.id))[0]
    return QrVerdict(True, row, claim.document, found.void_reason)
