"""我的待办: every list cases stand on, with its count, whose cases they are, the most urgent first."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from desktop_app.gui.cases.case_list import CaseList
from desktop_app.gui.cases.package_inbox import PackageInbox
from desktop_app.gui.cases.rows import APPLICANT, CHANNEL, HOLDER, MATTER, NUMBER, STATE, TIME_LEFT
from desktop_app.gui.flow import Flow
from desktop_app.gui.forms import ChoiceField
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, button
from desktop_app.gui.tables import Column, Fetch
from desktop_app.gui.theme import GRID
from desktop_app.services.case_rows import CaseRow
from desktop_app.services.work import Work
from desktop_app.services.worklists import Whose, count_worklists, list_worklist
from models.enums import Area
from models.procedure import Worklist

HELP = (
    "每件在办的办件都在其中一个清单里：待预审的网上申请先预审，待收件的按 F2 接着收件，待受理的核对材料后受理，"
    "待补正的等申请人补齐，待出件的通知申请人来取。最急的排在最前面；选中一件按回车打开。"
    "“经手人”可以只看自己经手的，或者还没有人接手的。"
)
_COLUMNS: tuple[Column[CaseRow], ...] = (
    NUMBER,
    replace(APPLICANT, width=12),
    MATTER,
    STATE,
    TIME_LEFT,
    CHANNEL,
    HOLDER,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: what is in it (nothing: all cases), its key, and what is said when nothing is in it."""

    worklist: Worklist | None
    title: str
    key: str
    hint: str

    @property
    def name(self) -> str:
        """What its button is called."""
        return self.worklist.value if self.worklist else "recent"

    @property
    def nothing(self) -> str:
        """What stands there while it is empty."""
        return f"没有{self.title}的办件" if self.worklist else "还没有办件"


_HINTS = {
    Worklist.PREEXAMINATION: "网上提交的申请会出现在这里，一个工作日内预审。",
    Worklist.RECEIPT: "预审通过的网上申请、暂存的申请会出现在这里，等窗口收件。",
    Worklist.ACCEPTANCE: "收了件还没有受理的办件会出现在这里。",
    Worklist.SUPPLEMENT: "告知补正、预审退回后等申请人的办件会出现在这里。",
    Worklist.EXAMINATION: "已受理、审批部门正在审查的办件会出现在这里。",
    Worklist.SPECIAL: "听证、检测、鉴定等特别程序期间的办件会出现在这里。",
    Worklist.DECISION: "审查完、等审批部门作决定的办件会出现在这里。",
    Worklist.CERTIFICATION: "准予决定以后等制证的办件会出现在这里。",
    Worklist.DELIVERY: "审批部门作出决定后，办件会出现在这里，等申请人来取或者寄出后签收。",
    Worklist.CLOSED: "办结、不予受理、撤回等已经结束的办件会出现在这里。",
}
LISTS = (
    *(
        Listed(worklist, worklist.label, f"Ctrl+{at % 10}", _HINTS[worklist])
        for at, worklist in enumerate(Worklist, 1)
    ),
    Listed(None, "最近办件", "Ctrl+L", "在“窗口受理”中收第一件。"),
)


def list_to_deliver(work: Work, after: CaseRow | None, limit: int) -> list[CaseRow]:
    """The decided cases nobody has collected yet."""
    return list_worklist(work, Worklist.DELIVERY, Whose.ALL, after, limit)


class WorklistsPage(Page):
    """All lists with their counts; Enter opens a case."""

    areas = frozenset({Area.CASES})
    help_text = HELP
    case_opened = Signal(int)
    """The case to be shown; the main window goes to its page."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(
            "cases.worklists", "我的待办", jobs, "回车打开办件 · Ctrl+1 至 Ctrl+9 切换清单", parent
        )
        self._chosen = LISTS[0]
        self._has_begun = False
        self.whose = ChoiceField(
            "cases.worklist_whose", "经手人", [(whose.value, whose.label) for whose in Whose]
        )
        self.buttons: dict[str, QPushButton] = {}
        self.list = CaseList(self, "cases.worklist", "办件", _COLUMNS, self._fetch())
        self.inbox = PackageInbox(self)
        self.pull = self.add_action(
            "cases.pull",
            "收取网上申请",
            self.inbox.pull,
            key="Ctrl+U",
            icon="import",
            tooltip="收取网上渠道送来的申请包；每小时也会自动收取一次（Ctrl+U）",
        )
        self._lay_out()
        self.inbox.pulled.connect(self.refresh)
        self.list.opened.connect(self._open)
        self.whose.edited.connect(self._show_list)
        self.add_key("Alt+O", self._next_whose, "换一个经手人：全部、我经手的、还没有人经手的")
        self.setFocusProxy(self.list)
        self._tell_list()

    @property
    def chosen(self) -> Listed:
        """The list in sight."""
        return self._chosen

    @override
    def refresh(self) -> None:
        self.jobs.read(self, count_worklists, Whose(self.whose.value), then=self._show_counts)
        self.list.refresh()

    def show_worklist(self, chosen: Listed) -> None:
        """Turn to a list."""
        self._has_begun = True
        self._chosen = chosen
        self._show_list()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        row = Flow(from_left=True)
        row.setSpacing(GRID // 2)
        group = QButtonGroup(self)
        for listed in LISTS:
            made = button(f"cases.worklist_{listed.name}", listed.title, kind="compact")
            made.setCheckable(True)
            made.setToolTip(f"{listed.title}（{listed.key}）")
            made.clicked.connect(self._turner(listed))
            group.addButton(made)
            row.addWidget(made)
            self.buttons[listed.name] = made
            self.add_key(listed.key, self._turner(listed), f"切换到“{listed.title}”")
        head = QHBoxLayout()
        head.setSpacing(GRID * 2)
        head.addLayout(row, 1)
        head.addWidget(self.whose, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self.list, 1)

    def _turner(self, listed: Listed) -> Callable[[], None]:
        def turn() -> None:
            self.show_worklist(listed)

        return turn

    def _next_whose(self) -> None:
        members = list(Whose)
        at = members.index(Whose(self.whose.value))
        self.whose.set_value(members[(at + 1) % len(members)].value)
        self._show_list()

    def _show_list(self) -> None:
        self._tell_list()
        self.list.model.search(self._fetch())
        self.jobs.read(self, count_worklists, Whose(self.whose.value), then=self._show_counts)

    def _tell_list(self) -> None:
        self.buttons[self._chosen.name].setChecked(True)
        self.list.table.setAccessibleName(f"{self._chosen.title}的办件")
        self.list.say_when_empty(self._chosen.nothing, self._chosen.hint)

    def _fetch(self) -> Fetch[CaseRow]:
        worklist, whose = self._chosen.worklist, Whose(self.whose.value)

        def fetch(work: Work, after: CaseRow | None, limit: int) -> list[CaseRow]:
            return list_worklist(work, worklist, whose, after, limit)

        return fetch

    def _show_counts(self, counts: dict[Worklist, int]) -> None:
        for listed in LISTS:
            number = counts.get(listed.worklist) if listed.worklist else None
            words = listed.title if number is None else f"{listed.title} {number}"
            self.buttons[listed.name].setText(words)
            self.buttons[listed.name].setAccessibleName(words)
        if not self._has_begun:
            self._begin_with(counts)

    def _begin_with(self, counts: dict[Worklist, int]) -> None:
        """The page opens on the first list that has something in it."""
        self._has_begun = True
        first = next((listed for listed in LISTS if listed.worklist and counts.get(listed.worklist)), None)
        if first is not None and first is not self._chosen:
            self._chosen = first
            self._tell_list()
            self.list.model.search(self._fetch())

    def _open(self, row: CaseRow) -> None:
        self.case_opened.emit(row.id)
        self.wanted.emit("cases.detail", row.id)
