"""申请材料 in the editor: the list of materials, and taking one from the materials library."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.catalogue.editor.lines_editor import LinesEditor
from desktop_app.gui.catalogue.editor.panels import SectionPanel
from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.page import Page, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.services.materials import MaterialDetail, MaterialRow, get_material, list_materials

TYPING_PAUSE_MS = 120
MOST_FOUND = 50
LIST_HEIGHT = 260
EMPTY = "材料库里没有找到。可以换一个说法，或返回后直接填写材料名称。"
HOW = "输入材料名称里的两三个字，↓ 选择，Ctrl+回车取用。取用后仍可修改。"


class LibraryDialog(ActDialog):
    """Finding an entry of the library by typing; `chosen` is its code."""

    def __init__(self, page: Page) -> None:
        super().__init__("editor.library", "从材料库选取", "取用", page)
        self._page = page
        self.box = LineEdit(100)
        self.box.setPlaceholderText("材料名称或出具机构")
        set_names(self.box, "editor.library_search", "查找材料")
        self.hint = label(HOW, "subtitle", wrap=True)
        self.table = ListTable("editor.library_found", "材料库")
        self.table.setSelectionMode(ListTable.SelectionMode.SingleSelection)
        self.table.show_rows(RowsModel(_COLUMNS, lambda row: row.code, self))
        self.table.setMinimumHeight(LIST_HEIGHT)
        self.body.addWidget(self.box)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.table, 1)
        self.widen(680)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.box.textChanged.connect(self._wait)
        self.box.returnPressed.connect(self.table.setFocus)
        self.table.opened.connect(self._take)
        self._search()

    @property
    def code(self) -> str:
        """The code of the entry chosen; empty for none."""
        row: MaterialRow | None = self.table.current_row()
        return row.code if row is not None else ""

    @override
    def find_fault(self) -> str:
        return "" if self.code else "请先在列表里选一种材料。"

    @override
    def reject(self) -> None:
        """What was typed only looks for something: it needs no warning."""
        self.give_up()

    def _wait(self) -> None:
        self._pause.start()

    def _take(self) -> None:
        self.way_on.click()

    def _search(self) -> None:
        text = self.box.text().strip()
        self._page.jobs.read(self, list_materials, text, MOST_FOUND, then=self._show)

    def _show(self, rows: Any) -> None:
        self.table.rows_model().replace(rows)
        self.hint.setText(HOW if rows else EMPTY)
        if rows and self.table.current_row() is None:
            self.table.select_key(rows[0].code)


class MaterialsPanel(SectionPanel):
    """The materials; Ctrl+L takes one from the library into the line in the form, or into a new one."""

    def use_library(self, page: Page) -> None:
        """Offer the library of the page's office."""
        self._page = page
        self.editor.add_button("library", "材料库", "Ctrl+L", self._open_library, "从材料库选取（Ctrl+L）")

    @property
    def editor(self) -> LinesEditor:
        """The list of materials."""
        return self.tables["materials"]

    def _open_library(self) -> None:
        dialog = LibraryDialog(self._page)

        def send() -> None:
            self._page.jobs.read(
                dialog,
                get_material,
                dialog.code,
                then=lambda entry: self._take_entry(dialog, entry),
                refused=dialog.show_refusal,
            )

        dialog.ask(send)

    def _take_entry(self, dialog: QWidget, entry: Any) -> None:
        dialog.close()
        lines, at = self.editor.lines, self.editor.current
        held: MaterialSpec | None = lines[at] if 0 <= at < len(lines) else None
        taken = from_library(entry, held if held is not None and not held.name else None)
        if held is not None and not held.name:
            self.editor.put(taken)
        else:
            self.editor.add(taken)


def from_library(entry: MaterialDetail, held: MaterialSpec | None = None) -> MaterialSpec:
    """The line an entry stands for; what only the matter knows comes from the line it replaces."""
    return replace(
        held or MaterialSpec(""),
        name=entry.name,
        library_code=entry.code,
        kind=entry.kind,
        carrier=entry.carrier,
        source=entry.source,
        issuer=entry.issuer,
        standard=entry.standard,
        instructions=entry.instructions,
        licence=entry.licence,
        blank_form=entry.blank_form,
        sample=entry.sample,
    )


def _name(row: MaterialRow) -> str:
    return row.name


def _issuer(row: MaterialRow) -> str:
    return row.issuer


_COLUMNS: tuple[Column[MaterialRow], ...] = (
    Column("材料名称", _name, 0),
    Column("出具机构", _issuer, 24),
)
