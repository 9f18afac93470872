"""The supervisor's backlog and the search for a case with a million cases, against the same with ten thousand."""

import statistics
import time
from collections.abc import Callable

import sqlalchemy as sa

from desktop_app.services.case_queries import find_cases, list_open_cases
from desktop_app.services.statistics import count_backlog, list_backlog
from desktop_app.services.work import SYSTEM, Office, Work
from models.cases import Case, CaseParty
from models.enums import CaseState
from tests.benchmarks.databases import simulated_office
from tests.benchmarks.measurement import Measurement, at_most, interleaved_medians, milliseconds

FEW, MANY = 10_000, 1_000_000
ROUNDS = 60
GROWTH_LIMIT = 1.5
PAGE_SECONDS, SEARCH_SECONDS = 0.02, 0.05
WORKLIST = (CaseState.ACCEPTED, CaseState.EXAMINED)


def bench_backlog_growth() -> Measurement:
    """The first page of the backlog: a hundred times the cases must not cost more."""
    few, many = _first_pages()
    detail = f"{MANY} cases {milliseconds(many)}, {FEW} cases {milliseconds(few)}"
    return at_most("backlog_growth", many / few, "×", GROWTH_LIMIT, detail)


def bench_backlog_page() -> Measurement:
    """The first page with a million cases, query and rows; the figures above it stand in the detail."""
    with simulated_office(MANY) as office:
        page = _median(office, list_backlog)
        figures = _median(office, count_backlog)
        worklist = _median(office, lambda work: list_open_cases(work, WORKLIST))
    detail = f"page {milliseconds(page)}, figures {milliseconds(figures)}, worklist {milliseconds(worklist)}"
    return at_most("backlog_page", page, "s", PAGE_SECONDS, detail)


def bench_find_cases() -> Measurement:
    """The slowest kind of question to the search for cases, with a million of them."""
    with simulated_office(MANY) as office:
        with office.read(SYSTEM) as work:
            number = work.session.scalars(sa.select(Case.number).limit(1)).one()
            party = work.session.scalars(sa.select(CaseParty).limit(1)).one()
            texts = {
                "number": number,
                "matter": number[:31],
                "organ": number[:18],
                "name": party.name,
                "surname": party.name[0],
                "identity": party.identity_number,
                "nobody": "查无此人",
            }
        found = {
            kind: _median(office, lambda work, text=text: find_cases(work, text))
            for kind, text in texts.items()
        }
    detail = ", ".join(f"{kind} {milliseconds(seconds)}" for kind, seconds in found.items())
    return at_most("find_cases", max(found.values()), "s", SEARCH_SECONDS, detail)


def _first_pages() -> list[float]:
    with simulated_office(FEW) as small, simulated_office(MANY) as large:
        return interleaved_medians(
            ROUNDS, lambda: _read(small, list_backlog), lambda: _read(large, list_backlog)
        )


def _read(office: Office, question: Callable[[Work], object]) -> None:
    with office.read(SYSTEM) as work:
        question(work)


def _median(office: Office, question: Callable[[Work], object]) -> float:
    """The median of some repetitions, the first left out."""
    times: list[float] = []
    for _round in range(ROUNDS // 3):
        began = time.perf_counter()
        _read(office, question)
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:])
