"""附件预览: PDFs, pictures and scans of many pages in the program; OFD is kept as it is and saved for its own reader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QKeySequence, QPixmap, QResizeEvent, QShortcut, QTransform
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.fields import set_names
from desktop_app.gui.flow import Flow
from desktop_app.gui.page import FAILURE, MessageBar, Page, button, label
from desktop_app.gui.printer_choice import PrinterChoice
from desktop_app.gui.printers import onto_paper
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.case_files import FileContent

USUAL_SIZE = QSize(960, 720)
PDF, OFD = "application/pdf", "application/ofd"
LARGEST_SIDE = 4000
"""Pixels a page is decoded to; a whole scan at 600 dpi would only be made small again."""
ZOOM_STEP = 1.25
LEAST_ZOOM, MOST_ZOOM = 0.2, 6.0
OFD_WORDS = "OFD 电子文件按原样保存，不在这里显示。请按 Ctrl+S 另存，用 OFD 阅读器打开。"
UNREADABLE = "这一页无法显示。原文件按收取时的样子保存，可以按 Ctrl+S 另存后打开。"

Read = Callable[..., FileContent]


@dataclass(frozen=True, slots=True)
class Shown:
    """A file to look at: the use case that reads it, its argument, and the words above it."""

    read: Read
    subject: object
    title: str
    is_printed: bool = False
    """Whether it is a PDF made to be printed from here."""


@dataclass(frozen=True, slots=True)
class _Decoded:
    image: QImage
    pages: int


def decode_page(content: bytes, page: int) -> _Decoded:
    """One page of a picture, upright as its camera says; a null image where it cannot be drawn."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    pages = max(1, reader.imageCount())
    if page:
        reader.jumpToImage(page)
    size = reader.size()
    if max(size.width(), size.height()) > LARGEST_SIDE:
        reader.setScaledSize(size.scaled(LARGEST_SIDE, LARGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    del reader  # before its buffer: the TIFF reader goes back to the device when it closes
    return _Decoded(image, pages)


class _PictureView(QScrollArea):
    """A picture fitted to the width, larger or smaller on demand, turned where it was scanned askew."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self._image = QImage()
        self._zoom, self._turns = 1.0, 0
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setWordWrap(True)
        self.setWidget(self._picture)

    def show_image(self, image: QImage) -> None:
        self._image = image
        self._draw()
        self.verticalScrollBar().setValue(0)

    @property
    def words(self) -> str:
        """What stands instead of a picture."""
        return self._picture.text()

    def say(self, words: str) -> None:
        self._image = QImage()
        self._picture.setText(words)

    def zoom(self, factor: float) -> None:
        self._zoom = max(LEAST_ZOOM, min(MOST_ZOOM, self._zoom * factor))
        self._draw()

    def turn(self) -> None:
        self._turns = (self._turns + 1) % 4
        self._draw()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        if self._image.isNull():
            return
        turned = self._image.transformed(QTransform().rotate(90 * self._turns))
        room = max(GRID, self.viewport().width() - GRID * 2)
        width = int(min(turned.width(), room) * self._zoom)
        smooth = Qt.TransformationMode.SmoothTransformation
        self._picture.setPixmap(QPixmap.fromImage(turned.scaledToWidth(max(1, width), smooth)))


class AttachmentPreview(QDialog):
    """One file at a time; Alt+← and Alt+→ go through all that belong together."""

    def __init__(self, page: Page, files: Sequence[Shown], at: int = 0) -> None:
        super().__init__(page)
        set_names(self, "attachments.preview", "附件预览")
        self.setWindowTitle("附件预览")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._jobs = page.jobs
        self._files = tuple(files)
        self._at = at
        self._content: FileContent | None = None
        self._page, self._pages = 0, 1
        self.message = MessageBar("attachments.preview")
        self.heading = label("", "heading", wrap=True)
        self.place = label("", "subtitle")
        set_names(self.place, "attachments.preview_place", "页码")
        self.picture = _PictureView()
        set_names(self.picture, "attachments.preview_picture", "附件页面")
        self.document = QPdfDocument(self)
        self.pdf = QPdfView(self)
        set_names(self.pdf, "attachments.preview_pdf", "附件页面")
        self._buffer = QBuffer(self)
        self._build()
        self.resize((page.window().size() * 0.94).boundedTo(USUAL_SIZE * theme.text_percent() / 100))
        self._show_file()

    def _build(self) -> None:
        self.pdf.setPageMode(QPdfView.PageMode.MultiPage)
        self.pdf.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pdf.setDocument(self.document)
        self._layers = QStackedWidget()
        self._layers.addWidget(self.picture)
        self._layers.addWidget(self.pdf)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.place)
        foot = self._foot()
        for key, step in (("PgDown", 1), ("PgUp", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(self._turner(step))
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.message)
        column.addWidget(self._layers, 1)
        column.addLayout(foot)

    def _foot(self) -> Flow:
        foot = Flow()
        self.printer: PrinterChoice | None = None
        if self._files[0].is_printed:
            self.printer = PrinterChoice("attachments.preview_printer", self._jobs)
            foot.addWidget(self.printer)
        self.close_button = button("attachments.preview_close", "关闭", key="Esc")
        self.close_button.clicked.connect(self.reject)
        foot.addWidget(self.close_button)
        for name, words, key, act in (
            ("smaller", "缩小", "Ctrl+-", lambda: self._zoom(1 / ZOOM_STEP)),
            ("larger", "放大", "Ctrl+=", lambda: self._zoom(ZOOM_STEP)),
            ("turn", "旋转", "Ctrl+R", self.picture.turn),
            ("before", "上一个文件", "Alt+Left", lambda: self._go_to_file(-1)),
            ("after", "下一个文件", "Alt+Right", lambda: self._go_to_file(1)),
            ("save", "另存", "Ctrl+S", self._ask_place),
        ):
            made = button(
                f"attachments.preview_{name}", words, key=key.replace("Left", "←").replace("Right", "→")
            )
            made.clicked.connect(act)
            QShortcut(QKeySequence(key), self).activated.connect(made.click)
            made.setVisible(len(self._files) > 1 or name not in {"before", "after"})
            foot.addWidget(made)
            if name == "turn":
                self.turn = made
        if self.printer is not None:
            self.print_out = button(
                "attachments.preview_print", "打印", key="Ctrl+P", icon="print", kind="primary"
            )
            self.print_out.clicked.connect(self._print)
            QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_out.click)
            foot.addWidget(self.print_out)
        return foot

    def show_refusal(self, error: ServiceError) -> None:
        """Say in place why it cannot be shown."""
        self.picture.say("")
        self.message.say(sentence(error), Tone.BAD)

    def job_failed(self) -> None:
        """A job of the preview met a bug."""
        self.message.say(FAILURE, Tone.BAD)

    def _turner(self, step: int) -> Callable[[], None]:
        return lambda: self._go_to_page(step)

    def _show_file(self) -> None:
        shown = self._files[self._at]
        self.message.clear()
        self._content = None
        self.heading.setText(shown.title)
        self.place.clear()
        self._layers.setCurrentWidget(self.picture)
        self.picture.say("正在读取…")
        self._jobs.read(self, shown.read, shown.subject, then=self._take)

    def _take(self, content: FileContent) -> None:
        self._content, self._page = content, 0
        self.turn.setEnabled(content.media_type not in {PDF, OFD})
        if content.media_type == PDF:
            self._show_pdf(content.content)
        elif content.media_type == OFD:
            self.picture.say(OFD_WORDS)
        else:
            self._show_page()

    def _show_pdf(self, content: bytes) -> None:
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.document.status() is QPdfDocument.Status.Ready:
            self._layers.setCurrentWidget(self.pdf)
            self.pdf.setFocus(Qt.FocusReason.OtherFocusReason)
            self.place.setText(f"共 {self.document.pageCount()} 页")
        else:
            self.picture.say(UNREADABLE)

    def _show_page(self) -> None:
        if self._content is not None:
            self._jobs.run(self, decode_page, self._content.content, self._page, then=self._show_decoded)

    def _show_decoded(self, decoded: _Decoded) -> None:
        self._pages = decoded.pages
        self.place.setText(f"第 {self._page + 1} 页 共 {decoded.pages} 页")
        if decoded.image.isNull():
            self.picture.say(UNREADABLE)
        else:
            self.picture.show_image(decoded.image)
            self.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_page(self, step: int) -> None:
        if self._layers.currentWidget() is self.pdf:
            bar = self.pdf.verticalScrollBar()
            bar.setValue(bar.value() + step * bar.pageStep())
        elif self._content is not None and 0 <= self._page + step < self._pages:
            self._page += step
            self._show_page()

    def _go_to_file(self, step: int) -> None:
        if 0 <= self._at + step < len(self._files):
            self._at += step
            self._show_file()

    def _zoom(self, factor: float) -> None:
        if self._layers.currentWidget() is self.pdf:
            self.pdf.setZoomMode(QPdfView.ZoomMode.Custom)
            self.pdf.setZoomFactor(max(LEAST_ZOOM, min(MOST_ZOOM, self.pdf.zoomFactor() * factor)))
        else:
            self.picture.zoom(factor)

    def _print(self) -> None:
        content, printer = self._content, self.printer
        if content is None or printer is None:
            return
        self.print_out.setEnabled(False)
        self.message.say("正在打印…")
        self._jobs.run(
            self,
            onto_paper(printer.printer, content.name),
            content.content,
            then=lambda _nothing: self.message.say("已送往打印机。", Tone.GOOD),
            ended=lambda: self.print_out.setEnabled(True),
        )

    def _ask_place(self) -> None:
        content = self._content
        if content is not None:
            ask_place(self, content.name, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the file as it was handed in."""
        if self._content is not None:
            self._jobs.run(self, write_out, path, self._content.content, then=self._saved)

    def _saved(self, path: Path) -> None:
        self.message.say(f"已另存为 {path.name}。", Tone.GOOD)


def ask_place(dialog: QDialog | Page, name: str, then: Callable[[Path], object]) -> None:
    """Ask where a file is to be written; `then` takes the path."""
    asking = QFileDialog(dialog, "另存为", str(Path.home() / name))
    set_names(asking, "attachments.save_dialog", "另存为")
    asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asking.setDefaultSuffix(Path(name).suffix.lstrip("."))

    def take(chosen: str) -> None:
        then(Path(chosen))

    asking.fileSelected.connect(take)
    asking.finished.connect(asking.deleteLater)
    asking.open()


def write_out(path: Path, content: bytes) -> Path:
    """Write bytes to a place somebody chose; raises `file_unwritable`."""
    try:
        path.write_bytes(content)
    except OSError:
        raise ServiceError("file_unwritable") from None
    return path
