"""工作日历: which days count, and what to do when a year is missing."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.calendar.dialogs import DayDialog, NoticeDialog
from desktop_app.gui.calendar.month import MIN_WIDTH, DayKind, MonthView, day_words, paint_mark
from desktop_app.gui.flow import Flow
from desktop_app.gui.forms import set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.scrolling import scrolled
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
from desktop_app.services.recalculation import count_recalculation
from desktop_app.services.work import Work, hall_date
from models.enums import Area, Permission

MOST_COLUMNS = 6
TURNS = (("calendar.earlier", "← 上一年", "Alt+Left", -1), ("calendar.later", "下一年 →", "Alt+Right", 1))
WAY_OUT = "国务院办公厅公布放假通知后，请点“导入放假通知”，粘贴通知全文；导入前不能计算涉及该年的期限。"
NO_RIGHT = "请系统管理员在国务院办公厅公布放假通知后导入；导入前不能计算涉及该年的期限。"
AFFECTED = "工作日历改变后，{cases} 件在办办件的时限受影响。时限不会自行改动，由督办人员在“在办督办”核对新旧日期，批准后一次生效。"
PURPOSE = "所有期限都按这里的工作日计算"
LEGEND = (
    (DayKind.HOLIDAY, False, "放假"),
    (DayKind.MAKEUP, False, "调休上班"),
    (DayKind.WORKING, True, "本厅调整"),
)


class CalendarPage(Page):
    """Twelve months of one year; a day can be set otherwise, a year loaded from its notice."""

    areas = frozenset({Area.CALENDAR})
    help_text = "期限按这里的工作日计算。每年 11 月起请留意国务院办公厅的放假通知，并在这里导入。"

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("calendar.page", "工作日历", jobs, PURPOSE, parent)
        self.year = hall_date(jobs.office.clock()).year
        self._columns = 0
        self._is_warned = False
        self.year_label = label("", "heading")
        set_names(self.year_label, "calendar.year", "年份")
        self.totals = label("", "subtitle")
        self.months = [MonthView(month) for month in range(1, 13)]
        self._may_edit = Permission.CALENDAR_EDIT in jobs.actor.permissions
        self.body.addLayout(self._head())
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, GRID, 0)
        self._grid.setSpacing(GRID * 2)
        content = QWidget()
        content.setLayout(self._grid)
        self.area = scrolled(content)
        self.area.viewport().installEventFilter(self)
        self.body.addWidget(self.area, 1)
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
        self.add_key("Alt+Home", self._go_home, "回到今年")

    @override
    def refresh(self) -> None:
        """Read the year and whether the next one is there."""
        self.year_label.setText(f"{self.year} 年")
        self.jobs.read(self, list_year, self.year, then=self._show, refused=self._refused)
        self.jobs.read(self, _read_status, then=self._say_status)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for name, text, key, step in TURNS:
            turn = button(name, text, tooltip=f"{text}（{key}）")
            turn.clicked.connect(lambda _checked=False, step=step: self._turn(step))
            self.add_key(key, turn.click, text)
            if step > 0:
                row.addWidget(self.year_label)
            row.addWidget(turn)
        row.addWidget(self.totals)
        legend = Flow()
        for kind, is_own, words in LEGEND:
            legend.addWidget(_LegendEntry(kind, words, is_own=is_own))
        row.addLayout(legend, 1)
        return row

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As many months beside each other as fit, so that the year is seen at one glance where it can be."""
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        room = self.area.viewport().width() - GRID
        fitting = (room + self._grid.spacing()) // (theme.px(MIN_WIDTH) + self._grid.spacing())
        columns = next(count for count in (MOST_COLUMNS, 4, 3, 2, 1) if count <= max(1, fitting))
        if columns != self._columns:
            self._columns = columns
            for at, month in enumerate(self.months):
                self._grid.addWidget(month, at // columns, at % columns, Qt.AlignmentFlag.AlignTop)

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
        if error.code != "calendar_not_loaded":
            self.show_refusal(error)
            return
        self.totals.setText("")
        self.clear_sentence()
        is_this_year = self.year == hall_date(self.jobs.office.clock()).year
        self.show_empty(
            f"{self.year} 年的工作日历尚未载入",
            WAY_OUT if self._may_edit else NO_RIGHT,
            icon="calendar",
            action="" if is_this_year else "回到今年  Alt+Home",
            then=None if is_this_year else self._go_home,
        )

    def _go_home(self) -> None:
        self._turn(hall_date(self.jobs.office.clock()).year - self.year)

    def _say_status(self, found: tuple[CalendarStatus, int]) -> None:
        """What is due and what a change has moved; the missing year says it itself while it is in sight."""
        status, affected = found
        missing = (status.loaded_years or (0,))[-1] + 1
        words: list[str] = []
        if status.warning and self.year != missing:
            words.append(f"{missing} 年的工作日历尚未载入。{WAY_OUT if self._may_edit else NO_RIGHT}")
        if affected:
            words.append(AFFECTED.format(cases=affected))
        if self._is_warned:
            self.clear_sentence()
        self._is_warned = bool(words)
        if words:
            self.show_sentence("\n".join(words), Tone.WARNING)

    def _ask_notice(self) -> None:
        NoticeDialog(self, self.year).open()

    def _ask_day(self, row: DayRow) -> None:
        if not self._may_edit:
            return
        dialog = DayDialog(row, self)

        def done(changed: DayRow) -> None:
            dialog.accept()
            self.toast(f"已调整：{day_words(changed)}")

        def send() -> None:
            given = (row.day, dialog.is_working, dialog.day_name.value)
            self.jobs.change(dialog, set_day, *given, then=done, button=dialog.way_on)

        def clear() -> None:
            self.jobs.change(dialog, clear_day, row.day, then=done, button=dialog.restore)

        dialog.restore.clicked.connect(clear)
        dialog.ask(send)


def _read_status(work: Work) -> tuple[CalendarStatus, int]:
    """Whether a year is missing, and of how many cases a change moves the dates: for those it concerns."""
    is_concerned = bool(work.actor.permissions & {Permission.CALENDAR_EDIT, Permission.DEADLINES_APPROVE})
    return calendar_status(work), count_recalculation(work) if is_concerned else 0


class _LegendEntry(QWidget):
    """A mark and what it means."""

    def __init__(self, kind: DayKind, words: str, *, is_own: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(_Mark(kind, is_own=is_own))
        row.addWidget(label(words, "note"))


class _Mark(QWidget):
    """A sample of a mark, for the legend."""

    def __init__(self, kind: DayKind, *, is_own: bool) -> None:
        super().__init__()
        self._kind = kind
        self._is_own = is_own

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(GRID * 2), theme.px(GRID * 2))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self._kind, is_own=self._is_own)
        painter.end()
