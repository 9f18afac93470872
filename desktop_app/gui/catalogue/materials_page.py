"""材料库: the entries, one of them in full, and what is done with them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.catalogue.materials_detail import MaterialView
from desktop_app.gui.catalogue.materials_dialogs import MaterialDialog, MergeDialog, SuggestionsDialog
from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, StateView, button, label
from desktop_app.gui.tables import Column, Fetch, KeysetModel, ListTable
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.assets import AssetRow, drop_unused_assets
from desktop_app.services.material_suggestions import Suggestion, create_suggested, suggest_entries
from desktop_app.services.materials import (
    MaterialDetail,
    MaterialRow,
    change_material,
    count_materials,
    create_material,
    get_material,
    list_materials,
    merge_materials,
    restore_material,
    retire_material,
)
from desktop_app.services.work import Work
from models.enums import Area

HELP = (
    "同一种材料在许多事项里只登记一次：名称、出具机构、审查要点、样表和可替代的电子证照在这里统一维护，"
    "窗口收件时看到的审查要点和办事指南上的样表都来自这里。名称与事项中的材料相同，或事项写有材料库编码，就算使用。"
)
TYPING_PAUSE_MS = 120
LIST_SHARE, DETAIL_SHARE = 4, 5
EMPTY = "材料库还是空的"
EMPTY_WAY_OUT = "按 Ctrl+N 新增，或按 F8 把多个事项都要的材料一次补建成条目。"
NOTHING = "没有找到“{text}”"
NOTHING_WAY_OUT = "请换一个说法，或按 Ctrl+N 新增。"
NONE_LACKING = "两个以上事项都要的材料，材料库都已经有了。"


class MaterialsPage(Page):
    """The list at the left, the entry at the right."""

    areas = frozenset({Area.MATERIALS, Area.CATALOGUE})
    help_text = HELP

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("catalogue.materials", "材料库", jobs, parent=parent)
        self._shown: MaterialDetail | None = None
        self._wanted = ""
        self.box = LineEdit(100)
        self.box.setPlaceholderText("材料名称、编码、出具机构或电子证照")
        self.box.setClearButtonEnabled(True)
        set_names(self.box, "materials.search", "查找材料")
        self.table = ListTable("materials.list", "材料库条目")
        self.table.setSelectionMode(ListTable.SelectionMode.SingleSelection)
        self.model: KeysetModel[MaterialRow] = KeysetModel(
            _COLUMNS, lambda row: row.code, jobs, _found(""), self
        )
        self.table.show_rows(self.model)
        self.view = MaterialView(self)
        self.nothing = StateView("materials.list")
        self._lists = QStackedWidget()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._lay_out()
        self._connect()

    @override
    def refresh(self) -> None:
        self.setFocusProxy(self.box)
        self.jobs.read(self, count_materials, then=self._count)
        self.model.refresh()
        if self._shown is not None:
            self._read(self._shown.code)

    @override
    def open_subject(self, subject: object) -> None:
        """Show the entry of a code."""
        if isinstance(subject, str):
            self._wanted = subject
            self.box.setText(subject)

    def _lay_out(self) -> None:
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.nothing)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.box)
        column.addWidget(self._lists, 1)
        self.tidy = button("materials.tidy", "清理不用的附件")
        foot = QHBoxLayout()
        foot.addWidget(label("停用的条目不显示在选用列表中", "note"), 1)
        foot.addWidget(self.tidy)
        column.addLayout(foot)
        halves = QHBoxLayout()
        halves.setSpacing(GRID * 2)
        halves.addWidget(left, LIST_SHARE)
        halves.addWidget(self.view, DETAIL_SHARE)
        self.body.addLayout(halves, 1)
        self.add_action("materials.suggest", "从事项补建", self._ask_suggestions, key="F8")
        self.merge = self.add_action("materials.merge", "合并", self._ask_merge, key="F7")
        self.retire = self.add_action("materials.retire", "停用", self._turn_active, key="F6")
        self.change = self.add_action("materials.change", "修改", self._ask_change, key="F4", icon="edit")
        self.add_action("materials.create", "新增", self._ask_new, key="Ctrl+N", icon="add", kind="primary")

    def _connect(self) -> None:
        self._typing.timeout.connect(self._search)
        self.box.textChanged.connect(self._wait)
        self.box.returnPressed.connect(self.table.setFocus)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.model.arrived.connect(self._show_found)
        self.view.matter_opened.connect(self._edit_matter)
        self.tidy.clicked.connect(self._tidy)
        self._offer()

    # what is shown

    def _wait(self) -> None:
        self._typing.start()

    def _count(self, count: int) -> None:
        self.set_subtitle(f"{count} 个在用条目 · 同一种材料只登记一次")

    def _search(self) -> None:
        self.model.search(_found(self.box.text()))

    def _show_found(self, count: int) -> None:
        self._lists.setCurrentWidget(self.table if count else self.nothing)
        text = self.box.text().strip()
        if not count:
            self.view.hide()
            self._shown = None
            self._offer()
            if text:
                self.nothing.show_empty(NOTHING.format(text=text), NOTHING_WAY_OUT, icon="search")
            else:
                self.nothing.show_empty(
                    EMPTY, EMPTY_WAY_OUT, action="从事项补建  F8", then=self._ask_suggestions
                )
        elif self._wanted and self.table.select_key(self._wanted):
            self._wanted = ""
        elif self.table.current_row() is None:
            self.table.select_key(self.model.rows[0].code)

    def _choose(self, row: MaterialRow | None) -> None:
        if row is not None:
            self._read(row.code)

    def _read(self, code: str) -> None:
        self.jobs.read(self, get_material, code, then=self._show)

    def _show(self, material: MaterialDetail) -> None:
        self._shown = material
        self.view.show_material(material)
        self.view.show()
        self._offer()

    def _offer(self) -> None:
        is_there = self._shown is not None
        for press in (self.merge, self.retire, self.change):
            press.setEnabled(is_there)
        words = "恢复" if self._shown is not None and not self._shown.is_active else "停用"
        self.retire.setText(f"{words}  F6")
        self.retire.setAccessibleName(words)
        self.retire.setToolTip(f"{words}（F6）")

    # acts

    def _open(self, _row: MaterialRow) -> None:
        self._ask_change()

    def _edit_matter(self, matter_id: int) -> None:
        self.wanted.emit("catalogue.editor", matter_id)

    def _ask_new(self) -> None:
        dialog = MaterialDialog(None, self)
        dialog.ask(lambda: self._send(dialog, "已新增“{name}”", create_material, dialog.given()))

    def _ask_change(self) -> None:
        row = self._shown
        if row is not None:
            dialog = MaterialDialog(row, self)
            dialog.ask(
                lambda: self._send(
                    dialog, "已修改“{name}”", change_material, row.id, row.revision, dialog.given()
                )
            )

    def _ask_merge(self) -> None:
        row = self._shown
        if row is None:
            return
        dialog = MergeDialog(row, self)

        def send() -> None:
            if dialog.kept is not None:
                self._send(dialog, "已并入“{name}”", merge_materials, dialog.kept.id, row.id, row.revision)

        dialog.ask(send)

    def _turn_active(self) -> None:
        row = self._shown
        if row is not None:
            act, words = (retire_material, "停用") if row.is_active else (restore_material, "恢复")
            self.jobs.change(
                self,
                act,
                row.id,
                row.revision,
                then=lambda changed: self._done(changed, f"已{words}“{{name}}”"),
                button=self.retire,
            )

    def _ask_suggestions(self) -> None:
        self.show_sentence("正在查找多个事项都要的材料…")
        self.jobs.read(self, suggest_entries, then=self._offer_suggestions)

    def _offer_suggestions(self, found: Sequence[Suggestion]) -> None:
        self.clear_sentence()
        if not found:
            self.show_sentence(NONE_LACKING, Tone.GOOD)
            return
        dialog = SuggestionsDialog(list(found), self)

        def done(count: int) -> None:
            dialog.accept()
            self.toast(f"已补建 {count} 个条目")

        dialog.ask(
            lambda: self.jobs.change(dialog, create_suggested, dialog.chosen, then=done, button=dialog.way_on)
        )

    def _tidy(self) -> None:
        self.jobs.change(self, drop_unused_assets, then=self._tidied, button=self.tidy)

    def _tidied(self, dropped: Sequence[AssetRow]) -> None:
        megabytes = sum(row.size for row in dropped) / 1024 / 1024
        self.toast(
            f"已清理 {len(dropped)} 个附件，共 {megabytes:.1f} MB" if dropped else "没有需要清理的附件"
        )

    def _send(self, dialog: ActDialog, said: str, use_case: Any, *values: Any) -> None:
        """The dialog goes when it is done; refused, it says why and keeps what was typed."""

        def done(row: MaterialDetail) -> None:
            dialog.accept()
            self._done(row, said)

        self.jobs.change(dialog, use_case, *values, then=done, button=dialog.way_on)

    def _done(self, row: MaterialDetail, said: str) -> None:
        self.toast(said.format(name=row.name))
        self._wanted = row.code
        self._show(row)
        if self.table.select_key(row.code):
            self._wanted = ""


def _found(text: str) -> Fetch[MaterialRow]:
    def fetch(work: Work, after: MaterialRow | None, limit: int) -> list[MaterialRow]:
        return list_materials(work, text, limit, after, with_retired=True)

    return fetch


def _name(row: MaterialRow) -> str:
    return row.name if row.is_active else f"（停用）{row.name}"


def _tone(row: MaterialRow) -> Tone:
    return Tone.NEUTRAL if row.is_active else Tone.MUTED


def _signs(row: MaterialRow) -> str:
    signs = (("免证", bool(row.licence)), ("样表", row.has_sample), ("空表", row.has_blank_form))
    return " ".join(word for word, is_there in signs if is_there)


_COLUMNS: tuple[Column[MaterialRow], ...] = (
    Column("编码", lambda row: row.code, 8, least=0),
    Column("材料名称", _name, 0, tone=_tone, least=13),
    Column("附有", _signs, 9),
    Column("使用", lambda row: str(row.uses), 5, align_right=True),
)
