"""示例大厅's organisation: a few divisions, a tree of departments, one hall, counters of both kinds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.orm import InstrumentedAttribute

from desktop_app.exchange.divisions import DivisionList
from desktop_app.paths import SEED
from desktop_app.services.divisions import import_divisions
from desktop_app.services.work import Work
from models.base import Base
from models.elements import CounterKind
from models.enums import UseLevel
from models.sites import Counter, CounterScope, Department, Division, Hall

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SampleHall:
    """The hall of `hall.json`."""

    name: str
    division_code: str
    address: str
    hours: str
    phone: str
    traffic: str


@dataclass(frozen=True, slots=True)
class _Counter:
    number: str
    name: str
    zone: str
    kind: CounterKind = CounterKind.COMPREHENSIVE
    scope: tuple[str, ...] = ()
    """The codes of the departments a 专窗 takes."""


@dataclass(frozen=True, slots=True)
class _HallFile:
    hall: SampleHall
    counters: tuple[_Counter, ...]


@dataclass(frozen=True, slots=True)
class _Department:
    code: str
    name: str
    short_name: str
    address: str
    phone: str
    review_body: str
    court: str
    level: UseLevel
    division_code: str
    hours: str
    parent: str = ""
    """The code of the department above."""


def read_seed(name: str, kind: type[T]) -> T:
    """A file of the sample as what it holds."""
    return TypeAdapter(kind).validate_python(json.loads((SEED / name).read_text("utf-8")))


def sample_hall() -> SampleHall:
    """The hall of the sample."""
    return _hall_file().hall


def add_divisions(work: Work) -> int:
    """The divisions that are not there yet; how many."""
    names = read_seed("divisions.json", dict[str, str])
    known = set(work.session.scalars(sa.select(Division.code).where(Division.code.in_(list(names)))))
    missing = {code: name for code, name in names.items() if code not in known}
    return import_divisions(work, DivisionList(missing)).added if missing else 0


def add_departments(work: Work) -> int:
    """The departments that are not there yet, each below its parent; how many."""
    known = known_values(work, Department.code)
    given = [row for row in read_seed("departments.json", tuple[_Department, ...]) if row.code not in known]
    columns = [{key: value for key, value in asdict(row).items() if key != "parent"} for row in given]
    added = insert_rows(work, Department, columns)
    numbers = dict(work.session.execute(sa.select(Department.code, Department.id)).all())
    for row in given:
        if row.parent:
            belongs = sa.update(Department).where(Department.code == row.code)
            work.session.execute(belongs.values(parent_id=numbers[row.parent]))
    return added


def add_hall(work: Work) -> int:
    """The hall, unless there is one; 1 or 0."""
    if work.session.scalar(sa.select(Hall.id).limit(1)) is not None:
        return 0
    return insert_rows(work, Hall, [asdict(sample_hall())])


def add_counters(work: Work) -> int:
    """The counters that are not there yet, in the hall, with what the 专窗 among them take; how many."""
    known = known_values(work, Counter.number)
    hall_id = work.session.scalar(sa.select(Hall.id).where(Hall.name == sample_hall().name))
    given = [row for row in _hall_file().counters if row.number not in known]
    columns = [
        {"number": row.number, "name": row.name, "zone": row.zone, "kind": row.kind, "hall_id": hall_id}
        for row in given
    ]
    added = insert_rows(work, Counter, columns)
    counters = dict(work.session.execute(sa.select(Counter.number, Counter.id)).all())
    departments = dict(work.session.execute(sa.select(Department.code, Department.id)).all())
    scopes = [
        {"counter_id": counters[row.number], "department_id": departments[code]}
        for row in given
        for code in row.scope
    ]
    insert_rows(work, CounterScope, scopes)
    return added


def known_values(work: Work, column: InstrumentedAttribute[str]) -> set[str]:
    """Every value of a column."""
    return set(work.session.scalars(sa.select(column)))


def insert_rows(work: Work, table: type[Base], rows: Sequence[Mapping[str, object]]) -> int:
    """Add some rows; how many they are."""
    if rows:
        work.session.execute(sa.insert(table), rows)
    return len(rows)


def _hall_file() -> _HallFile:
    return read_seed("hall.json", _HallFile)
