"""导入区划: choose one or several files, see what was found in them, take them over in one act."""

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.fields import set_names
from desktop_app.gui.jobs import Job
from desktop_app.gui.page import FAILURE, MessageBar, Page, StateView, button, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.divisions import (
    DivisionFinding,
    DivisionList,
    DivisionReport,
    import_divisions,
    read_division_files,
)

USUAL_SIZE = QSize(960, 560)
FILES = "区划文件 (*.csv *.xlsx *.txt)"
INTRODUCTION = (
    "支持 CSV 和 XLSX，表头里有“code/代码”和“name/名称”两列即可，其他列不看；一次可以选多个文件。"
    "名称变了的更新，已有的不删除；同样的内容再次导入不会产生变化。"
)


class DivisionImportDialog(QDialog):
    """Choose, read, look, import; reading can be given up with Esc."""

    imported = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._read: DivisionList | None = None
        self._job: Job | None = None
        self.setWindowTitle("导入区划")
        set_names(self, "sites.division_dialog", "导入区划")
        self.resize((page.window().size() * 0.94).boundedTo(USUAL_SIZE * theme.text_percent() / 100))
        self.message = MessageBar("sites.division_dialog")
        self.progress = QProgressBar()
        set_names(self.progress, "sites.division_progress", "进度")
        self.progress.hide()
        self.summary = label("", "strong", wrap=True)
        self.summary.setObjectName("sites.division_summary")
        self.table = ListTable("sites.division_findings", "导入问题清单")
        self.model: RowsModel[tuple[int, DivisionFinding]] = RowsModel(_COLUMNS, lambda row: row[0], self)
        self.table.show_rows(self.model)
        self.nothing = StateView("sites.division_findings")
        self._layers = QStackedWidget()
        self._layers.addWidget(self.table)
        self._layers.addWidget(self.nothing)
        self.choose = button("sites.division_choose", "选择文件", key="Ctrl+O", icon="import")
        self.leave = button("sites.division_close", "关闭", key="Esc")
        self.confirm = button("sites.division_confirm", "确认导入", icon="done", kind="primary")
        self.confirm.setText(" 确认导入  Ctrl+回车")
        self.confirm.setEnabled(False)
        for key, pressed in (("Ctrl+Return", self.confirm), ("Ctrl+O", self.choose)):
            QShortcut(QKeySequence(key), self).activated.connect(pressed.click)
        self.choose.clicked.connect(self._choose)
        self.leave.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._confirm)
        self._build()
        self._offer()

    def read(self, paths: list[Path]) -> None:
        """Read files and show what was found in them."""
        self._read = None
        self.confirm.setEnabled(False)
        self.message.clear()
        self.summary.clear()
        self.model.clear()
        self.nothing.show_loading("正在读取，可以按 Esc 取消…")
        self._layers.setCurrentWidget(self.nothing)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._job = self._page.jobs.run(
            self,
            read_division_files,
            paths,
            then=self._show,
            refused=self.show_refusal,
            progress=self._advance,
        )

    def show_refusal(self, error: ServiceError) -> None:
        """Say why nothing was read or taken over."""
        self._stop()
        self.message.say(sentence(error), Tone.BAD)
        self._offer()

    def job_failed(self) -> None:
        """Reading or taking over met a bug."""
        self._stop()
        self.message.say(FAILURE, Tone.BAD)
        self._offer()

    @override
    def reject(self) -> None:
        """Esc first gives up files that are being read, then the dialog."""
        if self._job is None:
            self.deleteLater()
            super().reject()
            return
        self._job.cancel()
        self._stop()
        self.message.say("已取消，没有导入任何内容。", Tone.INFO)
        self._offer()

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.choose)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addWidget(label("导入区划", "title"))
        for part in (self.message, self.progress, self.summary):
            column.addWidget(part)
        column.addWidget(self._layers, 1)
        column.addLayout(foot)

    def _offer(self) -> None:
        self.nothing.show_empty(
            "请选择区划文件", INTRODUCTION, icon="import", action="选择文件  Ctrl+O", then=self._choose
        )
        self._layers.setCurrentWidget(self.nothing)

    def _choose(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(self, "选择区划文件", "", FILES)
        if names:
            self.read([Path(name) for name in names])

    def _advance(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _show(self, read: DivisionList) -> None:
        self._stop()
        self._read = read
        self.summary.setText(
            f"读到 {len(read.names):,} 个区划，拒绝 {read.refused:,} 行；需要留意的 {read.found:,} 处。"
        )
        self._show_findings(read.findings)
        self.confirm.setEnabled(bool(read.names))
        self.confirm.setFocus()

    def _confirm(self) -> None:
        if self._read is None:
            return
        self.progress.setRange(0, 0)
        self.progress.show()
        self._page.jobs.change(
            self,
            import_divisions,
            self._read,
            then=self._done,
            refused=self.show_refusal,
            button=self.confirm,
        )

    def _done(self, report: DivisionReport) -> None:
        self._stop()
        self._read = None
        self.confirm.setEnabled(False)
        self.summary.setText(
            f"已新增 {report.added:,} 个、更新名称 {report.renamed:,} 个，{report.unchanged:,} 个没有变化，"
            f"拒绝 {report.refused:,} 行；需要留意的 {report.found:,} 处。"
        )
        self._show_findings(report.findings)
        self.message.say("导入完成。", Tone.GOOD)
        self.leave.setFocus()
        self.imported.emit()

    def _show_findings(self, findings: "list[DivisionFinding] | tuple[DivisionFinding, ...]") -> None:
        self.model.clear()
        self.model.append(list(enumerate(findings)))
        self.nothing.show_empty("没有发现问题", icon="done")
        self._layers.setCurrentWidget(self.table if findings else self.nothing)

    def _stop(self) -> None:
        self._job = None
        self.progress.hide()


def _treatment(row: tuple[int, DivisionFinding]) -> str:
    return "■ 拒绝" if row[1].is_refusal else "▲ 留意"


def _tone(row: tuple[int, DivisionFinding]) -> Tone:
    return Tone.BAD if row[1].is_refusal else Tone.WARNING


def _place(row: tuple[int, DivisionFinding]) -> str:
    return f"{row[1].file_name} 第 {row[1].record_number} 行" if row[1].file_name else ""


_COLUMNS: tuple[Column[tuple[int, DivisionFinding]], ...] = (
    Column("处理", _treatment, 8, tone=_tone),
    Column("位置", _place, 36),
    Column("代码", lambda row: row[1].code, 14),
    Column("原因", lambda row: row[1].reason, 0),
)
