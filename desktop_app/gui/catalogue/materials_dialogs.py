"""Entering and changing an entry of the materials library, merging two, and making entries of what matters ask for."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.catalogue.file_field import FileField
from desktop_app.gui.forms import ChoiceField, Form, LineEdit, LinesField, TextField, set_names
from desktop_app.gui.page import Page, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID
from desktop_app.rules.materials import LONGEST_NAME, LONGEST_TEXT, MaterialInput
from desktop_app.services.material_suggestions import Suggestion
from desktop_app.services.materials import (
    MaterialDetail,
    MaterialRow,
    SimilarMaterial,
    find_similar_materials,
    list_materials,
)
from models.enums import MaterialCarrier, MaterialKind, MaterialSource

TYPING_PAUSE_MS = 250
WIDTH, FORM_HEIGHT, LIST_HEIGHT = 760, 470, 300
MOST_FOUND = 50
MERGE_HINT = (
    "“{name}”将并入您选择的条目：使用它的事项改为使用选中的条目，选中条目没有填写的内容和文件由它补上。"
)
SUGGEST_HINT = (
    "下列材料有两个以上事项使用，材料库还没有。选中的行一次补建成条目；按住 Shift 或 Ctrl 可选多行。"
)


class MaterialDialog(ActDialog):
    """One entry, new or known; while the name is typed, entries that may be the same are told."""

    def __init__(self, row: MaterialDetail | None, page: Page) -> None:
        super().__init__("materials.dialog", "修改材料库条目" if row else "新增材料库条目", "保存", page)
        self._page = page
        self._own_code = row.code if row else ""
        self.form = Form()
        self.material = TextField("materials.name", "材料名称", max_length=LONGEST_NAME, required=True)
        self.code = TextField("materials.code", "材料库编码", max_length=32, placeholder="留空自动编号")
        self.kind = ChoiceField("materials.kind", "材料类型", MaterialKind)
        self.carrier = ChoiceField("materials.carrier", "材料形式", MaterialCarrier)
        self.source = ChoiceField("materials.source", "来源渠道", MaterialSource)
        self.issuer = TextField("materials.issuer", "出具机构", max_length=LONGEST_NAME)
        self.licence = TextField(
            "materials.licence", "可替代的电子证照", max_length=LONGEST_NAME, placeholder="没有则留空"
        )
        self.check_points = _lines("materials.check_points", "审查要点", "窗口收件时逐条核对，一行一条")
        self.standard = _lines("materials.standard", "受理标准", "怎样才算合格")
        self.instructions = _lines("materials.instructions", "填报须知", "写给办事人看")
        self.blank_form = FileField("materials.blank_form", "空白表格", page)
        self.sample = FileField("materials.sample", "示例样表", page)
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._look_for_similar)
        for field in (self.material, self.issuer):
            field.edited.connect(self._pause.start)
        self._fill(row)

    def given(self) -> MaterialInput:
        """What was filled in."""
        return MaterialInput(
            self.material.value,
            MaterialKind(self.kind.value),
            MaterialCarrier(self.carrier.value),
            MaterialSource(self.source.value),
            self.issuer.value,
            self.check_points.value,
            self.standard.value,
            self.instructions.value,
            self.licence.value,
            self.blank_form.value,
            self.sample.value,
            self.code.value,
        )

    @override
    def find_fault(self) -> str:
        """A name."""
        self.form.clear_notes()
        return "" if self.form.find_gap() is None else "请填写材料名称。"

    def _lay_out(self) -> None:
        self.form.add(self.material)
        self.form.add(self.code, self.issuer)
        self.form.add(self.kind, self.carrier, self.source)
        self.form.add(self.licence)
        self.form.add(self.check_points)
        self.form.add(self.standard)
        self.form.add(self.instructions)
        self.form.add(self.blank_form, self.sample)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        area = scrolled(inside)
        room = self._page.window().height() - theme.px(220)
        area.setMinimumHeight(max(200, min(theme.px(FORM_HEIGHT), room)))
        self.body.addWidget(area, 1)
        self.widen(WIDTH)

    def _fill(self, row: MaterialDetail | None) -> None:
        if row is None:
            self.carrier.set_value(MaterialCarrier.EITHER)
            return
        self.form.restore(
            {
                "name": row.name,
                "code": row.code,
                "kind": row.kind,
                "carrier": row.carrier,
                "source": row.source,
                "issuer": row.issuer,
                "licence": row.licence,
                "check_points": row.check_points,
                "standard": row.standard,
                "instructions": row.instructions,
                "blank_form": row.blank_form,
                "sample": row.sample,
            }
        )

    def _look_for_similar(self) -> None:
        self._page.jobs.read(
            self, find_similar_materials, self.material.value, self.issuer.value, then=self._tell_similar
        )

    def _tell_similar(self, found: list[SimilarMaterial]) -> None:
        others = [each.row for each in found if each.row.code != self._own_code]
        if others:
            names = "、".join(f"{row.name}（{row.code}{_issuer(row)}）" for row in others)
            self.material.show_warning(f"材料库已有相近的条目：{names}。相同的请直接使用，不要重复登记。")
        else:
            self.material.clear_note()


class MergeDialog(ActDialog):
    """Choosing the entry another one becomes a part of."""

    def __init__(self, row: MaterialDetail, page: Page) -> None:
        super().__init__("materials.merge_dialog", f"合并“{row.name}”", "合并", page, kind="danger")
        self._page = page
        self._own_id = row.id
        self.box = LineEdit(100)
        self.box.setPlaceholderText("材料名称、编码或出具机构")
        set_names(self.box, "materials.merge_search", "查找并入的条目")
        self.table = ListTable("materials.merge_into", "并入的条目")
        self.table.setSelectionMode(ListTable.SelectionMode.SingleSelection)
        self.model: RowsModel[MaterialRow] = RowsModel(_MERGE_COLUMNS, lambda each: each.id, self)
        self.table.show_rows(self.model)
        self.table.setMinimumHeight(theme.px(LIST_HEIGHT // 2))
        for part in (label(MERGE_HINT.format(name=row.name), "subtitle", wrap=True), self.box):
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)
        self.widen(WIDTH)
        self.box.textChanged.connect(self._search)
        self.box.returnPressed.connect(self.table.setFocus)
        page.jobs.read(self, find_similar_materials, row.name, then=self._show_similar)

    @property
    def kept(self) -> MaterialRow | None:
        """The entry that stays."""
        return self.table.current_row()

    @override
    def find_fault(self) -> str:
        return "" if self.kept is not None else "请先选择并入哪个条目。"

    @override
    def reject(self) -> None:
        """What was typed only looks for something."""
        self.give_up()

    def _search(self) -> None:
        self._page.jobs.read(self, list_materials, self.box.text(), MOST_FOUND, then=self._show)

    def _show_similar(self, found: list[SimilarMaterial]) -> None:
        others = [each.row for each in found if each.row.id != self._own_id]
        if others:
            self._show(others)
        else:
            self._search()

    def _show(self, rows: list[MaterialRow]) -> None:
        self.model.replace([row for row in rows if row.id != self._own_id])


class SuggestionsDialog(ActDialog):
    """What matters ask for and the library lacks: all of it, or the rows selected, becomes entries at once."""

    def __init__(self, found: list[Suggestion], page: Page) -> None:
        super().__init__("materials.suggestions_dialog", "从事项补建条目", "补建选中的条目", page)
        self.table = ListTable("materials.suggestions", "可以补建的材料")
        model: RowsModel[Suggestion] = RowsModel(
            _SUGGESTION_COLUMNS, lambda each: (each.name, each.issuer), self
        )
        model.append(found)
        self.table.show_rows(model)
        self.table.setMinimumHeight(theme.px(LIST_HEIGHT))
        self.body.addWidget(label(SUGGEST_HINT, "subtitle", wrap=True))
        self.body.addWidget(self.table, 1)
        self.table.selectAll()
        self.widen(WIDTH)

    @property
    def chosen(self) -> list[Suggestion]:
        """The rows selected."""
        return self.table.selected_rows()

    @override
    def find_fault(self) -> str:
        return "" if self.chosen else "请先选中要补建的材料，Ctrl+A 全选。"


def _lines(name: str, title: str, placeholder: str) -> LinesField:
    return LinesField(name, title, max_length=LONGEST_TEXT, lines=2, most_lines=8, placeholder=placeholder)


def _issuer(row: MaterialRow) -> str:
    return f"，{row.issuer}" if row.issuer else ""


_MERGE_COLUMNS: tuple[Column[MaterialRow], ...] = (
    Column("编码", lambda row: row.code, 9),
    Column("材料名称", lambda row: row.name, 0),
    Column("出具机构", lambda row: row.issuer, 16),
    Column("使用", lambda row: str(row.uses), 6, align_right=True),
)
_SUGGESTION_COLUMNS: tuple[Column[Suggestion], ...] = (
    Column("材料名称", lambda row: row.name, 0),
    Column("出具机构", lambda row: row.issuer, 16),
    Column("类型", lambda row: row.kind.label, 12),
    Column("事项数", lambda row: str(row.matters), 7, align_right=True),
)
