"""办理情形: the questions whose answers select what the checklist asks for."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.gui.choices import ChoiceField
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MatterContent, Situation
from desktop_app.rules.situations import asked

UNANSWERED = "请选择"
PER_ROW = 3
GAP = "请先回答"


class SituationForm(QWidget):
    """One choice a question, three in a row; a question that does not arise is not shown. A digit chooses."""

    answered = Signal()
    """A person chose an answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: MatterContent | None = None
        self._fields: dict[str, ChoiceField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, GRID, 0, 0)
        self._grid.setHorizontalSpacing(GRID * 2)
        for column in range(PER_ROW):
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

    def _field(self, number: int, situation: Situation) -> ChoiceField:
        choices = [
            (option.key, f"{place} {option.text}") for place, option in enumerate(situation.options, start=1)
        ]
        field = ChoiceField(f"cases.situation_{number + 1}", situation.question, choices, empty=UNANSWERED)
        field.label.setWordWrap(True)
        field.edited.connect(self._take)
        return field

    def _take(self) -> None:
        self._arrange()
        self.answered.emit()

    def _arrange(self) -> None:
        """An answer may raise another question, or settle that it does not arise."""
        if self._content is None:
            return
        for field in self._fields.values():
            self._grid.removeWidget(field)
            field.hide()
        chosen = {key: field.value for key, field in self._fields.items() if field.value}
        for place, situation in enumerate(asked(self._content, chosen)):
            field = self._fields[situation.key]
            self._grid.addWidget(field, place // PER_ROW, place % PER_ROW)
            field.show()
            if field.value:
                field.clear_note()
        self.setVisible(bool(self._content.situations))
