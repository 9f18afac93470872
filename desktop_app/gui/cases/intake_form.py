"""What is filled in at the counter: situation, applicant, agent, checklist, under the facts of the matter."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.applicants.notice import NoticeBox
from desktop_app.gui.application.application_form import ApplicationForm
from desktop_app.gui.application.conditions import PledgedConditions
from desktop_app.gui.cases.checklist import Checklist
from desktop_app.gui.cases.party_form import PartyForm
from desktop_app.gui.cases.situation_form import SituationForm
from desktop_app.gui.forms import one_line, set_names
from desktop_app.gui.page import button, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.tables import plain_tooltip
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MaterialSpec, MatterContent, offered
from desktop_app.rules.situations import select
from desktop_app.services.cases import CaseInput, Pending
from desktop_app.services.catalogue import MatterDetail
from models.enums import ReceivedAs

DIGITS = "数字键 0 未收 · 1 原件 · 2 复印件 · 3 电子件 · Ctrl+O 附件"
SHORT = 56
"""Characters of a remark that fit into one line; the whole of it is under the pointer and in the catalogue."""
PEOPLE_SHARE, LIST_SHARE = 5, 7
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class IntakeForm(QWidget):
    """People at the left, materials at the right; Enter leads through both."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matter: MatterDetail | None = None
        self.is_edited = False
        """Whether a person has filled in anything since the matter was taken."""
        self.situation = SituationForm()
        self.applicant = PartyForm("applicant", "申请人")
        self.agent = PartyForm("agent", "代理人")
        self.has_agent = QCheckBox("有代理人  F4")
        self.has_agent.setToolTip("由代理人来办时勾选（F4）")
        set_names(self.has_agent, "cases.has_agent", "有代理人")
        self.notice = NoticeBox()
        self.application = ApplicationForm()
        self.conditions = PledgedConditions()
        self.checklist = Checklist()
        self.receive_all = button(
            "cases.receive_all", "必要材料齐全", key="F9", tooltip="必要材料全部按要求的形式和份数登记（F9）"
        )
        self.pending: Pending | None = None
        """The draft or online application that is gone on with; `None` where a case begins."""
        self.origin = label("", "note", wrap=True)
        set_names(self.origin, "cases.origin", "申请来源")
        self._name = label("", "strong", wrap=True)
        self._facts = label("", "subtitle", wrap=True)
        self._remarks = label("", "note", wrap=True)
        self._notes: Mapping[MaterialSpec, str] = {}
        self.check_points = label("", "note", wrap=True)
        set_names(self.check_points, "cases.check_points", "审查要点")
        self._build()
        self.receive_all.clicked.connect(self.checklist.receive_all)
        self.has_agent.toggled.connect(self._show_agent)
        self.has_agent.clicked.connect(self._go_to_agent)
        for part in (self.has_agent, self.receive_all):
            part.installEventFilter(self)
        self.checklist.entered.connect(self._show_check_points)
        self.situation.answered.connect(self._follow_answers)
        for source in (
            self.applicant.edited,
            self.agent.edited,
            self.application.edited,
            self.conditions.edited,
            self.checklist.edited,
        ):
            source.connect(self._note_edit)

    def take(
        self,
        matter: MatterDetail,
        check_points: Mapping[MaterialSpec, str] | None = None,
        *,
        keeps_people: bool = False,
    ) -> None:
        """An empty form of a matter, with what the library says of checking its materials.

        People already filled in may be taken along.
        """
        self.matter = matter
        self.go_on_from(None)
        self._notes = check_points or {}
        self.check_points.hide()
        self._name.setText(matter.content.name)
        self.situation.ask(matter.content)
        remarks = _remarks(matter)
        self._remarks.setText("\n".join(_shortened(each) for each in remarks))
        self._remarks.setToolTip(plain_tooltip("\n".join(remarks)))
        self._remarks.setVisible(bool(remarks))
        self.applicant.serve(matter.content.applicant_kinds)
        if not keeps_people:
            self.applicant.start()
            self.agent.start()
            self.has_agent.setChecked(False)
            self.notice.show_notice(None)
        self.application.ask(matter.content.application_form)
        self.conditions.ask(())
        self._show_what_applies()
        self.is_edited = keeps_people

    def renew(self, matter: MatterDetail, check_points: Mapping[MaterialSpec, str] | None = None) -> None:
        """The newer version of the same matter; everything filled in stays, line by line of the same name."""
        received, answers = self.checklist.kept(), self.situation.answers
        filled, chosen = self.application.values(), self.conditions.chosen
        pending, words = self.pending, self.origin.text()
        self.take(matter, check_points, keeps_people=True)
        self.go_on_from(pending, words)
        self.situation.ask(matter.content, answers)
        self._show_what_applies()
        self.application.set_values(filled)
        self.conditions.ask(self.conditions.offered, chosen)
        self.checklist.restore(received)

    def go_on_from(self, pending: Pending | None, words: str = "") -> None:
        """From now on the form goes on with this case; `words` say how it came and what is there already."""
        self.pending = pending
        self.origin.setText(words)
        self.origin.setVisible(bool(words))

    def kept(self) -> dict[str, Any]:
        """What is filled in, as plain JSON data for the draft; nothing without a matter."""
        if self.matter is None:
            return {}
        return {
            "matter": self.matter.id,
            "answers": self.situation.answers,
            "applicant": self.applicant.values(),
            "agent": self.agent.values() if self.has_agent.isChecked() else None,
            "form": self.application.values(),
            "conditions": list(self.conditions.chosen),
            "materials": self.checklist.kept(),
            "pending": [self.pending.case_id, self.pending.revision] if self.pending else None,
            "origin": self.origin.text(),
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Fill in what a draft kept, after its matter was taken."""
        if self.matter is not None:
            self.situation.ask(self.matter.content, kept.get("answers"))
            self._show_what_applies()
        self.applicant.restore(kept["applicant"])
        if kept["agent"] is not None:
            self.has_agent.setChecked(True)
            self.agent.restore(kept["agent"])
        self.application.set_values(kept.get("form", {}))
        self.conditions.ask(self.conditions.offered, kept.get("conditions", ()))
        self.checklist.restore(kept["materials"])
        pending = kept.get("pending")
        self.go_on_from(Pending(*pending) if pending else None, kept.get("origin", ""))
        self.is_edited = True

    def given(self, *, may_be_unfinished: bool = False) -> CaseInput | None:
        """The filled-in form, or `None` with the gap shown and the cursor in it.

        What is only kept for now may lack fields of the application form.
        """
        if self.matter is None:
            return None
        forms = (self.applicant, self.agent) if self.has_agent.isChecked() else (self.applicant,)
        for form in forms:
            form.clear_notes()
            form.check_number()
        gaps = [self.application.find_gap(may_be_unfinished=may_be_unfinished)]
        gaps += [form.find_gap() for form in reversed(forms)]  # the cursor ends in the first
        is_unanswered = self.situation.find_gap() is not None
        if is_unanswered or any(gap is not None for gap in gaps):
            return None
        if self.checklist.fault:
            self.checklist.go_to_fault()
            return None
        return CaseInput(
            matter_id=self.matter.id,
            matter_version=self.matter.version,
            applicant=self.applicant.party(),
            agent=self.agent.party() if self.has_agent.isChecked() else None,
            materials=self.checklist.values(),
            files=self.checklist.attached(),
            answers=self.situation.answers,
            form=self.application.values(),
            pledged_conditions=self.conditions.chosen,
            pending=self.pending,
        )

    def missing(self) -> list[tuple[int, MaterialSpec]]:
        """The lines of the checklist nothing was received for."""
        return [
            (line.position, line.spec)
            for line in self.checklist.lines
            if line.way.way is ReceivedAs.NOT_RECEIVED
        ]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on the agent's box, and on the button before the checklist, goes on as in every field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in ENTER:
            if watched is self.receive_all:
                self.checklist.focus()
            elif self.has_agent.isChecked():
                self.agent.number.focus()
            else:
                self._go_behind_people()
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        facts = QVBoxLayout()
        facts.setSpacing(GRID // 2)
        for words in (self._name, self.origin, self._facts, self._remarks, self.situation):
            facts.addWidget(words)
        people = QWidget()
        left = self._people_column = QVBoxLayout(people)
        left.setContentsMargins(0, 0, GRID, 0)
        left.setSpacing(GRID)
        for part in (
            self.applicant,
            self.notice,
            self.has_agent,
            self.agent,
            self.application,
            self.conditions,
        ):
            left.addWidget(part)
        left.addStretch(1)
        self.agent.hide()
        self.people = scrolled(people)
        heading = QHBoxLayout()
        heading.setSpacing(GRID)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("材料清单", "strong"))
        words.addWidget(label(DIGITS, "note", wrap=True))
        heading.addLayout(words, 1)
        heading.addWidget(self.receive_all, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(GRID + GRID // 2)
        right.addLayout(heading)
        right.addWidget(self.checklist, 1)
        right.addWidget(self.check_points)
        halves = QHBoxLayout()
        halves.setSpacing(GRID * 2)
        whose = QVBoxLayout()
        whose.addWidget(self.people)
        halves.addWidget(_card(whose), PEOPLE_SHARE)
        halves.addWidget(_card(right), LIST_SHARE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(_card(facts))
        column.addLayout(halves, 1)

    def focus(self) -> None:
        """Put the cursor where filling in begins or goes on."""
        if self.situation.focus():
            return
        if self.applicant.is_blank:
            self.applicant.number.focus()
        else:
            self._go_behind_people()

    def _go_behind_people(self) -> None:
        """To the application form as long as it lacks something, else to the checklist."""
        if self.application.lacks_something:
            self.application.focus()
        else:
            self.checklist.focus()

    def _follow_answers(self) -> None:
        """Other materials may apply now; what was received of those that stay is kept."""
        received = self.checklist.kept()
        self._show_what_applies()
        self.checklist.restore(received)
        self._note_edit()

    def _show_check_points(self, spec: MaterialSpec) -> None:
        """What the library says of checking the line with the cursor."""
        words = self._notes.get(spec, "")
        self.check_points.setText(f"{spec.name} 审查要点：{one_line(words)}")
        self.check_points.setVisible(bool(words))

    def _show_what_applies(self) -> None:
        if self.matter is None:
            return
        content = select(self.matter.content, self.situation.answers)
        self._facts.setText(_facts(self.matter.department_name, content))
        if content.pledged_conditions != self.conditions.offered:
            self.conditions.ask(content.pledged_conditions, self.conditions.chosen)
        self.checklist.show_materials(content.materials)

    def _note_edit(self) -> None:
        self.is_edited = True
        self.edited.emit()

    def _show_agent(self, checked: bool) -> None:
        self.agent.setVisible(checked)
        self._note_edit()

    def _go_to_agent(self, checked: bool) -> None:
        if checked:
            self.agent.number.focus()
            self._people_column.activate()  # what has just been shown has no place yet to scroll to
            self.people.ensureWidgetVisible(self.agent)


def _card(inside: QHBoxLayout | QVBoxLayout) -> QFrame:
    card = QFrame()
    card.setProperty("kind", "card")
    inside.setContentsMargins(GRID * 2, GRID + GRID // 2, GRID, GRID + GRID // 2)
    card.setLayout(inside)
    return card


def _facts(department: str, content: MatterContent) -> str:
    parts = [department, content.handling_kind.label]
    parts += [f"承诺{content.promised.text}"] if content.promised else []
    parts += [f"法定{content.statutory.text}"] if content.statutory else []
    parts.append("收费：" + "；".join(fee.standard for fee in content.fees) if content.fees else "不收费")
    return " · ".join(parts)


def _remarks(matter: MatterDetail) -> list[str]:
    content = matter.content
    kinds = (("容缺受理", offered(content.deferral)), ("告知承诺", offered(content.pledge)))
    return [f"{kind}：{text}" for kind, text in kinds if text]


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= SHORT else f"{line[:SHORT]}…"
