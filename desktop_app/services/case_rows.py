"""What lists and pages show of a case: frozen rows made inside the transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from desktop_app.rules.backlog import near_bands
from desktop_app.rules.calendar import LightRule, light, remaining
from desktop_app.rules.cases import CLOSED, COUNTER_STATES
from desktop_app.rules.errors import ServiceError
from desktop_app.services.work import Work
from models.accounts import Account
from models.cases import Case, CaseClock
from models.enums import CaseState, Channel, ClockKind, Light
from models.sites import Department

COUNTERS = "综合窗口"
"""Holds what came in online and no clerk has taken up yet."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of any list of cases.

    `remaining_days` are working days up to the due date, negative when over, `None` where the calendar of today's year
    is not loaded; `light` is `None` for a closed case.
    """

    id: int
    number: str
    revision: int
    matter_name: str
    applicant_name: str
    state: CaseState
    channel: Channel
    department_name: str
    holder_name: str
    received_at: datetime
    closed_at: datetime | None
    due_on: date
    due_clock: ClockKind
    remaining_days: int | None
    light: Light | None
    due_explanation: str
    """How the due date was found: the words of the clock that sets it."""


COLUMNS = (
    Case.id,
    Case.number,
    Case.revision,
    Case.matter_name,
    Case.applicant_name,
    Case.state,
    Case.channel,
    Case.received_at,
    Case.closed_at,
    Case.due_from,
    Case.due_on,
    Case.due_clock,
    Department.name.label("department_name"),
    Account.name.label("keeper_name"),
    CaseClock.explanation.label("due_explanation"),
)


def select_rows() -> sa.Select[*tuple[Any, ...]]:
    """The query every list begins with."""
    return (
        sa.select(*COLUMNS)
        .join(Department, Department.id == Case.department_id)
        .outerjoin(Account, Account.id == sa.func.coalesce(Case.holder_id, Case.receiver_id))
        .outerjoin(CaseClock, sa.and_(CaseClock.case_id == Case.id, CaseClock.kind == Case.due_clock))
    )


def read_rows(work: Work, query: sa.Select[*tuple[Any, ...]]) -> list[CaseRow]:
    """Run a query made from `select_rows`."""
    return [_row(work, found) for found in work.session.execute(query)]


def is_near(
    work: Work, due_from: InstrumentedAttribute[date], due_on: InstrumentedAttribute[date]
) -> sa.ColumnElement[bool]:
    """The yellow light as a condition on the two dates of a case or clock; it agrees with the light of its row."""
    bands = near_bands(work.calendar, work.today, light_rule(work))
    if not bands:
        return sa.false()
    latest_start = sa.case(*((due_on <= band.last_due, band.latest_start) for band in bands))
    return sa.and_(due_on.between(work.today, bands[-1].last_due), due_from <= latest_start)


def light_rule(work: Work) -> LightRule:
    """When a light turns yellow in this office."""
    return LightRule(work.settings.yellow_days, work.settings.yellow_percent / 100)


def _row(work: Work, found: sa.Row[*tuple[Any, ...]]) -> CaseRow:
    is_closed = found.state in CLOSED
    days, lamp = (None, None) if is_closed else _time_left(work, found.due_from, found.due_on)
    return CaseRow(
        id=found.id,
        number=found.number,
        revision=found.revision,
        matter_name=found.matter_name,
        applicant_name=found.applicant_name,
        state=found.state,
        channel=found.channel,
        department_name=found.department_name,
        holder_name=_holder(found),
        received_at=found.received_at,
        closed_at=found.closed_at,
        due_on=found.due_on,
        due_clock=found.due_clock,
        remaining_days=days,
        light=lamp,
        due_explanation=found.due_explanation or "",
    )


def _holder(found: sa.Row[*tuple[Any, ...]]) -> str:
    """Who acts next: the clerk who holds it, the counters where nobody does yet, or the deciding department."""
    if found.state in COUNTER_STATES:
        return found.keeper_name or COUNTERS
    return found.department_name


def _time_left(work: Work, due_from: date, due_on: date) -> tuple[int | None, Light | None]:
    """Working days left and the light; without today's calendar only what is plainly over can be said."""
    calendar = work.calendar
    try:
        length = calendar.working_days_between(due_from, due_on)
        left = remaining(calendar, due_on, work.today)
        return left, light(calendar, due_on, work.today, length, rule=light_rule(work))
    except ServiceError:
        return None, Light.RED if due_on < work.today else None
