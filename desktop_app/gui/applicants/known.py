"""As soon as the applicant is known at the intake: what the hall knows is told, and the form is filled in beforehand."""

from PySide6.QtCore import QObject

from desktop_app.gui.applicants.history_dialog import HistoryDialog
from desktop_app.gui.cases.intake_form import IntakeForm
from desktop_app.gui.cases.party_form import PartyForm
from desktop_app.gui.page import Page
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import IdentityCheck, check_identity
from desktop_app.rules.prefill import Earlier, Person, prefilled
from desktop_app.services.applicants import (
    ApplicantHistory,
    ApplicantNotice,
    find_notice,
    open_history,
    take_earlier,
)
from desktop_app.services.work import hall_date, wall_clock
from models.enums import IdentityKind, Permission


class KnownApplicant(QObject):
    """Asks once for each number and matter; what other fields say goes into the form as it is typed."""

    def __init__(self, form: IntakeForm, page: Page) -> None:
        super().__init__(page)
        self._form, self._page = form, page
        self._asked: tuple[str, str, int] | None = None
        self._earlier = Earlier()
        number = form.applicant.number.line
        number.editingFinished.connect(self.look)
        form.applicant.identity_kind.edited.connect(self.look)
        form.checklist.entered.connect(self.look)
        for party in (form.applicant, form.agent):
            party.edited.connect(self._fill)
        form.has_agent.toggled.connect(self._fill)
        form.notice.open.clicked.connect(self.open_history)

    def look(self) -> None:
        """Ask what is known, where it was not asked yet."""
        matter, kind = self._form.matter, self._form.applicant.identity_kind.value
        number = _number(self._form.applicant)
        asked = (kind, number, matter.id) if matter is not None and number else None
        if asked == self._asked:
            self._fill()
            return
        self._asked = asked
        self._take(Earlier())
        self._form.notice.show_notice(None)
        if asked is None:
            return

        def show(notice: ApplicantNotice) -> None:
            if self._asked == asked:
                self._form.notice.show_notice(notice)

        def fill(earlier: Earlier) -> None:
            if self._asked == asked:
                self._take(earlier)

        arguments = (IdentityKind(kind), number, asked[2])
        if Permission.APPLICANTS_VIEW in self._page.jobs.actor.permissions:
            pending = self._form.pending
            at_hand = pending.case_id if pending is not None else None
            self._page.jobs.read(self, find_notice, *arguments, at_hand, then=show)
        if self._form.application.is_asked:
            self._page.jobs.change(self, take_earlier, *arguments, then=fill)

    def open_history(self) -> None:
        """Everything about the applicant; the look is remembered."""
        if self._asked is None or not self._form.notice.isVisible():
            return

        def show(history: ApplicantHistory) -> None:
            dialog = HistoryDialog(history, self._page)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        kind, number, _ = self._asked
        self._page.jobs.change(self, open_history, IdentityKind(kind), number, then=show)

    def _take(self, earlier: Earlier) -> None:
        self._earlier = earlier
        self._fill()

    def _fill(self) -> None:
        matter = self._form.matter
        if matter is None or not self._form.application.is_asked:
            return
        agent = _person(self._form.agent) if self._form.has_agent.isChecked() else Person()
        self._form.application.offer(
            prefilled(matter.content.application_form, _person(self._form.applicant), agent, self._earlier)
        )


def _person(party: PartyForm) -> Person:
    found = _checked(party)
    return Person(
        name=party.party_name.value,
        identity_number=found.text if found else "",
        phone=party.phone.value,
        address=party.address.value,
        birthday=found.birthday if found else None,
        sex=found.sex.label if found and found.sex else "",
    )


def _number(party: PartyForm) -> str:
    """The number as it is kept; empty while it is none."""
    found = _checked(party)
    return found.text if found else ""


def _checked(party: PartyForm) -> IdentityCheck | None:
    try:
        kind = IdentityKind(party.identity_kind.value)
        return check_identity(kind, party.number.value, hall_date(wall_clock()))
    except ServiceError:
        return None
