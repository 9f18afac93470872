"""The one way to change anything: a use case inside a `Work`, by one person, at one instant, in one transaction."""

import logging
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import models.registry  # noqa: F401  # pyright: ignore[reportUnusedImport]  a key needs both tables, whatever is loaded
from desktop_app.database import Database, refusal
from desktop_app.rules.accounts import PERMISSIONS
from desktop_app.rules.calendar import Deadline, WorkingCalendar
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.law_texts import LawKey, LawText
from desktop_app.services import audit, office_state
from desktop_app.settings import OfficeSettings
from models.enums import Area, LimitUnit, Permission, Role

HALL_ZONE = timezone(timedelta(hours=8), "CST")
"""China has one time zone and no summer time."""

CHANGES_CHANNEL = "yichuang_changes"

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def hall_date(moment: datetime) -> date:
    """The date in the hall at an instant."""
    return moment.astimezone(HALL_ZONE).date()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in person, or the administrator's command line."""

    account_id: int | None
    login: str
    name: str
    role: Role | None
    permissions: frozenset[Permission]
    department_id: int | None = None
    counter_id: int | None = None
    counter_name: str = ""


NOBODY = Actor(None, "", "未登录", None, frozenset())
"""Before anyone has signed in."""
SYSTEM = Actor(None, "system", "系统", None, frozenset(Permission))
"""The command line: whoever can open the database file may do everything."""


def actor_permissions(role: Role) -> frozenset[Permission]:
    """What a role may do."""
    return PERMISSIONS[role]


class Work:
    """The first parameter of every use case: session, actor, instant, and what is to be remembered of the act."""

    def __init__(self, session: Session, actor: Actor, now: datetime, office: "Office") -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.today = hall_date(now)
        """The date in the hall."""
        self.office = office
        self.changed: set[Area] = set()
        self._notes: list[audit.Note] = []
        self._state: office_state.OfficeState | None = None
        self._has_changed_state = False

    @cached_property
    def connection(self) -> sa.Connection:
        """What the transaction runs on, for statements that need no objects: they flush nothing."""
        return self.session.connection()

    @property
    def account_id(self) -> int:
        """The acting person's account; raises `sign_in_needed` where nobody is signed in."""
        if self.actor.account_id is None:
            raise ServiceError("sign_in_needed")
        return self.actor.account_id

    @property
    def settings(self) -> OfficeSettings:
        """The office's settings as this transaction sees them."""
        return self._office_state().settings

    @property
    def law_texts(self) -> Mapping[LawKey, LawText]:
        """The sentences of law on papers, as this transaction sees them."""
        return self._office_state().law_texts

    @property
    def calendar(self) -> WorkingCalendar:
        """The working calendar as this transaction sees it."""
        return self._office_state().calendar

    def deadline(self, days: int, unit: LimitUnit) -> Deadline:
        """The last day of a limit that starts today; raises `calendar_not_loaded`."""
        return self._office_state().deadline(self.today, days, unit)

    def require(self, permission: Permission) -> None:
        """Raise `not_permitted` unless the actor may do this."""
        if permission not in self.actor.permissions:
            raise ServiceError("not_permitted", permission=permission.label)

    def record(self, action: str, subject: str, *areas: Area, **details: Any) -> None:
        """Note the act for the audit chain and the pages that show these areas; no personal data in `details`."""
        self.changed.update(areas)
        self._notes.append(audit.Note(action, subject, details))

    def finish(self) -> None:
        """Write the audit entries as the transaction's last statements, so that the chain's lock is short."""
        if self._notes:
            self.session.flush()
            audit.append(self.connection, self._notes, self.actor, self.now)
            self.changed.add(Area.AUDIT)
        if self.changed and self.session.get_bind().dialect.name == "postgresql":
            areas = ",".join(sorted(self.changed))
            self.session.execute(sa.select(sa.func.pg_notify(CHANGES_CHANNEL, areas)))

    def forget_office_state(self) -> None:
        """Read settings and calendar again: this transaction has changed them, and others see that when it commits."""
        self._state = None
        self._has_changed_state = True

    def _office_state(self) -> office_state.OfficeState:
        if self._state is None and self._has_changed_state:
            self._state = office_state.read_state(self.session)
        elif self._state is None:
            self._state = self.office.states.current(self.session, self.connection)
        return self._state


class Office:
    """The open hall: its database, its key, its clock; gives out units of work."""

    def __init__(self, database: Database, key: bytes, clock: Clock = wall_clock) -> None:
        self.database = database
        self.key = key
        self.clock = clock
        self.states = office_state.StateCache()

    @contextmanager
    def work(self, actor: Actor) -> Generator[Work]:
        """A transaction that commits at the end of the block and is undone by any error."""
        with translated_failures(), Session(self.database.writer, expire_on_commit=False) as session:
            work = Work(session, actor, self.clock(), self)
            yield work
            work.finish()
            session.commit()

    @contextmanager
    def read(self, actor: Actor) -> Generator[Work]:
        """A short transaction that changes nothing."""
        with translated_failures(), Session(self.database.reader) as session:
            yield Work(session, actor, self.clock(), self)

    def close(self) -> None:
        """Give the database back."""
        self.database.close()


@contextmanager
def translated_failures() -> Generator[None]:
    """Turn a driver's failure that people can act on into a `ServiceError`; the rest are bugs and pass."""
    try:
        yield
    except DBAPIError as error:
        known = refusal(error)
        if known is None:
            raise
        log.warning("database refused: %s", known.code)
        raise known from None
