"""The first sight of the rating pad: five grades of equal weight, as face and word."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import label
from desktop_app.gui.theme import GRID
from models.enums import Grade

GRADES = tuple(Grade)
"""From very satisfied to very dissatisfied; the keys 1 to 5 follow the order on the screen."""
QUESTION = "请您评价本次服务"
FREEDOM = "评价自愿，评什么都不影响您办事。\n请触摸选择，也可以按数字键 1 至 5。"
FACE = 96
"""Pixels: faces are drawn no larger."""


def unscaled(size: int) -> int:
    """What to ask of the theme for a size in pixels that does not follow the clerk's own text size."""
    return round(size * 100 / theme.text_percent())


class GradeButton(QToolButton):
    """One grade; all five look alike, so that none is suggested."""

    def __init__(self, grade: Grade) -> None:
        super().__init__()
        self.grade = grade
        self._words = f"{GRADES.index(grade) + 1}  {grade.label}"
        set_names(self, f"reviews.grade_{grade}", grade.label)
        self.setText(self._words)
        self.setProperty("kind", "pad_grade")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.set_icon(self, f"face_{grade}", "accent", unscaled(FACE))

    def stand(self, face: int) -> None:
        """The face above the word, in a button no taller than both need."""
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setText(self._words)
        self.setIconSize(QSize(face, face))
        self.setMaximumHeight(face + self.fontMetrics().height() * 2 + GRID * 6)

    def lie(self, face: int) -> None:
        """The face before the word."""
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setText(f"  {self._words}")
        self.setIconSize(QSize(face, face))
        self.setMaximumHeight(face + self.fontMetrics().height() * 2)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        """Enter chooses as the space bar does; arrows walk along the five."""
        if arg__1.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif arg__1.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.focusNextChild()
        elif arg__1.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.focusPreviousChild()
        else:
            super().keyPressEvent(arg__1)


class GradesView(QWidget):
    """The question and the five grades: side by side where they fit, else under each other."""

    chosen = Signal(object)
    """The Grade that was touched."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {grade: GradeButton(grade) for grade in GRADES}
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(GRID * 2)
        for button in self.buttons.values():
            button.clicked.connect(self._choose)
            self._row.addWidget(button)
        question = label(QUESTION, "pad_title", wrap=True)
        freedom = label(FREEDOM, "pad_note", wrap=True)
        for words in (question, freedom):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addStretch(1)
        column.addWidget(question)
        column.addLayout(self._row, 8)
        column.addWidget(freedom)
        column.addStretch(2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Five side by side need room for the longest word under its face."""
        metrics = self.buttons[Grade.VERY_DISSATISFIED].fontMetrics()
        longest = metrics.horizontalAdvance(self.buttons[Grade.VERY_DISSATISFIED].text()) + GRID * 6
        is_wide = self.width() >= len(GRADES) * longest + (len(GRADES) - 1) * GRID * 2
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        self._row.setSpacing(GRID * 2 if is_wide else GRID)
        for button in self.buttons.values():
            if is_wide:
                button.stand(FACE)
            else:
                button.lie(min(FACE, self.height() // 14))

    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, GradeButton):
            self.chosen.emit(button.grade)
