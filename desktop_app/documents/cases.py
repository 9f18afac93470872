"""The papers of a case (办件文书): which dataclass and which layout belong to each kind, and the one way to print them.

What each must hold follows 行政许可法 art. 32 to 48 and the halls' own papers.
"""

from collections.abc import Callable, Sequence
from typing import Any, get_args

from reportlab.platypus import Flowable

from desktop_app.documents import page
from desktop_app.documents.content import CaseDocument
from desktop_app.documents.layout import LARGE, NORMAL, Layout
from desktop_app.documents.papers import acceptance, application, decision, hearing, procedure
from models.enums import DocumentKind

DOCUMENT_TYPES: dict[DocumentKind, type[CaseDocument]] = {made.kind: made for made in get_args(CaseDocument)}
"""Which dataclass a stored document is read back into."""

_D = DocumentKind
_BODIES: dict[DocumentKind, Callable[[Any, Layout], Sequence[Flowable]]] = {
    _D.APPLICATION: application.application_form,
    _D.RECEIPT: acceptance.receipt,
    _D.SUPPLEMENT_NOTICE: acceptance.supplement_notice,
    _D.SUPPLEMENT_RECEIPT: acceptance.supplement_receipt,
    _D.ACCEPTANCE: acceptance.acceptance_notice,
    _D.REFUSAL: acceptance.refusal_decision,
    _D.DEFERRAL_PROMISE: application.deferral_promise,
    _D.DEFERRAL: application.deferral_notice,
    _D.PLEDGE: application.pledge_letter,
    _D.SPECIAL: procedure.special_procedure_notice,
    _D.EXTENSION_APPROVAL: procedure.extension_approval,
    _D.EXTENSION: procedure.extension_notice,
    _D.INSPECTION: procedure.inspection_record,
    _D.HEARING_ANNOUNCEMENT: hearing.hearing_announcement,
    _D.HEARING_RIGHTS: hearing.hearing_rights,
    _D.HEARING_APPLICATION: hearing.hearing_application,
    _D.HEARING_NOTICE: hearing.hearing_notice,
    _D.HEARING_RECORD: hearing.hearing_record,
    _D.STATEMENT_RECORD: hearing.statement_record,
    _D.GRANT: decision.grant_decision,
    _D.DENIAL: decision.denial_decision,
    _D.SERVICE: decision.service_receipt,
    _D.COLLECTION: decision.collection_receipt,
    _D.TERMINATION: decision.termination_notice,
    _D.NEGATIVE_REPORT: acceptance.negative_report,
}
"""What stands below the title of each kind."""


def render(document: CaseDocument, *, is_large: bool = False) -> bytes:
    """The document as PDF bytes, in large print (大字版) on demand.

    Raises `glyph_missing` when a character on it cannot be drawn.
    """
    lay = LARGE if is_large else NORMAL
    head, case = document.letterhead, document.case
    return page.build(
        [*lay.title_block(document), *_BODIES[document.kind](document, lay)],
        page.Sheet(
            title=document.kind.label,
            organ_name=head.organ_name,
            subject=case.matter_name,
            case_number=case.number,
            running_head=f"{head.organ_name}　{document.kind.label}　{document.document_number or case.number}",
            copies_text=document.copies_text,
            reprint=document.reprint,
            is_void=bool(document.void_reason),
            scale=lay.scale,
        ),
    )
