"""督办: every open case by its date, and how many there are."""

from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from desktop_app.rules.backlog import last_day_known
from desktop_app.services.case_rows import CaseRow, is_near, read_rows, select_rows
from desktop_app.services.work import Work
from models.cases import Case
from models.enums import CaseState, Light, Permission

PAGE = 50


@dataclass(frozen=True, slots=True)
class BacklogFilter:
    """What the supervisor looks at; empty means everything open."""

    department_id: int | None = None
    states: tuple[CaseState, ...] = ()
    due_before: date | None = None
    light: Light | None = None
    is_due_today: bool = False


@dataclass(frozen=True, slots=True)
class BacklogCount:
    """Open cases: all, past their date, due today, and near their date, those due today among the last."""

    open: int
    overdue: int
    due_today: int
    due_soon: int


def list_backlog(
    work: Work, after: CaseRow | None = None, limit: int = PAGE, chosen: BacklogFilter = BacklogFilter()
) -> list[CaseRow]:
    """Open cases, the most urgent first, after a row of the page before; the cost is that of the page."""
    work.require(Permission.BACKLOG_VIEW)
    query = select_rows().where(Case.closed_at.is_(None), *_conditions(work, chosen))
    if after is not None:
        query = query.where(sa.tuple_(Case.due_on, Case.id) > (after.due_on, after.id))
    return read_rows(work, query.order_by(Case.due_on, Case.id).limit(limit))


def count_backlog(work: Work, chosen: BacklogFilter = BacklogFilter()) -> BacklogCount:
    """The figures above the list, whatever light was chosen; the cost is that of the open cases."""
    work.require(Permission.BACKLOG_VIEW)
    wanted = replace(chosen, light=None, is_due_today=False)
    row = work.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count(sa.case((Case.due_on < work.today, 1))),
            sa.func.count(sa.case((Case.due_on == work.today, 1))),
            sa.func.count(sa.case((is_near(work, Case.due_from, Case.due_on), 1))),
        ).where(Case.closed_at.is_(None), *_conditions(work, wanted))
    ).one()
    return BacklogCount(*row)


def _conditions(work: Work, chosen: BacklogFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if chosen.department_id is not None:
        conditions.append(Case.department_id == chosen.department_id)
    if chosen.states:
        conditions.append(Case.state.in_(chosen.states))
    if chosen.due_before is not None:
        conditions.append(Case.due_on < chosen.due_before)
    if chosen.is_due_today:
        conditions.append(Case.due_on == work.today)
    match chosen.light:
        case None:
            pass
        case Light.RED:
            conditions.append(Case.due_on < work.today)
        case Light.YELLOW:
            conditions.append(is_near(work, Case.due_from, Case.due_on))
        case Light.GREEN:
            known = last_day_known(work.calendar, work.today)
            conditions += [sa.false()] if known is None else [Case.due_on <= known]
            conditions += [Case.due_on >= work.today, sa.not_(is_near(work, Case.due_from, Case.due_on))]
    return conditions
