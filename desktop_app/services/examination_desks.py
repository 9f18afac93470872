"""审批清单: what waits for the approver's department, by what is to be done next."""

import sqlalchemy as sa

from desktop_app.services.case_queries import PAGE, count_open_cases, list_open_cases
from desktop_app.services.case_rows import CaseRow, read_rows, select_rows
from desktop_app.services.work import Work
from models.cases import Case
from models.enums import CaseState, LabelledEnum, Permission, Role
from models.examination import CaseConsultation, CaseExtension
from models.procedure import RequestState


class Desk(LabelledEnum):
    """审批清单: one for each thing an approver does."""

    EXAMINATION = "examination", "待审查"
    DECISION = "decision", "待决定"
    SPECIAL = "special", "特别程序中"
    EXTENSION = "extension", "延期待批"
    CERTIFICATION = "certification", "待制证"
    CONSULTATION = "consultation", "协办待复"


STATES: dict[Desk, CaseState] = {
    Desk.EXAMINATION: CaseState.ACCEPTED,
    Desk.DECISION: CaseState.EXAMINED,
    Desk.SPECIAL: CaseState.SUSPENDED,
    Desk.CERTIFICATION: CaseState.CERTIFYING,
}
"""The lists that are a state; the other two show requests, whatever list their case stands on."""


def list_desk(work: Work, desk: Desk, after: CaseRow | None = None, limit: int = PAGE) -> list[CaseRow]:
    """The cases on a list, the most urgent first: of the own department, and those it was asked about."""
    work.require(Permission.CASES_VIEW)
    if desk in STATES:
        return list_open_cases(work, (STATES[desk],), after, limit)
    query = select_rows().where(Case.id.in_(_waiting(work, desk)))
    if after is not None:
        query = query.where(sa.tuple_(Case.due_on, Case.id) > (after.due_on, after.id))
    return read_rows(work, query.order_by(Case.due_on, Case.id).limit(limit))


def count_desks(work: Work) -> dict[Desk, int]:
    """How many cases stand on each list."""
    work.require(Permission.CASES_VIEW)
    by_state = count_open_cases(work)
    counts = {desk: by_state.get(state, 0) for desk, state in STATES.items()}
    for desk in (Desk.EXTENSION, Desk.CONSULTATION):
        waiting = sa.select(sa.func.count()).select_from(_waiting(work, desk).subquery())
        counts[desk] = work.session.scalar(waiting) or 0
    return counts


def _waiting(work: Work, desk: Desk) -> sa.Select[int]:
    """The open cases with a request that waits for this person's department; a supervisor sees every department's."""
    of_department = work.actor.role is Role.APPROVER
    if desk is Desk.EXTENSION:
        query = sa.select(Case.id).join(CaseExtension, CaseExtension.case_id == Case.id)
        query = query.where(CaseExtension.state == RequestState.OPEN, Case.decided_at.is_(None))
        department = Case.department_id
    else:
        query = sa.select(Case.id).join(CaseConsultation, CaseConsultation.case_id == Case.id)
        query = query.where(CaseConsultation.ended_at.is_(None)).distinct()
        department = CaseConsultation.department_id
    query = query.where(Case.closed_at.is_(None))
    return query.where(department == work.actor.department_id) if of_department else query
