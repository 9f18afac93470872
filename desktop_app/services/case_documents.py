"""What each paper of a case says, gathered from the record at the moment of the act."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from desktop_app.documents.content import (
    ACCEPTANCE_BASIS,
    DECISION_BASIS,
    SUPPLEMENT_BASIS,
    AcceptanceNotice,
    CaseFacts,
    CollectionReceipt,
    DeferredLine,
    DenialDecision,
    GrantDecision,
    LawSentence,
    Letterhead,
    MaterialLine,
    NegativeReport,
    Receipt,
    RefusalDecision,
    Remedies,
    SupplementLine,
    SupplementNotice,
    SupplementReceipt,
)
from desktop_app.rules.cases import NOTICE_DAYS
from desktop_app.rules.checklists import OUTSTANDING
from desktop_app.rules.law_texts import LawKey
from desktop_app.rules.printing import sign
from desktop_app.rules.situations import answer_words
from desktop_app.services.case_records import CaseRecord, due_date, is_licence
from desktop_app.services.law_texts import get_sentences
from desktop_app.services.work import HALL_ZONE, Work
from models.cases import CaseClock, CaseMaterial
from models.enums import CaseState, ClockKind, DocumentKind, MaterialCarrier, PartyRole
from models.examination import CaseDecision, CaseDelivery
from models.procedure import AcceptanceKind

MADE_LATER = "以制发的证件载明的编号为准"
TWO_COPIES = "本文书一式两份：申请人一份，存档一份"
ONE_COPY = "本文书一份，存档"


def letterhead(work: Work, record: CaseRecord) -> Letterhead:
    """The organ that decides and the hall that serves."""
    organ = record.department
    return Letterhead(organ.name, organ.address, organ.phone, work.settings.hall_name)


def facts(work: Work, record: CaseRecord, kind: DocumentKind) -> CaseFacts:
    """What every paper repeats, with the signed text of its QR code."""
    case, settings = record.case, work.settings
    applicant = record.parties[PartyRole.APPLICANT]
    agent = record.parties.get(PartyRole.AGENT)
    return CaseFacts(
        number=case.number,
        query_code=case.query_code,
        qr_text=sign(settings.base_url, case.number, kind, case.query_code, work.office.key),
        matter_name=case.matter_name,
        matter_code=record.matter_code,
        applicant_name=applicant.name,
        identity_label=applicant.identity_kind.label,
        identity_number=applicant.identity_number,
        phone=applicant.phone,
        agent_name=agent.name if agent else "",
        agent_identity_label=agent.identity_kind.label if agent else "",
        agent_identity_number=agent.identity_number if agent else "",
        counter_name=work.actor.counter_name,
        clerk_name=work.actor.name,
        situation=tuple(answer_words(record.content, case.answers)),
    )


def received_lines(materials: Sequence[CaseMaterial]) -> tuple[MaterialLine, ...]:
    """Only what was really obtained, in whichever way."""
    return tuple(
        MaterialLine(line.name, line.received_as.label, line.count, line.note)
        for line in materials
        if line.received_as not in OUTSTANDING
    )


def receipt(work: Work, record: CaseRecord, clocks: Sequence[CaseClock], number: str) -> Receipt:
    """D1 材料接收凭证."""
    return Receipt(
        **common(work, record, DocumentKind.RECEIPT, number),
        received_at=local_time(work.now),
        materials=received_lines(record.materials),
        notice_days=NOTICE_DAYS,
        notice_due_on=due_date(clocks, ClockKind.NOTICE),
    )


def supplement_notice(
    work: Work, record: CaseRecord, clocks: Sequence[CaseClock], number: str
) -> SupplementNotice:
    """D2 申请材料补正告知书: everything that is missing, at once."""
    specs = record.content.materials
    return SupplementNotice(
        **common(work, record, DocumentKind.SUPPLEMENT_NOTICE, number),
        applied_on=local_time(record.case.received_at).date(),
        supplements=tuple(
            SupplementLine(line.name, line.demand, _form(specs[line.position].carrier))
            for line in record.materials
            if line.demand
        ),
        due_on=due_date(clocks, ClockKind.SUPPLEMENT),
        consequence=work.law_texts[LawKey.SUPPLEMENT_LATE].text,
        basis=legal_basis(record, SUPPLEMENT_BASIS),
    )


def supplement_receipt(
    work: Work, record: CaseRecord, handed_in: Sequence[CaseMaterial], notice_number: str, number: str
) -> SupplementReceipt:
    """D3 补正材料接收凭证: line by line against the notice."""
    return SupplementReceipt(
        **common(work, record, DocumentKind.SUPPLEMENT_RECEIPT, number),
        notice_number=notice_number,
        received_at=local_time(work.now),
        materials=received_lines(handed_in),
        outstanding=tuple(line.name for line in record.materials if line.demand),
    )


def acceptance_notice(
    work: Work, record: CaseRecord, clocks: Sequence[CaseClock], deferred: Sequence[str], number: str
) -> AcceptanceNotice:
    """D4 受理通知书, with both dates and how they were found; deferred lines are due with the promise at the latest."""
    promised_on = due_date(clocks, ClockKind.PROMISED)
    is_deemed = record.case.acceptance is AcceptanceKind.DEEMED
    return AcceptanceNotice(
        **common(work, record, DocumentKind.ACCEPTANCE, number),
        applied_on=local_time(record.case.received_at).date(),
        accepted_on=accepted_on(record),
        promised_due_on=promised_on,
        statutory_due_on=due_date(clocks, ClockKind.STATUTORY) if _has_legal_limit(record) else None,
        due_explanation=next(clock.explanation for clock in clocks if clock.kind is ClockKind.PROMISED),
        materials=received_lines(record.materials),
        deferred=tuple(DeferredLine(name, promised_on) for name in deferred),
        deferral_consequence=work.law_texts[LawKey.DEFERRED_LATE].text if deferred else "",
        basis=legal_basis(record, SUPPLEMENT_BASIS if is_deemed else ACCEPTANCE_BASIS),
        is_deemed=is_deemed,
        notice_due_on=record.clocks[ClockKind.NOTICE].due_on if is_deemed else None,
    )


def refusal_decision(
    work: Work, record: CaseRecord, reason: str, basis: str, right_organ: str, number: str
) -> RefusalDecision:
    """D5 不予受理决定书."""
    return RefusalDecision(
        **common(work, record, DocumentKind.REFUSAL, number),
        applied_on=local_time(record.case.received_at).date(),
        reason=reason,
        basis=basis,
        remedies=remedies(record),
        right_organ=right_organ,
    )


def negative_report(
    work: Work, record: CaseRecord, refusal: RefusalDecision, advice: str, number: str
) -> NegativeReport:
    """D18 否定报告: it stays in the file, for the superior to read."""
    return NegativeReport(
        **common(work, record, DocumentKind.NEGATIVE_REPORT, number, ONE_COPY),
        outcome=DocumentKind.REFUSAL.label.removesuffix("决定书"),
        outcome_number=refusal.document_number,
        answered_on=work.today,
        reason=refusal.reason,
        basis=refusal.basis,
        advice=advice,
        reporter_name=work.actor.name,
    )


def grant_decision(work: Work, record: CaseRecord, decision: CaseDecision, number: str) -> GrantDecision:
    """D12 准予决定书."""
    return GrantDecision(
        **common(work, record, DocumentKind.GRANT, number),
        accepted_on=accepted_on(record),
        decided_on=work.today,
        permitted=decision.certificate_text or decision.reason,
        certificate_name=decision.certificate_name,
        certificate_number=decision.certificate_number or _later_number(record),
        validity=_validity(decision.valid_until, record.content.result_validity),
        basis=legal_basis(record, DECISION_BASIS),
    )


def _later_number(record: CaseRecord) -> str:
    """What stands for the number of a certificate that is still to be made."""
    return MADE_LATER if record.case.state is CaseState.CERTIFYING else ""


def denial_decision(
    work: Work, record: CaseRecord, facts_text: str, reason: str, number: str
) -> DenialDecision:
    """D13 不予决定书."""
    return DenialDecision(
        **common(work, record, DocumentKind.DENIAL, number),
        accepted_on=accepted_on(record),
        decided_on=work.today,
        facts=facts_text,
        reason=reason,
        basis=legal_basis(record, DECISION_BASIS),
        remedies=remedies(record),
    )


def collection_receipt(
    work: Work, record: CaseRecord, delivery: CaseDelivery, result_name: str, certificate: str, number: str
) -> CollectionReceipt:
    """D15 取件凭证."""
    return CollectionReceipt(
        **common(work, record, DocumentKind.COLLECTION, number),
        result_name=result_name,
        certificate_number=certificate,
        collected_by=f"{delivery.collector_name}（{delivery.collector_relation}）",
        collector_identity_label=delivery.identity_kind.label,
        collector_identity_number=delivery.identity_number,
        collected_at=local_time(delivery.delivered_at or work.now),
        way=delivery.way.label,
    )


class CommonParts(TypedDict):
    """What every paper of a case begins with."""

    document_number: str
    letterhead: Letterhead
    case: CaseFacts
    copies_text: str
    made_on: date
    sentences: tuple[LawSentence, ...]


def common(
    work: Work, record: CaseRecord, kind: DocumentKind, number: str, copies_text: str = TWO_COPIES
) -> CommonParts:
    """What a paper of the case begins with: to be unpacked into any of `documents.content`."""
    return {
        "document_number": number,
        "letterhead": letterhead(work, record),
        "case": facts(work, record, kind),
        "copies_text": copies_text,
        "made_on": work.today,
        "sentences": get_sentences(work, kind),
    }


def local_time(moment: datetime) -> datetime:
    """A moment as the hall's clocks show it, as papers print it."""
    return moment.astimezone(HALL_ZONE).replace(tzinfo=None)


def accepted_on(record: CaseRecord) -> date:
    """The day the case counts as accepted; before acceptance the day of receipt."""
    accepted_at = record.case.accepted_at
    return local_time(accepted_at or record.case.received_at).date()


def _has_legal_limit(record: CaseRecord) -> bool:
    """Whether a law limits the time: the matter's own, or for every licence the 行政许可法 (art. 42)."""
    return record.content.statutory is not None or is_licence(record.content)


def legal_basis(record: CaseRecord, licensing_basis: str) -> str:
    """The licensing law for licences; for every other matter the bases its own version names."""
    if is_licence(record.content):
        return licensing_basis
    named = "、".join(f"{law.title}{law.clause}" for law in record.content.legal_basis)
    return named or "本事项公布的办事指南"


def remedies(record: CaseRecord) -> Remedies:
    """Where a decision of the case's department can be contested."""
    return Remedies(record.department.review_body, record.department.court)


def _validity(valid_until: date | None, published: str) -> str:
    if valid_until is None:
        return published
    return f"有效期至{valid_until.year}年{valid_until.month}月{valid_until.day}日"


def _form(carrier: MaterialCarrier) -> str:
    return carrier.label
