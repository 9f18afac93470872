"""申请表 beside a case, as it was filled in."""

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.cases.entries import Entries, Entry
from desktop_app.gui.page import Page
from desktop_app.gui.parts import label
from desktop_app.gui.theme import GRID
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.filled_forms import FilledForm, FilledTable, get_filled_form

NOTHING = "本事项没有在线填写的申请表。"
MASKED = "证件号码和电话只显示一部分；完整内容见打印的申请表。"
EMPTY = "（未填）"


class FormPanel(CasePanel):
    """The groups under each other, each field with its value."""

    title = "申请表"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.note = label(MASKED, "note", wrap=True)
        self.form = Entries("cases.form", "申请表", NOTHING)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.addWidget(self.note)
        column.addWidget(self.form, 1)

    @override
    def show_case(self, detail: CaseDetail) -> None:
        self.page.jobs.read(self, get_filled_form, detail.row.id, then=self._show)

    def _show(self, form: FilledForm) -> None:
        entries = form_entries(form)
        self.note.setVisible(bool(entries))
        self.form.show_entries(entries)


def form_entries(form: FilledForm) -> list[Entry]:
    """An entry for each group, then one for each list."""
    groups: dict[str, list[str]] = {}
    for line in form.lines:
        groups.setdefault(line.group or form.title or "申请表", []).append(
            f"{line.title}：{line.words or EMPTY}"
        )
    return [
        *(Entry(group, text="\n".join(lines)) for group, lines in groups.items()),
        *(_table(table) for table in form.tables),
    ]


def _table(table: FilledTable) -> Entry:
    rows = [
        f"{number}. "
        + "；".join(f"{title} {cell or EMPTY}" for title, cell in zip(table.columns, row, strict=True))
        for number, row in enumerate(table.rows, start=1)
    ]
    return Entry(table.title, f"{len(rows)} 行", "\n".join(rows) or EMPTY)
