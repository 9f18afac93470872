"""窗口受理范围: which counter takes which matters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from desktop_app.rules.errors import ServiceError
from desktop_app.services.work import Work
from models.catalogue import Matter
from models.elements import CounterKind
from models.enums import Area, Permission
from models.sites import Counter, CounterScope, Department, Hall

MOST_SCOPE = 500
"""Beyond this a counter is none for special matters."""
MOST_NAMED = 3
"""How many counters, departments or matters a sentence names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """One department or one matter that a 专窗 takes; the other number is `None`."""

    name: str
    department_id: int | None = None
    matter_id: int | None = None


@dataclass(frozen=True, slots=True)
class CounterPlace:
    """An open counter and where it is; `hours` are its own or else the hall's."""

    id: int
    number: str
    name: str
    zone: str
    kind: CounterKind
    hours: str
    hall_name: str
    hall_address: str
    hall_phone: str


def list_counter_scope(work: Work, counter_id: int) -> list[ScopeLine]:
    """What a 专窗 takes: departments first, then single matters, each by name."""
    work.require(Permission.SITES_EDIT)
    departments = (
        sa.select(Department.name, Department.id)
        .join(CounterScope, CounterScope.department_id == Department.id)
        .where(CounterScope.counter_id == counter_id)
        .order_by(Department.name, Department.id)
    )
    matters = (
        sa.select(Matter.name, Matter.id)
        .join(CounterScope, CounterScope.matter_id == Matter.id)
        .where(CounterScope.counter_id == counter_id)
        .order_by(Matter.name, Matter.id)
    )
    return [
        *(ScopeLine(row.name, department_id=row.id) for row in work.session.execute(departments)),
        *(ScopeLine(row.name, matter_id=row.id) for row in work.session.execute(matters)),
    ]


def list_scope_words(work: Work) -> dict[int, str]:
    """For each 专窗 with a scope what it takes, in a few words."""
    work.require(Permission.SITES_EDIT)
    query = (
        sa.select(CounterScope.counter_id, Department.name, CounterScope.matter_id)
        .join(Department, Department.id == CounterScope.department_id, isouter=True)
        .order_by(CounterScope.counter_id, Department.name)
    )
    departments: dict[int, list[str]] = {}
    matters: dict[int, int] = {}
    for counter_id, department, matter_id in work.session.execute(query):
        names = departments.setdefault(counter_id, [])
        if matter_id is None:
            names.append(department)
        matters[counter_id] = matters.get(counter_id, 0) + (matter_id is not None)
    return {each: _scope_words(names, matters[each]) for each, names in departments.items()}


def save_counter_scope(
    work: Work, counter_id: int, department_ids: Iterable[int], matter_ids: Iterable[int]
) -> list[ScopeLine]:
    """Set what a 专窗 takes.

    Raises `counter_unknown`, `counter_scope_comprehensive`, `counter_scope_too_large`, `department_unknown`,
    `matter_unknown`.
    """
    work.require(Permission.SITES_EDIT)
    departments, matters = sorted(set(department_ids)), sorted(set(matter_ids))
    counter = work.session.get(Counter, counter_id, with_for_update=True)
    if counter is None:
        raise ServiceError("counter_unknown")
    if counter.kind is CounterKind.COMPREHENSIVE:
        raise ServiceError("counter_scope_comprehensive", counter=counter.name)
    if len(departments) + len(matters) > MOST_SCOPE:
        raise ServiceError("counter_scope_too_large", most=MOST_SCOPE)
    if _known(work, Department, departments) < len(departments):
        raise ServiceError("department_unknown")
    if _known(work, Matter, matters) < len(matters):
        raise ServiceError("matter_unknown")
    work.session.execute(sa.delete(CounterScope).where(CounterScope.counter_id == counter_id))
    work.session.add_all(
        [
            *(CounterScope(counter_id=counter_id, department_id=each) for each in departments),
            *(CounterScope(counter_id=counter_id, matter_id=each) for each in matters),
        ]
    )
    work.session.flush()
    facts = {"departments": len(departments), "matters": len(matters)}
    work.record("sites.save_scope", f"counter:{counter_id}", Area.SITES, **facts)
    return list_counter_scope(work, counter_id)


def list_counters_for(work: Work, matter_id: int) -> list[CounterPlace]:
    """The open counters that take a matter, 专窗 first, then by number."""
    query = (
        sa.select(Counter, Hall)
        .join(Hall, Hall.id == Counter.hall_id, isouter=True)
        .where(Counter.is_open, _takes(sa.literal(matter_id)))
        .order_by((Counter.kind == CounterKind.COMPREHENSIVE), sa.func.length(Counter.number), Counter.number)
    )
    return [_counter_place(counter, hall) for counter, hall in work.session.execute(query)]


def counter_takes(work: Work, counter_id: int, matter_id: int) -> bool:
    """Whether a counter takes a matter: every one at a 综合窗口, those of its scope at a 专窗."""
    query = sa.select(Counter.id).where(Counter.id == counter_id, _takes(sa.literal(matter_id)))
    return work.session.scalar(query) is not None


def find_untaken(work: Work, matter_ids: Sequence[int]) -> frozenset[int]:
    """Which of some matters the counter the actor sits at does not take; none for who sits at no counter."""
    if work.actor.counter_id is None or not matter_ids:
        return frozenset()
    taken = sa.select(Counter.id).where(Counter.id == work.actor.counter_id, _takes(Matter.id))
    query = sa.select(Matter.id).where(Matter.id.in_(matter_ids), ~taken.exists())
    return frozenset(work.session.scalars(query))


def find_counter_refusal(work: Work, matter_id: int) -> ServiceError | None:
    """Why the counter the actor sits at does not take a matter, and where to go instead; `None` where it takes it."""
    counter_id = work.actor.counter_id
    if counter_id is None or counter_takes(work, counter_id, matter_id):
        return None
    counter = work.session.scalar(sa.select(Counter.name).where(Counter.id == counter_id)) or ""
    matter = work.session.scalar(sa.select(Matter.name).where(Matter.id == matter_id)) or ""
    others = list_counters_for(work, matter_id)
    if not others:
        return ServiceError("matter_without_counter", counter=counter, matter=matter)
    names = _few([f"{other.number}号“{other.name}”" for other in others], "个窗口")
    return ServiceError("counter_not_for_matter", counter=counter, matter=matter, counters=names)


def _takes(matter_id: sa.SQLColumnExpression[int]) -> sa.ColumnElement[bool]:
    """The condition on a counter of the statement around that it takes a matter."""
    asked = aliased(Matter)  # the statement around may be about matters itself
    department = sa.select(asked.department_id).where(asked.id == matter_id).correlate_except(asked)
    is_named = sa.or_(
        CounterScope.matter_id == matter_id, CounterScope.department_id == department.scalar_subquery()
    )
    in_scope = (
        sa.exists().where(CounterScope.counter_id == Counter.id, is_named).correlate_except(CounterScope)
    )
    return sa.or_(Counter.kind == CounterKind.COMPREHENSIVE, in_scope)


def _known(work: Work, table: type[Department | Matter], ids: Sequence[int]) -> int:
    """How many of some numbers are rows of the table."""
    return work.session.scalar(sa.select(sa.func.count()).where(table.id.in_(ids))) or 0


def _scope_words(departments: Sequence[str], matters: int) -> str:
    parts = [_few(departments, "个部门")] if departments else []
    return "；".join(parts + ([f"{matters}个事项"] if matters else []))


def _few(names: Sequence[str], unit: str) -> str:
    shown = "、".join(names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else f"{shown}等{len(names)}{unit}"


def _counter_place(counter: Counter, hall: Hall | None) -> CounterPlace:
    return CounterPlace(
        counter.id,
        counter.number,
        counter.name,
        counter.zone,
        counter.kind,
        counter.hours or (hall.hours if hall else ""),
        hall.name if hall else "",
        hall.address if hall else "",
        hall.phone if hall else "",
    )
