"""部门: the organs of the region as a tree, and everything about the one with the cursor."""

from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QTreeWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.page import Page, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.sites.choosing import department_field
from desktop_app.gui.sites.dialogs import DepartmentDialog
from desktop_app.gui.sites.part import Part
from desktop_app.gui.sites.tree import KEY_ROLE, Tree
from desktop_app.gui.tables import plain_tooltip
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.organisation import DepartmentNode, list_department_tree, save_department
from models.enums import UseLevel

ACTIVE, INACTIVE = "● 在用", "■ 停用"


class Fact(NamedTuple):
    """One line of the detail: what it is called, and its label."""

    title: str
    attribute: str


FACTS = (
    Fact("统一社会信用代码", "code"),
    Fact("简称", "short_name"),
    Fact("层级", "level"),
    Fact("行政区划", "division_path"),
    Fact("地址", "address"),
    Fact("电话", "phone"),
    Fact("办公时间", "hours"),
    Fact("行政复议机关", "review_body"),
    Fact("行政诉讼法院", "court"),
)


class DepartmentsPart(Part):
    """The tree beside the detail; Enter changes the department with the cursor, Ctrl+N makes one below it."""

    title = "部门"
    new_text = "新建部门"

    def __init__(self, page: Page) -> None:
        super().__init__("sites.departments", page)
        self._nodes: dict[int, DepartmentNode] = {}
        self._shown: list[DepartmentNode] = []
        self.jump = department_field("sites.department_jump", "查找部门", page.jobs)
        self.jump.taken.connect(self._go_to)
        self.tree = Tree("sites.department_tree", "部门树", ("部门", "事项", "状态"), (0, 5, 8))
        self.tree.currentItemChanged.connect(self._show_detail)
        self.tree.opened.connect(self.change)
        self.name = label("", "heading", wrap=True)
        self.name.setObjectName("sites.department_heading")
        self.facts = {fact.attribute: label("", wrap=True) for fact in FACTS}
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(GRID * 2)
        left = QVBoxLayout()
        left.addWidget(self.jump)
        left.addWidget(self.tree, 1)
        row.addLayout(left, 3)
        row.addWidget(self._detail(), 2)
        self._body = body
        self.addWidget(body)
        self.setFocusProxy(self.tree)

    @override
    def refresh(self) -> None:
        self.jobs.read(self, list_department_tree, then=self._show)

    @override
    def make_new(self) -> None:
        node = self._current()
        self._ask(None, node if node is not None and node.is_active else None)

    @override
    def change(self) -> None:
        node = self._current()
        if node is not None:
            self._ask(node, self._nodes.get(node.parent_id or 0))

    def _detail(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(GRID, 0, GRID, 0)
        column.addWidget(self.name)
        facts = QFormLayout()
        facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for fact in FACTS:
            shown = self.facts[fact.attribute]
            shown.setObjectName(f"sites.department_shown_{fact.attribute}")
            facts.addRow(label(fact.title, "note"), shown)
        column.addLayout(facts)
        column.addStretch(1)
        return scrolled(content)

    def _current(self) -> DepartmentNode | None:
        item = self.tree.currentItem()
        return self._nodes.get(item.data(0, KEY_ROLE)) if item is not None else None

    def _show(self, nodes: list[DepartmentNode]) -> None:
        if not nodes:
            self.show_nothing(
                "还没有部门",
                "导入事项会登记它们的实施主体，也可以在这里新建。",
                "people",
                self.new_text,
                self.make_new,
            )
            return
        self.show_body(self._body)
        if nodes != self._shown:
            self._fill(nodes)

    def _fill(self, nodes: list[DepartmentNode]) -> None:
        kept = self.tree.currentItem()
        current = kept.data(0, KEY_ROLE) if kept is not None else nodes[0].id
        closed = self.tree.closed_keys()
        self._shown = nodes
        self._nodes = {node.id: node for node in nodes}
        self.tree.clear()
        trail: list[QTreeWidgetItem] = []
        for node in nodes:
            item = _Item(node)
            del trail[node.depth :]
            if trail:
                trail[-1].addChild(item)
            else:
                self.tree.addTopLevelItem(item)
            item.setExpanded(node.id not in closed)
            trail.append(item)
        self._go_to(str(current))

    def _go_to(self, key: str) -> None:
        if not self.tree.go_to(int(key)) and self._shown:
            self.tree.go_to(self._shown[0].id)
        self.jump.set_value("")

    def _show_detail(self) -> None:
        node = self._current()
        self.name.setText(node.name if node else "")
        for attribute, shown in self.facts.items():
            shown.setText(_words(getattr(node, attribute)) if node else "")

    def _ask(self, node: DepartmentNode | None, parent: DepartmentNode | None) -> None:
        dialog = DepartmentDialog(node, parent, self.page)
        if node is None and parent is not None:
            dialog.level.set_value(parent.level or "")

        def done(department_id: int) -> None:
            dialog.accept()
            self.page.toast("已保存部门")
            self.jobs.read(
                self, list_department_tree, then=lambda nodes: self._show_saved(nodes, department_id)
            )

        def send() -> None:
            number = node.id if node else None
            self.jobs.change(dialog, save_department, number, dialog.given(), then=done, button=dialog.way_on)

        dialog.ask(send)

    def _show_saved(self, nodes: list[DepartmentNode], department_id: int) -> None:
        self._show(nodes)
        self._go_to(str(department_id))


def _words(value: str | UseLevel | None) -> str:
    return (value.label if isinstance(value, UseLevel) else value) or "—"


class _Item(QTreeWidgetItem):
    """A line that makes its words when it comes in sight: a city with its villages has thousands of them."""

    def __init__(self, node: DepartmentNode) -> None:
        super().__init__()
        self._node = node

    @override
    def data(self, column: int, role: int) -> Any:
        node = self._node
        match role, column:
            case Qt.ItemDataRole.DisplayRole, _:
                return (node.name, str(node.matters or ""), ACTIVE if node.is_active else INACTIVE)[column]
            case Qt.ItemDataRole.UserRole, 0:
                return node.id
            case Qt.ItemDataRole.AccessibleTextRole, 0:
                return f"{node.name}，{_words(node.level)}，{ACTIVE if node.is_active else INACTIVE}"
            case Qt.ItemDataRole.ToolTipRole, 0:
                return plain_tooltip(node.name)
            case Qt.ItemDataRole.TextAlignmentRole, 1:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole, 2:
                return QColor(theme.current().tone(Tone.GOOD if node.is_active else Tone.MUTED))
            case _:
                return super().data(column, role)
