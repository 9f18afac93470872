"""修订稿列表: every open draft with its state, who wrote it and since when."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.forms import set_names
from desktop_app.gui.page import Page, label
from desktop_app.gui.tables import Column, KeysetModel, ListTable
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.matter_drafts import DraftRow, list_drafts
from desktop_app.services.work import HALL_ZONE
from models.elements import DraftState

if TYPE_CHECKING:
    from desktop_app.gui.tables import Fetch
    from desktop_app.services.work import Work

ALL = "全部修订稿"
SHAPES = {DraftState.DRAFT: "●", DraftState.IN_REVIEW: "▲", DraftState.RETURNED: "■"}
TONES = {DraftState.DRAFT: Tone.NEUTRAL, DraftState.IN_REVIEW: Tone.INFO, DraftState.RETURNED: Tone.BAD}
EMPTY = "没有修订稿"
EMPTY_WAY_OUT = "按 Ctrl+N 新建事项，或按 Ctrl+E 查找要修改的事项。"


class DraftTable(ListTable):
    """Three lines a draft: what, in which state since when, by whom."""

    @override
    def fit_text(self) -> None:
        super().fit_text()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() * 3 + GRID * 2)


class DraftsList(QWidget):
    """The list with its filter."""

    chosen = Signal(int)
    """The id of the draft a person went to."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._marked: int | None = None
        self.filter = QComboBox()
        self.filter.addItem(ALL, "")
        for state in DraftState:
            self.filter.addItem(f"{SHAPES[state]} {state.label}", state.value)
        set_names(self.filter, "editor.filter", "按状态筛选修订稿")
        self.table = DraftTable("editor.drafts", "修订稿列表")
        self.table.setSelectionMode(ListTable.SelectionMode.SingleSelection)
        self.model: KeysetModel[DraftRow] = KeysetModel(_COLUMNS, _key, page.jobs, _drafts(None), page)
        self.table.show_rows(self.model)
        self.table.horizontalHeader().hide()
        self.nothing = label(f"{EMPTY}\n{EMPTY_WAY_OUT}", "subtitle", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setObjectName("editor.drafts_empty")
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._layers = QStackedWidget()
        self._layers.addWidget(self.table)
        self._layers.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.filter)
        column.addWidget(self._layers, 1)
        self.setFocusProxy(self.table)
        self.filter.activated.connect(self._filter)
        self.model.arrived.connect(self._arrived)
        self.table.opened.connect(self._open)
        self.table.clicked.connect(self._open_clicked)

    def refresh(self) -> None:
        """Read the list again."""
        self.model.refresh()

    def mark(self, draft_id: int) -> None:
        """Put the cursor on a draft, where it is listed."""
        self._marked = draft_id
        self.table.select_key(draft_id)

    def _filter(self) -> None:
        chosen = self.filter.currentData()
        self.model.search(_drafts(DraftState(chosen) if chosen else None))

    def _arrived(self, count: int) -> None:
        self._layers.setCurrentIndex(0 if count else 1)
        if self._marked is not None and not self.table.hasFocus():
            self.table.select_key(self._marked)

    def _open_clicked(self) -> None:
        self._open(self.table.current_row())

    def _open(self, row: DraftRow | None) -> None:
        if row is not None:
            self.chosen.emit(row.id)


def _drafts(state: DraftState | None) -> "Fetch[DraftRow]":
    def fetch(work: "Work", after: DraftRow | None, limit: int) -> list[DraftRow]:
        return list_drafts(work, state, after.id if after else None, limit)

    return fetch


def _key(row: DraftRow) -> int:
    return row.id


def _words(row: DraftRow) -> str:
    when = row.updated_at.astimezone(HALL_ZONE).strftime("%m-%d %H:%M")
    name = row.name or "（未命名事项）"
    return f"{name}\n{SHAPES[row.state]} {row.state.label}　{when}\n{row.editor_name}"


def _tooltip(row: DraftRow) -> str:
    return f"{row.name}\n{row.department_name}\n{row.item_code or row.code}"


def _tone(row: DraftRow) -> Tone:
    return TONES[row.state]


_COLUMNS: tuple[Column[DraftRow], ...] = (
    Column("修订稿", _words, 0, tooltip=_tooltip, tone=_tone, least=10),
)
