"""One month of the working calendar: a small table of days, each with a word, never only a colour."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import label
from desktop_app.gui.theme import GRID
from desktop_app.services.calendar import DayRow

WEEKDAYS = "一二三四五六日"
WEEKS = 6
SATURDAY = 5


class MonthView(QWidget):
    """A month; Enter or a double click opens a day."""

    opened = Signal(object)
    """The DayRow that was opened."""

    def __init__(self, month: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = month
        self._days: dict[tuple[int, int], DayRow] = {}
        self.table = QTableWidget(WEEKS, 7)
        set_names(self.table, f"calendar.month_{month}", f"{month}月")
        self.table.setHorizontalHeaderLabels(list(WEEKDAYS))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        for bar in (self.table.setHorizontalScrollBarPolicy, self.table.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setMinimumSectionSize(1)
        self.table.verticalHeader().setMinimumSectionSize(1)
        self.table.cellActivated.connect(self._open)
        self.table.cellDoubleClicked.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(label(f"{month}月", "strong"))
        column.addWidget(self.table)
        self._fit()

    def show_days(self, days: Sequence[DayRow]) -> None:
        """Show the days of the month."""
        self.table.clearContents()
        self._days.clear()
        first = days[0].day.weekday()
        for row in days:
            place = divmod(first + row.day.day - 1, 7)
            self._days[place] = row
            self.table.setItem(*place, _item(row))

    def _fit(self) -> None:
        line = self.table.fontMetrics().height() + GRID // 2
        self.table.verticalHeader().setDefaultSectionSize(line)
        self.table.horizontalHeader().setFixedHeight(line + GRID // 2)
        self.table.setFixedHeight(line * WEEKS + line + GRID // 2 + 4)
        self.table.setMinimumWidth(theme.px(GRID * 30))

    def _open(self, row: int, column: int) -> None:
        found = self._days.get((row, column))
        if found is not None:
            self.opened.emit(found)


def _item(row: DayRow) -> QTableWidgetItem:
    colours = theme.current()
    is_weekend = row.day.weekday() >= SATURDAY
    mark = "*" if row.is_override else ""
    if row.is_working and is_weekend:
        word, ground, colour = "班", colours.warning_soft, colours.warning
    elif not row.is_working and not is_weekend:
        word, ground, colour = "休", colours.good_soft, colours.good
    else:
        word, ground, colour = "", colours.surface, colours.text if row.is_working else colours.muted
        if not row.is_working and row.name not in {"", "周末"}:
            word, ground, colour = "休", colours.good_soft, colours.good
    item = QTableWidgetItem(f"{row.day.day}{word}{mark}")
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    item.setBackground(QColor(ground))
    item.setForeground(QColor(colour))
    item.setToolTip(f"{row.day.isoformat()} {row.name or ('工作日' if row.is_working else '休息日')}")
    return item
