"""Importing a file of matters: read it, show what it would change, then bring it in."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.jobs import Job
from desktop_app.gui.page import MessageBar, Page, StateView, button, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue_import import (
    ImportPlan,
    ImportReport,
    PreparedFile,
    ReportLine,
    import_matters,
    plan_import,
    prepare_file,
    write_report,
)

USUAL_SIZE = QSize(1080, 640)
FILES = "事项文件 (*.jsonl *.json *.xlsx *.csv)"
REPORTS = "导入报告 (*.csv *.jsonl)"
INTRODUCTION = (
    "支持 JSON 行、XLSX 和 CSV。先试读并列出全部问题，确认后一次导入；同样的内容再次导入不会产生变化。"
)


class ImportDialog(QDialog):
    """Choose, read, look, import; the window stays usable and reading can be cancelled."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page = page
        self._parsed: PreparedFile | None = None
        self._report: ImportPlan | ImportReport | None = None
        self._job: Job | None = None
        self.setWindowTitle("导入事项")
        set_names(self, "catalogue.import_dialog", "导入事项")
        self.resize((page.window().size() * 0.94).boundedTo(USUAL_SIZE * theme.text_percent() / 100))
        self.message = MessageBar("catalogue.import_dialog")
        self.progress = QProgressBar()
        set_names(self.progress, "catalogue.import_progress", "读取进度")
        self.progress.hide()
        self.summary = label("", "strong", wrap=True)
        self.summary.setObjectName("catalogue.import_summary")
        self.table = ListTable("catalogue.import_findings", "导入问题清单")
        self.model: RowsModel[tuple[int, ReportLine]] = RowsModel(_COLUMNS, lambda row: row[0], self)
        self.table.show_rows(self.model)
        self.table.chosen.connect(self._show_reason)
        self.reason = label("", "note", wrap=True)
        set_names(self.reason, "catalogue.import_reason", "选中问题的全文")
        self.nothing = StateView("catalogue.import_findings")
        self._layers = QStackedWidget()
        self._layers.addWidget(self.table)
        self._layers.addWidget(self.nothing)
        self.choose = button("catalogue.import_choose", "选择文件", key="Ctrl+O", icon="import")
        self.confirm = button(
            "catalogue.import_confirm", "确认导入", key="Ctrl+Return", icon="done", kind="primary"
        )
        self.confirm.setText(" 确认导入  Ctrl+回车")
        self.save = button("catalogue.import_save", "另存报告", key="Ctrl+S", icon="export")
        self.leave = button("catalogue.import_close", "关闭", key="Esc")
        for key, pressed in (("Ctrl+Return", self.confirm), ("Ctrl+O", self.choose), ("Ctrl+S", self.save)):
            QShortcut(QKeySequence(key), self).activated.connect(pressed.click)
        for made, then in (
            (self.choose, self._choose),
            (self.confirm, self._confirm),
            (self.save, self._save),
            (self.leave, self.reject),
        ):
            made.clicked.connect(then)
        self._build()
        self._offer()
        self._offer_file()

    def read(self, path: Path) -> None:
        """Read a file and show what it would change."""
        self._parsed = self._report = None
        self.model.clear()
        self.reason.clear()
        self.nothing.show_loading(f"正在试读“{path.name}”，可以按 Esc 取消…")
        self._layers.setCurrentWidget(self.nothing)
        self.message.clear()
        self.summary.clear()
        self.progress.setRange(0, 0)
        self.progress.show()
        self._job = self._page.jobs.run(
            self, prepare_file, path, then=self._try_out, refused=self._refuse, progress=self._advance
        )
        self._offer()

    def save_to(self, path: Path) -> None:
        """Keep the report that is shown."""
        if self._report is not None:
            self._page.jobs.run(
                self, write_report, path, self._report, then=self._saved, refused=self._refuse_report
            )

    @override
    def reject(self) -> None:
        """Esc first gives up a file that is being read, then the dialog."""
        if self._job is None:
            super().reject()
            return
        self._job.cancel()
        self._job = None
        self.progress.hide()
        self._offer_file()
        self.message.say("已取消，没有导入任何内容。", Tone.INFO)

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.choose)
        foot.addWidget(self.save)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addWidget(label("导入事项", "title"))
        for part in (self.message, self.progress, self.summary):
            column.addWidget(part)
        column.addWidget(self._layers, 1)
        column.addWidget(self.reason)
        column.addLayout(foot)

    def _offer(self) -> None:
        is_trial = isinstance(self._report, ImportPlan)
        self.confirm.setEnabled(is_trial)
        self.save.setEnabled(self._report is not None)

    def _offer_file(self) -> None:
        self.nothing.show_empty(
            "请选择要导入的文件", INTRODUCTION, icon="import", action="选择文件  Ctrl+O", then=self._choose
        )
        self._layers.setCurrentWidget(self.nothing)

    def _show_reason(self, row: tuple[int, ReportLine] | None) -> None:
        self.reason.setText(f"第 {row[1].record_number} 条：{row[1].reason}" if row else "")

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, "选择事项文件", "", FILES)
        if name:
            self.read(Path(name))

    def _advance(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _try_out(self, parsed: PreparedFile) -> None:
        self._job = None
        self._parsed = parsed
        self._page.jobs.read(self, plan_import, parsed, then=self._show, refused=self._refuse)

    def _confirm(self) -> None:
        if self._parsed is not None:
            self.progress.setRange(0, 0)
            self.progress.show()
            self._page.jobs.change(
                self,
                import_matters,
                self._parsed,
                then=self._show,
                refused=self._refuse,
                button=self.confirm,
            )

    def _show(self, report: ImportPlan | ImportReport) -> None:
        self._report = report
        self.progress.hide()
        self.summary.setText(_summary(report))
        self.model.clear()
        self.model.append(list(enumerate(report.findings)))
        self._layers.setCurrentWidget(self.table if len(report.findings) else self.nothing)
        self.nothing.show_empty("没有发现问题", icon="done")
        if len(report.findings):
            self.table.select_key(0)
        self._offer()
        if isinstance(report, ImportPlan):
            self.confirm.setFocus()
        else:
            self.message.say("导入完成。", Tone.GOOD)
            self.leave.setFocus()

    def _refuse(self, error: ServiceError) -> None:
        self._job = None
        self.progress.hide()
        self.summary.clear()
        self.message.say(sentence(error), Tone.BAD)
        self._offer_file()
        self._offer()

    def _save(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "另存导入报告", "导入报告.csv", REPORTS)
        if name:
            self.save_to(Path(name))

    def _refuse_report(self, error: ServiceError) -> None:
        self.message.say(sentence(error), Tone.BAD)

    def _saved(self, _nothing: object) -> None:
        self.message.say("报告已保存。", Tone.GOOD)


def _summary(report: ImportPlan | ImportReport) -> str:
    verb, added = ("将", report.added) if isinstance(report, ImportPlan) else ("已", report.created)
    return (
        f"{verb}新增 {added} 个、更新 {report.changed} 个，{report.unchanged} 个没有变化，"
        f"{report.repeated} 个重复，拒绝 {report.refused} 条；需要留意的问题 {len(report.findings)} 处。"
    )


def _treatment(row: tuple[int, ReportLine]) -> str:
    return "■ 拒绝" if row[1].is_refusal else "● 已处理"


def _tone(row: tuple[int, ReportLine]) -> Tone:
    return Tone.BAD if row[1].is_refusal else Tone.MUTED


_COLUMNS: tuple[Column[tuple[int, ReportLine]], ...] = (
    Column("记录", lambda row: str(row[1].record_number), 6, align_right=True),
    Column("处理", _treatment, 8, tone=_tone),
    Column("编码", lambda row: row[1].code, 33),
    Column("字段", lambda row: row[1].field, 22),
    Column("原因", lambda row: row[1].reason, 0),
)
