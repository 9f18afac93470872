"""Settings and calendar of the office, read again only when somebody has changed them."""

import dataclasses
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop_app.rules.calendar import Deadline, OfficeDay, WorkingCalendar, deadline
from desktop_app.rules.law_texts import LAW_TEXTS, LawKey, LawText
from desktop_app.settings import OfficeSettings, from_mapping
from models.audit import AuditHead
from models.base import table_of
from models.calendar import CalendarDay, CalendarYear
from models.enums import LimitUnit
from models.office import OfficeSetting

REVISION = "revision"
LAW_TEXTS_ROW = "law_texts"
"""One row for all sentences of law that the office words itself."""

_COLUMNS = table_of(OfficeSetting).c
_READ_REVISION = sa.select(_COLUMNS.value).where(_COLUMNS.key == REVISION)


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What every act needs to know of the office, at one revision."""

    revision: int
    settings: OfficeSettings
    law_texts: Mapping[LawKey, LawText]
    """Every sentence of law as it is in force here."""
    calendar: WorkingCalendar
    _deadlines: dict[tuple[date, int, LimitUnit], Deadline] = field(default_factory=dict, repr=False)

    def deadline(self, start: date, days: int, unit: LimitUnit) -> Deadline:
        """The end of a limit without pauses; the same limits come up all day, so each is computed once."""
        key = (start, days, unit)
        if key not in self._deadlines:
            self._deadlines[key] = deadline(self.calendar, start, days, unit)
        return self._deadlines[key]


class StateCache:
    """The last state seen; valid for as long as the revision in the database is the same.

    The revision is read inside the transaction that uses the state: a date is never computed on an old calendar.
    """

    def __init__(self) -> None:
        self._state: OfficeState | None = None
        self._lock = threading.Lock()

    def current(self, session: Session, connection: sa.Connection) -> OfficeState:
        """The state as this transaction sees it."""
        revision = read_revision(connection)
        with self._lock:
            if self._state is None or self._state.revision != revision:
                self._state = read_state(session)
            return self._state


def read_state(session: Session) -> OfficeState:
    """The state as this transaction sees it, its own changes with it."""
    values = _values(session)
    return OfficeState(
        read_revision(session.connection()),
        from_mapping(OfficeSettings, values),
        _law_texts(values.get(LAW_TEXTS_ROW, {})),
        _calendar(session),
    )


def read_revision(connection: sa.Connection) -> int:
    """The number that rises with every change of settings or calendar; zero in a new database."""
    return connection.scalar(_READ_REVISION) or 0


def queue_up(session: Session) -> None:
    """Wait for every change of settings and calendar before this one: to be called before the first is read."""
    session.execute(sa.select(AuditHead.id).with_for_update())


def raise_revision(session: Session) -> None:
    """Tell every program that settings or calendar have changed."""
    queue_up(session)
    session.flush()
    store(session, REVISION, read_revision(session.connection()) + 1)


def store(session: Session, key: str, value: Any) -> None:
    """Write one value, new or not."""
    row = session.get(OfficeSetting, key, with_for_update=True)
    if row is None:
        session.add(OfficeSetting(key=key, value=value))
    else:
        row.value = value


def store_wording(session: Session, key: LawKey, statute: str, text: str, version: int) -> None:
    """Write an office's own words for one sentence of law."""
    row = session.get(OfficeSetting, LAW_TEXTS_ROW, with_for_update=True)
    own: dict[str, Any] = dict(row.value) if row is not None else {}
    store(session, LAW_TEXTS_ROW, {**own, key: {"statute": statute, "text": text, "version": version}})


def _values(session: Session) -> dict[str, Any]:
    return dict(session.execute(sa.select(OfficeSetting.key, OfficeSetting.value)).all())


def _law_texts(own: Mapping[str, Any]) -> Mapping[LawKey, LawText]:
    return {key: dataclasses.replace(law, **own.get(key, {})) for key, law in LAW_TEXTS.items()}


def _calendar(session: Session) -> WorkingCalendar:
    days = session.scalars(sa.select(CalendarDay)).all()
    years = session.scalars(sa.select(CalendarYear.year)).all()
    return WorkingCalendar.build({row.day: OfficeDay(row.is_working, row.name) for row in days}, years)
