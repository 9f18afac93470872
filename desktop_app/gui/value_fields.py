"""Fields for values that are no plain text: a number, yes or no, a limit, words one a line, a checkable list."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from desktop_app.gui.choices import LinesField
from desktop_app.gui.fields import Field, LineEdit, set_names
from desktop_app.gui.scrolling import bring_into_sight
from desktop_app.gui.theme import GRID
from models.enums import LabelledEnum, LimitUnit

NUMBER_LENGTH = 9
NO_NUMBER = "请填写0到{most}的整数；现在填的没有保存"
NONE = "无"
LIST_ROWS = 5
LONGEST_WORDS = 20_000
MOST_ROWS = 12


def read_number(text: str, most: int) -> int | None:
    """A typed whole number from 0 to `most`, full-width digits too; raises ValueError for anything else but nothing."""
    typed = text.strip()
    if not typed:
        return None
    number = int(typed) if typed.isdigit() else -1
    if not 0 <= number <= most:
        raise ValueError(typed)
    return number


class NumberField(Field):
    """A whole number; its value is that number, or `None` for nothing; what is no number is told and kept in sight."""

    def __init__(self, name: str, title: str, *, most: int = 999, placeholder: str = "") -> None:
        self.line = LineEdit(NUMBER_LENGTH)
        self.line.setPlaceholderText(placeholder)
        self.most = most
        super().__init__(name, title, self.line)
        self.line.textEdited.connect(self._take)

    @property
    @override
    def value(self) -> int | None:
        """The number; raises ValueError where something else was typed."""
        return read_number(self.line.text(), self.most)

    @override
    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else str(value))
        self.clear_note()

    @property
    @override
    def is_empty(self) -> bool:
        return not self.line.text().strip()

    def _take(self) -> None:
        try:
            _ = self.value
        except ValueError:
            self.show_error(NO_NUMBER.format(most=self.most))
        else:
            self.clear_note()
            self.edited.emit()


class SwitchField(Field):
    """是 or 否; its value is a boolean."""

    def __init__(self, name: str, title: str) -> None:
        self.box = QCheckBox("是")
        super().__init__(name, title, self.box)
        self.box.clicked.connect(self.edited)

    @property
    @override
    def value(self) -> bool:
        return self.box.isChecked()

    @override
    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))


class LimitField(Field):
    """A length of time; its value is `[days, unit]`, or `None` where none is set; 0 is 即办."""

    def __init__(self, name: str, title: str, *, most: int, placeholder: str = "无") -> None:
        self.line = LineEdit(NUMBER_LENGTH)
        self.line.setPlaceholderText(placeholder)
        self.unit = QComboBox()
        for unit in LimitUnit:
            self.unit.addItem(unit.label, unit.value)
        self.most = most
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self.line, 1)
        row.addWidget(self.unit, 2)
        pair.setFocusProxy(self.line)
        super().__init__(name, title, pair)
        set_names(self.line, f"{name}.days", f"{title}：天数，不填表示无")
        set_names(self.unit, f"{name}.unit", f"{title}：单位")
        for part in (self.line, self.unit):
            part.installEventFilter(self)
        self.line.textEdited.connect(self._take)
        self.unit.activated.connect(self._take)

    @property
    @override
    def value(self) -> list[Any] | None:
        """Days and unit; raises ValueError where no number was typed."""
        days = None if self.line.text().strip() == NONE else read_number(self.line.text(), self.most)
        return None if days is None else [days, str(self.unit.currentData())]

    @override
    def set_value(self, value: Any) -> None:
        days, unit = value or (None, LimitUnit.WORKING_DAYS.value)
        self.line.setText("" if days is None else str(days))
        self.unit.setCurrentIndex(max(0, self.unit.findData(unit)))
        self.clear_note()

    @property
    @override
    def is_empty(self) -> bool:
        return not self.line.text().strip()

    @override
    def focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(self)

    def _take(self) -> None:
        try:
            days = self.value
        except ValueError:
            self.show_error(NO_NUMBER.format(most=self.most))
            return
        self.clear_note()
        if days is not None and days[0] == 0:
            self.show_hint("0 表示即时办结")
        self.edited.emit()


class WordsField(LinesField):
    """Several short texts, one a line; its value is their list, without empty ones and in the order typed."""

    def __init__(self, name: str, title: str, *, lines: int = 3, placeholder: str = "每行一个") -> None:
        super().__init__(
            name, title, lines=lines, max_length=LONGEST_WORDS, placeholder=placeholder, most_lines=MOST_ROWS
        )

    @property
    @override
    def value(self) -> Any:
        return [word for line in self.lines.toPlainText().split("\n") if (word := line.strip())]

    @override
    def set_value(self, value: Any) -> None:
        self.lines.setPlainText("\n".join(value or ()))


class CheckListField(Field):
    """Any number of many: a list in which Space ticks; its value is the list of those ticked, in the list's order.

    A value that the list does not offer stays, shown as `lost` says, until it is unticked.
    """

    def __init__(
        self,
        name: str,
        title: str,
        choices: Iterable[LabelledEnum] | Iterable[tuple[str, str]] = (),
        *,
        rows: int = LIST_ROWS,
        lost: str = "（不在可选范围内）",
    ) -> None:
        self.list = QListWidget()
        self._lost = lost
        self._choices: list[tuple[str, str]] = []
        super().__init__(name, title, self.list)
        self._rows = rows
        self._is_filling = False
        self.list.itemChanged.connect(self._take)
        self.offer(choices)

    def offer(self, choices: Iterable[LabelledEnum] | Iterable[tuple[str, str]]) -> None:
        """List these from now on; what is ticked stays ticked."""
        ticked = self.value
        self._choices = [
            (choice.value, choice.label) if isinstance(choice, LabelledEnum) else choice for choice in choices
        ]
        self.set_value(ticked)

    @property
    @override
    def value(self) -> list[str]:
        items = [self.list.item(at) for at in range(self.list.count())]
        return [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]

    @override
    def set_value(self, value: Any) -> None:
        ticked: Sequence[str] = value or ()
        known = {choice for choice, _ in self._choices}
        lost = [(each, f"{each}{self._lost}") for each in ticked if each not in known]
        self._is_filling = True
        at = self.list.currentRow()
        self.list.clear()
        for choice, text in (*self._choices, *lost):
            item = QListWidgetItem(text, self.list)
            item.setData(Qt.ItemDataRole.UserRole, choice)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Checked if choice in ticked else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(max(0, at))
        self._is_filling = False
        self._suit()

    def _suit(self) -> None:
        """As high as its lines, up to `rows` of them."""
        line = self.list.fontMetrics().height() + GRID * 2
        self.list.setFixedHeight(line * max(1, min(self._rows, self.list.count())) + GRID)

    def _take(self) -> None:
        if not self._is_filling:
            self.edited.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The height follows the type size."""
        if event.type() == QEvent.Type.FontChange:
            self._suit()
        return super().eventFilter(watched, event)
