"""示例大厅: a fictional hall to try the program with, loaded as often as one likes and never over a real one."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa

from desktop_app.paths import SEED
from desktop_app.rules.errors import ServiceError
from desktop_app.services import office_state
from desktop_app.services.accounts import hash_password
from desktop_app.services.catalogue_import import import_matters, prepare_file
from desktop_app.services.sample_drafts import add_drafts
from desktop_app.services.sample_materials import add_materials, add_result_samples
from desktop_app.services.sample_sites import (
    add_counters,
    add_departments,
    add_divisions,
    add_hall,
    insert_rows,
    known_values,
    read_seed,
    sample_hall,
)
from desktop_app.services.work import Work
from models.accounts import Account
from models.enums import Area, Grade, Permission, Role
from models.reviews import ReviewOption
from models.sites import Department


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What was added; all zero where the sample was there already."""

    departments: int
    counters: int
    accounts: int
    review_options: int
    matters: int
    halls: int = 0
    divisions: int = 0
    materials: int = 0
    drafts: int = 0

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
class _Account:
    login: str
    name: str
    role: Role
    department: str
    password: str


@dataclass(frozen=True, slots=True)
class _HallFile:
    accounts: tuple[_Account, ...]


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
    is_first = not work.settings.is_sample
    if is_first:
        if work.session.scalar(sa.select(Account.id).limit(1)) is not None:
            raise ServiceError("sample_refused")
        _name_hall(work)
    divisions, halls = add_divisions(work), add_hall(work)
    report = SampleReport(
        departments=add_departments(work),
        counters=add_counters(work),
        accounts=_add_accounts(work),
        review_options=_add_review_options(work),
        matters=_add_matters(work),
        halls=halls,
        divisions=divisions,
        materials=add_materials(work),
        drafts=add_drafts(work) if is_first else 0,
    )
    if not report.is_unchanged:
        areas = (Area.ACCOUNTS, Area.CATALOGUE, Area.MATERIALS, Area.REVIEWS, Area.SETTINGS, Area.SITES)
        work.record("sample.load", "office", *areas, **asdict(report))
    return report


@cache
def _hall_file() -> _HallFile:
    return read_seed("hall.json", _HallFile)


def _name_hall(work: Work) -> None:
    office_state.raise_revision(work.session)
    office_state.store(work.session, "hall_name", sample_hall().name)
    office_state.store(work.session, "is_sample", True)
    work.session.flush()
    work.forget_office_state()


def _add_accounts(work: Work) -> int:
    departments = dict(work.session.execute(sa.select(Department.code, Department.id)).all())
    known = known_values(work, Account.login)
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
    return insert_rows(work, Account, rows)


def _add_review_options(work: Work) -> int:
    known = known_values(work, ReviewOption.code)
    rows = [
        {"code": row.code, "grade": row.grade, "text": row.text, "is_shown": row.shown}
        for row in read_seed("review_options.json", tuple[_Option, ...])
        if row.code not in known
    ]
    return insert_rows(work, ReviewOption, rows)


def _add_matters(work: Work) -> int:
    add_result_samples(work)
    with prepare_file(SEED / "matters.jsonl") as prepared:
        report = import_matters(work, prepared)
    return report.created + report.changed
