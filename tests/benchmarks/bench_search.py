"""Searching and listing 100,000 matters, keystroke by keystroke, beside what the engine's own full-text query takes."""

import random
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from desktop_app.rules.matter_filter import ApplicantGroup, MatterFilter
from desktop_app.rules.pinyin import spell
from desktop_app.rules.search import NAME, PINYIN, QueryPhrase, initials, is_han, runs, tokens
from desktop_app.services.catalogue import count_matters, find_matters, list_matters
from desktop_app.services.catalogue_index import is_sqlite
from desktop_app.services.catalogue_tree import list_groups
from desktop_app.services.work import SYSTEM, Office, Work
from tests.benchmarks.databases import fresh_postgresql, fresh_sqlite, kept_until_the_end
from tests.benchmarks.large_catalogue import fill_large, large_names
from tests.benchmarks.measurement import Measurement, at_most, milliseconds

SEARCH_SECONDS = 0.030
MOST_TIMES_RAW = 3.0
LIST_SECONDS = 0.1
SEARCHES = 60
MISTAKES = "的一是在不了有和人这"
TYPED = (
    *(
        "身份证",
        "sfz",
        "shenfenz",
        "营业执照",
        "yyzz",
        "食品经营",
        "gongshang",
        "驾驶正",
        "身分证",
        "结昏登记",
    ),
    *(
        "取水许可征",
        "jiashizheng",
        "身份zheng",
        "lvshi",
        "xian",
        "1144000000693",
        "公证",
        "护照",
        "证",
        "许可证",
    ),
)
"""What clerks type, letter by letter, beside parts of the names."""


@dataclass(frozen=True, slots=True)
class _Timings:
    """Seconds of every keystroke: the whole service, the engine's own best twenty, and any twenty of its hits."""

    whole: list[float]
    ranked: list[float]
    unranked: list[float]


def bench_matters_search_sqlite() -> Measurement:
    """The slowest hundredth of the keystrokes of 80 searches on SQLite."""
    return _within("matters_search_sqlite", _timings("sqlite"))


def bench_matters_search_postgresql() -> Measurement:
    """The slowest hundredth of the keystrokes of 80 searches on PostgreSQL."""
    return _within("matters_search_postgresql", _timings("postgresql"))


def bench_matters_search_ratio_sqlite() -> Measurement:
    """The same beside the slowest hundredth of FTS5's own best twenty."""
    return _beside("matters_search_ratio_sqlite", _timings("sqlite"))


def bench_matters_search_ratio_postgresql() -> Measurement:
    """The same beside the slowest hundredth of PostgreSQL's own best twenty."""
    return _beside("matters_search_ratio_postgresql", _timings("postgresql"))


def bench_catalogue_pages_sqlite() -> Measurement:
    """The slowest of the first pages of tree and list, with and without filters, on SQLite."""
    return _pages("catalogue_pages_sqlite", _office("sqlite"))


def bench_catalogue_pages_postgresql() -> Measurement:
    """The slowest of the first pages of tree and list, with and without filters, on PostgreSQL."""
    return _pages("catalogue_pages_postgresql", _office("postgresql"))


@cache
def _office(kind: str) -> Office:
    """The large catalogue on one kind of database, for every row of this run."""
    with ExitStack() as stack:
        office = stack.enter_context(fresh_sqlite() if kind == "sqlite" else fresh_postgresql())
        fill_large(office)
        kept_until_the_end(stack.pop_all())
    return office


@cache
def _timings(kind: str) -> _Timings:
    whole: list[float] = []
    ranked: list[float] = []
    unranked: list[float] = []
    with _office(kind).read(SYSTEM) as work:
        find_matters(work, TYPED[0])
        for text in _keystrokes():
            whole.append(_seconds(lambda text=text: find_matters(work, text)))
            ranked.append(_seconds(lambda text=text: _raw(work, text, is_ranked=True)))
            unranked.append(_seconds(lambda text=text: _raw(work, text, is_ranked=False)))
    return _Timings(whole, ranked, unranked)


def _within(name: str, timings: _Timings) -> Measurement:
    detail = f"p50 {milliseconds(statistics.median(timings.whole))} of {len(timings.whole)} keystrokes"
    return at_most(name, _worst_hundredth(timings.whole), "s", SEARCH_SECONDS, detail)


def _beside(name: str, timings: _Timings) -> Measurement:
    whole, ranked, unranked = (
        _worst_hundredth(each) for each in (timings.whole, timings.ranked, timings.unranked)
    )
    detail = (
        f"p99 {milliseconds(whole)}; the engine's own best twenty {milliseconds(ranked)},"
        f" any twenty {milliseconds(unranked)}"
    )
    return at_most(name, whole / ranked, "times", MOST_TIMES_RAW, detail)


def _pages(name: str, office: Office) -> Measurement:
    persons = MatterFilter(applicant=ApplicantGroup.PERSON)
    asked: dict[str, Callable[[Work], object]] = {
        "list": list_matters,
        "tree": list_groups,
        "count": count_matters,
        "list for persons": lambda work: list_matters(work, only=persons),
        "tree for persons": lambda work: list_groups(work, only=persons),
        "tree done at once": lambda work: list_groups(work, only=MatterFilter(is_immediate=True)),
    }
    seconds: dict[str, float] = {}
    for what, ask in asked.items():
        with office.read(SYSTEM) as work:
            ask(work)
            seconds[what] = statistics.median(_seconds(lambda ask=ask: ask(work)) for _ in range(9))
    detail = ", ".join(f"{what} {milliseconds(taken)}" for what, taken in seconds.items())
    return at_most(name, max(seconds.values()), "s", LIST_SECONDS, detail)


def _keystrokes() -> list[str]:
    """Every beginning of every search, as it stands in the box while a person types."""
    chance = random.Random(20261120)  # noqa: S311
    names = large_names()
    searches = list(TYPED)
    for _ in range(SEARCHES):
        name = "".join(run for run in runs(chance.choice(names)) if is_han(run))
        start = chance.randrange(max(1, len(name) - 4))
        part, kind = name[start : start + chance.choice([2, 3, 4, 6])], chance.random()
        if kind < 0.2:
            part = initials(part)
        elif kind < 0.4:
            part = "".join(spell(part[:3]))
        elif kind < 0.55 and len(part) > 2:
            part = part[0] + chance.choice(MISTAKES) + part[2:]
        searches.append(part)
    return [text[:end] for text in searches for end in range(1, len(text) + 1)]


def _raw(work: Work, text: str, *, is_ranked: bool) -> object:
    """The engine's own answer to the same letters: its best twenty by its own rank, or any twenty hits."""
    phrase = _phrase(text)
    words = " ".join(phrase.tokens)
    if is_sqlite(work.session):
        order = "ORDER BY rank" if is_ranked else ""
        statement = f"SELECT rowid FROM matter_search WHERE matter_search MATCH :query {order} LIMIT 20"  # noqa: S608
        query = f'{phrase.column} : "{words}"{" *" if phrase.is_prefix else ""}'
    else:
        column = phrase.column
        order = f"ORDER BY ts_rank({column}, CAST(:query AS tsquery)) DESC" if is_ranked else ""
        statement = (
            f"SELECT matter_id FROM matter_search WHERE {column} @@ CAST(:query AS tsquery) {order} LIMIT 20"  # noqa: S608
        )
        query = " <-> ".join(f"'{token}'" for token in phrase.tokens) + (":*" if phrase.is_prefix else "")
    return work.session.execute(sa.text(statement), {"query": query}).all()


def _phrase(text: str) -> QueryPhrase:
    """One phrase over one column: characters over names, letters over initials."""
    column = PINYIN if text.isascii() else NAME
    run = text if text.isascii() else "".join(run for run in runs(text) if is_han(run))
    grams = [run[at : at + 2] for at in range(len(run))] if text.isascii() else tokens(run)
    return QueryPhrase(tuple(grams[:-1] or grams), is_prefix=len(grams) == 1, column=column)


def _seconds(act: Callable[[], object]) -> float:
    """The best of three: what else the machine does meanwhile is none of ours."""
    taken: list[float] = []
    for _ in range(3):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return min(taken)


def _worst_hundredth(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]
