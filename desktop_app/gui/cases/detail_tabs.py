"""办件内容: at most six tabs of a case; what belongs together stands under one of them, in tabs of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desktop_app.gui.forms import set_names
from desktop_app.gui.theme import GRID


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to look at: its title and the widget that shows it."""

    title: str
    widget: QWidget


@dataclass(frozen=True, slots=True)
class Group:
    """A tab: one part, or several in tabs of their own."""

    title: str
    name: str
    parts: tuple[Part, ...]


class DetailTabs(QTabWidget):
    """The tabs of a case; Ctrl+1 … Ctrl+6 turn to them, pressed again to the next part of the same tab.

    `shown` tells that another part has come into sight.
    """

    shown = Signal()

    def __init__(self, groups: Sequence[Group], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, "cases.tabs", "办件内容")
        self._inner: dict[int, QTabWidget] = {}
        self._parts = [(at, part) for at, group in enumerate(groups) for part in group.parts]
        for at, group in enumerate(groups):
            self.addTab(self._made(at, group), group.title)
            key = QKeySequence(f"Ctrl+{at + 1}").toString(QKeySequence.SequenceFormat.NativeText)
            self.setTabToolTip(at, f"{key}：{'、'.join(part.title for part in group.parts)}")
        self.currentChanged.connect(self._tell)

    def _made(self, at: int, group: Group) -> QWidget:
        if len(group.parts) == 1:
            return group.parts[0].widget
        inner = QTabWidget()
        inner.setDocumentMode(True)
        inner.tabBar().setDrawBase(False)
        set_names(inner, f"cases.tabs_{group.name}", group.title)
        for part in group.parts:
            inner.addTab(part.widget, part.title)
        inner.currentChanged.connect(self._tell)
        self._inner[at] = inner
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, GRID // 2, 0, 0)
        column.addWidget(inner)
        return holder

    @property
    def part(self) -> QWidget | None:
        """What is in sight: the part, not the tab around it."""
        inner = self._inner.get(self.currentIndex())
        return self.currentWidget() if inner is None else inner.currentWidget()

    def press(self, at: int) -> None:
        """Turn to a tab by its key; there already, to the next of its parts."""
        inner = self._inner.get(at)
        if at == self.currentIndex() and inner is not None:
            inner.setCurrentIndex((inner.currentIndex() + 1) % inner.count())
        self.setCurrentIndex(at)

    def turn_to(self, title: str) -> None:
        """Show the part of this title, where the case has one."""
        for at, part in self._parts:
            if part.title == title:
                self._show(at, part.widget)

    def show_part(self, wanted: QWidget) -> None:
        """Show a part by its widget."""
        for at, part in self._parts:
            if part.widget is wanted:
                self._show(at, wanted)

    def begin_anew(self) -> None:
        """The first part of every tab, as another case is opened."""
        for inner in self._inner.values():
            inner.setCurrentIndex(0)
        self.setCurrentIndex(0)

    def _tell(self, _at: int) -> None:
        self.shown.emit()

    def _show(self, at: int, widget: QWidget) -> None:
        if at in self._inner:
            self._inner[at].setCurrentWidget(widget)
        self.setCurrentIndex(at)
