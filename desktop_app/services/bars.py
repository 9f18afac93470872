"""申请限制: who may not apply, or not on a promise, for a time; recorded with its facts, lifted with a reason, never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from desktop_app.rules.bars import bar_until
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import MAX_TEXT, clean_text
from desktop_app.services.work import Work
from models.accounts import Account
from models.applicants import ApplicantBar
from models.cases import Case, CaseParty
from models.catalogue import Matter
from models.enums import Area, PartyRole, Permission
from models.procedure import BarGround


@dataclass(frozen=True, slots=True)
class BarRow:
    """One entry; `until_on` is its last day, `None` where it lasts until it is lifted."""

    id: int
    name: str
    ground: BarGround
    from_on: date
    until_on: date | None
    matter_name: str
    """The licence it is about; empty for all."""
    case_number: str
    facts: str
    recorded_by: str
    recorded_at: datetime
    lifted_at: datetime | None
    lifted_by: str
    lift_reason: str

    def holds_on(self, day: date) -> bool:
        """Whether it keeps the applicant from something on a day."""
        return (
            self.lifted_at is None and self.from_on <= day and (self.until_on is None or day <= self.until_on)
        )


def find_bars(work: Work, identity_number: str, matter_id: int | None = None) -> list[BarRow]:
    """What holds today against somebody, for one matter or for any; nothing for an empty number."""
    work.require(Permission.CASES_VIEW)
    return [row for row in _list(work, identity_number, matter_id) if row.holds_on(work.today)]


def list_bars(work: Work, identity_number: str) -> list[BarRow]:
    """Everything that was ever recorded about somebody, the latest first."""
    work.require(Permission.APPLICANTS_VIEW)
    return _list(work, identity_number, None)


def record_bar(work: Work, case_id: int, ground: BarGround, facts: str) -> BarRow:
    """登记: against the applicant of a case, from today, for as long as the law says (行政许可法 art. 78, 79).

    Raises `case_unknown`, `bar_known` where the same holds already.
    """
    work.require(Permission.BARS_EDIT)
    facts = clean_text(facts, "事实和依据", needed=True, longest=MAX_TEXT)
    case = work.session.get(Case, case_id)
    if case is None:
        raise ServiceError("case_unknown")
    party = work.session.get_one(CaseParty, (case_id, PartyRole.APPLICANT))
    return add_bar(work, case, party, ground, facts)


def add_bar(work: Work, case: Case, party: CaseParty, ground: BarGround, facts: str) -> BarRow:
    """Keep a bar against the applicant of a case; part of an act that has its permission. Raises `bar_known`."""
    matter_id = None if ground is BarGround.FALSE_PLEDGE else case.matter_id
    standing = _list(work, party.identity_number, matter_id)
    if any(row.ground is ground and row.holds_on(work.today) for row in standing):
        raise ServiceError("bar_known")
    row = ApplicantBar(
        identity_number=party.identity_number,
        name=party.name,
        ground=ground,
        from_on=work.today,
        until_on=bar_until(ground, work.today),
        matter_id=matter_id,
        case_id=case.id,
        facts=facts,
        recorded_by=work.actor.account_id,
        recorded_at=work.now,
        lifted_at=None,
        lifted_by=None,
        lift_reason="",
    )
    work.session.add(row)
    work.session.flush()
    work.record("applicants.bar", f"case:{case.number}", Area.CASES, ground=ground)
    return _read(work, ApplicantBar.id == row.id)[0]


def lift_bar(work: Work, bar_id: int, reason: str) -> BarRow:
    """解除 before its time, with the reason; raises `bar_unknown`, `bar_lifted`."""
    work.require(Permission.BARS_EDIT)
    reason = clean_text(reason, "解除理由", needed=True)
    row = work.session.get(ApplicantBar, bar_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise ServiceError("bar_unknown")
    if row.lifted_at is not None:
        raise ServiceError("bar_lifted")
    row.lifted_at, row.lifted_by, row.lift_reason = work.now, work.actor.account_id, reason
    work.session.flush()
    work.record("applicants.lift_bar", f"bar:{bar_id}", Area.CASES, ground=row.ground)
    return _read(work, ApplicantBar.id == bar_id)[0]


def _list(work: Work, identity_number: str, matter_id: int | None) -> list[BarRow]:
    if not identity_number:
        return []
    conditions = [ApplicantBar.identity_number == identity_number]
    if matter_id is not None:
        conditions.append(sa.or_(ApplicantBar.matter_id.is_(None), ApplicantBar.matter_id == matter_id))
    return _read(work, *conditions)


def _read(work: Work, *conditions: sa.ColumnElement[bool]) -> list[BarRow]:
    recorder, lifter = aliased(Account), aliased(Account)
    columns: Sequence[Any] = (
        ApplicantBar.id,
        ApplicantBar.name,
        ApplicantBar.ground,
        ApplicantBar.from_on,
        ApplicantBar.until_on,
        sa.func.coalesce(Matter.name, ""),
        sa.func.coalesce(Case.number, ""),
        ApplicantBar.facts,
        sa.func.coalesce(recorder.name, ""),
        ApplicantBar.recorded_at,
        ApplicantBar.lifted_at,
        sa.func.coalesce(lifter.name, ""),
        ApplicantBar.lift_reason,
    )
    rows = work.session.execute(
        sa.select(*columns)
        .outerjoin(Matter, Matter.id == ApplicantBar.matter_id)
        .outerjoin(Case, Case.id == ApplicantBar.case_id)
        .outerjoin(recorder, recorder.id == ApplicantBar.recorded_by)
        .outerjoin(lifter, lifter.id == ApplicantBar.lifted_by)
        .where(*conditions)
        .order_by(ApplicantBar.id.desc())
    )
    return [BarRow(*row) for row in rows]
