"""From spawning the program to a login window that can be used, with a million cases against none."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from desktop_app.services.office import open_office
from desktop_app.services.sample import load_sample
from desktop_app.services.work import SYSTEM
from tests.benchmarks.bench_backlog import MANY
from tests.benchmarks.databases import simulated_sqlite
from tests.benchmarks.measurement import Measurement, at_most, interleaved_medians, milliseconds

ROUNDS = 7
LIMIT = 1.2
ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from desktop_app.gui.login.page import LoginWindow
take = LoginWindow.office_opened
def tell(window, jobs):
    take(window, jobs)
    QTimer.singleShot(0, lambda: print("usable", flush=True))
LoginWindow.office_opened = tell
from desktop_app.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""The whole command; once the window has the open office, the next timer finds it ready for a name and password."""


def bench_large_start() -> Measurement:
    """The time until somebody can sign in."""
    large, _seconds = simulated_sqlite(MANY)
    with tempfile.TemporaryDirectory() as home:
        empty = Path(home) / "empty.db"
        for path in (empty, large):
            office = open_office(f"sqlite:///{path}")
            with office.work(SYSTEM) as work:
                load_sample(work)
            office.close()
        few, many = interleaved_medians(ROUNDS, lambda: _start(home, empty), lambda: _start(home, large))
    detail = f"{MANY} cases {milliseconds(many)}, none {milliseconds(few)}"
    return at_most("large_start", many / few, "× empty", LIMIT, detail)


def _start(home: str, database: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--database", f"sqlite:///{database}"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "YICHUANG_HOME": home},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        running.kill()
    if line.strip() != b"usable":
        raise RuntimeError("the program ended before anybody could sign in")
