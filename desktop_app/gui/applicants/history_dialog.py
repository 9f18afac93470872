"""申请人历史 over the intake, while its form is being filled in."""

from PySide6.QtWidgets import QDialog, QVBoxLayout

from desktop_app.gui import theme
from desktop_app.gui.applicants.history_view import HistoryView
from desktop_app.gui.fields import set_names
from desktop_app.gui.page import Page
from desktop_app.gui.parts import button
from desktop_app.gui.theme import GRID
from desktop_app.services.applicants import ApplicantHistory
from desktop_app.services.case_rows import CaseRow

WIDTH, HEIGHT = 860, 560


class HistoryDialog(QDialog):
    """To be read; Enter on a case opens it, the half-filled form stays where it is."""

    def __init__(self, history: ApplicantHistory, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.setWindowTitle("申请人历史")
        set_names(self, "applicants.history_dialog", "申请人历史")
        self.view = HistoryView()
        self.view.show_history(history)
        self.view.opened.connect(self._open)
        self.close_button = button("applicants.close", "关闭", key="Esc")
        self.close_button.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        column.addWidget(self.view, 1)
        column.addWidget(self.close_button)
        room = page.window().size()
        self.resize(
            min(theme.px(WIDTH), room.width() - GRID * 4), min(theme.px(HEIGHT), room.height() - GRID * 4)
        )
        self.view.cases.setFocus()

    def _open(self, row: CaseRow) -> None:
        self.accept()
        self._page.wanted.emit("cases.detail", row.id)
