"""窗口与部门: the counters, who sits where, and the organs whose names stand on papers."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from desktop_app.rules.accounts import LEASE_TIME
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from desktop_app.services.work import Actor, Work
from models.accounts import Account
from models.elements import CounterKind
from models.enums import Area, Permission
from models.sites import Counter, CounterLease, CounterScope, Department, Hall

LONGEST_NUMBER = 10
LONGEST_NAME = 40
LONGEST_HOURS = 200


@dataclass(frozen=True, slots=True)
class CounterRow:
    """One counter and who sits at it now; `None` where it is free."""

    id: int
    number: str
    name: str
    zone: str
    holder_name: str | None
    is_open: bool
    kind: CounterKind = CounterKind.COMPREHENSIVE
    hall_id: int | None = None
    hall_name: str = ""
    hours: str = ""
    """办理时间 of its own; empty where the hall's apply."""


@dataclass(frozen=True, slots=True)
class CounterGiven:
    """A counter as filled in."""

    number: str
    name: str
    zone: str = ""
    is_open: bool = True
    kind: CounterKind = CounterKind.COMPREHENSIVE
    hall_id: int | None = None
    hours: str = ""


@dataclass(frozen=True, slots=True)
class CounterSeat:
    """A counter taken by a running program, named by its token, until `expires_at` unless renewed."""

    counter_id: int
    number: str
    name: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department of the hall with what its documents are headed by."""

    id: int
    code: str
    name: str
    short_name: str
    address: str
    phone: str
    review_body: str
    court: str
    is_active: bool
    """Whether it is in use: an old one may still stand on papers, but is not chosen for anything new."""


def list_counters(work: Work) -> list[CounterRow]:
    """Every counter by its number; a lease that ran out counts as free."""
    query = (
        sa.select(Counter, Account.name, Hall.name)
        .join(Hall, Hall.id == Counter.hall_id, isouter=True)
        .join(
            CounterLease,
            sa.and_(CounterLease.counter_id == Counter.id, CounterLease.expires_at > work.now),
            isouter=True,
        )
        .join(Account, Account.id == CounterLease.account_id, isouter=True)
        .order_by(sa.func.length(Counter.number), Counter.number)
    )
    return [_row(counter, holder, hall or "") for counter, holder, hall in work.session.execute(query)]


def take_counter(work: Work, counter_id: int, token: str) -> CounterSeat:
    """Sit down at a counter, leaving the one held before; the constraint lets one of several win.

    The same person with a new token moves the lease to the new program.
    Raises `counter_unknown`, `counter_closed`, `counter_taken`.
    """
    work.require(Permission.COUNTER_SIT)
    counter = _find_counter(work, counter_id)
    if not counter.is_open:
        raise ServiceError("counter_closed", counter=counter.name)
    is_over = sa.and_(CounterLease.counter_id == counter.id, CounterLease.expires_at <= work.now)
    is_own = CounterLease.account_id == work.account_id
    work.session.execute(sa.delete(CounterLease).where(sa.or_(is_over, is_own)))
    expires_at = work.now + LEASE_TIME
    lease = CounterLease(
        counter_id=counter.id,
        account_id=work.account_id,
        token=token,
        taken_at=work.now,
        expires_at=expires_at,
    )
    try:
        with work.session.begin_nested():
            work.session.add(lease)
    except IntegrityError:
        holder = _find_holder(work, counter.id)
        if holder is None:  # the same person is sitting down elsewhere at this moment
            raise ServiceError("database_busy") from None
        raise ServiceError("counter_taken", counter=counter.name, holder=holder) from None
    work.record("sites.take_counter", _subject(counter.id), Area.SITES)
    return CounterSeat(counter.id, counter.number, counter.name, token, expires_at)


def renew_counter(work: Work, token: str) -> datetime:
    """Stay seated: the new end of the lease; raises `counter_lost` where another program has the seat.

    A sign of life every few seconds is no act and leaves no audit entry.
    """
    work.require(Permission.COUNTER_SIT)
    expires_at = work.now + LEASE_TIME
    renewed = work.session.scalar(
        sa.update(CounterLease)
        .where(CounterLease.account_id == work.account_id, CounterLease.token == token)
        .values(expires_at=expires_at)
        .returning(CounterLease.counter_id)
    )
    if renewed is None:
        raise ServiceError("counter_lost")
    return expires_at


def release_counter(work: Work, token: str) -> None:
    """Stand up; nothing happens where the seat is lost already."""
    work.require(Permission.COUNTER_SIT)
    released = work.session.scalar(
        sa.delete(CounterLease)
        .where(CounterLease.account_id == work.account_id, CounterLease.token == token)
        .returning(CounterLease.counter_id)
    )
    if released is not None:
        work.record("sites.release_counter", _subject(released), Area.SITES)


def seated(actor: Actor, seat: CounterSeat | None) -> Actor:
    """The same person at a counter, or at none."""
    if seat is None:
        return dataclasses.replace(actor, counter_id=None, counter_name="")
    return dataclasses.replace(actor, counter_id=seat.counter_id, counter_name=seat.name)


def save_counter(work: Work, counter_id: int | None, given: CounterGiven) -> CounterRow:
    """Set up a counter (`counter_id` is `None`) or change one; a 综合窗口 loses the scope it had as a 专窗.

    Raises `counter_unknown`, `counter_invalid`, `counter_number_taken`, `hall_unknown`;
    `counter_taken` when closing a seat in use.
    """
    work.require(Permission.SITES_EDIT)
    number, name, zone = (_checked_text(text) for text in (given.number, given.name, given.zone))
    if not number or not name or len(number) > LONGEST_NUMBER:
        raise ServiceError("counter_invalid", longest=LONGEST_NUMBER)
    hall_name = _hall_name(work, given.hall_id)
    hours = clean_text(given.hours, "办理时间", longest=LONGEST_HOURS)
    counter = Counter() if counter_id is None else _find_counter(work, counter_id, is_locked=True)
    holder = None if counter_id is None else _find_holder(work, counter_id)
    if holder is not None and not given.is_open:
        raise ServiceError("counter_taken", counter=counter.name, holder=holder)
    counter.number, counter.name, counter.zone, counter.is_open = number, name, zone, given.is_open
    counter.kind, counter.hall_id, counter.hours = given.kind, given.hall_id, hours
    work.session.add(counter)
    try:
        work.session.flush()
    except IntegrityError:
        raise ServiceError("counter_number_taken", number=number) from None
    if given.kind is CounterKind.COMPREHENSIVE:
        work.session.execute(sa.delete(CounterScope).where(CounterScope.counter_id == counter.id))
    facts = {"number": number, "name": name, "is_open": given.is_open, "kind": given.kind}
    work.record("sites.save_counter", _subject(counter.id), Area.SITES, **facts)
    return _row(counter, holder, hall_name)


def list_departments(work: Work) -> list[DepartmentRow]:
    """Every department, by name."""
    departments = work.session.scalars(sa.select(Department).order_by(Department.name, Department.id))
    return [_department_row(department) for department in departments]


def get_department(work: Work, department_id: int) -> DepartmentRow:
    """One department; raises `department_unknown`."""
    department = work.session.get(Department, department_id)
    if department is None:
        raise ServiceError("department_unknown")
    return _department_row(department)


def _find_counter(work: Work, counter_id: int, *, is_locked: bool = False) -> Counter:
    counter = work.session.get(Counter, counter_id, with_for_update=is_locked)
    if counter is None:
        raise ServiceError("counter_unknown")
    return counter


def _find_holder(work: Work, counter_id: int) -> str | None:
    """The name of the member of staff whose lease runs."""
    return work.session.scalar(
        sa.select(Account.name)
        .join(CounterLease, CounterLease.account_id == Account.id)
        .where(CounterLease.counter_id == counter_id, CounterLease.expires_at > work.now)
    )


def _checked_text(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise ServiceError("counter_invalid", longest=LONGEST_NUMBER)
    return text


def _hall_name(work: Work, hall_id: int | None) -> str:
    if hall_id is None:
        return ""
    name = work.session.scalar(sa.select(Hall.name).where(Hall.id == hall_id))
    if name is None:
        raise ServiceError("hall_unknown")
    return name


def _row(counter: Counter, holder: str | None, hall_name: str) -> CounterRow:
    return CounterRow(
        counter.id,
        counter.number,
        counter.name,
        counter.zone,
        holder,
        counter.is_open,
        counter.kind,
        counter.hall_id,
        hall_name,
        counter.hours,
    )


def _department_row(department: Department) -> DepartmentRow:
    return DepartmentRow(
        department.id,
        department.code,
        department.name,
        department.short_name,
        department.address,
        department.phone,
        department.review_body,
        department.court,
        department.is_active,
    )


def _subject(counter_id: int) -> str:
    return f"counter:{counter_id}"
