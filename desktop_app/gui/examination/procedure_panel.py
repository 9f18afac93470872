"""审查过程: the tab of the case page that tells of answers, special procedures, extensions and hearings."""

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.cases.entries import Entries
from desktop_app.gui.examination.procedure_entries import procedure_entries
from desktop_app.gui.page import Page
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.procedures import Procedure, get_procedure

NOTHING = "没有征求协办意见，没有特别程序、延期和听证。"


class ProcedurePanel(CasePanel):
    """What goes on beside the opinions."""

    title = "审查过程"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.entries = Entries("cases.procedure", self.title, NOTHING)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.entries)

    @override
    def show_case(self, detail: CaseDetail) -> None:
        """Read it as it stands now."""
        self.page.jobs.read(self, get_procedure, detail.row.id, then=self._show)

    def _show(self, procedure: Procedure) -> None:
        self.entries.show_entries(procedure_entries(procedure))
