"""在办督办: every open case by its date, with the figures over it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.cases.case_list import CaseList
from desktop_app.gui.cases.due import DAYS_LEFT, DUE_ON, LIGHT
from desktop_app.gui.cases.rows import MATTER
from desktop_app.gui.forms import ChoiceField
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, button
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.statistics.appeals_dialog import AppealsDialog
from desktop_app.gui.statistics.figures import FigureButton, FigureRow
from desktop_app.gui.statistics.recalculation_dialog import RecalculationDialog
from desktop_app.gui.tables import AnyIndex, Column, Fetch
from desktop_app.gui.theme import GRID, LIGHT_SHAPES, Tone
from desktop_app.rules.cases import CLOSED
from desktop_app.services.cards import CardRow, list_appeals
from desktop_app.services.case_rows import CaseRow
from desktop_app.services.recalculation import Recalculation, list_recalculation
from desktop_app.services.sites import DepartmentRow, list_departments
from desktop_app.services.statistics import BacklogCount, BacklogFilter, count_backlog, list_backlog
from desktop_app.services.work import Work
from models.enums import Area, CaseState, Light, Permission

HELP = (
    "全部未办结的办件，最急的排在最前面。点上方的数字或用筛选条件缩小范围；选中一件按回车打开，"
    "按 F1 看到期日是怎样算出来的。"
)
APPROVAL_NEEDED = "工作日历有调整，{cases} 件在办办件的时限需要重算。请按 Ctrl+R 核对后批准。"
APPROVAL_ELSEWHERE = "工作日历有调整，{cases} 件在办办件的时限需要重算，请有权限的督办人员批准。"
ROWS_AT_ONCE = 50
RENEWAL_MS = 300_000
"""Lights change with the day, although nobody changes anything."""
DUE_TODAY = "due_today"
TODAY_SHAPE = "◆"
NUMBER_AT = 3
LEAST_HEIGHT = 170
"""Pixels of the list at 100 %; with less room the page scrolls."""

COLUMNS: tuple[Column[CaseRow], ...] = (
    LIGHT,
    DAYS_LEFT,
    DUE_ON,
    Column("办件编号", lambda row: row.number, 19, least=14),
    MATTER,
    Column("申请人", lambda row: row.applicant_name, 11, least=8),
    Column("环节", lambda row: row.state.label, 13, least=0),
    Column("承办", lambda row: row.holder_name, 9, least=0),
    Column("部门", lambda row: row.department_name, 13, least=0),
)


class _TailPainter(QStyledItemDelegate):
    """A case number too long for its column loses its head: day and sequence stand at the end."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft  # pyright: ignore[reportAttributeAccessIssue]  the stub misses the field


class BacklogPage(Page):
    """Figures, filters, and the list; a million rows scroll as a hundred."""

    areas = frozenset({Area.CASES, Area.CALENDAR, Area.SETTINGS})
    help_text = HELP
    case_opened = Signal(int)
    """The case to be shown; the main window goes to its page."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(
            "statistics.backlog", "在办督办", jobs, "最急的在前 · 回车打开办件 · F1 看到期日的算法", parent
        )
        self.figures = _figures()
        self.department = ChoiceField("statistics.department", "部门", (), empty="全部部门")
        self.stage = ChoiceField("statistics.state", "环节", _open_states(), empty="全部环节")
        self.light = ChoiceField("statistics.light", "时限", _lights(), empty="全部")
        self.clear_filters = button("statistics.clear", "清除", key="Ctrl+0", tooltip="清除筛选（Ctrl+0）")
        self.list = CaseList(
            self, "statistics.cases", "在办件", COLUMNS, _fetch(BacklogFilter()), ROWS_AT_ONCE
        )
        self._plan: Recalculation | None = None
        self.recalculate = self.add_action(
            "statistics.recalculate", "重算时限", self._recalculate, key="Ctrl+R", icon="calendar"
        )
        self.answer_appeals = self.add_action(
            "statistics.answer_appeals", "处理申诉", self._answer_appeals, key="Ctrl+J", icon="edit"
        )
        self._may_decide = Permission.CARDS_DECIDE in jobs.actor.permissions
        for hidden in (self.recalculate, self.answer_appeals):
            hidden.hide()
        jobs.changed.connect(self._note_calendar)
        self._lay_out()
        self._show_filter()
        renewal = QTimer(self)
        renewal.setInterval(RENEWAL_MS)
        renewal.timeout.connect(self._renew)
        renewal.start()

    @property
    def chosen(self) -> BacklogFilter:
        """What is looked at."""
        light = self.light.value
        return BacklogFilter(
            department_id=int(self.department.value) if self.department.value else None,
            states=(CaseState(self.stage.value),) if self.stage.value else (),
            light=Light(light) if light not in {"", DUE_TODAY} else None,
            is_due_today=light == DUE_TODAY,
        )

    @override
    def refresh(self) -> None:
        self.jobs.read(self, list_departments, then=self._show_departments)
        self._count()
        self.list.refresh()
        if self._may_decide:
            self.jobs.read(self, list_appeals, then=self._show_appeals)
        if self._plan is None:
            self.jobs.read(self, list_recalculation, then=self._show_plan)

    # building

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(GRID * 2)
        for field in (self.department, self.stage, self.light):
            field.edited.connect(self._filter)
            filters.addWidget(field, 1)
        filters.addWidget(self.clear_filters, 0, Qt.AlignmentFlag.AlignBottom)
        self.clear_filters.clicked.connect(self._clear)
        self.add_key("Ctrl+0", self.clear_filters.click, "清除筛选")
        for at, (choice, figure) in enumerate(self.figures.items(), start=1):
            figure.clicked.connect(lambda _checked=False, choice=choice: self._choose_light(choice))
            self.add_key(f"Ctrl+{at}", figure.click, f"只看“{figure.accessibleName()}”")
        self.list.table.setItemDelegateForColumn(NUMBER_AT, _TailPainter(self.list.table))
        self.list.opened.connect(self._open)
        self.setFocusProxy(self.list)
        self.list.setMinimumHeight(theme.px(LEAST_HEIGHT))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(FigureRow(*self.figures.values()))
        column.addLayout(filters)
        column.addWidget(self.list, 1)
        self.body.addWidget(scrolled(content))

    # filters and figures

    def _choose_light(self, choice: str) -> None:
        self.light.set_value(choice)
        self._filter()

    def _clear(self) -> None:
        for field in (self.department, self.stage, self.light):
            field.set_value("")
        self._filter()

    def _filter(self) -> None:
        self._show_filter()
        self._count()
        self.list.model.search(_fetch(self.chosen))

    def _show_filter(self) -> None:
        is_narrow = self.chosen != BacklogFilter()
        self.clear_filters.setEnabled(is_narrow)
        for choice, figure in self.figures.items():
            figure.setChecked(choice == self.light.value)
        if is_narrow:
            self.list.say_when_empty("没有符合条件的在办件", "请换一个筛选条件，或按 Ctrl+0 清除筛选。")
        else:
            self.list.say_when_empty("没有在办件", "窗口收下的办件，在办结之前都会出现在这里。")

    def _count(self) -> None:
        self.jobs.read(self, count_backlog, self.chosen, then=self._show_count)

    def _show_count(self, count: BacklogCount) -> None:
        shown = (count.open, count.overdue, count.due_today, count.due_soon)
        for figure, number in zip(self.figures.values(), shown, strict=True):
            figure.show_count(number)

    def _show_departments(self, rows: list[DepartmentRow]) -> None:
        """Filled in anew only where they changed: an open list would close under the hand."""
        combo, kept = self.department.combo, self.department.value
        names = [row.name for row in rows]
        if names != [combo.itemText(at) for at in range(1, combo.count())]:
            while combo.count() > 1:
                combo.removeItem(1)
            for row in rows:
                combo.addItem(row.name, str(row.id))
            self.department.set_value(kept)

    # what a changed calendar and appeals ask of the supervisor

    def _note_calendar(self, areas: frozenset[Area]) -> None:
        """Only a changed calendar moves dates that were found: the sum is not done again for every case."""
        if Area.CALENDAR in areas:
            self._plan = None

    def _show_plan(self, plan: Recalculation) -> None:
        self._plan = plan
        self.recalculate.setVisible(bool(plan.total))
        if plan.total:
            may_approve = Permission.DEADLINES_APPROVE in self.jobs.actor.permissions
            words = APPROVAL_NEEDED if may_approve else APPROVAL_ELSEWHERE
            self.show_sentence(words.format(cases=plan.cases), Tone.WARNING)
            self.recalculate.setEnabled(may_approve)

    def _recalculate(self) -> None:
        if self._plan is not None and self._plan.total:
            RecalculationDialog(self._plan, self).approve(self._recalculated)

    def _recalculated(self, applied: Recalculation) -> None:
        self.clear_sentence()
        self._plan = None
        self.toast(f"已重算 {applied.cases} 件办件的时限")
        self.refresh()

    def _show_appeals(self, rows: list[CardRow]) -> None:
        self.answer_appeals.setVisible(bool(rows))

    def _answer_appeals(self) -> None:
        AppealsDialog(self).begin()

    def _renew(self) -> None:
        if self.isVisible():
            self.refresh()

    def _open(self, row: CaseRow) -> None:
        self.case_opened.emit(row.id)
        self.wanted.emit("cases.detail", row.id)


def _fetch(chosen: BacklogFilter) -> Fetch[CaseRow]:
    def fetch(work: Work, after: CaseRow | None, limit: int) -> list[CaseRow]:
        return list_backlog(work, after, limit, chosen)

    return fetch


def _figures() -> dict[str, FigureButton]:
    """By the value of the light's filter; in the order of `BacklogCount`."""
    red, yellow = LIGHT_SHAPES[Light.RED], LIGHT_SHAPES[Light.YELLOW]
    return {
        "": FigureButton("statistics.figure_open", "在办", note="全部未办结"),
        Light.RED: FigureButton("statistics.figure_overdue", "超期", red, "已过到期日", Tone.BAD),
        DUE_TODAY: FigureButton(
            "statistics.figure_today", "今日到期", TODAY_SHAPE, "今天必须办", Tone.WARNING
        ),
        Light.YELLOW: FigureButton("statistics.figure_soon", "临期", yellow, "含今日到期", Tone.WARNING),
    }


def _open_states() -> list[CaseState]:
    return [state for state in CaseState if state not in CLOSED]


def _lights() -> list[tuple[str, str]]:
    named = [(light.value, theme.light_words(light)) for light in (Light.RED, Light.YELLOW, Light.GREEN)]
    return [*named[:1], (DUE_TODAY, f"{TODAY_SHAPE} 今日到期"), *named[1:]]
