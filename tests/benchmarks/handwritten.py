"""The rows of one acceptance written by hand: what the services are measured against.

Both writers put down exactly the rows that `receive_and_accept_case` left, with new numbers, in one durable
transaction: three numbers taken, the case, its children, its documents, two chained audit entries. They decide, read
and check nothing.
"""

import json
import sqlite3
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.types.json import Jsonb
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from desktop_app.services.audit import entry_hash
from models.audit import AuditEntry, AuditHead
from models.base import Base, table_of
from models.cases import Case, CaseClock, CaseEvent, CaseMaterial, CaseParty, NumberSeries
from models.printing import IssuedDocument

CHILDREN: tuple[type[Base], ...] = (CaseParty, CaseMaterial, CaseClock, CaseEvent, IssuedDocument)
SERIES, PERIOD = "bench", "2026"
NUMBERS = 3
LOCKS = {
    True: "SELECT number, hash FROM audit_head",
    False: "SELECT number, hash FROM audit_head FOR UPDATE",
}
"""How the chain's last entry is read, on SQLite and on PostgreSQL."""

Row = dict[str, Any]


class AcceptedRows:
    """The rows one acceptance left, read back through `select` in the form their writer stores."""

    def __init__(self, case: Row, children: dict[str, list[Row]], entries: list[Row]) -> None:
        self.case = case
        self.children = children
        self.entries = entries

    def numbered(self, taken: list[int]) -> tuple[Row, list[Row]]:
        """The case and its documents under new numbers; the row ids are left to the database."""
        case = {**self.case, "number": f"{self.case['number']}-{taken[0]}"}
        documents = [
            {**row, "number": f"{row['number']}-{number}"}
            for row, number in zip(self.children["issued_document"], taken[1:], strict=True)
        ]
        return case, documents

    def chained(self, number: int, previous: str, at: datetime) -> list[Row]:
        """The audit entries behind the chain's last one."""
        rows: list[Row] = []
        for entry in self.entries:
            number += 1
            row = {**entry, "number": number, "at": at, "previous_hash": previous}
            previous = row["hash"] = entry_hash({key: row[key] for key in row if key != "hash"})
            rows.append(row)
        return rows


class CoreWriter:
    """SQLAlchemy Core: statements built once, one engine with the program's own connection settings."""

    def __init__(self, engine: Engine, case_id: int) -> None:
        self._engine = engine
        insert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[engine.dialect.name]
        series, self._head = table_of(NumberSeries), table_of(AuditHead)
        self._take = (
            insert(series)
            .values(series=SERIES, period=PERIOD, last=1)
            .on_conflict_do_update(
                index_elements=[series.c.series, series.c.period], set_={"last": series.c.last + 1}
            )
            .returning(series.c.last)
        )
        self._lock = sa.select(self._head.c.number, self._head.c.hash).with_for_update()
        self._move = sa.update(self._head)
        self._insert = {model.__tablename__: sa.insert(table_of(model)) for model in (*CHILDREN, AuditEntry)}
        case = table_of(Case)
        self._insert_case = sa.insert(case).returning(case.c.id)
        with engine.connect() as connection:
            self.rows = _accepted(connection, case_id)
        self._at: datetime = self.rows.case["received_at"]

    def write(self) -> None:
        """Put the rows down once more."""
        with self._engine.begin() as connection:
            taken = [connection.execute(self._take).scalar_one() for _ in range(NUMBERS)]
            case, documents = self.rows.numbered(taken)
            case_id = connection.execute(self._insert_case, case).scalar_one()
            for table, rows in {**self.rows.children, "issued_document": documents}.items():
                connection.execute(self._insert[table], [{**row, "case_id": case_id} for row in rows])
            number, previous = connection.execute(self._lock).one()
            entries = self.rows.chained(number, previous, self._at)
            connection.execute(self._insert["audit_entry"], entries)
            connection.execute(self._move, {"number": entries[-1]["number"], "hash": entries[-1]["hash"]})


class RawWriter:
    """The bare driver: `sqlite3` or `psycopg`, the same statements as text, values in the form they are stored in."""

    def __init__(
        self, connection: "sqlite3.Connection | psycopg.Connection[Any]", rows: AcceptedRows
    ) -> None:
        self._connection: Any = connection
        self._is_sqlite = isinstance(connection, sqlite3.Connection)
        self._at: datetime = rows.case["received_at"]
        self._insert_case = self._statement("case", rows.case) + " RETURNING id"
        self._insert = {
            table: self._statement(table, {**given[0], "case_id": 0})
            for table, given in rows.children.items()
        }
        entry = rows.chained(0, "", self._at)[0]
        self._insert["audit_entry"] = self._statement("audit_entry", entry)
        self._rows = AcceptedRows(
            self._stored(rows.case),
            {table: [self._stored(row) for row in given] for table, given in rows.children.items()},
            rows.entries,
        )

    def write(self) -> None:
        """Put the rows down once more."""
        execute, mark = self._connection.execute, self._mark
        execute("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")
        take = (
            f"INSERT INTO number_series (series, period, last) VALUES ({mark}, {mark}, 1) ON CONFLICT (series, period)"  # noqa: S608
            " DO UPDATE SET last = number_series.last + 1 RETURNING last"
        )
        taken = [execute(take, (f"{SERIES} raw", PERIOD)).fetchone()[0] for _ in range(NUMBERS)]
        case, documents = self._rows.numbered([-number for number in taken])
        case_id = execute(self._insert_case, tuple(case.values())).fetchone()[0]
        for table, rows in {**self._rows.children, "issued_document": documents}.items():
            self._many(self._insert[table], [(*row.values(), case_id) for row in rows])
        number, previous = execute(LOCKS[self._is_sqlite]).fetchone()
        entries = self._rows.chained(number, previous, self._at)
        self._many(self._insert["audit_entry"], [tuple(self._stored(row).values()) for row in entries])
        execute(
            f"UPDATE audit_head SET number = {mark}, hash = {mark}",  # noqa: S608
            (entries[-1]["number"], entries[-1]["hash"]),
        )
        execute("COMMIT")

    @property
    def _mark(self) -> str:
        return "?" if self._is_sqlite else "%s"

    def _many(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        if self._is_sqlite:
            self._connection.executemany(statement, rows)
        else:
            self._connection.cursor().executemany(statement, rows)

    def _statement(self, table: str, row: Row) -> str:
        names = ", ".join(f'"{name}"' for name in row)
        return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join([self._mark] * len(row))})'  # noqa: S608

    def _stored(self, row: Row) -> Row:
        return {name: _plain(value, is_sqlite=self._is_sqlite) for name, value in row.items()}


def _accepted(connection: sa.Connection, case_id: int) -> AcceptedRows:
    case = table_of(Case)
    found = dict(connection.execute(sa.select(case).where(case.c.id == case_id)).mappings().one())
    found.pop("id")
    children = {model.__tablename__: _children_of(connection, table_of(model), case_id) for model in CHILDREN}
    entry = table_of(AuditEntry)
    subject = f"case:{found['number']}"
    entries = connection.execute(sa.select(entry).where(entry.c.subject == subject).order_by(entry.c.number))
    return AcceptedRows(found, children, [dict(row) for row in entries.mappings()])


def _children_of(connection: sa.Connection, table: sa.Table, case_id: int) -> list[Row]:
    rows = connection.execute(sa.select(table).where(table.c.case_id == case_id)).mappings()
    return [{name: row[name] for name in row if name not in {"id", "case_id"}} for row in rows]


def _plain(value: Any, *, is_sqlite: bool) -> Any:
    """A value as the bare driver takes it and SQLAlchemy's types would store it."""
    match value:
        case Enum():
            return str(value.value)
        case dict():
            return json.dumps(value) if is_sqlite else Jsonb(value)
        case datetime() if is_sqlite:
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        case date() if is_sqlite:
            return value.isoformat()
        case _:
            return value
