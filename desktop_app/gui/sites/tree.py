"""A tree with the habits of the hall's lists: whole rows, Enter opens, widths that follow the type size."""

from collections.abc import Hashable, Iterator, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
)
from typing_extensions import override

from desktop_app.gui.fields import set_names
from desktop_app.gui.theme import GRID

KEY_ROLE = Qt.ItemDataRole.UserRole


class Tree(QTreeWidget):
    """Items carry their key under `KEY_ROLE`; a width of 0 takes what is left."""

    opened = Signal()
    """Enter or a double click on the item with the cursor."""

    def __init__(self, name: str, title: str, columns: Sequence[str], widths: Sequence[int]) -> None:
        self._widths: Sequence[int] = ()
        super().__init__()
        set_names(self, name, title)
        self._widths = widths
        self.setHeaderLabels(list(columns))
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.header().setStretchLastSection(False)
        self.doubleClicked.connect(self.opened)
        self._fit()

    def go_to(self, key: Hashable) -> bool:
        """Put the cursor on the item of a key; false where it is not at hand."""
        item = next((item for item in self.items() if item.data(0, KEY_ROLE) == key), None)
        if item is None:
            return False
        self.setCurrentItem(item)
        self.scrollToItem(item)
        return True

    def closed_keys(self) -> set[Hashable]:
        """The keys of the items that somebody has folded up."""
        return {
            item.data(0, KEY_ROLE) for item in self.items() if item.childCount() and not item.isExpanded()
        }

    def items(self) -> Iterator[QTreeWidgetItem]:
        """Every item at hand, the upper ones before those below them."""
        waiting: list[QTreeWidgetItem | None] = [self.invisibleRootItem()]
        while waiting:
            parent = waiting.pop()
            for at in range(parent.childCount() if parent is not None else 0):
                child = parent.child(at) if parent is not None else None
                if child is not None:
                    yield child
                    waiting.append(child)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        for at, width in enumerate(self._widths):
            mode = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            self.header().setSectionResizeMode(at, mode)
            if width:
                self.setColumnWidth(at, width * digit + GRID * 3)
