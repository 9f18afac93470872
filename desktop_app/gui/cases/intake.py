"""窗口受理: matter, applicant, checklist, and the act, without touching the mouse."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.applicants.known import KnownApplicant
from desktop_app.gui.attachments.line_files import LineFiles
from desktop_app.gui.attachments.reuse import ReuseOffers
from desktop_app.gui.cases.dialogs import RefusalDialog, SupplementDialog
from desktop_app.gui.cases.intake_form import IntakeForm
from desktop_app.gui.cases.matter_chooser import MatterChooser
from desktop_app.gui.cases.pending_values import pending_values
from desktop_app.gui.catalogue.guide_dialog import GuideDialog
from desktop_app.gui.forms import DraftKeeper
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page
from desktop_app.gui.printing import show_documents
from desktop_app.gui.theme import Tone
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases
from desktop_app.services.catalogue import MatterDetail, MatterRow, get_matter_by_id
from desktop_app.services.counter_scopes import find_counter_refusal
from desktop_app.services.drafts import discard_draft
from desktop_app.services.material_suggestions import list_library_notes
from desktop_app.services.pending_cases import KeptDraft, PendingForm, keep_draft, take_up_case
from desktop_app.services.work import Work
from models.enums import Area, MatterState

Acted = TypeVar("Acted", bound=cases.ActResult | KeptDraft)

DRAFT = "cases.intake"
STEPS = "选事项 → 填申请人 → 核材料 → 受理并打印"
RESTORED = "已恢复上次没有填完的内容，请核对后继续；不需要的，按 F2 选新的事项。"
UNFINISHED = "还有一件没有填完。请先办完，或按 F2 选新的事项。"
DRAFT_UNUSABLE = "上次没有填完的事项现在不能受理，已填内容没有恢复。"


def receive_and_supplement(work: Work, given: cases.CaseInput, demands: dict[int, str]) -> cases.ActResult:
    """Take what is there and tell at once what is missing: one transaction."""
    received = cases.receive_case(work, given, needs_form=False)
    told = cases.request_supplement(work, received.case_id, received.revision, demands)
    return cases.joined(received, told)


def receive_and_refuse(work: Work, given: cases.CaseInput, refusal: cases.Refusal) -> cases.ActResult:
    """Register the application and refuse it in writing: one transaction."""
    received = cases.receive_case(work, given, needs_form=False)
    refused = cases.refuse_case(work, received.case_id, received.revision, refusal)
    return cases.joined(received, refused)


class ChosenMatter(NamedTuple):
    """A matter as the counter meets it: why it may not take it, and what the library says of checking its materials."""

    detail: MatterDetail
    refusal: ServiceError | None
    check_points: Mapping[MaterialSpec, str]


def read_matter(work: Work, matter_id: int) -> ChosenMatter:
    """A matter with what the counter needs to know before anything is filled in; raises `matter_unknown`."""
    detail = get_matter_by_id(work, matter_id)
    refusal = find_counter_refusal(work, matter_id)
    if detail.state is not MatterState.PUBLISHED:
        refusal = ServiceError("matter_not_in_use", state=detail.state.label)
    notes = zip(detail.content.materials, list_library_notes(work, detail.content), strict=True)
    return ChosenMatter(detail, refusal, {spec: note.check_points for spec, note in notes if note})


def take_up(work: Work, case_id: int) -> tuple[PendingForm, ChosenMatter]:
    """A draft or online application with its matter as the counter meets it."""
    form = take_up_case(work, case_id)
    return form, read_matter(work, form.matter_id)


def act_and_forget(work: Work, use_case: Callable[..., Acted], *args: Any) -> Acted:
    """An act, and with it the end of the half-filled form it came from: both or neither."""
    result = use_case(work, *args)
    discard_draft(work, DRAFT)
    return result


class IntakePage(Page):
    """The counter's main page; a half-filled form survives a crash, a logout and a power cut."""

    areas = frozenset({Area.CATALOGUE})
    help_text = (
        "输入事项名称或首字母，回车选中；填证件号码、姓名，逐项核对材料；F8 受理并打印，F6 只收件，"
        "F7 一次性告知补正，F10 不予受理。填到一半离开，内容会自动保存；F2 选新的事项，Esc 可以回来接着填。"
    )

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("cases.intake", "窗口受理", jobs, STEPS, parent)
        self.chooser = MatterChooser(jobs)
        self.form = IntakeForm()
        self._focused: QWidget | None = None
        self._layers = QStackedWidget()
        self._layers.addWidget(self.chooser)
        self._layers.addWidget(self.form)
        self.body.addWidget(self._layers)
        self.known = KnownApplicant(self.form, self)
        self._add_actions()
        LineFiles(self.form.checklist, self)
        self.reuse = ReuseOffers(self.form.applicant, self.form.checklist, self)
        self.draft = DraftKeeper(self, DRAFT, self.form.kept, self._restore)
        self.form.edited.connect(self.draft.touch)
        self.chooser.chosen.connect(self._choose)
        self.chooser.exchanged.connect(self._exchange)
        self.chooser.left.connect(self._go_on)
        self._show_step(is_filling=False)
        self.draft.open()

    def _add_actions(self) -> None:
        self.start_over = self.add_action(
            "cases.start_over",
            "选新事项",
            self._ask_matter,
            key="F2",
            kind="quiet",
            tooltip="选新的事项（F2）",
        )
        self.guide = self.add_action(
            "cases.guide",
            "指南",
            self._show_guide,
            key="Ctrl+P",
            kind="quiet",
            tooltip="打印办事指南给群众（Ctrl+P）",
        )
        self.keep = self.add_action(
            "cases.keep",
            "暂存",
            self._keep,
            key="Ctrl+S",
            kind="quiet",
            tooltip="申请人还没有准备好：先存起来，以后在任何窗口接着办（Ctrl+S）",
        )
        self.refuse = self.add_action("cases.refuse", "不予受理", self._ask_refusal, key="F10", kind="danger")
        self.supplement = self.add_action("cases.supplement", "补正告知", self._ask_supplement, key="F7")
        self.receive = self.add_action("cases.receive", "收件", self._receive, key="F6", icon="add")
        self.accept = self.add_action(
            "cases.accept", "受理", self._accept, key="F8", icon="accept", kind="primary"
        )
        self.actions_of_form = (
            self.start_over,
            self.guide,
            self.keep,
            self.refuse,
            self.supplement,
            self.receive,
            self.accept,
        )
        self.add_key("F4", self._press_agent, "有代理人")
        self.add_key("F9", self._press_receive_all, "必要材料齐全")
        self.add_key("Ctrl+H", self.known.open_history, "申请人历史（留下记录）")

    @override
    def refresh(self) -> None:
        """The matters to choose from; a form that is being filled in stays as it is."""
        if not self.is_filling:
            self.chooser.search()

    @override
    def open_subject(self, subject: object) -> None:
        """Take a matter or a case found elsewhere; a form that is half filled in stays, its draft with it."""
        if not isinstance(subject, MatterRow | cases.Pending):
            return
        if self.form.matter is not None and self.form.is_edited:
            self._go_on()
            self.show_sentence(UNFINISHED, Tone.WARNING)
        elif isinstance(subject, MatterRow):
            self._choose(subject)
        else:
            self.jobs.change(self, take_up, subject.case_id, then=self._take_up)

    @property
    def is_filling(self) -> bool:
        """Whether the form is in sight, not the search for a matter."""
        return self._layers.currentWidget() is self.form

    # choosing the matter

    def _ask_matter(self) -> None:
        """F2: look for another matter; Esc comes back, nothing is given up before the other one is taken."""
        if self.is_filling:
            matter = self.form.matter
            self._show_step(is_filling=False)
            self.chooser.open(matter.content.name if matter and self.form.is_edited else "")

    def _begin(self) -> None:
        """The next person at the counter."""
        self.form.go_on_from(None)
        self.form.matter = None
        self.form.is_edited = False
        self._show_step(is_filling=False)
        self.chooser.open()

    def _choose(self, row: MatterRow) -> None:
        self.jobs.read(self, read_matter, row.id, then=self._start)

    def _exchange(self, row: MatterRow) -> None:
        self.jobs.read(self, read_matter, row.id, then=lambda found: self._start(found, keeps_people=True))

    def _start(self, found: ChosenMatter, *, keeps_people: bool = False) -> None:
        if found.refusal is not None:
            self.show_refusal(found.refusal)
            return
        self.clear_sentence()
        self.form.take(found.detail, found.check_points, keeps_people=keeps_people)
        self._go_on()
        self.draft.touch()

    def _take_up(self, found: tuple[PendingForm, ChosenMatter]) -> None:
        """Go on with a draft or an online application: everything that is there is filled in already."""
        form, chosen = found
        self._start(chosen)
        if chosen.refusal is None:
            self.form.restore(pending_values(form))
            self._go_on()

    def _go_on(self) -> None:
        """Fill in the form in sight."""
        self._show_step(is_filling=True)
        self.known.look()
        self.form.focus()

    def _show_step(self, *, is_filling: bool) -> None:
        self._layers.setCurrentWidget(self.form if is_filling else self.chooser)
        self.set_subtitle("" if is_filling else STEPS)
        self.setFocusProxy(self.form.applicant.number.line if is_filling else self.chooser.box)
        for action in self.actions_of_form:
            action.setVisible(is_filling)

    # acting

    def _receive(self) -> None:
        given = self._given()
        if given is not None:
            self._act(self.receive, "已收件", cases.receive_case, given)

    def _keep(self) -> None:
        given = self._given(may_be_unfinished=True)
        if given is not None:
            self._act(self.keep, "已暂存，可在“我的待办”的待收件中接着办", keep_draft, given)

    def _accept(self) -> None:
        given = self._given()
        if given is not None:
            self._act(self.accept, "已受理", cases.receive_and_accept_case, given)

    def _ask_supplement(self) -> None:
        given = self._given()
        if given is not None:
            dialog = SupplementDialog(self.form.missing(), self)
            dialog.ask(
                lambda: self._act(
                    self.supplement,
                    "已一次性告知补正",
                    receive_and_supplement,
                    given,
                    dialog.demands(),
                    dialog=dialog,
                ),
            )

    def _ask_refusal(self) -> None:
        given = self._given()
        if given is not None:
            dialog = RefusalDialog(self)
            dialog.ask(
                lambda: self._act(
                    self.refuse,
                    "已作出不予受理决定",
                    receive_and_refuse,
                    given,
                    dialog.refusal(),
                    dialog=dialog,
                ),
            )

    def _given(self, *, may_be_unfinished: bool = False) -> cases.CaseInput | None:
        given = self.form.given(may_be_unfinished=may_be_unfinished) if self.is_filling else None
        if given is None and self.is_filling and self.form.checklist.fault:
            self.show_sentence(self.form.checklist.fault, Tone.WARNING)
        return given

    def _show_guide(self) -> None:
        """The guide of the matter, for the situation as far as it is answered."""
        if self.is_filling and self.form.matter is not None:
            GuideDialog(self, self.form.matter.id, self.form.situation.answers).open()

    def _press_agent(self) -> None:
        if self.is_filling:
            self.form.has_agent.click()

    def _press_receive_all(self) -> None:
        if self.is_filling:
            self.form.receive_all.click()

    def _act(
        self, pressed: QPushButton, said: str, use_case: Any, *args: Any, dialog: ActDialog | None = None
    ) -> None:
        """While it is on its way nothing can be typed and no key acts a second time; refused, all is as it was."""
        self.draft.stop()
        self.clear_sentence()
        self._lock()

        def done(result: cases.ActResult | KeptDraft) -> None:
            if dialog is not None:
                dialog.accept()
            self._finish(said, result)

        def refused(error: ServiceError) -> None:
            self._refused(error, dialog)

        self.jobs.change(
            self,
            act_and_forget,
            use_case,
            *args,
            then=done,
            refused=refused,
            ended=self._unlock,
            button=pressed,
        )

    def _finish(self, said: str, result: cases.ActResult | KeptDraft) -> None:
        self.toast(f"{said}：{result.number}")
        self._begin()
        show_documents(self, result.document_ids)

    def _refused(self, error: ServiceError, dialog: ActDialog | None) -> None:
        """What was typed stays, in the form and in the dialog; the cursor goes where something is to be done."""
        self.draft.touch()
        matter = self.form.matter
        if error.code == "matter_version_changed" and matter is not None:
            if dialog is not None:
                dialog.give_up()
            self.jobs.read(self, read_matter, matter.id, then=self._renew)
        elif dialog is not None:
            dialog.show_refusal(error)
            return
        elif error.code == "material_missing":
            self.form.checklist.focus()
        self.show_refusal(error)

    def _renew(self, found: ChosenMatter) -> None:
        self.form.renew(found.detail, found.check_points)
        self.form.checklist.focus()

    def _lock(self) -> None:
        self._focused = QApplication.focusWidget()
        for part in (*self.actions_of_form, self._layers):
            part.setEnabled(False)

    def _unlock(self) -> None:
        for part in (*self.actions_of_form, self._layers):
            part.setEnabled(True)
        if self._focused is not None and isValid(self._focused):
            self._focused.setFocus()
        self._focused = None

    # the draft

    def _restore(self, kept: dict[str, Any]) -> None:
        """What was half filled in the last time; a form begun meanwhile wins."""
        if "matter" in kept and self.form.matter is None:
            self.jobs.read(
                self,
                read_matter,
                kept["matter"],
                then=lambda found: self._fill(found, kept),
                refused=self._lose,
            )

    def _fill(self, found: ChosenMatter, kept: dict[str, Any]) -> None:
        if self.form.matter is not None:
            return
        if found.refusal is not None:
            self.show_sentence(DRAFT_UNUSABLE, Tone.WARNING)
            return
        self.form.take(found.detail, found.check_points)
        self.form.restore(kept)
        self._go_on()
        self.show_sentence(RESTORED)

    def _lose(self, _error: ServiceError) -> None:
        self.show_sentence(DRAFT_UNUSABLE, Tone.WARNING)
