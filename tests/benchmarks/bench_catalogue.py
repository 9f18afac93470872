"""Importing and searching the 2,262 real matters, against limits and beside the index alone."""

import random
import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from desktop_app.rules.search import initials
from desktop_app.services.catalogue import find_matters, list_matters
from desktop_app.services.catalogue_import import import_matters, read_matter_file
from desktop_app.services.catalogue_index import find_exact
from desktop_app.services.work import SYSTEM, Office
from tests.benchmarks.databases import fresh_postgresql, fresh_sqlite
from tests.benchmarks.measurement import Measurement, NotMeasurableError, at_most, milliseconds

MATTERS = Path(__file__).parents[3] / "shared/data/matters-guangdong/matters.jsonl"
IMPORT_SECONDS = 5.0
SEARCH_SECONDS = 0.05
QUERIES = 300
MISTAKES = "的一是在不了有和人这"
Fresh = Callable[[], AbstractContextManager[Office]]


def bench_matters_import() -> Measurement:
    """Reading and importing 2,262 matters into an empty SQLite file."""
    with fresh_sqlite() as office:
        seconds, detail = _import(office)
    return at_most("matters_import", seconds, "s", IMPORT_SECONDS, detail)


def bench_matters_search_sqlite() -> Measurement:
    """The slowest hundredth of 300 searches on SQLite."""
    return _search("matters_search_sqlite", fresh_sqlite)


def bench_matters_search_postgresql() -> Measurement:
    """The slowest hundredth of 300 searches on PostgreSQL."""
    return _search("matters_search_postgresql", fresh_postgresql)


def _import(office: Office) -> tuple[float, str]:
    if not MATTERS.is_file():
        raise NotMeasurableError("the real matters are not beside the repository")
    began = time.perf_counter()
    records = read_matter_file(MATTERS).records
    read = time.perf_counter()
    with office.work(SYSTEM) as work:
        import_matters(work, records)
    written = time.perf_counter()
    with office.work(SYSTEM) as work:
        import_matters(work, records)
    again = time.perf_counter()
    detail = f"read {read - began:.2f} s, import {written - read:.2f} s, again {again - written:.2f} s"
    return written - began, detail


def _search(name: str, fresh: Fresh) -> Measurement:
    with fresh() as office:
        _import(office)
        with office.read(SYSTEM) as work:
            queries = _queries([row.name for row in list_matters(work, limit=5000)])
            whole = [_seconds(lambda text=text: find_matters(work, text)) for text in queries]
            index = [_seconds(lambda text=text: find_exact(work.session, text)) for text in queries]
    detail = (
        f"p50 {milliseconds(statistics.median(whole))}; the index alone p50 {milliseconds(statistics.median(index))},"
        f" p99 {milliseconds(_worst_hundredth(index))}"
    )
    return at_most(name, _worst_hundredth(whole), "s", SEARCH_SECONDS, detail)


def _queries(names: list[str]) -> list[str]:
    """Parts of names of one to six characters, some with a wrong character, some as initials."""
    chance = random.Random(20261120)  # noqa: S311
    queries: list[str] = []
    for _ in range(QUERIES):
        name = chance.choice(names)
        length = chance.choice([1, 2, 2, 3, 4, 6])
        start = chance.randrange(max(1, len(name) - length))
        part, kind = name[start : start + length], chance.random()
        if kind < 0.15:
            part = initials(name)[:3]
        elif kind < 0.3 and length > 2:
            part = part[0] + chance.choice(MISTAKES) + part[2:]
        queries.append(part)
    return queries


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _worst_hundredth(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]
