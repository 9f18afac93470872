"""申请人历史 beside a case, with the recording and lifting of bars."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.applicants.bar_dialogs import LiftBarDialog, RecordBarDialog
from desktop_app.gui.applicants.history_view import HistoryView
from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.page import Page
from desktop_app.gui.parts import button, label
from desktop_app.gui.theme import GRID
from desktop_app.services.applicants import ApplicantHistory, open_history_of_case
from desktop_app.services.bars import BarRow, lift_bar, record_bar
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.case_rows import CaseRow
from models.enums import Permission
from models.procedure import BarGround


class HistoryPanel(CasePanel):
    """Read once a case, for every look leaves a trace; anew after a bar was recorded or lifted."""

    title = "申请人历史"
    permission = Permission.APPLICANTS_VIEW

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._detail: CaseDetail | None = None
        self._shown: tuple[int, int] | None = None
        self._bars: list[BarRow] = []
        self.view = HistoryView()
        self.view.opened.connect(self._open)
        self.record = button("applicants.record", "登记限制…", icon="add")
        self.lift = button("applicants.lift", "解除限制…", icon="tick")
        self.record.clicked.connect(self._ask_record)
        self.lift.clicked.connect(self._ask_lift)
        head = QHBoxLayout()
        head.addWidget(label("查看申请人历史会留下记录。", "note", wrap=True), 1)
        for made in (self.record, self.lift):
            head.addWidget(made)
            made.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    @override
    def show_case(self, detail: CaseDetail) -> None:
        self._detail = detail
        if self._shown != (detail.row.id, detail.row.revision):
            self._shown = (detail.row.id, detail.row.revision)
            self._read()

    def _read(self) -> None:
        if self._detail is not None:
            self.page.jobs.change(self, open_history_of_case, self._detail.row.id, then=self._show)

    def _show(self, history: ApplicantHistory) -> None:
        self.view.show_history(history)
        self._bars = [bar for bar in history.bars if bar.holds_on(history.today)]
        may = Permission.BARS_EDIT in self.page.jobs.actor.permissions
        self.record.setVisible(may)
        self.lift.setVisible(may and bool(self._bars))

    def _open(self, row: CaseRow) -> None:
        if self._detail is None or row.id != self._detail.row.id:
            self.page.wanted.emit("cases.detail", row.id)

    def _ask_record(self) -> None:
        detail = self._detail
        if detail is None:
            return
        dialog = RecordBarDialog(self.page)

        def send() -> None:
            self.page.jobs.change(
                dialog,
                record_bar,
                detail.row.id,
                BarGround(dialog.ground.value),
                dialog.facts.value,
                then=lambda _row: self._done(dialog, "已登记申请限制"),
                refused=dialog.show_refusal,
                button=dialog.way_on,
            )

        dialog.ask(send)

    def _ask_lift(self) -> None:
        dialog = LiftBarDialog(self._bars, self.page)

        def send() -> None:
            self.page.jobs.change(
                dialog,
                lift_bar,
                int(dialog.bar.value),
                dialog.reason.value,
                then=lambda _row: self._done(dialog, "已解除申请限制"),
                refused=dialog.show_refusal,
                button=dialog.way_on,
            )

        dialog.ask(send)

    def _done(self, dialog: ActDialog, said: str) -> None:
        dialog.give_up()
        self.page.toast(said)
        self._read()
