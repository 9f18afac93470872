"""Finding the matter: type a few characters, Enter takes the best, Down goes to the others.

With nothing typed, what this counter takes most and latest stands first, then what the hall is asked for most.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.flow import Flow
from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import StateView, button, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID
from desktop_app.rules.matter_filter import IN_USE, ApplicantGroup, MatterFilter
from desktop_app.services.catalogue import MatterRow, find_matters, list_usual_matters
from models.enums import MatterState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.services.work import Work

TYPING_PAUSE_MS = 60
MOST_RESULTS = 30
POPULAR = "本窗口常办事项在前。输入名称、编码、别名或拼音（例如：营业执照、sfz、shenfenz），回车选第一个，↓ 选其他。"
FOUND = "回车选第一个；按 ↓ 到列表里选其他，再按回车。"
UNFINISHED = "“{matter}”还没有填完：Esc 回去接着填；回车选新事项并清空重填；Ctrl+回车换事项、保留申请人。"
NOTHING = "没有找到“{text}”"
NOTHING_WAY_OUT = "请换一个说法，或只输入其中两三个字；也可以输入拼音或拼音首字母。"
FILTERED_WAY_OUT = "当前只看部分事项，按 Alt+A 回到全部再试。"
NONE_OF_THEM = "没有这一类的事项"
NO_MATTERS = "事项目录里还没有在用的事项"
NO_MATTERS_WAY_OUT = "请由事项编辑或系统管理员在“事项目录”导入事项。"
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MatterChooser(QWidget):
    """A search box over its results; with nothing typed, the matters asked for most."""

    chosen = Signal(object)
    """The MatterRow a person took for a new form."""
    exchanged = Signal(object)
    """The MatterRow a person took for the people already filled in."""
    left = Signal()
    """Esc: back to what was being filled in."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._unfinished = ""
        self._shown_for: str | None = None
        self._taking: SignalInstance | None = None
        self._groups: dict[QAbstractButton, ApplicantGroup | None] = {}
        self.immediate = button("cases.matters_immediate", "即办", key="Alt+J", kind="compact")
        self.immediate.setCheckable(True)
        self.box = LineEdit(100)
        self.box.setPlaceholderText("查找事项：名称、编码、别名、拼音或拼音首字母")
        self.box.setClearButtonEnabled(True)
        set_names(self.box, "cases.matter_search", "查找事项")
        self.results = ListTable("cases.matters", "查找到的事项")
        self.results.show_rows(RowsModel[MatterRow](_COLUMNS, lambda row: row.id, self))
        self.hint = label(POPULAR, "subtitle", wrap=True)
        self.hint.setObjectName("cases.matter_hint")
        self.nothing = StateView("cases.matters")
        self._layers = QStackedWidget()
        self._layers.addWidget(self.results)
        self._layers.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.box)
        column.addLayout(self._narrowing())
        column.addWidget(self.hint)
        column.addWidget(self._layers, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.search)
        self.box.textChanged.connect(self._wait_for_typing)
        self.box.installEventFilter(self)
        self.results.installEventFilter(self)
        self.results.opened.connect(self.chosen)

    def _narrowing(self) -> Flow:
        """Whom the matter is for, and whether it is done at once: one key each."""
        row = Flow(from_left=True)
        group = QButtonGroup(self)
        for name, text, key, applicant in _GROUPS:
            made = button(name, text, key=key, kind="compact", tooltip=f"只看{text}事项（{key}）")
            made.setCheckable(True)
            made.setChecked(applicant is None)
            made.clicked.connect(self.search)
            self._groups[made] = applicant
            group.addButton(made)
            row.addWidget(made)
            self._add_key(key, made)
        row.addWidget(self.immediate)
        self.immediate.clicked.connect(self.search)
        self._add_key("Alt+J", self.immediate)
        return row

    def _add_key(self, key: str, pressed: QAbstractButton) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(pressed.click)

    @property
    def only(self) -> MatterFilter:
        """What is looked among: matters in use, of the group chosen."""
        applicant = next((group for made, group in self._groups.items() if made.isChecked()), None)
        return MatterFilter(
            applicant=applicant, is_immediate=self.immediate.isChecked(), states=(MatterState.PUBLISHED,)
        )

    def open(self, unfinished: str = "") -> None:
        """Begin a new search; `unfinished` names the matter of a form Esc goes back to."""
        self._unfinished = unfinished
        self.box.clear()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search()

    def search(self) -> None:
        """Look for what stands in the box."""
        self._pause.stop()
        text = self.box.text().strip()
        self._jobs.read(
            self,
            _look,
            text,
            self.only,
            self._jobs.actor.counter_id,
            then=lambda rows: self._show(text, rows),
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._heeds(watched, event.key(), event.modifiers())
        return super().eventFilter(watched, event)

    def _heeds(self, watched: QObject, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether a key had a meaning here."""
        if key == Qt.Key.Key_Escape and self._unfinished:
            self.left.emit()
        elif key in ENTER:
            self._take(keeps_people=bool(modifiers & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Down and watched is self.box:
            self._go_to_results()
        elif key == Qt.Key.Key_Up and watched is self.results and self.results.currentIndex().row() <= 0:
            self.box.setFocus(Qt.FocusReason.BacktabFocusReason)
        else:
            return False
        return True

    def _wait_for_typing(self) -> None:
        self._taking = None
        self._pause.start()

    def _go_to_results(self) -> None:
        rows = self.results.rows_model().rows
        if rows:
            self.results.setFocus(Qt.FocusReason.TabFocusReason)
            if self.results.current_row() is None:
                self.results.select_key(rows[0].id)

    def _take(self, *, keeps_people: bool) -> None:
        """Take the marked result; where it does not yet belong to what stands in the box, take the best when it comes."""
        self._taking = self.exchanged if keeps_people and self._unfinished else self.chosen
        if self._shown_for == self.box.text().strip():
            self._take_marked()
        else:
            self.search()

    def _take_marked(self) -> None:
        taking, self._taking = self._taking, None
        row = self.results.current_row()
        if row is not None and taking is not None:
            taking.emit(row)

    def _show(self, text: str, rows: "Sequence[MatterRow]") -> None:
        self._shown_for = text
        self.results.rows_model().replace(rows)
        if rows and text:
            self.results.select_key(rows[0].id)
        else:
            self.results.selectionModel().clear()
        self._layers.setCurrentIndex(0 if rows else 1)
        if not rows and text:
            way_out = NOTHING_WAY_OUT if self.only == IN_USE else FILTERED_WAY_OUT
            self.nothing.show_empty(NOTHING.format(text=text), way_out, icon="search")
        elif not rows and self.only != IN_USE:
            self.nothing.show_empty(NONE_OF_THEM, FILTERED_WAY_OUT, icon="search")
        elif not rows:
            self.nothing.show_empty(NO_MATTERS, NO_MATTERS_WAY_OUT, icon="catalogue")
        self._say_keys(text)
        self._take_marked()

    def _say_keys(self, text: str) -> None:
        usual = FOUND if text else POPULAR
        self.hint.setText(UNFINISHED.format(matter=self._unfinished) if self._unfinished else usual)


def _look(work: "Work", text: str, only: MatterFilter, counter_id: int | None) -> "list[MatterRow]":
    if text:
        return find_matters(work, text, MOST_RESULTS, only, counter_id)
    return list_usual_matters(work, MOST_RESULTS, counter_id, only)


_GROUPS: tuple[tuple[str, str, str, ApplicantGroup | None], ...] = (
    ("cases.matters_all", "全部", "Alt+A", None),
    ("cases.matters_person", "个人", "Alt+G", ApplicantGroup.PERSON),
    ("cases.matters_organisation", "法人", "Alt+F", ApplicantGroup.ORGANISATION),
)
_COLUMNS: tuple[Column[MatterRow], ...] = (
    Column("事项名称", lambda row: row.name, 0, least=28),
    Column("查找依据", lambda row: row.hint, 18, least=10),
    Column("办件类型", lambda row: row.handling_kind.label, 8),
    Column("承诺时限", lambda row: row.promised_text, 12, least=10),
    Column("实施部门", lambda row: row.department_name, 30, least=12),
)
