"""沿用以前的材料: as soon as the applicant is known, the checklist shows what earlier cases hold."""

from PySide6.QtCore import QObject

from desktop_app.gui.cases.checklist import Checklist
from desktop_app.gui.cases.party_form import PartyForm
from desktop_app.gui.page import Page
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import check_identity
from desktop_app.services.material_reuse import find_reusable
from desktop_app.services.work import hall_date, wall_clock
from models.enums import IdentityKind


class ReuseOffers(QObject):
    """Asks again whenever the number or the checklist is another one; another person's materials are given back."""

    def __init__(self, applicant: PartyForm, checklist: Checklist, page: Page) -> None:
        super().__init__(page)
        self._applicant, self._checklist, self._page = applicant, checklist, page
        self._asked: tuple[str, str, tuple[str, ...]] | None = None
        applicant.number.line.textChanged.connect(self._forget)
        applicant.number.line.editingFinished.connect(self.look)
        applicant.identity_kind.edited.connect(self.look)
        checklist.entered.connect(self.look)

    def look(self) -> None:
        """Ask what this applicant's earlier cases hold, where it was not asked yet."""
        kind, number = self._applicant.identity_kind.value, self._number()
        names = tuple(line.spec.name for line in self._checklist.lines)
        if (kind, number, names) == self._asked:
            return
        self._asked = (kind, number, names)
        if not number or not names:
            self._checklist.offer_reuse({})
            return
        self._page.jobs.read(
            self, find_reusable, IdentityKind(kind), number, names, then=self._checklist.offer_reuse
        )

    def _forget(self) -> None:
        """Another number is another person, until it is known."""
        self._asked = None
        self._checklist.offer_reuse({})

    def _number(self) -> str:
        """The number as it is kept; empty while it is none."""
        try:
            kind = IdentityKind(self._applicant.identity_kind.value)
            return check_identity(kind, self._applicant.number.value, hall_date(wall_clock())).text
        except ServiceError:
            return ""
