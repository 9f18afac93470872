"""批量出件: scan paper after paper, then one person signs for all results; each case keeps its own papers."""

from collections import deque
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.cases.delivery import ScanBox
from desktop_app.gui.fields import TextField
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.printing import show_documents
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.batch_delivery import ScannedCase, deliver_scanned, find_scanned
from desktop_app.services.cases import ActResult

STEPS = "① 依次扫描要领取的文书　② 填写取件人姓名，核对证件　③ F8 全部出件，打印取件凭证和送达回证"
WAITING = "已扫描 {count} 件。"
NOTHING = "还没有扫描。"
DONE = "✓ 已出件 {done} 件{failed}。"


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scanned case; `outcome` says what became of it and is empty while it waits."""

    scanned: ScannedCase
    outcome: str = ""
    tone: Tone = Tone.NEUTRAL


class BatchDeliveryPart(QWidget):
    """The box a scanner types into, the cases scanned, and who collects them."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._texts: deque[str] = deque()
        self._is_looking = False
        self._waiting: deque[ScanRow] = deque()
        self._document_ids: list[int] = []
        self.scan = ScanBox("cases.batch_scan")
        self.setFocusProxy(self.scan)
        self.summary = label(NOTHING, "strong", wrap=True)
        self.summary.setObjectName("cases.batch_scanned")
        self.table = ListTable("cases.batch_delivery", "已扫描的办件")
        self.model: RowsModel[ScanRow] = RowsModel(_COLUMNS, lambda row: row.scanned.case_id, self)
        self.table.show_rows(self.model)
        self.collector = TextField("cases.batch_collector", "取件人姓名", max_length=200, required=True)
        self.remove = button("cases.batch_remove", "移出选中的", key="Del")
        self.deliver = button("cases.batch_deliver", "全部出件", key="F8", icon="delivery", kind="primary")
        foot = QHBoxLayout()
        foot.addWidget(self.collector, 1)
        foot.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.deliver, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(STEPS, "subtitle", wrap=True))
        column.addWidget(self.scan)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.scan.returnPressed.connect(self._take_scan)
        self.remove.clicked.connect(self._remove)
        self.deliver.clicked.connect(self._deliver)
        delete = QShortcut(QKeySequence("Del"), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)
        self._show()

    def start(self) -> None:
        """Wait for the next scan."""
        self.scan.ready()

    def go_on(self) -> None:
        """F8: hand everything over."""
        self.deliver.click()

    # scanning

    def _take_scan(self) -> None:
        text = self.scan.text().strip()
        self.scan.clear()
        if text:
            self._page.clear_sentence()
            self._texts.append(text)
            self._look()

    def _look(self) -> None:
        """One scan after the other: a fast scanner must not lose any."""
        if not self._texts or self._is_looking:
            return
        self._is_looking = True
        self._page.jobs.read(
            self,
            find_scanned,
            self._texts.popleft(),
            then=self._add,
            refused=self._refuse_scan,
            ended=self._looked,
        )

    def _looked(self) -> None:
        self._is_looking = False
        self._look()

    def _add(self, scanned: ScannedCase) -> None:
        """A case scanned twice stands there once, as it is now; one that is done already makes room."""
        rows = [row for row in self.model.rows if not row.outcome.startswith("✓")]
        rows = [row for row in rows if row.scanned.case_id != scanned.case_id]
        self._put([*rows, ScanRow(scanned)])
        self.table.select_key(scanned.case_id)
        if not self.collector.value:
            self.collector.set_value(scanned.applicant_name)

    def _refuse_scan(self, error: ServiceError) -> None:
        self._page.show_sentence(sentence(error), Tone.WARNING)

    def _remove(self) -> None:
        gone = {row.scanned.case_id for row in self.table.selected_rows()}
        self._put([row for row in self.model.rows if row.scanned.case_id not in gone])
        self.scan.ready()

    # handing over

    def _deliver(self) -> None:
        waiting = [row for row in self.model.rows if not row.outcome.startswith("✓")]
        if not waiting or self._waiting:
            return
        if not self.collector.value:
            self.collector.show_error("请填写取件人姓名")
            self.collector.focus()
            return
        self.collector.clear_note()
        self._page.clear_sentence()
        self._document_ids = []
        self._waiting = deque(waiting)
        self._deliver_next()

    def _deliver_next(self) -> None:
        """Each case is an act of its own: one that cannot be handed over keeps no other from it."""
        if not self._waiting:
            self._end()
            return
        self.deliver.setEnabled(False)
        row = self._waiting[0]

        def done(result: ActResult) -> None:
            self._document_ids += result.document_ids
            self._note(row, "✓ 已出件", Tone.GOOD)

        def refused(error: ServiceError) -> None:
            self._note(row, f"■ {sentence(error)}", Tone.BAD)

        self._page.jobs.change(
            self, deliver_scanned, row.scanned, self.collector.value, then=done, refused=refused
        )

    def _note(self, row: ScanRow, outcome: str, tone: Tone) -> None:
        told = replace(row, outcome=outcome, tone=tone)
        rows = [told if one.scanned.case_id == row.scanned.case_id else one for one in self.model.rows]
        self._put(rows)
        self._waiting.popleft()
        self._deliver_next()

    def _end(self) -> None:
        done = sum(row.outcome.startswith("✓") for row in self.model.rows)
        failed = sum(row.outcome.startswith("■") for row in self.model.rows)
        self.summary.setText(
            DONE.format(done=done, failed=f"，{failed} 件没有出件，原因见右列" if failed else "")
        )
        if not failed:
            self.collector.set_value("")
        self.deliver.setEnabled(bool(failed))
        self.scan.ready()
        show_documents(self._page, self._document_ids)

    def job_failed(self) -> None:
        """A hand-over met a bug: the rest waits for the next try."""
        self._waiting.clear()
        self.deliver.setEnabled(True)
        self._page.job_failed()

    def _put(self, rows: list[ScanRow]) -> None:
        self.model.replace(rows)
        self._show()

    def _show(self) -> None:
        waiting = sum(not row.outcome for row in self.model.rows)
        self.summary.setText(WAITING.format(count=waiting) if self.model.rows else NOTHING)
        self.deliver.setEnabled(bool(self.model.rows) and not self._waiting)
        self.remove.setEnabled(bool(self.model.rows))


def _source(row: ScanRow) -> str:
    return "✓ 扫描文书" if row.scanned.is_scanned else "○ 输入编号"


_COLUMNS: tuple[Column[ScanRow], ...] = (
    Column("申请人", lambda row: row.scanned.applicant_name, 14, least=8),
    Column("交付结果", lambda row: row.scanned.result, 26, least=14, tooltip=lambda row: row.scanned.number),
    Column("事项", lambda row: row.scanned.matter_name, 24, least=0),
    Column("核对", _source, 11),
    Column("出件情况", lambda row: row.outcome or "等待出件", 0, tone=lambda row: row.tone),
)
