"""作废: a void paper says so when it is printed and when its code is scanned; a later one of its kind holds."""

import pytest
import sqlalchemy as sa

from desktop_app.services import cases
from desktop_app.services.lookup import get_verdict
from desktop_app.services.paper_voiding import mark_void
from desktop_app.services.printing import get_document, get_document_pdf, list_documents
from desktop_app.services.work import SYSTEM, Office
from models.printing import IssuedDocument
from tests.factories import Hall, licence_case
from tests.unit.documents.reading import pages_of, squeezed

REASON = "重新办理，另行制作"


@pytest.fixture
def receipt_id(office: Office, hall: Hall) -> int:
    """A receipt that was made void."""
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall))
    with office.work(SYSTEM) as work:
        mark_void(work, case.case_id, REASON)
    return case.document_ids[0]


def qr_text(office: Office, document_id: int) -> str:
    with office.read(SYSTEM) as work:
        return get_document(work, document_id).case.qr_text


def test_a_void_paper_is_printed_with_its_mark_and_reason(office: Office, receipt_id: int) -> None:
    with office.read(SYSTEM) as work:
        pdf = get_document_pdf(work, receipt_id)
        large = get_document_pdf(work, receipt_id, 0, is_large=True)
    for pages in (pages_of(pdf), pages_of(large)):
        assert f"本文书已作废。原因：{REASON}" in squeezed(pages[0])
        assert all(squeezed(page).startswith("作废") for page in pages)


def test_its_code_is_genuine_and_told_to_be_void(office: Office, receipt_id: int) -> None:
    text = qr_text(office, receipt_id)
    with office.read(SYSTEM) as work:
        verdict = get_verdict(work, text)
    assert (verdict.is_genuine, verdict.void_reason) == (True, REASON)


def test_the_code_holds_again_once_another_paper_of_the_kind_was_issued(
    office: Office, receipt_id: int
) -> None:
    text = qr_text(office, receipt_id)
    with office.work(SYSTEM) as work:
        issued = work.session.get(IssuedDocument, receipt_id)
        assert issued is not None
        values = {column.key: getattr(issued, column.key) for column in sa.inspect(IssuedDocument).columns}
        again = IssuedDocument(**values | {"id": None, "number": "示卫收〔2026〕第0002号"})
        again.voided_at, again.void_reason = None, ""
        work.session.add(again)
    with office.read(SYSTEM) as work:
        verdict = get_verdict(work, text)
        reasons = [row.void_reason for row in list_documents(work, issued.case_id)]
    assert (verdict.is_genuine, verdict.void_reason, reasons) == (True, "", [REASON, ""])
