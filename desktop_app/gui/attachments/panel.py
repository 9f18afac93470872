"""附件: the tab of the case page where files come in, are looked at, compared with originals and put out again."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QPushButton, QVBoxLayout
from typing_extensions import override

from desktop_app.gui.attachments.dialogs import CompareDialog, RemovalDialog
from desktop_app.gui.attachments.preview import AttachmentPreview, Shown
from desktop_app.gui.attachments.rows import COLUMNS, PanelRow, file_facts, line_title, panel_rows
from desktop_app.gui.attachments.scan_folder import ScanDialog, ScanFolder, ScannedFile
from desktop_app.gui.attachments.sources import (
    Brought,
    Picked,
    ask_files,
    bring_in,
    picked_from,
    picked_from_clipboard,
)
from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.flow import Flow
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.tables import ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.trust import is_comparable
from desktop_app.services.attachment_lines import Attachments, get_attachments
from desktop_app.services.case_attachments import attach_files, compare_material, make_copy, remove_file
from desktop_app.services.case_files import OF_THE_CASE, AttachedFile, FileContent, get_file
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.cases import ActResult
from models.enums import MaterialKind, Permission
from models.procedure import TrustLevel

HINT = "把文件拖到材料上，或按 Ctrl+V 粘贴；回车查看。"
NOT_HERE = "这件办件已经归档，案卷不能再改动。"
ONLY_WHOLE = "审查人员的附件请添加到“整个办件”。"


class AttachmentsPanel(CasePanel):
    """Every line of the checklist with its files under it; what is brought in goes to the line with the cursor."""

    title = "附件"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._found: Attachments | None = None
        self._detail: CaseDetail | None = None
        self._is_busy = False
        self.table = ListTable("attachments.list", "材料与附件")
        self.table.show_rows(RowsModel(COLUMNS, key=lambda row: row.key))
        self.scans = ScanFolder(page.jobs, self)
        self.buttons: dict[str, QPushButton] = {}
        self.setAcceptDrops(True)
        self._build()
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._show_buttons)
        self.scans.changed.connect(self._count_scans)

    def _build(self) -> None:
        row = Flow(from_left=True)
        for name, words, key, icon, act in (
            ("add", "添加文件", "Ctrl+O", "add", self._ask_files),
            ("paste", "粘贴", "Ctrl+V", "", self._paste),
            ("scan", "扫描文件夹", "Ctrl+E", "import", self._ask_scans),
            ("view", "查看", "回车", "search", self._view),
            ("compare", "核对原件", "F4", "checked", self._ask_comparison),
            ("copy", "带水印复印件", "Ctrl+D", "print", self._copy),
            ("remove", "移除", "Del", "", self._ask_removal),
        ):
            made = self.buttons[name] = button(f"attachments.{name}", words, key=key, icon=icon)
            made.setProperty("kind", "compact")
            made.clicked.connect(act)
            row.addWidget(made)
            if name != "view":
                self._add_key(key, made)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(label(HINT, "note", wrap=True))

    def _add_key(self, key: str, pressed: QPushButton) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(pressed.click)

    # what is shown

    @override
    def show_case(self, detail: CaseDetail) -> None:
        self._detail = detail
        self.page.jobs.read(self, get_attachments, detail.row.id, then=self._show)

    def _show(self, found: Attachments) -> None:
        is_other = self._found is None or self._found.case_id != found.case_id
        self._found = found
        self.table.rows_model().replace(panel_rows(found))
        if is_other or self.table.current_row() is None:
            self.table.select_key((found.lines[0].position, 0))
        self._show_buttons()

    def _show_buttons(self) -> None:
        row, found = self._row, self._found
        may_add = self._may_add
        for name in ("add", "paste", "scan"):
            self.buttons[name].setEnabled(may_add and not self._is_busy)
        file = row.file if row else None
        self.buttons["view"].setEnabled(file is not None)
        may_compare = row is not None and self._may(Permission.CASES_RECEIVE) and self._is_comparable(row)
        self.buttons["compare"].setEnabled(may_compare and not self._is_busy)
        is_checked = row is not None and row.line.trust in {TrustLevel.A, TrustLevel.B}
        may_print = self._may(Permission.DOCUMENTS_PRINT)
        self.buttons["copy"].setEnabled(file is not None and is_checked and may_print)
        is_open = found is not None and not found.is_archived
        may_remove = self._may(Permission.CASES_CORRECT) or (
            found is not None and found.is_before_acceptance and self._may(Permission.CASES_RECEIVE)
        )
        is_there = file is not None and file.removed_at is None
        self.buttons["remove"].setEnabled(is_there and is_open and may_remove and not self._is_busy)

    def _count_scans(self, files: list[ScannedFile] | None) -> None:
        new = sum(one.is_new for one in files or ())
        words = f"扫描文件夹（{new} 个新）" if new else "扫描文件夹"
        self.buttons["scan"].setText(f" {words}  Ctrl+E")
        self.buttons["scan"].setAccessibleName(words)

    @property
    def _row(self) -> PanelRow | None:
        return self.table.current_row()

    def _may(self, permission: Permission) -> bool:
        return permission in self.page.jobs.actor.permissions

    @property
    def _may_add(self) -> bool:
        """The counter to every line; the examining department to the case as a whole."""
        row, found = self._row, self._found
        if row is None or found is None or found.is_archived:
            return False
        is_whole = row.line.position == OF_THE_CASE
        return self._may(Permission.CASES_RECEIVE) or (is_whole and self._may(Permission.CASES_EXAMINE))

    def _is_comparable(self, row: PanelRow) -> bool:
        line, found = row.line, self._found
        if line.received_as is None or found is None or found.is_archived or self._detail is None:
            return False
        return line.trust is not TrustLevel.B and is_comparable(self._kind(line.position), line.received_as)

    def _kind(self, position: int) -> MaterialKind:
        materials = self._detail.content.materials if self._detail else ()
        return materials[position].kind if 0 <= position < len(materials) else MaterialKind.OTHER

    # bringing in

    def _ask_files(self) -> None:
        ask_files(self, "attachments.file_dialog", self.bring)

    def _paste(self) -> None:
        picked = picked_from_clipboard()
        if picked:
            self.bring(picked)
        else:
            self.page.show_sentence("剪贴板里没有文件或图片。请先复制，再按 Ctrl+V。", Tone.WARNING)

    def _ask_scans(self) -> None:
        row = self._row
        if row is None:
            return
        dialog = ScanDialog(self.scans, line_title(row.line), self.page)

        def go_on() -> None:
            self.bring(dialog.picked())
            dialog.give_up()

        dialog.ask(go_on)

    def bring(self, picked: list[Picked]) -> None:
        """Keep what was picked on the disk, then name it in the case, on the line with the cursor."""
        row = self._row
        if row is None or not picked or self._is_busy:
            return
        if not self._may_add:
            archived = self._found is not None and self._found.is_archived
            self.page.show_sentence(NOT_HERE if archived else ONLY_WHOLE, Tone.WARNING)
            return
        self._set_busy(True)
        self.page.show_sentence(f"正在添加 {len(picked)} 个文件…")
        jobs, position = self.page.jobs, row.line.position

        def kept(brought: Brought) -> None:
            self._attach(position, brought)

        jobs.run(self, bring_in, jobs.office, jobs.actor, picked, then=kept, refused=self._refused)

    def _attach(self, position: int, brought: Brought) -> None:
        found = self._found
        self.page.clear_sentence()
        if brought.refused:
            self.page.show_sentence("\n".join(brought.refused), Tone.BAD)
        if not brought.files or found is None:
            self._set_busy(False)
            return
        files = [AttachedFile(position, file) for file in brought.files]
        self._change(f"已添加 {len(files)} 个附件", attach_files, found.case_id, found.revision, files)

    # what is done with them

    def _open(self, row: PanelRow) -> None:
        if row.file is not None:
            self._view()
        elif row.line.files:
            self.table.select_key((row.line.position, row.line.files[0].id))
            self._view()
        elif self._may_add:
            self._ask_files()

    def _view(self) -> None:
        row, found = self._row, self._found
        if row is None or row.file is None or found is None:
            return
        all_files = [(line, file) for line in found.lines for file in line.files]
        shown = [
            Shown(get_file, file.id, f"{line_title(line)}　{file.name}　{file_facts(file)}")
            for line, file in all_files
        ]
        at = next(at for at, (_, file) in enumerate(all_files) if file.id == row.file.id)
        AttachmentPreview(self.page, shown, at).open()

    def _copy(self) -> None:
        row = self._row
        if row is not None and row.file is not None:
            name, jobs = f"{row.line.name}（复印件）.pdf", self.page.jobs

            def made(pdf: bytes) -> None:
                show_copy(self.page, name, pdf)

            jobs.change(self, make_copy, row.file.id, then=made, button=self.buttons["copy"])

    def _ask_comparison(self) -> None:
        row, found = self._row, self._found
        if row is None or found is None:
            return
        dialog = CompareDialog(row.line, self.page)

        def send() -> None:
            self._change(
                "已登记与原件核对无误",
                compare_material,
                found.case_id,
                found.revision,
                row.line.position,
                dialog.valid_until(),
                dialog=dialog,
            )

        dialog.ask(send)

    def _ask_removal(self) -> None:
        row, found = self._row, self._found
        if row is None or row.file is None or found is None:
            return
        file = row.file
        dialog = RemovalDialog(file, self.page)

        def send() -> None:
            reason = dialog.reason.value
            self._change(
                "已移除附件", remove_file, found.case_id, found.revision, file.id, reason, dialog=dialog
            )

        dialog.ask(send)

    def _change(
        self,
        said: str,
        use_case: Callable[..., ActResult],
        *args: object,
        dialog: CompareDialog | RemovalDialog | None = None,
    ) -> None:
        self._set_busy(True)

        def done(_result: ActResult) -> None:
            if dialog is not None:
                dialog.give_up()
            self.page.toast(said)

        refused = dialog.show_refusal if dialog is not None else self._refused
        self.page.jobs.change(
            self, use_case, *args, then=done, refused=refused, ended=lambda: self._set_busy(False)
        )

    def _refused(self, error: ServiceError) -> None:
        """Somebody else acted first, or the disk is full: the page says so, and shows the case as it is."""
        self._set_busy(False)
        self.page.refresh()
        self.page.show_refusal(error)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._show_buttons()

    # dropping

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._point_at(event.position().toPoint())
        event.setAccepted(self._may_add)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._point_at(event.position().toPoint())
        event.acceptProposedAction()
        self.bring(picked_from(event.mimeData()))

    def _point_at(self, place: QPoint) -> None:
        """The line under what is being dragged has the cursor."""
        index = self.table.indexAt(self.table.viewport().mapFrom(self, place))
        row = self.table.rows_model().row_at(index)
        if row is not None:
            self.table.select_key((row.line.position, 0))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scans.set_active(True)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.scans.set_active(False)


def show_copy(page: Page, name: str, pdf: bytes) -> None:
    """Show the marked copy as it will come out; from there it is printed or saved."""

    def read(_work: object, _subject: object) -> FileContent:
        return FileContent(name, "application/pdf", pdf)

    AttachmentPreview(page, [Shown(read, name, name, is_printed=True)]).open()
