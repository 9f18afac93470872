"""承诺核查: promises behind decisions that wait to be checked, the most urgent first."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.cases.pledge_panel import PledgePanel, ask_check
from desktop_app.gui.cases.rows import TAIL, moment
from desktop_app.gui.page import Page, StateView, button, label
from desktop_app.gui.tables import Column, KeysetModel, ListTable
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.pledges import PledgeRow, list_pledge_checks
from desktop_app.services.work import hall_date
from models.enums import Light

NOTHING = "没有待核查的承诺"
HINT = "按告知承诺作出准予决定后，承诺会出现在这里，到期前核查是否属实。"
SOON = timedelta(days=7)
"""The check itself takes its days: a week before the date it is called near."""


class PledgeChecks(QWidget):
    """The list with its two ways on; Enter opens the case where its promises stand."""

    settled = Signal()
    """A result was registered."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.table = ListTable("examination.pledges", "待核查的承诺")
        self.model = KeysetModel[PledgeRow](
            self._columns(), lambda row: row.id, page.jobs, list_pledge_checks, page
        )
        self.table.show_rows(self.model)
        self.state = StateView("examination.pledges")
        self.words = label("", "note", wrap=True)
        self.open_case = button("examination.pledge_case", "打开办件  回车", icon="list")
        self.check = button("examination.pledge_check", "登记核查结果…  F8", icon="tick", kind="primary")
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.state)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.words, 1)
        foot.addWidget(self.open_case)
        foot.addWidget(self.check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._lists, 1)
        column.addLayout(foot)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._tell)
        self.model.arrived.connect(self._arrived)
        self.open_case.clicked.connect(self._open_current)
        self.check.clicked.connect(self.ask)
        self._arrived(0)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Read again, in place."""
        self.model.refresh()

    def ask(self) -> None:
        """Ask for the result of the promise the cursor is on."""
        row = self.table.current_row()
        if row is not None:
            ask_check(self._page, [row], self.settled.emit)

    def _columns(self) -> tuple[Column[PledgeRow], ...]:
        return (
            Column("核查", self._light_words, 9, tone=self._tone, least=7),
            Column("最迟核查日", _due_on, 12),
            Column("承诺事项", lambda row: row.subject, 20, least=12),
            Column("事项", lambda row: row.matter_name, 0, least=10),
            Column("申请人", lambda row: row.applicant_name, 20, least=0),
            Column(
                "办件编号", lambda row: f"…{row.number[-TAIL:]}", 14, tooltip=lambda row: row.number, least=0
            ),
        )

    def _light(self, row: PledgeRow) -> Light:
        today = hall_date(self._page.jobs.office.clock())
        if row.check_due_on is None or row.check_due_on > today + SOON:
            return Light.GREEN
        return Light.YELLOW if row.check_due_on >= today else Light.RED

    def _light_words(self, row: PledgeRow) -> str:
        return theme.light_words(self._light(row))

    def _tone(self, row: PledgeRow) -> Tone:
        return theme.LIGHT_TONES[self._light(row)]

    def _arrived(self, rows: int) -> None:
        for made in (self.open_case, self.check):
            made.setVisible(bool(rows))
        if not rows:
            self.words.clear()
            self.state.show_empty(NOTHING, HINT, icon="done")
            self._lists.setCurrentWidget(self.state)
            return
        self._lists.setCurrentWidget(self.table)
        if self.table.current_row() is None:
            self.table.select_key(self.model.key(self.model.rows[0]))

    def _tell(self, row: PledgeRow | None) -> None:
        """What was promised, in its own words."""
        self.words.setText("" if row is None else f"承诺内容：{row.text}（{moment(row.pledged_at)}）")

    def _open_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self._open(row)

    def _open(self, row: PledgeRow) -> None:
        self._page.wanted.emit("cases.detail", (row.case_id, PledgePanel.title))


def _due_on(row: PledgeRow) -> str:
    return row.check_due_on.isoformat() if row.check_due_on else ""
