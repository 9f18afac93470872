"""The second sight of the rating pad: reasons, own words, anonymous or not, and the way back."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QScroller,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import LinesEdit, set_names
from desktop_app.gui.page import label
from desktop_app.gui.reviews.grades import unscaled
from desktop_app.gui.theme import GRID
from desktop_app.services.reviews import MAX_WORDS, Option, ReviewGiven
from models.enums import Grade

ANONYMOUS = "匿名评价：查看评价的人看不到您的姓名和证件信息。"
BY_NAME = "实名评价：大厅可以按您办件时留下的电话与您联系、反馈结果。"
TICKED, UNTICKED = "✓ ", "□ "
MOST_COLUMNS = 4
LEAST_LINES, MOST_LINES = 2, 8


def pad_button(name: str, text: str, kind: str) -> QPushButton:
    """A button large enough for a finger; Enter presses it as the space bar does."""
    made = _PadButton(text)
    set_names(made, name, text)
    made.setProperty("kind", kind)
    return made


class _PadButton(QPushButton):
    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        if arg__1.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not arg__1.modifiers():
            self.click()
        else:
            super().keyPressEvent(arg__1)


class TickButton(_PadButton):
    """A sentence to tick; the tick is a shape, not a colour alone."""

    def __init__(self, name: str, text: str, *, is_ticked: bool = False) -> None:
        super().__init__()
        self._words = text
        set_names(self, name, text)
        self.setProperty("kind", "pad_option")
        self.setCheckable(True)
        self.setChecked(is_ticked)
        self.toggled.connect(self._show)
        self._show(is_ticked)

    def _show(self, is_ticked: bool) -> None:
        self.setText((TICKED if is_ticked else UNTICKED) + self._words)


class AnswerView(QWidget):
    """What goes with a grade; nothing of it is required."""

    submitted = Signal()
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grade = Grade.VERY_SATISFIED
        self._options: dict[str, TickButton] = {}
        self._hidden: list[TickButton] = []
        self._face = QLabel()
        self._word = label("", "pad_title")
        self.text = LinesEdit(MAX_WORDS)
        self._left = label("", "pad_note")
        self.anonymous = TickButton("reviews.anonymous", "匿名评价", is_ticked=True)
        self._consequence = label(ANONYMOUS, "pad_note", wrap=True)
        self.more = pad_button("reviews.more", "更多 ▼", "pad")
        self.back = pad_button("reviews.back", "返回重选", "pad")
        self.submit = pad_button("reviews.submit", "提交评价", "pad_primary")
        self._content = QWidget()
        self._grid = QGridLayout()
        self._build()
        self._connect()

    def begin(self, grade: Grade, options: Sequence[Option]) -> None:
        """Show the current options of a grade; words typed before a way back stay."""
        self._grade = grade
        theme.set_icon(self._face, f"face_{grade}", "accent", unscaled(56))
        self._word.setText(grade.label)
        for button in self._options.values():
            button.hide()
            button.deleteLater()
        self._options = {option.code: self._option(option) for option in options}
        self._hidden = [self._options[option.code] for option in options if not option.is_shown]
        self.more.setVisible(bool(self._hidden))
        self._heading.setText("哪些方面？可多选，也可不选" if options else "您可以写几句话，也可以直接提交")
        self._arrange(are_hidden=True)
        self.submit.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> ReviewGiven:
        """What was chosen."""
        ticked = tuple(code for code, button in self._options.items() if button.isChecked())
        return ReviewGiven(self._grade, ticked, self.text.toPlainText(), self.anonymous.isChecked())

    def _option(self, option: Option) -> TickButton:
        made = TickButton(f"reviews.option_{option.code}", option.text)
        made.setParent(self._content)
        made.ensurePolished()  # its size counts before it is shown
        return made

    def _build(self) -> None:
        set_names(self.text, "reviews.text", "您的意见")
        self.text.setProperty("kind", "pad")
        self.text.setPlaceholderText(f"您的意见和建议（选填，最多 {MAX_WORDS} 字）")
        self._heading = label("", "pad_text", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(GRID * 2)
        head.addWidget(self._face)
        head.addWidget(self._word)
        head.addWidget(self._heading, 1)
        self._grid.setSpacing(GRID)
        choice = QHBoxLayout()
        choice.setSpacing(GRID * 2)
        choice.addWidget(self.anonymous)
        choice.addWidget(self._consequence, 1)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID * 2)
        column.addLayout(self._grid)
        column.addWidget(self.text, 8)
        column.addWidget(self._left, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._content)
        QScroller.grabGesture(scroll.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        foot = QHBoxLayout()
        foot.setSpacing(GRID * 2)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.submit)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID * 2)
        rows.addLayout(head)
        rows.addWidget(scroll, 1)
        rows.addLayout(choice)
        rows.addLayout(foot)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.submit.clicked.connect(self.submitted)
        self.more.clicked.connect(self._show_more)
        self.anonymous.toggled.connect(self._explain)
        self.text.textChanged.connect(self._count)
        self.text.installEventFilter(self)
        self._count()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        line = self.text.fontMetrics().lineSpacing()
        self.text.setMinimumHeight(line * LEAST_LINES + GRID * 3)
        self.text.setMaximumHeight(line * MOST_LINES + GRID * 3)
        self._arrange(are_hidden=not self.more.isHidden())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter in the words submits."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.submit.click()
            return True
        return super().eventFilter(watched, event)

    def _show_more(self) -> None:
        self.more.hide()
        self._arrange(are_hidden=False)
        if self._hidden:
            self._hidden[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self, *, are_hidden: bool) -> None:
        """As many columns as the longest sentence allows."""
        shown: list[QPushButton] = []
        for button in self._options.values():
            is_shown = not are_hidden or button not in self._hidden
            button.setVisible(is_shown)
            if is_shown:
                shown.append(button)
        if are_hidden and self._hidden:
            shown.append(self.more)
        longest = max((button.sizeHint().width() for button in self._options.values()), default=1)
        room = max(1, self.width() - GRID * 3)
        columns = max(1, min(MOST_COLUMNS, room // (longest + GRID * 3)))
        for at, button in enumerate(shown):
            self._grid.addWidget(button, at // columns, at % columns)

    def _explain(self, is_anonymous: bool) -> None:
        self._consequence.setText(ANONYMOUS if is_anonymous else BY_NAME)

    def _count(self) -> None:
        self._left.setText(f"{len(self.text.toPlainText())} / {MAX_WORDS}")
