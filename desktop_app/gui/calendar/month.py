"""One month of the working calendar: a small table of days, each with a word or a shape, never only a colour."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import label
from desktop_app.gui.tables import AnyIndex, plain_tooltip
from desktop_app.gui.theme import GRID
from desktop_app.services.calendar import DayRow

WEEKDAYS = "一二三四五六日"
WEEKS = 6
SATURDAY = 5
WEEKEND = "周末"
MIN_WIDTH = 168
"""Pixels at 100 %: seven columns of two digits."""


class DayKind(Enum):
    """What a day is to somebody who plans: word, shape and colour say it together."""

    WORKING = ""
    WEEKEND = "周末"
    HOLIDAY = "休"
    MAKEUP = "班"


def day_kind(row: DayRow) -> DayKind:
    """A holiday is what a notice or the hall named; a working weekend is worked for it."""
    is_weekend = row.day.weekday() >= SATURDAY
    if row.is_working:
        return DayKind.MAKEUP if is_weekend else DayKind.WORKING
    is_plain_weekend = is_weekend and row.name in {"", WEEKEND}
    return DayKind.WEEKEND if is_plain_weekend else DayKind.HOLIDAY


def paint_mark(painter: QPainter, room: QRectF, kind: DayKind, *, is_own: bool) -> QColor:
    """The ground of a day: disc for a holiday, framed square for a makeup day, bar under an own day; its ink."""
    colours = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(room.width(), room.height()) - 2
    spot = QRectF(0, 0, side, side)
    spot.moveCenter(room.center())
    ink = QColor(colours.muted if kind is DayKind.WEEKEND else colours.text)
    if kind is DayKind.HOLIDAY:
        ink = QColor(colours.good)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(QColor(colours.good_soft))
        painter.drawEllipse(spot)
    elif kind is DayKind.MAKEUP:
        ink = QColor(colours.warning)
        painter.setPen(QPen(ink, 2))
        painter.setBrush(QColor(colours.warning_soft))
        painter.drawRect(spot.adjusted(1, 1, -1, -1))
    if is_own:
        painter.fillRect(QRectF(spot.left(), room.bottom() - 2, side, 2), QColor(colours.accent))
    return ink


class _DayPainter(QStyledItemDelegate):
    """The number on its ground, with its word where there is room for it."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, DayRow):
            return
        painter.save()
        kind = day_kind(row)
        room = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        ink = paint_mark(painter, room, kind, is_own=row.is_override)
        if option.state & QStyle.StateFlag.State_Selected and kind in {DayKind.WORKING, DayKind.WEEKEND}:
            ink = option.palette.color(QPalette.ColorRole.HighlightedText)
        painter.setPen(ink)
        painter.setFont(option.font)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(row.day.day))
        painter.restore()


class MonthView(QWidget):
    """A month; Enter or a double click opens a day."""

    opened = Signal(object)
    """The DayRow that was opened."""

    def __init__(self, month: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = month
        self.table = QTableWidget(WEEKS, len(WEEKDAYS))
        set_names(self.table, f"calendar.month_{month}", f"{month}月")
        self.table.setItemDelegate(_DayPainter(self.table))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        for bar in (self.table.setHorizontalScrollBarPolicy, self.table.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.hide()
        self.table.cellActivated.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(label(f"{month}月", "strong"))
        weekdays = QHBoxLayout()
        weekdays.setContentsMargins(GRID // 2, 0, GRID // 2, 0)
        weekdays.setSpacing(0)
        for weekday in WEEKDAYS:
            name = label(weekday, "note")
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            weekdays.addWidget(name, 1)
        column.addLayout(weekdays)
        column.addWidget(self.table)
        self._fit()

    def show_days(self, days: Sequence[DayRow]) -> None:
        """Show the days of the month; the cursor stays on its day."""
        self.table.clearContents()
        first = days[0].day.weekday()
        for row in days:
            self.table.setItem(*divmod(first + row.day.day - 1, len(WEEKDAYS)), _item(row))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        line = QFontMetrics(self.table.font()).height() + GRID // 2
        self.table.setFixedHeight(line * WEEKS + GRID)
        self.table.setMinimumWidth(theme.px(MIN_WIDTH))

    def _open(self, row: int, column: int) -> None:
        item = self.table.item(row, column)
        if item is not None:
            self.opened.emit(item.data(Qt.ItemDataRole.UserRole))


def day_words(row: DayRow) -> str:
    """A day as it is read out: `2026-10-01 放假 国庆节（本厅调整）`."""
    what = "上班" if row.is_working else "放假"
    own = "（本厅调整）" if row.is_override else ""
    return f"{row.day.isoformat()} {what} {row.name}".strip() + own


def _item(row: DayRow) -> QTableWidgetItem:
    item = QTableWidgetItem(str(row.day.day))
    item.setData(Qt.ItemDataRole.UserRole, row)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, day_words(row))
    item.setToolTip(plain_tooltip(day_words(row)))
    return item
