"""事项目录: find a matter, read what it says, import a file of matters."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.catalogue.guide_view import GuideView
from desktop_app.gui.catalogue.import_dialog import ImportDialog
from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, StateView
from desktop_app.gui.tables import Column, KeysetModel, ListTable
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.catalogue import (
    MatterDetail,
    MatterRow,
    count_matters,
    find_matters,
    get_matter_by_id,
    list_matters,
)
from models.enums import Area, MatterState, Permission

if TYPE_CHECKING:
    from desktop_app.gui.tables import Fetch
    from desktop_app.services.work import Work

TYPING_PAUSE_MS = 60
MOST_FOUND = 100
LIST_SHARE, GUIDE_SHARE = 4, 5
NOTHING = "没有找到“{text}”"
NOTHING_WAY_OUT = "请换一个说法，或只输入其中两三个字；也可以输入拼音首字母。"
EMPTY = "事项目录还是空的"
EMPTY_WAY_OUT = "请由事项编辑或系统管理员导入事项文件（JSON 行、XLSX 或 CSV）。"


class CataloguePage(Page):
    """A list over the whole catalogue; typing narrows it to what was meant."""

    areas = frozenset({Area.CATALOGUE})
    help_text = "左边查找事项，右边是现行版本的办事指南。窗口人员按 F8 直接用选中的事项受理。"

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(
            "catalogue.page", "事项目录", jobs, "一张清单管到底：窗口、指南、审批用同一个版本", parent
        )
        self.box = LineEdit(100)
        self.box.setPlaceholderText("名称、编码、别名或拼音首字母")
        self.box.setClearButtonEnabled(True)
        set_names(self.box, "catalogue.search", "查找事项")
        self.table = ListTable("catalogue.matters", "事项列表")
        self.model: KeysetModel[MatterRow] = KeysetModel(_COLUMNS, _key, jobs, _browse, self)
        self.table.show_rows(self.model)
        self.guide = GuideView()
        self.nothing = StateView("catalogue.matters")
        self._found = QStackedWidget()
        self._found.addWidget(self.table)
        self._found.addWidget(self.nothing)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.box)
        left.addWidget(self._found, 1)
        halves = QHBoxLayout()
        halves.setSpacing(GRID * 2)
        halves.addLayout(left, LIST_SHARE)
        halves.addWidget(self.guide, GUIDE_SHARE)
        self.body.addLayout(halves, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.box.textChanged.connect(self._wait_for_typing)
        self.box.returnPressed.connect(self.table.setFocus)
        self.table.chosen.connect(self._read)
        self.model.arrived.connect(self._show_found)
        self._add_actions()

    def _add_actions(self) -> None:
        permissions = self.jobs.actor.permissions
        if Permission.CASES_RECEIVE in permissions:
            self.add_action(
                "catalogue.receive", "用此事项受理", self._receive, key="F8", icon="accept", kind="primary"
            )
        if Permission.CATALOGUE_IMPORT in permissions:
            self.add_action("catalogue.import", "导入事项", self._import, key="Ctrl+I", icon="import")

    @override
    def refresh(self) -> None:
        """Read the list and the number of matters again."""
        self.setFocusProxy(self.box)
        self.jobs.read(self, count_matters, then=self._count)
        self.model.refresh()

    @override
    def open_subject(self, subject: object) -> None:
        """Show one matter the search box found."""
        if isinstance(subject, MatterRow):
            self.box.setText(subject.name)

    def _count(self, count: int) -> None:
        self.set_subtitle(f"共 {count} 个事项 · 窗口、指南、审批用同一个版本")
        if count:
            self.show_content()
        else:
            self.show_empty(EMPTY, EMPTY_WAY_OUT, icon="catalogue")

    def _wait_for_typing(self) -> None:
        self._pause.start()

    def _search(self) -> None:
        text = self.box.text().strip()
        self.model.search(_found(text) if text else _browse)

    def _show_found(self, count: int) -> None:
        self._found.setCurrentIndex(0 if count else 1)
        self.guide.setVisible(count > 0)
        if not count:
            self.nothing.show_empty(
                NOTHING.format(text=self.box.text().strip()), NOTHING_WAY_OUT, icon="search"
            )
        elif self.table.current_row() is None:
            self.table.select_key(_key(self.model.rows[0]))

    def _read(self, row: MatterRow | None) -> None:
        if row is not None:
            self.jobs.read(self, get_matter_by_id, row.id, then=self._show)

    def _show(self, matter: MatterDetail) -> None:
        self.guide.show_matter(matter)

    def _receive(self) -> None:
        row: MatterRow | None = self.table.current_row()
        if row is not None:
            self.wanted.emit("cases.intake", row)

    def _import(self) -> None:
        ImportDialog(self).open()


def _key(row: MatterRow) -> int:
    return row.id


def _browse(work: "Work", after: MatterRow | None, limit: int) -> list[MatterRow]:
    return list_matters(work, (after.name, after.id) if after else None, limit)


def _found(text: str) -> "Fetch[MatterRow]":
    """What a text means is one ranked page: nobody scrolls to the hundredth guess."""

    def fetch(work: "Work", after: MatterRow | None, _limit: int) -> list[MatterRow]:
        return [] if after else find_matters(work, text, MOST_FOUND)

    return fetch


def _name(row: MatterRow) -> str:
    """A matter that cannot be applied for says so."""
    return row.name if row.state is MatterState.PUBLISHED else f"（{row.state.label}）{row.name}"


def _tone(row: MatterRow) -> Tone:
    return Tone.NEUTRAL if row.state is MatterState.PUBLISHED else Tone.MUTED


_COLUMNS: tuple[Column[MatterRow], ...] = (
    Column("事项名称", _name, 0, tone=_tone),
    Column("承诺时限", lambda row: row.promised_text, 10),
)
