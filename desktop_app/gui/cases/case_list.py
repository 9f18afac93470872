"""A list of cases that says why when it is empty."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from desktop_app.gui.cases.due import DueExplainer
from desktop_app.gui.page import Page, StateView
from desktop_app.gui.tables import PAGE_SIZE, Column, Fetch, KeysetModel, ListTable
from desktop_app.services.case_rows import CaseRow


class CaseList(QStackedWidget):
    """A list of cases that says why when it is empty."""

    opened = Signal(object)
    """CaseRow."""

    def __init__(
        self,
        page: Page,
        name: str,
        title: str,
        columns: Sequence[Column[CaseRow]],
        fetch: Fetch[CaseRow],
        page_size: int = PAGE_SIZE,
    ) -> None:
        super().__init__()
        self.table = ListTable(name, title)
        self.model = KeysetModel[CaseRow](columns, lambda row: row.id, page.jobs, fetch, page, page_size)
        self.table.show_rows(self.model)
        self.table.opened.connect(self.opened)
        self.state = StateView(name)
        self.addWidget(self.table)
        self.addWidget(self.state)
        self._nothing = ("", "")
        self._explainer = DueExplainer(page, self.table)
        self.model.arrived.connect(self._arrived)
        self.setFocusProxy(self.table)

    def say_when_empty(self, heading: str, text: str) -> None:
        """What stands there while there are no rows."""
        self._nothing = (heading, text)

    def refresh(self) -> None:
        """Read again, in place."""
        self.model.refresh()

    def _arrived(self, rows: int) -> None:
        if rows:
            self.setCurrentWidget(self.table)
            if not self.table.currentIndex().isValid():
                self.table.select_key(self.model.key(self.model.rows[0]))
        else:
            self.state.show_empty(*self._nothing, icon="done")
            self.setCurrentWidget(self.state)
