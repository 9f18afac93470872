"""Killed, and out of space, at any moment of accepting or importing: what was acknowledged is there, whole, and nothing by half."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_app.services.work import SYSTEM, Office
from tests.factories import Hall, furnish
from tests.services import ledger, workers

LONGEST_LIFE = 0.05
"""Seconds after the first acceptance: some more, so that the kill falls on every part of one."""
KILLS = {"sqlite": 100, "postgresql": 20}
SPARE_PAGES = 10
PAGE_BYTES = 4096


def test_killed_while_accepting(address: str, office: Office, hall: Hall) -> None:
    kind = office.database.url.get_backend_name()
    office.close()
    moment = random.Random(kind)  # noqa: S311  a moment, not a secret
    acknowledged: set[str] = set()
    for _kill in range(KILLS[kind]):
        process, reports = workers.start(workers.accept_until_killed, address, hall)
        acknowledged.add(reports.recv())
        time.sleep(moment.uniform(0, LONGEST_LIFE))
        process.kill()
        acknowledged |= set(workers.received(reports))
        process.join()
        assert acknowledged <= ledger.numbers_of_whole_cases(address)
    assert len(acknowledged) >= KILLS[kind]


def test_killed_while_importing(address: str, office: Office, hall: Hall, shared_data: Path) -> None:
    before = _catalogue(office)
    for steps in (1, 2, 3):
        process, reports = workers.start(
            workers.import_until_killed, address, hall, shared_data / "matters-guangdong/matters.jsonl"
        )
        told = [reports.recv() for _ in range(steps)]
        process.kill()
        told += workers.received(reports)
        process.join()
        assert "kept" not in told
        assert _catalogue(office) == before

    process, reports = workers.start(
        workers.import_until_killed, address, hall, shared_data / "matters-guangdong/matters.jsonl"
    )
    assert workers.received(reports)[-1] == "kept"
    process.join()
    assert _catalogue(office) == (before[0] + 2262, before[1] + 2262, before[2] + 2262)


def _catalogue(office: Office) -> tuple[int, ...]:
    """How many matters, versions and entries of the index there are."""
    with office.read(SYSTEM) as work:
        counts = [
            work.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
            for table in ("matter", "matter_version", "matter_search")
        ]
    return tuple(counts)


@pytest.mark.parametrize(
    ("fill_up", "spare"),
    [
        (workers.accept_with_little_space, SPARE_PAGES * PAGE_BYTES),
        (workers.accept_with_few_pages, SPARE_PAGES),
    ],
    ids=["files may not grow", "pages run out"],
)
def test_full_disk(
    sqlite_address: str, open_office: Callable[[str], Office], fill_up: Callable[..., None], spare: int
) -> None:
    hall = furnish(open_office(sqlite_address))
    process, reports = workers.start(fill_up, sqlite_address, hall, spare)
    *before, refusal, after = workers.received(reports)
    process.join()

    assert process.exitcode == 0
    assert refusal == "storage_full"
    assert ledger.numbers_of_whole_cases(sqlite_address) == {*before, after}
