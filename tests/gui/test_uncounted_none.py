"""The interpreter outlives more Qt calls than `None` has references."""

import subprocess
import sys

from tests.conftest import ROOT

MANY_CALLS = """
import sys
import desktop_app.gui
from PySide6.QtCore import QObject
something = QObject()
for _ in range(200_000):
    something.setObjectName("x")
print("alive")
"""


def test_a_day_of_qt_calls_does_not_use_none_up() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", MANY_CALLS], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout.strip()) == (0, "alive"), ended.stderr
