"""办件的状态机与受理条件: which act may follow which state, what it issues, which clocks it starts and stops.

Source of the branches before acceptance: 行政许可法 art. 32; of the decision: art. 38; of the delivery: art. 44.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from models.enums import (
    CaseAction,
    CaseState,
    ClockKind,
    DocumentKind,
    MaterialNecessity,
    Permission,
    ReceivedAs,
    RefusalGround,
)

NOTICE_DAYS = 5
"""Working days to tell the applicant whether the case is accepted (行政许可法 art. 32, paragraph 1, item 4)."""
MAX_COUNT = 999
MAX_NAME = 200
MAX_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted act: from which states, to which, by whom, and what follows from it."""

    sources: frozenset[CaseState]
    target: CaseState
    permission: Permission
    document: DocumentKind | None = None
    starts: tuple[ClockKind, ...] = ()
    stops: tuple[ClockKind, ...] = ()


def _from(*states: CaseState) -> frozenset[CaseState]:
    return frozenset(states)


TRANSITIONS: dict[CaseAction, Transition] = {
    CaseAction.RECEIVE: Transition(
        _from(),
        CaseState.RECEIVED,
        Permission.CASES_RECEIVE,
        DocumentKind.RECEIPT,
        starts=(ClockKind.NOTICE,),
    ),
    CaseAction.SUPPLEMENT: Transition(
        _from(CaseState.RECEIVED),
        CaseState.SUPPLEMENTING,
        Permission.CASES_RECEIVE,
        DocumentKind.SUPPLEMENT_NOTICE,
        starts=(ClockKind.SUPPLEMENT,),
        stops=(ClockKind.NOTICE,),
    ),
    CaseAction.RECEIVE_SUPPLEMENT: Transition(
        _from(CaseState.SUPPLEMENTING),
        CaseState.RECEIVED,
        Permission.CASES_RECEIVE,
        DocumentKind.SUPPLEMENT_RECEIPT,
        starts=(ClockKind.NOTICE,),
        stops=(ClockKind.SUPPLEMENT,),
    ),
    CaseAction.ACCEPT: Transition(
        _from(CaseState.RECEIVED),
        CaseState.ACCEPTED,
        Permission.CASES_RECEIVE,
        DocumentKind.ACCEPTANCE,
        starts=(ClockKind.PROMISED, ClockKind.STATUTORY),
        stops=(ClockKind.NOTICE,),
    ),
    CaseAction.REFUSE: Transition(
        _from(CaseState.RECEIVED, CaseState.SUPPLEMENTING),
        CaseState.REFUSED,
        Permission.CASES_RECEIVE,
        DocumentKind.REFUSAL,
        stops=(ClockKind.NOTICE, ClockKind.SUPPLEMENT),
    ),
    CaseAction.EXAMINE: Transition(_from(CaseState.ACCEPTED), CaseState.EXAMINED, Permission.CASES_EXAMINE),
    CaseAction.SEND_BACK: Transition(_from(CaseState.EXAMINED), CaseState.ACCEPTED, Permission.CASES_DECIDE),
    CaseAction.GRANT: Transition(
        _from(CaseState.EXAMINED),
        CaseState.GRANTED,
        Permission.CASES_DECIDE,
        DocumentKind.GRANT,
        starts=(ClockKind.DELIVERY,),
        stops=(ClockKind.PROMISED, ClockKind.STATUTORY),
    ),
    CaseAction.DENY: Transition(
        _from(CaseState.EXAMINED),
        CaseState.DENIED,
        Permission.CASES_DECIDE,
        DocumentKind.DENIAL,
        starts=(ClockKind.DELIVERY,),
        stops=(ClockKind.PROMISED, ClockKind.STATUTORY),
    ),
    CaseAction.DELIVER: Transition(
        _from(CaseState.GRANTED, CaseState.DENIED),
        CaseState.COMPLETED,
        Permission.CASES_DELIVER,
        DocumentKind.COLLECTION,
        stops=(ClockKind.DELIVERY,),
    ),
}

REFUSAL_BASES: dict[RefusalGround, str] = {
    RefusalGround.NOT_COMPETENT: "《中华人民共和国行政许可法》第三十二条第一款第二项",
    RefusalGround.NOT_REQUIRED: "《中华人民共和国行政许可法》第三十二条第一款第一项",
}
"""The basis a licensing matter's refusal rests on; for 其他 the counter names it."""

CLOSED = frozenset({CaseState.REFUSED, CaseState.COMPLETED})
"""Nothing is left to do: the case stands in no list of open cases."""

COUNTER_STATES = frozenset({CaseState.RECEIVED, CaseState.SUPPLEMENTING, CaseState.GRANTED, CaseState.DENIED})
"""The counter has to act next; in the other open states it is the deciding department."""


def transition(action: CaseAction, state: CaseState) -> Transition:
    """The act as it may be done in a state; raises `case_state_wrong` where it may not."""
    found = TRANSITIONS[action]
    if state not in found.sources:
        raise ServiceError("case_state_wrong", action=action.label, state=state.label)
    return found


def actions_in(state: CaseState) -> tuple[CaseAction, ...]:
    """What may be done next in a state, in the order of the table."""
    return tuple(action for action, found in TRANSITIONS.items() if state in found.sources)


@dataclass(frozen=True, slots=True)
class ReceivedMaterial:
    """One line of the checklist as the counter filled it in; `position` counts from 0 in the version's list."""

    position: int
    received_as: ReceivedAs = ReceivedAs.NOT_RECEIVED
    count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What stands between a case and its acceptance: lines that must come, lines that may follow (容缺)."""

    missing: tuple[str, ...] = field(default=())
    deferred: tuple[str, ...] = field(default=())


def check_materials(content: MatterContent, lines: Sequence[ReceivedMaterial]) -> None:
    """Refuse a checklist the version does not have, or counts that cannot be (行政许可法 art. 31).

    Raises `material_unknown`, `material_count_invalid`, `text_invalid`.
    """
    for line in lines:
        if not 0 <= line.position < len(content.materials):
            raise ServiceError("material_unknown", position=line.position + 1)
        name = content.materials[line.position].name
        is_received = line.received_as is not ReceivedAs.NOT_RECEIVED
        if not (1 if is_received else 0) <= line.count <= (MAX_COUNT if is_received else 0):
            raise ServiceError("material_count_invalid", material=name, most=MAX_COUNT)
        clean_text(line.note, "材料备注")
    positions = [line.position for line in lines]
    if len(set(positions)) != len(positions):
        raise ServiceError("material_unknown", position=max(positions, key=positions.count) + 1)


def shortfall(lines: Iterable[tuple[str, MaterialNecessity, ReceivedAs]]) -> Shortfall:
    """Sort the lines not received (name, necessity, received as) into what is missing and what may follow."""
    missing: list[str] = []
    deferred: list[str] = []
    for name, necessity, received_as in lines:
        if received_as is not ReceivedAs.NOT_RECEIVED:
            continue
        match necessity:
            case MaterialNecessity.DEFERRABLE:
                deferred.append(name)
            case MaterialNecessity.REQUIRED | MaterialNecessity.PLEDGEABLE:
                missing.append(name)
            case MaterialNecessity.OPTIONAL | MaterialNecessity.EXEMPT:
                pass
    return Shortfall(tuple(missing), tuple(deferred))


def clean_text(text: str, name: str, *, needed: bool = False, longest: int = MAX_TEXT) -> str:
    """The text without blanks around it; control characters other than line ends are refused.

    Raises `text_needed`, `text_too_long`, `text_invalid`, each naming the field.
    """
    cleaned = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    if needed and not cleaned:
        raise ServiceError("text_needed", name=name)
    if len(cleaned) > longest:
        raise ServiceError("text_too_long", name=name, longest=longest)
    if any(is_unprintable(character) for character in cleaned):
        raise ServiceError("text_invalid", name=name)
    return cleaned


def is_unprintable(character: str) -> bool:
    """Whether a character is a control character other than line end and tab, half a surrogate pair, or none at all."""
    code = ord(character)
    is_control = code < 0x20 or 0x7F <= code < 0xA0
    return (is_control and character not in "\n\t") or 0xD800 <= code <= 0xDFFF or code in {0xFFFE, 0xFFFF}
