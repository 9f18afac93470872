"""What a person may do with one case: asks what must be asked, acts, prints, keeps what was typed until it is done."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.dialogs import RefusalDialog, SupplementDialog
from desktop_app.gui.cases.supplement_receipt import SupplementReceiptDialog
from desktop_app.gui.page import Page
from desktop_app.gui.printing import show_documents
from desktop_app.gui.theme import Tone
from desktop_app.messages import sentence
from desktop_app.rules.cases import TRANSITIONS
from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.cases import ActResult
from models.enums import CaseAction, InvitationState, Permission, ReceivedAs

DONE = {
    CaseAction.ACCEPT: "已受理",
    CaseAction.SUPPLEMENT: "已一次性告知补正",
    CaseAction.RECEIVE_SUPPLEMENT: "已补正收件",
    CaseAction.REFUSE: "已作出不予受理决定",
    CaseAction.DELIVER: "已出件，办件办结",
    CaseAction.DISPATCH: "已登记寄出，等待签收",
}
INVITE = "可以请办事人评价了：按 F12 打开评价屏。"
FASTER = frozenset({"case_moved", "case_state_wrong"})
"""Somebody else acted first: the page shows the case as it stands now."""

Dialog = TypeVar("Dialog", bound=ActDialog)


class CaseActs(QObject):
    """The acts of a page on the case it shows; a refused one leaves its dialog filled in for the next try."""

    busy_changed = Signal(bool)
    done = Signal(object)
    """CaseAction: it was done, its papers are in the preview, and the page is to read the case again."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._dialogs: dict[tuple[int, type[ActDialog]], tuple[Hashable, ActDialog]] = {}
        self._is_busy = False
        self.detail: CaseDetail | None = None

    @property
    def page(self) -> Page:
        """The page that shows the case."""
        return self._page

    def may(self, action: CaseAction) -> bool:
        """Whether this person may do this to the case as the page knows it."""
        detail, actor = self.detail, self._page.jobs.actor
        return (
            detail is not None
            and action in detail.actions
            and TRANSITIONS[action].permission in actor.permissions
        )

    @property
    def may_invite(self) -> bool:
        """Whether the applicant may still be asked to rate."""
        return (
            self.detail is not None
            and self.detail.review in {None, InvitationState.UNRATED}
            and Permission.REVIEWS_COLLECT in self._page.jobs.actor.permissions
        )

    def accept(self) -> None:
        """受理."""
        if self.may(CaseAction.ACCEPT):
            self.act(CaseAction.ACCEPT, cases.accept_case)

    def ask_supplement(self) -> None:
        """补正告知: which lines, and what they must fulfil."""
        detail = self.detail
        if detail is None or not self.may(CaseAction.SUPPLEMENT):
            return
        lines = [
            (line.position, line.spec)
            for line in detail.materials
            if line.received_as is ReceivedAs.NOT_RECEIVED
        ]
        dialog = self.ask(SupplementDialog, detail, tuple(lines), lambda: SupplementDialog(lines, self._page))
        self.ask_then(dialog, CaseAction.SUPPLEMENT, cases.request_supplement, lambda: (dialog.demands(),))

    def ask_supplement_receipt(self) -> None:
        """补正收件: what came of what was asked for."""
        detail = self.detail
        if detail is None or not self.may(CaseAction.RECEIVE_SUPPLEMENT):
            return
        lines = tuple(line for line in detail.materials if line.demand)
        dialog = self.ask(
            SupplementReceiptDialog, detail, lines, lambda: SupplementReceiptDialog(lines, self._page)
        )
        self.ask_then(
            dialog,
            CaseAction.RECEIVE_SUPPLEMENT,
            cases.receive_supplement,
            lambda: (dialog.received(), dialog.attached()),
        )

    def ask_refusal(self) -> None:
        """不予受理: reason and basis."""
        detail = self.detail
        if detail is None or not self.may(CaseAction.REFUSE):
            return
        dialog = self.ask(RefusalDialog, detail, None, lambda: RefusalDialog(self._page))

        self.ask_then(dialog, CaseAction.REFUSE, cases.refuse_case, lambda: (dialog.refusal(),))

    def invite(self) -> None:
        """邀请评价: the pad turns to the applicant."""
        from desktop_app.gui.reviews.pad import invite

        if self.detail is not None and self.may_invite:
            self._page.clear_sentence()
            invite(self._page, self.detail.row.id)

    def ask(
        self, kind: type[Dialog], case: CaseDetail, subject: Hashable, make: Callable[[], Dialog]
    ) -> Dialog:
        """The dialog as it was left for this case, or a new one where what it asks about (`subject`) has changed."""
        key = (case.row.id, kind)
        asked_about, kept = self._dialogs.get(key, (None, None))
        if isinstance(kept, kind) and asked_about == subject:
            kept.accepted.disconnect()
            return kept
        if kept is not None:
            kept.deleteLater()
        made = make()
        self._dialogs[key] = (subject, made)
        return made

    def ask_then(
        self, dialog: ActDialog, action: CaseAction, use_case: Any, answers: Callable[[], tuple[Any, ...]]
    ) -> None:
        """Open the dialog; a complete answer goes to `use_case(work, case_id, revision, *answers())`."""

        def go_on() -> None:
            self.act(action, use_case, *answers(), dialog=dialog)

        dialog.message.clear()
        dialog.accepted.connect(go_on)
        dialog.open()

    def act(self, action: CaseAction, use_case: Any, *args: Any, dialog: ActDialog | None = None) -> None:
        """Do it; its papers open in the preview, a refusal stands in the dialog or on the page."""
        detail = self.detail
        if detail is None or self._is_busy:
            return
        self._set_busy(True)

        def done(result: ActResult) -> None:
            self._forget(dialog)
            self._finish(action, result)

        def refused(error: ServiceError) -> None:
            self._refuse(error, dialog)

        self._page.jobs.change(
            self,
            use_case,
            detail.row.id,
            detail.row.revision,
            *args,
            then=done,
            refused=refused,
            ended=self._end,
        )

    def _finish(self, action: CaseAction, result: ActResult) -> None:
        """What the page knew of the case is over: until it has read again, no key acts on it."""
        self.detail = None
        self._page.clear_sentence()
        self._page.toast(f"{DONE.get(action, f'已完成“{action.label}”')}：{result.number}")
        preview = show_documents(self._page, result.document_ids)
        if preview is not None and action is CaseAction.DELIVER:
            preview.finished.connect(self._offer_review)
        self.done.emit(action)

    def _offer_review(self) -> None:
        if self.may_invite:
            self._page.show_sentence(INVITE, Tone.INFO)

    def _refuse(self, error: ServiceError, dialog: ActDialog | None) -> None:
        if error.code in FASTER or dialog is None:
            self._page.reload()
            self._page.show_refusal(error)
        else:
            dialog.open()
            dialog.message.say(sentence(error), Tone.BAD)

    def _forget(self, dialog: ActDialog | None) -> None:
        if dialog is not None:
            self._dialogs = {key: kept for key, kept in self._dialogs.items() if kept[1] is not dialog}
            dialog.deleteLater()

    def _end(self) -> None:
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.busy_changed.emit(is_busy)
