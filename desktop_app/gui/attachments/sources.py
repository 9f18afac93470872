"""附件的来源: files and pictures dropped, pasted, chosen or scanned, read beside the window and kept on the disk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.gui.fields import set_names
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.case_files import KeptFile, keep_file
from desktop_app.services.work import HALL_ZONE, Actor, Office

SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".ofd")
FILTER = f"材料附件 ({' '.join(f'*{suffix}' for suffix in SUFFIXES)})"
LARGEST_READ = 512 * 1024 * 1024
"""Bytes; the office's own limit is far below, and what it refuses need not be read to its end."""
MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Picked:
    """Something a person brought in: a file of the disk, or a picture of the clipboard already as PNG."""

    name: str
    path: Path | None = None
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of it: the files kept, and a sentence for each that was refused."""

    files: tuple[KeptFile, ...]
    refused: tuple[str, ...]


def picked_from(mime: QMimeData) -> list[Picked]:
    """The files, or else the picture, of something dropped or pasted."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return [Picked(path.name, path) for path in paths]
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return [Picked(f"粘贴 {datetime.now(HALL_ZONE):%H%M%S}.png", content=_png(image))]
    return []


def picked_from_clipboard() -> list[Picked]:
    """What was copied: files in the file manager, or a picture."""
    mime = QGuiApplication.clipboard().mimeData()
    return picked_from(mime) if mime is not None else []  # pyright: ignore[reportUnnecessaryComparison]


def ask_files(parent: QWidget, name: str, then: Callable[[list[Picked]], object]) -> QFileDialog:
    """Ask for files; `then` takes those chosen."""
    dialog = QFileDialog(parent, "选择附件", "", FILTER)
    set_names(dialog, name, "选择附件")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

    def take(chosen: list[str]) -> None:
        then([Picked(Path(one).name, Path(one)) for one in chosen])

    dialog.filesSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def bring_in(office: Office, actor: Actor, picked: Sequence[Picked]) -> Brought:
    """Read what was picked and keep it on the disk; what is refused is told with its name, the rest is kept."""
    files: list[KeptFile] = []
    refused: list[str] = []
    for one in picked[:MOST_AT_ONCE]:
        try:
            files.append(keep_file(office, _content(one), one.name, actor))
        except ServiceError as error:
            refused.append(f"{one.name}：{sentence(error)}")
    if len(picked) > MOST_AT_ONCE:
        refused.append(f"一次最多添加 {MOST_AT_ONCE} 个文件，其余没有添加。")
    return Brought(tuple(files), tuple(refused))


def _content(picked: Picked) -> bytes:
    if picked.path is None:
        return picked.content
    try:
        with picked.path.open("rb") as file:
            return file.read(LARGEST_READ)
    except OSError:
        raise ServiceError("file_missing") from None


def _png(image: QImage) -> bytes:
    into = QBuffer()
    into.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_RGB32).save(into, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]
    return bytes(into.data().data())
