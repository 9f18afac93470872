"""Opening the office: schema, key and clock; and the settings of the hall, on both databases."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from desktop_app import keys
from desktop_app.database import open_database
from desktop_app.rules.errors import ServiceError
from desktop_app.services import office as offices
from desktop_app.services.work import SYSTEM, Office, wall_clock
from models.audit import AuditEntry
from models.enums import Area
from tests.conftest import ROOT, SettableClock
from tests.factories import Hall

OPEN = """
import sys
from desktop_app.services.office import open_office
sys.stdin.readline()
office = open_office(sys.argv[1])
print(office.key.hex(), flush=True)
office.close()
"""


@pytest.fixture
def reopen(address: str) -> Callable[[], Office]:
    """Opens the office as a program does, and closes it again."""

    def open_and_close() -> Office:
        opened = offices.open_office(address)
        opened.close()
        return opened

    return open_and_close


def change(office: Office, **values: Any) -> None:
    with office.work(SYSTEM) as work:
        offices.change_settings(work, **values)


def test_the_first_opening_makes_the_key_and_the_next_finds_it(
    reopen: Callable[[], Office], home: Path
) -> None:
    first = reopen()

    assert keys.read_key(home) == first.key
    assert reopen().key == first.key
    with first.read(SYSTEM) as work:
        assert offices.get_settings(work).key_fingerprint == keys.fingerprint(first.key)
        entry = work.session.scalars(sa.select(AuditEntry)).one()
        assert (entry.action, entry.actor_login) == ("office.create_key", "system")
        assert first.key.hex() not in str(entry.details)
    first.close()


def test_a_key_from_before_the_database_is_kept(reopen: Callable[[], Office], home: Path) -> None:
    key = keys.create_key(home)

    assert reopen().key == key


def test_a_lost_key_is_not_replaced(reopen: Callable[[], Office], home: Path) -> None:
    reopen()
    (home / keys.FILE_NAME).unlink()

    with pytest.raises(ServiceError, match="key_missing"):
        reopen()
    assert not (home / keys.FILE_NAME).exists()


def test_another_offices_key_is_refused(reopen: Callable[[], Office], home: Path) -> None:
    reopen()
    (home / keys.FILE_NAME).write_text("00" * 32, "ascii")

    with pytest.raises(ServiceError, match="key_differs"):
        reopen()


def test_an_unreadable_key_is_refused(reopen: Callable[[], Office], home: Path) -> None:
    reopen()
    (home / keys.FILE_NAME).write_text("00", "ascii")

    with pytest.raises(ServiceError, match="key_unreadable"):
        reopen()


def test_the_key_of_a_restored_backup_is_found_beside_the_old_one(
    reopen: Callable[[], Office], home: Path
) -> None:
    key = reopen().key
    (home / keys.FILE_NAME).rename(home / keys.restored_name(keys.fingerprint(key)))
    keys.write_key(home, bytes(32))

    assert reopen().key == key


def test_only_the_owner_reads_the_key(reopen: Callable[[], Office], home: Path) -> None:
    reopen()

    assert (home / keys.FILE_NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_programs_that_open_a_new_database_at_once_agree(
    kind: str, request: pytest.FixtureRequest, home: Path
) -> None:
    """On SQLite the file is not there yet; on PostgreSQL the schema is, as on every counter but the first."""
    address = f"sqlite:///{home / 'new.db'}"
    if kind == "postgresql":
        address = request.getfixturevalue("postgresql_address")
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, address],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    found = [program.communicate("go\n", timeout=120)[0].strip() for program in programs]

    assert len(set(found)) == 1
    assert bytes.fromhex(found[0]) == keys.read_key(home)
    assert sorted(path.name for path in home.iterdir() if path.name.startswith("office")) == ["office.key"]


def test_without_an_address_the_workstations_own_file_is_opened(home: Path) -> None:
    opened = offices.open_office()
    opened.close()

    assert (home / "yichuang.db").exists()


def test_somebody_elses_database_is_left_alone(home: Path) -> None:
    path = home / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")

    with pytest.raises(ServiceError, match="database_foreign"):
        offices.open_office(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_file_that_is_no_database_is_damaged(home: Path) -> None:
    (home / "text.db").write_text("这不是数据库" * 500, "utf-8")

    with pytest.raises(ServiceError, match="database_damaged"):
        offices.open_office(f"sqlite:///{home / 'text.db'}")


def test_a_server_that_does_not_answer_is_away() -> None:
    with pytest.raises(ServiceError, match="database_away"):
        offices.open_office("postgresql://postgres@127.0.0.1:1/nothing")


def test_counters_go_by_the_servers_clock(postgresql_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = timedelta(hours=3)
    monkeypatch.setattr(offices, "wall_clock", lambda: wall_clock() - slow)

    opened = offices.open_office(postgresql_address)
    opened.close()

    assert abs(opened.clock() - wall_clock()) < timedelta(seconds=5)


def test_a_given_clock_is_kept(address: str, clock: SettableClock) -> None:
    opened = offices.open_office(address, clock)
    opened.close()

    assert opened.clock() == clock.now


def test_settings_are_changed_together_and_remembered(office: Office, hall: Hall) -> None:
    with office.work(hall.administrator) as work:
        changed = offices.change_settings(
            work, hall_name=" 示例市 政务服务中心 ", base_url="http://10.0.0.8:8080/hall/", yellow_percent=50
        )
        assert work.changed == {Area.SETTINGS}

    assert (changed.hall_name, changed.base_url) == ("示例市 政务服务中心", "http://10.0.0.8:8080/hall")
    with office.read(SYSTEM) as work:
        assert offices.get_settings(work) == changed
        entry = work.session.scalars(sa.select(AuditEntry)).one()
        assert entry.actor_login == "guanli"
        assert entry.details == {
            "hall_name": ["政务服务大厅", "示例市 政务服务中心"],
            "base_url": ["https://hall.example", "http://10.0.0.8:8080/hall"],
            "yellow_percent": [80, 50],
        }


def test_what_is_set_already_is_no_act(office: Office) -> None:
    change(office, yellow_percent=80)

    with office.read(SYSTEM) as work:
        assert work.session.scalars(sa.select(AuditEntry)).all() == []


def test_other_programs_see_new_settings_at_once(
    office: Office, open_office: Callable[[str], Office], address: str
) -> None:
    other = open_office(address)
    for seconds in (30, 40, 30):
        change(office, rating_seconds=seconds)
        with other.read(SYSTEM) as work:
            assert offices.get_settings(work).rating_seconds == seconds


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"supplement_days": 0}, "setting_out_of_range"),
        ({"delivery_days": 366}, "setting_out_of_range"),
        ({"yellow_percent": 101}, "setting_out_of_range"),
        ({"rating_seconds": 9}, "setting_out_of_range"),
        ({"rating_seconds": "60"}, "setting_invalid"),
        ({"supplement_days": True}, "setting_invalid"),
        ({"supplement_days": 15.0}, "setting_invalid"),
        ({"hall_name": "  "}, "hall_name_invalid"),
        ({"hall_name": "名" * 41}, "hall_name_invalid"),
        ({"hall_name": "大\x00厅"}, "hall_name_invalid"),
        ({"base_url": "ftp://hall.example"}, "base_url_invalid"),
        ({"base_url": "https://hall.example?x=1"}, "base_url_invalid"),
        ({"base_url": "https://user@hall.example"}, "base_url_invalid"),
        ({"base_url": "https://大厅.example"}, "base_url_invalid"),
        ({"base_url": "https://" + "h" * 53}, "base_url_invalid"),
        ({"key_fingerprint": ""}, "setting_unknown"),
        ({"revision": 1}, "setting_unknown"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_all_others(
    office: Office, values: dict[str, Any], code: str
) -> None:
    with pytest.raises(ServiceError, match=code):
        change(office, is_sample=True, **values)

    with office.read(SYSTEM) as work:
        assert not offices.get_settings(work).is_sample


def test_the_limits_themselves_are_allowed(office: Office) -> None:
    for values in (
        {"supplement_days": 1, "yellow_percent": 100},
        {"supplement_days": 365, "rating_seconds": 600},
    ):
        change(office, base_url="https://" + "h" * 52, **values)


def test_only_administrators_change_settings(office: Office, hall: Hall) -> None:
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.clerk) as work:
        offices.change_settings(work, yellow_percent=50)


def test_two_administrators_settings_both_hold_and_are_seen(
    office: Office, open_office: Callable[[str], Office], address: str
) -> None:
    other = open_office(address)
    with office.read(SYSTEM) as work:
        assert offices.get_settings(work).rating_seconds == 60
    change(other, rating_seconds=30)
    change(office, yellow_percent=50)

    for each in (office, other):
        with each.read(SYSTEM) as work:
            settings = offices.get_settings(work)
            assert (settings.rating_seconds, settings.yellow_percent) == (30, 50)


def test_the_key_of_a_server_lies_with_the_workstation(postgresql_address: str, home: Path) -> None:
    database = open_database(postgresql_address)
    database.close()

    assert offices.key_folder(database) == home
