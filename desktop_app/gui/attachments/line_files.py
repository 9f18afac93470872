"""收件时的附件: files brought to the lines of a checklist before there is a case, kept on the disk until the act names them."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.attachments.preview import AttachmentPreview, Shown
from desktop_app.gui.attachments.rows import SHOWN_TYPES
from desktop_app.gui.attachments.scan_folder import ScanDialog, ScanFolder, size_words
from desktop_app.gui.attachments.sources import Brought, Picked, ask_files, bring_in, picked_from_clipboard
from desktop_app.gui.cases.checklist import Checklist
from desktop_app.gui.cases.checklist_line import MaterialLine
from desktop_app.gui.fields import set_names
from desktop_app.gui.flow import Flow
from desktop_app.gui.page import MessageBar, Page, button, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.case_files import KeptFile, get_kept_file
from models.enums import ReceivedAs

DIALOG_WIDTH = 760
NOTHING_COPIED = "剪贴板里没有文件或图片。请先复制，再按 Ctrl+V。"


class LineFiles(QObject):
    """Takes what is dropped or pasted on a checklist, and opens the files of a line."""

    def __init__(self, checklist: Checklist, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(checklist)
        self.page = page
        self.window = parent or page
        self._scans: ScanFolder | None = None
        checklist.brought.connect(self.bring)
        checklist.files_wanted.connect(self.open)

    @property
    def scans(self) -> ScanFolder:
        """This desk's scanner folder, watched from the first time somebody asks for it."""
        if self._scans is None:
            self._scans = ScanFolder(self.page.jobs, self)
        return self._scans

    def open(self, line: MaterialLine) -> None:
        """The files of a line, to be seen and added to."""
        LineFilesDialog(self, line).open()

    def bring(
        self,
        line: MaterialLine,
        picked: list[Picked],
        way: ReceivedAs = ReceivedAs.ELECTRONIC,
        dialog: "LineFilesDialog | None" = None,
    ) -> None:
        """Keep what was picked on the disk; then it belongs to the line."""
        say = dialog.message.say if dialog is not None else self.page.show_sentence
        if not picked:
            say(NOTHING_COPIED, Tone.WARNING)
            return
        jobs = self.page.jobs
        owner: QObject = dialog if dialog is not None else line

        def kept(brought: Brought) -> None:
            line.set_files([*line.files, *brought.files], way)
            if brought.refused:
                say("\n".join(brought.refused), Tone.BAD)
            elif dialog is None:
                self.page.toast(f"已添加到“{line.spec.name}”")
            if dialog is not None:
                dialog.show_files()

        def refused(error: ServiceError) -> None:
            say(sentence(error), Tone.BAD)

        jobs.run(owner, bring_in, jobs.office, jobs.actor, picked, then=kept, refused=refused)


class LineFilesDialog(QDialog):
    """What belongs to one line: added from the disk, the clipboard or the scanner, looked at, taken away again."""

    def __init__(self, files: LineFiles, line: MaterialLine) -> None:
        super().__init__(files.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("材料附件")
        set_names(self, "attachments.line_dialog", "材料附件")
        self._files, self._line = files, line
        self.message = MessageBar("attachments.line_dialog")
        self.table = ListTable("attachments.line_files", "附件")
        self.table.setMinimumHeight(theme.px(220))
        self.table.show_rows(RowsModel(_COLUMNS, key=lambda row: row.digest))
        self.table.opened.connect(self._view)
        self.buttons: dict[str, QPushButton] = {}
        self._build()
        self.show_files()
        room = files.window.window().width() - GRID * 4
        self.setMinimumWidth(min(theme.px(DIALOG_WIDTH), room))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """High enough for its buttons in as many lines as large type makes of them."""
        super().showEvent(event)
        needed = self.column.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), needed))

    def _build(self) -> None:
        row = Flow(from_left=True)
        for name, words, key, icon, act in (
            ("line_add", "选择文件", "Ctrl+O", "add", self._ask_files),
            ("line_paste", "粘贴", "Ctrl+V", "", self._paste),
            ("line_scan", "扫描文件夹", "Ctrl+E", "import", self._ask_scans),
            ("line_view", "查看", "", "search", self._view),
            ("line_remove", "移除", "Del", "", self._remove),
        ):
            made = self.buttons[name] = button(f"attachments.{name}", words, key=key, icon=icon)
            made.clicked.connect(act)
            row.addWidget(made)
            if key:
                QShortcut(QKeySequence(key), self).activated.connect(made.click)
        done = button("attachments.line_done", "完成", key="Esc", kind="primary")
        done.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(done)
        column = self.column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addWidget(label(self._line.spec.name, "heading", wrap=True))
        column.addWidget(self.message)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def show_files(self) -> None:
        """The files as the line has them now."""
        self.table.rows_model().replace(self._line.files)
        if self._line.files and self.table.current_row() is None:
            self.table.select_key(self._line.files[0].digest)
        for name in ("line_view", "line_remove"):
            self.buttons[name].setEnabled(bool(self._line.files))

    def _ask_files(self) -> None:
        ask_files(self, "attachments.file_dialog", self._bring)

    def _paste(self) -> None:
        self._bring(picked_from_clipboard())

    def _ask_scans(self) -> None:
        dialog = ScanDialog(self._files.scans, self._line.spec.name, self._files.page)

        def go_on() -> None:
            self._files.bring(self._line, dialog.picked(), ReceivedAs.SCAN, self)
            dialog.give_up()

        dialog.ask(go_on)

    def _bring(self, picked: list[Picked]) -> None:
        self.message.clear()
        self._files.bring(self._line, picked, dialog=self)

    def _view(self) -> None:
        row: KeptFile | None = self.table.current_row()
        if row is not None:
            files = self._line.files
            shown = [Shown(get_kept_file, one, f"{one.name}　{_facts(one)}") for one in files]
            AttachmentPreview(self._files.page, shown, files.index(row)).open()

    def _remove(self) -> None:
        row: KeptFile | None = self.table.current_row()
        if row is not None:
            self._line.set_files([one for one in self._line.files if one.digest != row.digest])
            self.show_files()


def _facts(row: KeptFile) -> str:
    pages = f" {row.pages}页" if row.pages else ""
    return f"{SHOWN_TYPES.get(row.media_type, '')}{pages} {size_words(row.size)}"


_COLUMNS: tuple[Column[KeptFile], ...] = (
    Column("文件", lambda row: row.name, 0),
    Column("内容", _facts, 20, least=10),
)
