"""Which printer, or which file: what everything that puts pages out asks in the same way."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from desktop_app import settings
from desktop_app.gui import theme
from desktop_app.gui.fields import set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.printers import FOLDER_PREFIX, file_name, installed_printers, printer_label
from desktop_app.gui.theme import GRID

NO_PRINTER = "本机没有安装打印机。可以先另存为 PDF（Ctrl+S），安装打印机后再打印。"


class PrinterChoice(QComboBox):
    """The printers of this computer; the one chosen is remembered for the next time."""

    found = Signal()
    """The list is there."""
    warned = Signal(str)
    """There is no printer, or the usual one is gone: a sentence."""

    def __init__(self, name: str, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, name, "打印机")
        self.setMinimumWidth(theme.px(GRID * 25))
        self.activated.connect(self._remember)
        jobs.run(self, installed_printers, then=self._show)

    @property
    def printer(self) -> str:
        """The name of the one chosen; empty where there is none."""
        return str(self.currentData() or "")

    def _show(self, installed: list[str]) -> None:
        """The one of the setting first in mind, else the system's; one that is gone is told, not silently replaced."""
        kept = settings.read_workstation().printer
        if kept.startswith(FOLDER_PREFIX):
            installed = [*installed, kept]
        for name in installed:
            self.addItem(printer_label(name), name)
        if not installed:
            self.addItem("没有打印机", "")
            self.warned.emit(NO_PRINTER)
        elif kept and kept not in installed:
            self.warned.emit(f"原来的打印机“{kept}”现在找不到，请核对右上角的打印机。")
        self.setCurrentIndex(max(0, self.findData(kept)))
        self.found.emit()

    def _remember(self) -> None:
        kept = settings.read_workstation()
        settings.write_workstation(dataclasses.replace(kept, printer=self.currentData()))


def ask_pdf_file(parent: QWidget, name: str, title: str, then: Callable[[str], object]) -> None:
    """Ask where a PDF is to be kept; `then` takes the path."""
    proposed = Path.home() / f"{file_name(title)}.pdf"
    dialog = QFileDialog(parent, "另存为 PDF", str(proposed), "PDF (*.pdf)")
    set_names(dialog, name, "另存为 PDF")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.fileSelected.connect(then)
    dialog.open()
