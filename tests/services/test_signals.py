"""Changes of other programs are heard, on both databases, also after the database was away."""

import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from queue import Empty, Queue

import pytest
import sqlalchemy as sa

from desktop_app.services import drafts, sites
from desktop_app.services.office import change_settings
from desktop_app.services.signals import EVERY_AREA, ChangeWatcher
from desktop_app.services.work import CHANGES_CHANNEL, SYSTEM, Office
from models.enums import Area
from tests.factories import Hall

PATIENCE = 15.0
QUIET = 1.5

Event = frozenset[Area] | bool


class Heard:
    """What a watcher told, in order."""

    def __init__(self) -> None:
        self._events: Queue[Event] = Queue()

    def put(self, event: Event) -> None:
        """Keep one event."""
        self._events.put(event)

    def next(self, patience: float = PATIENCE) -> Event | None:
        """The next event, or `None` when nothing comes in time."""
        try:
            return self._events.get(timeout=patience)
        except Empty:
            return None


@pytest.fixture
def heard() -> Heard:
    """What the test's watcher told."""
    return Heard()


@pytest.fixture
def watch(heard: Heard) -> Generator[Callable[[Office], None]]:
    """Starts a watcher and waits until it listens."""
    watchers: list[ChangeWatcher] = []

    def start(office: Office) -> None:
        watcher = ChangeWatcher(office, heard.put, heard.put)
        watchers.append(watcher)
        watcher.start()
        for _ in range(20):
            write(office)
            if heard.next(1.0) is not None:
                break
        while heard.next(QUIET) is not None:
            pass

    yield start
    for watcher in watchers:
        watcher.stop()
    assert [thread for thread in threading.enumerate() if thread.name == "change-watcher"] == []


def write(office: Office) -> None:
    """A small act: 60 seconds become 30, and 30 become 60."""
    with office.work(SYSTEM) as work:
        change_settings(work, rating_seconds=90 - work.settings.rating_seconds)


def test_another_programs_act_is_heard(
    office: Office,
    hall: Hall,
    watch: Callable[[Office], None],
    heard: Heard,
    open_office: Callable[[str], Office],
    address: str,
) -> None:
    watch(office)

    with open_office(address).work(hall.administrator) as work:
        sites.save_counter(work, None, sites.CounterGiven("3", "新窗口"))

    event = heard.next()
    assert event == (EVERY_AREA if office.database.is_sqlite else {Area.SITES, Area.AUDIT})
    assert heard.next(QUIET) is None


def test_scratch_and_undone_acts_are_not_told(
    office: Office, hall: Hall, watch: Callable[[Office], None], heard: Heard
) -> None:
    assert hall.clerk.counter_id is not None
    with office.work(hall.clerk) as work:
        sites.take_counter(work, hall.clerk.counter_id, "program")
    watch(office)

    with office.work(hall.clerk) as work:
        drafts.save_draft(work, "cases.reception", {})
        sites.renew_counter(work, "program")
    _undo(office)

    assert heard.next(QUIET) is None


def test_a_fault_of_the_listener_does_not_end_the_watching(office: Office) -> None:
    heard = Heard()

    def stumble(areas: frozenset[Area]) -> None:
        heard.put(areas)
        raise ZeroDivisionError

    watcher = ChangeWatcher(office, stumble)
    watcher.start()
    try:
        deadline = time.monotonic() + PATIENCE
        events: list[Event] = []
        while len(events) < 2 and time.monotonic() < deadline:
            write(office)
            event = heard.next(1.0)
            if event is not None:
                events.append(event)
        assert len(events) == 2
    finally:
        watcher.stop()


def test_a_lost_server_is_told_and_everything_counts_as_changed_when_it_is_back(
    postgresql_address: str,
    open_office: Callable[[str], Office],
    watch: Callable[[Office], None],
    heard: Heard,
) -> None:
    office = open_office(postgresql_address)
    watch(office)

    with office.database.writer.begin() as connection:
        cut_off = connection.execute(
            sa.text(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        ).scalar()
    assert cut_off

    assert [heard.next(), heard.next(), heard.next()] == [False, True, EVERY_AREA]
    write(office)
    assert heard.next() == {Area.SETTINGS, Area.AUDIT}


def test_what_a_newer_program_names_counts_as_everything(
    postgresql_address: str,
    open_office: Callable[[str], Office],
    watch: Callable[[Office], None],
    heard: Heard,
) -> None:
    office = open_office(postgresql_address)
    watch(office)

    with office.database.writer.begin() as connection:
        connection.execute(sa.select(sa.func.pg_notify(CHANGES_CHANNEL, "cases,queue")))

    assert heard.next() == EVERY_AREA


def test_a_file_that_is_taken_away_is_told(
    sqlite_address: str,
    open_office: Callable[[str], Office],
    watch: Callable[[Office], None],
    heard: Heard,
    tmp_path: Path,
) -> None:
    office = open_office(sqlite_address)
    watch(office)

    (tmp_path / "yichuang.db").rename(tmp_path / "away.db")
    assert heard.next() is False
    (tmp_path / "away.db").rename(tmp_path / "yichuang.db")

    assert [heard.next(), heard.next()] == [True, EVERY_AREA]


def test_a_watcher_that_never_started_can_be_stopped(office: Office) -> None:
    ChangeWatcher(office, Heard().put).stop()


def _undo(office: Office) -> None:
    def change_and_fail() -> None:
        with office.work(SYSTEM) as work:
            change_settings(work, yellow_percent=11)
            work.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
