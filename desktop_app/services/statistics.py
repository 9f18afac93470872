"""督办: every open case by its date, and how many there are."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from desktop_app.services.case_rows import CaseRow, read_rows, select_rows
from desktop_app.services.work import Work
from models.cases import Case
from models.enums import CaseState, Permission

PAGE = 50


@dataclass(frozen=True, slots=True)
class BacklogFilter:
    """What the supervisor looks at; empty means everything open."""

    department_id: int | None = None
    states: tuple[CaseState, ...] = ()
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class BacklogCount:
    """Open cases: all, past their date, and due today."""

    open: int
    overdue: int
    due_today: int


def list_backlog(
    work: Work, after: CaseRow | None = None, limit: int = PAGE, chosen: BacklogFilter = BacklogFilter()
) -> list[CaseRow]:
    """Open cases, the most urgent first, after a row of the page before; the cost is that of the page."""
    work.require(Permission.BACKLOG_VIEW)
    query = select_rows().where(Case.closed_at.is_(None), *_conditions(chosen))
    if after is not None:
        query = query.where(sa.tuple_(Case.due_on, Case.id) > (after.due_on, after.id))
    return read_rows(work, query.order_by(Case.due_on, Case.id).limit(limit))


def count_backlog(work: Work, chosen: BacklogFilter = BacklogFilter()) -> BacklogCount:
    """The figures above the list; the cost is that of the open cases."""
    work.require(Permission.BACKLOG_VIEW)
    is_overdue, is_due_today = Case.due_on < work.today, Case.due_on == work.today
    row = work.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count(sa.case((is_overdue, 1))),
            sa.func.count(sa.case((is_due_today, 1))),
        ).where(Case.closed_at.is_(None), *_conditions(chosen))
    ).one()
    return BacklogCount(*row)


def _conditions(chosen: BacklogFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if chosen.department_id is not None:
        conditions.append(Case.department_id == chosen.department_id)
    if chosen.states:
        conditions.append(Case.state.in_(chosen.states))
    if chosen.due_before is not None:
        conditions.append(Case.due_on < chosen.due_before)
    return conditions
