"""Lists: columns over frozen rows, one model with keyset paging through Jobs, one table with the hall's habits."""

import html
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.column_widths import Wish, shared_widths
from desktop_app.gui.forms import set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.errors import ServiceError

if TYPE_CHECKING:
    from desktop_app.services.work import Work

Row = TypeVar("Row")
AnyIndex = QModelIndex | QPersistentModelIndex
PAGE_SIZE = 100
FREE_AT_LEAST = 16
"""Characters of digits that a column without a width of its own keeps, unless it says otherwise."""
ROOT = QModelIndex()
Fetch = Callable[["Work", Row | None, int], Sequence[Row]]
"""`fetch(work, after, limit)`: up to `limit` rows behind the row `after`, or the first ones."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: how its text is read off a row; `width` in characters of digits, 0 takes what is left.

    `least` says how far it gives way where large type leaves little room: down to so many characters, at 0 it may be
    left out (say elsewhere what it says). Not given, it keeps its width, and a column without a width `FREE_AT_LEAST`.
    """

    title: str
    read: Callable[[Row], str]
    width: int = 12
    align_right: bool = False
    tooltip: Callable[[Row], str] | None = None
    tone: Callable[[Row], Tone] | None = None
    least: int | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """A table over rows that are all at hand; keeps selection and place when they are replaced, by row key."""

    about_to_replace = Signal()
    replaced = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.key = key
        self._rows: list[Row] = []

    @property
    def rows(self) -> Sequence[Row]:
        """The rows at hand."""
        return tuple(self._rows)

    def row_at(self, index: AnyIndex) -> Row | None:
        """The row an index stands for."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def position(self, key: Hashable) -> int | None:
        """Where the row with this key stands."""
        return next((at for at, row in enumerate(self._rows) if self.key(row) == key), None)

    def replace(self, rows: Sequence[Row]) -> None:
        """Show these rows; those that stay keep their selection and place."""
        self.about_to_replace.emit()
        wanted = {self.key(row) for row in rows}
        self._remove_others(wanted)
        present = {self.key(row) for row in self._rows}
        self._reorder([row for row in rows if self.key(row) in present])
        self._insert_missing(rows, present)
        self.replaced.emit()

    def append(self, rows: Sequence[Row]) -> None:
        """Add rows behind the last."""
        if rows:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._rows.clear()
        self.endResetModel()

    def _remove_others(self, wanted: set[Hashable]) -> None:
        end = len(self._rows)
        while end > 0:
            if self.key(self._rows[end - 1]) in wanted:
                end -= 1
                continue
            start = end - 1
            while start > 0 and self.key(self._rows[start - 1]) not in wanted:
                start -= 1
            self.beginRemoveRows(ROOT, start, end - 1)
            del self._rows[start:end]
            self.endRemoveRows()
            end = start

    def _reorder(self, rows: list[Row]) -> None:
        """Put what stayed into its new order and show its new values."""
        if not rows:
            return
        if [self.key(row) for row in rows] != [self.key(row) for row in self._rows]:
            self.layoutAboutToBeChanged.emit()
            places = {self.key(row): at for at, row in enumerate(rows)}
            before = self.persistentIndexList()
            after = [self.index(places[self.key(self._rows[old.row()])], old.column()) for old in before]
            self._rows[:] = rows
            self.changePersistentIndexList(before, after)
            self.layoutChanged.emit()
        elif rows != self._rows:
            self._rows[:] = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))

    def _insert_missing(self, rows: Sequence[Row], present: set[Hashable]) -> None:
        at = 0
        while at < len(rows):
            if self.key(rows[at]) in present:
                at += 1
                continue
            end = at
            while end < len(rows) and self.key(rows[end]) not in present:
                end += 1
            self.beginInsertRows(ROOT, at, end - 1)
            self._rows[at:at] = rows[at:end]
            self.endInsertRows()
            at = end

    @override
    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.read(row)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(column.tooltip(row) if column.tooltip else column.read(row))
            case Qt.ItemDataRole.ForegroundRole if column.tone:
                return QColor(theme.current().tone(column.tone(row)))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.title}：{column.read(row)}"
            case _:
                return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(self.columns[section])
            case _:
                return None


class KeysetModel(RowsModel[Row]):
    """Rows read page by page through Jobs as the list is scrolled; a million cost what a hundred cost."""

    arrived = Signal(int)
    """Rows at hand after every answer: 0 means the list is empty."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        jobs: Jobs,
        fetch: Fetch[Row],
        parent: QObject | None = None,
        page_size: int = PAGE_SIZE,
    ) -> None:
        super().__init__(columns, key, parent)
        self._jobs = jobs
        self._fetch = fetch
        self._page_size = page_size
        self._is_fetching = False
        self._has_more = False

    @property
    def is_fetching(self) -> bool:
        """Whether rows are on their way."""
        return self._is_fetching

    @property
    def has_more(self) -> bool:
        """Whether there are rows behind the last one at hand."""
        return self._has_more

    def search(self, fetch: Fetch[Row]) -> None:
        """Show another list (other filters, other order) from its beginning."""
        self._fetch = fetch
        self.clear()
        self.refresh()

    def refresh(self) -> None:
        """Read again as many rows as are at hand, in place."""
        self._ask(None, max(self._page_size, len(self._rows)), self._renew)

    @override
    def canFetchMore(self, parent: AnyIndex = ROOT) -> bool:
        return not parent.isValid() and self._has_more and not self._is_fetching

    @override
    def fetchMore(self, parent: AnyIndex = ROOT) -> None:
        if self.canFetchMore(parent):
            self._ask(self._rows[-1], self._page_size, self._extend)

    def _ask(self, after: Row | None, limit: int, then: Callable[[list[Row], bool], None]) -> None:
        """One row more than wanted tells whether there are further ones; a newer question voids an older."""
        self._is_fetching = True

        def take(rows: list[Row]) -> None:
            then(rows[:limit], len(rows) > limit)
            self.arrived.emit(len(self._rows))

        self._jobs.read(
            self, _page_of, self._fetch, after, limit + 1, then=take, refused=self._refused, ended=self._ended
        )

    def _ended(self) -> None:
        self._is_fetching = False

    def _renew(self, rows: list[Row], has_more: bool) -> None:
        self._has_more = has_more
        self.replace(rows)

    def _extend(self, rows: list[Row], has_more: bool) -> None:
        known = {self.key(row) for row in self._rows}
        self._has_more = has_more
        self.append([row for row in rows if self.key(row) not in known])

    def _refused(self, error: ServiceError) -> None:
        self._has_more = False
        parent = self.parent()
        if parent is not None:
            self._jobs.refuse(parent, error)


def _page_of(work: "Work", fetch: Fetch[Row], after: Row | None, limit: int) -> list[Row]:
    return list(fetch(work, after, limit))


def plain_tooltip(text: str) -> str:
    """A tooltip that shows typed text as it was typed: Qt would take `<b>` in it for markup."""
    return f"<qt>{html.escape(text)}</qt>" if "<" in text else text


def _alignment(column: Column[Row]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.align_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class ListTable(QTableView):
    """The hall's table: whole rows, Enter or double click opens one, Ctrl+C copies, place is kept on refresh."""

    opened = Signal(object)
    """The row that Enter or a double click chose."""
    chosen = Signal(object)
    """The row the cursor is on, or None."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        self._has_rows = False
        self._is_sharing = self._is_unfitted = False
        self._dragged: dict[int, int] = {}
        super().__init__(parent)
        set_names(self, name, title)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(GRID * 3)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().sectionResized.connect(self._note_dragging)
        self.doubleClicked.connect(self._open)
        self._top: tuple[Hashable, int] | None = None

    def show_rows(self, model: RowsModel[Any]) -> None:
        """Show a model with the widths its columns ask for."""
        self.setModel(model)
        self._has_rows = True
        model.about_to_replace.connect(self._note_place)
        model.replaced.connect(self._restore_place)
        self.selectionModel().currentRowChanged.connect(self._tell_choice)
        self.fit_text()

    def rows_model(self) -> RowsModel[Any]:
        """The model shown."""
        return cast("RowsModel[Any]", self.model())

    def current_row(self) -> Any:
        """The row the cursor is on, or None."""
        return self.rows_model().row_at(self.currentIndex())

    def selected_rows(self) -> list[Any]:
        """The rows selected, from top to bottom."""
        indexes = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [self.rows_model().row_at(index) for index in indexes]

    def select_key(self, key: Hashable) -> bool:
        """Put the cursor on the row with this key; false where it is not at hand."""
        at = self.rows_model().position(key)
        if at is None:
            return False
        flags = QItemSelectionModel.SelectionFlag
        index = self.rows_model().index(at, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def fit_text(self) -> None:
        """Set row height and column widths by the type size in force."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + GRID * 2)
        self._dragged.clear()
        self._share_room()

    def _share_room(self) -> None:
        """Divide the width in sight among the columns; those a person has dragged keep theirs."""
        columns = self.rows_model().columns if isinstance(self.model(), RowsModel) else ()
        wishes = [self._wish(at, column) for at, column in enumerate(columns)]
        self._is_sharing = True
        for at, width in enumerate(shared_widths(self.viewport().width(), wishes)):
            self.setColumnHidden(at, width == 0)
            if width:
                self.setColumnWidth(at, width)
        self._is_sharing = False

    def _wish(self, at: int, column: Column[Any]) -> Wish:
        if at in self._dragged:
            return Wish(self._dragged[at], self._dragged[at])
        least = column.least if column.least is not None else column.width or FREE_AT_LEAST
        return Wish(self._pixels(column.width), self._pixels(least))

    def _pixels(self, characters: int) -> int:
        return characters and characters * self.fontMetrics().horizontalAdvance("0") + GRID * 3

    def _note_dragging(self, at: int, _old: int, new: int) -> None:
        if new and not self._is_sharing:
            self._dragged[at] = new

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard, columns parted by tabs."""
        columns = self.rows_model().columns
        lines = ["\t".join(column.read(row) for column in columns) for row in self.selected_rows()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        self._share_room()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._has_rows:
            if self.isVisible():
                self.fit_text()
            else:  # a page being built changes its style many times before anybody sees it
                self._is_unfitted = True

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_unfitted:
            self._is_unfitted = False
            self.fit_text()

    def _open(self, index: QModelIndex) -> None:
        row = self.rows_model().row_at(index)
        if row is not None:
            self.opened.emit(row)

    def _tell_choice(self, current: QModelIndex) -> None:
        self.chosen.emit(self.rows_model().row_at(current))

    def _note_place(self) -> None:
        """At the very top new rows are to be seen; elsewhere the first visible row stays where it is."""
        first = self.indexAt(self.viewport().rect().topLeft())
        row = self.rows_model().row_at(first)
        at_top = self.verticalScrollBar().value() == self.verticalScrollBar().minimum()
        self._top = None if row is None or at_top else (self.rows_model().key(row), first.row())

    def _restore_place(self) -> None:
        if self._top is None:
            return
        key, before = self._top
        at = self.rows_model().position(key)
        self.verticalScrollBar().setValue(before if at is None else at)
