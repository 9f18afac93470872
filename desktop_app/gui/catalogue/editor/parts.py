"""New lines for the lists of a matter, what a list says of a line, and the keys nobody has to type."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from desktop_app.rules.catalogue import (
    Fee,
    LegalBasis,
    MaterialSpec,
    MatterContent,
    QualityException,
    Question,
    Situation,
    SituationOption,
    Step,
)
from desktop_app.rules.elements import LABELS, part_type
from models.enums import MaterialNecessity, StepKind

PARTS: dict[str, type] = {key: kind for key in LABELS if (kind := part_type(key)) is not None}
"""What the lines of each list are."""

Blank = Callable[[Sequence[Any]], Any]
Summary = Callable[[Any], str]


def free_key(letter: str, used: Iterable[str]) -> str:
    """The first of `o1`, `o2`, … that is not used yet."""
    taken = set(used)
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def used_keys(situations: Iterable[Situation]) -> set[str]:
    """Every key of a question or an option."""
    return {
        key
        for situation in situations
        for key in (situation.key, *situation.asked_when, *(option.key for option in situation.options))
    }


def new_options(used: set[str], *texts: str) -> tuple[SituationOption, ...]:
    """Options with keys of their own, which count as used from now on."""
    options: list[SituationOption] = []
    for text in texts:
        key = free_key("o", used)
        used.add(key)
        options.append(SituationOption(key, text))
    return tuple(options)


def new_situation(situations: Sequence[Situation], referred: Iterable[str] = ()) -> Situation:
    """A question with two options; `referred` are keys that lines still name and that must not come alive again."""
    used = used_keys(situations) | set(referred)
    return Situation(free_key("q", used), "", new_options(used, "", ""))


def copied_situation(situation: Situation, situations: Sequence[Situation]) -> Situation:
    """The same question with keys of its own."""
    used = used_keys(situations)
    options: list[SituationOption] = []
    for option in situation.options:
        key = free_key("o", used)
        used.add(key)
        options.append(replace(option, key=key))
    return replace(situation, key=free_key("q", used), options=tuple(options))


def referred_keys(content: MatterContent) -> set[str]:
    """Every key that materials and fees name."""
    return {key for line in (*content.materials, *content.fees) for key in line.when}


def option_choices(situations: Iterable[Situation]) -> list[tuple[str, str]]:
    """Every option by its key, with its question in words."""
    return [
        (option.key, f"{situation.question or '（问题未填写）'}　{option.text or '（选项未填写）'}")
        for situation in situations
        for option in situation.options
    ]


BLANKS: dict[str, Blank] = {
    "materials": lambda _lines: MaterialSpec(""),
    "fees": lambda _lines: Fee("", "", ""),
    "steps": lambda _lines: Step("", StepKind.EXAMINATION),
    "questions": lambda _lines: Question("", ""),
    "legal_basis": lambda _lines: LegalBasis(""),
    "situations": new_situation,
    "quality_exceptions": lambda _lines: QualityException("", ""),
}


def _material(line: MaterialSpec) -> str:
    notes = [] if line.necessity is MaterialNecessity.REQUIRED else [line.necessity.label]
    if line.when:
        notes.append("限部分情形")
    return f"{line.name}（{'，'.join(notes)}）" if notes and line.name else line.name


def _step(line: Step) -> str:
    days = "" if line.days is None else f"（{line.days}个工作日）"
    return f"{line.name or line.kind.label}{days}"


def _basis(line: LegalBasis) -> str:
    return f"{line.title} {line.clause}".strip()


def _exception(line: QualityException) -> str:
    return f"{line.rule} {line.reason}".strip()


SUMMARIES: dict[str, Summary] = {
    "materials": _material,
    "fees": lambda line: line.name,
    "steps": _step,
    "questions": lambda line: line.question,
    "legal_basis": _basis,
    "situations": lambda line: line.question,
    "quality_exceptions": _exception,
}
