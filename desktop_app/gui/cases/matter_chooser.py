"""Finding the matter: type a few characters, Down and Enter take it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID
from desktop_app.services.catalogue import MatterRow, find_matters

if TYPE_CHECKING:
    from collections.abc import Sequence

TYPING_PAUSE_MS = 60
MOST_RESULTS = 30
HINT = "输入事项名称、编码、别名或拼音首字母，例如：营业执照、sfz；按 ↓ 选择，回车确定。"
NOTHING = "没有找到“{text}”。请换一个说法，或只输入其中两三个字。"


class MatterChooser(QWidget):
    """A search box over its results."""

    chosen = Signal(object)
    """The MatterRow a person took."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.box = LineEdit(100)
        self.box.setPlaceholderText("查找事项：名称、编码、别名或拼音首字母")
        self.box.setClearButtonEnabled(True)
        set_names(self.box, "cases.matter_search", "查找事项")
        self.results = ListTable("cases.matters", "查找到的事项")
        self.results.show_rows(RowsModel[MatterRow](_COLUMNS, lambda row: row.id, self))
        self.hint = label(HINT, "subtitle", wrap=True)
        self.hint.setObjectName("cases.matter_hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for part in (self.box, self.hint):
            column.addWidget(part)
        column.addWidget(self.results, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.box.textChanged.connect(self._wait_for_typing)
        self.box.installEventFilter(self)
        self.results.opened.connect(self.chosen)

    def open(self) -> None:
        """Begin a new search; an empty box offers the matters asked for most."""
        self.box.clear()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Down:
                    self.results.setFocus(Qt.FocusReason.TabFocusReason)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._take_current()
                    return True
                case _:
                    pass
        return super().eventFilter(watched, event)

    def _wait_for_typing(self) -> None:
        self._pause.start()

    def _take_current(self) -> None:
        """Enter in the box takes the best result, once it belongs to what stands in the box."""
        row = self.results.current_row()
        if row is not None and not self._pause.isActive():
            self.chosen.emit(row)

    def _search(self) -> None:
        self._jobs.read(self, find_matters, self.box.text(), MOST_RESULTS, then=self._show)

    def _show(self, rows: "Sequence[MatterRow]") -> None:
        self.results.rows_model().replace(rows)
        if rows:
            self.results.select_key(rows[0].id)
        text = self.box.text().strip()
        self.hint.setText(HINT if rows or not text else NOTHING.format(text=text))


_COLUMNS: tuple[Column[MatterRow], ...] = (
    Column("事项名称", lambda row: row.name, 0),
    Column("办件类型", lambda row: row.handling_kind.label, 8),
    Column("承诺时限", lambda row: row.promised_text, 12),
    Column("实施部门", lambda row: row.department_name, 26),
)
