"""办理情形: the questions whose answers select what the checklist asks for."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget
from typing_extensions import override

from desktop_app.gui.choices import ChoiceField
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MatterContent, Situation
from desktop_app.rules.situations import asked

UNANSWERED = "请选择"
PER_ROW = 3
GAP = "请先回答"
DIGITS: dict[int, int] = {Qt.Key.Key_1 + place: place + 1 for place in range(9)}
"""1 to 9 choose an option: the place in the list, which begins with `UNANSWERED`."""


class SituationForm(QWidget):
    """One choice a question, some in a row; a question that does not arise is not shown. A digit chooses."""

    answered = Signal()
    """A person chose an answer."""

    def __init__(self, parent: QWidget | None = None, *, area: str = "cases", per_row: int = PER_ROW) -> None:
        super().__init__(parent)
        self._area = area
        self._per_row = per_row
        self._content: MatterContent | None = None
        self._fields: dict[str, ChoiceField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, GRID, 0, 0)
        self._grid.setHorizontalSpacing(GRID * 2)
        for column in range(per_row):
            self._grid.setColumnStretch(column, 1)

    def ask(self, content: MatterContent, answers: Mapping[str, str] | None = None) -> None:
        """Put the questions of a matter; answers given before stay as far as they are offered still."""
        for field in self._fields.values():
            self._grid.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._content = content
        self._fields = {each.key: self._field(number, each) for number, each in enumerate(content.situations)}
        for key, option in (answers or {}).items():
            if key in self._fields:
                self._fields[key].set_value(option)
        self._arrange()

    @property
    def answers(self) -> dict[str, str]:
        """What was chosen, of the questions in sight."""
        return {
            key: field.value for key, field in self._fields.items() if not field.isHidden() and field.value
        }

    def find_gap(self) -> ChoiceField | None:
        """The first question in sight without an answer, marked; the cursor goes to it."""
        gaps = [field for field in self._fields.values() if not field.isHidden() and not field.value]
        for field in gaps:
            field.show_error(GAP)
        if gaps:
            gaps[0].focus()
        return gaps[0] if gaps else None

    def focus(self) -> bool:
        """Put the cursor on the first question without an answer; false where there is none."""
        field = next((each for each in self._fields.values() if not each.isHidden() and not each.value), None)
        if field is not None:
            field.focus()
        return field is not None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit chooses at once; the list's own search would wait for a second one."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QComboBox)
            and DIGITS.get(event.key(), watched.count()) < watched.count()
        ):
            watched.setCurrentIndex(DIGITS[event.key()])
            watched.activated.emit(watched.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def _field(self, number: int, situation: Situation) -> ChoiceField:
        choices = [
            (option.key, f"{place} {option.text}") for place, option in enumerate(situation.options, start=1)
        ]
        field = ChoiceField(
            f"{self._area}.situation_{number + 1}", situation.question, choices, empty=UNANSWERED
        )
        field.label.setWordWrap(True)
        field.combo.installEventFilter(self)
        field.edited.connect(self._take)
        return field

    def _take(self) -> None:
        self._arrange()
        self.answered.emit()

    def _arrange(self) -> None:
        """An answer may raise another question, or settle that it does not arise."""
        if self._content is None:
            return
        chosen = {key: field.value for key, field in self._fields.items() if field.value}
        shown = [self._fields[situation.key] for situation in asked(self._content, chosen)]
        for field in self._fields.values():
            self._grid.removeWidget(field)
            if field not in shown:
                field.hide()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt puts nothing after what cannot be reached
        before: QWidget = self
        for place, field in enumerate(shown):
            self._grid.addWidget(field, place // self._per_row, place % self._per_row)
            self.setTabOrder(before, field.combo)
            before = field.combo
            field.show()  # never hidden before: the question being answered keeps the cursor
            if field.value:
                field.clear_note()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVisible(bool(self._content.situations))
