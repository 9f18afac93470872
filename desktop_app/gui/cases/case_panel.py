"""A tab of the case page that reads by itself."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from desktop_app.gui.page import Page
from desktop_app.services.case_queries import CaseDetail
from models.enums import Permission


class CasePanel(QWidget):
    """One tab of the case page; `show_case` is called when it comes into sight and when the case has changed."""

    title: ClassVar[str]
    permission: ClassVar[Permission] = Permission.CASES_VIEW

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.page = page

    def show_case(self, detail: CaseDetail) -> None:
        """Show what this tab tells of the case; reads through the page's jobs."""
        raise NotImplementedError
