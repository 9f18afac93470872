"""批量办理: many cases of one matter received, many results handed over, many papers printed at once."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.cases.batch_delivery import BatchDeliveryPart
from desktop_app.gui.cases.batch_receipt import BatchReceiptPart
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.choices import ChoiceField
from desktop_app.gui.fields import set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.printing import show_documents
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID
from desktop_app.services.printing import DocumentRow, list_unprinted
from models.enums import Area

HELP = (
    "同一事项的许多人一起来办：在“批量收件”里选事项、读取名单，整批收件；有问题的行逐行说明，修改后再读。"
    "“批量出件”里一份一份地扫描，最后一次出件。“批量打印”列出今天还没有打印的文书，一次打印。"
)
TITLES = ("批量收件", "批量出件", "批量打印")
OWN, ALL = "own", "all"
UNPRINTED = "今天还没有打印的文书 {count} 份。"
ALL_PRINTED = "✓ 今天的文书都已经打印。"


class BatchPrintPart(QWidget):
    """The papers of today that no copy came out of yet."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.whose = ChoiceField("cases.batch_whose", "范围", [(OWN, "我出具的"), (ALL, "全厅出具的")])
        self.summary = label("", "strong", wrap=True)
        self.summary.setObjectName("cases.batch_unprinted")
        self.table = ListTable("cases.batch_papers", "还没有打印的文书")
        self.model: RowsModel[DocumentRow] = RowsModel(_COLUMNS, lambda row: row.id, self)
        self.table.show_rows(self.model)
        self.setFocusProxy(self.table)
        self.print_all = button("cases.batch_print", "全部打印", key="F8", icon="print", kind="primary")
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.whose)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.print_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.whose.edited.connect(self.refresh)
        self.table.opened.connect(self._open)
        self.print_all.clicked.connect(self._print)

    def start(self) -> None:
        """Read what is to be printed."""
        self.refresh()
        self.table.setFocus()

    def go_on(self) -> None:
        """F8: print everything."""
        self.print_all.click()

    def refresh(self) -> None:
        """Read again."""
        self._page.jobs.read(self, list_unprinted, own=self.whose.value == OWN, then=self._show)

    def _show(self, rows: list[DocumentRow]) -> None:
        self.model.replace(rows)
        self.summary.setText(UNPRINTED.format(count=len(rows)) if rows else ALL_PRINTED)
        self.print_all.setEnabled(bool(rows))

    def _open(self, row: DocumentRow) -> None:
        show_documents(self._page, [row.id])

    def _print(self) -> None:
        show_documents(self._page, [row.id for row in self.model.rows])


class BatchPage(Page):
    """Three parts, one key each; F8 does what the part is for."""

    areas = frozenset({Area.CASES, Area.PRINTING})
    help_text = HELP

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("cases.batch", "批量办理", jobs, "Ctrl+1 收件 · Ctrl+2 出件 · Ctrl+3 打印", parent)
        self.tabs = QTabWidget()
        set_names(self.tabs, "cases.batch_tabs", "批量办理")
        self.receipt = BatchReceiptPart(self)
        self.delivery = BatchDeliveryPart(self)
        self.printing = BatchPrintPart(self)
        self._parts: tuple[BatchReceiptPart | BatchDeliveryPart | BatchPrintPart, ...] = (
            self.receipt,
            self.delivery,
            self.printing,
        )
        for at, (part, title) in enumerate(zip(self._parts, TITLES, strict=True)):
            self.tabs.addTab(part, title)
            self.add_key(f"Ctrl+{at + 1}", self._switcher(at), f"切换到“{title}”")
        self.body.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._turn)
        self.add_key("F2", self._begin, "换事项；在批量出件里回到扫描框")
        self.add_key("F8", self._go_on, "整批收件、全部出件、全部打印")
        self.add_key("F9", self.receipt.receive_all.click, "材料全部收到")
        self.add_key("Ctrl+T", self.receipt.template.click, "下载名单模板")
        self.add_key("Ctrl+O", self.receipt.open_list.click, "读取名单")

    @override
    def refresh(self) -> None:
        """What was typed stays; the list of papers is read again."""
        part = self.current
        if isinstance(part, BatchPrintPart):
            part.refresh()

    @property
    def current(self) -> BatchReceiptPart | BatchDeliveryPart | BatchPrintPart:
        """The part in sight."""
        return self._parts[self.tabs.currentIndex()]

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._start()

    def _switcher(self, at: int) -> Callable[[], None]:
        def switch() -> None:
            self.tabs.setCurrentIndex(at)

        return switch

    def _turn(self) -> None:
        """What was said about one part is not said about the next."""
        self.clear_sentence()
        self._start()

    def _start(self) -> None:
        self.setFocusProxy(self.current)
        self.current.start()

    def _begin(self) -> None:
        part = self.current
        if isinstance(part, BatchReceiptPart):
            part.choose_matter()
        else:
            part.start()

    def _go_on(self) -> None:
        self.current.go_on()


_COLUMNS: tuple[Column[DocumentRow], ...] = (
    Column("文书", lambda row: row.kind.label, 20),
    Column("文书编号", lambda row: row.number, 0),
    Column("出具时间", lambda row: moment(row.issued_at), 17),
    Column("出具人", lambda row: row.issued_by, 10, least=0),
)
