"""From spawning the program to a login window that is painted and idle, against a bare PySide6 window."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measurement import Measurement, at_most, interleaved_medians, milliseconds

ROUNDS = 15
LIMIT = 2.0
ROOT = Path(__file__).parents[2]

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv[:1])
window = QWidget()
window.show()
app.processEvents()
QTimer.singleShot(0, lambda: print("usable", flush=True))
app.exec()
"""
OURS = """
import sys, threading
from desktop_app.cli import main
begin = threading.Thread.start
def tell(thread):
    if thread.name == "loader":
        from PySide6.QtCore import QTimer
        QTimer.singleShot(0, lambda: print("usable", flush=True))
    begin(thread)
threading.Thread.start = tell
sys.exit(main([]))
"""
"""The whole command; its loader begins when the login window is painted, and the next timer finds the loop idle."""


def bench_start() -> Measurement:
    """The login window against the bare one, in the same run."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "YICHUANG_HOME": home}

        def start(program: str) -> None:
            """Spawn a program and wait for the line it writes when it is usable."""
            with subprocess.Popen(
                [sys.executable, "-c", program],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as running:
                assert running.stdout is not None
                line = running.stdout.readline()
                running.kill()
            if line.strip() != b"usable":
                raise RuntimeError("the program ended before its window was usable")

        start(OURS)
        bare, ours = interleaved_medians(ROUNDS, lambda: start(BARE), lambda: start(OURS))
    detail = f"login window {milliseconds(ours)}, bare window {milliseconds(bare)}"
    return at_most("start", ours / bare, "× bare window", LIMIT, detail)
