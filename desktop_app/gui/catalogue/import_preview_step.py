"""Step three of the import: what it would change and what was found, before anything is written; then what it did."""

from collections.abc import Hashable

from PySide6.QtWidgets import QCheckBox, QTabWidget, QVBoxLayout, QWidget

from desktop_app.gui.catalogue.import_jobs import Outcome
from desktop_app.gui.fields import set_names
from desktop_app.gui.page import label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.catalogue_import import KINDS, ImportPlan, PlannedChange, ReportLine

Finding = tuple[int, ReportLine]
CUT = "“{title}”只列出前{shown}条，共{total}条；全部内容请另存报告查看。"
REVIVED = "▲ {count} 个已取消的事项在文件中又出现，导入后重新启用，请在“重新启用”中逐个核对。"
UNSURE = "有{count}条记录读不出编码，无法判断哪些事项已不在文件里，只能保留。"


class PreviewStep(QWidget):
    """Counts on top, the lists on tabs: problems, added, revived, changed, vanished."""

    def __init__(self) -> None:
        super().__init__()
        self.summary = label("", "strong", wrap=True)
        set_names(self.summary, "catalogue.import_summary", "导入结果小结")
        self.abolish = QCheckBox("取消文件里已没有的事项（不勾选则保留）")
        set_names(self.abolish, "catalogue.import_abolish", "取消文件里已没有的事项")
        self.note = label("", "note", wrap=True)
        set_names(self.note, "catalogue.import_note", "说明")
        self.findings = ListTable("catalogue.import_findings", "问题清单")
        self.finding_rows: RowsModel[Finding] = RowsModel(_FINDINGS, lambda row: row[0], self)
        self.findings.show_rows(self.finding_rows)
        self.tabs = QTabWidget()
        set_names(self.tabs, "catalogue.import_tabs", "预览内容")
        self.reason = label("", "note", wrap=True)
        set_names(self.reason, "catalogue.import_reason", "选中一行的全文")
        self.tabs.addTab(self.findings, "问题")
        self.changes: dict[str, RowsModel[PlannedChange]] = {}
        for kind, title in _TITLES.items():
            table = ListTable(f"catalogue.import_{kind}", title)
            columns = _CHANGES if kind in ("revived", "changed") else _CHANGES[:-1]
            self.changes[kind] = RowsModel(columns, _key, self)
            table.show_rows(self.changes[kind])
            table.chosen.connect(self._show_fields)
            self.tabs.addTab(table, title)
        self.findings.chosen.connect(self._show_reason)
        self.tabs.currentChanged.connect(self._leave_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.summary)
        column.addWidget(self.abolish)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.reason)
        column.addWidget(self.note)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what an import would do, or did."""
        report = outcome.report
        self.summary.setText(_summary(outcome))
        self.finding_rows.clear()
        self.finding_rows.append(list(enumerate(outcome.lines)))
        self.tabs.setTabText(0, f"问题 {outcome.total}")
        totals: dict[str, int] = {}
        if isinstance(report, ImportPlan):
            totals = {"added": report.added, "vanished": report.vanished}
            for kind, model in self.changes.items():
                model.clear()
                model.append([change for change in report.changes if change.kind == kind])
            self._offer_abolishing(report)
        else:
            self.abolish.hide()
            totals = {"added": report.created, "vanished": self.changes["vanished"].rowCount()}
        totals |= {"revived": report.revived, "changed": report.changed}
        for place, (kind, title) in enumerate(_TITLES.items(), 1):
            self.tabs.setTabText(place, f"{title} {totals[kind]}")
        self.note.setText(self._notes(outcome, totals))
        shown = [len(outcome.lines), *(model.rowCount() for model in self.changes.values())]
        self.tabs.setCurrentIndex(next((place for place, rows in enumerate(shown) if rows), 0))
        self.reason.clear()
        if outcome.lines:
            self.findings.select_key(0)

    def _offer_abolishing(self, plan: ImportPlan) -> None:
        self.abolish.setChecked(False)
        self.abolish.setVisible(plan.vanished > 0)
        self.abolish.setEnabled(not plan.unnamed)
        self.abolish.setToolTip(UNSURE.format(count=plan.unnamed) if plan.unnamed else "")

    def _notes(self, outcome: Outcome, totals: dict[str, int]) -> str:
        report = outcome.report
        said: list[str] = []
        if isinstance(report, ImportPlan) and report.vanished and report.unnamed:
            said.append(UNSURE.format(count=report.unnamed))
        if isinstance(report, ImportPlan) and report.revived:
            said.append(REVIVED.format(count=report.revived))
        cut = [("问题", len(outcome.lines), outcome.total)]
        cut += [(_TITLES[kind], model.rowCount(), totals[kind]) for kind, model in self.changes.items()]
        said += [CUT.format(title=title, shown=s, total=t) for title, s, t in cut if 0 < s < t]
        if report.passed_over:
            said.append(f"文件里这些内容没有导入：{'、'.join(report.passed_over)}。")
        return "\n".join(dict.fromkeys(said))

    def _leave_row(self) -> None:
        self.reason.clear()

    def _show_reason(self, row: Finding | None) -> None:
        self.reason.setText(f"第 {row[1].record_number} 条：{row[1].reason}" if row else "")

    def _show_fields(self, row: PlannedChange | None) -> None:
        if row is not None:
            fields = f"，变化：{'、'.join(row.fields)}" if row.fields else ""
            self.reason.setText(f"{row.name}（{row.item_code or row.code}）{fields}")


def _summary(outcome: Outcome) -> str:
    report = outcome.report
    is_plan = isinstance(report, ImportPlan)
    added = report.added if isinstance(report, ImportPlan) else report.created
    verb = "将" if is_plan else "已"
    revived = f"重新启用 {report.revived} 个、" if report.revived else ""
    words = (
        f"{verb}新增 {added} 个、{revived}更新 {report.changed} 个，{report.unchanged} 个没有变化，"
        f"{report.repeated} 个重复，拒绝 {report.refused} 条；需要留意的问题 {outcome.total} 处。"
    )
    if isinstance(report, ImportPlan):
        return f"{words}目录里有 {report.vanished} 个事项不在文件里。" if report.vanished else words
    return f"{words}已取消 {report.abolished} 个。" if report.abolished else words


def _key(row: PlannedChange) -> Hashable:
    return row.code, row.item_code


def _treatment(row: Finding) -> str:
    return "■ 拒绝" if row[1].is_refusal else "● 已处理"


def _tone(row: Finding) -> Tone:
    return Tone.BAD if row[1].is_refusal else Tone.MUTED


_TITLES = KINDS
_FINDINGS: tuple[Column[Finding], ...] = (
    Column("记录", lambda row: str(row[1].record_number), 6, align_right=True),
    Column("处理", _treatment, 8, tone=_tone),
    Column("编码", lambda row: row[1].code, 33, least=20),
    Column("字段", lambda row: row[1].field, 22, least=12),
    Column("原因", lambda row: row[1].reason, 0, least=24),
)
_CHANGES: tuple[Column[PlannedChange], ...] = (
    Column("编码", lambda row: row.item_code or row.code, 36, least=20),
    Column("事项名称", lambda row: row.name, 0, least=24),
    Column("变化的要素", lambda row: "、".join(row.fields), 40, least=16),
)
