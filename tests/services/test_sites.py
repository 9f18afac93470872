"""Counters: one has one holder, whoever comes first, on both databases."""

import os
import subprocess
import sys
from collections import Counter as Tally
from contextlib import ExitStack
from datetime import timedelta

import pytest
import sqlalchemy as sa

from desktop_app.rules.accounts import LEASE_TIME
from desktop_app.rules.errors import ServiceError
from desktop_app.services import sites
from desktop_app.services.sites import CounterGiven
from desktop_app.services.work import SYSTEM, Actor, Office
from models.accounts import Account
from models.audit import AuditEntry
from models.enums import Role
from tests.conftest import MORNING, ROOT, SettableClock
from tests.factories import FOUNDED, Hall

PROGRAMS = 8
TAKE = """
import sys
from datetime import datetime, timezone
from desktop_app.database import open_database
from desktop_app.rules.accounts import PERMISSIONS
from desktop_app.rules.errors import ServiceError
from desktop_app.services import sites
from desktop_app.services.work import Actor, Office
from models.enums import Role
address, account, counter, now = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), datetime.fromisoformat(sys.argv[4])
office = Office(open_database(address), bytes(32), lambda: now)
actor = Actor(account, f"clerk{account}", "", Role.CLERK, PERMISSIONS[Role.CLERK])
with office.read(actor) as work:
    sites.list_counters(work)
print("ready", flush=True)
sys.stdin.readline()
try:
    with office.work(actor) as work:
        sites.take_counter(work, counter, f"program of {account}")
except ServiceError as error:
    print(error.code, error.values.get("holder"), flush=True)
else:
    print("taken", flush=True)
sys.stdin.readline()
"""


def take(office: Office, actor: Actor, counter_id: int, token: str) -> sites.CounterSeat:
    with office.work(actor) as work:
        return sites.take_counter(work, counter_id, token)


def holders(office: Office) -> list[str | None]:
    with office.read(SYSTEM) as work:
        return [row.holder_name for row in sites.list_counters(work)]


def acts(office: Office) -> list[str]:
    with office.read(SYSTEM) as work:
        return list(work.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.number)))


def counter_ids(office: Office) -> list[int]:
    with office.read(SYSTEM) as work:
        return [row.id for row in sites.list_counters(work)]


def test_a_counter_is_taken_seen_and_released(office: Office, hall: Hall, clock: SettableClock) -> None:
    first, _second = counter_ids(office)

    seat = take(office, hall.clerk, first, "program")

    assert seat == sites.CounterSeat(first, "01", "综合受理1号窗口", "program", clock.now + LEASE_TIME)
    assert holders(office) == ["赵窗口", None]
    with office.work(hall.clerk) as work:
        sites.release_counter(work, "program")
        sites.release_counter(work, "program")
    assert holders(office) == [None, None]
    assert acts(office) == ["sites.take_counter", "sites.release_counter"]


def test_a_taken_counter_names_its_holder(office: Office, hall: Hall) -> None:
    first, second = counter_ids(office)
    take(office, hall.clerk, first, "program")
    take(office, hall.other_clerk, second, "other program")

    with pytest.raises(ServiceError, match="counter_taken") as refused:
        take(office, hall.other_clerk, first, "other program")

    assert refused.value.values == {"counter": "综合受理1号窗口", "holder": "赵窗口"}
    assert holders(office) == ["赵窗口", "钱窗口"]


def test_a_person_holds_one_counter(office: Office, hall: Hall) -> None:
    first, second = counter_ids(office)
    take(office, hall.clerk, first, "program")

    take(office, hall.clerk, second, "program")

    assert holders(office) == [None, "赵窗口"]


def test_a_second_sign_in_moves_the_lease_and_the_first_program_notices(office: Office, hall: Hall) -> None:
    first, _second = counter_ids(office)
    take(office, hall.clerk, first, "morning")
    take(office, hall.clerk, first, "afternoon")

    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="counter_lost"):
        sites.renew_counter(work, "morning")
    with office.work(hall.clerk) as work:
        sites.release_counter(work, "morning")
        sites.renew_counter(work, "afternoon")
    assert holders(office) == ["赵窗口", None]


def test_signs_of_life_keep_the_seat_without_a_trace(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    first, _second = counter_ids(office)
    take(office, hall.clerk, first, "program")

    for _ in range(10):
        clock.advance(seconds=15)
        with office.work(hall.clerk) as work:
            assert sites.renew_counter(work, "program") == clock.now + LEASE_TIME
            assert work.changed == set()

    assert holders(office) == ["赵窗口", None]
    assert acts(office) == ["sites.take_counter"]


def test_a_silent_holder_loses_the_seat(office: Office, hall: Hall, clock: SettableClock) -> None:
    first, _second = counter_ids(office)
    take(office, hall.clerk, first, "program")

    clock.now += LEASE_TIME
    assert holders(office) == [None, None]
    take(office, hall.other_clerk, first, "other program")

    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="counter_lost"):
        sites.renew_counter(work, "program")
    assert holders(office) == ["钱窗口", None]


def test_a_late_sign_of_life_saves_a_seat_nobody_wanted(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    first, _second = counter_ids(office)
    take(office, hall.clerk, first, "program")

    clock.now += LEASE_TIME + timedelta(hours=1)
    with office.work(hall.clerk) as work:
        sites.renew_counter(work, "program")

    assert holders(office) == ["赵窗口", None]


def test_supervisors_do_not_sit(office: Office, hall: Hall) -> None:
    with pytest.raises(ServiceError, match="not_permitted"):
        take(office, hall.supervisor, 1, "program")


def test_the_actor_carries_the_seat(office: Office, hall: Hall) -> None:
    first, _second = counter_ids(office)
    seat = take(office, hall.clerk, first, "program")

    actor = sites.seated(sites.seated(hall.clerk, None), seat)

    assert (actor.counter_id, actor.counter_name) == (first, "综合受理1号窗口")
    assert sites.seated(actor, None).counter_id is None


def test_counters_are_set_up_renamed_and_closed(office: Office, hall: Hall) -> None:
    with office.work(hall.administrator) as work:
        new = sites.save_counter(work, None, CounterGiven(" 10 ", "社保 10号窗口", "二楼"))
        assert (new.number, new.name, new.zone, new.is_open) == ("10", "社保 10号窗口", "二楼", True)
        sites.save_counter(work, new.id, CounterGiven("3", "社保3号窗口", is_open=False))

    with office.read(hall.clerk) as work:
        assert [row.number for row in sites.list_counters(work)] == ["3", "01", "02"]
    with pytest.raises(ServiceError, match="counter_closed"):
        take(office, hall.clerk, new.id, "program")
    with pytest.raises(ServiceError, match="counter_unknown"):
        take(office, hall.clerk, 999, "program")


@pytest.mark.parametrize(
    ("number", "name", "code"),
    [
        ("01", "一个新窗口", "counter_number_taken"),
        ("", "无号窗口", "counter_invalid"),
        ("9", " ", "counter_invalid"),
        ("9", "控制\x00字符", "counter_invalid"),
        ("12345678901", "长号窗口", "counter_invalid"),
    ],
)
def test_a_counter_needs_its_own_number_and_a_name(
    office: Office, hall: Hall, number: str, name: str, code: str
) -> None:
    with pytest.raises(ServiceError, match=code), office.work(hall.administrator) as work:
        sites.save_counter(work, None, CounterGiven(number, name))


def test_a_counter_in_use_is_not_closed(office: Office, hall: Hall) -> None:
    first, _second = counter_ids(office)
    take(office, hall.clerk, first, "program")

    with office.work(hall.administrator) as work, pytest.raises(ServiceError, match="counter_taken"):
        sites.save_counter(work, first, CounterGiven("01", "综合受理1号窗口", is_open=False))
    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="not_permitted"):
        sites.save_counter(work, first, CounterGiven("01", "综合受理1号窗口"))


def test_departments_are_listed_and_shown(office: Office, hall: Hall) -> None:
    with office.read(hall.clerk) as work:
        rows = sites.list_departments(work)
        assert {row.name for row in rows} == {"示例市公安局", "示例市卫生健康委员会"}
        assert [sites.get_department(work, row.id) for row in rows] == rows
        with pytest.raises(ServiceError, match="department_unknown"):
            sites.get_department(work, 999)


def test_of_eight_programs_one_gets_the_counter_and_its_death_frees_it(office: Office, address: str) -> None:
    counter_id, accounts = _crowd(office)
    with ExitStack() as stack:
        programs = [_program(stack, address, account, counter_id) for account in accounts]
        answers = _race(programs)
        winner = answers.index("taken")
        refused = f"counter_taken 人{winner}"
        assert Tally(answers) == {"taken": 1, refused: PROGRAMS - 1}

        programs[winner].kill()
        programs[winner].wait()
        other = accounts[winner - 1]
        assert _race([_program(stack, address, other, counter_id, LEASE_TIME / 2)]) == [refused]
        assert _race([_program(stack, address, other, counter_id, LEASE_TIME)]) == ["taken"]


def _crowd(office: Office) -> tuple[int, list[int]]:
    with office.work(SYSTEM) as work:
        counter_id = sites.save_counter(work, None, CounterGiven("1", "综合受理1号窗口")).id
        people = [
            Account(
                login=f"clerk{number}",
                name=f"人{number}",
                role=Role.CLERK,
                password_hash="",
                created_at=FOUNDED,
            )
            for number in range(PROGRAMS)
        ]
        work.session.add_all(people)
        work.session.flush()
        return counter_id, [person.id for person in people]


def _program(
    stack: ExitStack, address: str, account: int, counter_id: int, later: timedelta = timedelta()
) -> subprocess.Popen[str]:
    """A program of its own that waits for the word; it ends with the stack."""
    now = (MORNING + later).isoformat()
    program = subprocess.Popen(
        [sys.executable, "-c", TAKE, address, str(account), str(counter_id), now],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    stack.enter_context(program)
    stack.callback(program.kill)
    return program


def _race(programs: list[subprocess.Popen[str]]) -> list[str]:
    """Let all go at once when all are ready; what each of them got."""
    assert [_line(program) for program in programs] == ["ready"] * len(programs)
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    return [_line(program) for program in programs]


def _line(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()
