"""Many rows of one table at once, as the driver of each database takes them fastest.

Values are plain ones of the driver: texts of closed sets, JSON as text, instants through `stored`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection


def write_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Append rows to a table of ours, inside the connection's transaction."""
    if connection.dialect.name == "postgresql":
        with _driver(connection).cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        _driver(connection).executemany(_insertion(table, columns), rows)


def add_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[int]:
    """Append rows whose numbers the database gives out, and tell these in the order of the rows."""
    if connection.dialect.name == "postgresql":
        sequence = sa.func.pg_get_serial_sequence(table, "id")
        numbers = sa.func.generate_series(1, len(rows)).table_valued("number")
        ids = list(connection.execute(sa.select(sa.func.nextval(sequence)).select_from(numbers)).scalars())
        write_rows(
            connection, table, ("id", *columns), ((key, *row) for key, row in zip(ids, rows, strict=True))
        )
        return ids
    insertion, cursor = _insertion(table, columns), _driver(connection).cursor()
    return [cursor.execute(insertion, row).lastrowid for row in rows]


def stored(connection: Connection, column: sa.Column[Any], value: Any) -> Any:
    """A value as the driver is to be given it for a column."""
    process = column.type.bind_processor(connection.dialect)
    return process(value) if process else value


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _insertion(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
