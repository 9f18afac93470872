"""审查过程查询: steps, answers of other departments, special procedures, extensions and hearings of one case."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.examination import HearingStage, hearing_stage
from desktop_app.services.hearings import dates_of
from desktop_app.services.work import SYSTEM, Work
from models.accounts import Account
from models.cases import Case
from models.enums import Opinion, Permission
from models.examination import CaseConsultation, CaseExtension, CaseHearing, CasePause
from models.procedure import ExtensionAuthority, PauseGround, RequestState
from models.sites import Department


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """A question to another department; `opinion` is `None` until it is answered, and where it was taken back."""

    id: int
    department_id: int
    department_name: str
    question: str
    asked_by: str
    asked_at: datetime
    due_on: date
    explanation: str
    opinion: Opinion | None
    text: str
    answered_by: str
    ended_at: datetime | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class PauseRow:
    """A special procedure as the applicant was told of it, and how it ended."""

    ground: PauseGround
    basis: str
    reason: str
    approver_name: str
    started_on: date
    expected_days: int
    expected_on: date
    resumed_on: date | None
    result: str


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """An extension asked for, and what was decided on it."""

    authority: ExtensionAuthority
    days: int
    reason: str
    state: RequestState
    requested_by: int
    requester_name: str
    requested_at: datetime
    approver_name: str
    decided_by: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class HearingRow:
    """A hearing with its periods; `record` says what was said, or why it was not held."""

    stage: HearingStage
    subject: str
    is_public: bool
    told_on: date
    ask_until: date | None
    asked_on: date | None
    hold_until: date | None
    planned_at: datetime | None
    place: str
    presider: str
    held_on: date | None
    record: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """How the examination of a case goes: the step it stands at and everything beside the opinions."""

    step: int
    consultations: tuple[ConsultationRow, ...]
    pauses: tuple[PauseRow, ...]
    extensions: tuple[ExtensionRow, ...]
    hearings: tuple[HearingRow, ...]

    def waiting_for(self, department_id: int | None) -> ConsultationRow | None:
        """The question a department has not answered yet."""
        waiting = (row for row in self.consultations if row.ended_at is None)
        return next((row for row in waiting if row.department_id == department_id), None)


def get_procedure(work: Work, case_id: int) -> Procedure:
    """Steps, answers, special procedures, extensions and hearings of a case; raises `case_unknown`."""
    work.require(Permission.CASES_VIEW)
    step = work.session.scalar(sa.select(Case.step).where(Case.id == case_id))
    if step is None:
        raise ServiceError("case_unknown")
    return Procedure(
        step,
        _consultations(work, case_id),
        _pauses(work, case_id),
        _extensions(work, case_id),
        _hearings(work, case_id),
    )


def _consultations(work: Work, case_id: int) -> tuple[ConsultationRow, ...]:
    asker, answerer = aliased(Account), aliased(Account)
    query = (
        sa.select(CaseConsultation, Department.name, asker.name, answerer.name)
        .join(Department, Department.id == CaseConsultation.department_id)
        .outerjoin(asker, asker.id == CaseConsultation.asked_by)
        .outerjoin(answerer, answerer.id == CaseConsultation.answered_by)
        .where(CaseConsultation.case_id == case_id)
        .order_by(CaseConsultation.id)
    )
    return tuple(
        ConsultationRow(
            row.id,
            row.department_id,
            department,
            row.question,
            asked_by or SYSTEM.name,
            row.asked_at,
            row.due_on,
            row.explanation,
            row.opinion,
            row.text,
            answered_by or "",
            row.ended_at,
            row.ended_at is None and row.due_on < work.today,
        )
        for row, department, asked_by, answered_by in work.session.execute(query)
    )


def _pauses(work: Work, case_id: int) -> tuple[PauseRow, ...]:
    rows = work.session.scalars(
        sa.select(CasePause).where(CasePause.case_id == case_id).order_by(CasePause.id)
    )
    return tuple(
        PauseRow(
            row.ground,
            row.basis,
            row.reason,
            row.approver_name,
            row.started_on,
            row.expected_days,
            row.expected_on,
            row.resumed_on,
            row.result,
        )
        for row in rows
    )


def _extensions(work: Work, case_id: int) -> tuple[ExtensionRow, ...]:
    requester, decider = aliased(Account), aliased(Account)
    query = (
        sa.select(CaseExtension, requester.name, decider.name)
        .join(requester, requester.id == CaseExtension.requested_by)
        .outerjoin(decider, decider.id == CaseExtension.decided_by)
        .where(CaseExtension.case_id == case_id)
        .order_by(CaseExtension.id)
    )
    return tuple(
        ExtensionRow(
            row.authority,
            row.days,
            row.reason,
            row.state,
            row.requested_by,
            requested_by,
            row.requested_at,
            row.approver_name,
            decided_by or "",
            row.decided_at,
            row.note,
        )
        for row, requested_by, decided_by in work.session.execute(query)
    )


def _hearings(work: Work, case_id: int) -> tuple[HearingRow, ...]:
    rows = work.session.scalars(
        sa.select(CaseHearing).where(CaseHearing.case_id == case_id).order_by(CaseHearing.id)
    )
    return tuple(
        HearingRow(
            hearing_stage(dates_of(row)),
            row.subject,
            row.is_public,
            row.told_on,
            row.ask_until,
            row.asked_on,
            row.hold_until,
            row.planned_at,
            row.place,
            row.presider,
            row.held_on,
            row.record,
        )
        for row in rows
    )
