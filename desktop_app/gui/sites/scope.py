"""受理范围: the departments and the single matters a 专窗 takes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.forms import Form, set_names
from desktop_app.gui.lookup import LookupField
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.sites.choosing import department_field, matter_field
from desktop_app.services.counter_scopes import ScopeLine, save_counter_scope
from desktop_app.services.sites import CounterRow

LINE_ROLE = Qt.ItemDataRole.UserRole
HINT = "在下面两栏输入几个字查找，回车加入；选部门即受理该部门全部事项。移除：在列表中选中后按 Delete。"


class ScopeDialog(ActDialog):
    """A list and two fields that add to it."""

    def __init__(self, row: CounterRow, lines: list[ScopeLine], page: Page) -> None:
        super().__init__("sites.scope_dialog", f"{row.number}号“{row.name}”的受理范围", "保存", page)
        self.widen(720)
        self._row = row
        self._page = page
        self.department = department_field("sites.scope_department", "加入部门", page.jobs)
        self.matter = matter_field("sites.scope_matter", "加入事项", page.jobs)
        self.form = Form()
        self.form.add(self.department, self.matter)
        self.lines = QListWidget()
        set_names(self.lines, "sites.scope_lines", "受理范围列表")
        self.remove = button("sites.scope_remove", "移除选中项", key="Delete")
        self.remove.clicked.connect(self._remove)
        delete = QShortcut(QKeySequence("Delete"), self.lines)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)
        self.count = label("", "note")
        self.department.taken.connect(self._add_department)
        self.matter.taken.connect(self._add_matter)
        self.body.addWidget(label(HINT, "note", wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self.lines, 1)
        self.body.addWidget(self.count)
        self.body.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        for line in lines:
            self._append(line)
        self._tell_count()

    def start(self) -> None:
        """Open; what was chosen is saved as a whole."""
        self.ask(self._save)

    @property
    def scope(self) -> list[ScopeLine]:
        """What stands in the list."""
        items = (self.lines.item(at) for at in range(self.lines.count()))
        return [item.data(LINE_ROLE) for item in items]

    @override
    def find_fault(self) -> str:
        """Something typed and not yet taken."""
        for field in (self.department, self.matter):
            if field.is_unsettled:
                field.ask_to_choose()
                return f"“{field.title}”里的文字还没有加入：按回车加入，或清空后再保存。"
        return ""

    def _save(self) -> None:
        departments = [line.department_id for line in self.scope if line.department_id is not None]
        matters = [line.matter_id for line in self.scope if line.matter_id is not None]

        def done(_lines: list[ScopeLine]) -> None:
            self.accept()
            self._page.toast(f"已保存 {self._row.name} 的受理范围")

        self._page.jobs.change(
            self, save_counter_scope, self._row.id, departments, matters, then=done, button=self.way_on
        )

    @override
    def _words(self) -> list[str]:
        """What is typed, and the list: neither is thrown away by Esc."""
        return super()._words() + [self.lines.item(at).text() for at in range(self.lines.count())]

    def _add_department(self, key: str) -> None:
        self._add(self.department, ScopeLine(_first_words(self.department), department_id=int(key)))

    def _add_matter(self, key: str) -> None:
        self._add(self.matter, ScopeLine(_first_words(self.matter), matter_id=int(key)))

    def _add(self, field: LookupField, line: ScopeLine) -> None:
        field.set_value("")
        if (line.department_id, line.matter_id) in {(one.department_id, one.matter_id) for one in self.scope}:
            field.show_hint(f"“{line.name}”已在列表中。")
            return
        self._append(line)
        self._tell_count()

    def _append(self, line: ScopeLine) -> None:
        kind = "部门" if line.matter_id is None else "事项"
        item = QListWidgetItem(f"{kind}：{line.name}")
        item.setData(LINE_ROLE, line)
        self.lines.addItem(item)
        self.lines.setCurrentItem(item)

    def _remove(self) -> None:
        self.lines.takeItem(self.lines.currentRow())
        self._tell_count()

    def _tell_count(self) -> None:
        count = self.lines.count()
        self.remove.setEnabled(count > 0)
        self.count.setText(f"共 {count} 项。" if count else "列表为空：这个专窗暂时不受理任何事项。")


def _first_words(field: LookupField) -> str:
    """The name in front of what tells one from another of that name."""
    return field.line.text().partition("　")[0]
