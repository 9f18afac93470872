"""工作日历: which days count, and what to do when a year is missing."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget
from typing_extensions import override

from desktop_app.gui.calendar.dialogs import DayDialog, NoticeDialog
from desktop_app.gui.calendar.month import MonthView
from desktop_app.gui.forms import set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.errors import ServiceError
from desktop_app.services.calendar import (
    CalendarStatus,
    DayRow,
    calendar_status,
    clear_day,
    list_year,
    set_day,
)
from desktop_app.services.work import hall_date, wall_clock
from models.enums import Area, Permission

COLUMNS = 4
WAY_OUT = "国务院办公厅公布放假通知后，请点“导入放假通知”，粘贴通知全文；导入前不能计算涉及该年的期限。"
LEGEND = "数字加底色：休 = 放假或周末，班 = 调休上班，* = 本厅调整"


class CalendarPage(Page):
    """Twelve months of one year; a day can be set otherwise, a year loaded from its notice."""

    areas = frozenset({Area.CALENDAR})
    help_text = "期限按这里的工作日计算。每年 11 月起请留意国务院办公厅的放假通知，并在这里导入。"

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("calendar.page", "工作日历", jobs, LEGEND, parent)
        self.year = hall_date(wall_clock()).year
        self.year_label = label("", "heading")
        set_names(self.year_label, "calendar.year", "年份")
        self.totals = label("", "subtitle")
        self.months = [MonthView(month) for month in range(1, 13)]
        self._may_edit = Permission.CALENDAR_EDIT in jobs.actor.permissions
        self.body.addLayout(self._head())
        self.body.addWidget(self._grid(), 1)
        for month in self.months:
            month.opened.connect(self._ask_day)
        if self._may_edit:
            self.import_notice = self.add_action(
                "calendar.import_notice",
                "导入放假通知",
                self._ask_notice,
                key="Ctrl+I",
                icon="import",
                kind="primary",
            )

    @override
    def refresh(self) -> None:
        """Read the year and whether the next one is there."""
        self.year_label.setText(f"{self.year} 年")
        self.jobs.read(self, list_year, self.year, then=self._show, refused=self._refused)
        self.jobs.read(self, calendar_status, then=self._say_status)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for name, text, step in (("calendar.earlier", "上一年", -1), ("calendar.later", "下一年", 1)):
            key = "Alt+Left" if step < 0 else "Alt+Right"
            turn = button(name, text, key="", icon="back" if step < 0 else "", tooltip=f"{text}（{key}）")
            turn.clicked.connect(lambda _checked=False, step=step: self._turn(step))
            self.add_key(key, turn.click)
            if step > 0:
                row.addWidget(self.year_label)
            row.addWidget(turn)
        row.addWidget(self.totals)
        row.addStretch(1)
        return row

    def _grid(self) -> QScrollArea:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, GRID, 0)
        grid.setSpacing(GRID * 2)
        for at, month in enumerate(self.months):
            grid.addWidget(month, at // COLUMNS, at % COLUMNS, Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(content)
        return scroll

    def _turn(self, step: int) -> None:
        self.year += step
        self.clear_sentence()
        self.refresh()

    def _show(self, days: list[DayRow]) -> None:
        for month in self.months:
            month.show_days([row for row in days if row.day.month == month.month])
        working = sum(row.is_working for row in days)
        self.totals.setText(f"工作日 {working} 天")
        self.show_content()

    def _refused(self, error: ServiceError) -> None:
        """A year without a notice says what to do instead of showing a guess."""
        self.show_empty(
            f"{self.year} 年的工作日历尚未载入",
            WAY_OUT if error.code == "calendar_not_loaded" else "",
            icon="calendar",
            action="回到今年",
            then=self._go_home,
        )

    def _go_home(self) -> None:
        self.year = hall_date(wall_clock()).year
        self.refresh()

    def _say_status(self, status: CalendarStatus) -> None:
        if status.warning:
            self.show_sentence(WAY_OUT, Tone.WARNING)

    def _ask_notice(self) -> None:
        NoticeDialog(self).open()

    def _ask_day(self, row: DayRow) -> None:
        if not self._may_edit:
            return
        dialog = DayDialog(row, self)
        dialog.chosen.connect(self._set_day)
        dialog.cleared.connect(self._clear_day)
        dialog.open()

    def _set_day(self, day: date, is_working: bool, name: str) -> None:
        self.jobs.change(self, set_day, day, is_working, name, then=lambda _row: self.toast("已调整"))

    def _clear_day(self, day: date) -> None:
        self.jobs.change(self, clear_day, day, then=lambda _row: self.toast("已恢复"))
