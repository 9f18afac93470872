"""质量检查: how the departments' matters stand up to the rules, every finding, and the way to where it is mended."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.catalogue.quality_lists import (
    FINDING_COLUMNS,
    SCORE_COLUMNS,
    WHOLE_HALL,
    as_of_words,
    finding_key,
    whole_hall,
)
from desktop_app.gui.forms import ChoiceField, set_names
from desktop_app.gui.jobs import Job, Jobs
from desktop_app.gui.page import Page, StateView, button, label
from desktop_app.gui.tables import Fetch, KeysetModel, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.quality import (
    DepartmentScore,
    FindingRow,
    RuleCount,
    count_by_rule,
    list_department_scores,
    list_findings,
    refresh_all,
)
from desktop_app.services.quality_report import write_quality_report
from desktop_app.services.work import Work
from models.elements import QualityLevel
from models.enums import Area

HELP = (
    "左边是各部门的得分：每个事项满分 100，一个错误扣 10 分、一个提醒扣 2 分，取平均。选中一个部门看它的问题；"
    "在问题上按回车，到编辑页改正的地方。按 F7 重新检查有变化的事项，检查时可以继续做别的事。"
)
UNCHECKED = "还没有检查过"
UNCHECKED_WAY_OUT = "检查在后台进行，可以随时停止；已经检查的部分会保留。"
NO_MATTERS = "事项目录还是空的"
NOTHING = "没有问题"
NOTHING_WAY_OUT = "所选部门、规则和级别没有发现问题。"
SCORES_EDGES, SCORES_WIDTH, ROOM = 100, 270, 1060
"""Pixels: what surrounds the figures of the scores, the figures at 100 %, and both lists at the halls' usual screen."""
WORKBOOK = "Excel 工作簿 (*.xlsx)"

T = TypeVar("T")


class QualityPage(Page):
    """Scores at the left, findings at the right, what is chosen explained below."""

    areas = frozenset({Area.CATALOGUE})
    help_text = HELP

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("catalogue.quality", "质量检查", jobs, parent=parent)
        self._job: Job | None = None
        self.scores = ListTable("quality.scores", "部门得分")
        self.score_model: RowsModel[DepartmentScore] = RowsModel(
            SCORE_COLUMNS, lambda row: row.department_id, self
        )
        self.scores.show_rows(self.score_model)
        self.rule = ChoiceField("quality.rule", "规则", (), empty="全部规则")
        self.level = ChoiceField("quality.level", "级别", _levels(), empty="错误和提醒")
        self.findings = ListTable("quality.findings", "发现的问题")
        self.model: KeysetModel[FindingRow] = KeysetModel(
            FINDING_COLUMNS, finding_key, jobs, self._fetch(), self
        )
        self.findings.show_rows(self.model)
        self.nothing = StateView("quality.findings")
        self.progress = QProgressBar()
        self._doing = ""
        self.stop = button("quality.stop", "停止", key="F8")
        self.running = QWidget()
        self.explained = label("", wrap=True)
        self.source = label("", "note", wrap=True)
        self._lay_out()
        self._connect()

    @override
    def refresh(self) -> None:
        """Read the scores, the rules' counts and the findings again."""
        self.setFocusProxy(self.findings)
        self.jobs.read(self, list_department_scores, then=self._show_scores)
        self._read_rules()
        self.model.refresh()

    @property
    def department_id(self) -> int | None:
        """The department looked at; `None` for all of them."""
        row: DepartmentScore | None = self.scores.current_row()
        return None if row is None or row.department_id == WHOLE_HALL else row.department_id

    # building

    def _lay_out(self) -> None:
        set_names(self.progress, "quality.progress", "检查或导出的进度")
        set_names(self.explained, "quality.explained", "问题说明")
        set_names(self.source, "quality.source", "依据")
        waiting = QHBoxLayout(self.running)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.setSpacing(GRID)
        waiting.addWidget(self.progress, 1)
        waiting.addWidget(self.stop)
        self.running.hide()
        filters = QHBoxLayout()
        filters.setSpacing(GRID * 2)
        filters.addWidget(self.rule, 3)
        filters.addWidget(self.level, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(filters)
        column.addWidget(self.findings, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.explained)
        column.addWidget(self.source)
        self.nothing.hide()
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.scores)
        halves.addWidget(right)
        scores = SCORES_EDGES + theme.px(SCORES_WIDTH)
        halves.setSizes([scores, ROOM - scores])
        halves.setStretchFactor(1, 1)
        self.body.addWidget(self.running)
        self.body.addWidget(halves, 1)
        self.mend = self.add_action("quality.mend", "去修改", self._mend_current, key="F4", icon="edit")
        self.export = self.add_action("quality.export", "导出", self._ask_file, key="Ctrl+S", icon="export")
        self.check = self.add_action(
            "quality.check", "重新检查", self.begin_check, key="F7", icon="refresh", kind="primary"
        )
        self.add_key("F8", self.stop.click, "停止检查或导出")

    def _connect(self) -> None:
        self.scores.chosen.connect(self._choose_department)
        for field in (self.rule, self.level):
            field.edited.connect(self._search)
        self.findings.opened.connect(self._mend)
        self.findings.chosen.connect(self._explain)
        self.model.arrived.connect(self._show_count)
        self.stop.clicked.connect(self._stop)

    # what is shown

    def _show_scores(self, scores: list[DepartmentScore]) -> None:
        hall = whole_hall(scores)
        words = f"{hall.matters} 个事项，{hall.errors} 个错误、{hall.warnings} 个提醒"
        self.set_subtitle("　".join(part for part in (words, as_of_words(hall)) if part))
        if not hall.matters:
            self.show_empty(NO_MATTERS, icon="catalogue")
        elif not hall.checked and self._job is None:
            self.show_empty(
                UNCHECKED, UNCHECKED_WAY_OUT, icon="done", action="开始检查  F7", then=self.begin_check
            )
        else:
            self.show_content()
        self.score_model.replace([hall, *scores])
        if self.scores.current_row() is None:
            self.scores.select_key(WHOLE_HALL)

    def _show_rules(self, counts: list[RuleCount]) -> None:
        chosen, combo = self.rule.value, self.rule.combo
        while combo.count() > 1:
            combo.removeItem(1)
        for each in counts:
            if each.errors or each.warnings:
                told = _told(each)
                combo.addItem(f"{each.rule.id} {each.rule.title}（{told}）", each.rule.id)
        if chosen and combo.findData(chosen) < 0:
            rule = next(each.rule for each in counts if each.rule.id == chosen)
            combo.addItem(f"{rule.id} {rule.title}（没有问题）", rule.id)
        self.rule.set_value(chosen)

    def _show_count(self, count: int) -> None:
        self.findings.setVisible(count > 0)
        self.nothing.setVisible(count == 0)
        self.mend.setEnabled(count > 0)
        if not count:
            self.nothing.show_empty(NOTHING, NOTHING_WAY_OUT, icon="done")
            self._explain(None)
        elif self.findings.current_row() is None:
            self.findings.select_key(finding_key(self.model.rows[0]))

    def _explain(self, row: FindingRow | None) -> None:
        self.explained.setText("" if row is None else f"{row.finding.label}：{row.finding.text}")
        self.source.setText(
            ""
            if row is None
            else f"规则 {row.finding.rule} {row.finding.title} · 依据：{row.finding.source} · {row.department_name}"
        )

    # narrowing

    def _choose_department(self, row: DepartmentScore | None) -> None:
        if row is not None:
            self._read_rules()
            self._search()

    def _read_rules(self) -> None:
        self.jobs.read(self, count_by_rule, self.department_id, then=self._show_rules)

    def _search(self) -> None:
        self.model.search(self._fetch())

    def _fetch(self) -> Fetch[FindingRow]:
        department_id, rule = self.department_id, self.rule.value or None
        level = QualityLevel(self.level.value) if self.level.value else None

        def fetch(work: Work, after: FindingRow | None, limit: int) -> list[FindingRow]:
            return list_findings(work, department_id, rule, level, after, limit)

        return fetch

    # acts

    def _mend_current(self) -> None:
        self._mend(self.findings.current_row())

    def _mend(self, row: FindingRow | None) -> None:
        if row is not None:
            self.wanted.emit("catalogue.editor", (row.matter_id, row.finding.path))

    def begin_check(self) -> None:
        """Check what changed, in the background; a second time while it runs does nothing."""
        if self._job is None:
            self.show_content()
            self._begin("已检查", refresh_all, then=self._checked)

    def _begin(self, doing: str, work: Callable[..., T], *args: Any, then: Callable[[T], object]) -> None:
        """One thing at a time, with its progress and the way to stop it."""
        self._doing = doing
        self._set_busy(is_busy=True)
        self._job = self.jobs.run(
            self,
            work,
            self.jobs.office,
            self.jobs.actor,
            *args,
            then=then,
            ended=self._end,
            progress=self._advance,
        )

    def _set_busy(self, *, is_busy: bool) -> None:
        self.progress.setRange(0, 0)
        self.running.setVisible(is_busy)
        self.check.setEnabled(not is_busy)
        self.export.setEnabled(not is_busy)

    def _advance(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setFormat(f"{self._doing} {done} / {total}")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _end(self) -> None:
        self._job = None
        self._set_busy(is_busy=False)
        self.reload()

    def _checked(self, count: int) -> None:
        self.toast(f"检查完成，共检查 {count} 个事项" if count else "没有需要重新检查的事项")

    def _ask_file(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "导出质量检查报告", "质量检查报告.xlsx", WORKBOOK)
        if name:
            path = Path(name)
            self.export_to(path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx"))

    def export_to(self, path: Path) -> None:
        """Write the report of the department chosen, or of all, in the background."""
        if self._job is None:
            self._begin(
                "已导出",
                write_quality_report,
                path,
                self.department_id,
                then=lambda left: self._tell(path, left),
            )

    def _tell(self, path: Path, left_out: int) -> None:
        words = f"报告已保存到 {path.name}。"
        if left_out:
            words += f"一张工作表写不下全部问题，还有 {left_out} 个没有写入，请选中部门分别导出。"
        self.show_sentence(words, Tone.WARNING if left_out else Tone.GOOD)


def _levels() -> list[tuple[str, str]]:
    return [(QualityLevel.ERROR.value, "■ 只看错误"), (QualityLevel.WARNING.value, "▲ 只看提醒")]


def _told(count: RuleCount) -> str:
    parts = ((count.errors, "个有错误"), (count.warnings, "个有提醒"))
    return "，".join(f"{number} {words}" for number, words in parts if number)
