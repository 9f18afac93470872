"""A matter on screen: everything its version in force says, as one readable column."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget
from typing_extensions import override

from desktop_app.gui.catalogue.guide_html import page_html
from desktop_app.gui.forms import set_names
from desktop_app.gui.theme import GRID
from desktop_app.services.catalogue import MatterDetail
from desktop_app.services.matter_view import MatterView


class GuideView(QTextBrowser):
    """Read-only and scrollable; text of the catalogue is data, never markup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, "catalogue.guide", "办事指南")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(GRID)
        self._shown: MatterView | MatterDetail | None = None
        self.setOpenLinks(False)

    @property
    def matter(self) -> MatterDetail | None:
        """The matter in sight."""
        return self._shown.matter if isinstance(self._shown, MatterView) else self._shown

    def show_matter(self, shown: MatterView | MatterDetail) -> None:
        """Show a matter: another one from its beginning, the same one where it is being read."""
        before = self.matter
        self._shown = shown
        matter = shown.matter if isinstance(shown, MatterView) else shown
        place = self.verticalScrollBar().value() if before is not None and before.id == matter.id else 0
        if isinstance(shown, MatterView):
            self.setHtml(page_html(matter, shown.effective_on, shown.library))
        else:
            self.setHtml(page_html(matter))
        self.verticalScrollBar().setValue(place)

    @override
    def changeEvent(self, e: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(e)
        if e.type() == QEvent.Type.StyleChange and self._shown is not None:
            self.show_matter(self._shown)
