"""Paper: the printers of this computer, and putting the pages of a finished PDF onto one of them.

Nothing here touches a window: it runs in the thread of an errand.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop_app.rules.errors import ServiceError

RESOLUTION = 300
"""Dots per inch: what the halls' laser printers do, and twice what a scanner needs for the QR code."""
POINTS_PER_INCH = 72
FOLDER_PREFIX = "file:"
"""A printer setting `file:FOLDER` puts what would be printed there, one PDF a print: to try a hall without a printer."""
FOLDER_LABEL = "打印到文件夹（试用）"

PutOut = Callable[[bytes], None]
"""Takes a finished PDF to paper or to a file; raises a `ServiceError` where that fails."""


def installed_printers() -> list[str]:
    """The printers of this computer by name, the system's default one first; may ask the network."""
    names = QPrinterInfo.availablePrinterNames()
    default = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: (name != default, name))


def printer_label(name: str) -> str:
    """A printer as people read it."""
    return FOLDER_LABEL if name.startswith(FOLDER_PREFIX) else name


def open_printer(name: str, title: str) -> QPrinter:
    """A printer ready for one document; raises `printer_missing`, `print_failed`."""
    if not name:
        raise ServiceError("printer_missing")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name.startswith(FOLDER_PREFIX):
        folder = Path(name.removeprefix(FOLDER_PREFIX))
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(folder / f"{file_name(title)}-{time.time_ns()}.pdf"))
    else:
        printer.setPrinterName(name)
        if printer.printerName() != name or not printer.isValid():
            raise ServiceError("print_failed", printer=name)
    printer.setDocName(title)
    return printer


def paint(pdf: bytes, printer: QPrinter) -> int:
    """Put every page onto the printer, each on a sheet of its own size; the number of pages.

    Raises `print_failed` where the printer takes no pages.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = document.pageCount()
    refusal = ServiceError("print_failed", printer=printer_label(printer.printerName()))
    if pages == 0:
        raise refusal
    printer.setResolution(RESOLUTION)
    printer.setFullPage(True)
    painter = QPainter()
    for page in range(pages):
        printer.setPageSize(QPageSize(document.pagePointSize(page), QPageSize.Unit.Point))
        if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
            raise refusal
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        picture = _picture(document, page)
        painter.drawImage(printer.paperRect(QPrinter.Unit.DevicePixel), picture, QRectF(picture.rect()))
    if not painter.end() or printer.printerState() is QPrinter.PrinterState.Error:
        raise refusal
    return pages


def onto_paper(name: str, title: str) -> PutOut:
    """Puts a PDF onto a printer."""

    def put_out(pdf: bytes) -> None:
        paint(pdf, open_printer(name, title))

    return put_out


def into_file(path: Path) -> PutOut:
    """Keeps a PDF in a file, whole or not at all; raises `file_unwritable`."""

    def put_out(pdf: bytes) -> None:
        unfinished = path.with_name(f"{path.name}.part")
        try:
            unfinished.write_bytes(pdf)
            unfinished.replace(path)
        except OSError:
            raise ServiceError("file_unwritable") from None

    return put_out


def file_name(title: str) -> str:
    """A title as the name of a file on any system."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", title).strip("._") or "文书"


def _picture(document: QPdfDocument, page: int) -> QImage:
    size = (document.pagePointSize(page) * RESOLUTION / POINTS_PER_INCH).toSize()
    drawn = document.render(page, size, fillColor=Qt.GlobalColor.white)
    return drawn.convertToFormat(QImage.Format.Format_RGB32)
