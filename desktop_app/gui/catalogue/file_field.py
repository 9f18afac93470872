"""空白表格、示例样表、结果样本: a kept picture or PDF, chosen from the disk, shown, or taken away again."""

from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.fields import Field, set_names
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.assets import AssetFile, add_asset, get_asset

FILTER = "图片或 PDF（*.png *.jpg *.jpeg *.pdf）"
PREVIEW_WIDTH = 720
LARGEST_PREVIEW = 1024 * 1024
LARGEST_FILE = 5 * 1024 * 1024
"""Bytes; what is larger is refused, so it need not be read."""
NONE = "未附文件"
READING = "正在读取…"
USUAL_SIZE = QSize(720, 640)


class PickedFile(NamedTuple):
    """A file of the disk, read."""

    name: str
    content: bytes
    preview: bytes | None
    """PNG of a PDF's first page."""


def read_picked(path: Path) -> PickedFile:
    """Read a file; what is larger than is ever kept is not read to its end. Raises `file_missing`."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError:
        raise ServiceError("file_missing") from None
    return PickedFile(path.name, content, first_page(content) if content.startswith(b"%PDF") else None)


def first_page(content: bytes) -> bytes | None:
    """A picture of a PDF's first page as PNG; `None` where it cannot be drawn, or only as too large a picture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready or not document.pageCount():
        return None
    size = document.pagePointSize(0)
    height = round(size.height() / max(1.0, size.width()) * PREVIEW_WIDTH)
    drawn = document.render(
        0, QSize(PREVIEW_WIDTH, min(height, PREVIEW_WIDTH * 3)), fillColor=Qt.GlobalColor.white
    )
    document.close()
    into = QBuffer()
    into.open(QIODevice.OpenModeFlag.WriteOnly)
    drawn.convertToFormat(QImage.Format.Format_RGB32).save(into, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]
    picture = bytes(into.data().data())
    return picture if 0 < len(picture) <= LARGEST_PREVIEW else None


class FileField(Field):
    """One kept file; its value is the digest, empty for none."""

    def __init__(self, name: str, title: str, page: Page) -> None:
        self._page = page
        self._digest = ""
        self.words = label(NONE, wrap=True)
        self.attach = button(f"{name}.attach", f"选择{title}文件")
        self.attach.setText("选择文件…")
        self.view = button(f"{name}.view", f"查看{title}")
        self.view.setText("查看")
        self.remove = button(f"{name}.remove", f"去掉{title}")
        self.remove.setText("去掉")
        self.view.setProperty("reads", True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for press in (self.attach, self.view, self.remove):
            press.setProperty("kind", "compact")
            row.addWidget(press)
        row.addStretch(1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.words)
        column.addLayout(row)
        whole.setFocusProxy(self.attach)
        super().__init__(name, title, whole)
        set_names(self.words, f"{name}.words", f"{title}：文件")
        self.attach.clicked.connect(self._choose)
        self.view.clicked.connect(self._view)
        self.remove.clicked.connect(self._remove)

    @property
    @override
    def value(self) -> str:
        return self._digest

    @override
    def set_value(self, value: Any) -> None:
        self._digest = str(value or "")
        self.view.setVisible(bool(self._digest))
        self.remove.setVisible(bool(self._digest))
        self.words.setText(READING if self._digest else NONE)
        if self._digest:
            self._page.jobs.read(self, get_asset, self._digest, then=self._name, refused=self._refused)

    def take_file(self, path: Path) -> None:
        """Keep a file of the disk and refer to it."""
        self.clear_note()
        self.words.setText(f"正在保存 {path.name}…")
        self._page.jobs.run(self, read_picked, path, then=self._keep, refused=self._refused)

    @override
    def focus(self) -> None:
        self.attach.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, f"选择{self.title}", "", FILTER)
        if name:
            self.take_file(Path(name))

    def _keep(self, file: PickedFile) -> None:
        self._page.jobs.change(
            self, add_asset, file.content, file.name, file.preview, then=self._taken, refused=self._refused
        )

    def _taken(self, digest: str) -> None:
        self.set_value(digest)
        self.edited.emit()

    def _remove(self) -> None:
        self.set_value("")
        self.edited.emit()
        self.attach.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self, file: AssetFile) -> None:
        if self._digest:
            self.words.setText(f"{file.name}（{_size(len(file.content))}）")

    def _refused(self, error: ServiceError) -> None:
        self.words.setText(NONE if not self._digest else f"已附文件 {self._digest[:8]}")
        self.show_error(sentence(error))

    def _view(self) -> None:
        self._page.jobs.read(self.view, get_asset, self._digest, then=self._show)

    def _show(self, file: AssetFile) -> None:
        FileDialog(file, self.title, self._page).open()


class FileDialog(QDialog):
    """The picture itself, or the first page of a PDF."""

    def __init__(self, file: AssetFile, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{title}：{file.name}")
        set_names(self, "catalogue.file_dialog", f"{title}预览")
        image = QImage.fromData(file.preview or file.content)
        picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        width = theme.px(USUAL_SIZE.width()) - GRID * 8
        if image.isNull():
            picture.setText("这个文件无法预览。")
        else:
            shown = (
                image
                if image.width() <= width
                else image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            )
            picture.setPixmap(QPixmap.fromImage(shown))
        picture.setAccessibleName(f"{title}：{file.name}")
        close = button("catalogue.file_close", "关闭", key="Esc")
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        column.addWidget(
            label(file.name if not file.preview else f"{file.name}（第一页）", "subtitle", wrap=True)
        )
        column.addWidget(scrolled(picture), 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        behind = parent.window().size()
        self.resize(USUAL_SIZE.boundedTo(behind))


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"
