"""出件送达: at the counter, by post, electronically, in person or by public notice, each proved by a 送达回证 (art. 44)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from desktop_app.documents.content import CollectionReceipt, ServedDocument, ServiceReceipt
from desktop_app.rules.delivery import (
    HANDED_OVER,
    SERVED_KINDS,
    WAY_WORDS,
    Serving,
    checked_serving,
    clean_tracking,
    is_offered,
)
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services import case_documents
from desktop_app.services.case_records import CaseRecord, move, open_record
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.printing import issue, reserve_number
from desktop_app.services.work import HALL_ZONE, Work, hall_date
from models.elements import DeliveryWay
from models.enums import CaseAction, CaseState, ClockKind, DocumentKind, PartyRole, Permission
from models.examination import CaseDecision, CaseDelivery
from models.printing import IssuedDocument

AT_COUNTER = Serving()
RESULTS = (DocumentKind.GRANT, DocumentKind.DENIAL)


@dataclass(frozen=True, slots=True)
class Collector:
    """取件人、签收人: the applicant, the agent, or whoever came with their word."""

    name: str
    relation: str
    role: PartyRole


@dataclass(frozen=True, slots=True)
class Parcel:
    """寄件: which courier carries the result where, under which number."""

    courier: str
    tracking_number: str
    address: str


def deliver_case(
    work: Work, case_id: int, revision: int, collector: Collector, serving: Serving = AT_COUNTER
) -> ActResult:
    """出件送达: the result has reached the applicant, and the case is complete.

    A parcel is signed for after it was sent off; courier and number are known then. Raises `party_unknown`,
    `delivery_way_not_offered`, `not_dispatched`, and what `rules.delivery.checked_serving` raises.
    """
    work.require(Permission.CASES_DELIVER)
    record = open_record(work, case_id, revision)
    party = record.parties.get(collector.role)
    if party is None:
        raise ServiceError("party_unknown", party=collector.role.label)
    sent = work.session.get(CaseDelivery, case_id)
    served = _checked(work, record, sent, serving)
    delivery = sent or CaseDelivery(case_id=case_id, courier="", tracking_number="", dispatched_at=None)
    delivery.way, delivery.address = served.way, served.place
    delivery.collector_name = clean_text(collector.name, "取件人姓名", needed=True, longest=MAX_NAME)
    delivery.collector_relation = clean_text(collector.relation, "取件人身份", needed=True, longest=50)
    delivery.identity_kind, delivery.identity_number = party.identity_kind, party.identity_number
    delivery.delivered_by, delivery.delivered_at = work.account_id, _served_at(work, served)
    move(work, record, CaseAction.DELIVER, _words(served, delivery.collector_relation))
    record.clocks[ClockKind.DELIVERY].stopped_on = served.served_on or work.today
    work.session.add(delivery)
    decision = work.session.scalars(sa.select(CaseDecision).where(CaseDecision.case_id == case_id)).one()
    if served.way in HANDED_OVER:
        issue(work, record, _collection(work, record, delivery, decision))
    papers = _papers(work, case_id, IssuedDocument.kind.in_(RESULTS))
    receipt = _receipt(work, record, papers, served, collector)
    issue(work, record, receipt)
    return kept(work, record)


def dispatch_case(work: Work, case_id: int, revision: int, parcel: Parcel) -> ActResult:
    """寄出: the result is on its way; it is not delivered before it is signed for. A parcel that came back goes anew.

    Raises `delivery_way_not_offered`, `tracking_invalid`.
    """
    work.require(Permission.CASES_DELIVER)
    courier = clean_text(parcel.courier, "寄递企业", needed=True, longest=50)
    address = clean_text(parcel.address, "收件地址", needed=True, longest=MAX_NAME)
    number = clean_tracking(parcel.tracking_number)
    record = open_record(work, case_id, revision)
    _require_offered(record, DeliveryWay.POST)
    is_again = record.case.state is CaseState.DISPATCHED
    move(work, record, CaseAction.DISPATCH, f"{'退回重寄，' if is_again else ''}{courier} {number}")
    applicant = record.parties[PartyRole.APPLICANT]
    delivery = work.session.get(CaseDelivery, case_id) or CaseDelivery(case_id=case_id, delivered_at=None)
    delivery.way = DeliveryWay.POST
    delivery.courier, delivery.tracking_number, delivery.address = courier, number, address
    delivery.dispatched_at = work.now
    delivery.collector_name, delivery.collector_relation = applicant.name, "收件人"
    delivery.identity_kind, delivery.identity_number = applicant.identity_kind, applicant.identity_number
    delivery.delivered_by = work.account_id
    work.session.add(delivery)
    return kept(work, record)


def serve_documents(
    work: Work,
    case_id: int,
    revision: int,
    document_ids: Sequence[int],
    signer: Collector,
    serving: Serving = AT_COUNTER,
) -> ActResult:
    """文书送达: papers of the case reached the applicant; one 送达回证 for all that went together.

    Raises `case_archived`, `service_empty`, `service_paper_unfit` for papers of another case, void ones and those nobody serves, and
    what `rules.delivery.checked_serving` raises.
    """
    work.require(Permission.CASES_DELIVER)
    record = open_record(work, case_id, revision)
    if record.case.archived_at is not None:
        raise ServiceError("case_archived")
    if record.parties.get(signer.role) is None:
        raise ServiceError("party_unknown", party=signer.role.label)
    wanted = set(document_ids)
    papers = _papers(work, case_id, IssuedDocument.id.in_(wanted), IssuedDocument.kind.in_(SERVED_KINDS))
    if not wanted:
        raise ServiceError("service_empty")
    if len(papers) != len(wanted):
        raise ServiceError("service_paper_unfit")
    first = max(hall_date(paper.issued_at) for paper in papers)
    served = checked_serving(
        serving,
        servers=work.settings.service_persons,
        notice_days=work.settings.notice_service_days,
        today=work.today,
        since=first,
    )
    receipt = _receipt(work, record, papers, served, signer)
    names = "、".join(paper.kind.label for paper in papers)
    move(work, record, CaseAction.SERVE, f"{WAY_WORDS[served.way]}：{names}")
    issue(work, record, receipt)
    return kept(work, record)


def _checked(work: Work, record: CaseRecord, sent: CaseDelivery | None, given: Serving) -> Serving:
    """The way as it may be taken; of a parcel what was known when it was sent off."""
    case = record.case
    since = hall_date(case.decided_at or work.now)
    _require_offered(record, given.way)
    if given.way is DeliveryWay.POST:
        if sent is None or sent.dispatched_at is None:
            raise ServiceError("not_dispatched")
        since = hall_date(sent.dispatched_at)
        given = Serving(
            way=given.way,
            place=sent.address,
            served_on=given.served_on,
            courier=sent.courier,
            tracking_number=sent.tracking_number,
            helpers=given.helpers,
            note=given.note,
        )
    return checked_serving(
        given,
        servers=work.settings.service_persons,
        notice_days=work.settings.notice_service_days,
        today=work.today,
        since=since,
    )


def _require_offered(record: CaseRecord, way: DeliveryWay) -> None:
    if not is_offered(way, record.content.delivery_ways):
        raise ServiceError("delivery_way_not_offered", way=way.label)


def _words(served: Serving, relation: str) -> str:
    words = [WAY_WORDS[served.way], f"取件人身份：{relation}"]
    if served.tracking_number:
        words.append(f"{served.courier} {served.tracking_number}")
    return "，".join(words)


def _papers(work: Work, case_id: int, *which: sa.ColumnElement[bool]) -> list[IssuedDocument]:
    """The papers of the case that hold and are meant, in the order they were issued."""
    query = (
        sa.select(IssuedDocument)
        .where(IssuedDocument.case_id == case_id, IssuedDocument.voided_at.is_(None), *which)
        .order_by(IssuedDocument.id)
    )
    return list(work.session.scalars(query))


def _collection(
    work: Work, record: CaseRecord, delivery: CaseDelivery, decision: CaseDecision
) -> CollectionReceipt:
    result = decision.certificate_name if decision.is_granted else DocumentKind.DENIAL.label
    number = reserve_number(work, record, DocumentKind.COLLECTION)
    return case_documents.collection_receipt(
        work, record, delivery, result, decision.certificate_number, number
    )


def _receipt(
    work: Work, record: CaseRecord, papers: Sequence[IssuedDocument], served: Serving, signer: Collector
) -> ServiceReceipt:
    """D14 送达回证: it stays in the file."""
    number = reserve_number(work, record, DocumentKind.SERVICE)
    moment = _served_at(work, served)
    at_counter = f"{work.settings.hall_name} {work.actor.counter_name}".strip()
    return ServiceReceipt(
        **case_documents.common(work, record, DocumentKind.SERVICE, number, case_documents.ONE_COPY),
        served=tuple(ServedDocument(paper.kind.label, paper.number) for paper in papers),
        way=WAY_WORDS[served.way],
        place=served.place or at_counter,
        served_at=case_documents.local_time(moment),
        signed_by=""
        if served.way is DeliveryWay.NOTICE
        else clean_text(signer.name, "签收人", longest=MAX_NAME),
        relation=""
        if served.way is DeliveryWay.NOTICE
        else clean_text(signer.relation, "签收人身份", longest=50),
        servers=(work.actor.name, *served.helpers),
        courier=served.courier,
        tracking_number=served.tracking_number,
        note=_note(work, served),
    )


def _note(work: Work, served: Serving) -> str:
    if served.way is DeliveryWay.NOTICE:
        words = f"自公告之日起满{work.settings.notice_service_days}日，视为送达"
        return f"{words}；{served.note}" if served.note else words
    return served.note


def _served_at(work: Work, served: Serving) -> datetime:
    """The instant; of an earlier day only the day is known."""
    day: date = served.served_on or work.today
    return work.now if day == work.today else datetime.combine(day, time(), HALL_ZONE)
