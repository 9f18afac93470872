"""导出事项: the versions in force as a file, for a spreadsheet, another program or another hall."""

from pathlib import Path
from threading import Event

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.catalogue import import_jobs
from desktop_app.gui.choices import ChoiceField
from desktop_app.gui.fields import set_names
from desktop_app.gui.page import FAILURE, MessageBar, Page, button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.sites import DepartmentRow, list_departments

USUAL_WIDTH, USUAL_HEIGHT = 640, 340
"""With room for a sentence and the progress."""
WORDS = "导出在用和暂停事项的现行版本；导出的文件可以原样导入。JSON 行最适合交给其他程序，XLSX 带下拉列表和填写说明。"
KINDS = (
    (".xlsx", "XLSX 表格（模板格式，分表）"),
    (".csv", "CSV 表格（一个事项一行）"),
    (".jsonl", "JSON 行（一个事项一行）"),
)
EVERYTHING = "全部部门"


class ExportDialog(QDialog):
    """Which department, what kind of file, where; then progress until the file is whole."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._stop: Event | None = None
        self.setWindowTitle("导出事项")
        set_names(self, "catalogue.export_dialog", "导出事项")
        self.message = MessageBar("catalogue.export_dialog")
        self.progress = QProgressBar()
        set_names(self.progress, "catalogue.export_progress", "导出进度")
        self.progress.hide()
        self.department = ChoiceField("catalogue.export_department", "部门", [("", EVERYTHING)])
        self.kind = ChoiceField("catalogue.export_kind", "文件格式", KINDS)
        self.leave = button("catalogue.export_close", "关闭", key="Esc")
        self.confirm = button("catalogue.export_confirm", "选择位置并导出", icon="export", kind="primary")
        self.confirm.setText(" 选择位置并导出  Ctrl+回车")
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.confirm.click)
        self.confirm.clicked.connect(self._choose)
        self.leave.clicked.connect(self.reject)
        self._build()
        self.resize(theme.px(USUAL_WIDTH), theme.px(USUAL_HEIGHT))
        page.jobs.read(self, list_departments, then=self._show_departments, refused=self._say)

    def export_to(self, path: Path) -> None:
        """Write the file; its name's end decides what it becomes."""
        chosen = str(self.department.value)
        self.message.say("正在导出，可以按 Esc 取消…", Tone.INFO)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.confirm.setEnabled(False)
        jobs = self._page.jobs
        self._stop = Event()
        jobs.run(
            self,
            import_jobs.export,
            jobs.office,
            jobs.actor,
            path,
            department_id=int(chosen) if chosen else None,
            cancelled=self._stop.is_set,
            then=lambda count: self._done(path, count),
            refused=self._refuse,
            progress=self._advance,
        )

    @override
    def reject(self) -> None:
        """Esc first gives up the export, then the dialog."""
        if self._stop is None:
            super().reject()
            return
        self._stop.set()  # whether it came in time only the export itself can tell
        self.message.say("正在取消导出…", Tone.INFO)

    def job_failed(self) -> None:
        """A bug of ours: nothing is under way any more."""
        self._end()
        self.message.say(FAILURE, Tone.BAD)

    def _build(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(GRID * 2)
        fields.addWidget(self.department, 1)
        fields.addWidget(self.kind, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addWidget(label("导出事项", "title"))
        column.addWidget(label(WORDS, wrap=True))
        for part in (self.message, self.progress):
            column.addWidget(part)
        column.addLayout(fields)
        column.addStretch(1)
        column.addLayout(foot)

    def _show_departments(self, rows: list[DepartmentRow]) -> None:
        for row in rows:
            self.department.combo.addItem(row.name, str(row.id))

    def _choose(self) -> None:
        suffix = str(self.kind.value)
        name, _kind = QFileDialog.getSaveFileName(self, "导出事项", f"事项目录{suffix}", f"*{suffix}")
        if name:
            path = Path(name)
            self.export_to(path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}"))

    def _advance(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _end(self) -> None:
        self._stop = None
        self.progress.hide()
        self.confirm.setEnabled(True)

    def _done(self, path: Path, count: int) -> None:
        self._end()
        self.message.say(f"已导出 {count} 个事项到“{path.name}”。", Tone.GOOD)
        self.leave.setFocus()

    def _refuse(self, error: ServiceError) -> None:
        self._end()
        self._say(error)

    def _say(self, error: ServiceError) -> None:
        self.message.say(sentence(error), Tone.BAD)
