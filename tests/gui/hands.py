"""What a test does with widgets, typed: press keys, find controls by their stable name, catch a signal."""

from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QObject, Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

Control = TypeVar("Control", bound=QObject)
NO_KEY = Qt.KeyboardModifier.NoModifier


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    """One key."""
    QTest.keyClick(widget, key, modifiers)


def find(window: QObject, kind: type[Control], name: str) -> Control:
    """The control with this object name."""
    found = window.findChild(kind, name)
    assert found is not None, f"there is no {name}"
    return found


def never(_answer: object) -> None:
    """A handler that must not be called."""
    pytest.fail("an answer came where none was to come")


class Ear:
    """Keeps what a signal says."""

    def __init__(self, signal: SignalInstance) -> None:
        self.heard: list[Any] = []
        signal.connect(self._hear)

    def _hear(self, *values: Any) -> None:
        self.heard.append(values[0] if len(values) == 1 else values)
