"""Importing 100,000 matters: how many a second, in how much memory, and beside the bare rows in the same database."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from desktop_app.services.bulk_rows import write_rows
from desktop_app.services.work import Office
from tests.benchmarks.databases import fresh_postgresql, fresh_sqlite
from tests.benchmarks.large_import import write_matters
from tests.benchmarks.measurement import Measurement, at_least, at_most

MANY, FEW = 100_000, 20_000
LEAST_RATE = 2000
MOST_GROWTH = 32
"""Megabytes that four fifths of the file may add to the most memory held."""
MOST_TIMES_RAW = 6.0
TABLES = ("department", "matter", "matter_version", "matter_search")
ROWS_AT_ONCE = 1000
ROOT = Path(__file__).parents[2]
Fresh = Callable[[], AbstractContextManager[Office]]


@dataclass(frozen=True, slots=True)
class Run:
    """An import in a process of its own: seconds, and the most megabytes it held."""

    matters: int
    read: float
    written: float
    peak: float
    raw: float
    """Seconds for the same rows alone."""


def bench_import_sqlite() -> Measurement:
    """Matters a second, from the file to the end of the transaction, SQLite."""
    return _rate("import_sqlite", _large_sqlite())


def bench_import_postgresql() -> Measurement:
    """Matters a second, from the file to the end of the transaction, PostgreSQL."""
    return _rate("import_postgresql", _run(fresh_postgresql, MANY, with_raw=True))


def bench_import_memory() -> Measurement:
    """How much more memory 100,000 matters take than 20,000."""
    few, many = _run(fresh_sqlite, FEW), _large_sqlite()
    detail = f"most held {few.peak:.0f} MB at {few.matters:,}, {many.peak:.0f} MB at {many.matters:,} matters"
    return at_most("import_memory", many.peak - few.peak, "MB", MOST_GROWTH, detail)


def bench_import_raw() -> Measurement:
    """Reading, checking and importing against appending the same rows to the same tables, SQLite."""
    run = _large_sqlite()
    ratio = (run.read + run.written) / run.raw
    return at_most("import_raw", ratio, "×", MOST_TIMES_RAW, f"the rows alone {run.raw:.1f} s")


@cache
def _large_sqlite() -> Run:
    return _run(fresh_sqlite, MANY, with_raw=True)


def _rate(name: str, run: Run) -> Measurement:
    detail = f"read {run.read:.1f} s, import {run.written:.1f} s; the rows alone {run.raw:.1f} s"
    return at_least(name, run.matters / (run.read + run.written), "/s", LEAST_RATE, detail)


def _run(fresh: Fresh, count: int, *, with_raw: bool = False) -> Run:
    with tempfile.TemporaryDirectory() as folder, fresh() as office:
        file = Path(folder) / "matters.jsonl"
        write_matters(file, count)
        address = office.database.url.render_as_string(hide_password=False)
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.large_import", address, file],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return Run(**json.loads(done.stdout), raw=_raw_seconds(fresh, office) if with_raw else 0.0)


def _raw_seconds(fresh: Fresh, office: Office) -> float:
    """Append the rows of an office to an empty database, as its driver does it fastest, in one transaction."""
    with fresh() as other, office.database.reader.connect() as source:
        began = time.perf_counter()
        with other.database.writer.begin() as target:
            for table in TABLES:
                columns, rows = _rows(source, table)
                write_rows(target, table, columns, rows)
        return time.perf_counter() - began


def _rows(source: Connection, table: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    is_sqlite = source.dialect.name == "sqlite"
    key = "rowid, " if is_sqlite and table == "matter_search" else ""
    names = "*" if is_sqlite else _texts(source, table)
    found = source.execution_options(stream_results=True).exec_driver_sql(f"SELECT {key}{names} FROM {table}")  # noqa: S608
    return list(found.keys()), (tuple(row) for part in found.partitions(ROWS_AT_ONCE) for row in part)


def _texts(source: Connection, table: str) -> str:
    """What COPY is to take as text is read as text."""
    columns = sa.inspect(source).get_columns(table)
    written = {"JSONB", "TSVECTOR"}
    return ", ".join(
        f"CAST({column['name']} AS text) AS {column['name']}"
        if str(column["type"]) in written
        else column["name"]
        for column in columns
    )
