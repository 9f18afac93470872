"""What other processes do in the tests of concurrency, kills and full disks: accept cases at a counter.

They are forked from one server that has accepted a case before (`tests/services/warmed.py`): each costs milliseconds.
"""

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TypeAlias

from desktop_app.database import open_database
from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases
from desktop_app.services.case_attachments import attach_files
from desktop_app.services.case_files import AttachedFile, keep_file
from desktop_app.services.case_queries import get_case, get_case_id
from desktop_app.services.catalogue_import import import_matters, prepare_file
from desktop_app.services.work import SYSTEM, Actor, Office
from tests import paperwork
from tests.conftest import MORNING, TEST_KEY
from tests.factories import Hall, licence_case

Reports: TypeAlias = "Connection[str, str]"


def context() -> ForkServerContext:
    """Where the tests get their processes from."""
    chosen = multiprocessing.get_context("forkserver")
    chosen.set_forkserver_preload(["tests.services.warmed"])
    return chosen


def start(
    target: Callable[..., None], address: str, hall: Hall, *more: object
) -> tuple[ForkServerProcess, Reports]:
    """Start `target(report, address, hall, *more)` in a process of its own; what it reports can be received."""
    reading, writing = os.pipe()
    reports: Reports = Connection(reading, writable=False)
    report: Reports = Connection(writing, readable=False)
    process = context().Process(target=target, args=(report, address, hall, *more), daemon=True)
    process.start()
    report.close()  # the process has the only writing end, so its death is the end of the reports
    return process, reports


def received(reports: Reports) -> list[str]:
    """Everything that was reported, up to the end of the process."""
    found: list[str] = []
    with suppress(EOFError):
        while True:
            found.append(reports.recv())
    reports.close()
    return found


def accept_many(report: Reports, address: str, hall: Hall, barrier: Barrier, count: int, turn: int) -> None:
    """Accept a number of cases as fast as it goes, starting with all others; report each number once it is kept."""
    office = _opened(address)
    clerk = (hall.clerk, hall.other_clerk)[turn % 2]
    barrier.wait()
    for _case in range(count):
        report.send(accept(office, clerk, hall).number)


def accept_until_killed(report: Reports, address: str, hall: Hall) -> None:
    """Accept cases for ever; report each number once it is kept."""
    office = _opened(address)
    while True:
        report.send(accept(office, hall.clerk, hall).number)


def attach_until_killed(
    report: Reports, address: str, hall: Hall, number: str, turn: int, folder: Path
) -> None:
    """Attach new files to a case for ever; report the digest of each once it is kept."""
    os.environ["YICHUANG_FILES"] = str(folder)
    office = _opened(address)
    with office.read(hall.clerk) as work:
        case_id = get_case_id(work, number)
        revision = get_case(work, case_id).row.revision
    for page in range(1_000_000):
        kept = keep_file(office, paperwork.pdf(words=f"{turn}-{page}"), f"{turn}-{page}.pdf", hall.clerk)
        with office.work(hall.clerk) as work:
            revision = attach_files(work, case_id, revision, [AttachedFile(1, kept)]).revision
        report.send(kept.digest)


def accept_with_little_space(report: Reports, address: str, hall: Hall, spare_bytes: int) -> None:
    """Accept until no file may grow further, report the refusal; then, with space again, accept once more."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails instead, as it does on a full disk
    office = _opened(address)
    report.send(accept(office, hall.clerk, hall).number)
    written = (office.database.url.database or "") + "-wal"
    with open(written, "rb") as log:  # noqa: PTH123  a path object is worth nothing here
        size = log.seek(0, 2)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + spare_bytes, unlimited[1]))
    _report_until_refused(report, office, hall)
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    report.send(accept(office, hall.clerk, hall).number)


def accept_with_few_pages(report: Reports, address: str, hall: Hall, spare_pages: int) -> None:
    """The same for SQLite's own limit, which it reports in the words of a full disk."""
    office = _opened(address)
    report.send(accept(office, hall.clerk, hall).number)
    with office.database.writer.begin() as connection:
        pages: int = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + spare_pages}")
    _report_until_refused(report, office, hall)
    with office.database.writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
    report.send(accept(office, hall.clerk, hall).number)


def import_until_killed(report: Reports, address: str, _hall: Hall, file: Path) -> None:
    """Import a file of matters; report how far it is."""
    office = _opened(address)
    with prepare_file(file) as prepared, office.work(SYSTEM) as work:
        import_matters(work, prepared, progress=lambda done, total: report.send(f"{done}/{total}"))
    report.send("kept")


def _report_until_refused(report: Reports, office: Office, hall: Hall) -> None:
    try:
        while True:
            report.send(accept(office, hall.clerk, hall).number)
    except ServiceError as refusal:
        report.send(refusal.code)


def _opened(address: str) -> Office:
    return Office(open_database(address), TEST_KEY, _morning)


def _morning() -> datetime:
    return MORNING


def accept(office: Office, clerk: Actor, hall: Hall) -> cases.ActResult:
    """Accept one case."""
    with office.work(clerk) as work:
        return cases.receive_and_accept_case(work, licence_case(hall))
