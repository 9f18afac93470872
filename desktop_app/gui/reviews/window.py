"""The rating pad: a full screen towards the citizen that never waits for anything but the citizen."""

from enum import IntEnum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import label
from desktop_app.gui.reviews.answer import AnswerView
from desktop_app.gui.reviews.grades import GRADES, GradesView, unscaled
from desktop_app.gui.theme import GRID
from desktop_app.services.reviews import Invitation
from models.enums import Grade

SECOND_MS = 1000
ROOMS = ((1000, "large"), (700, "usual"), (0, "small"))
"""The type that suits a screen, by the least pixels of its shorter side."""
LAST_SECONDS = 10
"""The countdown is in sight for so long before the pad closes."""
FAREWELL_MS = 3000
APOLOGY_MS = 6000
TOUCHES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.KeyPress,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
    }
)


class Step(IntEnum):
    """What the pad shows."""

    GRADES = 0
    ANSWER = 1
    NOTICE = 2


class RatingPad(QWidget):
    """Grade, then reasons; without a touch for a while, or closed by anybody, the service stays unrated."""

    answered = Signal(object)
    """ReviewGiven: what the citizen submitted, once."""
    left_unrated = Signal()
    """The pad went away without an answer."""

    def __init__(self, invitation: Invitation, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._invitation = invitation
        self._seconds_left = invitation.seconds
        self._has_answer = False
        set_names(self, "reviews.pad", "服务评价")
        self.setWindowTitle("服务评价")
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.grades = GradesView()
        self.answer = AnswerView()
        self._notice_icon = QLabel()
        self._notice = label("", "pad_title", wrap=True)
        self._notice_text = label("", "pad_text", wrap=True)
        self._countdown = label("", "pad_count")
        self._steps = QStackedWidget()
        self._build()
        self.grades.chosen.connect(self._choose)
        self.answer.back_wanted.connect(self._go_back)
        self.answer.submitted.connect(self._submit)
        self._tick = QTimer(self)
        self._tick.setInterval(SECOND_MS)
        self._tick.timeout.connect(self._count_down)
        self._tick.start()
        self._watch_touches(self)
        self._show_countdown()

    # what the rating uses

    def suit(self, size: QSize) -> None:
        """Take the type that suits a screen of this size."""
        shorter = min(size.width(), size.height())
        self.setProperty("room", next(room for least, room in ROOMS if shorter >= least))
        for child in self.findChildren(QWidget):
            theme.set_style(child)

    @property
    def step(self) -> Step:
        """What is shown."""
        return Step(self._steps.currentIndex())

    @property
    def notice(self) -> str:
        """The sentence in place of a form; empty while there is a form."""
        return self._notice.text() if self.step is Step.NOTICE else ""

    def thank(self) -> None:
        """The answer is kept: say so, and go."""
        self._show_notice("done", "感谢您的评价！", "您的评价已保存。")
        QTimer.singleShot(FAREWELL_MS, self, self.close)

    def apologise(self) -> None:
        """The answer could not be kept: say so, and go."""
        self._show_notice(
            "warning",
            "抱歉，评价没有保存成功",
            "系统暂时无法保存，不影响您办事。您可以请工作人员稍后再次邀请您评价。",
        )
        QTimer.singleShot(APOLOGY_MS, self, self.close)

    # building

    def _build(self) -> None:
        notice = QWidget()
        middle = QVBoxLayout(notice)
        middle.setSpacing(GRID * 3)
        middle.addStretch(2)
        for words in (self._notice_icon, self._notice, self._notice_text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            middle.addWidget(words)
        middle.addStretch(3)
        set_names(self._notice, "reviews.notice", "评价结果")
        set_names(self._countdown, "reviews.countdown", "剩余时间")
        for view in (self.grades, self.answer, notice):
            self._steps.addWidget(view)
        inner = QVBoxLayout()
        inner.setContentsMargins(GRID * 4, GRID * 2, GRID * 4, GRID * 2)
        inner.setSpacing(GRID)
        inner.addWidget(self._steps, 1)
        inner.addWidget(self._countdown, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # never larger than its screen
        column.addWidget(self._head())
        column.addLayout(inner, 1)

    def _head(self) -> QFrame:
        """Whose service is rated: hall, counter, clerk, matter; nothing of the citizen."""
        told = self._invitation
        head = QFrame()
        head.setProperty("kind", "pad_head")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label(told.hall_name, "pad_note", wrap=True))
        names.addWidget(label(told.matter_name, "pad_text", wrap=True))
        place = "\n".join(part for part in (told.counter_name, f"工作人员：{told.clerk_name}") if part)
        where = label(place, "pad_note")
        where.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(head)
        row.setContentsMargins(GRID * 4, GRID * 2, GRID * 4, GRID * 2)
        row.setSpacing(GRID * 3)
        row.addLayout(names, 1)
        row.addWidget(where)
        return head

    def _watch_touches(self, among: QWidget) -> None:
        for child in (among, *among.findChildren(QWidget)):
            child.removeEventFilter(self)
            child.installEventFilter(self)

    # what the citizen does

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._be_touched()
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif self.step is Step.GRADES and 0 <= at < len(GRADES):
            self._choose(GRADES[at])
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever closes it: without an answer the service is unrated."""
        super().closeEvent(event)
        self._tick.stop()
        if not self._has_answer:
            self._has_answer = True
            self.left_unrated.emit()

    def _choose(self, grade: Grade) -> None:
        self.answer.begin(grade, self._invitation.options.get(grade, ()))
        self._watch_touches(self.answer)
        self._steps.setCurrentIndex(Step.ANSWER)
        self.answer.submit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        self._steps.setCurrentIndex(Step.GRADES)

    def _submit(self) -> None:
        """Once: what is touched a second time is gone by then."""
        if self._has_answer:
            return
        self._has_answer = True
        self._tick.stop()
        self._countdown.clear()
        self._show_notice("clock", "正在提交…", "请稍候。")
        self.answered.emit(self.answer.answer())

    def _show_notice(self, icon: str, heading: str, text: str) -> None:
        theme.set_icon(self._notice_icon, icon, "accent", unscaled(96))
        self._notice.setText(heading)
        self._notice.setAccessibleDescription(heading)
        self._notice_text.setText(text)
        self._steps.setCurrentIndex(Step.NOTICE)

    def _be_touched(self) -> None:
        if self._tick.isActive():
            self._tick.start()
            self._seconds_left = self._invitation.seconds
            self._show_countdown()

    def _count_down(self) -> None:
        self._seconds_left -= 1
        self._show_countdown()
        if self._seconds_left <= 0:
            self.close()

    def _show_countdown(self) -> None:
        is_near = self._seconds_left <= LAST_SECONDS
        self._countdown.setText(f"{self._seconds_left} 秒后自动关闭，触摸屏幕可继续" if is_near else " ")
