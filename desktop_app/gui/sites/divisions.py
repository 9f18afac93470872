"""行政区划: the country as a tree that reads what is unfolded, and the way to fill it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QTreeWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.page import Page, label
from desktop_app.gui.sites.choosing import division_field
from desktop_app.gui.sites.division_import import DivisionImportDialog
from desktop_app.gui.sites.part import Part
from desktop_app.gui.sites.tree import KEY_ROLE, Tree
from desktop_app.gui.tables import plain_tooltip
from desktop_app.gui.theme import GRID
from desktop_app.rules.divisions import ancestors
from desktop_app.services.divisions import DivisionRow, count_divisions, list_divisions

IS_READ_ROLE = Qt.ItemDataRole.UserRole + 1


class DivisionsPart(Part):
    """The tree; a search goes to its place in it, Ctrl+I takes over files."""

    title = "行政区划"

    def __init__(self, page: Page) -> None:
        super().__init__("sites.divisions", page)
        self._count = 0
        self._way: tuple[str, ...] = ()
        self.jump = division_field("sites.division_jump", "查找区划", page.jobs)
        self.jump.taken.connect(self.go_to)
        self.total = label("", "note")
        self.total.setObjectName("sites.division_total")
        self.tree = Tree("sites.division_tree", "行政区划树", ("名称", "代码", "层级"), (0, 16, 18))
        self.tree.itemExpanded.connect(self._unfold)
        self.tree.opened.connect(self._toggle)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.addWidget(self.jump)
        column.addWidget(self.total)
        column.addWidget(self.tree, 1)
        self._body = body
        self.addWidget(body)
        self.setFocusProxy(self.tree)

    @override
    def refresh(self) -> None:
        """Counters are taken and left all day: only another number of divisions is worth reading the tree anew."""
        self.jobs.read(self, count_divisions, then=self._show_count)

    def ask_import(self) -> None:
        """Choose files and take them over."""
        dialog = DivisionImportDialog(self.page)
        dialog.imported.connect(self._read_anew)
        dialog.open()

    def go_to(self, code: str) -> None:
        """Unfold the tree down to a division."""
        self._way = (*reversed(ancestors(code)), code)
        self._follow(None)

    def _show_count(self, count: int) -> None:
        if not count:
            self.show_nothing(
                "还没有行政区划",
                "请导入区划文件（CSV 或 XLSX，含代码和名称两列；省、市、县、乡、村可以分开，一次选多个）。",
                "import",
                "导入区划  Ctrl+I",
                self.ask_import,
            )
        elif count != self._count:
            self._read_anew()
        self._count = count
        self.total.setText(f"共 {count:,} 个区划。→ 展开，← 收起；输入几个字按回车可直接定位。")

    def _read_anew(self) -> None:
        self.show_body(self._body)
        self.jobs.read(self, list_divisions, then=self._show_top)
        self.jobs.read(self, count_divisions, then=self._note_count)

    def _note_count(self, count: int) -> None:
        self._count = count
        self._show_count(count)

    def _show_top(self, rows: list[DivisionRow]) -> None:
        self.tree.clear()
        self.tree.addTopLevelItems([_item(row) for row in rows])
        if rows:
            self.tree.go_to(rows[0].code)

    def _toggle(self) -> None:
        item = self.tree.currentItem()
        if item is not None:
            item.setExpanded(not item.isExpanded())

    def _unfold(self, item: QTreeWidgetItem) -> None:
        if item.data(0, IS_READ_ROLE):
            return
        item.setData(0, IS_READ_ROLE, True)
        code: str = item.data(0, KEY_ROLE)
        errand = QObject(self.tree)  # of one owner a newer question voids an older; these are not the same

        def show(rows: list[DivisionRow]) -> None:
            errand.deleteLater()
            parent = next((one for one in self.tree.items() if one.data(0, KEY_ROLE) == code), None)
            if parent is not None and not parent.childCount():
                parent.addChildren([_item(row) for row in rows])
                self._follow(parent)

        self.jobs.read(errand, list_divisions, code, then=show)

    def _follow(self, parent: QTreeWidgetItem | None) -> None:
        """Go one step further on the way to the division that is wanted."""
        if not self._way:
            return
        item = _child(self.tree, parent, self._way)
        if item is None:
            self._way = ()
            return
        self.tree.setCurrentItem(item)
        self.tree.scrollToItem(item)
        code: str = item.data(0, KEY_ROLE)
        if code == self._way[-1]:
            self._way = ()
            self.jump.set_value("")
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            item.setExpanded(True)
            if item.childCount():
                self._follow(item)


def _child(tree: Tree, parent: QTreeWidgetItem | None, way: Sequence[str]) -> QTreeWidgetItem | None:
    """The item below another, or at the top, that lies on the way."""
    count = tree.topLevelItemCount() if parent is None else parent.childCount()
    for at in range(count):
        item = tree.topLevelItem(at) if parent is None else parent.child(at)
        if item is not None and item.data(0, KEY_ROLE) in way:
            return item
    return None


def _item(row: DivisionRow) -> QTreeWidgetItem:
    item = QTreeWidgetItem([row.name, row.code, row.level.label])
    item.setData(0, KEY_ROLE, row.code)
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{row.name}，{row.code}，{row.level.label}")
    item.setToolTip(0, plain_tooltip(row.path))
    if row.has_children:
        item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
    return item
