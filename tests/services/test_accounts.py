"""Signing in, passwords and accounts, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from desktop_app.messages import sentence
from desktop_app.rules.accounts import LOCK_TIME, PERMISSIONS
from desktop_app.rules.errors import ServiceError
from desktop_app.services import accounts, sites
from desktop_app.services.work import NOBODY, SYSTEM, Office
from models.accounts import Account
from models.audit import AuditEntry
from models.enums import Role
from models.sites import Department
from tests.conftest import SettableClock
from tests.factories import Hall

PASSWORD = "示例密码 2026"  # noqa: S105 # of the fictional people
OTHER_PASSWORD = "another-2026"  # noqa: S105 # of the fictional people


def sign_in(office: Office, login: str, password: str) -> accounts.SignIn:
    with office.work(NOBODY) as work:
        return accounts.sign_in(work, login, password)


def open_account(office: Office, login: str = "xinren", role: Role = Role.CLERK) -> accounts.AccountRow:
    with office.work(SYSTEM) as work:
        return accounts.create_account(work, login, "冯新人", role, PASSWORD)


def stored(office: Office, account_id: int) -> Account:
    with office.read(SYSTEM) as work:
        return work.session.get_one(Account, account_id)


def trail(office: Office) -> list[tuple[str, str, str]]:
    query = sa.select(AuditEntry.action, AuditEntry.subject, AuditEntry.actor_login).order_by(
        AuditEntry.number
    )
    with office.read(SYSTEM) as work:
        return [(action, subject, login) for action, subject, login in work.session.execute(query)]


def test_the_right_password_lets_in_whatever_way_the_login_was_typed(office: Office) -> None:
    row = open_account(office)

    actor = sign_in(office, " ＸＩＮＲＥＮ ", PASSWORD).admitted()

    assert (actor.account_id, actor.login, actor.name) == (row.id, "xinren", "冯新人")
    assert actor.permissions == PERMISSIONS[Role.CLERK]
    assert trail(office)[-1] == ("accounts.sign_in", f"account:{row.id}", "xinren")


def test_a_wrong_password_is_remembered_although_it_is_refused(office: Office) -> None:
    row = open_account(office)

    result = sign_in(office, "xinren", "wrong")

    assert result.attempts_left == 4
    with pytest.raises(ServiceError, match="sign_in_wrong") as refused:
        result.admitted()
    assert "4 次" in sentence(refused.value)
    assert stored(office, row.id).failed_attempts == 1
    assert trail(office)[-1] == ("accounts.sign_in_failed", f"account:{row.id}", "")


def test_five_wrong_passwords_lock_and_time_unlocks(office: Office, clock: SettableClock) -> None:
    row = open_account(office)
    for left in (4, 3, 2, 1):
        assert sign_in(office, "xinren", "wrong").attempts_left == left

    fifth = sign_in(office, "xinren", "wrong")

    assert fifth.locked_until == clock.now + LOCK_TIME
    assert trail(office)[-1][0] == "accounts.lock"
    locked = sign_in(office, "xinren", PASSWORD)
    assert locked.actor is None
    assert locked.refusal is not None
    assert sentence(locked.refusal) == "密码多次输入错误，账号已锁定到 09:45。请稍后再试，或请管理员解锁。"
    clock.now += LOCK_TIME
    assert sign_in(office, "xinren", "wrong").attempts_left == 4
    assert sign_in(office, "xinren", PASSWORD).admitted().account_id == row.id
    assert stored(office, row.id).failed_attempts == 0


def test_wrong_tries_from_many_programs_are_all_counted(
    office: Office, open_office: Callable[[str], Office], address: str
) -> None:
    row = open_account(office)
    offices = [open_office(address) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        tries = [pool.submit(sign_in, each, "xinren", "wrong") for each in offices]
        results = [each.result() for each in tries]

    assert sorted(result.attempts_left for result in results) == [1, 2, 3, 4]
    assert stored(office, row.id).failed_attempts == 4


def test_an_unknown_login_is_refused_in_the_same_words_and_about_the_same_time(office: Office) -> None:
    open_account(office)
    unknown, known = sign_in(office, "nobody", "wrong"), sign_in(office, "xinren", "wrong")

    assert unknown.refusal is not None
    assert known.refusal is not None
    assert sentence(unknown.refusal) == sentence(known.refusal)
    unknown_times, known_times = [
        median(_seconds(office, login) for _ in range(3)) for login in ("nobody", "xinren")
    ]
    assert 1 / 4 < unknown_times / known_times < 4


def _seconds(office: Office, login: str) -> float:
    started_at = perf_counter()
    sign_in(office, login, "wrong")
    return perf_counter() - started_at


@pytest.mark.parametrize("login", ["", "x' OR 1=1", "\x00", "\ud800", "x" * 10_000])
def test_what_cannot_be_a_login_is_refused(office: Office, login: str) -> None:
    assert sign_in(office, login, "\x00\ud800").actor is None
    assert "OR 1=1" not in str(trail(office))


def test_an_inactive_account_is_told_only_to_whoever_knows_its_password(office: Office) -> None:
    row = open_account(office)
    with office.work(SYSTEM) as work:
        accounts.update_account(
            work, row.id, name="冯新人", role=Role.CLERK, department_id=None, is_active=False
        )

    with pytest.raises(ServiceError, match="sign_in_wrong"):
        sign_in(office, "xinren", "wrong").admitted()
    with pytest.raises(ServiceError, match="account_inactive"):
        sign_in(office, "xinren", PASSWORD).admitted()
    with office.read(SYSTEM) as work, pytest.raises(ServiceError, match="account_inactive"):
        accounts.get_actor(work, row.id)


def test_a_hash_of_older_parameters_is_renewed_at_the_next_sign_in(office: Office) -> None:
    row = open_account(office)
    old = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    with office.work(SYSTEM) as work:
        work.session.get_one(Account, row.id).password_hash = old

    sign_in(office, "xinren", PASSWORD).admitted()

    renewed = stored(office, row.id).password_hash
    assert renewed != old
    assert not PasswordHasher().check_needs_rehash(renewed)
    assert sign_in(office, "xinren", PASSWORD).actor is not None


def test_people_change_their_own_password(office: Office) -> None:
    open_account(office)
    actor = sign_in(office, "xinren", PASSWORD).admitted()

    with pytest.raises(ServiceError, match="password_wrong"), office.work(actor) as work:
        accounts.change_password(work, "wrong", OTHER_PASSWORD)
    for unfit in ("short", "x" * 129):
        with pytest.raises(ServiceError, match="password_unfit"), office.work(actor) as work:
            accounts.change_password(work, PASSWORD, unfit)
    with office.work(actor) as work:
        accounts.change_password(work, PASSWORD, OTHER_PASSWORD)

    assert sign_in(office, "xinren", PASSWORD).actor is None
    assert sign_in(office, "xinren", OTHER_PASSWORD).actor is not None


def test_no_password_and_no_hash_is_in_the_audit_chain(office: Office) -> None:
    row = open_account(office)
    sign_in(office, "xinren", "wrong-secret")
    actor = sign_in(office, "xinren", PASSWORD).admitted()
    with office.work(actor) as work:
        accounts.change_password(work, PASSWORD, OTHER_PASSWORD)
    with office.work(SYSTEM) as work:
        accounts.reset_password(work, row.id, PASSWORD)

    with office.read(SYSTEM) as work:
        details = [str(entry) for entry in work.session.scalars(sa.select(AuditEntry.details))]
    assert [text for text in details if "secret" in text or "2026" in text or "argon" in text] == []


@pytest.mark.parametrize("login", ["x", "with space", "a@b", "y" * 33, ""])
def test_a_login_that_cannot_be_typed_again_is_refused(office: Office, login: str) -> None:
    with pytest.raises(ServiceError, match="login_invalid"):
        open_account(office, login)


def test_a_login_is_given_once(office: Office) -> None:
    open_account(office)

    with pytest.raises(ServiceError, match="login_taken"):
        open_account(office, "XinRen")


def test_a_password_is_not_the_login(office: Office) -> None:
    with office.work(SYSTEM) as work, pytest.raises(ServiceError, match="password_unfit"):
        accounts.create_account(work, "longenough", "冯新人", Role.CLERK, "LongEnough")


def test_an_approver_needs_a_department_that_exists(office: Office, hall: Hall) -> None:
    with office.work(hall.administrator) as work:
        with pytest.raises(ServiceError, match="department_needed"):
            accounts.create_account(work, "shenpi9", "冯新人", Role.APPROVER, PASSWORD)
        with pytest.raises(ServiceError, match="department_unknown"):
            accounts.create_account(work, "shenpi9", "冯新人", Role.APPROVER, PASSWORD, 999)
        assert hall.approver.department_id is not None
        row = accounts.create_account(
            work, "shenpi9", "冯新人", Role.APPROVER, PASSWORD, hall.approver.department_id
        )
    assert row.department_name == "示例市卫生健康委员会"
    with office.read(hall.administrator) as work:
        assert row in accounts.list_accounts(work)


def test_a_department_out_of_use_takes_nobody_new_and_keeps_its_people(office: Office, hall: Hall) -> None:
    department_id = hall.approver.department_id
    assert department_id is not None
    assert hall.approver.account_id is not None
    with office.work(SYSTEM) as work:
        work.session.get_one(Department, department_id).is_active = False

    with (
        office.work(hall.administrator) as work,
        pytest.raises(ServiceError, match="account_department_inactive"),
    ):
        accounts.create_account(work, "shenpi9", "冯新人", Role.APPROVER, PASSWORD, department_id)
    with office.work(hall.administrator) as work:
        row = accounts.update_account(
            work,
            hall.approver.account_id,
            name="改名人",
            role=Role.APPROVER,
            department_id=department_id,
            is_active=True,
        )
    assert (row.name, row.department_id) == ("改名人", department_id)


def test_only_administrators_touch_accounts(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        for act in (
            lambda: accounts.list_accounts(work),
            lambda: accounts.create_account(work, "xinren", "冯新人", Role.CLERK, PASSWORD),
            lambda: accounts.unlock_account(work, 1),
            lambda: accounts.reset_password(work, 1, PASSWORD),
            lambda: accounts.update_account(
                work, 1, name="冯新人", role=Role.ADMINISTRATOR, department_id=None, is_active=True
            ),
        ):
            with pytest.raises(ServiceError, match="not_permitted"):
                act()


def test_an_administrator_stays(office: Office, hall: Hall) -> None:
    own = hall.administrator.account_id
    assert own is not None

    def update(role: Role, *, is_active: bool) -> None:
        with office.work(hall.administrator) as work:
            accounts.update_account(
                work, own, name="郑管理", role=role, department_id=None, is_active=is_active
            )

    with pytest.raises(ServiceError, match="account_own_deactivation"):
        update(Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(ServiceError, match="account_last_administrator"):
        update(Role.CLERK, is_active=True)
    with pytest.raises(ServiceError, match="account_last_administrator"), office.work(SYSTEM) as work:
        accounts.update_account(
            work, own, name="郑管理", role=Role.ADMINISTRATOR, department_id=None, is_active=False
        )
    open_account(office, "guanli2", Role.ADMINISTRATOR)
    update(Role.SUPERVISOR, is_active=True)
    assert stored(office, own).role is Role.SUPERVISOR


def test_two_administrators_cannot_remove_each_other(
    office: Office, open_office: Callable[[str], Office], address: str
) -> None:
    rows = [open_account(office, login, Role.ADMINISTRATOR) for login in ("guanli1", "guanli2")]
    offices = [open_office(address) for _ in rows]

    def remove(each: Office, account_id: int) -> str:
        try:
            with each.work(SYSTEM) as work:
                accounts.update_account(
                    work, account_id, name="某", role=Role.CLERK, department_id=None, is_active=True
                )
        except ServiceError as error:
            return error.code
        return "removed"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(remove, offices, [row.id for row in rows]))

    assert sorted(results) == ["account_last_administrator", "removed"]


def test_deactivation_frees_the_counter(office: Office, hall: Hall) -> None:
    assert hall.clerk.counter_id is not None
    assert hall.clerk.account_id is not None
    with office.work(hall.clerk) as work:
        sites.take_counter(work, hall.clerk.counter_id, "program")

    with office.work(hall.administrator) as work:
        accounts.update_account(
            work, hall.clerk.account_id, name="赵窗口", role=Role.CLERK, department_id=None, is_active=False
        )

    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="counter_lost"):
        sites.renew_counter(work, "program")


def test_the_administrator_unlocks_and_resets(office: Office, hall: Hall, clock: SettableClock) -> None:
    row = open_account(office)
    for _ in range(5):
        sign_in(office, "xinren", "wrong")

    with office.work(hall.administrator) as work:
        assert accounts.unlock_account(work, row.id).locked_until is None
    assert sign_in(office, "xinren", PASSWORD).actor is not None
    for _ in range(5):
        sign_in(office, "xinren", "wrong")
    with office.work(hall.administrator) as work:
        accounts.reset_password(work, row.id, OTHER_PASSWORD)
    clock.now += timedelta(seconds=1)
    assert sign_in(office, "xinren", OTHER_PASSWORD).actor is not None
    with office.work(hall.administrator) as work, pytest.raises(ServiceError, match="account_unknown"):
        accounts.unlock_account(work, 999)
