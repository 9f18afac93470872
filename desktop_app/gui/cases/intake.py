"""窗口受理: matter, applicant, checklist, and the act, without touching the mouse."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.cases.checklist import Checklist
from desktop_app.gui.cases.dialogs import Refusal, RefusalDialog, SupplementDialog
from desktop_app.gui.cases.matter_chooser import MatterChooser
from desktop_app.gui.cases.party_form import PartyForm
from desktop_app.gui.forms import DraftKeeper, set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.printing import show_documents
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases
from desktop_app.services.catalogue import MatterDetail, MatterRow, get_matter_by_id
from desktop_app.services.work import Work
from models.enums import ReceivedAs

DRAFT = "cases.intake"
ACTS = {
    "cases.receive": "已收件",
    "cases.accept": "已受理",
    "cases.supplement": "已一次性告知补正",
    "cases.refuse": "已作出不予受理决定",
}


def receive_and_supplement(work: Work, given: cases.CaseInput, demands: dict[int, str]) -> cases.ActResult:
    """Take what is there and tell at once what is missing: one transaction."""
    received = cases.receive_case(work, given)
    told = cases.request_supplement(work, received.case_id, received.revision, demands)
    return cases.joined(received, told)


def receive_and_refuse(work: Work, given: cases.CaseInput, refusal: Refusal) -> cases.ActResult:
    """Register the application and refuse it in writing: one transaction."""
    received = cases.receive_case(work, given)
    refused = cases.refuse_case(
        work, received.case_id, received.revision, refusal.reason, refusal.basis, refusal.right_organ
    )
    return cases.joined(received, refused)


class IntakePage(Page):
    """The counter's main page; a half-filled form survives a crash, a logout and a power cut."""

    help_text = (
        "输入事项名称或首字母，回车选中；填证件号码、姓名，逐项核对材料；F8 受理并打印，F6 只收件，"
        "F7 一次性告知补正，F10 不予受理。填到一半离开，内容会自动保存。"
    )

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("cases.intake", "窗口受理", jobs, "选事项 → 填申请人 → 核材料 → 受理并打印", parent)
        self.matter: MatterDetail | None = None
        self.chooser = MatterChooser(jobs)
        self.applicant = PartyForm("applicant", "申请人")
        self.agent = PartyForm("agent", "代理人")
        self.has_agent = QCheckBox("有代理人  F4")
        set_names(self.has_agent, "cases.has_agent", "有代理人")
        self.checklist = Checklist()
        self._matter_name = label("", "strong", wrap=True)
        self._matter_facts = label("", "subtitle", wrap=True)
        self._layers = QStackedWidget()
        self._layers.addWidget(self.chooser)
        self._layers.addWidget(self._form())
        self.body.addWidget(self._layers)
        self._add_actions()
        self.draft = DraftKeeper(self, DRAFT, self._kept, self._restore)
        for source in (self.applicant.edited, self.agent.edited, self.checklist.edited):
            source.connect(self.draft.touch)
        self.chooser.chosen.connect(self._choose)
        self.has_agent.toggled.connect(self._toggle_agent)
        self._show_step()
        self.draft.open()

    # building

    def _form(self) -> QWidget:
        card = QFrame()
        card.setProperty("kind", "card")
        facts = QVBoxLayout(card)
        facts.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        facts.setSpacing(GRID // 2)
        facts.addWidget(self._matter_name)
        facts.addWidget(self._matter_facts)

        people = QWidget()
        left = QVBoxLayout(people)
        left.setContentsMargins(0, 0, GRID, 0)
        left.setSpacing(GRID * 2)
        left.addWidget(self.applicant)
        left.addWidget(self.has_agent)
        left.addWidget(self.agent)
        left.addStretch(1)
        self.agent.hide()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(people)

        lists = QWidget()
        right = QVBoxLayout(lists)
        right.setContentsMargins(GRID, 0, 0, 0)
        right.setSpacing(GRID)
        heading = QHBoxLayout()
        heading.addWidget(label("材料清单", "strong"))
        heading.addWidget(label("数字键 0 未收 · 1 原件 · 2 复印件 · 3 电子件", "note"), 1)
        self.receive_all = button("cases.receive_all", "必要材料齐全", key="F9")
        self.receive_all.clicked.connect(self.checklist.receive_all)
        heading.addWidget(self.receive_all)
        right.addLayout(heading)
        right.addWidget(self.checklist, 1)

        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(scroll)
        halves.addWidget(lists)
        halves.setSizes([theme.px(440), theme.px(640)])
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(card)
        column.addWidget(halves, 1)
        return whole

    def _add_actions(self) -> None:
        self.start_over = self.add_action("cases.start_over", "重选事项", self.begin, key="F2", kind="quiet")
        self.refuse = self.add_action("cases.refuse", "不予受理", self._ask_refusal, key="F10", kind="danger")
        self.supplement = self.add_action("cases.supplement", "补正告知", self._ask_supplement, key="F7")
        self.receive = self.add_action("cases.receive", "收件", self._receive, key="F6", icon="add")
        self.accept = self.add_action(
            "cases.accept", "受理", self._accept, key="F8", icon="accept", kind="primary"
        )
        self.add_key("F4", self.has_agent.click)
        self.add_key("F9", self.receive_all.click)

    @override
    def open_subject(self, subject: object) -> None:
        """Take a matter found elsewhere; a form that is half filled in stays, its draft with it."""
        if isinstance(subject, MatterRow):
            if self.matter is None or self.applicant.is_blank:
                self.choose(subject.id)
            else:
                self.show_sentence(
                    "还有一件没有填完。请先办完，或按 F2 重选事项后再选新的事项。", Tone.WARNING
                )

    # what a person does

    def begin(self) -> None:
        """Start with another matter; what was typed is given up."""
        self.matter = None
        self.draft.discard()
        self._show_step()
        self.chooser.open()

    def choose(self, matter_id: int) -> None:
        """Take a matter found elsewhere, for example in the one search box."""
        self.jobs.read(self, get_matter_by_id, matter_id, then=self._start)

    def _choose(self, row: MatterRow) -> None:
        self.choose(row.id)

    def _start(self, matter: MatterDetail) -> None:
        self._take_matter(matter)
        self.applicant.number.focus()
        self.draft.touch()

    def _take_matter(self, matter: MatterDetail) -> None:
        self.matter = matter
        content = matter.content
        self._matter_name.setText(content.name)
        self._matter_facts.setText(_facts(matter))
        self.applicant.start(content.applicant_kinds)
        self.agent.start(())
        self.has_agent.setChecked(False)
        self.checklist.show_materials(content.materials)
        self.clear_sentence()
        self._show_step()

    def _toggle_agent(self, checked: bool) -> None:
        self.agent.setVisible(checked)
        if checked:
            self.agent.number.focus()
        self.draft.touch()

    def _receive(self) -> None:
        given = self._given()
        if given is not None:
            self._act(self.receive, cases.receive_case, given)

    def _accept(self) -> None:
        given = self._given()
        if given is not None:
            self._act(self.accept, cases.receive_and_accept_case, given)

    def _ask_supplement(self) -> None:
        given = self._given()
        if given is None or self.matter is None:
            return
        lines = [
            (line.position, self.matter.content.materials[line.position])
            for line in given.materials
            if line.received_as is ReceivedAs.NOT_RECEIVED
        ]
        dialog = SupplementDialog(lines, self)
        if dialog.exec():
            self._act(self.supplement, receive_and_supplement, given, dialog.demands())

    def _ask_refusal(self) -> None:
        given = self._given()
        if given is None:
            return
        dialog = RefusalDialog(self)
        if dialog.exec():
            self._act(self.refuse, receive_and_refuse, given, dialog.refusal())

    # the act

    def _given(self) -> cases.CaseInput | None:
        """The filled-in form, or `None` with the gap shown."""
        if self.matter is None:
            return None
        forms = (self.applicant, self.agent) if self.has_agent.isChecked() else (self.applicant,)
        for form in forms:
            form.clear_notes()
            form.check_number()
            if form.find_gap() is not None:
                return None
        return cases.CaseInput(
            matter_id=self.matter.id,
            matter_version=self.matter.version,
            applicant=self.applicant.party(),
            agent=self.agent.party() if self.has_agent.isChecked() else None,
            materials=self.checklist.values(),
        )

    def _act(self, pressed: Any, use_case: Any, *args: Any) -> None:
        """Nothing is typed into a form that is on its way; a second key press does nothing."""
        self.draft.stop()
        self._lock(True)

        def done(result: cases.ActResult) -> None:
            self._lock(False)
            self._finish(ACTS[pressed.objectName()], result)

        self.jobs.change(self, use_case, *args, then=done, refused=self._refused, button=pressed)

    def _refused(self, error: ServiceError) -> None:
        """What was typed stays; a newer version of the matter brings its own checklist."""
        self._lock(False)
        self.show_refusal(error)
        self.draft.touch()

    def _finish(self, act: str, result: cases.ActResult) -> None:
        self.toast(f"{act}：{result.number}")
        self.begin()
        show_documents(self, result.document_ids)

    def _lock(self, locked: bool) -> None:
        for action in (self.receive, self.accept, self.supplement, self.refuse, self.start_over):
            action.setEnabled(not locked)
        self._layers.setEnabled(not locked)

    def _show_step(self) -> None:
        has_matter = self.matter is not None
        self._layers.setCurrentIndex(1 if has_matter else 0)
        for action in (self.receive, self.accept, self.supplement, self.refuse, self.start_over):
            action.setVisible(has_matter)

    # the draft

    def _kept(self) -> dict[str, Any]:
        if self.matter is None:
            return {}
        return {
            "matter": self.matter.id,
            "version": self.matter.version,
            "applicant": self.applicant.values(),
            "agent": self.agent.values() if self.has_agent.isChecked() else None,
            "materials": self.checklist.kept(),
        }

    def _restore(self, kept: dict[str, Any]) -> None:
        if "matter" in kept and self.matter is None:
            self.jobs.read(
                self, get_matter_by_id, kept["matter"], then=lambda matter: self._fill(matter, kept)
            )

    def _fill(self, matter: MatterDetail, kept: dict[str, Any]) -> None:
        self._take_matter(matter)
        self.applicant.restore(kept["applicant"])
        self.applicant.check_number()
        if kept["agent"] is not None:
            self.has_agent.setChecked(True)
            self.agent.restore(kept["agent"])
            self.agent.check_number()
        if kept["version"] == matter.version:
            self.checklist.restore(kept["materials"])
        self.show_sentence("已恢复上次没有填完的内容，请核对后继续；不需要的，按 F2 重选事项。")


def _facts(matter: MatterDetail) -> str:
    content = matter.content
    parts = [matter.department_name, content.handling_kind.label]
    parts += [f"承诺{content.promised.text}"] if content.promised else []
    parts += [f"法定{content.statutory.text}"] if content.statutory else []
    parts.append("收费：" + "；".join(fee.standard for fee in content.fees) if content.fees else "不收费")
    parts += [f"容缺：{content.deferral}"] if content.deferral else []
    parts += [f"告知承诺：{content.pledge}"] if content.pledge else []
    return " · ".join(parts)
