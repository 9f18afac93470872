"""Files of many matters for trials, and an import in a process of its own: `python -m tests.benchmarks.large_import`."""

import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_app.database import open_database
from desktop_app.services.catalogue_import import import_matters, prepare_file
from desktop_app.services.work import SYSTEM, Office
from tests.benchmarks.databases import KEY, NOW
from tests.benchmarks.large_catalogue import DIVISIONS, real_rows

SERIAL = slice(23, 31)
"""The part of an 实施编码 that numbers the matters of an organ."""
STEP = 1_000_003


def write_matters(path: Path, count: int) -> None:
    """A file of so many matters: the real records, once for each of many divisions, each with a code of its own."""
    with path.open("w", encoding="utf-8") as file:
        for number, record in enumerate(_varied(), start=1):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            if number == count:
                return


def _varied() -> Iterator[dict[str, Any]]:
    rows = real_rows()
    seen: set[str] = set()
    for turn, division in enumerate(("", *DIVISIONS)):
        for row in rows:
            code = str(row["TASK_CODE"])
            if turn:
                serial = (int(code[SERIAL]) + turn * STEP) % 10**8 if code[SERIAL].isdigit() else turn
                code = f"{code[: SERIAL.start]}{serial:08d}{code[SERIAL.stop :]}"
            if code not in seen:
                seen.add(code)
                yield row | {"TASK_CODE": code, "TASK_NAME": f"{division}{row['TASK_NAME']}"}


def _import(address: str, file: Path) -> dict[str, float]:
    office = Office(open_database(address), KEY, lambda: NOW)
    began = time.perf_counter()
    with prepare_file(file) as prepared:
        read = time.perf_counter()
        with office.work(SYSTEM) as work:
            report = import_matters(work, prepared)
    written = time.perf_counter()
    office.close()
    return {
        "matters": report.created,
        "read": read - began,
        "written": written - read,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_import(sys.argv[1], Path(sys.argv[2]))))
