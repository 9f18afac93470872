"""告知承诺: which of the conditions the version offers the applicant chooses to promise; nobody has to."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop_app.gui.application.form_fields import put_in_order
from desktop_app.gui.fields import set_names
from desktop_app.gui.parts import label
from desktop_app.gui.theme import GRID

HEADING = "告知承诺（由申请人自愿选择）"
EXPLANATION = "勾选的条件由申请人书面承诺，受理时打印承诺书；办结后核查，不实的登记失信。"


class PledgedConditions(QWidget):
    """A box for each condition; out of sight where the version offers none."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, "cases.pledged_conditions", "告知承诺的条件")
        self.boxes: dict[str, QCheckBox] = {}
        self._content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The conditions ticked, in the version's words."""
        return tuple(condition for condition, box in self.boxes.items() if box.isChecked())

    @property
    def offered(self) -> tuple[str, ...]:
        """The conditions in sight."""
        return tuple(self.boxes)

    def ask(self, conditions: Sequence[str], chosen: Iterable[str] = ()) -> None:
        """Offer these; those chosen before stay ticked as far as they are offered still."""
        if self._content is not None and isValid(self._content):
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content, self.boxes = None, {}
        self.setVisible(bool(conditions))
        if not conditions:
            return
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(label(HEADING, "strong", wrap=True))
        column.addWidget(label(EXPLANATION, "note", wrap=True))
        before = set(chosen)
        for number, condition in enumerate(dict.fromkeys(conditions), start=1):
            box = self.boxes[condition] = QCheckBox()
            set_names(box, f"cases.pledged_condition_{number}", f"承诺：{condition}")
            box.setChecked(condition in before)
            box.clicked.connect(self.edited)
            box.installEventFilter(self)
            row = QHBoxLayout()
            row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(_Words(condition, box), 1)
            column.addLayout(row)
        self._column.addWidget(self._content)
        put_in_order(self, self.boxes.values())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, as in every field; Space ticks."""
        enters = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in enters:
            self.focusNextChild()
            return True
        return super().eventFilter(watched, event)


class _Words(QLabel):
    """The words beside a box, however long; a click on them ticks it."""

    def __init__(self, words: str, box: QCheckBox) -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._box = box

    @override
    def mousePressEvent(self, ev: QMouseEvent) -> None:
        self._box.click()
