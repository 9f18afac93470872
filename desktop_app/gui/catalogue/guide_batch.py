"""批量打印办事指南: a department's guides, or chosen ones, as one PDF with contents."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QProgressBar, QVBoxLayout
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.choices import ChoiceField
from desktop_app.gui.forms import set_names
from desktop_app.gui.jobs import Job
from desktop_app.gui.page import FAILURE, MessageBar, Page, button, label
from desktop_app.gui.printer_choice import ask_pdf_file
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.matter_filter import MatterFilter
from desktop_app.services.catalogue_tree import MatterGroup, list_department_groups
from desktop_app.services.guides import BatchReport, GuideBatch, find_guide_batch, write_guides
from models.elements import GuideStyle
from models.enums import MatterState

WIDTH = 560
MOST_DEPARTMENTS = 5000
PUBLISHED = MatterFilter(states=(MatterState.PUBLISHED,))
NOTHING_IN_USE = "还没有在用事项，先发布或导入事项，再来打印办事指南。"
MOST_NAMED = 5
"""Guides that could not be made, by name; further ones are counted."""


class GuideBatchDialog(QDialog):
    """Which guides, in which style, into which file; progress while they are made, and Esc to give up."""

    def __init__(self, page: Page, matter_ids: Sequence[int] = ()) -> None:
        super().__init__(page)
        set_names(self, "catalogue.guide_batch", "批量打印办事指南")
        self.setWindowTitle("批量打印办事指南")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.px(WIDTH), page.window().width() - GRID * 4))
        self._page = page
        self._matter_ids = tuple(matter_ids)
        self._job: Job | None = None
        self._batch: GuideBatch | None = None
        self.message = MessageBar("catalogue.guide_batch")
        self.department = ChoiceField("catalogue.guide_batch_department", "部门", ())
        self.style_field = ChoiceField("catalogue.guide_batch_style", "版式", GuideStyle)
        self.large = QCheckBox("大字版")
        set_names(self.large, "catalogue.guide_batch_large", "大字版")
        self.progress = QProgressBar()
        set_names(self.progress, "catalogue.guide_batch_progress", "排版进度")
        self.progress.hide()
        self.skipped = label("", "note", wrap=True)
        set_names(self.skipped, "catalogue.guide_batch_skipped", "没有印出的指南")
        self.way_on = button(
            "catalogue.guide_batch_confirm", "生成 PDF", key="Ctrl+Return", icon="export", kind="primary"
        )
        self.way_on.setText(" 生成 PDF  Ctrl+回车")
        self.way_back = button("catalogue.guide_batch_cancel", "关闭", key="Esc")
        self.way_on.clicked.connect(self._look_up)
        self.way_back.clicked.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.way_on.click)
        self._build()
        if not self._matter_ids:
            page.jobs.read(
                self, list_department_groups, None, MOST_DEPARTMENTS, PUBLISHED, then=self._show_departments
            )

    def _build(self) -> None:
        what = "封面、带页码的目录和每个在用事项的指南，合成一个 PDF 文件，可以双面打印装订。"
        if self._matter_ids:
            what = f"选中的 {len(self._matter_ids)} 个事项：{what}"
            self.department.hide()
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.way_back)
        foot.addWidget(self.way_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addWidget(label("批量打印办事指南", "title"))
        column.addWidget(label(what, "subtitle", wrap=True))
        for part in (
            self.message,
            self.department,
            self.style_field,
            self.large,
            self.progress,
            self.skipped,
        ):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(foot)

    def show_refusal(self, error: ServiceError) -> None:
        """Say in place why it was refused."""
        self._end(sentence(error), Tone.BAD)

    def job_failed(self) -> None:
        """A job of the dialog met a bug."""
        self._end(FAILURE, Tone.BAD)

    @override
    def reject(self) -> None:
        """Esc first gives up the book being made, then the dialog."""
        if self._job is None:
            super().reject()
            return
        self._job.cancel()
        self._end("已取消，没有生成文件。", Tone.INFO)

    def write_to(self, path: str) -> None:
        """Make the book; the window stays usable."""
        if self._batch is None or self._job is not None:
            return
        self.message.clear()
        self.skipped.clear()
        self.progress.setRange(0, len(self._batch.matter_ids))
        self.progress.setValue(0)
        self.progress.show()
        self._job = self._page.jobs.run(
            self,
            write_guides,
            self._page.jobs.office,
            self._batch,
            Path(path),
            GuideStyle(self.style_field.value),
            is_large=self.large.isChecked(),
            actor=self._page.jobs.actor,
            then=self._show_report,
            progress=self._advance,
        )
        self._offer()
        self._grow()

    def _show_departments(self, groups: list[MatterGroup]) -> None:
        for group in groups:
            self.department.combo.addItem(f"{group.name}（{group.count} 个事项）", str(group.department_id))
        if not groups:
            self.message.say(NOTHING_IN_USE, Tone.INFO)
        self.department.focus()
        self._offer()

    def _look_up(self) -> None:
        if self._job is not None:
            return
        if self._matter_ids:
            self._ask_file(GuideBatch("政务服务事项", self._matter_ids))
        elif self.department.value:
            self._page.jobs.read(self, find_guide_batch, int(self.department.value), then=self._ask_file)

    def _ask_file(self, batch: GuideBatch) -> None:
        self._batch = batch
        style = GuideStyle(self.style_field.value).label
        size = "大字版" if self.large.isChecked() else ""
        ask_pdf_file(
            self, "catalogue.guide_batch_save", f"{batch.title} 办事指南 {style}{size}", self.write_to
        )

    def _advance(self, done: int, total: int) -> None:
        if self._job is not None:
            self.progress.setRange(0, total)
            self.progress.setValue(done)

    def _show_report(self, report: BatchReport) -> None:
        self._end(
            f"已生成 {report.guides} 个事项的办事指南，共 {report.pages} 页：{report.path.name}", Tone.GOOD
        )
        named = [f"{each.name}：{sentence(each.reason)}" for each in report.skipped[:MOST_NAMED]]
        more = len(report.skipped) - len(named)
        lines = [f"有 {len(report.skipped)} 个没有印出：", *named] if named else []
        self.skipped.setText("\n".join([*lines, *([f"另有 {more} 个。"] if more > 0 else [])]))
        self._grow()

    def _offer(self) -> None:
        is_free = self._job is None
        for part in (self.department, self.style_field, self.large, self.way_on):
            part.setEnabled(is_free)
        self.way_on.setEnabled(is_free and bool(self._matter_ids or self.department.value))
        self.way_back.setText("取消  Esc" if not is_free else "关闭  Esc")

    def _grow(self) -> None:
        """Room for what was just said."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _end(self, words: str, tone: Tone) -> None:
        self._job = None
        self.progress.hide()
        self.message.say(words, tone)
        self._offer()
        self._grow()
