"""时限 in three columns, and F1 on a list of cases: how the date was found."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.cases.rows import explanation, time_tone
from desktop_app.gui.page import Page
from desktop_app.gui.tables import Column, ListTable
from desktop_app.services.case_rows import CaseRow

UNKNOWN = "○ 未知"
"""The calendar of the year is not loaded: no light can be told."""

LIGHT: Column[CaseRow] = Column(
    "时限",
    lambda row: theme.light_words(row.light) if row.light else UNKNOWN,
    9,
    tooltip=explanation,
    tone=time_tone,
    least=7,
)
DAYS_LEFT: Column[CaseRow] = Column(
    "剩余工作日",
    lambda row: "—" if row.remaining_days is None else str(row.remaining_days),
    11,
    align_right=True,
    tooltip=explanation,
    tone=time_tone,
)
DUE_ON: Column[CaseRow] = Column("到期日", lambda row: row.due_on.isoformat(), 12, tooltip=explanation)


class DueExplainer(QObject):
    """F1 in a list of cases explains the date of the row the cursor is on; without a row F1 helps as everywhere."""

    def __init__(self, page: Page, table: ListTable) -> None:
        super().__init__(table)
        self._page = page
        self._table = table
        table.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_F1:
            return super().eventFilter(watched, event)
        row = self._table.current_row()
        if row is None or event.type() not in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}:
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._explain(row)
        event.accept()
        return True

    def _explain(self, row: CaseRow) -> None:
        self._page.show_sentence(f"{row.number} 于 {row.due_on.isoformat()} 到期。{explanation(row)}")
