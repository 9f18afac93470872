"""账号: signing in, passwords, and who may work as what."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.exc import IntegrityError

from desktop_app.rules.accounts import MAX_FAILED_ATTEMPTS, locked_until
from desktop_app.rules.errors import ServiceError
from desktop_app.services.work import HALL_ZONE, Actor, Work, actor_permissions
from models.accounts import Account
from models.enums import Area, Permission, Role
from models.sites import CounterLease, Department

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128
LONGEST_NAME = 40
LOGIN_PATTERN = re.compile(r"[\w.-]{2,32}")


@dataclass(frozen=True, slots=True)
class SignIn:
    """What came of a sign-in. A refusal is a result, so that the failed try is remembered and not undone."""

    actor: Actor | None
    refusal: ServiceError | None = None
    attempts_left: int = MAX_FAILED_ATTEMPTS
    locked_until: datetime | None = None

    def admitted(self) -> Actor:
        """The person who signed in; raises the refusal. To be asked when the work is committed."""
        if self.actor is None:
            raise self.refusal or ServiceError("sign_in_needed")
        return self.actor


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One line of the accounts page."""

    id: int
    login: str
    name: str
    role: Role
    department_id: int | None
    department_name: str
    is_active: bool
    locked_until: datetime | None
    created_at: datetime


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    """Costs as much to check as a real one, so that an unknown login takes as long as a known one."""
    return _hasher().hash("the password of nobody")


def hash_password(text: str) -> str:
    """The argon2id hash of a password, with its parameters."""
    return _hasher().hash(_bytes(text))


def normal_login(text: str) -> str:
    """A login as it is stored: however it was typed, in full width or in capitals, it is one login."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def sign_in(work: Work, login: str, password: str) -> SignIn:
    """Check a password; the caller commits the work and then asks `admitted()`.

    The refusal is `sign_in_wrong`, `account_locked` or `account_inactive`. Five wrong tries lock the account.
    """
    account = _find_login(work, normal_login(login))
    if account is None:
        _matches(_nobodys_hash(), password)
        work.record("accounts.sign_in_failed", "account:unknown", Area.ACCOUNTS)
        left = MAX_FAILED_ATTEMPTS - 1
        return SignIn(None, ServiceError("sign_in_wrong", left=left), left)
    if account.locked_until is not None and account.locked_until > work.now:
        _matches(_nobodys_hash(), password)
        return _locked(account.locked_until)
    if not _matches(account.password_hash, password):
        return _failed(work, account)
    if not account.is_active:
        work.record("accounts.sign_in_failed", _subject(account), Area.ACCOUNTS, is_active=False)
        return SignIn(None, ServiceError("account_inactive"))
    account.failed_attempts, account.locked_until = 0, None
    if _hasher().check_needs_rehash(account.password_hash):
        account.password_hash = hash_password(password)
    work.actor = _actor(account)
    work.record("accounts.sign_in", _subject(account), Area.ACCOUNTS)
    return SignIn(work.actor)


def get_actor(work: Work, account_id: int) -> Actor:
    """The person as the account stands now, for a session that goes on; raises `account_inactive`."""
    account = work.session.get(Account, account_id)
    if account is None or not account.is_active:
        raise ServiceError("account_inactive")
    return _actor(account)


def change_password(work: Work, old: str, new: str) -> None:
    """Set one's own password; raises `password_wrong`, `password_unfit`."""
    account = work.session.get_one(Account, work.account_id, with_for_update=True)
    if not _matches(account.password_hash, old):
        raise ServiceError("password_wrong")
    _set_password(account, new)
    work.record("accounts.change_password", _subject(account), Area.ACCOUNTS)


def list_accounts(work: Work) -> list[AccountRow]:
    """Every account, active ones first, by login."""
    work.require(Permission.ACCOUNTS_EDIT)
    query = (
        sa.select(Account, Department.name)
        .join(Department, Department.id == Account.department_id, isouter=True)
        .order_by(Account.is_active.desc(), Account.login)
    )
    return [_row(account, department or "") for account, department in work.session.execute(query)]


def create_account(
    work: Work, login: str, name: str, role: Role, password: str, department_id: int | None = None
) -> AccountRow:
    """Open an account.

    Raises `login_invalid`, `login_taken`, `account_name_invalid`, `password_unfit`, `department_needed`,
    `account_department_inactive`.
    """
    work.require(Permission.ACCOUNTS_EDIT)
    login = normal_login(login)
    if not LOGIN_PATTERN.fullmatch(login):
        raise ServiceError("login_invalid")
    account = Account(
        login=login,
        name=_checked_name(name),
        role=role,
        department_id=_checked_department(work, role, department_id),
        created_at=work.now,
    )
    _set_password(account, password)
    work.session.add(account)
    try:
        work.session.flush()
    except IntegrityError:
        raise ServiceError("login_taken", login=login) from None
    work.record(
        "accounts.create", _subject(account), Area.ACCOUNTS, login=login, role=role, department=department_id
    )
    return _listed(work, account)


def update_account(
    work: Work, account_id: int, *, name: str, role: Role, department_id: int | None, is_active: bool
) -> AccountRow:
    """Change who someone is in the hall; a deactivated person loses the counter at once.

    Raises `account_own_deactivation`, `account_last_administrator`, `account_name_invalid`, `department_needed`,
    `account_department_inactive`.
    """
    work.require(Permission.ACCOUNTS_EDIT)
    administrators = _lock_administrators(work)
    account = _locked_account(work, account_id)
    if not is_active and account.id == work.actor.account_id:
        raise ServiceError("account_own_deactivation")
    if administrators == {account.id} and (role is not Role.ADMINISTRATOR or not is_active):
        raise ServiceError("account_last_administrator")
    before = _facts(account)
    account.name = _checked_name(name)
    account.role = role
    account.department_id = _checked_department(work, role, department_id, account.department_id)
    account.is_active = is_active
    if not is_active:
        work.session.execute(sa.delete(CounterLease).where(CounterLease.account_id == account.id))
    work.record(
        "accounts.update",
        _subject(account),
        Area.ACCOUNTS,
        Area.SITES,
        before=before,
        after=_facts(account),
    )
    return _listed(work, account)


def unlock_account(work: Work, account_id: int) -> AccountRow:
    """Let someone try again before the lock runs out."""
    work.require(Permission.ACCOUNTS_EDIT)
    account = _locked_account(work, account_id)
    account.failed_attempts, account.locked_until = 0, None
    work.record("accounts.unlock", _subject(account), Area.ACCOUNTS)
    return _listed(work, account)


def reset_password(work: Work, account_id: int, new: str) -> AccountRow:
    """Set someone else's password, and unlock the account; raises `password_unfit`."""
    work.require(Permission.ACCOUNTS_EDIT)
    account = _locked_account(work, account_id)
    _set_password(account, new)
    account.failed_attempts, account.locked_until = 0, None
    work.record("accounts.reset_password", _subject(account), Area.ACCOUNTS)
    return _listed(work, account)


def _find_login(work: Work, login: str) -> Account | None:
    """The account, locked for this try; what cannot be a login is not even asked for."""
    if not LOGIN_PATTERN.fullmatch(login):
        return None
    return work.session.scalar(sa.select(Account).where(Account.login == login).with_for_update())


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher().verify(password_hash, _bytes(password[: LONGEST_PASSWORD + 1]))
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


def _failed(work: Work, account: Account) -> SignIn:
    if account.locked_until is not None:  # an earlier lock has run out: tries are counted anew
        account.failed_attempts, account.locked_until = 0, None
    account.failed_attempts += 1
    account.locked_until = until = locked_until(account.failed_attempts, work.now)
    left = MAX_FAILED_ATTEMPTS - account.failed_attempts
    work.record("accounts.sign_in_failed", _subject(account), Area.ACCOUNTS, attempts_left=left)
    if until is None:
        return SignIn(None, ServiceError("sign_in_wrong", left=left), left)
    work.record("accounts.lock", _subject(account), Area.ACCOUNTS, until=until.isoformat())
    return _locked(until)


def _locked(until: datetime) -> SignIn:
    shown = until.astimezone(HALL_ZONE).strftime("%H:%M")
    return SignIn(None, ServiceError("account_locked", until=shown), 0, until)


def _actor(account: Account) -> Actor:
    return Actor(
        account.id,
        account.login,
        account.name,
        account.role,
        actor_permissions(account.role),
        department_id=account.department_id,
    )


def _set_password(account: Account, new: str) -> None:
    is_long_enough = SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD
    if not is_long_enough or normal_login(new) == account.login:
        raise ServiceError("password_unfit", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
    account.password_hash = hash_password(new)


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise ServiceError("account_name_invalid", longest=LONGEST_NAME)
    return name


def _checked_department(
    work: Work, role: Role, department_id: int | None, present: int | None = None
) -> int | None:
    """An approver decides for a department and has one; one out of use only who is in it already."""
    if department_id is None:
        if role is Role.APPROVER:
            raise ServiceError("department_needed")
        return None
    department = work.session.get(Department, department_id)
    if department is None:
        raise ServiceError("department_unknown")
    if not department.is_active and department_id != present:
        raise ServiceError("account_department_inactive", department=department.name)
    return department_id


def _lock_administrators(work: Work) -> set[int]:
    """Those who can still administer; locked, so that the last two cannot remove each other at the same moment."""
    query = (
        sa.select(Account.id)
        .where(Account.role == Role.ADMINISTRATOR, Account.is_active)
        .order_by(Account.id)
        .with_for_update()
    )
    return set(work.session.scalars(query))


def _locked_account(work: Work, account_id: int) -> Account:
    account = work.session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise ServiceError("account_unknown")
    return account


def _facts(account: Account) -> dict[str, object]:
    """What the audit chain tells of an account; names stay out of it."""
    return {
        "role": account.role,
        "department": account.department_id,
        "is_active": account.is_active,
    }


def _listed(work: Work, account: Account) -> AccountRow:
    work.session.flush()
    department = work.session.get(Department, account.department_id) if account.department_id else None
    return _row(account, department.name if department else "")


def _row(account: Account, department: str) -> AccountRow:
    return AccountRow(
        account.id,
        account.login,
        account.name,
        account.role,
        account.department_id,
        department,
        account.is_active,
        account.locked_until,
        account.created_at,
    )


def _subject(account: Account) -> str:
    return f"account:{account.id}"
