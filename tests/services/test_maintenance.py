"""One file out of a living office and back into another, whichever kinds the databases are."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_app import keys
from desktop_app.database import open_database
from desktop_app.file_store import FileStore, folder_beside
from desktop_app.rules.errors import ServiceError
from desktop_app.services import audit, cases, catalogue, health, maintenance, office_state
from desktop_app.services import office as offices
from desktop_app.services.case_files import get_store
from desktop_app.services.work import SYSTEM, Office
from models.audit import AuditEntry
from models.files import StoredFile
from models.sites import Department
from tests.conftest import ROOT, SettableClock
from tests.factories import Hall, furnish, licence_case
from tests.services.lived_in import content, live_in

WRITE_ON = """
import sys
from desktop_app.database import open_database
from desktop_app.services.office import change_settings
from desktop_app.services.work import SYSTEM, Office
office = Office(open_database(sys.argv[1]), bytes(32))
number = 0
while True:
    number += 1
    with office.work(SYSTEM) as work:
        change_settings(work, rating_seconds=10 + number % 500, yellow_percent=1 + number % 100)
    if number == 5:
        print("writing", flush=True)
"""
RESTORE_ON = """
import sys
from pathlib import Path
from desktop_app.database import open_database
from desktop_app.services.maintenance import restore
from desktop_app.services.work import Office
office = Office(open_database(sys.argv[1]), bytes(range(32)))
while True:
    for name in sys.argv[2:]:
        restore(office, Path(name))
        print(name, flush=True)
"""
CHANGED_BY_RESTORE = {"audit_entry", "audit_head", "office_setting"}


def backed_up(path: Path) -> Office:
    """A backup as an office of its own: a copy, for looking into."""
    copy = path.with_name(f"copy of {path.name}")
    shutil.copy(path, copy)
    return Office(open_database(f"sqlite:///{copy}"), bytes(32))


def rename(office: Office, name: str) -> None:
    with office.work(SYSTEM) as work:
        offices.change_settings(work, hall_name=name)


def hall_name(office: Office) -> str:
    with office.read(SYSTEM) as work:
        return work.settings.hall_name


def entries(office: Office) -> list[AuditEntry]:
    with office.read(SYSTEM) as work:
        return list(work.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.number)))


def assert_same_office(one: Office, other: Office) -> None:
    """Every row of the one is in the other; the other's chain and revision may have gone on."""
    before, after = content(one), content(other)
    assert all(before[name] for name in before), "every table has something to compare"
    for name in before.keys() - CHANGED_BY_RESTORE:
        assert after[name] == before[name], name
    assert after["audit_entry"][: len(before["audit_entry"])] == before["audit_entry"]
    revision = office_state.REVISION
    assert [row for row in after["office_setting"] if row[0] != revision] == [
        row for row in before["office_setting"] if row[0] != revision
    ]


def test_a_backup_is_one_private_file_with_the_key_beside_it(office: Office, hall: Hall, home: Path) -> None:
    live_in(office, hall)
    before = content(office)
    folder = home / "备份 1"
    folder.mkdir()

    backup = maintenance.back_up(office, folder / "一窗 2026-11-20.db", hall.administrator)

    names = ["一窗 2026-11-20.db", "一窗 2026-11-20.db.files", "一窗 2026-11-20.db.key"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o600}
    assert backup.size_bytes == backup.path.stat().st_size
    assert keys.read_key(folder, backup.key_path.name) == office.key
    copy = backed_up(backup.path)
    assert content(copy) == before
    copy.close()
    assert (entries(office)[-1].action, entries(office)[-1].actor_login) == ("maintenance.back_up", "guanli")


def test_a_backup_is_a_whole_office(backup: Path) -> None:
    copy = backed_up(backup)

    with copy.read(SYSTEM) as work:
        assert audit.find_broken_entry(work).is_whole
        assert [row.name for row in catalogue.find_matters(work, "卫生许可")] == ["公共场所卫生许可"]
    copy.close()


def test_a_later_backup_takes_the_place_of_an_earlier_one(office: Office, backup: Path) -> None:
    rename(office, "改名后的大厅")

    maintenance.back_up(office, backup)

    copy = backed_up(backup)
    assert hall_name(copy) == "改名后的大厅"
    copy.close()


def test_a_backup_is_of_one_instant_while_others_write(office: Office, address: str, home: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE_ON, address],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with writer:
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "writing\n"
            backups = [maintenance.back_up(office, home / f"{number}.db") for number in range(3)]
            assert writer.poll() is None
        finally:
            writer.kill()

    lengths: list[int] = []
    for backup in backups:
        copy = backed_up(backup.path)
        with copy.read(SYSTEM) as work:
            chain = audit.find_broken_entry(work)
            assert chain.is_whole
            lengths.append(chain.entries)
            last = work.session.get_one(AuditEntry, chain.entries)
            assert last.details.get("rating_seconds", [0, 0])[1] in {0, work.settings.rating_seconds}
        copy.close()
    assert lengths == sorted(set(lengths))


def test_a_backup_is_not_written_where_it_cannot_be(office: Office, hall: Hall, home: Path) -> None:
    (home / "folder.db").mkdir()
    for path in (home / "missing" / "backup.db", home / "folder.db"):
        with pytest.raises(ServiceError, match="backup_unwritable"):
            maintenance.back_up(office, path)
    assert list((home / "folder.db").iterdir()) == []
    assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []
    with pytest.raises(ServiceError, match="not_permitted"):
        maintenance.back_up(office, home / "backup.db", hall.clerk)


def test_a_backup_does_not_overwrite_the_living_file(sqlite_address: str, home: Path) -> None:
    office = offices.open_office(sqlite_address)
    with pytest.raises(ServiceError, match="backup_onto_itself"):
        maintenance.back_up(office, home / "yichuang.db")
    office.close()


def test_the_office_goes_back_to_its_backup(office: Office, backup: Path, hall: Hall) -> None:
    before = backed_up(backup)
    with office.work(hall.clerk) as work:
        cases.receive_case(work, licence_case(hall))
    rename(office, "改名后的大厅")
    replaced = entries(office)[-1]

    restored = maintenance.restore(office, backup, hall.administrator)

    assert_same_office(before, office)
    assert restored.audit_entries == len(entries(before))
    assert restored.last_act_at == entries(before)[-1].at
    act = entries(office)[-1]
    assert (act.action, act.actor_login) == ("maintenance.restore", "system")
    assert act.details == {
        "by": "guanli",
        "replaced_number": replaced.number,
        "replaced_hash": replaced.hash,
    }
    assert health.check(office).items
    before.close()


def test_attachments_go_with_the_backup_and_come_back(
    office: Office, backup: Path, shared_folder: Path
) -> None:
    beside = FileStore(folder_beside(backup))
    with office.read(SYSTEM) as work:
        (digest,) = work.session.scalars(sa.select(StoredFile.digest))
        living = get_store(work)
    content = beside.read(digest)
    assert living.read(digest) == content
    assert living.folder != beside.folder
    assert office.database.is_sqlite or living.folder == shared_folder
    living.drop(digest)

    assert maintenance.restore(office, backup).lost_files == 0
    assert living.read(digest) == content

    living.drop(digest)
    assert maintenance.back_up(office, backup.with_name("later.db")).lost_files == 1
    assert maintenance.restore(office, backup.with_name("later.db")).lost_files == 1
    stray = beside.keep(b"of an earlier backup of this name")
    assert maintenance.back_up(office, backup).lost_files == 0, "it is in the backup already"
    assert list(beside.list_digests()) == [digest] != [stray]


def test_work_goes_on_after_a_restore(office: Office, backup: Path, hall: Hall) -> None:
    maintenance.restore(office, backup)

    with office.work(hall.clerk) as work:
        result = cases.receive_case(work, licence_case(hall))
        assert result.number.endswith("0004")
        assert [row.name for row in catalogue.find_matters(work, "ggcs")] == ["公共场所卫生许可"]
    with office.read(SYSTEM) as work:
        assert audit.find_broken_entry(work).is_whole
    assert {item.code: item.is_sound for item in health.check(office).items}["number_series"]


def test_programs_that_are_open_see_the_restored_office(
    office: Office, backup: Path, open_office: Callable[[str], Office], address: str
) -> None:
    other = open_office(address)
    rename(other, "改名后的大厅")
    assert hall_name(other) == "改名后的大厅"

    maintenance.restore(office, backup)

    assert hall_name(other) == "示例市政务服务中心"
    rename(other, "又一个名字")
    assert hall_name(office) == "又一个名字"


def test_an_office_moves_from_a_file_to_a_server_and_back(
    sqlite_address: str, postgresql_address: str, clock: SettableClock, home: Path
) -> None:
    first = offices.open_office(sqlite_address, clock)
    live_in(first, furnish(first))
    server = Office(open_database(postgresql_address), first.key, clock)
    last = Office(open_database(sqlite_address.replace("yichuang.db", "last.db")), first.key, clock)
    shutil.copy(maintenance.back_up(first, home / "out.db").path, home / "last.db")

    maintenance.restore(server, home / "out.db")
    outbound = backed_up(home / "out.db")
    assert_same_office(outbound, server)
    maintenance.restore(last, maintenance.back_up(server, home / "back.db").path)

    assert_same_office(outbound, last)
    with last.read(SYSTEM) as work:
        assert audit.find_broken_entry(work).is_whole
        assert [row.name for row in catalogue.find_matters(work, "卫生")] == ["公共场所卫生许可"]
    for office in (first, server, last, outbound):
        office.close()


def test_a_restore_leaves_the_backup_as_it_was_and_nothing_else(
    office: Office, backup: Path, home: Path
) -> None:
    backup.chmod(0o400)
    bytes_before = backup.read_bytes()
    names_before = {path.name for path in home.iterdir()}

    maintenance.restore(office, backup)

    assert backup.read_bytes() == bytes_before
    assert {path.name for path in home.iterdir()} == names_before


def test_what_a_server_cannot_hold_changes_nothing(
    postgresql_address: str,
    sqlite_address: str,
    home: Path,
    hall_of: Callable[[str], Office],
) -> None:
    server, file = hall_of(postgresql_address), hall_of(sqlite_address)
    with file.work(SYSTEM) as work:
        work.session.add(Department(code="x", name="示例\x00部门"))
    before = content(server)
    backup = maintenance.back_up(file, home / "backup.db")

    with pytest.raises(ServiceError, match="backup_unreadable"):
        maintenance.restore(server, backup.path)

    assert content(server) == before
    with server.work(SYSTEM) as work:
        added = Department(code="y", name="示例部门")
        work.session.add(added)
        work.session.flush()
        assert added.id > max(row[0] for row in before["department"])


@pytest.fixture
def hall_of(open_office: Callable[[str], Office]) -> Callable[[str], Office]:
    """Opens and furnishes an office at an address."""

    def furnished(address: str) -> Office:
        office = open_office(address)
        furnish(office)
        return office

    return furnished


def test_a_restore_that_is_killed_leaves_one_office_or_the_other(
    sqlite_address: str, home: Path, hall_of: Callable[[str], Office]
) -> None:
    office = hall_of(sqlite_address)
    names: list[str] = []
    for name in ("甲大厅", "乙大厅"):
        rename(office, name)
        with office.work(SYSTEM) as work:
            work.session.add_all(
                Department(code=f"{name}{number}", name="某" * 500) for number in range(2000)
            )
        names.append(str(maintenance.back_up(office, home / f"{name}.db").path))
    chance = random.Random(20261120)  # noqa: S311 # when to kill, not a secret
    for _ in range(6):
        program = subprocess.Popen(
            [sys.executable, "-c", RESTORE_ON, sqlite_address, *names],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        with program:
            assert program.stdout is not None
            assert program.stdout.readline().strip() == names[0]
            time.sleep(chance.uniform(0, 0.4))
            program.send_signal(signal.SIGKILL)

        name = hall_name(office)
        assert len(content(office)["department"]) == {"甲大厅": 2002, "乙大厅": 4002}[name]
        with office.read(SYSTEM) as work:
            assert audit.find_broken_entry(work).is_whole
            assert work.session.connection().exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
