"""Importing the 2,262 real matters against a limit."""

import time
from pathlib import Path

from desktop_app.services.catalogue_import import import_matters, prepare_file
from desktop_app.services.work import SYSTEM, Office
from tests.benchmarks.databases import fresh_sqlite
from tests.benchmarks.measurement import Measurement, NotMeasurableError, at_most

MATTERS = Path(__file__).parents[3] / "shared/data/matters-guangdong/matters.jsonl"
IMPORT_SECONDS = 5.0


def bench_matters_import() -> Measurement:
    """Reading and importing 2,262 matters into an empty SQLite file."""
    with fresh_sqlite() as office:
        seconds, detail = _import(office)
    return at_most("matters_import", seconds, "s", IMPORT_SECONDS, detail)


def _import(office: Office) -> tuple[float, str]:
    if not MATTERS.is_file():
        raise NotMeasurableError("the real matters are not beside the repository")
    began = time.perf_counter()
    with prepare_file(MATTERS) as prepared:
        read = time.perf_counter()
        with office.work(SYSTEM) as work:
            import_matters(work, prepared)
        written = time.perf_counter()
        with office.work(SYSTEM) as work:
            import_matters(work, prepared)
    again = time.perf_counter()
    detail = f"read {read - began:.2f} s, import {written - read:.2f} s, again {again - written:.2f} s"
    return written - began, detail
