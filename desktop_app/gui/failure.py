"""The calm dialog for a bug of ours: it is logged, the window and what was typed live on."""

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.gui.fields import set_names

WORDS = "程序遇到意外问题，已记入本机日志。\n已填内容仍在，可以继续办理；刚才的操作如未完成，请再试一次。"

log = logging.getLogger(__name__)


def show_failure(parent: QWidget | None, kind: str) -> None:
    """Say once that something unexpected happened; further ones while it is open are only logged."""
    from PySide6.QtWidgets import QMessageBox

    parent = parent or QApplication.activeWindow()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMessageBox) and widget.objectName() == "window.failure" and widget.isVisible():
            return
    box = QMessageBox(
        QMessageBox.Icon.Information, "一窗", WORDS, QMessageBox.StandardButton.NoButton, parent
    )
    set_names(box, "window.failure", "意外问题")
    box.setInformativeText(f"如果反复出现，请把时间和代号“{kind}”告诉系统管理员。")
    box.addButton("继续办理", QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.NonModal)
    box.open()


class FailureHook(QObject):
    """Takes over `sys.excepthook`: a bug in a handler is logged and told, whatever thread it came from."""

    _failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on."""
        sys.excepthook = self._take

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.error("unexpected failure", exc_info=(kind, error, trace))
        self._failed.emit(kind.__name__)

    def _tell(self, kind: str) -> None:
        show_failure(None, kind)
