"""Parts too tall for the window scroll, on the ground they lie on, never sideways; windows stay on their screen."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(content: QWidget) -> QScrollArea:
    """A scroll area around some content."""
    area = QScrollArea()
    dress(area)
    show_in(area, content)
    return area


def dress(area: QScrollArea) -> None:
    """No frame, no ground of its own, no sideways scrolling, no stop for Tab."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)


def show_in(area: QScrollArea, content: QWidget) -> None:
    """Scroll this content from now on."""
    area.setWidget(content)
    content.setAutoFillBackground(False)


def keep_on_screen(window: QWidget) -> None:
    """Move an open window up by what its foot lies below the screen, but never its head above it."""
    frame, room = window.frameGeometry(), window.screen().availableGeometry()
    below = frame.bottom() - room.bottom()
    if window.isVisible() and below > 0:
        window.move(window.x(), window.y() - min(below, max(frame.top() - room.top(), 0)))


def bring_into_sight(widget: QWidget) -> None:
    """Scroll everything around a widget so that it shows; once more when what was just said has found its room.

    Qt itself does so for Tab only, not where a program moves the cursor.
    """
    _scroll_to(widget)
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
