"""模拟文书: the stored content of a simulated paper with `{column}` where each case has its own value."""

from datetime import date, datetime, time
from typing import Any

from pydantic import TypeAdapter

from desktop_app.documents.content import (
    AcceptanceNotice,
    CaseDocument,
    CaseFacts,
    GrantDecision,
    Letterhead,
    Receipt,
)
from desktop_app.rules.cases import NOTICE_DAYS
from models.enums import DocumentKind

_COLUMNS = ("received_on", "notice_on", "promised_on", "decided_on")
_DATES = {name: date(1, 1, day) for day, name in enumerate(_COLUMNS, 1)}
"""Days no paper can bear, which stand for the columns."""
NOON = time(12)


def template(kind: DocumentKind) -> str:
    """The JSON of a receipt, an acceptance notice or a decision to grant."""
    paper = _papers()[kind]
    adapter: TypeAdapter[Any] = TypeAdapter(type(paper))
    text = adapter.dump_json(paper).decode()
    for name, day in _DATES.items():
        text = text.replace(day.isoformat(), f"{{{name}}}")
    return text


def _papers() -> dict[DocumentKind, CaseDocument]:
    received_on, promised_on = _DATES["received_on"], _DATES["promised_on"]
    common: dict[str, Any] = {
        "document_number": "{document_number}",
        "letterhead": Letterhead("{organ_name}", "", "", ""),
        "case": _facts(),
        "copies_text": "",
    }
    return {
        DocumentKind.RECEIPT: Receipt(
            **common,
            made_on=received_on,
            received_at=datetime.combine(received_on, NOON),
            materials=(),
            notice_days=NOTICE_DAYS,
            notice_due_on=_DATES["notice_on"],
        ),
        DocumentKind.ACCEPTANCE: AcceptanceNotice(
            **common,
            made_on=received_on,
            applied_on=received_on,
            accepted_on=received_on,
            promised_due_on=promised_on,
            statutory_due_on=None,
            due_explanation="",
            materials=(),
        ),
        DocumentKind.GRANT: GrantDecision(
            **common,
            made_on=_DATES["decided_on"],
            accepted_on=received_on,
            decided_on=_DATES["decided_on"],
            permitted="",
            certificate_name="{certificate}",
            certificate_number="",
            validity="",
            basis="",
        ),
    }


def _facts() -> CaseFacts:
    """Short, for there are millions; the QR code has no signature, so no simulated paper passes for a genuine one."""
    return CaseFacts(
        number="{number}",
        query_code="{query_code}",
        qr_text="{number}",
        matter_name="{matter_name}",
        matter_code="",
        applicant_name="{applicant_name}",
        identity_label="居民身份证",
        identity_number="{identity_number}",
        phone="{phone}",
        agent_name="",
        agent_identity_label="",
        agent_identity_number="",
        counter_name="",
        clerk_name="",
    )
