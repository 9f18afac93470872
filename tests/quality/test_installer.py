"""The two commands of the README set up, repair and get out of the way; the private PostgreSQL comes and goes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.quality.sources import ROOT

PROGRAM = "import os, sys; print(sys.argv[1:], os.environ['QT_IM_MODULE'])"
NO_SCREEN = {
    name: value
    for name, value in os.environ.items()
    if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_IM_MODULE"} and not name.startswith("YICHUANG_")
}
SECOND_RUN_SECONDS = 2
WAIT_SECONDS = 30
CLUSTER = (sys.executable, str(ROOT / "installer" / "postgresql.py"), "--")
ASK_FOLDER = (
    "address = os.environ['YICHUANG_TEST_POSTGRESQL'].replace('+psycopg', ''); "
    "print(psycopg.connect(address).execute('show data_directory').fetchone()[0], flush=True)"
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project set up by `run.py`: nothing is locked, and its program shows what it was given."""
    root = tmp_path_factory.mktemp("a checkout")
    shutil.copytree(ROOT / "installer", root / "installer", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "installer" / "run.lock").write_text("# nothing\n", "utf-8")
    (root / "desktop_app").mkdir()
    (root / "desktop_app" / "__main__.py").write_text(PROGRAM, "utf-8")
    first = _run_py(root, "first")
    assert first.returncode == 0, first.stderr
    assert "Creating .venv" in first.stderr
    return root


def test_a_second_run_goes_straight_to_the_program(checkout: Path) -> None:
    begun = time.monotonic()
    second = _run_py(checkout, "cases", "list", "--all of them")

    assert time.monotonic() - begun < SECOND_RUN_SECONDS
    assert second.stdout == "['cases', 'list', '--all of them'] ibus\n"
    assert "Creating" not in second.stderr


def test_the_launcher_works_from_anywhere(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "desktop_app").mkdir()
    (tmp_path / "yichuang").symlink_to(checkout / ".venv" / "bin" / "yichuang")

    shown = subprocess.run(
        [str(tmp_path / "yichuang"), "check"], check=True, cwd=tmp_path, env=NO_SCREEN, capture_output=True
    )

    assert shown.stdout == b"['check'] ibus\n"


def test_without_a_display_it_names_the_demo(checkout: Path) -> None:
    refused = _run_py(checkout)

    assert refused.returncode == 1
    assert "yichuang demo" in refused.stderr
    assert refused.stdout == ""


def test_an_installation_that_failed_is_said_in_a_sentence_and_made_again(checkout: Path) -> None:
    lock = checkout / "installer" / "run.lock"
    before = lock.read_text("utf-8")
    lock.write_text(
        "nothing-by-this-name==1\n", "utf-8"
    )  # has no hash, so pip refuses before it looks anywhere

    refused = _run_py(checkout, "never")

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "run the same command again" in refused.stderr
    assert "Traceback" not in refused.stderr

    lock.write_text(before, "utf-8")
    (checkout / ".venv" / "bin" / "python").unlink()

    repaired = _run_py(checkout, "again")

    assert repaired.stdout == "['again'] ibus\n"
    assert "Removing an incomplete or outdated .venv" in repaired.stderr


def test_the_cluster_ends_with_its_command() -> None:
    question = f"import os, psycopg; {ASK_FOLDER}; raise SystemExit(7)"

    done = subprocess.run(
        [*CLUSTER, sys.executable, "-c", question], check=False, capture_output=True, text=True
    )

    assert done.returncode == 7, done.stderr
    assert not Path(done.stdout.strip()).exists()


@pytest.mark.parametrize("request_to_end", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_cluster_ends_when_we_are_told_to_stop(request_to_end: signal.Signals) -> None:
    with _waiting_beside_cluster() as process:
        folder = _line(process)
        process.send_signal(request_to_end)

        assert process.wait(WAIT_SECONDS) in {130, 128 + request_to_end}

    assert not Path(folder).exists()


def test_the_cluster_ends_when_we_are_killed() -> None:
    with _waiting_beside_cluster() as process:
        folder = Path(_line(process))
        waiting = int(_line(process))
        server = folder / "postmaster.pid"
        process.kill()
        process.wait(WAIT_SECONDS)
        os.kill(waiting, signal.SIGTERM)  # nobody was left to end the command
    deadline = time.monotonic() + WAIT_SECONDS
    while server.exists() and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not server.exists()
    shutil.rmtree(folder.parent)


def _run_py(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / "installer" / "run.py"), *arguments],
        check=False,
        env=NO_SCREEN,
        capture_output=True,
        text=True,
    )


def _waiting_beside_cluster() -> subprocess.Popen[str]:
    """A command that shows the cluster's folder and its own number, and then only waits."""
    waiting = f"import os, time, psycopg; {ASK_FOLDER}; print(os.getpid(), flush=True); time.sleep(60)"
    return subprocess.Popen([*CLUSTER, sys.executable, "-c", waiting], stdout=subprocess.PIPE, text=True)


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
