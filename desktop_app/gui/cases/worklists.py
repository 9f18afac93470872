"""我的待办: what waits at the counter, by what is to be done next, the most urgent first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.cases.due import DueExplainer
from desktop_app.gui.cases.rows import APPLICANT, HOLDER, MATTER, NUMBER, STATE, TIME_LEFT
from desktop_app.gui.forms import set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, StateView
from desktop_app.gui.tables import PAGE_SIZE, Column, Fetch, KeysetModel, ListTable
from desktop_app.services.case_queries import count_open_cases, list_open_cases, list_recent_cases
from desktop_app.services.case_rows import CaseRow
from desktop_app.services.work import Work
from models.enums import Area, CaseState

HELP = (
    "窗口要接着办的件：待受理的核对材料后受理，待补正的等申请人补齐，待出件的通知申请人来取。"
    "最急的排在最前面；选中一件按回车打开。"
)
TO_DELIVER = (CaseState.GRANTED, CaseState.DENIED)
_COLUMNS: tuple[Column[CaseRow], ...] = (NUMBER, APPLICANT, MATTER, STATE, TIME_LEFT, HOLDER)


@dataclass(frozen=True, slots=True)
class Worklist:
    """One list: its tab, the states in it (empty: all cases), and what is said when nothing is in it."""

    name: str
    title: str
    states: tuple[CaseState, ...]
    nothing: str
    hint: str


WORKLISTS = (
    Worklist(
        "received",
        "待受理",
        (CaseState.RECEIVED,),
        "没有待受理的办件",
        "收了件还没有受理的办件会出现在这里。",
    ),
    Worklist(
        "supplementing",
        "待补正",
        (CaseState.SUPPLEMENTING,),
        "没有待补正的办件",
        "告知补正后等材料的办件会出现在这里。",
    ),
    Worklist(
        "to_deliver",
        "待出件",
        TO_DELIVER,
        "没有待出件的办件",
        "审批部门作出决定后，办件会出现在这里，等申请人来取。",
    ),
    Worklist("recent", "最近办件", (), "还没有办件", "在“窗口受理”中收第一件。"),
)


class CaseList(QStackedWidget):
    """A list of cases that says why when it is empty."""

    opened = Signal(object)
    """CaseRow."""

    def __init__(
        self,
        page: Page,
        name: str,
        title: str,
        columns: Sequence[Column[CaseRow]],
        fetch: Fetch[CaseRow],
        page_size: int = PAGE_SIZE,
    ) -> None:
        super().__init__()
        self.table = ListTable(name, title)
        self.model = KeysetModel[CaseRow](columns, lambda row: row.id, page.jobs, fetch, page, page_size)
        self.table.show_rows(self.model)
        self.table.opened.connect(self.opened)
        self.state = StateView(name)
        self.addWidget(self.table)
        self.addWidget(self.state)
        self._nothing = ("", "")
        self._explainer = DueExplainer(page, self.table)
        self.model.arrived.connect(self._arrived)
        self.setFocusProxy(self.table)

    def say_when_empty(self, heading: str, text: str) -> None:
        """What stands there while there are no rows."""
        self._nothing = (heading, text)

    def refresh(self) -> None:
        """Read again, in place."""
        self.model.refresh()

    def _arrived(self, rows: int) -> None:
        if rows:
            self.setCurrentWidget(self.table)
            if not self.table.currentIndex().isValid():
                self.table.select_key(self.model.key(self.model.rows[0]))
        else:
            self.state.show_empty(*self._nothing, icon="done")
            self.setCurrentWidget(self.state)


def list_to_deliver(work: Work, after: CaseRow | None, limit: int) -> list[CaseRow]:
    """The decided cases nobody has collected yet."""
    return list_open_cases(work, TO_DELIVER, after, limit)


class WorklistsPage(Page):
    """Four lists with their counts; Enter opens a case."""

    areas = frozenset({Area.CASES})
    help_text = HELP
    case_opened = Signal(int)
    """The case to be shown; the main window goes to its page."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(
            "cases.worklists", "我的待办", jobs, "回车打开办件 · Ctrl+1 至 Ctrl+4 切换列表", parent
        )
        self.tabs = QTabWidget()
        set_names(self.tabs, "cases.worklist_tabs", "待办列表")
        self.lists: list[CaseList] = []
        for at, worklist in enumerate(WORKLISTS):
            self._add_list(worklist)
            self.add_key(f"Ctrl+{at + 1}", self._switcher(at), f"切换到“{worklist.title}”")
        self.body.addWidget(self.tabs)
        self.setFocusProxy(self.current)
        self.tabs.currentChanged.connect(self._show_list)

    @property
    def current(self) -> CaseList:
        """The list in sight."""
        return self.lists[self.tabs.currentIndex()]

    @override
    def refresh(self) -> None:
        self.jobs.read(self, count_open_cases, then=self._show_counts)
        self.current.refresh()

    def _add_list(self, worklist: Worklist) -> None:
        def fetch(work: Work, after: CaseRow | None, limit: int) -> list[CaseRow]:
            if worklist.states:
                return list_open_cases(work, worklist.states, after, limit)
            return list_recent_cases(work, after, limit)

        made = CaseList(self, f"cases.worklist_{worklist.name}", worklist.title, _COLUMNS, fetch)
        made.say_when_empty(worklist.nothing, worklist.hint)
        made.opened.connect(self._open)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(made)
        self.lists.append(made)
        self.tabs.addTab(holder, worklist.title)

    def _switcher(self, at: int) -> Callable[[], None]:
        def switch() -> None:
            self.tabs.setCurrentIndex(at)

        return switch

    def _show_list(self) -> None:
        self.setFocusProxy(self.current)
        self.current.refresh()
        self.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_counts(self, counts: dict[CaseState, int]) -> None:
        for at, worklist in enumerate(WORKLISTS):
            if worklist.states:
                number = sum(counts.get(state, 0) for state in worklist.states)
                self.tabs.setTabText(at, f"{worklist.title} {number}")

    def _open(self, row: CaseRow) -> None:
        self.case_opened.emit(row.id)
        self.wanted.emit("cases.detail", row.id)
