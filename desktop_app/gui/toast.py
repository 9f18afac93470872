"""The toast: a sentence over the window that goes by itself, for what succeeded."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from desktop_app.gui.theme import GRID

SHOWN_MS = 4000


class Toast(QLabel):
    """One sentence at the lower middle of a window; it never takes the focus and lets clicks through."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("window.toast")
        self.setAccessibleName("操作结果")
        self.setProperty("kind", "toast")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence for a few seconds."""
        self.setText(f"✓  {text}")
        self.setAccessibleDescription(text)
        self.show()
        self._place()
        self.raise_()
        self._timer.start(SHOWN_MS)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._window
        width = min(self.sizeHint().width(), window.width() - GRID * 4)
        self.resize(width, self.sizeHint().height())
        self.move((window.width() - width) // 2, window.height() - self.height() - GRID * 7)


def show_toast(widget: QWidget, text: str) -> None:
    """Say it over the window a widget is in."""
    window = widget.window()
    toast = window.findChild(Toast, options=Qt.FindChildOption.FindDirectChildrenOnly)
    (toast if isinstance(toast, Toast) else Toast(window)).say(text)
