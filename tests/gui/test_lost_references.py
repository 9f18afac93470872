"""The interpreter outlives more Qt calls and signals than its constants have references."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

CALLS = """
import desktop_app.gui
from PySide6.QtCore import QObject
something = QObject()
for _ in range(200_000):
    something.setObjectName("x")
print("alive")
"""
SIGNALS = """
import threading
import desktop_app.gui
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
class Ear(QObject):
    spoken = Signal(object)
    heard = 0
    def hear(self, words):
        self.heard += len(words)
app, ear = QCoreApplication([]), Ear()
ear.spoken.connect(ear.hear, Qt.ConnectionType.QueuedConnection)
def speak():
    for number in range(20_000):
        ear.spoken.emit((number,))
threads = [threading.Thread(target=speak) for _ in range(3)]
for thread in threads:
    thread.start()
while ear.heard < 60_000:
    app.processEvents()
print("alive")
"""


@pytest.mark.parametrize("program", [CALLS, SIGNALS], ids=["calls", "signals from threads"])
def test_a_day_of_qt_does_not_use_the_constants_up(program: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )

    assert (ended.returncode, ended.stdout.strip()) == (0, "alive"), ended.stderr
