"""批量出件: result after result is scanned, then one person collects them all, each with its own papers."""

from dataclasses import dataclass

import sqlalchemy as sa

from desktop_app.rules.cases import TRANSITIONS
from desktop_app.rules.errors import ServiceError
from desktop_app.services.case_queries import find_cases
from desktop_app.services.case_rows import CaseRow
from desktop_app.services.cases import ActResult
from desktop_app.services.delivery import Collector, deliver_case
from desktop_app.services.lookup import get_verdict, looks_like_qr
from desktop_app.services.work import Work
from models.cases import CaseParty
from models.enums import CaseAction, DocumentKind, PartyRole, Permission
from models.examination import CaseDecision

AGENT_RELATION, OTHER_RELATION, OWN_RELATION = "申请人的代理人", "受申请人委托", "申请人本人"


@dataclass(frozen=True, slots=True)
class ScannedCase:
    """A result ready to be handed over; `is_scanned` where a genuine paper was read, not only a number typed."""

    case_id: int
    revision: int
    number: str
    matter_name: str
    applicant_name: str
    result: str
    is_scanned: bool


def find_scanned(work: Work, text: str) -> ScannedCase:
    """The one case a scanned paper or a typed number means, ready for delivery.

    Raises `scan_false` for a code we did not write, `scan_unknown` where not exactly one case is meant, and
    `case_state_wrong` for one that has no result to hand over.
    """
    work.require(Permission.CASES_DELIVER)
    wanted = text.strip()
    is_scanned = looks_like_qr(wanted)
    if is_scanned:
        verdict = get_verdict(work, wanted)
        if verdict.case is None:
            raise ServiceError("scan_false")
        found = [verdict.case]
    else:
        found = find_cases(work, wanted, limit=2)
    if len(found) != 1:
        raise ServiceError("scan_unknown")
    row = found[0]
    if row.state not in TRANSITIONS[CaseAction.DELIVER].sources:
        raise ServiceError("case_state_wrong", action=CaseAction.DELIVER.label, state=row.state.label)
    return _scanned(work, row, is_scanned=is_scanned)


def deliver_scanned(work: Work, scanned: ScannedCase, collector_name: str) -> ActResult:
    """出件 of one case of a batch; how the collector stands to the applicant is told by the names in the case.

    Raises what `delivery.deliver_case` raises.
    """
    work.require(Permission.CASES_DELIVER)
    query = sa.select(CaseParty.role, CaseParty.name).where(CaseParty.case_id == scanned.case_id)
    names = dict(work.session.execute(query).all())
    if names.get(PartyRole.APPLICANT) == collector_name:
        collector = Collector(collector_name, OWN_RELATION, PartyRole.APPLICANT)
    elif names.get(PartyRole.AGENT) == collector_name:
        collector = Collector(collector_name, AGENT_RELATION, PartyRole.AGENT)
    else:
        role = PartyRole.AGENT if PartyRole.AGENT in names else PartyRole.APPLICANT
        collector = Collector(collector_name, OTHER_RELATION, role)
    return deliver_case(work, scanned.case_id, scanned.revision, collector)


def _scanned(work: Work, row: CaseRow, *, is_scanned: bool) -> ScannedCase:
    decision = work.session.get_one(CaseDecision, row.id)
    words = f"{decision.certificate_name} {decision.certificate_number}".strip()
    result = words if decision.is_granted else DocumentKind.DENIAL.label
    return ScannedCase(
        row.id, row.revision, row.number, row.matter_name, row.applicant_name, result, is_scanned
    )
