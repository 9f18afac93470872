"""The tree on the screen: arrows walk it, Right and Left open and close, Enter opens a group or the matter."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget
from typing_extensions import override

from desktop_app.gui.catalogue.tree_model import AnyIndex, TreeModel
from desktop_app.gui.forms import set_names
from desktop_app.services.catalogue import MatterRow

Path = list[tuple[object, ...]]


class CatalogueTree(QTreeView):
    """Shows a TreeModel; keeps what is open and where the cursor stands when the tree is read again."""

    chosen = Signal(object)
    """The MatterRow the cursor is on, or None on a group."""

    def __init__(self, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, "catalogue.tree", "事项目录树")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setAnimated(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self._model = model
        self._open_paths: list[Path] = []
        self._current_path: Path = []
        self.setModel(model)
        self.selectionModel().currentChanged.connect(self._tell_choice)
        self.verticalScrollBar().valueChanged.connect(self._read_on)
        model.arrived.connect(self._take_up)

    @property
    def matter(self) -> MatterRow | None:
        """The matter the cursor is on."""
        return self._model.matter_at(self.currentIndex())

    def keep_place(self) -> None:
        """Remember what is open and where the cursor stands, to be found again as the lines come."""
        self._current_path = self._path(self.currentIndex())
        self._open_paths = [self._path(index) for index in self._open_indexes()]

    def forget_place(self) -> None:
        """Begin at the top: another tree is shown."""
        self._current_path, self._open_paths = [], []

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._read_on)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            group = self._model.group_at(self.currentIndex())
            QGuiApplication.clipboard().setText(group.name if group else "")
        else:
            super().keyPressEvent(event)

    def _take_up(self, parent: QModelIndex) -> None:
        """Lines came: open again what was open, go back to where the cursor was."""
        here = self._path(parent)
        for path in [path for path in self._open_paths if path[:-1] == here]:
            index = self._model.find_child(path[-1], parent)
            if index.isValid():
                self.expand(index)
        if self._current_path and self._current_path[:-1] == here:
            index = self._model.find_child(self._current_path[-1], parent)
            if index.isValid():
                self._go_to(index)
                self._current_path = []
        if not self.currentIndex().isValid() and not here:
            self._go_to(self._model.index(0, 0))
        QTimer.singleShot(0, self, self._read_on)

    def _go_to(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _read_on(self) -> None:
        """Read further lines of whatever ends within sight."""
        if not self.isVisible():
            return
        self.executeDelayedItemsLayout()
        index = self.indexAt(self.viewport().rect().topLeft())
        while index.isValid() and self.visualRect(index).top() <= self.viewport().height():
            above = index.parent()
            if index.row() == self._model.rowCount(above) - 1:
                self._model.read_more(above)
            index = self.indexBelow(index)

    def _open_indexes(self, parent: AnyIndex | None = None) -> list[QModelIndex]:
        above = QModelIndex() if parent is None else parent
        found: list[QModelIndex] = []
        for at in range(self._model.rowCount(above)):
            index = self._model.index(at, 0, above)
            if self.isExpanded(index):
                found += [index, *self._open_indexes(index)]
        return found

    def _path(self, index: AnyIndex) -> Path:
        path: Path = []
        while index.isValid():
            path.insert(0, self._model.key_at(index))
            index = index.parent()
        return path

    def _tell_choice(self, current: QModelIndex) -> None:
        self.chosen.emit(self._model.matter_at(current))
