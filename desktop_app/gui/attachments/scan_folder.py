"""扫描文件夹: where the scanner or document camera of this desk puts its pictures; what is new shows by itself."""

import dataclasses
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout
from typing_extensions import override

from desktop_app import settings
from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.attachments.sources import SUFFIXES, Picked
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.fields import set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import Tone

LOOK_MS = 2000
"""Shared folders tell no changes, so they are looked at."""
SETTLED_SECONDS = 1.0
"""A file that was written to a moment ago may not be whole yet."""
MOST_SHOWN = 200
DIALOG_WIDTH = 720
NO_FOLDER = "还没有选择扫描文件夹。请选择扫描仪或高拍仪保存图像的文件夹，本机会记住。"
AWAY = "扫描文件夹现在打不开，请检查网络连接，或重新选择。"
NOTHING = "文件夹里还没有扫描件。扫描完成后会自动出现在这里。"


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """A file of the folder; `is_whole` once nobody writes to it any more, `is_new` since the folder is watched."""

    path: Path
    written_at: float
    size: int
    is_whole: bool
    is_new: bool


def list_scans(folder: Path, since: float) -> list[ScannedFile] | None:
    """The latest files of the folder that may be attached, new ones first; `None` where it cannot be read."""
    now = time.time()
    found: list[ScannedFile] = []
    try:
        for path in folder.iterdir():
            if path.suffix.lower() in SUFFIXES and not path.name.startswith("."):
                about = path.stat()
                is_whole = bool(about.st_size) and now - about.st_mtime >= SETTLED_SECONDS
                is_new = about.st_mtime >= since
                found.append(ScannedFile(path, about.st_mtime, about.st_size, is_whole, is_new))
    except OSError:
        return None
    return sorted(found, key=lambda one: one.written_at, reverse=True)[:MOST_SHOWN]


class ScanFolder(QObject):
    """Watches this desk's folder as long as it lives."""

    changed = Signal(object)
    """The files as `list[ScannedFile]`, or `None` where the folder cannot be read."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._since = time.time()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.look)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.folder: Path | None = None
        self.files: list[ScannedFile] | None = []
        kept = settings.read_workstation().scan_folder
        if kept:
            self._watch(Path(kept))

    def choose(self, folder: Path) -> None:
        """Watch another folder, also the next time the program starts."""
        kept = settings.read_workstation()
        settings.write_workstation(dataclasses.replace(kept, scan_folder=str(folder)))
        self._watch(folder)

    def look(self) -> None:
        """See what is there now."""
        if self.folder is not None:
            self._jobs.run(self, list_scans, self.folder, self._since, then=self._take)

    def set_active(self, is_active: bool) -> None:
        """Look again and again only while somebody sees it."""
        if is_active and self.folder is not None:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def _watch(self, folder: Path) -> None:
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self.folder = folder
        self._watcher.addPath(str(folder))
        self.look()

    def _take(self, files: list[ScannedFile] | None) -> None:
        if files != self.files:
            self.files = files
            self.changed.emit(files)


class ScanDialog(ActDialog):
    """The files of the folder; those that came since the dialog opened are chosen by themselves."""

    def __init__(self, scans: ScanFolder, target: str, page: Page) -> None:
        super().__init__("attachments.scan_dialog", "从扫描文件夹添加", "添加所选", page)
        self.widen(DIALOG_WIDTH)
        self._scans = scans
        self._known: set[Path] | None = None
        self.files = ListTable("attachments.scans", "扫描件")
        self.files.setMinimumHeight(theme.px(280))
        self.files.show_rows(RowsModel(_COLUMNS, key=lambda row: row.path))
        self.folder = label("", "note", wrap=True)
        set_names(self.folder, "attachments.scan_folder", "扫描文件夹")
        change = button("attachments.scan_choose", "更换文件夹…")
        change.clicked.connect(self._ask_folder)
        head = QHBoxLayout()
        head.addWidget(self.folder, 1)
        head.addWidget(change)
        self.body.addWidget(label(f"添加到：{target}", "strong", wrap=True))
        self.body.addLayout(head)
        self.body.addWidget(self.files, 1)
        self.files.opened.connect(self.way_on.click)
        scans.changed.connect(self._show)
        self.finished.connect(self._leave)
        scans.set_active(True)
        self._show(scans.files)

    def picked(self) -> list[Picked]:
        """The files chosen, oldest first, as the pages were scanned."""
        return [Picked(row.path.name, row.path) for row in reversed(self.files.selected_rows())]

    @override
    def find_fault(self) -> str:
        """Something whole must be chosen."""
        rows = self.files.selected_rows()
        if not rows:
            return "请至少选择一个扫描件。"
        return "" if all(row.is_whole for row in rows) else "所选文件还在写入，请稍候再添加。"

    def _leave(self) -> None:
        self._scans.changed.disconnect(self._show)

    def _show(self, files: list[ScannedFile] | None) -> None:
        folder = self._scans.folder
        self.folder.setText(str(folder) if folder else NO_FOLDER)
        self.files.rows_model().replace(files or [])
        if files is None:
            self.message.say(AWAY, Tone.WARNING)
        elif folder is not None and not files:
            self.message.say(NOTHING)
        else:
            self.message.clear()
        self._choose_new(files or [])

    def _choose_new(self, files: list[ScannedFile]) -> None:
        here = {one.path for one in files}
        arrived = [one for one in files if self._known is not None and one.path not in self._known]
        if self._known is None:
            arrived = [one for one in files if one.is_new]
        self._known = here
        if arrived:
            self.files.select_key(arrived[0].path)

    def _ask_folder(self) -> None:
        ask_folder(self, self._scans.choose)


def ask_folder(parent: ActDialog | Page, then: Callable[[Path], object]) -> None:
    """Ask where the scanner puts its pictures."""
    dialog = QFileDialog(parent, "选择扫描文件夹")
    set_names(dialog, "attachments.scan_folder_dialog", "选择扫描文件夹")
    dialog.setFileMode(QFileDialog.FileMode.Directory)

    def take(chosen: str) -> None:
        then(Path(chosen))

    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _written(row: ScannedFile) -> str:
    return moment(datetime.fromtimestamp(row.written_at, UTC))


def size_words(size: int) -> str:
    """`1.2 MB`, `35 KB`."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"


_COLUMNS: tuple[Column[ScannedFile], ...] = (
    Column("文件", lambda row: row.path.name, 0),
    Column("时间", _written, 17, least=0),
    Column("大小", lambda row: size_words(row.size), 9, align_right=True, least=0),
    Column(
        "状态",
        lambda row: ("新" if row.is_new else "") if row.is_whole else "正在写入",
        9,
        tone=lambda row: Tone.GOOD if row.is_whole else Tone.WARNING,
    ),
)
