"""导入向导: choose a file, say what its columns mean where they are foreign, look at what would change, import."""

from enum import IntEnum
from pathlib import Path
from threading import Event

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.catalogue import import_jobs
from desktop_app.gui.catalogue.import_file_step import FileStep
from desktop_app.gui.catalogue.import_jobs import Outcome
from desktop_app.gui.catalogue.import_mapping_step import MappingStep
from desktop_app.gui.catalogue.import_preview_step import PreviewStep
from desktop_app.gui.forms import set_names
from desktop_app.gui.jobs import Job
from desktop_app.gui.page import FAILURE, MessageBar, Page, button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue_import import PreparedFile, prepare_file, write_report
from desktop_app.services.import_mappings import (
    ColumnMapping,
    MappingRow,
    Preview,
    Shape,
    delete_mapping,
    find_mapping,
    get_mapping,
    guess_mapping,
    list_mappings,
    preview_file,
    save_mapping,
    write_template,
)

USUAL_SIZE = QSize(1180, 700)
SHARE = 0.94
FILES = "事项文件 (*.xlsx *.xlsm *.csv *.tsv *.txt *.jsonl *.json)"
REPORTS = "导入报告 (*.xlsx *.csv *.jsonl)"
TEMPLATES = "XLSX 表格 (*.xlsx)"
UNSAVED = "列映射改过还没有存。要保留请先点“存为列映射”；确要放弃，请再按一次 Esc。"


class Step(IntEnum):
    """The steps in their order; the last one shows what was done."""

    FILE = 0
    MAPPING = 1
    PREVIEW = 2
    DONE = 3


TITLES = {
    Step.FILE: "第一步：选择文件",
    Step.MAPPING: "第二步：对应各列",
    Step.PREVIEW: "第三步：核对后导入",
    Step.DONE: "第四步：导入结果",
}


class ImportWizard(QDialog):
    """The window stays usable all the time; Esc gives up what is under way, then the dialog."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page = page
        self._path: Path | None = None
        self._is_foreign = False
        self._is_warned = False
        self._prepared: PreparedFile | None = None
        self._outcome: Outcome | None = None
        self._job: Job | None = None
        self._stop: Event | None = None
        self._step = Step.FILE
        self.setWindowTitle("导入事项")
        set_names(self, "catalogue.import_dialog", "导入事项")
        self.resize((page.window().size() * SHARE).boundedTo(USUAL_SIZE * theme.text_percent() / 100))
        self.title = label(TITLES[Step.FILE], "title")
        self.message = MessageBar("catalogue.import_dialog")
        self.progress = QProgressBar()
        set_names(self.progress, "catalogue.import_progress", "进度")
        self.progress.hide()
        self.files, self.mapping, self.preview = FileStep(), MappingStep(), PreviewStep()
        self.steps = QStackedWidget()
        for step in (self.files, self.mapping, self.preview):
            self.steps.addWidget(step)
        self.back = button("catalogue.import_back", "上一步", key="Alt+←")
        self.save = button("catalogue.import_save", "另存报告", key="Ctrl+S", icon="export")
        self.leave = button("catalogue.import_close", "关闭", key="Esc")
        self.confirm = button("catalogue.import_confirm", "下一步", icon="done", kind="primary")
        self._build()
        self._connect()
        self._go(Step.FILE)

    def read(self, path: Path) -> None:
        """Look at a file; what is ours is read at once, of what is foreign the columns are mapped first."""
        self._path, self._is_foreign = path, False
        self._forget()
        self._go(Step.FILE)
        self._begin(f"正在查看“{path.name}”，可以按 Esc 取消…")
        self._job = self._page.jobs.run(
            self, preview_file, path, then=self._take_preview, refused=self._refuse
        )
        self._offer()

    def save_to(self, path: Path) -> None:
        """Keep the report that is shown."""
        if self._outcome is not None:
            self._page.jobs.run(
                self, write_report, path, self._outcome.report, then=self._saved, refused=self._say
            )

    def save_template(self, path: Path) -> None:
        """Write the empty template."""
        self._page.jobs.run(self, write_template, path, then=self._template_saved, refused=self._say)

    @override
    def reject(self) -> None:
        """Esc first gives up what is under way, then the dialog; an unsaved mapping is mentioned once."""
        if self._stop is not None:  # whether it came in time only the import itself can tell
            self._stop.set()
            self.message.say("正在取消导入…", Tone.INFO)
        elif self._job is not None:
            self._job.cancel()
            self._end()
            self.message.say("已取消，没有导入任何内容。", Tone.INFO)
        elif self._step is Step.MAPPING and self.mapping.is_edited and not self._is_warned:
            self._is_warned = True
            self.message.say(UNSAVED, Tone.WARNING)
        else:
            super().reject()

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addWidget(self.save)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        for part in (self.title, self.message, self.progress):
            column.addWidget(part)
        column.addWidget(self.steps, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        for keys, pressed in (
            (("Ctrl+Return", "Ctrl+Enter"), self.confirm),
            (("Ctrl+O",), self.files.choose),
            (("Ctrl+T",), self.files.template),
            (("Ctrl+S",), self.save),
            (("Alt+Left",), self.back),
        ):
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(pressed.click)
        self.files.wanted.connect(self._choose)
        self.files.template_wanted.connect(self._choose_template)
        self.back.clicked.connect(self._go_back)
        self.save.clicked.connect(self._choose_report)
        self.leave.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._go_on)
        self.mapping.changed.connect(self._offer)
        self.mapping.look_again.connect(self._look_again)
        self.mapping.load_wanted.connect(self._load_mapping)
        self.mapping.save_wanted.connect(self._save_mapping)
        self.mapping.delete_wanted.connect(self._delete_mapping)

    def _go(self, step: Step) -> None:
        self._step = step
        self.title.setText(TITLES[step])
        self.steps.setCurrentIndex(min(step, Step.PREVIEW))
        self._offer()
        if step is Step.FILE:
            self.files.choose.setFocus()
        elif step is Step.MAPPING:
            self.mapping.table.setFocus()

    def _offer(self) -> None:
        is_free, step = self._job is None, self._step
        self.steps.setEnabled(is_free)
        self.back.setVisible(step in (Step.MAPPING, Step.PREVIEW))
        self.back.setEnabled(is_free)
        self.save.setVisible(step >= Step.PREVIEW)
        self.save.setEnabled(is_free and self._outcome is not None)
        self.leave.setText("取消  Esc" if not is_free else "关闭  Esc")
        words = "确认导入" if step is Step.PREVIEW else "下一步"
        self.confirm.setText(f" {words}  Ctrl+回车")
        self.confirm.setAccessibleName(words)
        self.confirm.setVisible(step in (Step.MAPPING, Step.PREVIEW))
        is_ready = self._outcome is not None if step is Step.PREVIEW else not self.mapping.gaps
        self.confirm.setEnabled(is_free and is_ready)

    def _begin(self, words: str) -> None:
        self.message.say(words, Tone.INFO)
        self.progress.setRange(0, 0)
        self.progress.show()

    def _end(self) -> None:
        self._job = self._stop = None
        self.progress.hide()
        self._offer()

    def _advance(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _forget(self) -> None:
        self._prepared = self._outcome = None

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, "选择事项文件", "", FILES)
        if name:
            self.read(Path(name))

    def _choose_template(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "另存空白模板", "事项导入模板.xlsx", TEMPLATES)
        if name:
            self.save_template(Path(name).with_suffix(".xlsx"))

    def _choose_report(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "另存导入报告", "导入报告.xlsx", REPORTS)
        if name:
            self.save_to(Path(name))

    def _go_back(self) -> None:
        self.message.clear()
        self._forget()
        is_mapped = self._step is Step.PREVIEW and self._is_foreign
        self._go(Step.MAPPING if is_mapped else Step.FILE)

    def _go_on(self) -> None:
        if self._step is Step.MAPPING:
            self._prepare(self.mapping.mapping)
        elif self._step is Step.PREVIEW and self._prepared is not None:
            self._begin("正在导入，可以按 Esc 取消；取消时不会留下任何内容…")
            jobs, self._stop = self._page.jobs, Event()
            self._job = jobs.run(
                self,
                import_jobs.apply,
                jobs.office,
                jobs.actor,
                self._prepared,
                abolish=self.preview.abolish.isChecked(),
                cancelled=self._stop.is_set,
                then=self._show_done,
                refused=self._refuse,
                progress=self._advance,
            )
            self._offer()

    def _take_preview(self, preview: Preview) -> None:
        self._end()
        self.message.clear()
        if preview.shape is Shape.FOREIGN and preview.headings:
            self._is_foreign = True
            self._page.jobs.read(self, find_mapping, preview, then=lambda found: self._map(preview, found))
            self._list_mappings()
        else:
            self._prepare(None)

    def _map(self, preview: Preview, found: ColumnMapping | None) -> None:
        self.mapping.show_preview(preview, found or guess_mapping(preview))
        self._is_warned = False
        if found is not None:
            self.message.say(f"已套用列映射“{found.name}”，请核对。", Tone.INFO)
        self._go(Step.MAPPING)

    def _look_again(self, sheet: str, header_row: int, header_rows: int) -> None:
        if self._path is not None:
            self._page.jobs.run(
                self,
                preview_file,
                self._path,
                sheet,
                header_row,
                header_rows,
                then=lambda preview: self._map(preview, None),
                refused=self._say,
            )

    def _list_mappings(self) -> None:
        def show(rows: list[MappingRow]) -> None:
            self.mapping.show_saved([row.name for row in rows])

        self._page.jobs.read(self, list_mappings, then=show, refused=self._say)

    def _load_mapping(self, name: str) -> None:
        self._page.jobs.read(self, get_mapping, name, then=self._apply_mapping, refused=self._say)

    def _apply_mapping(self, mapping: ColumnMapping) -> None:
        """Look at the file as the mapping does, then show both."""
        if self._path is not None:
            self._page.jobs.run(
                self,
                preview_file,
                self._path,
                mapping.sheet,
                mapping.header_row,
                mapping.header_rows,
                then=lambda preview: self._map(preview, mapping),
                refused=self._say,
            )

    def _save_mapping(self, mapping: ColumnMapping) -> None:
        def kept(_nothing: object) -> None:
            self.mapping.is_edited = False
            self.message.say(f"已存为列映射“{mapping.name}”，下次打开同样的文件会自动套用。", Tone.GOOD)
            self._list_mappings()

        self._page.jobs.change(
            self, save_mapping, mapping, then=kept, refused=self._say, button=self.mapping.save
        )

    def _delete_mapping(self, name: str) -> None:
        def gone(_nothing: object) -> None:
            self.message.say(f"已删除列映射“{name}”。", Tone.GOOD)
            self._list_mappings()

        self._page.jobs.change(self, delete_mapping, name, then=gone, refused=self._say)

    def _prepare(self, mapping: ColumnMapping | None) -> None:
        if self._path is None:
            return
        self._forget()
        self._begin(f"正在读取“{self._path.name}”，可以按 Esc 取消…")
        self._job = self._page.jobs.run(
            self,
            prepare_file,
            self._path,
            mapping,
            then=self._plan,
            refused=self._refuse,
            progress=self._advance,
        )
        self._offer()

    def _plan(self, prepared: PreparedFile) -> None:
        self._prepared = prepared
        self._begin("正在与现有目录比较，可以按 Esc 取消…")
        jobs = self._page.jobs
        self._job = jobs.run(
            self,
            import_jobs.look,
            jobs.office,
            jobs.actor,
            prepared,
            then=self._show_plan,
            refused=self._refuse,
            progress=self._advance,
        )
        self._offer()

    def _show_plan(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._end()
        self.message.clear()
        self.preview.show_outcome(outcome)
        self._go(Step.PREVIEW)
        self.confirm.setFocus()

    def _show_done(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._end()
        self.preview.show_outcome(outcome)
        self._go(Step.DONE)
        self.message.say("导入完成。", Tone.GOOD)
        self.leave.setFocus()
        self._page.jobs.changed.emit(outcome.changed)

    def _refuse(self, error: ServiceError) -> None:
        self._end()
        self._say(error)

    def _say(self, error: ServiceError) -> None:
        self.message.say(sentence(error), Tone.BAD)

    def _saved(self, _nothing: object) -> None:
        self.message.say("报告已保存。", Tone.GOOD)

    def _template_saved(self, _nothing: object) -> None:
        self.message.say("模板已保存。填好后在这里选择它即可导入。", Tone.GOOD)

    def job_failed(self) -> None:
        """A bug of ours: nothing is under way any more."""
        self._end()
        self.message.say(FAILURE, Tone.BAD)
