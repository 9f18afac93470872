"""What the one search box does: scanned codes are proven and open their case, words find cases and matters."""

from PySide6.QtCore import QObject

from desktop_app.gui import theme
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.search import Finding
from desktop_app.gui.theme import Tone
from desktop_app.services.case_rows import CaseRow
from desktop_app.services.catalogue import MatterRow
from desktop_app.services.lookup import Findings, QrVerdict, find_anything

FORGED = "这个二维码不是本厅出具的文书，或内容已被改动。请核对原件，必要时报告督办人员。"
VOID = "这份{document}是本厅出具的，但已经作废：{reason}。请以重新出具的文书为准。"


class Finder(QObject):
    """Sits between a main window's search box and the pages."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = window.jobs
        window.search.typed.connect(self._suggest)
        window.search.searched.connect(self._search)
        window.search.picked.connect(self._open)

    def _suggest(self, text: str) -> None:
        """Findings while a person types; a code is proven only when it is there whole."""
        self._jobs.read(self, find_anything, text, then=self._show)

    def _search(self, text: str) -> None:
        """Enter: a code, or a number only one case has, opens at once."""
        self._jobs.read(self, find_anything, text, then=lambda found: self._answer(text, found))

    def _answer(self, text: str, found: Findings) -> None:
        if found.verdict is not None:
            self._tell(found.verdict)
        elif len(found.cases) == 1 and found.cases[0].number == text.strip().upper():
            self._open(found.cases[0])
        elif found.matter is not None:
            self._show_matter(found.matter)
        else:
            self._show(found)

    def _tell(self, verdict: QrVerdict) -> None:
        self._window.search.clear()
        self._window.search.hide_findings()
        if verdict.case is None or verdict.document is None:
            self._window.show_banner(FORGED, Tone.BAD)
            return
        self._window.banner.clear()
        if verdict.void_reason:
            self._window.show_banner(
                VOID.format(document=verdict.document.label, reason=verdict.void_reason), Tone.WARNING
            )
        else:
            self._window.toast(f"文书真实有效：{verdict.document.label}")
        self._open(verdict.case)

    def _show(self, found: Findings) -> None:
        if found.verdict is None:
            self._window.search.show_findings(
                [*(_case(row) for row in found.cases), *(_matter(row) for row in found.matters)]
            )

    def _show_matter(self, matter: MatterRow) -> None:
        """A guide's code or a whole code: the matter itself is wanted, not a form."""
        self._window.search.clear()
        self._window.search.hide_findings()
        self._window.open_page("catalogue.page", matter.id)

    def _open(self, subject: object) -> None:
        match subject:
            case CaseRow():
                self._window.open_page("cases.detail", subject.id)
            case MatterRow():
                if not self._window.open_page("cases.intake", subject):
                    self._window.open_page("catalogue.page", subject)
            case _:
                pass


def _case(row: CaseRow) -> Finding:
    lamp = f"　{theme.light_words(row.light)}" if row.light else ""
    return Finding(
        f"{row.applicant_name}　{row.matter_name}", f"{row.state.label}{lamp}　{row.number}", "list", row
    )


def _matter(row: MatterRow) -> Finding:
    return Finding(row.name, f"{row.department_name}　{row.promised_text}", "catalogue", row)
