"""案卷归档: the closed cases that wait for the archive, what the checks say of each, and all of them into it at once."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.cases.case_list import CaseList
from desktop_app.gui.cases.entries import Entries
from desktop_app.gui.cases.file_panel import check_entries, verdict_words
from desktop_app.gui.cases.rows import APPLICANT, MATTER, NUMBER, STATE, moment
from desktop_app.gui.forms import set_names
from desktop_app.gui.jobs import Job, Jobs
from desktop_app.gui.page import Page, label
from desktop_app.gui.tables import Column
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.services.archiving import BatchArchive, archive_cases, count_unarchived, list_unarchived
from desktop_app.services.case_rows import CaseRow
from desktop_app.services.file_checks import FileReport, get_file_report
from models.enums import Area, Permission

HELP = (
    "已经结束、还没有归档的办件都在这里，结束最早的排在最前面。选中一件，右边按案卷评查要点逐项说明；"
    "须补正的先补正（例如补一份送达回证），再归档。F8 归档选中的，Ctrl+Shift+A 归档列出的全部。"
)
NOTHING = "没有待归档的办件"
NOTHING_HINT = "办结、不予受理、撤回等已经结束的办件会出现在这里。"
_COLUMNS: tuple[Column[CaseRow], ...] = (
    NUMBER,
    replace(APPLICANT, width=10, least=6),
    replace(MATTER, least=8),
    replace(STATE, least=8),
    Column("结束时间", lambda row: moment(row.closed_at) if row.closed_at else "", 16, least=0),
)


class ArchivePage(Page):
    """The list at the left, the checks of the chosen case at the right."""

    areas = frozenset({Area.CASES})
    help_text = HELP

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("cases.archive", "案卷归档", jobs, "归档前逐项检查案卷", parent)
        self._errand: Job | None = None
        self.list = CaseList(self, "cases.unarchived", "待归档的办件", _COLUMNS, list_unarchived)
        self.list.say_when_empty(NOTHING, NOTHING_HINT)
        self.heading = label("", "strong", wrap=True)
        set_names(self.heading, "cases.archive_verdict", "检查结论")
        self.checks = Entries("cases.archive_checks", "案卷检查", "选中一件，这里显示检查结果。")
        self.body.addWidget(self._halves(), 1)
        self.archive = self.add_action(
            "cases.archive_chosen", "归档选中的", self._archive_chosen, key="F8", icon="done", kind="primary"
        )
        self.archive_all = self.add_action(
            "cases.archive_all", "归档列出的全部", self._archive_all, key="Ctrl+Shift+A", icon="list"
        )
        self.list.table.chosen.connect(self._show_chosen)
        self.list.model.arrived.connect(self._settle_buttons)
        self.list.opened.connect(self._open)
        self.setFocusProxy(self.list)

    @override
    def refresh(self) -> None:
        self.list.refresh()
        self.jobs.read(self, count_unarchived, then=self._show_count)

    def _halves(self) -> QSplitter:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GRID, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.heading)
        column.addWidget(self.checks, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(right)
        halves.setSizes([theme.px(640), theme.px(420)])
        return halves

    def _show_count(self, count: int) -> None:
        self.set_subtitle(f"待归档 {count} 件 · 归档前逐项检查案卷")

    def _settle_buttons(self) -> None:
        """There is something to archive, and nothing is being archived; what no row stands for is not shown."""
        has_rows = bool(self.list.model.rows)
        for act in (self.archive, self.archive_all):
            act.setEnabled(has_rows and self._errand is None)
        if not has_rows:
            self.heading.setText("")
            self.checks.show_entries(())

    def _show_chosen(self, row: CaseRow | None) -> None:
        if row is not None and Permission.CASES_VIEW in self.jobs.actor.permissions:
            self.jobs.read(self, get_file_report, row.id, then=self._show_report)

    def _show_report(self, report: FileReport) -> None:
        row = self.list.table.current_row()
        if row is not None and row.id == report.case_id:
            self.heading.setText(verdict_words(report))
            self.checks.show_entries(check_entries(report.outcomes))

    def _open(self, row: CaseRow) -> None:
        self.wanted.emit("cases.detail", row.id)

    def _archive_chosen(self) -> None:
        table = self.list.table
        current: CaseRow | None = table.current_row()
        self._send(table.selected_rows() or ([current] if current is not None else []))

    def _archive_all(self) -> None:
        self._send(list(self.list.model.rows))

    def _send(self, rows: list[CaseRow]) -> None:
        if not rows or self._errand is not None:
            return
        self.show_sentence(f"正在归档 {len(rows)} 件…")
        self._errand = self.jobs.run(
            self,
            archive_cases,
            self.jobs.office,
            self.jobs.actor,
            rows,
            then=self._done,
            ended=self._end,
            progress=self._tell,
        )
        self._settle_buttons()

    def _tell(self, done: int, total: int) -> None:
        self.show_sentence(f"正在归档：{done} / {total} 件")

    def _end(self) -> None:
        self._errand = None
        self._settle_buttons()
        self.refresh()

    def _done(self, result: BatchArchive) -> None:
        if not result.kept_back:
            self.clear_sentence()
            self.toast(f"已归档 {result.archived} 件")
            return
        first, count = result.kept_back[0], len(result.kept_back)
        words = f"已归档 {result.archived} 件，{count} 件留在清单里，选中一件看原因。{first.number}：{sentence(first.error)}"
        self.show_sentence(words, Tone.WARNING)
