"""One case among a million: how long it takes to open, and each act of counter and back office."""

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa

from desktop_app.rules.fiction import fictional_person
from desktop_app.services.case_inputs import PartyInput
from desktop_app.services.case_queries import get_case
from desktop_app.services.examination import Certificate
from desktop_app.services.office import open_office
from desktop_app.services.storyteller import StoryClock, Storyteller
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case
from models.enums import ApplicantKind, IdentityKind, Opinion
from tests.benchmarks.databases import NOW, SEED, simulated_office, simulated_sqlite
from tests.benchmarks.measurement import Measurement, at_most, milliseconds

MANY = 1_000_000
OPENED, STORIES, WARM_UP = 300, 40, 2
OPEN_SECONDS, ACT_SECONDS = 0.03, 0.15
CLERK, COUNTER, MATTER = "chuangkou", "01", "公共场所卫生许可"
CERTIFICATE = Certificate("公共场所卫生许可证", "示例证字第2026999999号", "准予经营")


def bench_open_case() -> Measurement:
    """Opening cases anywhere in a million, everything the page of a case shows; the slowest of a hundred."""
    with simulated_office(MANY) as office:
        with office.read(SYSTEM) as work:
            last = work.session.scalars(sa.select(sa.func.max(Case.id))).one()
        chance = random.Random(SEED)  # noqa: S311  a trial's data, not a secret
        times = sorted(_timed(lambda: _open(office, chance.randint(1, last))) for _ in range(OPENED))
    slow, usual = times[OPENED * 99 // 100], times[OPENED // 2]
    return at_most("open_case", slow, "s", OPEN_SECONDS, f"p99 of {OPENED}, p50 {milliseconds(usual)}")


def bench_acts() -> Measurement:
    """Receive, accept, examine, grant and deliver with a million cases there; the slowest of a hundred acts."""
    path, _seconds = simulated_sqlite(MANY)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "yichuang.db"
        shutil.copyfile(path, copy)
        office = open_office(f"sqlite:///{copy}", StoryClock(NOW))
        times = sorted(_tell(office))
        office.close()
    slow, usual = times[len(times) * 99 // 100], times[len(times) // 2]
    return at_most("acts", slow, "s", ACT_SECONDS, f"p99 of {len(times)}, p50 {milliseconds(usual)}")


def _tell(office: Office) -> list[float]:
    """The seconds of every act of some cases, the first cases left out."""
    teller = Storyteller(office, StoryClock(NOW))
    office.clock = teller.clock
    teller.sit(CLERK, COUNTER)
    with office.read(SYSTEM) as work:
        code = work.session.execute(
            sa.text("SELECT code FROM matter WHERE name = :name"), {"name": MATTER}
        ).scalar_one()
    people = _people()
    times: list[float] = []
    for number in range(STORIES + WARM_UP):
        began = time.perf_counter()
        told = teller.receive(CLERK, code, next(people))
        found = [time.perf_counter() - began]
        acts: tuple[Callable[[], object], ...] = (
            lambda told=told: teller.accept(CLERK, told),
            lambda told=told: teller.examine(told, Opinion.GRANT, "符合条件"),
            lambda told=told: teller.grant(told, CERTIFICATE),
            lambda told=told: teller.deliver(CLERK, told),
        )
        found += [_timed(act) for act in acts]
        if number >= WARM_UP:
            times += found
    return times


def _people() -> Iterator[PartyInput]:
    chance = random.Random(SEED)  # noqa: S311  a trial's data, not a secret
    while True:
        person = fictional_person(chance)
        yield PartyInput(
            ApplicantKind.PERSON, person.name, IdentityKind.ID_CARD, person.identity_number, person.phone
        )


def _open(office: Office, case_id: int) -> None:
    with office.read(SYSTEM) as work:
        get_case(work, case_id)


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
