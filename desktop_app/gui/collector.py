"""How windows end: by Qt, and Python's collector on their own thread only; anything else ends the program."""

import gc

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

PAUSE_MS = 1000
YOUNG = 700
"""Objects made since the last collection that make a young one worth while; Python's own figure."""
ROUNDS = 60
"""Young collections between two full ones."""


class Collector(QObject):
    """Switches the automatic collection off, which runs on whatever thread makes an object, and does it by a timer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """From now on."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Hand the collection back to Python."""
        self._timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Clear away what is young, now and then everything."""
        if gc.get_count()[0] < YOUNG:
            return
        self._rounds += 1
        gc.collect(2 if self._rounds % ROUNDS == 0 else 1)


def retire(window: QWidget | None) -> None:
    """Close a window and have Qt delete it: Python's collector would take it apart in an order Qt cannot bear."""
    if window is not None:
        window.close()
        window.deleteLater()
