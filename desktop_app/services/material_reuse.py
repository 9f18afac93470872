"""材料沿用: what a window has checked for this applicant before is not asked for again while it is valid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.trust import COPIES, REUSABLE, is_reusable
from desktop_app.services.case_files import new_file, standing_files
from desktop_app.services.case_records import CaseRecord
from desktop_app.services.work import Work
from models.accounts import Account
from models.cases import Case, CaseMaterial, CaseParty
from models.enums import IdentityKind, PartyRole, Permission, ReceivedAs
from models.files import CaseFile
from models.procedure import TrustLevel

MOST_FOUND = 200
_FILED = COPIES | {ReceivedAs.ORIGINAL, ReceivedAs.LICENCE}


@dataclass(frozen=True, slots=True)
class ReusableMaterial:
    """A material of an earlier case that still holds: where it is, what it is worth, how long it may be used."""

    name: str
    case_id: int
    case_number: str
    received_as: ReceivedAs
    received_at: datetime
    valid_until: date
    trust: TrustLevel
    licence_number: str
    checked_by: str
    files: int


def find_reusable(
    work: Work, kind: IdentityKind, number: str, names: Sequence[str]
) -> dict[str, ReusableMaterial]:
    """For each of these materials the applicant's own latest one that still holds, with its files; by name."""
    work.require(Permission.CASES_RECEIVE)
    if not number or not names:
        return {}
    query = _select_holding(work, kind, number).where(CaseMaterial.name.in_(names))
    found: dict[str, ReusableMaterial] = {}
    for row in work.session.execute(query):
        material = ReusableMaterial(*row)
        if material.files:
            found.setdefault(material.name, material)
    return found


def reuse_line(work: Work, record: CaseRecord, line: CaseMaterial, given: ReceivedMaterial) -> None:
    """Take a line over from the applicant's earlier case, its files with it.

    Raises `material_not_reusable` where it is another person's, another material, or does not hold any more.
    """
    before = work.session.get(CaseMaterial, (given.reused_from, _position_of(work, line, given)))
    applicant = record.parties[PartyRole.APPLICANT]
    owner = work.session.get(CaseParty, (given.reused_from, PartyRole.APPLICANT))
    is_own = (
        owner is not None
        and (owner.identity_kind, owner.identity_number)
        == (applicant.identity_kind, applicant.identity_number)
        and given.reused_from != record.case.id
    )
    if before is None or not is_own or not is_reusable(before.trust, before.valid_until, work.today):
        raise ServiceError("material_not_reusable", material=line.name)
    files = work.session.scalars(
        sa.select(CaseFile)
        .where(
            CaseFile.case_id == before.case_id,
            CaseFile.position == before.position,
            CaseFile.removed_at.is_(None),
        )
        .order_by(CaseFile.id)
    ).all()
    if not files:
        raise ServiceError("material_not_reusable", material=line.name)
    line.trust, line.valid_until = before.trust, before.valid_until
    line.licence_number = before.licence_number
    line.checked_by, line.checked_at = before.checked_by, before.checked_at
    line.reused_from = before.case_id
    known = standing_files(work, record)
    record.added += [
        new_file(work, line.position, file.digest, file.name)
        for file in files
        if (line.position, file.digest) not in known
    ]


def _select_holding(work: Work, kind: IdentityKind, number: str) -> sa.Select[*tuple[Any, ...]]:
    """The applicant's materials that still hold, the longest valid first, in the columns of `ReusableMaterial`."""
    files = (
        sa.select(sa.func.count())
        .where(
            CaseFile.case_id == CaseMaterial.case_id,
            CaseFile.position == CaseMaterial.position,
            CaseFile.removed_at.is_(None),
        )
        .scalar_subquery()
    )
    return (
        sa.select(
            CaseMaterial.name,
            CaseMaterial.case_id,
            Case.number,
            CaseMaterial.received_as,
            CaseMaterial.received_at,
            CaseMaterial.valid_until,
            CaseMaterial.trust,
            CaseMaterial.licence_number,
            sa.func.coalesce(Account.name, "").label("checked_by"),
            files.label("files"),
        )
        .join(Case, Case.id == CaseMaterial.case_id)
        .join(CaseParty, CaseParty.case_id == CaseMaterial.case_id)
        .outerjoin(Account, Account.id == CaseMaterial.checked_by)
        .where(
            CaseParty.identity_number == number,
            CaseParty.identity_kind == kind,
            CaseParty.role == PartyRole.APPLICANT,
            CaseMaterial.trust.in_(REUSABLE),
            CaseMaterial.valid_until >= work.today,
            CaseMaterial.received_as.in_(_FILED),
            CaseMaterial.received_at.is_not(None),
        )
        .order_by(CaseMaterial.valid_until.desc(), CaseMaterial.case_id.desc())
        .limit(MOST_FOUND)
    )


def _position_of(work: Work, line: CaseMaterial, given: ReceivedMaterial) -> int:
    """Where the earlier case has the material of this name; -1 where it has none."""
    found = work.session.scalar(
        sa.select(CaseMaterial.position)
        .where(CaseMaterial.case_id == given.reused_from, CaseMaterial.name == line.name)
        .limit(1)
    )
    return -1 if found is None else found
