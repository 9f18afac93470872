"""办理进度: what applicants are told from outside."""

from desktop_app.rules.cases import CLOSED
from desktop_app.rules.progress import TOLD, TOLD_WITH_WORDS, Progress, progress
from models.enums import CaseAction, CaseState


def test_every_state_has_a_word_and_every_word_a_state() -> None:
    words = {state: progress(state, is_closed=state in CLOSED) for state in CaseState}
    assert set(words.values()) == set(Progress)
    assert words[CaseState.SUSPENDED] is Progress.HANDLING
    assert {state for state, word in words.items() if word is Progress.CLOSED} == CLOSED


def test_what_departments_say_among_themselves_is_not_told() -> None:
    inside = {CaseAction.EXAMINE, CaseAction.CONSULT, CaseAction.ANSWER, CaseAction.SEND_BACK}
    assert not inside & TOLD
    assert TOLD_WITH_WORDS < TOLD
