"""What dates do by themselves, with a hundred thousand open cases: against reading the same clocks bare."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from desktop_app.database import open_database
from desktop_app.services.calendar import set_day
from desktop_app.services.cards import raise_cards
from desktop_app.services.due_cases import settle_due_cases
from desktop_app.services.recalculation import list_recalculation
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case, CaseClock
from models.enums import CaseState, ClockKind
from tests.benchmarks.databases import KEY, NOW, simulated_sqlite
from tests.benchmarks.measurement import Measurement, at_most, interleaved_medians, milliseconds

CASES = 100_000
ROUNDS = 5
DAY_OFF = date(2026, 11, 24)
PLAN_LIMIT, TICK_LIMIT = 6.0, 3.0
_CLOCKS = (
    "SELECT c.number, c.matter_name, k.case_id, k.kind, k.started_on, k.days, k.unit, k.extension_days, k.due_on, "
    'k.explanation FROM "case" c JOIN case_clock k ON k.case_id = c.id '
    "WHERE c.closed_at IS NULL AND k.stopped_on IS NULL ORDER BY k.case_id, k.kind"
)


def bench_recalculation() -> Measurement:
    """The plan of a changed day, against fetching the rows of every running clock with the bare driver."""
    with _all_open() as office:
        with office.work(SYSTEM) as work:
            set_day(work, DAY_OFF, is_working=False, name="停电检修")
        planned, scanned = interleaved_medians(ROUNDS, lambda: _plan(office), lambda: _scan(office))
        with office.read(SYSTEM) as work:
            plan = list_recalculation(work)
    detail = f"{milliseconds(planned)} / {milliseconds(scanned)}, {plan.total} dates of {plan.cases} cases"
    return at_most("recalculation", planned / scanned, "× bare scan", PLAN_LIMIT, detail)


def bench_tick() -> Measurement:
    """A look at what is due that finds nothing new (every hour, on every workstation), against the same scan."""
    with _all_open() as office:
        raise_cards(office)
        looked, scanned = interleaved_medians(ROUNDS, lambda: _look(office), lambda: _scan(office))
    detail = f"{milliseconds(looked)} / {milliseconds(scanned)}"
    return at_most("tick", looked / scanned, "× bare scan", TICK_LIMIT, detail)


@contextmanager
def _all_open() -> Generator[Office]:
    """A copy of the simulated database in which no case is closed and no clock has stopped."""
    path, _seconds = simulated_sqlite(CASES)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "yichuang.db"
        shutil.copy(path, copy)
        office = Office(open_database(f"sqlite:///{copy}"), KEY, lambda: NOW)
        with office.work(SYSTEM) as work:
            work.session.execute(
                sa.update(Case).values(closed_at=None, decided_at=None, state=CaseState.ACCEPTED)
            )
            work.session.execute(
                sa.update(CaseClock).where(CaseClock.kind != ClockKind.DEFERRAL).values(stopped_on=None)
            )
        yield office
        office.close()


def _plan(office: Office) -> None:
    with office.read(SYSTEM) as work:
        list_recalculation(work)


def _look(office: Office) -> None:
    settle_due_cases(office)
    raise_cards(office)


def _scan(office: Office) -> None:
    with office.database.reader.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute(_CLOCKS)
        cursor.fetchall()
        cursor.close()
