"""示例大厅: a fictional hall to try the program with, loaded as often as one likes and never over a real one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import NamedTuple, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.orm import InstrumentedAttribute

from desktop_app.paths import SEED
from desktop_app.rules.errors import ServiceError
from desktop_app.services import office_state
from desktop_app.services.accounts import hash_password
from desktop_app.services.catalogue_import import import_matters, prepare_file
from desktop_app.services.work import Work
from models.accounts import Account
from models.base import Base
from models.enums import Area, Grade, Permission, Role
from models.reviews import ReviewOption
from models.sites import Counter, Department

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What was added; all zero where the sample was there already."""

    departments: int
    counters: int
    accounts: int
    review_options: int
    matters: int

    @property
    def is_unchanged(self) -> bool:
        """Whether everything was there already."""
        return not any(asdict(self).values())


class SampleLogin(NamedTuple):
    """A line of the sign-in page of a sample hall."""

    login: str
    password: str
    role_label: str
    name: str


@dataclass(frozen=True, slots=True)
class _Hall:
    name: str


@dataclass(frozen=True, slots=True)
class _Counter:
    number: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class _Account:
    login: str
    name: str
    role: Role
    department: str
    password: str


@dataclass(frozen=True, slots=True)
class _HallFile:
    hall: _Hall
    counters: tuple[_Counter, ...]
    accounts: tuple[_Account, ...]


@dataclass(frozen=True, slots=True)
class _Department:
    code: str
    name: str
    short_name: str
    address: str
    phone: str
    review_body: str
    court: str


@dataclass(frozen=True, slots=True)
class _Option:
    code: str
    grade: Grade
    text: str
    shown: bool


def sample_logins() -> tuple[SampleLogin, ...]:
    """The accounts of the sample hall with their published passwords, in the order they are to be shown."""
    return tuple(
        SampleLogin(account.login, account.password, account.role.label, account.name)
        for account in _hall_file().accounts
    )


def load_sample(work: Work) -> SampleReport:
    """Bring the database to hold the sample hall; what is there already stays as it is.

    Raises `sample_refused` on a database with accounts that is no sample.
    """
    work.require(Permission.DATABASE_MAINTAIN)
    office_state.queue_up(work.session)
    if not work.settings.is_sample:
        if work.session.scalar(sa.select(Account.id).limit(1)) is not None:
            raise ServiceError("sample_refused")
        _name_hall(work)
    report = SampleReport(
        departments=_add_departments(work),
        counters=_add_counters(work),
        accounts=_add_accounts(work),
        review_options=_add_review_options(work),
        matters=_add_matters(work),
    )
    if not report.is_unchanged:
        areas = (Area.ACCOUNTS, Area.CATALOGUE, Area.REVIEWS, Area.SETTINGS, Area.SITES)
        work.record("sample.load", "office", *areas, **asdict(report))
    return report


@cache
def _hall_file() -> _HallFile:
    return _read("hall.json", _HallFile)


def _read(name: str, kind: type[T]) -> T:
    return TypeAdapter(kind).validate_python(json.loads((SEED / name).read_text("utf-8")))


def _name_hall(work: Work) -> None:
    office_state.raise_revision(work.session)
    office_state.store(work.session, "hall_name", _hall_file().hall.name)
    office_state.store(work.session, "is_sample", True)
    work.session.flush()
    work.forget_office_state()


def _add_departments(work: Work) -> int:
    known = _known(work, Department.code)
    rows = [
        asdict(row) for row in _read("departments.json", tuple[_Department, ...]) if row.code not in known
    ]
    return _insert(work, Department, rows)


def _add_counters(work: Work) -> int:
    known = _known(work, Counter.number)
    return _insert(work, Counter, [asdict(row) for row in _hall_file().counters if row.number not in known])


def _add_accounts(work: Work) -> int:
    departments = dict(work.session.execute(sa.select(Department.code, Department.id)).all())
    known = _known(work, Account.login)
    hashed = cache(hash_password)  # the passwords are published: one hash for each distinct one is enough
    rows = [
        {
            "login": account.login,
            "name": account.name,
            "role": account.role,
            "department_id": departments[account.department],
            "password_hash": hashed(account.password),
            "created_at": work.now,
        }
        for account in _hall_file().accounts
        if account.login not in known
    ]
    return _insert(work, Account, rows)


def _add_review_options(work: Work) -> int:
    known = _known(work, ReviewOption.code)
    rows = [
        {"code": row.code, "grade": row.grade, "text": row.text, "is_shown": row.shown}
        for row in _read("review_options.json", tuple[_Option, ...])
        if row.code not in known
    ]
    return _insert(work, ReviewOption, rows)


def _add_matters(work: Work) -> int:
    with prepare_file(SEED / "matters.jsonl") as prepared:
        report = import_matters(work, prepared)
    return report.created + report.changed


def _known(work: Work, column: InstrumentedAttribute[str]) -> set[str]:
    return set(work.session.scalars(sa.select(column)))


def _insert(work: Work, table: type[Base], rows: Sequence[Mapping[str, object]]) -> int:
    if rows:
        work.session.execute(sa.insert(table), rows)
    return len(rows)
