"""The command line as a whole: help, usage, refusals, bugs, and the commands for the office itself."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.services.story import Story
from tests.e2e.command_line import ROOT, CommandLine
from tests.e2e.conftest import HOSTILE

HEAVY = {"PySide6", "sqlalchemy", "alembic", "reportlab", "pydantic", "openpyxl", "cryptography"}
LIGHT_HELP = f"""
import sys
from desktop_app.cli import main
assert main(["--help"]) == 0
assert main(["deadline", "--help"]) == 0
assert not {HEAVY!r} & sys.modules.keys()
"""


def test_help_is_chinese_and_names_every_command(fresh: CommandLine) -> None:
    outcome = fresh.run("--help")

    assert outcome.status == 0
    for name in ("init", "demo", "screens", "matters", "deadline", "calendar", "cases", "verify", "audit"):
        assert f"    {name} " in outcome.output
    assert "工作台" in outcome.output
    assert not fresh.home.exists()


def test_help_imports_nothing_heavy() -> None:
    subprocess.run([sys.executable, "-c", LIGHT_HELP], check=True, cwd=ROOT, capture_output=True)


@pytest.mark.parametrize(
    "words",
    [
        ["simulate"],
        ["matters"],
        ["matters", "show"],
        ["deadline", "--form", "2026-03-02"],
        ["cases", "list", "--state", "lost"],
        ["cases", "list", "--limit", "0"],
        ["cases", "print", "X", "passport", "out.pdf"],
        ["calendar", "show", "26"],
        ["backup", ""],
        ["screens", "out", "--theme", "pink"],
        ["screens", "out", "--size", "9x9"],
        ["screens", "out", "--scale", "nan"],
        ["matters", "search", b"\xd6\xd0"],
        ["--nothing"],
    ],
)
def test_wrong_usage_is_told_in_one_line(fresh: CommandLine, words: list[str]) -> None:
    outcome = fresh.run(*words)

    assert (outcome.status, outcome.output) == (2, "")
    assert outcome.code == "usage"
    assert not fresh.home.exists()


def test_without_a_display_the_workbench_says_so(fresh: CommandLine) -> None:
    assert fresh.refused() == "display_missing"


@pytest.mark.parametrize(
    "words",
    [
        ["matters", "search", "身份证"],
        ["cases", "list"],
        ["check"],
        ["audit", "verify"],
        ["verify", "https://hall.example/c/X"],
        ["backup", "office.backup"],
    ],
)
def test_no_command_makes_a_database_by_mistake(fresh: CommandLine, words: list[str]) -> None:
    assert fresh.refused(*words) == "database_missing"
    assert not (fresh.home / "yichuang.db").exists()


def test_init_may_be_repeated(fresh: CommandLine) -> None:
    assert fresh.ask("init")["sample"] is None
    first = fresh.ask("init", "--sample")["sample"]
    second = fresh.ask("init", "--sample")["sample"]

    assert first["matters"] == 50
    assert first["accounts"] > 5
    assert set(second.values()) == {0}
    assert fresh.run("init").status == 0


def test_init_on_a_server(tmp_path: Path, postgresql_address: str) -> None:
    server = CommandLine(tmp_path / "home", is_cold=True)
    option = ("--database", postgresql_address)

    assert server.ask(*option, "init", "--sample")["sample"]["matters"] == 50
    assert server.ask("matters", "search", "gtgs", *option)[0]["name"] == "个体工商户设立登记"
    assert not (tmp_path / "home" / "yichuang.db").exists()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("mysql://hall/db", "database_unsupported"),
        ("nonsense", "database_unsupported"),
        ("postgresql://hall:door/db", "database_unsupported"),
        ("sqlite://", "database_unsupported"),
        ("sqlite+nothing://", "database_unsupported"),
        ("postgresql://nobody@127.0.0.1:9/db?connect_timeout=1", "database_away"),
        ("sqlite:////proc/nowhere/x.db", "database_unwritable"),
    ],
)
def test_impossible_databases_are_refused(fresh: CommandLine, address: str, code: str) -> None:
    assert fresh.refused("--database", address, "init") == code


def test_a_file_that_is_no_database_is_left_alone(fresh: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, but somebody's notes\n" * 100)
    before = path.read_bytes()

    assert fresh.refused("--database", f"sqlite:///{path}", "init") == "database_damaged"
    assert path.read_bytes() == before


def test_a_bug_is_one_line_and_its_story_is_in_the_log(fresh: CommandLine) -> None:
    fresh.ask("init")
    with sqlite3.connect(fresh.home / "yichuang.db") as connection:
        connection.execute("ALTER TABLE matter RENAME TO lost")

    outcome = fresh.run("matters", "show", "X", "--json")

    log = fresh.home / "logs" / "yichuang.log"
    assert (outcome.status, outcome.output, outcome.code) == (3, "", "bug")
    assert outcome.errors.endswith(f"{log}\n")
    last = json.loads(log.read_text("utf-8").splitlines()[-1])
    assert "no such table" in last["exception"]


def test_what_a_pipe_does_not_take_is_no_error(sqlite_hall: tuple[CommandLine, Story]) -> None:
    hall, _story = sqlite_hall
    program = (
        f"{sys.executable} -m desktop_app matters search 登记 --limit 50 | head -n 1; echo ${{PIPESTATUS[0]}}"
    )
    ended = subprocess.run(
        ["bash", "-c", program],
        check=True,
        cwd=ROOT,
        env={"YICHUANG_HOME": str(hall.home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )

    assert ended.stdout.splitlines()[-1] == "0"
    assert ended.stderr == ""


def test_a_full_disk_behind_the_output_is_told(sqlite_hall: tuple[CommandLine, Story]) -> None:
    hall, _story = sqlite_hall
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "desktop_app", "cases", "list"],
            check=False,
            cwd=ROOT,
            env={"YICHUANG_HOME": str(hall.home)},
            stdout=full,
            stderr=subprocess.PIPE,
        )

    assert ended.returncode == 1
    assert ended.stderr.decode().startswith("output_unwritable: ")


def test_an_ascii_terminal_gets_utf_8(sqlite_hall: tuple[CommandLine, Story]) -> None:
    hall, _story = sqlite_hall
    terminal = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    plain = CommandLine(hall.home, environment=terminal, is_cold=True)

    assert "李𬱖" in plain.run("cases", "list").output


def test_the_chain_holds_until_somebody_changes_it(story_hall: tuple[CommandLine, Story]) -> None:
    hall, _story = story_hall
    whole = hall.ask("audit", "verify")
    _tamper(hall, 7)

    broken = hall.run("audit", "verify", "--json")

    assert whole["is_whole"]
    assert whole["entries"] > 50
    assert (broken.status, broken.code) == (1, "audit_broken")
    assert broken.value == {"is_whole": False, "entries": 6, "broken_at": 7}


def test_the_check_finds_what_is_broken(story_hall: tuple[CommandLine, Story]) -> None:
    hall, _story = story_hall
    sound = hall.ask("check")
    _tamper(hall, 3)

    unsound = hall.run("check")

    assert sound["is_sound"]
    assert {"schema", "audit_chain", "key", "calendar"} <= {item["code"] for item in sound["items"]}
    assert (unsound.status, unsound.code) == (1, "check_failed")
    assert "[异常] 操作留痕" in unsound.output


def test_a_backup_brings_the_office_back(story_hall: tuple[CommandLine, Story], tmp_path: Path) -> None:
    hall, story = story_hall
    before = hall.ask("cases", "list")
    backup = tmp_path / "office.backup"

    written = hall.ask("backup", backup)
    _tamper(hall, 5)
    restored = hall.ask("restore", backup)

    assert written["size_bytes"] == backup.stat().st_size
    assert Path(written["key_path"]).exists()
    assert restored["audit_entries"] > 50
    assert [row["number"] for row in hall.ask("cases", "list")] == [row["number"] for row in before]
    assert len(before) == len(story.cases)
    assert hall.ask("audit", "verify")["is_whole"]


def test_a_backup_opens_on_a_new_computer(sqlite_hall: tuple[CommandLine, Story], tmp_path: Path) -> None:
    hall, story = sqlite_hall
    hall.ask("backup", tmp_path / "office.backup")
    new = CommandLine(tmp_path / "new")

    new.ask("restore", tmp_path / "office.backup")

    assert len(new.ask("cases", "list")) == len(story.cases)


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_backup_changes_nothing(
    sqlite_hall: tuple[CommandLine, Story], hostile_files: Callable[[str], Path], kind: str
) -> None:
    hall, story = sqlite_hall

    assert hall.refused("restore", hostile_files(kind)) in {"file_missing", "backup_unreadable"}
    assert len(hall.ask("cases", "list")) == len(story.cases)


@pytest.mark.parametrize("place", ["nowhere/office.backup", ".", "home/yichuang.db"])
def test_a_backup_that_cannot_be_written_is_refused(
    sqlite_hall: tuple[CommandLine, Story], tmp_path: Path, place: str
) -> None:
    hall, _story = sqlite_hall

    assert hall.refused("backup", tmp_path / place) in {"backup_unwritable", "backup_onto_itself"}
    assert hall.ask("audit", "verify")["is_whole"]


def _tamper(hall: CommandLine, number: int) -> None:
    """Change an entry behind the program's back."""
    import sqlalchemy as sa

    engine = sa.create_engine(hall.address or f"sqlite:///{hall.home / 'yichuang.db'}")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE audit_entry SET action = 'x' WHERE number = :n"), {"n": number})
    engine.dispose()
