"""What a restore refuses, and how an office comes back that lost its file or its key."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app import keys
from desktop_app.rules.errors import ServiceError
from desktop_app.services import maintenance
from desktop_app.services import office as offices
from desktop_app.services.work import SYSTEM, Office
from tests.factories import Hall
from tests.services.lived_in import content


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50_000])


def scribble(path: Path) -> None:
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + os.urandom(4096 * 4) + content[middle + 4096 * 4 :])


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


SPOILED: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("这不是备份" * 2000, "utf-8"),
    "cut": cut,
    "scribbled": scribble,
    "missing": Path.unlink,
    "folder": become_a_folder,
}
ALTERED = {
    "no audit": "DROP TABLE audit_head",
    "other columns": "ALTER TABLE account ADD COLUMN extra TEXT",
    "orphans": "DELETE FROM counter",
    "view": "CREATE VIEW v AS SELECT 1",
    "trigger": "CREATE TRIGGER t AFTER INSERT ON account BEGIN DELETE FROM audit_entry; END",
    "unknown revision": "UPDATE alembic_version SET version_num = '20200101_unknown'",
}


@pytest.mark.parametrize("way", SPOILED)
def test_a_damaged_backup_is_refused_and_nothing_changes(office: Office, backup: Path, way: str) -> None:
    before = content(office)
    SPOILED[way](backup)

    with pytest.raises(ServiceError, match="backup_unreadable"):
        maintenance.restore(office, backup)

    assert content(office) == before


@pytest.mark.parametrize("way", ALTERED)
def test_a_backup_that_is_not_ours_any_more_is_refused(office: Office, backup: Path, way: str) -> None:
    before = content(office)
    execute(backup, ALTERED[way])

    with pytest.raises(ServiceError, match="backup_unreadable"):
        maintenance.restore(office, backup)

    assert content(office) == before


def test_a_file_of_another_program_is_refused(office: Office, home: Path) -> None:
    with closing(sqlite3.connect(home / "other.db")) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")

    with pytest.raises(ServiceError, match="backup_unreadable"):
        maintenance.restore(office, home / "other.db")


def test_a_backup_of_a_newer_program_is_refused(office: Office, backup: Path) -> None:
    execute(backup, "UPDATE alembic_version SET version_num = '29991231_later'")

    with pytest.raises(ServiceError, match="backup_newer"):
        maintenance.restore(office, backup)


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE audit_entry SET actor_login = 'nobody' WHERE number = 2",
        "DELETE FROM audit_entry WHERE number = (SELECT max(number) FROM audit_entry)",
    ],
)
def test_a_backup_with_a_changed_history_is_refused(office: Office, backup: Path, act: str) -> None:
    before = content(office)
    execute(backup, act)

    with pytest.raises(ServiceError, match="backup_chain_broken"):
        maintenance.restore(office, backup)

    assert content(office) == before


def test_only_maintainers_restore(office: Office, backup: Path, hall: Hall) -> None:
    with pytest.raises(ServiceError, match="not_permitted"):
        maintenance.restore(office, backup, hall.supervisor)


def test_a_backup_brings_its_offices_key_along(tmp_path: Path, address: str) -> None:
    theirs = offices.open_office(f"sqlite:///{tmp_path / 'theirs' / 'yichuang.db'}")
    backup = maintenance.back_up(theirs, tmp_path / "theirs" / "backup.db")
    theirs.close()
    ours = offices.open_office(address)
    assert ours.key != theirs.key

    maintenance.restore(ours, backup.path)

    assert ours.key == theirs.key
    ours.close()
    again = offices.open_office(address)
    assert again.key == theirs.key
    again.close()


def test_a_backup_without_its_key_is_not_restored_into_another_office(tmp_path: Path, address: str) -> None:
    theirs = offices.open_office(f"sqlite:///{tmp_path / 'theirs' / 'yichuang.db'}")
    backup = maintenance.back_up(theirs, tmp_path / "theirs" / "backup.db")
    theirs.close()
    ours = offices.open_office(address)
    before = content(ours)
    for key in (None, "00" * 32):
        backup.key_path.unlink()
        if key:
            backup.key_path.write_text(key, "ascii")
        with pytest.raises(ServiceError, match="backup_key_missing"):
            maintenance.restore(ours, backup.path)
        backup.key_path.touch()
    assert content(ours) == before
    ours.close()


def test_a_damaged_file_is_set_aside_and_the_backup_restored(sqlite_address: str, home: Path) -> None:
    office = offices.open_office(sqlite_address)
    with office.work(SYSTEM) as work:
        offices.change_settings(work, hall_name="原来的大厅")
    backup = maintenance.back_up(office, home / "backup.db")
    office.close()
    live = home / "yichuang.db"
    live.write_bytes(b"damaged" * 1000)

    again = maintenance.open_for_restore(sqlite_address)
    maintenance.restore(again, backup.path)

    with again.read(SYSTEM) as work:
        assert work.settings.hall_name == "原来的大厅"
    again.close()
    (aside,) = home.glob("yichuang.db.*.damaged")
    assert aside.read_bytes().startswith(b"damaged")


def test_a_lost_key_comes_back_with_the_backup(address: str, home: Path, tmp_path: Path) -> None:
    office = offices.open_office(address)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    backup = maintenance.back_up(office, folder / "backup.db")
    office.close()
    (home / keys.FILE_NAME).unlink()

    again = maintenance.open_for_restore(address)
    maintenance.restore(again, backup.path)
    again.close()

    assert again.key == office.key
    reopened = offices.open_office(address)
    assert reopened.key == office.key
    reopened.close()


def test_what_cannot_be_mended_by_a_restore_is_said(home: Path) -> None:
    with closing(sqlite3.connect(home / "other.db")) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")

    with pytest.raises(ServiceError, match="database_foreign"):
        maintenance.open_for_restore(f"sqlite:///{home / 'other.db'}")
