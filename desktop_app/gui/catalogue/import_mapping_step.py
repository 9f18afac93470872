"""Step two of the import: which column of a foreign file is which element of a matter."""

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QSplitter, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.catalogue.import_rule_form import NOT_IMPORTED, RuleForm, target_label
from desktop_app.gui.choices import ChoiceField
from desktop_app.gui.fields import LineEdit, TextField, set_names
from desktop_app.gui.flow import Flow
from desktop_app.gui.page import button, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.import_mappings import (
    LONGEST_NAME,
    REQUIRED_TARGETS,
    TARGETS,
    ColumnMapping,
    ColumnRule,
    Preview,
)
from models.enums import MatterType

SHOWN_SAMPLES = 3
LIST_SHARE, FORM_SHARE = 620, 360
NO_SITUATIONS = "外来表格的列不能对应办理情形（问题和选项）：请填写空白模板的“办理情形”表导入，或导入后在“事项编辑”中补充。"
CONSTANTS = ("department_name", "department_code")


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of the file with what it means so far."""

    heading: str
    samples: str
    rule: ColumnRule | None
    role: str
    """In words: the element, the element whose unit it gives, or that it is not imported."""


class MappingStep(QWidget):
    """The columns on the left, what the chosen one means on the right, what holds for the whole file below."""

    changed = Signal()
    look_again = Signal(str, int, int)
    """Another sheet or other rows of headings: sheet, first row, number of rows."""
    load_wanted = Signal(str)
    save_wanted = Signal(object)
    delete_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._preview: Preview | None = None
        self._rules: dict[str, ColumnRule] = {}
        self.is_edited = False
        self.saved = QComboBox()
        self.saved.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.saved.setMinimumContentsLength(12)
        set_names(self.saved, "catalogue.import_saved", "套用已存的列映射")
        self.name = LineEdit(LONGEST_NAME)
        self.name.setPlaceholderText("列映射的名称")
        set_names(self.name, "catalogue.import_mapping_name", "列映射的名称")
        self.save = button("catalogue.import_mapping_save", "存为列映射", icon="done")
        self.delete = button("catalogue.import_mapping_delete", "删除", kind="quiet")
        self.sheet = QComboBox()
        set_names(self.sheet, "catalogue.import_sheet", "工作表")
        self.header_row, self.header_rows = QSpinBox(), QSpinBox()
        self.header_row.setRange(1, 100)
        self.header_rows.setRange(1, 3)
        set_names(self.header_row, "catalogue.import_header_row", "表头从第几行开始")
        set_names(self.header_rows, "catalogue.import_header_rows", "表头有几行")
        self.table = ListTable("catalogue.import_columns", "文件的列和对应的要素")
        self.model: RowsModel[SourceColumn] = RowsModel(_COLUMNS, lambda row: row.heading, self)
        self.table.show_rows(self.model)
        self.form = RuleForm()
        self.constants: dict[str, TextField | ChoiceField] = {
            key: TextField(f"catalogue.import_constant.{key}", TARGETS[key].label, max_length=200)
            for key in CONSTANTS
        }
        self.constants["matter_type"] = ChoiceField(
            "catalogue.import_constant.matter_type",
            TARGETS["matter_type"].label,
            [(member.label, member.label) for member in MatterType],
            empty="（不指定）",
        )
        self.lacking = label("", "note", wrap=True)
        set_names(self.lacking, "catalogue.import_lacking", "还缺少的必填要素")
        self._build()
        self._connect()

    @property
    def mapping(self) -> ColumnMapping:
        """What is set so far."""
        return ColumnMapping(
            self.name.text().strip(),
            tuple(self._rules[name] for name in self._headings() if name in self._rules),
            {key: str(field.value) for key, field in self.constants.items() if field.value},
            str(self.sheet.currentData() or ""),
            self.header_row.value(),
            self.header_rows.value(),
        )

    @property
    def gaps(self) -> list[str]:
        """The labels of the elements no record can be without and nothing is mapped to."""
        mapping = self.mapping
        mapped = {rule.target for rule in mapping.columns} | mapping.constants.keys()
        return [TARGETS[key].label for key in REQUIRED_TARGETS if key not in mapped]

    def show_preview(self, preview: Preview, mapping: ColumnMapping) -> None:
        """Show a file with the mapping to begin with."""
        self._preview = preview
        with QSignalBlocker(self.sheet), QSignalBlocker(self.header_row), QSignalBlocker(self.header_rows):
            self.sheet.clear()
            for name in preview.sheets:
                self.sheet.addItem(name, name)
            self.sheet.setCurrentIndex(max(0, self.sheet.findData(preview.sheet)))
            self.header_row.setValue(preview.header_row)
            self.header_rows.setValue(preview.header_rows)
        self._place.setVisible(preview.is_table)
        self.sheet.setVisible(bool(preview.sheets))
        self.name.setText(mapping.name)
        for key, field in self.constants.items():
            field.set_value(mapping.constants.get(key, ""))
        self._rules = {rule.source: rule for rule in mapping.columns}
        self.model.clear()
        self.model.append(self._source_columns())
        if preview.headings:
            self.table.select_key(preview.headings[0])
        self.is_edited = False
        self._tell()

    def show_saved(self, names: list[str]) -> None:
        """Offer the mappings that are kept."""
        with QSignalBlocker(self.saved):
            self.saved.clear()
            self.saved.addItem("套用已存的列映射…" if names else "还没有存过列映射", "")
            for name in names:
                self.saved.addItem(name, name)
        self.saved.setEnabled(bool(names))
        self.delete.setEnabled(self.name.text().strip() in names)
        self._names = names

    def _headings(self) -> tuple[str, ...]:
        return self._preview.headings if self._preview else ()

    def _source_columns(self) -> list[SourceColumn]:
        preview = self._preview
        if preview is None:
            return []
        units = {rule.unit_source: rule.target for rule in self._rules.values() if rule.unit_source}
        rows: list[SourceColumn] = []
        for name in preview.headings:
            rule = self._rules.get(name)
            role = target_label(rule.target) if rule else NOT_IMPORTED
            if rule is None and name in units:
                role = f"{target_label(units[name])}的单位"
            rows.append(SourceColumn(name, " ｜ ".join(preview.samples(name)[:SHOWN_SAMPLES]), rule, role))
        return rows

    def _build(self) -> None:
        kept = Flow(from_left=True)
        for part in (self.saved, self.name, self.save, self.delete):
            kept.addWidget(part)
        self._place = QWidget()
        place = QHBoxLayout(self._place)
        place.setContentsMargins(0, 0, 0, 0)
        place.setSpacing(GRID)
        place.addWidget(self.sheet, 1)
        for words, part in (("表头从第", self.header_row), ("行起，共", self.header_rows)):
            place.addWidget(label(words))
            place.addWidget(part)
        place.addWidget(label("行"))
        place.addStretch(1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.form)
        halves.setHandleWidth(GRID * 2)
        halves.setSizes([theme.px(LIST_SHARE), theme.px(FORM_SHARE)])
        constants = QHBoxLayout()
        constants.setSpacing(GRID * 2)
        for field in self.constants.values():
            constants.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(kept)
        column.addWidget(self._place)
        column.addWidget(halves, 1)
        column.addWidget(label(NO_SITUATIONS, "note", wrap=True))
        column.addWidget(label("文件里没有的，在这里填一次，用于每一条记录：", "note"))
        column.addLayout(constants)
        column.addWidget(self.lacking)
        self._names: list[str] = []

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._edit)
        self.form.edited.connect(self._take)
        self.saved.activated.connect(self._load)
        self.save.clicked.connect(lambda: self.save_wanted.emit(self.mapping))
        self.delete.clicked.connect(lambda: self.delete_wanted.emit(self.name.text().strip()))
        self.name.textChanged.connect(lambda: self.delete.setEnabled(self.name.text().strip() in self._names))
        self.sheet.activated.connect(lambda: self.look_again.emit(str(self.sheet.currentData()), 0, 0))
        for spin in (self.header_row, self.header_rows):
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(self._look_at_rows)
        for field in self.constants.values():
            field.edited.connect(self._note_edit)

    def _choose(self, row: SourceColumn | None) -> None:
        if row is None or self._preview is None:
            self.form.clear()
        else:
            self.form.show_rule(self._preview, row.heading, row.rule)

    def _edit(self, _row: SourceColumn) -> None:
        self.form.target.setFocus()

    def _take(self, heading: str, rule: ColumnRule | None) -> None:
        if rule is None:
            self._rules.pop(heading, None)
        else:
            self._rules[heading] = rule
        self.model.replace(self._source_columns())
        self._note_edit()

    def _note_edit(self) -> None:
        self.is_edited = True
        self._tell()

    def _load(self) -> None:
        if name := str(self.saved.currentData() or ""):
            self.load_wanted.emit(name)

    def _look_at_rows(self) -> None:
        sheet = str(self.sheet.currentData() or "")
        self.look_again.emit(sheet, self.header_row.value(), self.header_rows.value())

    def _tell(self) -> None:
        gaps = self.gaps
        self.lacking.setText(f"▲ 还没有对应的必填要素：{'、'.join(gaps)}" if gaps else "● 必填要素都已对应。")
        theme.set_style(self.lacking, tone="warning" if gaps else "good")
        self.changed.emit()


def _tone(row: SourceColumn) -> Tone:
    return Tone.MUTED if row.role == NOT_IMPORTED else Tone.NEUTRAL


_COLUMNS: tuple[Column[SourceColumn], ...] = (
    Column("文件的列", lambda row: row.heading, 22, tone=_tone, least=16),
    Column("样例", lambda row: row.samples, 0, tone=_tone),
    Column("对应的要素", lambda row: row.role, 24, tone=_tone, least=16),
)
