"""办理进度: what an applicant is told of a case from outside the hall, in the few words that citizens know."""

from models.enums import CaseAction, CaseState, DocumentKind, LabelledEnum


class Progress(LabelledEnum):
    """办理进度."""

    UNSENT = "unsent", "待提交"
    PREEXAMINATION = "preexamination", "待预审"
    RETURNED = "returned", "预审退回"
    SUPPLEMENT = "supplement", "待补正"
    HANDLING = "handling", "审批中"
    CLOSED = "closed", "已办结"


_STATES = {
    CaseState.DRAFT: Progress.UNSENT,
    CaseState.SUBMITTED: Progress.PREEXAMINATION,
    CaseState.RETURNED: Progress.RETURNED,
    CaseState.SUPPLEMENTING: Progress.SUPPLEMENT,
}

TOLD_WITH_WORDS = frozenset(
    {
        CaseAction.RETURN,
        CaseAction.SUPPLEMENT,
        CaseAction.RECEIVE_SUPPLEMENT,
        CaseAction.REFUSE,
        CaseAction.WITHDRAW,
        CaseAction.LAPSE,
    }
)
"""Acts whose words were written to the applicant."""
TOLD = TOLD_WITH_WORDS | frozenset(
    {
        CaseAction.SUBMIT,
        CaseAction.PREEXAMINE,
        CaseAction.RECEIVE,
        CaseAction.ACCEPT,
        CaseAction.DEEM_ACCEPTED,
        CaseAction.RECEIVE_DEFERRED,
        CaseAction.SUSPEND,
        CaseAction.PROLONG,
        CaseAction.RESUME,
        CaseAction.EXTEND,
        CaseAction.GRANT,
        CaseAction.DENY,
        CaseAction.CERTIFY,
        CaseAction.DISPATCH,
        CaseAction.DELIVER,
        CaseAction.TRANSFER,
        CaseAction.MERGE,
        CaseAction.VOID,
        CaseAction.REOPEN,
    }
)
"""Acts an applicant may know of; what departments say among themselves stays inside."""
INTERNAL_PAPERS = frozenset(
    {DocumentKind.EXTENSION_APPROVAL, DocumentKind.INSPECTION, DocumentKind.NEGATIVE_REPORT}
)
"""Papers of the file that the applicant is not given."""


def progress(state: CaseState, *, is_closed: bool) -> Progress:
    """The word for a state."""
    return Progress.CLOSED if is_closed else _STATES.get(state, Progress.HANDLING)
