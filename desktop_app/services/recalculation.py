"""重算时限: a changed calendar moves the dates of open cases, all of them with one approval and none without.

Periods of the authority go by the calendar as it is now (行政许可法 art. 82). Those in which the applicant has to act
were told to him in writing: they only ever become longer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives import hashes

from desktop_app.rules.calendar import Deadline, Pause, deadline
from desktop_app.rules.cases import APPLICANTS_CLOCKS
from desktop_app.rules.errors import ServiceError
from desktop_app.services.case_records import PAUSED_CLOCKS
from desktop_app.services.work import Work
from models.base import table_of
from models.cases import Case, CaseClock, CaseEvent
from models.enums import Area, CaseAction, ClockKind, LimitUnit, Permission
from models.examination import CasePause

SHOWN = 1000
CHUNK = 2000
_CASE, _CLOCK = table_of(Case), table_of(CaseClock)

Key = tuple[date, int, LimitUnit, int, tuple[Pause, ...]]


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """A clock of an open case whose date moves; the explanations say how each was found."""

    case_id: int
    number: str
    matter_name: str
    clock: ClockKind
    old_on: date
    new_on: date
    old_explanation: str
    new_explanation: str


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What one approval would do; `dates` are the first of `total`, `digest` names exactly this plan."""

    dates: tuple[PlannedDate, ...]
    total: int
    cases: int
    digest: str


@dataclass(frozen=True, slots=True)
class _Moved:
    """A running clock and what the calendar makes of it now."""

    row: sa.Row[*tuple[Any, ...]]
    found: Deadline


def list_recalculation(work: Work) -> Recalculation:
    """The clocks of open cases that the calendar of today dates otherwise; changes nothing."""
    work.require(Permission.BACKLOG_VIEW)
    moved = list(_changed(work))
    dates = tuple(_planned(each) for each in moved[:SHOWN])
    return Recalculation(dates, len(moved), len({each.row.case_id for each in moved}), _digest(moved))


def count_recalculation(work: Work) -> int:
    """How many open cases have a date that the calendar of today moves: told to who changes the calendar."""
    work.require(Permission.CALENDAR_VIEW)
    return len({each.row.case_id for each in _changed(work)})


def apply_recalculation(work: Work, digest: str) -> Recalculation:
    """Give every clock of the plan its new date: one approval, one act, a line in the process of every case.

    Raises `recalculation_changed` where the plan is another one by now.
    """
    work.require(Permission.DEADLINES_APPROVE)
    _lock(work, {each.row.case_id for each in _changed(work)})
    plan = list_recalculation(work)
    if plan.digest != digest:
        raise ServiceError("recalculation_changed")
    moved = list(_changed(work))
    connection = work.session.connection()
    for start in range(0, len(moved), CHUNK):
        part = moved[start : start + CHUNK]
        connection.execute(_SET_CLOCK, [_clock_values(each) for each in part])
    by_case: dict[int, list[_Moved]] = {}
    for each in moved:
        by_case.setdefault(each.row.case_id, []).append(each)
    if by_case:
        connection.execute(sa.insert(table_of(CaseEvent)), list(_events(work, by_case)))
    ids = sorted(by_case)
    for start in range(0, len(ids), CHUNK):
        _set_nearest(work, ids[start : start + CHUNK])
    work.session.expire_all()
    work.record("cases.recompute", "calendar", Area.CASES, dates=plan.total, cases=plan.cases)
    return plan


def _lock(work: Work, case_ids: set[int]) -> None:
    """Wait for whoever acts on one of the cases, and let nobody in: what is read next is what is written to."""
    ids = sorted(case_ids)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        work.session.execute(
            sa.select(_CASE.c.id).where(_CASE.c.id.in_(part)).order_by(_CASE.c.id).with_for_update()
        ).all()


def _changed(work: Work) -> Iterator[_Moved]:
    """The running clocks, by case, whose date is another one now; each different sum is done once."""
    pauses = _pauses(work)
    known: dict[Key, Deadline | None] = {}
    for row in work.session.execute(_running()):
        own = pauses.get(row.case_id, ()) if row.kind in PAUSED_CLOCKS else ()
        key = (row.started_on, row.days, row.unit, row.extension_days, own)
        if key not in known:
            known[key] = _deadline(work, key)
        found = known[key]
        if found is not None and _moves(row.kind, row.due_on, found.due_on):
            yield _Moved(row, found)


def _moves(kind: ClockKind, old_on: date, new_on: date) -> bool:
    """The applicant has to act by these: a told date is never taken back."""
    return new_on > old_on if kind in APPLICANTS_CLOCKS else new_on != old_on


def _deadline(work: Work, key: Key) -> Deadline | None:
    """The date now; `None` where its year is not loaded any more: nothing is guessed, the old date stays."""
    started_on, days, unit, extension_days, pauses = key
    try:
        return deadline(work.calendar, started_on, days, unit, pauses, extension_days)
    except ServiceError:
        return None


def _running() -> sa.Select[*tuple[Any, ...]]:
    """Special procedures are left out: their expected end was told in writing and is settled by the real length."""
    columns = ("kind", "started_on", "days", "unit", "extension_days", "due_on", "explanation")
    return (
        sa.select(
            _CLOCK.c.case_id, _CASE.c.number, _CASE.c.matter_name, *(_CLOCK.c[name] for name in columns)
        )
        .join_from(_CASE, _CLOCK, _CLOCK.c.case_id == _CASE.c.id)
        .where(_CASE.c.closed_at.is_(None), _CLOCK.c.stopped_on.is_(None), _CLOCK.c.kind != ClockKind.SPECIAL)
        .order_by(_CLOCK.c.case_id, _CLOCK.c.kind)
    )


def _pauses(work: Work) -> dict[int, tuple[Pause, ...]]:
    rows = work.session.execute(
        sa.select(
            CasePause.case_id,
            CasePause.started_on,
            sa.func.coalesce(CasePause.resumed_on, CasePause.expected_on, type_=sa.Date()),
            CasePause.ground,
        )
        .join(Case, Case.id == CasePause.case_id)
        .where(Case.closed_at.is_(None))
        .order_by(CasePause.case_id, CasePause.started_on, CasePause.id)
    )
    found: dict[int, tuple[Pause, ...]] = {}
    for case_id, first, resume, ground in rows:
        found[case_id] = (*found.get(case_id, ()), Pause(first, resume, ground.label))
    return found


def _planned(moved: _Moved) -> PlannedDate:
    row, found = moved.row, moved.found
    return PlannedDate(
        row.case_id,
        row.number,
        row.matter_name,
        row.kind,
        row.due_on,
        found.due_on,
        row.explanation,
        found.explanation,
    )


_SET_CLOCK = (
    sa.update(_CLOCK)
    .where(_CLOCK.c.case_id == sa.bindparam("of_case"), _CLOCK.c.kind == sa.bindparam("of_kind"))
    .values(
        due_on=sa.bindparam("new_on"),
        explanation=sa.bindparam("words"),
        is_provisional=sa.bindparam("provisional"),
    )
)


def _clock_values(moved: _Moved) -> dict[str, Any]:
    return {
        "of_case": moved.row.case_id,
        "of_kind": moved.row.kind,
        "new_on": moved.found.due_on,
        "words": moved.found.explanation,
        "provisional": moved.found.is_provisional,
    }


def _events(work: Work, by_case: dict[int, list[_Moved]]) -> Iterator[dict[str, Any]]:
    states = dict(
        work.session.execute(sa.select(_CASE.c.id, _CASE.c.state).where(_CASE.c.closed_at.is_(None))).all()
    )
    for case_id, moved in by_case.items():
        words = "；".join(
            f"{each.row.kind.label}：{each.row.due_on.isoformat()} → {each.found.due_on.isoformat()}"
            for each in moved
        )
        yield {
            "case_id": case_id,
            "at": work.now,
            "actor_id": work.actor.account_id,
            "actor_name": work.actor.name,
            "action": CaseAction.RECOMPUTE,
            "state": states[case_id],
            "text": f"工作日历调整；{words}",
        }


def _set_nearest(work: Work, case_ids: list[int]) -> None:
    """Repeat the nearest running clock in each case; who has the case open is told that it has moved."""
    rows = work.session.execute(
        sa.select(_CLOCK.c.case_id, _CLOCK.c.started_on, _CLOCK.c.due_on, _CLOCK.c.kind)
        .where(_CLOCK.c.case_id.in_(case_ids), _CLOCK.c.stopped_on.is_(None))
        .order_by(_CLOCK.c.due_on.desc())
    )
    nearest = {row.case_id: row for row in rows}
    values = [
        {"of_case": row.case_id, "new_from": row.started_on, "new_on": row.due_on, "new_clock": row.kind}
        for row in nearest.values()
    ]
    work.session.connection().execute(_SET_CASE, values)


_SET_CASE = (
    sa.update(_CASE)
    .where(_CASE.c.id == sa.bindparam("of_case"))
    .values(
        due_from=sa.bindparam("new_from"),
        due_on=sa.bindparam("new_on"),
        due_clock=sa.bindparam("new_clock"),
        revision=_CASE.c.revision + 1,
    )
)


def _digest(moved: Iterable[_Moved]) -> str:
    digest = hashes.Hash(hashes.SM3())
    for each in moved:
        digest.update(f"{each.row.case_id} {each.row.kind} {each.row.due_on} {each.found.due_on}\n".encode())
    return digest.finalize().hex()
