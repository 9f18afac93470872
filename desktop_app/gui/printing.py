"""Preview and print: what an act has issued is seen, put on paper or kept as PDF without touching the mouse."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import FAILURE, MessageBar, Page, button, label
from desktop_app.gui.pdf_pages import PdfPages
from desktop_app.gui.print_run import Outcome, PrintRun
from desktop_app.gui.printer_choice import PrinterChoice, ask_pdf_file
from desktop_app.gui.printers import PutOut, into_file, onto_paper, printer_label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.printing import DocumentRow, find_documents, get_document_pdf
from models.enums import PrintState

LIST_WIDTH = 248
USUAL_SIZE = QSize(1080, 720)
SAVED_AS = "另存为 PDF"
"""What the record of a print names where a file stands for the printer."""


def show_documents(page: Page, document_ids: Sequence[int]) -> "PreviewDialog | None":
    """Open the preview over a page for some documents; nothing opens where there are none."""
    if not document_ids:
        return None
    dialog = PreviewDialog(page, document_ids)
    dialog.open()
    return dialog


class PreviewDialog(QDialog):
    """The documents at the left, the page in the middle, one key for all that is not yet printed."""

    def __init__(self, page: Page, document_ids: Sequence[int]) -> None:
        super().__init__(page)
        set_names(self, "printing.preview", "文书预览与打印")
        self.setWindowTitle("文书预览与打印")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page = page
        self._ids = tuple(document_ids)
        self._rows: tuple[DocumentRow, ...] = ()
        self._done: set[int] = set()
        self._waiting: list[int] = []
        self._is_busy = False
        self.message = MessageBar("printing.preview")
        self.documents = QListWidget()
        self.view = PdfPages("printing.view", "文书页面", self)
        self.printer = PrinterChoice("printing.printer", page.jobs)
        self._build()
        self._connect()
        self._read()

    # building

    def _build(self) -> None:
        set_names(self.documents, "printing.documents", "待打印的文书")
        self.documents.setFixedWidth(theme.px(LIST_WIDTH))
        self.documents.setVisible(len(self._ids) > 1)
        self.documents.setWordWrap(True)
        self.close_button = button("printing.close", "关闭", key="Esc")
        self.save = button("printing.save", "另存为 PDF", key="Ctrl+S", icon="export")
        self.print_one = button("printing.print", "打印这一份", key="Ctrl+P")
        self.print_all = button("printing.print_all", "打印", icon="print", kind="primary")
        self.print_all.setDefault(True)
        self.large = button(
            "printing.large", "大字版", key="Alt+L", kind="compact", tooltip="用大字显示和打印（Alt+L）"
        )
        self.large.setCheckable(True)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        self.heading = label("", "title")
        head.addWidget(self.heading, 1)
        head.addWidget(label("打印机", "field"))
        head.addWidget(self.printer)
        middle = QHBoxLayout()
        middle.setSpacing(GRID * 2)
        middle.addWidget(self.documents)
        middle.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.close_button)
        foot.addWidget(self.large)
        foot.addStretch(1)
        for part in (self.save, self.print_one, self.print_all):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addLayout(head)
        column.addWidget(self.message)
        column.addLayout(middle, 1)
        column.addLayout(foot)
        self.resize((self._page.window().size() * 0.94).boundedTo(USUAL_SIZE * theme.text_percent() / 100))

    def _connect(self) -> None:
        self.documents.currentRowChanged.connect(self._show_current)
        self.printer.found.connect(self._show_buttons)
        self.printer.warned.connect(self._warn)
        self.close_button.clicked.connect(self.reject)
        self.save.clicked.connect(self._ask_file)
        self.large.toggled.connect(self._enlarge)
        self.print_one.clicked.connect(self._print_current)
        self.print_all.clicked.connect(self._print_rest)
        for key, act in (
            ("Ctrl+P", self._print_current),
            ("Ctrl+Shift+P", self._print_rest),
            ("Ctrl+S", self.save.click),
            ("Alt+L", self.large.click),
            ("PgDown", lambda: self.view.turn(1)),
            ("PgUp", lambda: self.view.turn(-1)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    # what is shown

    @property
    def current(self) -> DocumentRow | None:
        """The document in sight."""
        at = self.documents.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def show_refusal(self, error: ServiceError) -> None:
        """Say in place why it was refused."""
        self.message.say(sentence(error), Tone.BAD)

    def job_failed(self) -> None:
        """A job of the preview met a bug."""
        self.message.say(FAILURE, Tone.BAD)

    def _read(self) -> None:
        self._page.jobs.read(self, find_documents, self._ids, then=self._show_rows)

    def _show_rows(self, rows: list[DocumentRow]) -> None:
        """Keep the document in sight; at first it is the first one that was never printed."""
        chosen = self.documents.currentRow()
        self._rows = tuple(rows)
        self.documents.blockSignals(True)
        self.documents.clear()
        for row in rows:
            item = QListWidgetItem(_item_text(row))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _item_text(row))
            self.documents.addItem(item)
        self.documents.blockSignals(False)
        fresh = next((at for at, row in enumerate(rows) if not row.prints), 0)
        self.documents.setCurrentRow(chosen if chosen >= 0 else fresh)
        self._show_buttons()
        if not self._is_busy and not self._waiting:
            self.print_all.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_current(self) -> None:
        row = self.current
        if row is not None:
            self.heading.setText(row.kind.label)
            self.heading.setToolTip(row.number)
            is_large = self.large.isChecked()
            self._page.jobs.read(
                self, get_document_pdf, row.id, row.prints, is_large, then=self.view.show_pdf
            )

    def _enlarge(self, is_large: bool) -> None:
        self.large.setText("✓ 大字版  Alt+L" if is_large else "大字版  Alt+L")
        self._show_current()

    def _show_buttons(self) -> None:
        several = len(self._rows) > 1
        fresh = sum(not row.prints for row in self._rows)
        if several:
            words = f"打印未打印的 {fresh} 份" if fresh else "全部补打"
        else:
            words = "打印" if fresh else "补打"
        self.print_all.setText(f" {words}  回车")
        self.print_all.setAccessibleName(words)
        self.print_all.setToolTip(f"{words}（回车或 Ctrl+Shift+P）")
        self.print_one.setVisible(several)
        for part in (self.print_all, self.print_one, self.save, self.large, self.printer):
            part.setEnabled(bool(self._rows) and not self._is_busy)
        self.printer.setEnabled(not self._is_busy and self.printer.count() > 1)

    def _warn(self, words: str) -> None:
        self.message.say(words, Tone.WARNING)

    # printing and saving

    def _print_current(self) -> None:
        if self.current is not None:
            self._print([self.current])

    def _print_rest(self) -> None:
        fresh = [row for row in self._rows if not row.prints]
        self._print(fresh or list(self._rows))

    def _print(self, rows: list[DocumentRow]) -> None:
        if not self._is_busy and self.printer.count():
            self._waiting = [row.id for row in rows]
            self._set_busy(True)
            self._print_next()

    def _print_next(self) -> None:
        row = next(row for row in self._rows if row.id == self._waiting[0])
        name = str(self.printer.currentData())
        self.message.say(f"正在打印“{row.kind.label}”…", Tone.INFO)
        put_out = onto_paper(name, f"{row.kind.label} {row.number}")
        self._send(row.id, printer_label(name), put_out, PrintState.PRINTED)

    def _send(self, document_id: int, target: str, put_out: PutOut, done: PrintState) -> None:
        is_large = self.large.isChecked()
        run = PrintRun(self._page.jobs, document_id, target, put_out, done, is_large=is_large)
        run.ended.connect(self._saved if done is PrintState.SAVED else self._printed)
        run.start()

    def _printed(self, outcome: Outcome) -> None:
        self._waiting.pop(0)
        if outcome.failure:
            self._waiting.clear()
            self._end(outcome.failure, Tone.BAD)
            return
        self._done.add(outcome.document_id)
        if self._waiting:
            self._print_next()
        elif all(row.prints or row.id in self._done for row in self._rows):
            self._page.toast(f"已送打印机：{len(self._done)} 份")
            self.accept()
        else:
            self._end("这一份已送打印机。", Tone.GOOD)

    def _ask_file(self) -> None:
        row = self.current
        if row is None or self._is_busy:
            return
        ask_pdf_file(self, "printing.save_dialog", f"{row.kind.label} {row.number}", self._save)

    def _save(self, path: str) -> None:
        if self.current is not None:
            self._set_busy(True)
            self._send(self.current.id, SAVED_AS, into_file(Path(path)), PrintState.SAVED)

    def _saved(self, outcome: Outcome) -> None:
        if outcome.failure:
            self._end(outcome.failure, Tone.BAD)
        else:
            self._end("已另存为 PDF。", Tone.GOOD)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._show_buttons()

    def _end(self, words: str, tone: Tone) -> None:
        self.message.say(words, tone)
        self._set_busy(False)
        self._read()


def _item_text(row: DocumentRow) -> str:
    state = f"✓ 已出 {row.prints} 份" if row.prints else "○ 未打印"
    if row.void_reason:
        state = f"✕ 已作废　{state}"
    return f"{row.kind.label}\n{row.number}\n{state}"
