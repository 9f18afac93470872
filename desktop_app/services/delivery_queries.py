"""送达查询: how the result of a case goes to the applicant, and which papers are proved to have reached him."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desktop_app.rules.delivery import SERVED_KINDS, is_offered
from desktop_app.services.matter_versions import get_version
from desktop_app.services.work import Work
from models.accounts import Account
from models.cases import Case, CaseParty
from models.elements import DeliveryWay
from models.enums import DocumentKind, PartyRole, Permission
from models.examination import CaseDelivery
from models.printing import IssuedDocument


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """The result on its way or handed over; `delivered_at` is `None` until it is signed for."""

    way: DeliveryWay
    courier: str
    tracking_number: str
    address: str
    dispatched_at: datetime | None
    collector_name: str
    collector_relation: str
    delivered_by: str
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ServedPaper:
    """A paper that is to be served; `receipt_number` names its 送达回证 and is empty as long as there is none."""

    document_id: int
    kind: DocumentKind
    number: str
    issued_at: datetime
    way: str = ""
    receipt_number: str = ""


@dataclass(frozen=True, slots=True)
class CaseService:
    """送达情况 of one case: the ways its matter offers, the result, and the papers."""

    offered: tuple[DeliveryWay, ...]
    delivery: DeliveryRow | None
    papers: tuple[ServedPaper, ...]


def get_service(work: Work, case_id: int) -> CaseService:
    """How things stand with what the applicant is to be given; raises `version_unknown`."""
    work.require(Permission.CASES_VIEW)
    version_id = work.session.scalars(sa.select(Case.matter_version_id).where(Case.id == case_id)).one()
    content = get_version(work, version_id)
    offered = tuple(way for way in DeliveryWay if is_offered(way, content.delivery_ways))
    return CaseService(offered, _delivery(work, case_id), tuple(_papers(work, case_id)))


def _delivery(work: Work, case_id: int) -> DeliveryRow | None:
    columns = (
        CaseDelivery.way,
        CaseDelivery.courier,
        CaseDelivery.tracking_number,
        CaseDelivery.address,
        CaseDelivery.dispatched_at,
        CaseDelivery.collector_name,
        CaseDelivery.collector_relation,
        Account.name,
        CaseDelivery.delivered_at,
    )
    query = sa.select(*columns).join(Account, Account.id == CaseDelivery.delivered_by)
    found = work.session.execute(query.where(CaseDelivery.case_id == case_id)).first()
    return None if found is None else DeliveryRow(*found)


def _papers(work: Work, case_id: int) -> list[ServedPaper]:
    """The papers that hold and are served, each with the latest receipt that names it."""
    issued = work.session.execute(
        sa.select(
            IssuedDocument.id,
            IssuedDocument.kind,
            IssuedDocument.number,
            IssuedDocument.issued_at,
            IssuedDocument.content,
        )
        .where(
            IssuedDocument.case_id == case_id,
            IssuedDocument.voided_at.is_(None),
            IssuedDocument.kind.in_([*SERVED_KINDS, DocumentKind.SERVICE]),
        )
        .order_by(IssuedDocument.id)
    ).all()
    receipts: dict[str, tuple[str, str]] = {}
    for row in issued:
        if row.kind is DocumentKind.SERVICE:
            named = (str(one["number"]) for one in row.content["served"])
            receipts |= dict.fromkeys(named, (str(row.content["way"]), row.number))
    return [
        ServedPaper(row.id, row.kind, row.number, row.issued_at, *receipts.get(row.number, ()))
        for row in issued
        if row.kind in SERVED_KINDS
    ]


def get_post_address(work: Work, case_id: int) -> str:
    """Where the result may be sent: the last parcel's address, else the agent's, else the applicant's; or empty."""
    work.require(Permission.CASES_DELIVER)
    delivery = work.session.get(CaseDelivery, case_id)
    if delivery is not None and delivery.address:
        return delivery.address
    parties = (
        work.session.get(CaseParty, (case_id, role)) for role in (PartyRole.AGENT, PartyRole.APPLICANT)
    )
    return next((party.address for party in parties if party is not None and party.address), "")
