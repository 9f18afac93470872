"""当场更正: applicant, agent and checklist as they stand, to be put right before the applicant leaves the counter."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.attachments.line_files import LineFiles
from desktop_app.gui.cases.checklist import Checklist
from desktop_app.gui.cases.party_form import PartyForm
from desktop_app.gui.choices import LinesField
from desktop_app.gui.fields import set_names
from desktop_app.gui.forms import Form
from desktop_app.gui.page import Page, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.services.case_queries import MaterialRow
from desktop_app.services.cases import PartyInput
from desktop_app.services.correction import Correction
from models.enums import ApplicantKind, PartyRole

FOLLOWS = "可以当场更正的错误应当允许当场更正；更正后重新出具材料接收凭证，原凭证作废，收件时间不变。"
USUAL_WIDTH, USUAL_HEIGHT, LEAST_HEIGHT = 860, 640, 200


class CorrectionDialog(ActDialog):
    """Three tabs over the case as it stands; only what differs is taken."""

    def __init__(
        self, parties: Mapping[PartyRole, PartyInput], materials: Sequence[MaterialRow], page: Page
    ) -> None:
        super().__init__("cases.correction_dialog", "当场更正", "更正并重新出具凭证", page)
        self.widen(USUAL_WIDTH)
        self._parties = dict(parties)
        self._materials = tuple(materials)
        self.applicant = _party_form("correct_applicant", "申请人", parties.get(PartyRole.APPLICANT))
        self.agent = _party_form("correct_agent", "代理人", parties.get(PartyRole.AGENT))
        self.checklist = Checklist()
        self.checklist.show_lines([(row.position, row.spec, row.demand) for row in materials])
        for line, row in zip(self.checklist.lines, materials, strict=True):
            line.restore(row.received_as, row.count, row.note)
        LineFiles(self.checklist, page, self)
        self.tabs = QTabWidget()
        set_names(self.tabs, "cases.correction_tabs", "更正内容")
        for title, part in (("申请人", self.applicant), ("代理人", self.agent)):
            self.tabs.addTab(scrolled(_padded(part)), title)
        self.tabs.addTab(self.checklist, "材料清单")
        self.tabs.setMinimumHeight(theme.px(LEAST_HEIGHT))
        self.reason = LinesField(
            "cases.correction_reason", "更正说明", lines=2, max_length=500, required=True
        )
        self.reason.lines.setMaximumHeight(self.reason.lines.minimumHeight())
        form = Form()
        form.add(self.reason)
        self.body.addWidget(label(FOLLOWS, "subtitle", wrap=True))
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(form)
        self.resize(self.minimumWidth(), min(theme.px(USUAL_HEIGHT), page.window().height()))

    def correction(self) -> Correction:
        """What differs from how the case stands."""
        return Correction(
            self.reason.value,
            self._changed(PartyRole.APPLICANT, self.applicant),
            None if self.agent.is_blank else self._changed(PartyRole.AGENT, self.agent),
            self._changed_lines(),
            self.checklist.attached(),
        )

    @override
    def find_fault(self) -> str:
        """A reason, whole parties, and something that differs."""
        for form, place in ((self.applicant, 0), (self.agent, 1)):
            form.clear_notes()
            if not (form is self.agent and form.is_blank) and form.find_gap() is not None:
                self.tabs.setCurrentIndex(place)
                return "请补全标出的内容。"
        if self.checklist.fault:
            self.tabs.setCurrentIndex(2)
            self.checklist.go_to_fault()
            return self.checklist.fault
        if not self.reason.value:
            self.reason.focus()
            return "请写明更正了什么、为什么。"
        return ""

    def _changed(self, role: PartyRole, form: PartyForm) -> PartyInput | None:
        party = form.party()
        return None if party == self._parties.get(role) else party

    def _changed_lines(self) -> tuple[ReceivedMaterial, ...]:
        before = {row.position: (row.received_as, row.count, row.note) for row in self._materials}
        return tuple(
            line
            for line in self.checklist.values()
            if (line.received_as, line.count, line.note.strip()) != before[line.position]
        )


def _party_form(prefix: str, title: str, party: PartyInput | None) -> PartyForm:
    form = PartyForm(prefix, title)
    form.serve(tuple(ApplicantKind))
    form.start()
    if party is not None:
        form.restore(
            {
                f"{prefix}_identity_kind": party.identity_kind,
                f"{prefix}_kind": party.kind,
                f"{prefix}_identity_number": party.identity_number,
                f"{prefix}_name": party.name,
                f"{prefix}_phone": party.phone,
                f"{prefix}_address": party.address,
                f"{prefix}_confirmation": party.confirmation,
            }
        )
    return form


def _padded(part: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(GRID, GRID, GRID, GRID)
    column.addWidget(part)
    column.addStretch(1)
    return holder
