"""容缺补交 from the case page: what is still to come after acceptance."""

from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.supplement_receipt import DeferredReceiptDialog
from desktop_app.services.case_queries import CaseDetail, MaterialRow
from desktop_app.services.pledges import supply_deferred
from models.enums import CaseAction, MaterialNecessity, ReceivedAs

_FREE = frozenset({MaterialNecessity.OPTIONAL, MaterialNecessity.EXEMPT})


def outstanding(detail: CaseDetail) -> tuple[MaterialRow, ...]:
    """The lines that the decision waits for."""
    return tuple(
        line
        for line in detail.materials
        if line.received_as is ReceivedAs.DEFERRED
        or (line.received_as is ReceivedAs.NOT_RECEIVED and line.necessity not in _FREE)
    )


def has_outstanding(detail: CaseDetail) -> bool:
    """Whether anything is still to come."""
    return bool(outstanding(detail))


def ask_deferred(acts: CaseActs) -> None:
    """容缺补交: which of the outstanding lines have come, and how."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.RECEIVE_DEFERRED):
        return
    lines = outstanding(detail)
    dialog = acts.ask(DeferredReceiptDialog, detail, lines, lambda: DeferredReceiptDialog(lines, acts.page))
    acts.ask_then(
        dialog,
        CaseAction.RECEIVE_DEFERRED,
        supply_deferred,
        lambda: (dialog.received(), dialog.attached()),
    )
