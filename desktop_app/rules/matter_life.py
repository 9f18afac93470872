"""The life of a matter and of its drafts: which act may follow which state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop_app.rules.errors import ServiceError
from models.elements import DraftState
from models.enums import LabelledEnum, MatterState


class DraftAction(LabelledEnum):
    """What is done with a draft."""

    START = "start", "开始修订"
    SAVE = "save", "保存"
    SUBMIT = "submit", "提交审核"
    WITHDRAW = "withdraw", "撤回"
    RETURN = "return", "退回"
    REBASE = "rebase", "合并到新版本"
    RECODE = "recode", "更正编码"
    DISCARD = "discard", "删除"
    PUBLISH = "publish", "发布"


class MatterAction(LabelledEnum):
    """What is done with a matter by itself, beside its versions."""

    SUSPEND = "suspend", "暂停"
    RESUME = "resume", "恢复"
    ABOLISH = "abolish", "取消"
    KEEP = "keep", "撤回取消计划"
    RECALL = "recall", "撤回待生效版本"


_UNDER_HAND = frozenset({DraftState.DRAFT, DraftState.RETURNED})
_IN_REVIEW = frozenset({DraftState.IN_REVIEW})
_ANY = frozenset(DraftState)

DRAFT_TRANSITIONS: dict[DraftAction, tuple[frozenset[DraftState], DraftState | None]] = {
    DraftAction.SAVE: (_UNDER_HAND, DraftState.DRAFT),
    DraftAction.SUBMIT: (_UNDER_HAND, DraftState.IN_REVIEW),
    DraftAction.WITHDRAW: (_IN_REVIEW, DraftState.DRAFT),
    DraftAction.RETURN: (_IN_REVIEW, DraftState.RETURNED),
    DraftAction.REBASE: (_ANY, DraftState.DRAFT),
    DraftAction.RECODE: (_UNDER_HAND, DraftState.DRAFT),
    DraftAction.DISCARD: (_UNDER_HAND, None),
    DraftAction.PUBLISH: (_IN_REVIEW, None),
}
"""For each act on a draft the states it may be done in, and the state it leads to; `None`: the draft is gone."""

_STANDING = frozenset({MatterState.PENDING, MatterState.PUBLISHED, MatterState.SUSPENDED})

MATTER_SOURCES: dict[MatterAction, frozenset[MatterState]] = {
    MatterAction.SUSPEND: frozenset({MatterState.PUBLISHED}),
    MatterAction.RESUME: frozenset({MatterState.SUSPENDED}),
    MatterAction.ABOLISH: _STANDING,
    MatterAction.KEEP: _STANDING,
    MatterAction.RECALL: frozenset({MatterState.PUBLISHED, MatterState.SUSPENDED, MatterState.ABOLISHED}),
}
"""For each act the states it may be done in; an abolished matter comes back only by a new version."""


def draft_target(action: DraftAction, state: DraftState) -> DraftState | None:
    """The state an act leads to; raises `draft_state_wrong` where it may not be done."""
    sources, target = DRAFT_TRANSITIONS[action]
    if state not in sources:
        raise ServiceError("draft_state_wrong", action=action.label, state=state.label)
    return target


def require_matter_state(action: MatterAction, state: MatterState) -> None:
    """Refuse an act that the state does not allow; raises `matter_state_wrong`."""
    if state not in MATTER_SOURCES[action]:
        raise ServiceError("matter_state_wrong", action=action.label, state=state.label)


@dataclass(frozen=True, slots=True)
class Planned:
    """A version that waits for its day."""

    version: int
    effective_on: date


def state_with_version(state: MatterState) -> MatterState:
    """The state of a matter whose version has just come into force: only a suspension outlives it."""
    return MatterState.SUSPENDED if state is MatterState.SUSPENDED else MatterState.PUBLISHED


def next_change(waiting: Iterable[Planned], abolish_on: date | None) -> date | None:
    """The first day on which a waiting version comes into force or the matter ends."""
    days = [planned.effective_on for planned in waiting]
    return min([*days, abolish_on] if abolish_on is not None else days, default=None)


def due_version(waiting: Iterable[Planned], abolish_on: date | None, today: date) -> Planned | None:
    """The newest waiting version whose day has come before the matter ended; of one day the later published."""
    due = [
        planned
        for planned in waiting
        if planned.effective_on <= today and (abolish_on is None or planned.effective_on < abolish_on)
    ]
    return max(due, key=lambda planned: planned.version, default=None)
