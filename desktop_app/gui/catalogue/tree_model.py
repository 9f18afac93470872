"""The catalogue as a tree, read as it is opened and scrolled: 100,000 matters cost what a hundred cost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.tables import PAGE_SIZE, plain_tooltip
from desktop_app.gui.theme import Tone
from desktop_app.rules.matter_filter import MatterFilter
from desktop_app.services.catalogue import MatterRow, list_matters
from desktop_app.services.catalogue_tree import (
    MatterGroup,
    list_department_groups,
    list_group_matters,
    list_groups,
    list_members,
)
from models.enums import LabelledEnum, MatterState

if TYPE_CHECKING:
    from desktop_app.services.work import Work

AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Grouping(LabelledEnum):
    """What the first level of the tree is."""

    MAIN = "main", "按主项"
    DEPARTMENT = "department", "按部门"
    NONE = "none", "按名称"


class _Level(Enum):
    """What stands under a node, and so how it is read."""

    MAINS = "mains"
    DEPARTMENTS = "departments"
    EVERYTHING = "everything"
    MEMBERS = "members"
    OF_SUB = "of_sub"
    OF_DEPARTMENT = "of_department"
    NOTHING = "nothing"


@dataclass(slots=True, eq=False)
class _Node:
    """One line; `children` are those read so far."""

    number: int
    level: _Level
    parent: "_Node | None" = None
    group: MatterGroup | None = None
    row: int = 0
    children: "list[_Node]" = field(default_factory=list["_Node"])
    has_more: bool = True
    reader: QObject | None = None
    """Lives while the node is being read; its reads never void another node's."""


class TreeModel(QAbstractItemModel):
    """Groups, 子项 and matters; every node is read page by page through Jobs."""

    arrived = Signal(object)
    """The index whose children came; at the root, how many there are is `rowCount()`."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._only = MatterFilter()
        self._grouping = Grouping.MAIN
        self._nodes: dict[int, _Node] = {}
        self._root = self._new_node(_Level.MAINS, None, None)

    @property
    def is_reading(self) -> bool:
        """Whether the first level is on its way."""
        return self._root.reader is not None

    def show(self, grouping: Grouping, only: MatterFilter) -> None:
        """Show the tree with this first level and these matters, from its beginning."""
        self._grouping, self._only = grouping, only
        self.read_again()

    def read_again(self) -> None:
        """Forget what was read and read the first level."""
        self.beginResetModel()
        for node in self._nodes.values():
            _let_go(node)
        self._nodes.clear()
        level = {
            Grouping.MAIN: _Level.MAINS,
            Grouping.DEPARTMENT: _Level.DEPARTMENTS,
            Grouping.NONE: _Level.EVERYTHING,
        }[self._grouping]
        self._root = self._new_node(level, None, None)
        self.endResetModel()
        self._read(self._root)

    def group_at(self, index: AnyIndex) -> MatterGroup | None:
        """The line an index stands for."""
        return self._node(index).group

    def matter_at(self, index: AnyIndex) -> MatterRow | None:
        """The matter an index stands for; `None` for a group."""
        group = self.group_at(index)
        return group.matter if group else None

    def key_at(self, index: AnyIndex) -> tuple[object, ...]:
        """What names a line, so that it is found again after the tree was read again."""
        group = self.group_at(index)
        if group is None:
            return ()
        matter_id = group.matter.id if group.matter else None
        return matter_id, group.main_name, group.sub_name, group.department_id

    def find_child(self, key: tuple[object, ...], parent: AnyIndex | None = None) -> QModelIndex:
        """The line of this name among those read under a parent; an invalid index where it is not."""
        above = QModelIndex() if parent is None else parent
        for at in range(self.rowCount(above)):
            index = self.index(at, 0, above)
            if self.key_at(index) == key:
                return index
        return QModelIndex()

    def read_more(self, parent: AnyIndex) -> None:
        """Read the next page of a node, where there is one and it is not on its way."""
        node = self._node(parent)
        if self._may_read(node):
            self._read(node)

    # what Qt asks

    @override
    def index(self, row: int, column: int, parent: AnyIndex = ROOT) -> QModelIndex:
        above = self._node(parent)
        if column != 0 or not 0 <= row < len(above.children):
            return QModelIndex()
        return self.createIndex(row, 0, above.children[row].number)

    @override
    def parent(self, index: AnyIndex = ROOT) -> QModelIndex:  # type: ignore[override]
        above = self._node(index).parent
        return self._index(above) if above is not None else QModelIndex()

    @override
    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return len(self._node(parent).children)

    @override
    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 1

    @override
    def hasChildren(self, parent: AnyIndex = ROOT) -> bool:
        return self._node(parent).level is not _Level.NOTHING

    @override
    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Only the first page: Qt's tree asks again at every layout, and would read on to the end."""
        return self._may_read(self._node(parent)) and not self._node(parent).children

    @override
    def fetchMore(self, parent: AnyIndex) -> None:
        if self.canFetchMore(parent):
            self._read(self._node(parent))

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        group = self.group_at(index)
        if group is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _words(group)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(_words(group))
            case Qt.ItemDataRole.ForegroundRole if group.matter:
                is_in_use = group.matter.state is MatterState.PUBLISHED
                return QColor(theme.current().tone(Tone.NEUTRAL if is_in_use else Tone.MUTED))
            case Qt.ItemDataRole.AccessibleTextRole:
                return _words(group) if group.matter else f"{group.name}，{group.count} 个事项"
            case _:
                return None

    # reading

    @staticmethod
    def _may_read(node: _Node) -> bool:
        return node.level is not _Level.NOTHING and node.has_more and node.reader is None

    def _read(self, node: _Node) -> None:
        reader = QObject(self)
        node.reader = reader
        last = node.children[-1].group if node.children else None

        def take(groups: list[MatterGroup]) -> None:
            node.has_more = len(groups) > PAGE_SIZE
            self._append(node, groups[:PAGE_SIZE])

        def ended() -> None:
            _let_go(node)

        self._jobs.read(
            reader, _page_of, _fetch_of(node), last, PAGE_SIZE + 1, self._only, then=take, ended=ended
        )

    def _append(self, node: _Node, groups: Sequence[MatterGroup]) -> None:
        above = self._index(node)
        first = len(node.children)
        if groups:
            self.beginInsertRows(above, first, first + len(groups) - 1)
            for group in groups:
                node.children.append(self._new_node(_level_under(group), node, group))
            self.endInsertRows()
        self.arrived.emit(above)

    def _new_node(self, level: _Level, parent: _Node | None, group: MatterGroup | None) -> _Node:
        node = _Node(len(self._nodes), level, parent, group, len(parent.children) if parent else 0)
        self._nodes[node.number] = node
        return node

    def _node(self, index: AnyIndex) -> _Node:
        return self._nodes[index.internalId()] if index.isValid() else self._root

    def _index(self, node: _Node) -> QModelIndex:
        return QModelIndex() if node is self._root else self.createIndex(node.row, 0, node.number)


Fetch = Callable[["Work", MatterGroup | None, int, MatterFilter], list[MatterGroup]]


def _page_of(
    work: "Work", fetch: Fetch, after: MatterGroup | None, limit: int, only: MatterFilter
) -> list[MatterGroup]:
    return fetch(work, after, limit, only)


def _fetch_of(node: _Node) -> Fetch:
    """How the children of a node are read."""
    group = node.group
    match node.level:
        case _Level.MAINS:
            return list_groups
        case _Level.DEPARTMENTS:
            return list_department_groups
        case _Level.MEMBERS if group:
            return lambda work, after, limit, only: list_members(work, group.main_name, after, limit, only)
        case _Level.OF_SUB if group:
            return lambda work, after, limit, only: [
                MatterGroup(row.name, 1, matter=row)
                for row in list_group_matters(
                    work, group.main_name, group.sub_name, _place(after), limit, only
                )
            ]
        case _:
            department_id = group.department_id if group else None
            return lambda work, after, limit, only: [
                MatterGroup(row.name, 1, matter=row)
                for row in list_matters(work, _place(after), limit, department_id, only)
            ]


def _place(after: MatterGroup | None) -> tuple[str, int] | None:
    return (after.matter.name, after.matter.id) if after and after.matter else None


def _level_under(group: MatterGroup) -> _Level:
    if group.matter is not None:
        return _Level.NOTHING
    if group.department_id is not None:
        return _Level.OF_DEPARTMENT
    return _Level.OF_SUB if group.sub_name else _Level.MEMBERS


def _words(group: MatterGroup) -> str:
    """A group with its number of matters; a matter that cannot be applied for says so."""
    if group.matter is None:
        return f"{group.name}（{group.count}）"
    state = group.matter.state
    return group.name if state is MatterState.PUBLISHED else f"（{state.label}）{group.name}"


def _let_go(node: _Node) -> None:
    if node.reader is not None:
        node.reader.deleteLater()
        node.reader = None
