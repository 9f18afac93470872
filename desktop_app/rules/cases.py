"""办件的状态机: which act may follow which state, who may do it, what it needs, issues, starts and stops.

One machine for every channel. Sources: 行政许可法 art. 32 (before acceptance), 26 (several departments), 34 (inspection),
36, 46 to 48 (hearing), 38 (decision), 42 (extension), 44 (delivery), 45 (special procedures).
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.rules.errors import ServiceError
from models.enums import CaseAction, CaseState, ClockKind, DocumentKind, Permission, RefusalGround
from models.procedure import Worklist

NOTICE_DAYS = 5
"""Working days to tell the applicant whether the case is accepted (行政许可法 art. 32, paragraph 1, item 4)."""


class Need(StrEnum):
    """办理要件: what an act is refused without."""

    CHECKLIST = "材料清单"
    COMPLETE = "必要材料齐全"
    DEMANDS = "逐项补正要求"
    REASON = "理由"
    BASIS = "依据"
    OPINION = "意见及理由"
    DEPARTMENT = "协办部门"
    PERSONS = "两名以上核查人员"
    LENGTH = "预计时间"
    APPROVER = "批准人"
    SUPPLIED = "容缺材料补齐"
    ANSWERED = "协办意见收齐"
    HEARD = "应当举行的听证已经举行"
    RESULT = "结果名称"
    NUMBER = "证照编号"
    TRACKING = "邮寄单号"
    COLLECTOR = "领取人"
    ORGAN = "接收机关"
    TWIN = "并入的办件"
    PERSON = "接办人员"
    FILE_CHECK = "案卷检查无错误"


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted act: from which states, to which, by whom, and what follows from it.

    Clocks are stopped before others start; one that runs on is not started again.
    `documents` names what the act may issue. `targets` holds the usual state first; without any the case stays where it is. Acts without a permission are the
    law's own: nobody does them, they fall due.
    """

    sources: frozenset[CaseState]
    targets: tuple[CaseState, ...] = ()
    permission: Permission | None = None
    needs: tuple[Need, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    starts: tuple[ClockKind, ...] = ()
    stops: tuple[ClockKind, ...] = ()
    waits: tuple[CaseState, ...] = ()
    """Targets in which what the act was for is not all done yet: every clock runs on."""


_S, _A, _P, _D, _C = CaseState, CaseAction, Permission, DocumentKind, ClockKind
_BEFORE_RECEIPT = (_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.PREEXAMINED)
_BEFORE_ACCEPTANCE = (*_BEFORE_RECEIPT, _S.RECEIVED, _S.SUPPLEMENTING)
_IN_EXAMINATION = (_S.ACCEPTED, _S.EXAMINED)
_HANDLING = (*_IN_EXAMINATION, _S.SUSPENDED)
_BEFORE_DECISION = (*_BEFORE_ACCEPTANCE, *_HANDLING)
_DECIDED = (_S.CERTIFYING, _S.GRANTED, _S.DENIED, _S.DISPATCHED)
_OPEN = (*_BEFORE_DECISION, *_DECIDED)
_ENDS = (_S.REFUSED, _S.COMPLETED, _S.WITHDRAWN, _S.LAPSED, _S.VOIDED, _S.TRANSFERRED, _S.MERGED)
_HANDLING_CLOCKS = (_C.PROMISED, _C.STATUTORY, _C.STEP, _C.DEFERRAL)
_EVERY_CLOCK = tuple(ClockKind)


def _act(
    sources: tuple[CaseState, ...], targets: tuple[CaseState, ...] = (), **follows: object
) -> Transition:
    return Transition(frozenset(sources), targets, **follows)  # pyright: ignore[reportArgumentType] fields by name


TRANSITIONS: dict[CaseAction, Transition] = {
    _A.DRAFT: _act((_S.DRAFT,), (_S.DRAFT,), permission=_P.CASES_RECEIVE, starts=(_C.SUBMISSION,)),
    _A.SUBMIT: _act(
        (_S.DRAFT, _S.RETURNED),
        (_S.SUBMITTED,),
        permission=_P.CASES_RECEIVE,
        needs=(Need.CHECKLIST,),
        starts=(_C.PREEXAMINATION, _C.NOTICE),
        stops=(_C.SUBMISSION, _C.SUPPLEMENT),
    ),
    _A.RETURN: _act(
        (_S.SUBMITTED,),
        (_S.RETURNED,),
        permission=_P.CASES_RECEIVE,
        needs=(Need.REASON,),
        starts=(_C.SUPPLEMENT,),
        stops=(_C.PREEXAMINATION, _C.NOTICE),
    ),
    _A.PREEXAMINE: _act(
        (_S.SUBMITTED,), (_S.PREEXAMINED,), permission=_P.CASES_RECEIVE, stops=(_C.PREEXAMINATION,)
    ),
    _A.RECEIVE: _act(
        _BEFORE_RECEIPT,
        (_S.RECEIVED,),
        permission=_P.CASES_RECEIVE,
        needs=(Need.CHECKLIST,),
        documents=(_D.RECEIPT,),
        starts=(_C.NOTICE,),
        stops=(_C.SUBMISSION, _C.PREEXAMINATION, _C.SUPPLEMENT),
    ),
    _A.CORRECT: _act(
        (_S.RECEIVED,), permission=_P.CASES_RECEIVE, needs=(Need.REASON,), documents=(_D.RECEIPT,)
    ),
    _A.SUPPLEMENT: _act(
        (_S.RECEIVED,),
        (_S.SUPPLEMENTING,),
        permission=_P.CASES_RECEIVE,
        needs=(Need.DEMANDS,),
        documents=(_D.SUPPLEMENT_NOTICE,),
        starts=(_C.SUPPLEMENT,),
        stops=(_C.NOTICE,),
    ),
    _A.RECEIVE_SUPPLEMENT: _act(
        (_S.SUPPLEMENTING,),
        (_S.RECEIVED, _S.SUPPLEMENTING),
        permission=_P.CASES_RECEIVE,
        needs=(Need.CHECKLIST,),
        documents=(_D.SUPPLEMENT_RECEIPT,),
        starts=(_C.NOTICE,),
        stops=(_C.SUPPLEMENT,),
        waits=(_S.SUPPLEMENTING,),
    ),
    _A.ACCEPT: _act(
        (_S.RECEIVED,),
        (_S.ACCEPTED,),
        permission=_P.CASES_RECEIVE,
        needs=(Need.COMPLETE,),
        documents=(_D.ACCEPTANCE, _D.DEFERRAL_PROMISE, _D.DEFERRAL, _D.PLEDGE),
        starts=(_C.PROMISED, _C.STATUTORY, _C.STEP, _C.DEFERRAL),
        stops=(_C.NOTICE,),
    ),
    _A.DEEM_ACCEPTED: _act(
        (_S.SUBMITTED, _S.PREEXAMINED, _S.RECEIVED),
        (_S.ACCEPTED,),
        documents=(_D.ACCEPTANCE,),
        starts=(_C.PROMISED, _C.STATUTORY, _C.STEP),
        stops=(_C.NOTICE, _C.PREEXAMINATION),
    ),
    _A.REFUSE: _act(
        (_S.SUBMITTED, _S.PREEXAMINED, _S.RECEIVED, _S.SUPPLEMENTING),
        (_S.REFUSED,),
        permission=_P.CASES_RECEIVE,
        needs=(Need.REASON, Need.BASIS),
        documents=(_D.REFUSAL, _D.NEGATIVE_REPORT),
        stops=_EVERY_CLOCK,
    ),
    _A.RECEIVE_DEFERRED: _act(
        _HANDLING,
        permission=_P.CASES_RECEIVE,
        needs=(Need.CHECKLIST,),
        documents=(_D.SUPPLEMENT_RECEIPT,),
    ),
    _A.ATTACH: _act((*_OPEN, *_ENDS), permission=_P.CASES_RECEIVE),
    _A.DETACH: _act((*_OPEN, *_ENDS), permission=_P.CASES_RECEIVE, needs=(Need.REASON,)),
    _A.COMPARE: _act(_BEFORE_DECISION, permission=_P.CASES_RECEIVE),
    _A.WITHDRAW_PLEDGE: _act(_HANDLING, permission=_P.CASES_RECEIVE, needs=(Need.REASON,)),
    _A.CHECK_PLEDGE: _act((*_DECIDED, _S.COMPLETED), permission=_P.CASES_EXAMINE, needs=(Need.REASON,)),
    _A.EXAMINE: _act(
        (_S.ACCEPTED,),
        (_S.EXAMINED, _S.ACCEPTED),
        permission=_P.CASES_EXAMINE,
        needs=(Need.OPINION, Need.ANSWERED),
        starts=(_C.STEP,),
        stops=(_C.STEP,),
    ),
    _A.CONSULT: _act(_IN_EXAMINATION, permission=_P.CASES_EXAMINE, needs=(Need.DEPARTMENT, Need.REASON)),
    _A.ANSWER: _act(_HANDLING, permission=_P.CASES_EXAMINE, needs=(Need.OPINION,)),
    _A.INSPECT: _act(
        _HANDLING, permission=_P.CASES_EXAMINE, needs=(Need.PERSONS,), documents=(_D.INSPECTION,)
    ),
    _A.HEAR: _act(
        _HANDLING,
        permission=_P.CASES_EXAMINE,
        documents=(
            _D.HEARING_ANNOUNCEMENT,
            _D.HEARING_RIGHTS,
            _D.HEARING_APPLICATION,
            _D.HEARING_NOTICE,
            _D.HEARING_RECORD,
            _D.STATEMENT_RECORD,
        ),
    ),
    _A.SEND_BACK: _act(
        _IN_EXAMINATION,
        (_S.ACCEPTED,),
        permission=_P.CASES_EXAMINE,
        needs=(Need.REASON,),
        starts=(_C.STEP,),
        stops=(_C.STEP,),
    ),
    _A.SUSPEND: _act(
        _IN_EXAMINATION,
        (_S.SUSPENDED,),
        permission=_P.CASES_EXAMINE,
        needs=(Need.BASIS, Need.REASON, Need.LENGTH, Need.APPROVER),
        documents=(_D.SPECIAL,),
        starts=(_C.SPECIAL,),
    ),
    _A.PROLONG: _act(
        (_S.SUSPENDED,),
        permission=_P.CASES_EXAMINE,
        needs=(Need.REASON, Need.LENGTH, Need.APPROVER),
        documents=(_D.SPECIAL,),
        starts=(_C.SPECIAL,),
        stops=(_C.SPECIAL,),
    ),
    _A.RESUME: _act(
        (_S.SUSPENDED,),
        _IN_EXAMINATION,
        permission=_P.CASES_EXAMINE,
        needs=(Need.REASON,),
        stops=(_C.SPECIAL,),
    ),
    _A.REQUEST_EXTENSION: _act(_IN_EXAMINATION, permission=_P.CASES_EXAMINE, needs=(Need.REASON,)),
    _A.EXTEND: _act(
        _IN_EXAMINATION,
        permission=_P.CASES_EXTEND,
        needs=(Need.APPROVER,),
        documents=(_D.EXTENSION_APPROVAL, _D.EXTENSION),
    ),
    _A.DECLINE_EXTENSION: _act(_IN_EXAMINATION, permission=_P.CASES_EXTEND, needs=(Need.REASON,)),
    _A.GRANT: _act(
        (_S.EXAMINED,),
        (_S.GRANTED, _S.CERTIFYING),
        permission=_P.CASES_DECIDE,
        needs=(Need.RESULT, Need.SUPPLIED, Need.ANSWERED, Need.HEARD),
        documents=(_D.GRANT,),
        starts=(_C.DELIVERY, _C.STEP),
        stops=_HANDLING_CLOCKS,
    ),
    _A.DENY: _act(
        (_S.EXAMINED,),
        (_S.DENIED,),
        permission=_P.CASES_DECIDE,
        needs=(Need.REASON, Need.BASIS, Need.ANSWERED, Need.HEARD),
        documents=(_D.DENIAL,),
        starts=(_C.DELIVERY,),
        stops=_HANDLING_CLOCKS,
    ),
    _A.CERTIFY: _act(
        (_S.CERTIFYING,),
        (_S.GRANTED,),
        permission=_P.CASES_CERTIFY,
        needs=(Need.NUMBER,),
        stops=(_C.STEP,),
    ),
    _A.DISPATCH: _act(
        (_S.GRANTED, _S.DENIED, _S.DISPATCHED),
        (_S.DISPATCHED,),
        permission=_P.CASES_DELIVER,
        needs=(Need.TRACKING,),
    ),
    _A.DELIVER: _act(
        (_S.GRANTED, _S.DENIED, _S.DISPATCHED),
        (_S.COMPLETED,),
        permission=_P.CASES_DELIVER,
        needs=(Need.COLLECTOR,),
        documents=(_D.COLLECTION, _D.SERVICE),
        stops=(_C.DELIVERY,),
    ),
    _A.WITHDRAW: _act(
        _BEFORE_DECISION,
        (_S.WITHDRAWN,),
        permission=_P.CASES_RECEIVE,
        needs=(Need.REASON,),
        documents=(_D.TERMINATION,),
        stops=_EVERY_CLOCK,
    ),
    _A.LAPSE: _act(
        (_S.DRAFT, _S.RETURNED, _S.SUPPLEMENTING, *_HANDLING),
        (_S.LAPSED,),
        documents=(_D.TERMINATION,),
        stops=_EVERY_CLOCK,
    ),
    _A.VOID: _act(
        _OPEN,
        (_S.VOIDED,),
        permission=_P.CASES_CORRECT,
        needs=(Need.REASON,),
        stops=_EVERY_CLOCK,
    ),
    _A.TRANSFER: _act(
        _BEFORE_DECISION,
        (_S.TRANSFERRED,),
        permission=_P.CASES_EXAMINE,
        needs=(Need.ORGAN, Need.REASON),
        documents=(_D.TERMINATION,),
        stops=_EVERY_CLOCK,
    ),
    _A.MERGE: _act(
        _BEFORE_DECISION,
        (_S.MERGED,),
        permission=_P.CASES_RECEIVE,
        needs=(Need.TWIN, Need.REASON),
        documents=(_D.TERMINATION,),
        stops=_EVERY_CLOCK,
    ),
    _A.HAND_OVER: _act(
        (*_BEFORE_ACCEPTANCE, _S.GRANTED, _S.DENIED, _S.DISPATCHED),
        permission=_P.CASES_RECEIVE,
        needs=(Need.PERSON,),
    ),
    _A.SERVE: _act((*_OPEN, *_ENDS), permission=_P.CASES_DELIVER, documents=(_D.SERVICE,)),
    _A.RECOMPUTE: _act(_OPEN, permission=_P.DEADLINES_APPROVE),
    _A.REOPEN: _act(_ENDS, _OPEN, permission=_P.CASES_CORRECT, needs=(Need.REASON,)),
    _A.ARCHIVE: _act(_ENDS, permission=_P.CASES_ARCHIVE, needs=(Need.FILE_CHECK,)),
}

RUNNING: dict[CaseState, tuple[ClockKind, ...]] = {
    _S.DRAFT: (_C.SUBMISSION,),
    _S.SUBMITTED: (_C.PREEXAMINATION, _C.NOTICE),
    _S.RETURNED: (_C.SUPPLEMENT,),
    _S.PREEXAMINED: (_C.NOTICE,),
    _S.RECEIVED: (_C.NOTICE,),
    _S.SUPPLEMENTING: (_C.SUPPLEMENT,),
    **dict.fromkeys(_IN_EXAMINATION, _HANDLING_CLOCKS),
    _S.SUSPENDED: (*_HANDLING_CLOCKS, _C.SPECIAL),
    _S.CERTIFYING: (_C.DELIVERY, _C.STEP),
    **dict.fromkeys((_S.GRANTED, _S.DENIED, _S.DISPATCHED), (_C.DELIVERY,)),
}
"""The clocks that may run in an open state: those that go on when a case is reopened there."""

APPLICANTS_CLOCKS = frozenset({_C.SUBMISSION, _C.SUPPLEMENT, _C.DEFERRAL})
"""Clocks of the applicant's own time."""

REFUSAL_BASES: dict[RefusalGround, str] = {
    RefusalGround.NOT_COMPETENT: "《中华人民共和国行政许可法》第三十二条第一款第二项",
    RefusalGround.NOT_REQUIRED: "《中华人民共和国行政许可法》第三十二条第一款第一项",
}
"""The basis a licensing matter's refusal rests on; for 其他 the counter names it."""


def refusal_advice(ground: RefusalGround, right_organ: str) -> str:
    """可行的办理途径: what an applicant is told who is not accepted, where the counter says nothing of its own."""
    match ground:
        case RefusalGround.NOT_COMPETENT:
            return f"已告知申请人向{right_organ}提出申请。"
        case RefusalGround.NOT_REQUIRED:
            return "已告知申请人该事项依法不需要取得行政许可，可以自行开展。"
        case RefusalGround.OTHER:
            return "已告知申请人不符合的条件；条件具备后可以重新提出申请。对决定不服的，可以依法申请行政复议或者提起行政诉讼。"


WORKLISTS: dict[CaseState, Worklist] = {
    _S.DRAFT: Worklist.RECEIPT,
    _S.SUBMITTED: Worklist.PREEXAMINATION,
    _S.RETURNED: Worklist.SUPPLEMENT,
    _S.PREEXAMINED: Worklist.RECEIPT,
    _S.RECEIVED: Worklist.ACCEPTANCE,
    _S.SUPPLEMENTING: Worklist.SUPPLEMENT,
    _S.ACCEPTED: Worklist.EXAMINATION,
    _S.SUSPENDED: Worklist.SPECIAL,
    _S.EXAMINED: Worklist.DECISION,
    _S.CERTIFYING: Worklist.CERTIFICATION,
    _S.GRANTED: Worklist.DELIVERY,
    _S.DENIED: Worklist.DELIVERY,
    _S.DISPATCHED: Worklist.DELIVERY,
    **dict.fromkeys(_ENDS, Worklist.CLOSED),
}
"""Every state stands on exactly one list."""

CLOSED = frozenset(_ENDS)
"""Nothing is left to do: the case stands in no list of open cases."""

COUNTER_STATES = frozenset({*_BEFORE_ACCEPTANCE, CaseState.GRANTED, CaseState.DENIED, CaseState.DISPATCHED})
"""The counter has to act next; in the other open states it is the deciding department."""


def transition(action: CaseAction, state: CaseState) -> Transition:
    """The act as it may be done in a state; raises `case_state_wrong` where it may not."""
    found = TRANSITIONS[action]
    if state not in found.sources:
        raise ServiceError("case_state_wrong", action=action.label, state=state.label)
    return found


def actions_in(state: CaseState) -> tuple[CaseAction, ...]:
    """What people may do next in a state, in the order of the table."""
    return tuple(
        action
        for action, found in TRANSITIONS.items()
        if found.permission is not None and state in found.sources
    )


def is_before_acceptance(state: CaseState) -> bool:
    """Whether what was handed in may still be taken back without a trace of a decision on it."""
    return state in _BEFORE_ACCEPTANCE


def states_on(worklist: Worklist) -> tuple[CaseState, ...]:
    """The states that stand on a list, in the order of their way."""
    return tuple(state for state in CaseState if WORKLISTS[state] is worklist)
