"""事项目录: the tree of all matters, what a search found, and the guide of the one chosen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.catalogue.actions import add_actions
from desktop_app.gui.catalogue.filter_bar import FilterBar
from desktop_app.gui.catalogue.guide_view import GuideView
from desktop_app.gui.catalogue.tree_model import TreeModel
from desktop_app.gui.catalogue.tree_view import CatalogueTree
from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, StateView
from desktop_app.gui.tables import Column, KeysetModel, ListTable
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.matter_filter import MatterFilter
from desktop_app.services.catalogue import (
    MatterDetail,
    MatterRow,
    count_matters,
    find_matters,
    get_matter_by_id,
)
from desktop_app.services.catalogue_tree import list_department_groups
from desktop_app.services.matter_view import MatterView, get_matter_view
from models.enums import Area, MatterState

if TYPE_CHECKING:
    from desktop_app.gui.tables import Fetch
    from desktop_app.services.work import Work

TYPING_PAUSE_MS = 60
MOST_FOUND = 100
MOST_DEPARTMENTS = 5000
LIST_SHARE, GUIDE_SHARE = 4, 5
TREE, HITS, NOTHING_FOUND = range(3)
NOTHING = "没有找到“{text}”"
NOTHING_WAY_OUT = "请换一个说法，或只输入其中两三个字；也可以输入拼音或拼音首字母。"
FILTERED_WAY_OUT = "当前设有筛选条件，按 Ctrl+0 清除后再试。"
NONE_LEFT = "没有符合筛选条件的事项"
GROUP_WAY_ON = "按 → 展开，再按 ↓ 选择事项；或在上面的框里输入查找。"
EMPTY = "事项目录还是空的"
EMPTY_WAY_OUT = "请由事项编辑或系统管理员导入事项文件（JSON 行、XLSX 或 CSV）。"


class CataloguePage(Page):
    """The whole catalogue as a tree; typing turns it into what was meant, filters into what is asked for."""

    areas = frozenset({Area.CATALOGUE})
    help_text = (
        "左边是事项目录树：方向键移动，→ 展开，← 收起；在上面的框里输入即查找，按 Ctrl+F 回到输入框。"
        "筛选条件可以与查找同时使用，Ctrl+0 清除。右边是现行版本的办事指南。"
        "窗口人员按 F8 直接用选中的事项受理。"
    )

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("catalogue.page", "事项目录", jobs, parent=parent)
        self.box = LineEdit(100)
        self.box.setPlaceholderText("名称、编码、别名、拼音或拼音首字母")
        self.box.setClearButtonEnabled(True)
        set_names(self.box, "catalogue.search", "查找事项")
        self.filters = FilterBar()
        self.tree_model = TreeModel(jobs, self)
        self.tree = CatalogueTree(self.tree_model)
        self.table = ListTable("catalogue.matters", "查找到的事项")
        self.model: KeysetModel[MatterRow] = KeysetModel(_COLUMNS, _key, jobs, _nothing, self)
        self.table.show_rows(self.model)
        self.guide = GuideView()
        self.about_group = StateView("catalogue.group")
        self.nothing = StateView("catalogue.matters")
        self._only_id: int | None = None
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._connect()
        add_actions(self, lambda: self.matter)

    @property
    def matter(self) -> MatterRow | None:
        """The matter that is chosen, in the tree or among what was found."""
        match self._found.currentIndex():
            case 0:
                return self.tree.matter
            case 1:
                row: MatterRow | None = self.table.current_row()
                return row
            case _:
                return None

    @override
    def refresh(self) -> None:
        """Read the tree, what was found, and the number of matters again."""
        self.setFocusProxy(self.box)
        self.jobs.read(self, count_matters, then=self._count)
        self.jobs.read(
            self, list_department_groups, None, MOST_DEPARTMENTS, then=self.filters.show_departments
        )
        self.tree.keep_place()
        self.tree_model.read_again()
        if self._is_searching:
            self.model.refresh()

    @override
    def open_subject(self, subject: object) -> None:
        """Show one matter, given as its row or its id."""
        if isinstance(subject, MatterRow):
            subject = subject.id
        if isinstance(subject, int):
            self.jobs.read(self, get_matter_by_id, subject, then=self._open)

    # building

    def _lay_out(self) -> None:
        self._found = QStackedWidget()
        for part in (self.tree, self.table, self.nothing):
            self._found.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.box)
        left.addWidget(self._found, 1)
        halves = QHBoxLayout()
        halves.setSpacing(GRID * 2)
        halves.addLayout(left, LIST_SHARE)
        self._right = QStackedWidget()
        self._right.addWidget(self.guide)
        self._right.addWidget(self.about_group)
        halves.addWidget(self._right, GUIDE_SHARE)
        self.body.setSpacing(GRID)
        self.body.addWidget(self.filters)
        self.body.addLayout(halves, 1)

    def _connect(self) -> None:
        self.box.textChanged.connect(self._wait_for_typing)
        self.box.returnPressed.connect(self._go_to_list)
        self.box.installEventFilter(self)
        self.filters.changed.connect(self._search)
        self.tree.chosen.connect(self._read_place)
        self.table.chosen.connect(self._read)
        self.tree_model.arrived.connect(self._show_tree)
        self.model.arrived.connect(self._show_found)
        self.add_key("Ctrl+F", self._go_to_box, "到查找框")
        self.add_key("Ctrl+0", self.filters.clear, "清除筛选条件")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from the box into the list."""
        if (
            watched is self.box
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
        ):
            self._go_to_list()
            return True
        return super().eventFilter(watched, event)

    # looking

    @property
    def _is_searching(self) -> bool:
        return bool(self.box.text().strip()) or self._only_id is not None

    def _count(self, count: int) -> None:
        self.set_subtitle(f"共 {count} 个事项")
        if count:
            self.show_content()
        else:
            self.show_empty(EMPTY, EMPTY_WAY_OUT, icon="catalogue")

    def _open(self, matter: MatterDetail) -> None:
        """Show one matter alone under its name, whatever the filters were."""
        self.filters.clear()
        self._only_id = matter.id
        self.box.setText(matter.content.name)

    def _go_to_box(self) -> None:
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def _go_to_list(self) -> None:
        shown = (self.tree, self.table, None)[self._found.currentIndex()]
        if shown is not None:
            shown.setFocus(Qt.FocusReason.TabFocusReason)

    def _wait_for_typing(self) -> None:
        self._pause.start()

    def _search(self) -> None:
        """Show what is asked for: hits where something is typed, else the tree."""
        text = self.box.text().strip()
        if text:
            self.model.search(_found(text, self.filters.chosen))
        else:
            self._only_id = None
            self.tree.forget_place()
            self.tree_model.show(self.filters.order, self.filters.chosen)

    def _show_tree(self, parent: QModelIndex) -> None:
        if self._is_searching or parent.isValid():
            return
        if self.tree_model.rowCount():
            self._show_list(TREE)
            self._read(self.tree.matter)
        else:
            self._show_nothing(NONE_LEFT, FILTERED_WAY_OUT)

    def _show_found(self, count: int) -> None:
        text = self.box.text().strip()
        if not text:
            return
        if not count:
            is_filtered = self.filters.chosen.is_set
            self._show_nothing(
                NOTHING.format(text=text), FILTERED_WAY_OUT if is_filtered else NOTHING_WAY_OUT
            )
            return
        self._show_list(HITS)
        wanted, self._only_id = self._only_id, None
        if wanted is None or not self.table.select_key(wanted):
            self.table.select_key(_key(self.table.current_row() or self.model.rows[0]))
        self._read(self.table.current_row())

    def _show_list(self, which: int) -> None:
        self._found.setCurrentIndex(which)
        self._right.setVisible(True)

    def _show_nothing(self, heading: str, way_out: str) -> None:
        self._found.setCurrentIndex(NOTHING_FOUND)
        self._right.setVisible(False)
        self.nothing.show_empty(heading, way_out, icon="search")

    def _read_place(self, row: MatterRow | None) -> None:
        """The tree is read again behind the list of what was found, too: then the list says what is shown."""
        if not self._is_searching:
            self._read(row)

    def _read(self, row: MatterRow | None) -> None:
        if row is not None:
            self.jobs.read(self.guide, get_matter_view, row.id, then=self._show)
            return
        group = self.tree_model.group_at(self.tree.currentIndex())
        if group is not None:
            self.about_group.show_empty(f"{group.name}：{group.count} 个事项", GROUP_WAY_ON, icon="catalogue")
            self._right.setCurrentWidget(self.about_group)

    def _show(self, view: MatterView) -> None:
        self.guide.show_matter(view)
        self._right.setCurrentWidget(self.guide)


def _key(row: MatterRow) -> int:
    return row.id


def _nothing(_work: "Work", _after: MatterRow | None, _limit: int) -> list[MatterRow]:
    return []


def _found(text: str, only: MatterFilter) -> "Fetch[MatterRow]":
    """What a text means is one ranked page: nobody scrolls to the hundredth guess."""

    def fetch(work: "Work", after: MatterRow | None, _limit: int) -> list[MatterRow]:
        return [] if after else find_matters(work, text, MOST_FOUND, only)

    return fetch


def _name(row: MatterRow) -> str:
    """A matter that cannot be applied for says so."""
    return row.name if row.state is MatterState.PUBLISHED else f"（{row.state.label}）{row.name}"


def _about(row: MatterRow) -> str:
    """The whole name, and why the search gave it."""
    return f"{_name(row)}\n{row.hint}" if row.hint else _name(row)


def _tone(row: MatterRow) -> Tone:
    return Tone.NEUTRAL if row.state is MatterState.PUBLISHED else Tone.MUTED


_COLUMNS: tuple[Column[MatterRow], ...] = (
    Column("事项名称", _name, 0, tone=_tone, tooltip=_about),
    Column("承诺时限", lambda row: row.promised_text, 10),
)
