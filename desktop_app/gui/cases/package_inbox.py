"""收取网上申请: the folder online applications arrive in, taken by a key, and by itself every hour."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop_app.gui.forms import set_names
from desktop_app.gui.page import Page
from desktop_app.gui.theme import Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.package_folder import PullReport, pull_chosen

NOTHING_NEW = "没有新的网上申请"
TAKEN = "收取 {taken} 个网上申请包"
LEFT = "有 {refused} 个申请包没有收取，还在文件夹里。{file}：{reason}"


class PackageInbox(QObject):
    """Takes what lies in the folder this computer was shown; asks for it the first time."""

    pulled = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._is_pulling = False

    def pull(self, folder: Path | None = None) -> None:
        """Take the packages of a folder, from now on this computer's; without one, of the folder chosen before."""
        if self._is_pulling:
            return
        self._is_pulling = True
        jobs = self._page.jobs
        jobs.run(
            self, pull_chosen, jobs.office, folder, then=self._tell, refused=self._refuse, ended=self._end
        )

    def choose_folder(self) -> None:
        """Show the folder packages come into."""
        dialog = QFileDialog(self._page, "选择网上申请包所在的文件夹")
        set_names(dialog, "cases.package_folder_dialog", "选择网上申请包所在的文件夹")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._pull_from)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _pull_from(self, path: str) -> None:
        self.pull(Path(path))

    def _tell(self, report: PullReport | None) -> None:
        if report is None:
            self.choose_folder()
            return
        self._page.toast(TAKEN.format(taken=report.added) if report.added else NOTHING_NEW)
        if report.refused:
            first = report.refused[0]
            words = LEFT.format(refused=len(report.refused), file=first.file, reason=sentence(first.error))
            self._page.show_sentence(words, Tone.WARNING)
        else:
            self._page.clear_sentence()
        self.pulled.emit()

    def _refuse(self, error: ServiceError) -> None:
        """The folder is gone: another one may be shown."""
        self._page.show_refusal(error)
        if error.code == "folder_unreadable":
            self.choose_folder()

    def _end(self) -> None:
        self._is_pulling = False
