"""审批办理: what waits for the department, one case at a glance, and the opinion or decision on it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.cases.entries import Entries
from desktop_app.gui.examination.forms import DecisionForm, OpinionForm, SendBackDialog
from desktop_app.gui.examination.glance import glance
from desktop_app.gui.examination.waiting import TABS, WaitingList
from desktop_app.gui.forms import DraftKeeper
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, StateView
from desktop_app.gui.printing import show_documents
from desktop_app.gui.theme import Tone
from desktop_app.rules.errors import ServiceError
from desktop_app.services import examination
from desktop_app.services.case_queries import CaseDetail, get_case
from desktop_app.services.cases import ActResult
from desktop_app.services.drafts import discard_draft
from desktop_app.services.work import Work
from models.enums import Area, CaseState, Opinion

HELP = (
    "左边是本部门待审查、待决定的办件，最急的在前。选中一件，右上看材料、条件和时限，右下写意见或作决定。"
    "写到一半离开，内容会自动保存。"
)
MOVED = frozenset({"case_moved", "case_state_wrong"})
"""Somebody else acted first: the case is shown as it stands now, the words stay."""
NOT_WAITING = "这件办件的状态是“{state}”，现在不需要审批。"
RESTORED = "已恢复上次没有写完的内容，请核对后继续。"
OVERTAKEN = "这件办件刚刚由他人办理，状态是“{state}”。您写的内容还在，可以复制留用；请在左边选择其他办件。"
CHANGED = "这件办件刚刚有变化，请看最新情况后再提交。您写的内容还在。"

LIST_WIDTH, CASE_WIDTH = 440, 660
GLANCE_HEIGHT, FORM_HEIGHT = 285, 285
"""Pixels at 100 %; the room there is gets shared out in these proportions."""


def draft_name(case_id: int) -> str:
    """Under which a half-written opinion or decision is kept."""
    return f"examination.{case_id}"


def act_and_forget_draft(work: Work, use_case: Any, case_id: int, *args: Any) -> ActResult:
    """The act, and with it the end of its draft: one transaction."""
    result: ActResult = use_case(work, case_id, *args)
    discard_draft(work, draft_name(case_id))
    return result


class ExaminationPage(Page):
    """The approver's page; a half-written opinion survives a crash, a colleague who was faster, a power cut."""

    areas = frozenset({Area.CASES})
    help_text = HELP
    acted = Signal(object)
    """ActResult: an opinion, a decision or a return was made."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(
            "examination.page", "审批办理", jobs, "选办件 → 看材料与条件 → 写意见或作决定", parent
        )
        self.detail: CaseDetail | None = None
        self._draft: DraftKeeper | None = None
        self._is_edited = False
        self._is_filling = False
        self._is_acting = False
        self.waiting = WaitingList(self)
        self.glance = Entries("examination.glance", "办件情况", "")
        self.opinion = OpinionForm()
        self.decision = DecisionForm()
        self.nothing = StateView("examination.case")
        self._forms = QStackedWidget()
        self._right = QStackedWidget()
        self._send_back_dialog: SendBackDialog | None = None
        self._lay_out()
        self._connect()
        self._turn()

    # building

    def _lay_out(self) -> None:
        for form in (self.opinion, self.decision):
            self._forms.addWidget(form)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(_card(self.glance))
        halves.addWidget(_card(self._forms))
        halves.setSizes([GLANCE_HEIGHT, FORM_HEIGHT])
        self._right.addWidget(self.nothing)
        self._right.addWidget(halves)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setChildrenCollapsible(False)
        whole.addWidget(self.waiting)
        whole.addWidget(self._right)
        whole.setSizes([LIST_WIDTH, CASE_WIDTH])
        self.body.addWidget(whole)
        self.setFocusProxy(self.waiting)

    def _connect(self) -> None:
        self.waiting.chosen.connect(self.open_case)
        self.waiting.opened.connect(self._go_on)
        self.waiting.turned.connect(self._turn)
        self.waiting.settled.connect(self._settle)
        for form in (self.opinion, self.decision):
            form.edited.connect(self._note_edit)
        self.opinion.submitted.connect(self._submit)
        self.decision.granted.connect(self._grant)
        self.decision.denied.connect(self._deny)
        self.decision.send_back_wanted.connect(self._ask_send_back)
        self.add_key("F8", self._press_forward, "提交审查意见；在“待决定”里作准予决定")
        self.add_key("F10", self._press_deny, "作不予决定")
        self.add_key("F7", self._press_send_back, "退回审查")
        self.add_key("Ctrl+Return", self._press_form, "提交正在写的意见或决定")
        self.add_key("Ctrl+Enter", self._press_form)

    # keys

    @property
    def form(self) -> OpinionForm | DecisionForm:
        """The form of the tab in sight."""
        return self.opinion if self.waiting.state is CaseState.ACCEPTED else self.decision

    def _press_forward(self) -> None:
        if self.detail is not None:
            (self.opinion.submit if self.form is self.opinion else self.decision.grant).click()

    def _press_form(self) -> None:
        if self.detail is not None:
            self.form.act()

    def _press_deny(self) -> None:
        if self.detail is not None and self.form is self.decision:
            self.decision.deny.click()

    def _press_send_back(self) -> None:
        if self.detail is not None and self.form is self.decision:
            self.decision.send_back.click()

    # the list

    @override
    def refresh(self) -> None:
        self.waiting.refresh()

    @override
    def open_subject(self, subject: object) -> None:
        if isinstance(subject, int):
            self.jobs.read(self, get_case, subject, then=self._go_to)

    def _go_to(self, detail: CaseDetail) -> None:
        """To the tab and line of a case that waits for the approver; of another one its state is said."""
        if detail.row.state not in {state for state, _ in TABS}:
            self.show_sentence(NOT_WAITING.format(state=detail.row.state.label))
            return
        self.waiting.turn_to(detail.row.state)
        self.open_case(detail.row.id)
        self.waiting.select(detail.row.id)

    def _turn(self) -> None:
        self._leave_case()
        self._forms.setCurrentWidget(self.form)
        self.waiting.show_tab()

    def _settle(self, is_listed: bool) -> None:
        """The case in sight stays while it waits, or while words on it are unsaved; else the next one comes."""
        if self.waiting.held is not None and (is_listed or self._is_edited):
            if not is_listed:
                self.waiting.drop_cursor()
            self._read()
        else:
            self._leave_case()
            if self.waiting.current is not None:
                self.open_case(self.waiting.current.id)
        self._right.setVisible(self.waiting.held is not None or self.waiting.has_rows)

    def _go_on(self) -> None:
        self.form.focus()

    # the case

    def open_case(self, case_id: int) -> None:
        """Show a case; what was half written on another one is kept for it."""
        self._leave_case()
        self.clear_sentence()
        self.waiting.held = case_id
        self._read()

    def _leave_case(self) -> None:
        if self._draft is not None:
            if self._is_edited:
                self._draft.flush()
            self._draft.stop()
            self._draft.deleteLater()
            self._draft = None
        self.waiting.held = None
        self.detail = None
        self._is_edited = False
        self._show_nothing()

    def _show_nothing(self) -> None:
        self.nothing.show_empty(
            "还没有选择办件", "在左边选一件，这里显示它的材料、条件和时限。", icon="examine"
        )
        self._right.setCurrentIndex(0)

    def _read(self) -> None:
        if self.waiting.held is not None:
            self.jobs.read(self, get_case, self.waiting.held, then=self._show_case)

    def _show_case(self, detail: CaseDetail) -> None:
        if detail.row.id != self.waiting.held:
            return
        before, self.detail = self.detail, detail
        entries = glance(detail)
        if tuple(entries) != self.glance.shown:
            self.glance.show_entries(entries)
        self._right.setCurrentIndex(1)
        if before is None:
            self._begin_form(detail)
        elif before.row.revision != detail.row.revision and self._is_edited:
            is_overtaken = detail.row.state is not self.waiting.state
            words = OVERTAKEN.format(state=detail.row.state.label) if is_overtaken else CHANGED
            self.show_sentence(words, Tone.WARNING)
        self._lock()

    def _begin_form(self, detail: CaseDetail) -> None:
        self._fill_in(lambda: self.form.begin(detail))
        self._draft = DraftKeeper(self, draft_name(detail.row.id), self.form.kept, self._restore)
        self._draft.restored.connect(self._say_restored)
        self._draft.open()

    def _fill_in(self, fill: Any) -> None:
        """What the program fills in is nobody's edit."""
        self._is_filling = True
        fill()
        self._is_filling = False

    def _restore(self, kept: dict[str, Any]) -> None:
        self._fill_in(lambda: self.form.restore(kept))
        self._is_edited = True

    def _say_restored(self) -> None:
        self.show_sentence(RESTORED)

    def _note_edit(self) -> None:
        if not self._is_filling and self._draft is not None:
            self._is_edited = True
            self._draft.touch()

    def _lock(self) -> None:
        """Only what the state allows, and nothing while an act is on its way."""
        actions = () if self._is_acting or self.detail is None else self.detail.actions
        self.form.lock(actions)
        self._forms.setEnabled(not self._is_acting)

    # the acts

    def _submit(self) -> None:
        opinion = Opinion(self.opinion.opinion.value)
        self._act("已提交审查意见", examination.examine_case, opinion, self.opinion.text.value)

    def _grant(self) -> None:
        self._act("已作出准予决定", examination.grant_case, self.decision.certificate())

    def _deny(self) -> None:
        form = self.decision
        self._act("已作出不予决定", examination.deny_case, form.facts.value, form.reason.value)

    def _ask_send_back(self) -> None:
        if self._send_back_dialog is None:
            self._send_back_dialog = SendBackDialog(self)
            self._send_back_dialog.accepted.connect(self._send_back)
        self._send_back_dialog.message.clear()
        self._send_back_dialog.open()

    def _send_back(self) -> None:
        if self._send_back_dialog is not None:
            self._act("已退回审查", examination.send_back_case, self._send_back_dialog.reason.value)

    def _act(self, done: str, use_case: Any, *args: Any) -> None:
        """A second press finds nothing to press."""
        if self._is_acting or self.detail is None:
            return
        if self._draft is not None:
            self._draft.stop()
        self._is_acting = True
        self._lock()
        row = self.detail.row

        def finish(result: ActResult) -> None:
            self._finish(done, result)

        self.jobs.change(
            self,
            act_and_forget_draft,
            use_case,
            row.id,
            row.revision,
            *args,
            then=finish,
            refused=self._refused,
            ended=self._ended,
        )

    def _ended(self) -> None:
        self._is_acting = False
        self._lock()

    def _finish(self, done: str, result: ActResult) -> None:
        self._is_edited = False
        if self._send_back_dialog is not None:
            self._send_back_dialog.deleteLater()
            self._send_back_dialog = None
        self.clear_sentence()
        self._leave_case()
        self.toast(f"{done}：{result.number}")
        show_documents(self, result.document_ids)
        self.acted.emit(result)

    def _refused(self, error: ServiceError) -> None:
        """What was written stays."""
        if self._draft is not None and self._is_edited:
            self._draft.touch()
        if error.code in MOVED:
            self.waiting.refresh()
        self.show_refusal(error)

    @override
    def job_failed(self) -> None:
        super().job_failed()
        self._is_acting = False
        self._lock()


def _card(content: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("kind", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 1, 1, 1)
    column.addWidget(content)
    return card
