"""The pages of a finished PDF, one below the other, as wide as there is room."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from desktop_app.gui.forms import set_names


class PdfPages(QPdfView):
    """Shows one PDF after another; `content` is what it shows."""

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        set_names(self, name, title)
        self.content = QPdfDocument(parent)
        self._buffer = QBuffer(parent)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.setDocument(self.content)

    def show_pdf(self, pdf: bytes) -> None:
        """Show these pages from now on; none where it is empty."""
        self.content.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.content.load(self._buffer)

    def turn(self, direction: int) -> None:
        """Scroll by what is in sight: down with 1, up with -1."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + direction * bar.pageStep())
