"""撤回、作废、转报、并案、转办、更正、重新办理: asks what each needs, from the case page's menu."""

from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.correction_dialog import CorrectionDialog
from desktop_app.gui.cases.side_dialogs import (
    HandOverDialog,
    MergeDialog,
    ReasonDialog,
    ReopenDialog,
    TransferDialog,
    VoidDialog,
    WithdrawDialog,
)
from desktop_app.services import correction, reopening, side_ways
from desktop_app.services.cases import PartyInput
from desktop_app.services.side_ways import CounterPerson, Twin
from models.enums import CaseAction, PartyRole

NO_TWIN = "没有可以并入的办件：同一申请人、同一事项、仍在办理，而且收件或受理不晚于本件的，才可以并入。"
NOBODY_ELSE = "没有其他在用的窗口人员账号，无法转办。"


def ask_withdrawal(acts: CaseActs) -> None:
    """撤回申请."""
    _ask_reason(acts, CaseAction.WITHDRAW, WithdrawDialog, side_ways.withdraw_case)


def ask_voiding(acts: CaseActs) -> None:
    """作废."""
    _ask_reason(acts, CaseAction.VOID, VoidDialog, side_ways.void_case)


def ask_transfer(acts: CaseActs) -> None:
    """转报."""
    _ask_reason(acts, CaseAction.TRANSFER, TransferDialog, side_ways.transfer_case)


def ask_reopening(acts: CaseActs) -> None:
    """重新办理."""
    _ask_reason(acts, CaseAction.REOPEN, ReopenDialog, reopening.reopen_case)


def ask_merging(acts: CaseActs) -> None:
    """并案: only where there is a case to go into."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.MERGE):
        return

    def ask(twins: list[Twin]) -> None:
        if not twins:
            acts.page.show_sentence(NO_TWIN)
            return
        dialog = acts.ask(MergeDialog, detail, tuple(twins), lambda: MergeDialog(twins, acts.page))
        acts.ask_then(dialog, CaseAction.MERGE, side_ways.merge_case, dialog.answers)

    acts.page.jobs.read(acts, side_ways.list_twins, detail.row.id, then=ask)


def ask_handing_over(acts: CaseActs) -> None:
    """窗口转办: to anybody at the counters but who has it now."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.HAND_OVER):
        return

    def ask(people: list[CounterPerson]) -> None:
        others = [person for person in people if person.name != detail.row.holder_name]
        if not others:
            acts.page.show_sentence(NOBODY_ELSE)
            return
        dialog = acts.ask(HandOverDialog, detail, tuple(others), lambda: HandOverDialog(others, acts.page))
        acts.ask_then(dialog, CaseAction.HAND_OVER, side_ways.hand_over_case, dialog.handing_over)

    acts.page.jobs.read(acts, side_ways.list_counter_people, then=ask)


def ask_correction(acts: CaseActs) -> None:
    """当场更正: the people as they stand are shown whole, which leaves a trace."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.CORRECT):
        return

    def ask(parties: dict[PartyRole, PartyInput]) -> None:
        subject = (detail.row.revision, tuple(parties.items()))
        dialog = acts.ask(
            CorrectionDialog, detail, subject, lambda: CorrectionDialog(parties, detail.materials, acts.page)
        )
        acts.ask_then(dialog, CaseAction.CORRECT, correction.correct_case, lambda: (dialog.correction(),))

    acts.page.jobs.change(acts, correction.take_up_parties, detail.row.id, then=ask)


def _ask_reason(acts: CaseActs, action: CaseAction, kind: type[ReasonDialog], use_case: object) -> None:
    detail = acts.detail
    if detail is not None and acts.may(action):
        dialog = acts.ask(kind, detail, None, lambda: kind(acts.page))  # pyright: ignore[reportCallIssue] each names itself
        acts.ask_then(dialog, action, use_case, dialog.answers)
