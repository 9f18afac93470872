"""组织与窗口: counters, halls, departments and divisions, each in its part."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget
from typing_extensions import override

from desktop_app.gui.fields import set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page
from desktop_app.gui.sites.counters import CountersPart
from desktop_app.gui.sites.departments import DepartmentsPart
from desktop_app.gui.sites.divisions import DivisionsPart
from desktop_app.gui.sites.halls import HallsPart
from desktop_app.gui.sites.part import Part
from models.enums import Area

HELP = (
    "窗口分两种：无差别综合窗口受理全部事项，专窗只受理范围内的部门和事项，别的事项会提示该去哪个窗口。"
    "一个窗口同一时间只能由一人占用，有人占用的不能停用。"
    "部门改名不影响已发布的事项和已出具的文书；还有在用事项或未办结办件的部门不能停用。"
    "行政区划从文件导入，名称变了的更新，不会删除。"
)


class SitesPage(Page):
    """Four parts: Ctrl+1 to Ctrl+4, or Ctrl+Tab."""

    areas = frozenset({Area.SITES, Area.CATALOGUE})
    help_text = HELP

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("sites.page", "组织与窗口", jobs, "回车修改 · Ctrl+1 至 Ctrl+4 切换", parent)
        self.counters = CountersPart(self)
        self.halls = HallsPart(self)
        self.departments = DepartmentsPart(self)
        self.divisions = DivisionsPart(self)
        self.parts: tuple[Part, ...] = (self.counters, self.halls, self.departments, self.divisions)
        self.tabs = QTabWidget()
        set_names(self.tabs, "sites.tabs", "组织与窗口的四个部分")
        for at, part in enumerate(self.parts):
            self.tabs.addTab(part, part.title)
            self.add_key(f"Ctrl+{at + 1}", self._switcher(at), f"切换到“{part.title}”")
        self.tabs.currentChanged.connect(self._show_part)
        self.body.addWidget(self.tabs)
        self.scope = self.add_action("sites.scope", "受理范围", self._change_scope, key="F6")
        self.edit = self.add_action("sites.change", "修改", self._change, key="F4")
        self.load = self.add_action("sites.import", "导入区划", self._import, key="Ctrl+I", icon="import")
        self.make = self.add_action(
            "sites.create", "新建窗口", self._create, key="Ctrl+N", icon="add", kind="primary"
        )
        self._offer()

    @property
    def current(self) -> Part:
        """The part in sight."""
        return self.parts[self.tabs.currentIndex()]

    @override
    def refresh(self) -> None:
        self.current.refresh()

    @override
    def open_subject(self, subject: object) -> None:
        """One of the parts, by its title."""
        for at, part in enumerate(self.parts):
            if part.title == subject:
                self.tabs.setCurrentIndex(at)

    def _switcher(self, at: int) -> Callable[[], None]:
        def switch() -> None:
            self.tabs.setCurrentIndex(at)
            self.current.setFocus(Qt.FocusReason.OtherFocusReason)

        return switch

    def _show_part(self) -> None:
        self._offer()
        self.clear_sentence()
        self.current.refresh()
        self.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self) -> None:
        """The actions of the part in sight."""
        part = self.current
        self.setFocusProxy(part)
        self.scope.setVisible(part is self.counters)
        self.load.setVisible(part is self.divisions)
        self.edit.setVisible(part is not self.divisions)
        self.make.setVisible(bool(part.new_text))
        self.make.setText(f" {part.new_text}  Ctrl+N")
        self.make.setAccessibleName(part.new_text)
        self.make.setToolTip(f"{part.new_text}（Ctrl+N）")

    def _create(self) -> None:
        self.current.make_new()

    def _change(self) -> None:
        self.current.change()

    def _change_scope(self) -> None:
        if self.current is self.counters:
            self.counters.change_scope()

    def _import(self) -> None:
        if self.current is self.divisions:
            self.divisions.ask_import()
