"""What one column of a foreign file means: the element it fills, and what its words and codes stand for."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui.fields import LineEdit, set_names
from desktop_app.gui.page import label
from desktop_app.gui.theme import GRID
from desktop_app.services.import_mappings import (
    TARGETS,
    ColumnRule,
    Preview,
    find_target,
    guess_rule,
)

NOT_IMPORTED = "（不导入）"
AS_IT_IS = "（照原样）"
MOST_WORDS = 40
"""Different words of a column that are offered for translation."""
LONGEST_SEPARATOR = 5
UNITS = ("工作日", "自然日")


def target_label(address: str) -> str:
    """What people call a target."""
    found = find_target(address)
    if found is None:
        return address
    target, line = found
    return target.label if line is None else f"{target.label}（第{line + 1}行）"


class RuleForm(QWidget):
    """The rule of the column chosen in the list; every change is told at once."""

    edited = Signal(str, object)
    """The heading, and its `ColumnRule` or None where the column is not imported."""

    def __init__(self) -> None:
        super().__init__()
        self._preview: Preview | None = None
        self._heading = ""
        self._rule: ColumnRule | None = None
        self.heading = label("", "strong", wrap=True)
        self.target = QComboBox()
        self.target.setEditable(True)
        self.target.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.target.setMaxVisibleItems(18)
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        set_names(self.target, "catalogue.import_target", "对应的要素，可以输入名称查找")
        self._fill_targets()
        self.separator = LineEdit(LONGEST_SEPARATOR)
        self.separator.setPlaceholderText("如 ； 或 、")
        set_names(self.separator, "catalogue.import_separator", "一格里有多个值时的分隔符")
        self.unit_source = QComboBox()
        set_names(self.unit_source, "catalogue.import_unit_source", "时限单位所在的列")
        self.unit = QComboBox()
        set_names(self.unit, "catalogue.import_unit", "只有数字时的时限单位")
        self.unit.addItem("（不指定）", "")
        for unit in UNITS:
            self.unit.addItem(unit, unit)
        self.words = QWidget()
        self._word_rows = QFormLayout(self.words)
        self._word_rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._build()
        self.target.activated.connect(self._choose_target)
        self.separator.editingFinished.connect(self._change)
        self.unit_source.activated.connect(self._change_unit_source)
        self.unit.activated.connect(self._change)

    def show_rule(self, preview: Preview, heading: str, rule: ColumnRule | None) -> None:
        """Show what a column means so far."""
        self._preview, self._heading, self._rule = preview, heading, rule
        self.setEnabled(True)
        self.heading.setText(f"“{heading}”对应的要素")
        self._select_target(rule.target if rule else "")
        self._fill()

    def clear(self) -> None:
        """No column is chosen."""
        self._rule = None
        self.heading.clear()
        self.setEnabled(False)

    def _build(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._separator_label = label("一格里有多个值时的分隔符", "field")
        self._source_label = label("时限单位所在的列", "field")
        self._unit_label = label("只有数字时的单位", "field")
        form.addRow(self._separator_label, self.separator)
        form.addRow(self._source_label, self.unit_source)
        form.addRow(self._unit_label, self.unit)
        self._words_label = label("文件里的值是什么意思", "field")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(self.heading)
        column.addWidget(self.target)
        column.addLayout(form)
        column.addWidget(self._words_label)
        column.addWidget(self.words)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _fill_targets(self) -> None:
        self.target.addItem(NOT_IMPORTED, "")
        for key, target in TARGETS.items():
            self.target.addItem(target.label, key)
        completer = QCompleter(self.target.model(), self.target)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.target.setCompleter(completer)

    def _select_target(self, address: str) -> None:
        with QSignalBlocker(self.target):
            place = self.target.findData(address)
            if place < 0:
                self.target.addItem(target_label(address), address)
                place = self.target.count() - 1
            self.target.setCurrentIndex(place)

    def _choose_target(self) -> None:
        address = str(self.target.currentData() or "")
        if self._preview is None or (self._rule.target if self._rule else "") == address:
            return
        self._rule = guess_rule(self._preview, self._heading, address) if address else None
        self._fill()
        self.edited.emit(self._heading, self._rule)

    def _fill(self) -> None:
        """Show the parts that this kind of element has."""
        rule, preview = self._rule, self._preview
        found = find_target(rule.target) if rule else None
        kind = found[0].column.kind if found else None
        is_limit = kind is not None and kind.name == "limit"
        is_listed = found is not None and kind is not None and (kind.is_many or "." in found[0].key)
        for part in (self._separator_label, self.separator):
            part.setVisible(is_listed)
        for part in (self._source_label, self.unit_source, self._unit_label, self.unit):
            part.setVisible(is_limit)
        while self._word_rows.rowCount():
            self._word_rows.removeRow(0)
        words: list[str] = []
        choices: tuple[str, ...] = ()
        if rule is not None and preview is not None and kind is not None:
            self.separator.setText(rule.separator)
            if is_limit:
                self._fill_units(preview, rule)
                words = preview.samples(rule.unit_source) if rule.unit_source in preview.headings else []
                choices = UNITS
            elif kind.choices:
                words, choices = _words(preview, self._heading, rule, is_listed=is_listed), kind.choices
        known = [*dict.fromkeys([*words, *(rule.values if rule and choices else ())])][:MOST_WORDS]
        for word in known:
            self._add_word(word, choices)
        self._words_label.setVisible(bool(known))

    def _fill_units(self, preview: Preview, rule: ColumnRule) -> None:
        with QSignalBlocker(self.unit_source), QSignalBlocker(self.unit):
            self.unit_source.clear()
            self.unit_source.addItem("（没有）", "")
            for name in preview.headings:
                if name != self._heading:
                    self.unit_source.addItem(name, name)
            self.unit_source.setCurrentIndex(max(0, self.unit_source.findData(rule.unit_source)))
            self.unit.setCurrentIndex(max(0, self.unit.findData(rule.unit)))

    def _add_word(self, word: str, choices: tuple[str, ...]) -> None:
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.addItem(AS_IT_IS, "")
        for choice in choices:
            combo.addItem(choice, choice)
        meaning = self._rule.values.get(word, word) if self._rule else ""
        combo.setCurrentIndex(max(0, combo.findData(meaning)))
        set_names(combo, f"catalogue.import_word.{self._word_rows.rowCount()}", f"“{word}”的意思")
        text = QLabel(word[:30])
        text.setTextFormat(Qt.TextFormat.PlainText)
        self._word_rows.addRow(text, combo)
        combo.activated.connect(lambda: self._translate(word, combo))

    def _translate(self, word: str, combo: QComboBox) -> None:
        if self._rule is None:
            return
        values = {key: value for key, value in self._rule.values.items() if key != word}
        if meaning := str(combo.currentData() or ""):
            values[word] = meaning
        self._rule = replace(self._rule, values=values)
        self.edited.emit(self._heading, self._rule)

    def _change_unit_source(self) -> None:
        if self._rule is not None and self._preview is not None:
            source = str(self.unit_source.currentData() or "")
            self._rule = replace(self._rule, unit_source=source)
            self._fill()
            self.edited.emit(self._heading, self._rule)

    def _change(self) -> None:
        if self._rule is None:
            return
        rule = replace(self._rule, separator=self.separator.text(), unit=str(self.unit.currentData() or ""))
        if rule != self._rule:
            self._rule = rule
            self.edited.emit(self._heading, rule)


def _words(preview: Preview, heading: str, rule: ColumnRule, *, is_listed: bool) -> list[str]:
    """The different words of a column, apart where a cell holds several."""
    samples = preview.samples(heading)
    if not is_listed:
        return samples
    for sign in rule.separator or "；;、，,":
        samples = [part.strip() for sample in samples for part in sample.split(sign)]
    return [word for word in dict.fromkeys(samples) if word]
