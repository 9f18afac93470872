"""What waits for the approver's department: a tab for each act, the most urgent first."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from desktop_app.gui.cases.case_list import CaseList
from desktop_app.gui.cases.due import DAYS_LEFT, LIGHT
from desktop_app.gui.cases.rows import MATTER, explanation, time_tone
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import Page
from desktop_app.gui.tables import Column, Fetch
from desktop_app.gui.theme import GRID
from desktop_app.services.case_rows import CaseRow
from desktop_app.services.examination_desks import Desk, count_desks, list_desk
from desktop_app.services.pledges import count_pledge_checks
from desktop_app.services.work import Work

TABS = tuple(Desk)
CHECKS = "承诺核查"
"""The tab behind them; what it lists are no cases but single promises."""
DAYS: Column[CaseRow] = Column(
    "剩余", DAYS_LEFT.read, 6, align_right=True, tooltip=explanation, tone=time_tone, least=5
)
"""Working days, as everywhere."""
COLUMNS: tuple[Column[CaseRow], ...] = (
    LIGHT,
    DAYS,
    replace(MATTER, least=12),
    Column("申请人", lambda row: row.applicant_name, 10, least=0),
)


class WaitingList(QWidget):
    """The list and, for the page to place, its tabs; the case the page holds stays chosen while rows come and go."""

    chosen = Signal(int)
    """A person chose this case."""
    opened = Signal(int)
    """Enter or a double click on this case: on to the form."""
    turned = Signal()
    """Another tab is in sight."""
    checks_wanted = Signal()
    """The tab behind the lists of cases is in sight: promises to check."""
    settled = Signal(bool)
    """The rows were read again; whether the held case is among them."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._is_settling = False
        self._desk = TABS[0]
        self.held: int | None = None
        """The case the page shows."""
        self.tabs = QTabBar()
        set_names(self.tabs, "examination.tabs", "办理环节")
        self.list = CaseList(page, "examination.cases", "办件", COLUMNS, _fetch(TABS[0]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(self.list, 1)
        for at, desk in enumerate(TABS):
            self.tabs.addTab(desk.label)
            page.add_key(f"Ctrl+{at + 1}", self._switcher(at), f"切换到“{desk.label}”")
        self.tabs.addTab(CHECKS)
        page.add_key(f"Ctrl+{len(TABS) + 1}", self.turn_to_checks, f"切换到“{CHECKS}”")
        self._connect()
        self.setFocusProxy(self.list)

    @property
    def desk(self) -> Desk:
        """The list of cases in sight, or last in sight."""
        return self._desk

    @property
    def has_rows(self) -> bool:
        """Whether anything waits."""
        return bool(self.list.model.rows)

    @property
    def current(self) -> CaseRow | None:
        """The row the cursor is on."""
        return self.list.table.current_row()

    def refresh(self) -> None:
        """Read again, in place."""
        self._page.jobs.read(self, count_desks, then=self._show_counts)
        self._page.jobs.read(self, count_pledge_checks, then=self._show_checks)
        self.list.refresh()

    def turn_to(self, desk: Desk) -> None:
        """Show another list."""
        self.tabs.setCurrentIndex(TABS.index(desk))

    def turn_to_checks(self) -> None:
        """Show the promises to check."""
        self.tabs.setCurrentIndex(len(TABS))

    def select(self, case_id: int) -> None:
        """Put the cursor on a case that is listed."""
        self.list.table.select_key(case_id)

    def drop_cursor(self) -> None:
        """No line is chosen: the case in sight is none of them."""
        self.list.table.selectionModel().clear()

    def show_tab(self) -> None:
        """List what the tab in sight is for."""
        self.list.say_when_empty(f"没有{self.desk.label}的办件", "有新的办件时，这里会自动出现。")
        self.list.model.search(_fetch(self.desk))

    def _connect(self) -> None:
        model, table = self.list.model, self.list.table
        model.about_to_replace.connect(self._begin_settling)
        model.arrived.connect(self._settle)
        table.chosen.connect(self._choose)
        table.clicked.connect(self._choose_index)
        self.list.opened.connect(self._open)
        self.tabs.currentChanged.connect(self._turn)

    def _turn(self, at: int) -> None:
        if at < len(TABS):
            self._desk = TABS[at]
            self.turned.emit()
        else:
            self.checks_wanted.emit()

    def _switcher(self, at: int) -> Callable[[], None]:
        def switch() -> None:
            self.tabs.setCurrentIndex(at)

        return switch

    def _show_counts(self, counts: dict[Desk, int]) -> None:
        for at, desk in enumerate(TABS):
            self.tabs.setTabText(at, f"{desk.label} {counts[desk]}")

    def _show_checks(self, count: int) -> None:
        self.tabs.setTabText(len(TABS), f"{CHECKS} {count}")

    def _begin_settling(self) -> None:
        """While rows come and go the cursor moves by itself; that is nobody's choice."""
        self._is_settling = True

    def _settle(self) -> None:
        if not self._is_settling:
            return
        self._is_settling = False
        is_listed = self.held is not None and self.list.model.position(self.held) is not None
        if is_listed and (self.current is None or self.current.id != self.held):
            self.list.table.select_key(self.held)
        self.settled.emit(is_listed)

    def _choose(self, row: CaseRow | None) -> None:
        if not self._is_settling and row is not None and row.id != self.held:
            self.chosen.emit(row.id)

    def _choose_index(self, index: QModelIndex) -> None:
        self._choose(self.list.model.row_at(index))

    def _open(self, row: CaseRow) -> None:
        self._choose(row)
        self.opened.emit(row.id)


def _fetch(desk: Desk) -> Fetch[CaseRow]:
    def fetch(work: Work, after: CaseRow | None, limit: int) -> list[CaseRow]:
        return list_desk(work, desk, after, limit)

    return fetch
