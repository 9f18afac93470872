"""Changes made by other programs of the hall: heard from PostgreSQL, watched for on SQLite; the same signal for both."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import psycopg

from desktop_app.database import BUSY_TIMEOUT_MS
from desktop_app.services.work import CHANGES_CHANNEL, Office
from models.enums import Area

POLL_SECONDS = 0.5
PROBE_ROUNDS = 20
"""After so many quiet rounds a server is asked whether it is still there."""
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 15.0
EVERY_AREA = frozenset(Area)
LOSSES = (psycopg.Error, sqlite3.Error, OSError)

log = logging.getLogger(__name__)


class ChangeWatcher:
    """Tells which areas were changed by anyone, this program's own acts included. Start it before a page reads.

    Both callbacks run on the watcher's own thread. `on_available` is told when the database goes away and when it
    is back; after a loss everything counts as changed.
    """

    def __init__(
        self,
        office: Office,
        on_change: Callable[[frozenset[Area]], None],
        on_available: Callable[[bool], None] = lambda _is_available: None,
    ) -> None:
        self._database = office.database
        self._on_change = on_change
        self._on_available = on_available
        self._stopping = Event()
        self._is_available = True
        self._pause = FIRST_PAUSE_SECONDS
        self._thread = Thread(target=self._run, name="change-watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch; once."""
        self._thread.start()

    def stop(self) -> None:
        """End the watching and wait for the thread, a few seconds where a server does not answer."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=LONGEST_PAUSE_SECONDS)

    def _run(self) -> None:
        watch = self._watch_file if self._database.is_sqlite else self._listen
        while not self._stopping.is_set():
            try:
                watch()
            except LOSSES as error:
                log.warning("change watcher lost the database: %s", type(error).__name__)
            except Exception:
                log.exception("change watcher failed and begins again")
            if not self._stopping.is_set():
                self._tell_availability(is_available=False)
                self._stopping.wait(self._pause)
                self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)

    def _listen(self) -> None:
        """Hear the notifications of `Work.finish` until the connection is lost or the watching ends."""
        address = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(
            address, autocommit=True, connect_timeout=5, keepalives_idle=10, tcp_user_timeout=10_000
        ) as connection:
            connection.execute(f"LISTEN {CHANGES_CHANNEL}")
            self._tell_connected()
            quiet_rounds = 0
            while not self._stopping.is_set():
                heard = [notice.payload for notice in connection.notifies(timeout=POLL_SECONDS, stop_after=1)]
                quiet_rounds = 0 if heard else quiet_rounds + 1
                if heard:
                    self._tell(frozenset(area for payload in heard for area in _areas(payload)))
                elif quiet_rounds % PROBE_ROUNDS == 0:
                    connection.execute("SELECT 1")

    def _watch_file(self) -> None:
        """Look at the file's version number; a new one counts when the audit chain has grown with it.

        Drafts and signs of life write to the file too, and nobody needs to refresh for them.
        """
        path = Path(self._database.url.database or "").resolve()
        uri = f"{path.as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
            version, head = -1, _head(connection)
            self._tell_connected()
            while not self._stopping.wait(POLL_SECONDS):
                path.stat()
                if version == (version := _version(connection)):
                    continue
                if head != (head := _head(connection)):
                    self._tell(EVERY_AREA)

    def _tell_connected(self) -> None:
        self._pause = FIRST_PAUSE_SECONDS
        if not self._is_available:
            self._tell_availability(is_available=True)
            self._tell(EVERY_AREA)

    def _tell_availability(self, *, is_available: bool) -> None:
        if self._is_available != is_available:
            self._is_available = is_available
            self._guarded(lambda: self._on_available(is_available))

    def _tell(self, areas: frozenset[Area]) -> None:
        self._guarded(lambda: self._on_change(areas))

    def _guarded(self, call: Callable[[], None]) -> None:
        """A fault of the listener is logged and does not end the watching."""
        try:
            call()
        except Exception:
            log.exception("a listener of the change watcher failed")


def _areas(payload: str) -> frozenset[Area]:
    """The areas of a notification; all of them where a newer program names one we do not know."""
    try:
        return frozenset(Area(name) for name in payload.split(","))
    except ValueError:
        return EVERY_AREA


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _head(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT hash FROM audit_head").fetchone()[0])
