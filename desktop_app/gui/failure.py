"""The calm dialog for a bug of ours: it is logged, the window and what was typed live on."""

import logging
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from desktop_app.gui.fields import set_names

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

WORDS = "程序遇到意外问题，已记入本机日志。\n已填内容仍在，可以继续办理；刚才的操作如未完成，请再试一次。"

log = logging.getLogger(__name__)


class FailureTeller(QObject):
    """Takes over `sys.excepthook` and shows what failed, one dialog at a time; further ones are only logged."""

    _failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box: QMessageBox | None = None
        self._failed.connect(self.tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on an exception that nobody caught ends here, whatever thread it came from."""
        sys.excepthook = self._take

    def tell(self, kind: str) -> None:
        """Say that something unexpected happened, over the window in use."""
        from PySide6.QtWidgets import QMessageBox

        if self._box is not None:
            return
        box = self._box = QMessageBox(QApplication.activeWindow())
        set_names(box, "window.failure", "意外问题")
        box.setIcon(QMessageBox.Icon.Information)
        box.setWindowTitle("一窗")
        box.setText(WORDS)
        box.setInformativeText(f"如果反复出现，请把时间和代号“{kind}”告诉系统管理员。")
        box.addButton("继续办理", QMessageBox.ButtonRole.AcceptRole)
        box.setWindowModality(Qt.WindowModality.NonModal)
        box.finished.connect(self._forget)
        box.destroyed.connect(self._forget)
        box.show()

    def _forget(self) -> None:
        self._box = None

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.error("unexpected failure", exc_info=(kind, error, trace))
        self._failed.emit(kind.__name__)
