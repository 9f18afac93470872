"""审批办理: what waits for the department, one case at a glance, and the opinion or decision on it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.entries import Entries
from desktop_app.gui.cases.more_acts import MoreMenu
from desktop_app.gui.examination.asking import ask_prolonging
from desktop_app.gui.examination.desk_form import DeskForm, Examined
from desktop_app.gui.examination.forms import DecisionForm, OpinionForm, SendBackDialog
from desktop_app.gui.examination.glance import glance
from desktop_app.gui.examination.pledge_checks import PledgeChecks
from desktop_app.gui.examination.procedure_forms import (
    AnswerForm,
    CertificateForm,
    ExtensionForm,
    ResumeForm,
)
from desktop_app.gui.examination.waiting import CHECKS, WaitingList
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
from desktop_app.services.examination_desks import STATES, Desk
from desktop_app.services.procedures import get_procedure
from desktop_app.services.work import Work
from models.enums import Area, CaseState
from models.procedure import RequestState

HELP = (
    "上面的标签按要办的事分开：审查、决定、特别程序、延期待批、制证、协办待复、承诺核查（Ctrl+1 至 Ctrl+7）。"
    "左边最急的在前；选中一件，右上看材料、条件和时限，右下办理。"
    "征求协办意见、启动特别程序、申请延期、实质核查和听证在“更多办理”（Alt+M）里。写到一半离开，内容会自动保存。"
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


def draft_name(case_id: int, form: str = "examination") -> str:
    """Under which what is half written on a case is kept."""
    return f"{form}.{case_id}"


def act_and_forget_draft(work: Work, draft: str, use_case: Any, *args: Any) -> ActResult:
    """The act, and with it the end of its draft: one transaction."""
    result: ActResult = use_case(work, *args)
    discard_draft(work, draft)
    return result


def read_case(work: Work, case_id: int) -> Examined:
    """The case and its procedure as of one moment."""
    return Examined(get_case(work, case_id), get_procedure(work, case_id))


def desk_of(case: Examined, department_id: int | None) -> Desk | None:
    """Where this department goes on with a case; `None` where it has nothing to do."""
    if case.procedure.waiting_for(department_id) is not None:
        return Desk.CONSULTATION
    return next((desk for desk, state in STATES.items() if state is case.detail.row.state), None)


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
        self._case: Examined | None = None
        self._draft: DraftKeeper | None = None
        self._is_edited = False
        self._is_filling = False
        self._is_acting = False
        self.waiting = WaitingList(self)
        self.checks = PledgeChecks(self)
        self.glance = Entries("examination.glance", "办件情况", "")
        self.acts = CaseActs(self)
        self.opinion = OpinionForm()
        self.decision = DecisionForm()
        self.special = ResumeForm()
        self.forms: dict[Desk, DeskForm] = {
            Desk.EXAMINATION: self.opinion,
            Desk.DECISION: self.decision,
            Desk.SPECIAL: self.special,
            Desk.EXTENSION: ExtensionForm(),
            Desk.CERTIFICATION: CertificateForm(),
            Desk.CONSULTATION: AnswerForm(jobs.actor.department_id),
        }
        self.nothing = StateView("examination.case")
        self._forms = QStackedWidget()
        self._right = QStackedWidget()
        self._lists = QStackedWidget()
        self._send_back_dialog: SendBackDialog | None = None
        self._lay_out()
        self._connect()
        self._turn()

    # building

    def _lay_out(self) -> None:
        for form in self.forms.values():
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
        self._lists.addWidget(whole)
        self._lists.addWidget(self.checks)
        self.body.addWidget(self.waiting.tabs)
        self.body.addWidget(self._lists, 1)
        self.setFocusProxy(self.waiting)

    def _connect(self) -> None:
        self.waiting.chosen.connect(self.open_case)
        self.waiting.opened.connect(self._go_on)
        self.waiting.turned.connect(self._turn)
        self.waiting.checks_wanted.connect(self._turn_to_checks)
        self.waiting.settled.connect(self._settle)
        self.checks.settled.connect(self.refresh)
        for form in self.forms.values():
            form.edited.connect(self._note_edit)
            form.act_wanted.connect(self._act)
        self.opinion.send_back_wanted.connect(self._ask_send_back)
        self.decision.send_back_wanted.connect(self._ask_send_back)
        self.special.prolong_wanted.connect(lambda: ask_prolonging(self.acts))
        self.acts.done.connect(self.waiting.refresh)
        self.more = self.add_action(
            "examination.more", "更多办理", self._offer_more, key="Alt+M", icon="list"
        )
        self.more_menu = MoreMenu(self.acts, self)
        self.add_key(
            "F8",
            self._press_forward,
            "提交正在办的事：意见、准予、结束特别程序、批准延期、制证、答复、核查结果",
        )
        self.add_key("F10", self._press_refuse, "作不予决定；不批准延期")
        self.add_key("F7", self._press_back, "退回审查；延长特别程序")
        self.add_key("Ctrl+Return", self._press_form, "提交正在写的内容")
        self.add_key("Ctrl+Enter", self._press_form)

    # keys

    @property
    def form(self) -> DeskForm:
        """The form of the tab in sight."""
        return self.forms[self.waiting.desk]

    @property
    def _is_checking(self) -> bool:
        """Whether promises stand in sight instead of cases."""
        return self._lists.currentWidget() is self.checks

    @property
    def detail(self) -> CaseDetail | None:
        """The case in sight."""
        return None if self._case is None else self._case.detail

    def _press_forward(self) -> None:
        if self._is_checking:
            self.checks.ask()
        elif self._case is not None:
            self.form.forward()

    def _press_form(self) -> None:
        if self._case is not None:
            self.form.act()

    def _press_refuse(self) -> None:
        if self._case is not None:
            self.form.refuse()

    def _press_back(self) -> None:
        if self._case is not None:
            self.form.back()

    def _offer_more(self) -> None:
        if self.more_menu.offer():
            self.more_menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    # the list

    @override
    def refresh(self) -> None:
        self.waiting.refresh()
        if self._is_checking:
            self.checks.refresh()

    @override
    def open_subject(self, subject: object) -> None:
        """A case where this department goes on with it, or one of the lists by its name."""
        if isinstance(subject, Desk):
            self.waiting.turn_to(subject)
        elif subject == CHECKS:
            self.waiting.turn_to_checks()
        elif isinstance(subject, int):
            self.jobs.read(self, read_case, subject, then=self._go_to)

    def _go_to(self, case: Examined) -> None:
        """To the tab and line of a case that waits for the approver; of another one its state is said."""
        row, desk = case.detail.row, desk_of(case, self.jobs.actor.department_id)
        if desk is None:
            self.show_sentence(NOT_WAITING.format(state=row.state.label))
            return
        self.waiting.turn_to(desk)
        self.open_case(row.id)
        self.waiting.select(row.id)

    def _turn(self) -> None:
        self._leave_case()
        self.setFocusProxy(self.waiting)
        if self._is_checking:
            self._lists.setCurrentIndex(0)
            self.waiting.setFocus(Qt.FocusReason.OtherFocusReason)
        self._forms.setCurrentWidget(self.form)
        self.waiting.show_tab()

    def _turn_to_checks(self) -> None:
        self._leave_case()
        self._lists.setCurrentWidget(self.checks)
        self.setFocusProxy(self.checks)
        self.checks.refresh()
        self.checks.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self, is_listed: bool) -> None:
        """The case in sight stays while it waits, or while words on it are unsaved; else the next one comes."""
        if self._is_checking:
            return
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
        """What is half written is kept for its case; a question about it goes."""
        if self._send_back_dialog is not None:
            self._send_back_dialog.deleteLater()
            self._send_back_dialog = None
        if self._draft is not None:
            if self._is_edited:
                self._draft.flush()
            self._draft.stop()
            self._draft.deleteLater()
            self._draft = None
        self.waiting.held = None
        self._case = self.acts.detail = None
        self.more.hide()
        self._is_edited = False
        self._show_nothing()

    def _show_nothing(self) -> None:
        self.nothing.show_empty(
            "还没有选择办件", "在左边选一件，这里显示它的材料、条件和时限。", icon="examine"
        )
        self._right.setCurrentIndex(0)

    def _read(self) -> None:
        if self.waiting.held is not None:
            self.jobs.read(self, read_case, self.waiting.held, then=self._show_case)

    def _show_case(self, case: Examined) -> None:
        row = case.detail.row
        if row.id != self.waiting.held:
            return
        before, self._case = self._case, case
        self.acts.detail = case.detail
        entries = glance(case)
        if tuple(entries) != self.glance.shown:
            self.glance.show_entries(entries)
        self._right.setCurrentIndex(1)
        if before is None:
            self._begin_form(case)
        elif before.detail.row.revision != row.revision and self._is_edited:
            words = CHANGED if self._still_waits(case) else OVERTAKEN.format(state=row.state.label)
            self.show_sentence(words, Tone.WARNING)
        elif before.detail.row.revision != row.revision:
            self._fill_in(lambda: self.form.begin(case))
        self._lock()

    def _still_waits(self, case: Examined) -> bool:
        """Whether the case still is on the list in sight."""
        match self.waiting.desk:
            case Desk.EXTENSION:
                return any(row.state is RequestState.OPEN for row in case.procedure.extensions)
            case Desk.CONSULTATION:
                return case.procedure.waiting_for(self.jobs.actor.department_id) is not None
            case desk:
                return case.detail.row.state is STATES[desk]

    def _begin_form(self, case: Examined) -> None:
        form, number = self.form, case.detail.row.id
        self._fill_in(lambda: form.begin(case))
        self._draft = DraftKeeper(self, draft_name(number, form.named), form.kept, self._restore)
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
        self.more.setVisible(self._case is not None and self.more_menu.offer())

    # the acts

    def _ask_send_back(self) -> None:
        """The steps the case has passed; from the decision all of them."""
        case = self._case
        if case is None:
            return
        if self._send_back_dialog is None:
            steps = [step.name for step in case.detail.content.examination_steps]
            is_examined = case.detail.row.state is CaseState.EXAMINED
            passed = steps if is_examined else steps[: case.procedure.step]
            self._send_back_dialog = SendBackDialog(passed, self)
            self._send_back_dialog.accepted.connect(self._send_back)
        self._send_back_dialog.message.clear()
        self._send_back_dialog.open()

    def _send_back(self) -> None:
        if self._send_back_dialog is not None:
            self._act("已退回审查", examination.send_back_case, self._send_back_dialog.answers())

    def _act(self, done: str, use_case: Any, answers: tuple[Any, ...]) -> None:
        """A second press finds nothing to press."""
        case = self._case
        if self._is_acting or case is None:
            return
        if self._draft is not None:
            self._draft.stop()
        self._is_acting = True
        self._lock()

        def finish(result: ActResult) -> None:
            self._finish(done, result)

        self.jobs.change(
            self,
            act_and_forget_draft,
            draft_name(case.detail.row.id, self.form.named),
            use_case,
            *self.form.subject(case),
            *answers,
            then=finish,
            refused=self._refused,
            ended=self._ended,
        )

    def _ended(self) -> None:
        self._is_acting = False
        self._lock()

    def _finish(self, done: str, result: ActResult) -> None:
        self._is_edited = False
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
