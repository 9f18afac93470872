"""办事指南: what answers leave of a matter, and the address of its current version."""

from dataclasses import dataclass, replace
from urllib.parse import quote

from desktop_app.rules.catalogue import MatterContent, Situation
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.situations import Answers, answer_words, select


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What answers leave of a matter."""

    content: MatterContent
    """Without the materials and fees that the answers rule out; its situations are those still open."""
    answers: tuple[tuple[str, str], ...]
    """The questions answered, and the answers, in words."""


def narrow(content: MatterContent, answers: Answers) -> Narrowed:
    """The matter as some answers leave it; a question without an answer rules nothing out.

    Raises `situation_unknown` for an answer to no question, or one that the question does not offer.
    """
    by_key = {situation.key: situation for situation in content.situations}
    for question, option in answers.items():
        situation = by_key.get(question)
        if situation is None or option not in {each.key for each in situation.options}:
            raise ServiceError("situation_unknown", question=situation.question if situation else question)
    if not answers:
        return Narrowed(content, ())
    chosen = {answers[key] for key in answers}
    still_open = _open_situations(content, answers, chosen)
    possible = chosen | {option.key for each in still_open for option in each.options}
    questions = {option.key: each.key for each in content.situations for option in each.options}

    def may_apply(when: tuple[str, ...]) -> bool:
        asked_for = {questions.get(key) for key in when}
        return all(any(questions.get(key) == one and key in possible for key in when) for one in asked_for)

    def open_part(when: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key for key in when if questions.get(key) not in answers)

    narrowed = replace(
        select(content, answers),
        situations=still_open,
        materials=tuple(
            replace(spec, when=open_part(spec.when)) for spec in content.materials if may_apply(spec.when)
        ),
        fees=tuple(replace(fee, when=open_part(fee.when)) for fee in content.fees if may_apply(fee.when)),
    )
    return Narrowed(narrowed, tuple(answer_words(content, answers)))


def _open_situations(content: MatterContent, answers: Answers, chosen: set[str]) -> tuple[Situation, ...]:
    """The questions that are or may yet be asked and have no answer."""
    found: list[Situation] = []
    possible = set(chosen)
    for situation in content.situations:
        if situation.key in answers or (situation.asked_when and possible.isdisjoint(situation.asked_when)):
            continue
        found.append(situation)
        possible.update(option.key for option in situation.options)
    return tuple(found)


def matter_address(base_url: str, code: str, item_code: str = "") -> str:
    """Where the current version of a matter can be read."""
    return f"{base_url.strip().rstrip('/')}/m/{quote(item_code or code, safe='-._~')}"


def matter_qr(base_url: str, code: str, item_code: str, version: int) -> str:
    """The text of the QR code on a guide: the address of the matter, and the version that was printed."""
    return f"{matter_address(base_url, code, item_code)}?v={version}"
