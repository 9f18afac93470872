"""Jobs: the only road from a page to a service; owns threads, transactions, the error route and the refresh signal."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Concatenate, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from desktop_app.rules.errors import ServiceError

if TYPE_CHECKING:  # SQLAlchemy comes with it, and the login window must paint before that
    from desktop_app.services.signals import ChangeWatcher
    from desktop_app.services.work import Actor, Office, Work

T = TypeVar("T")
Then = Callable[[T], object]
Refused = Callable[[ServiceError], object]
Progress = Callable[[int, int], object]

READ_THREADS = 2
ERRAND_THREADS = 2

log = logging.getLogger(__name__)


class Cancelled(Exception):  # noqa: N818  it reports a wish, not an error
    """Raised out of `progress(…)` inside a cancelled errand, so that its transaction is undone."""


class _Kind(Enum):
    READ = "read"
    CHANGE = "change"
    ERRAND = "errand"


class Job(QObject):
    """One piece of work on its way; `cancel()` is heeded at the next report of progress, the result is dropped."""

    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask it to stop; nothing it did in an unfinished transaction stays."""
        self._cancelled.set()

    def report(self, done: int, total: int) -> None:
        """Tell the window how far it is, from any thread; raises `Cancelled` when it is to stop."""
        if self.is_cancelled:
            raise Cancelled
        self.progressed.emit(done, total)


@dataclass(slots=True, eq=False)
class _Ticket:
    """What is remembered of a job until its result is handed over."""

    kind: _Kind
    owner: QObject
    call: Callable[[], object]
    then: Callable[[Any], object]
    refused: Refused | None
    ended: Callable[[], object] | None = None
    button: QAbstractButton | None = None
    button_had_focus: bool = False
    topic: object = None
    number: int = 0
    job: Job | None = None
    future: Future[None] | None = None
    result: object = None
    error: Exception | None = None
    changed: frozenset[Any] = frozenset()


class Jobs(QObject):
    """Runs use cases beside the window: changes one after another in click order, reads next to them.

    Handlers are called on the GUI thread, and never for an owner that is gone. Without a `refused` handler a
    `ServiceError` goes to the nearest parent of the owner with `show_refusal(error)`: its page.
    """

    changed = Signal(object)
    """frozenset[Area]: after every change, ours or another program's."""
    failed_unexpectedly = Signal(str)
    """A bug of ours, already logged; the text names its kind."""
    refused_nowhere = Signal(object)
    """A ServiceError that no page was there to show."""
    busy_changed = Signal(bool)
    reachable_changed = Signal(bool)
    """Whether the database answers; told by the watcher when it goes and when it is back."""
    _finished = Signal(object)
    _noticed = Signal(object)
    _reached = Signal(bool)

    def __init__(self, office: "Office", actor: "Actor", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self._actor = actor
        self._changes = ThreadPoolExecutor(1, "changes")
        self._reads = ThreadPoolExecutor(READ_THREADS, "reads")
        self._errands = ThreadPoolExecutor(ERRAND_THREADS, "errands")
        self._open: set[_Ticket] = set()
        self._newest: WeakKeyDictionary[QObject, dict[object, _Ticket]] = WeakKeyDictionary()
        self._watcher: ChangeWatcher | None = None
        self._is_over = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._noticed.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._reached.connect(self.reachable_changed, Qt.ConnectionType.QueuedConnection)

    @property
    def actor(self) -> "Actor":
        """Who acts in the jobs given from now on."""
        return self._actor

    def act_as(self, actor: "Actor") -> None:
        """Run later jobs as this person; those under way keep theirs."""
        self._actor = actor

    @property
    def is_busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._open)

    def read(
        self,
        owner: QObject,
        use_case: "Callable[Concatenate[Work, ...], T]",
        *args: Any,
        then: Then[T],
        refused: Refused | None = None,
        ended: Callable[[], object] | None = None,
        **kwargs: Any,
    ) -> None:
        """Run a read; a newer read of the same use case by the same owner makes this one's result void."""
        actor, office = self._actor, self.office

        def call() -> T:
            with office.read(actor) as work:
                return use_case(work, *args, **kwargs)

        ticket = _Ticket(_Kind.READ, owner, call, then, refused, ended, topic=_topic(use_case))
        newest = self._newest.setdefault(owner, {})
        before = newest.get(ticket.topic)
        newest[ticket.topic] = ticket
        if before is not None and before.future is not None and before.future.cancel():
            self._close(before)
        self._start(ticket, self._reads)

    def change(
        self,
        owner: QObject,
        use_case: "Callable[Concatenate[Work, ...], T]",
        *args: Any,
        then: Then[T],
        refused: Refused | None = None,
        ended: Callable[[], object] | None = None,
        button: QAbstractButton | None = None,
        **kwargs: Any,
    ) -> None:
        """Run a change behind those before it; `button` is disabled until it ends, a second click does nothing."""
        if button is not None and any(ticket.button is button for ticket in self._open):
            return
        actor, office = self._actor, self.office

        def call() -> T:
            with office.work(actor) as work:
                result = use_case(work, *args, **kwargs)
            ticket.changed = frozenset(work.changed)
            return result

        ticket = _Ticket(_Kind.CHANGE, owner, call, then, refused, ended, button)
        if button is not None:
            ticket.button_had_focus = button.hasFocus()
            button.setEnabled(False)
        self._start(ticket, self._changes)

    def run(
        self,
        owner: QObject,
        function: Callable[..., T],
        *args: Any,
        then: Then[T],
        refused: Refused | None = None,
        ended: Callable[[], object] | None = None,
        progress: Progress | None = None,
        **kwargs: Any,
    ) -> Job:
        """Run work without a transaction of ours: read a file, make a PDF, a backup.

        With a `progress` handler the function is also given `progress=`, to be called as `progress(done, total)`:
        it carries the figures to the handler and raises `Cancelled` after `Job.cancel()`.
        """
        job = Job(self)
        if progress is not None:
            handler = progress
            kwargs["progress"] = job.report

            def show_progress(done: int, total: int) -> None:
                if isValid(owner):
                    handler(done, total)

            job.progressed.connect(show_progress, Qt.ConnectionType.QueuedConnection)
        ticket = _Ticket(
            _Kind.ERRAND, owner, lambda: function(*args, **kwargs), then, refused, ended, job=job
        )
        self._start(ticket, self._errands)
        return job

    def watch(self) -> None:
        """Begin to notice what other programs change, and whether the database is there."""
        from desktop_app.services.signals import ChangeWatcher

        if self._watcher is None:
            self._watcher = ChangeWatcher(self.office, self._noticed.emit, self._reached.emit)
            self._watcher.start()

    def refuse(self, owner: QObject, error: ServiceError) -> None:
        """Show a refusal where the owner's page shows them."""
        show = _nearest(owner, "show_refusal")
        if show is None:
            self.refused_nowhere.emit(error)
        else:
            show(error)

    def wait_idle(self, timeout: float = 10.0) -> bool:
        """Serve the event loop until every job has been handed over; false after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if not self._open:
                return True
            time.sleep(0.001)
        return False

    def shutdown(self) -> None:
        """Wait until every change that was clicked is committed; reads, errands and all answers are given up."""
        self._is_over = True
        for ticket in self._open:
            if ticket.job is not None:
                ticket.job.cancel()
        self._reads.shutdown(wait=True, cancel_futures=True)
        self._errands.shutdown(wait=True, cancel_futures=True)
        self._changes.shutdown(wait=True)
        if self._watcher is not None:
            self._watcher.stop()

    def _start(self, ticket: _Ticket, pool: ThreadPoolExecutor) -> None:
        self._open.add(ticket)
        if len(self._open) == 1:
            self.busy_changed.emit(True)
        ticket.future = pool.submit(self._perform, ticket)

    def _perform(self, ticket: _Ticket) -> None:
        """In the job's own thread: nothing of the window may be touched here."""
        try:
            ticket.result = ticket.call()
        except (ServiceError, Cancelled) as error:
            ticket.error = error
        except Exception as error:
            log.exception("unexpected failure in a %s", ticket.kind.value)
            ticket.error = error
        self._finished.emit(ticket)

    def _deliver(self, ticket: _Ticket) -> None:
        self._close(ticket)
        if ticket.changed:
            self.changed.emit(ticket.changed)
        _release(ticket)
        if self._is_over or not isValid(ticket.owner) or self._is_void(ticket):
            return
        if ticket.ended is not None:
            ticket.ended()
        if ticket.job is not None and ticket.job.is_cancelled and ticket.error is None:
            return
        match ticket.error:
            case None:
                ticket.then(ticket.result)
            case ServiceError() as error:
                if ticket.refused is None:
                    self.refuse(ticket.owner, error)
                else:
                    ticket.refused(error)
            case Cancelled():
                pass
            case error:
                tell = _nearest(ticket.owner, "job_failed")
                if tell is not None:
                    tell()
                self.failed_unexpectedly.emit(type(error).__name__)

    def _is_void(self, ticket: _Ticket) -> bool:
        """Whether a newer read took its place: that one ends instead."""
        return ticket.kind is _Kind.READ and (
            self._newest.get(ticket.owner, {}).get(ticket.topic) is not ticket
        )

    def _close(self, ticket: _Ticket) -> None:
        if ticket in self._open:
            self._open.remove(ticket)
            if not self._open:
                self.busy_changed.emit(False)


def _release(ticket: _Ticket) -> None:
    button = ticket.button
    if button is not None and isValid(button):
        button.setEnabled(True)
        if ticket.button_had_focus:
            button.setFocus()
    if ticket.job is not None:
        ticket.job.ended.emit()
        ticket.job.deleteLater()


def _topic(use_case: Callable[..., object]) -> object:
    """What makes two reads the same: the code that runs, however often a page makes a lambda of it."""
    return getattr(use_case, "__code__", use_case)


def _nearest(owner: QObject, method: str) -> Callable[..., object] | None:
    node: QObject | None = owner
    while node is not None:
        found = getattr(node, method, None)
        if callable(found):
            return found
        node = node.parent()
    return None
