"""模拟: fills a sample hall with a plausible past, for trials and benchmarks; never a real hall."""

import json
import random
import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from desktop_app.database import Database
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.fiction import fictional_person
from desktop_app.rules.situations import first_answers, select
from desktop_app.services import audit
from desktop_app.services.bulk_rows import write_rows
from desktop_app.services.case_records import numbered_code
from desktop_app.services.matter_versions import load_content
from desktop_app.services.sample import load_sample
from desktop_app.services.simulated_cases import LONGEST_PROMISE, History, Series, SimulatedMatter
from desktop_app.services.simulated_rows import (
    CASES,
    CLERKS,
    MATERIALS,
    MATTERS,
    PEOPLE,
    TABLES,
    TEMPORARY,
    insertions,
)
from desktop_app.services.work import SYSTEM, Office, Work, translated_failures
from models.accounts import Account
from models.base import table_of
from models.cases import Case, NumberSeries
from models.catalogue import Matter, MatterVersion
from models.enums import MatterState, Role
from models.sites import Counter, Department

CHUNK = 50_000
BULK = 50_000
"""From so many cases on it is worth making the indexes anew."""
CASES_PER_PERSON = 20
FEWEST_PEOPLE, MOST_PEOPLE = 200, 50_000
LARGEST = 10_000_000
CACHE_KIB = 262_144

Progress = Callable[[int, int], None]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SimulationReport:
    """What was made."""

    cases: int
    open: int
    seed: int


def simulate(office: Office, cases: int, seed: int, progress: Progress) -> SimulationReport:
    """Add simulated cases to a sample hall, all or none; loads the sample first into an empty database.

    `progress(done, cases)` is called after every part. Same database, day and seed: same rows.
    Raises `sample_refused` for a real hall, `simulation_size_invalid`.
    """
    if not 1 <= cases <= LARGEST:
        raise ServiceError("simulation_size_invalid", most=LARGEST)
    with office.work(SYSTEM) as work:
        load_sample(work)
    with translated_failures(), _loading(office.database) as engine, Session(engine) as session:
        work = Work(session, SYSTEM, office.clock(), office)
        report = _fill(work, cases, seed, progress)
        session.commit()
    return report


@contextmanager
def _loading(database: Database) -> Generator[Engine]:
    """A connection of its own for the load: on SQLite alone with the file, without waiting for the disk.

    The rollback journal still undoes a load that is interrupted; everyday settings come back with the next connection.
    """
    database.writer.dispose()
    database.reader.dispose()
    engine = sa.create_engine(database.url, poolclass=sa.NullPool)
    if database.is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    yield engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=DELETE",
        "synchronous=OFF",
        "foreign_keys=OFF",
        "temp_store=MEMORY",
        f"cache_size=-{CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _fill(work: Work, cases: int, seed: int, progress: Progress) -> SimulationReport:
    session = work.session
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql('LOCK TABLE number_series, "case" IN EXCLUSIVE MODE')
    TEMPORARY.create_all(connection)
    matters = _stage_matters(work)
    people = _stage_people(connection, seed, cases)
    clerks = _stage_clerks(connection)
    series = Series(_last_numbers(connection))
    zone = "" if connection.dialect.name == "sqlite" else "+00"
    history = History(seed, matters, work.calendar.working_days, work.today, series, zone)
    # Row numbers, not case numbers, and nobody else adds a case meanwhile: the table is ours until the commit.
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(Case.id), 0))).scalar_one()
    with _without_indexes(connection, is_worth_it=cases >= BULK):
        for done in range(0, cases, CHUNK):
            count = min(CHUNK, cases - done)
            _write(connection, history.cases(last + 1 + done, count, people, clerks))
            progress(done + count, cases)
    _keep_numbers(connection, series)
    TEMPORARY.drop_all(connection)
    _make_known(connection)
    found = connection.execute(
        sa.select(sa.func.count()).select_from(Case).where(Case.id > last, Case.closed_at.is_(None))
    ).scalar_one()
    note = audit.Note("simulation.simulate", "office", {"cases": cases, "seed": seed})
    audit.append(session.connection(), [note], work.actor, work.now)
    return SimulationReport(cases, found, seed)


def _stage_matters(work: Work) -> list[SimulatedMatter]:
    """The matters in use into their temporary tables, with the lines of their checklists."""
    connection = work.session.connection()
    approvers = _approvers(connection)
    staged: list[SimulatedMatter] = []
    rows: list[Row] = []
    lines: list[Row] = []
    for key, (matter, version, department) in enumerate(_published(work.session)):
        published = load_content(version.content)
        answers = first_answers(published)
        content = select(published, answers)
        short = SimulatedMatter(
            key=key,
            code=numbered_code(matter.code, matter.item_code),
            department_id=department.id,
            organ=department.short_name or department.name,
            promised_days=max(
                1, min(content.promised.days if content.promised else LONGEST_PROMISE, LONGEST_PROMISE)
            ),
        )
        approver = approvers.get(department.id) or next(iter(approvers.values()))
        staged.append(short)
        row = _matter_row(short, matter, version, department, content, approver)
        rows.append({**row, "answers": answers})
        lines += [
            {"matter": key, "position": position, "name": spec.name, "necessity": str(spec.necessity.value)}
            for position, spec in enumerate(content.materials)
        ]
    connection.execute(sa.insert(MATTERS), rows)
    connection.execute(sa.insert(MATERIALS), lines)
    return staged


def _matter_row(
    short: SimulatedMatter,
    matter: Matter,
    version: MatterVersion,
    department: Department,
    content: MatterContent,
    approver: tuple[int, str],
) -> Row:
    result = content.result_name or matter.name
    return {
        "key": short.key,
        "matter_id": matter.id,
        "version_id": version.id,
        "department_id": department.id,
        "promised_days": short.promised_days,
        "approver_id": approver[0],
        "approver_name": approver[1],
        "name": matter.name,
        "result_name": result,
        "matter_name_text": _escaped(matter.name),
        "organ_name_text": _escaped(department.name),
        "certificate_text": _escaped(result),
    }


def _escaped(text: str) -> str:
    """The text as it stands inside a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _published(session: Session) -> sa.Result[Matter, MatterVersion, Department]:
    return session.execute(
        sa.select(Matter, MatterVersion, Department)
        .join(MatterVersion, MatterVersion.matter_id == Matter.id)
        .join(Department, Department.id == Matter.department_id)
        .where(Matter.state == MatterState.PUBLISHED, MatterVersion.version == Matter.version)
        .order_by(Matter.id)
    )


def _approvers(connection: Connection) -> dict[int, tuple[int, str]]:
    """Who decides for each department."""
    query = sa.select(Account.department_id, Account.id, Account.name).where(Account.role == Role.APPROVER)
    return {
        row.department_id: (row.id, row.name) for row in connection.execute(query.order_by(Account.id.desc()))
    }


def _stage_people(connection: Connection, seed: int, cases: int) -> int:
    """Fictional applicants, each with some cases over the years; how many there are."""
    chance = random.Random(seed)  # noqa: S311  a trial's data, not a secret
    count = max(FEWEST_PEOPLE, min(cases // CASES_PER_PERSON, MOST_PEOPLE))
    found = [fictional_person(chance) for _ in range(count)]
    rows = [
        {
            "key": key,
            "name": person.name,
            "identity_number": person.identity_number,
            "phone": person.phone,
            "address": person.address,
        }
        for key, person in enumerate(found)
    ]
    connection.execute(sa.insert(PEOPLE), rows)
    return count


def _stage_clerks(connection: Connection) -> int:
    """The clerks of the hall, each at a counter; how many there are."""
    clerks = connection.execute(
        sa.select(Account.id, Account.name).where(Account.role == Role.CLERK).order_by(Account.id)
    ).all()
    counters = connection.execute(sa.select(Counter.id).order_by(Counter.id)).scalars().all()
    rows = [
        {"key": key, "account_id": row.id, "counter_id": counters[key % len(counters)], "name": row.name}
        for key, row in enumerate(clerks)
    ]
    connection.execute(sa.insert(CLERKS), rows)
    return len(rows)


def _last_numbers(connection: Connection) -> dict[tuple[str, str], int]:
    """What is given out already."""
    rows = connection.execute(sa.select(table_of(NumberSeries)))
    return {(row.series, row.period): row.last for row in rows}


def _keep_numbers(connection: Connection, series: Series) -> None:
    numbers = table_of(NumberSeries)
    connection.execute(sa.delete(numbers))
    rows = [{"series": key[0], "period": key[1], "last": last} for key, last in series.last.items()]
    connection.execute(sa.insert(numbers), rows)


def _write(connection: Connection, rows: Iterator[tuple[Any, ...]]) -> None:
    """One part: into the temporary table as the driver does it fastest, from there into all others."""
    write_rows(connection, CASES.name, CASES.c.keys(), rows)
    for statement in insertions(is_postgresql=connection.dialect.name == "postgresql"):
        connection.execute(statement)
    connection.execute(sa.delete(CASES))


@contextmanager
def _without_indexes(connection: Connection, *, is_worth_it: bool) -> Generator[None]:
    """Drop the indexes of the filled tables and make them again, inside the transaction."""
    indexes = [index for model in TABLES for index in table_of(model).indexes] if is_worth_it else []
    for index in indexes:
        index.drop(connection)
    yield
    for index in sorted(indexes, key=lambda index: str(index.name)):
        index.create(connection)


def _make_known(connection: Connection) -> None:
    """Let PostgreSQL's row numbers go on behind the cases, and its planner know how many there are."""
    if connection.dialect.name != "postgresql":
        return
    name = connection.execute(sa.select(sa.func.pg_get_serial_sequence('"case"', "id"))).scalar_one()
    greatest = connection.execute(sa.select(sa.func.max(Case.id))).scalar_one()
    connection.execute(sa.select(sa.func.setval(name, greatest)))
    for model in TABLES:
        connection.exec_driver_sql(f'ANALYZE "{model.__tablename__}"')
