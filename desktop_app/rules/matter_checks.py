"""What a content must hold before it may be published or imported, and how typed texts are kept."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, cast

from desktop_app.rules.application_forms import read_form
from desktop_app.rules.calendar import LONGEST_LIMIT_DAYS
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.elements import LABELS, PART_LABELS
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text

Path = tuple[str | int, ...]
"""A place in a content: names of fields, and positions in lists from 0."""
Part = TypeVar("Part")

LONGEST_CODE = 100
LONGEST_NAME = 1000
LONGEST_TEXT = 50_000
LONGEST_KEY = 100
"""Of a question or an option of the situations."""
MOST_LINES = 500
"""Of a list; the longest real checklists have about eighty lines."""
MOST_VISITS = 100
MOST_COPIES = 9999
NAMES = ("name", "department_name", "department_code")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something because of which a content cannot be taken."""

    path: Path
    value: object
    reason: str

    @property
    def place(self) -> str:
        """The place as it is written elsewhere, for example `materials[3].name`, counted from 1."""
        parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in self.path]
        return "".join(parts).removeprefix(".")


def find_content_faults(content: MatterContent) -> list[Fault]:
    """What is missing or cannot be: names, limits, numbers of copies, days and visits."""
    return [
        *_name_faults(content),
        *_limit_faults(content),
        *_line_faults(content),
        *_number_faults(content),
        *_form_faults(content),
    ]


def clean_content(content: MatterContent) -> MatterContent:
    """A typed content as it is kept: texts without blanks around them, no empty words in lists of words.

    Raises `text_invalid`, `text_too_long`, `list_too_long`, each naming the element.
    """
    return _clean_part(content, "")


def _name_faults(content: MatterContent) -> Iterator[Fault]:
    for key in NAMES:
        text = str(getattr(content, key))
        if not text.strip():
            yield Fault((key,), text, "缺少必填内容")
        elif len(text) > LONGEST_NAME:
            yield Fault((key,), text, f"超过{LONGEST_NAME}个字符")


def _limit_faults(content: MatterContent) -> Iterator[Fault]:
    limits: list[tuple[Path, Any]] = [
        (("statutory",), content.statutory),
        (("promised",), content.promised),
    ]
    for place, situation in enumerate(content.situations):
        for position, option in enumerate(situation.options):
            limits += [
                (("situations", place, "options", position, "statutory"), option.statutory),
                (("situations", place, "options", position, "promised"), option.promised),
            ]
    for path, limit in limits:
        if limit is not None and not 0 <= limit.days <= LONGEST_LIMIT_DAYS:
            yield Fault(path, limit, f"时限应在0至{LONGEST_LIMIT_DAYS}天之间")


def _line_faults(content: MatterContent) -> Iterator[Fault]:
    """The sub-tables: how many lines, names that are there and can be shown, and numbers that can be."""
    for key in ("materials", "steps", "fees", "questions", "legal_basis", "situations"):
        lines: tuple[Any, ...] = getattr(content, key)
        if len(lines) > MOST_LINES:
            yield Fault((key,), lines, f"超过{MOST_LINES}行")
    for key in ("materials", "steps", "fees"):
        for place, line in enumerate(getattr(content, key)):
            if not line.name.strip():
                yield Fault((key, place, "name"), line.name, "缺少名称")
            elif len(line.name) > LONGEST_NAME:
                yield Fault((key, place, "name"), line.name, f"超过{LONGEST_NAME}个字符")
    for place, situation in enumerate(content.situations):
        keys = (situation.key, *(option.key for option in situation.options))
        if any(len(key) > LONGEST_KEY for key in keys):
            yield Fault(("situations", place), keys, f"标识超过{LONGEST_KEY}个字符")


def _number_faults(content: MatterContent) -> Iterator[Fault]:
    for place, material in enumerate(content.materials):
        if not (0 <= material.originals <= MOST_COPIES and 0 <= material.copies <= MOST_COPIES):
            yield Fault(("materials", place), material, f"份数应在0至{MOST_COPIES}之间")
    for place, step in enumerate(content.steps):
        if step.days is not None and not 0 <= step.days <= LONGEST_LIMIT_DAYS:
            yield Fault(("steps", place, "days"), step, "环节时限不合理")
    if content.visits is not None and not 0 <= content.visits <= MOST_VISITS:
        yield Fault(("visits",), content.visits, "到办事现场次数不合理")


def _form_faults(content: MatterContent) -> Iterator[Fault]:
    try:
        read_form(content.application_form)
    except ServiceError as refused:
        yield Fault(("application_form",), "", str(refused.values["fault"]))


def _clean_part(part: Part, where: str) -> Part:
    labels = LABELS if isinstance(part, MatterContent) else PART_LABELS[type(part)]
    values = {
        field.name: _cleaned(getattr(part, field.name), f"{where}{labels[field.name]}")
        for field in fields(cast("Any", part))
    }
    changed = {key: value for key, value in values.items() if value is not getattr(part, key)}
    return cast("Part", replace(cast("Any", part), **changed)) if changed else part


def _cleaned(value: Any, label: str) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        cleaned = clean_text(value, label, longest=LONGEST_TEXT)
        return value if cleaned == value else cleaned
    if isinstance(value, tuple):
        return _clean_lines(cast("tuple[Any, ...]", value), label)
    if is_dataclass(value):
        return _clean_part(value, f"{label} ")
    return value


def _clean_lines(lines: tuple[Any, ...], label: str) -> tuple[Any, ...]:
    if len(lines) > MOST_LINES:
        raise ServiceError("list_too_long", name=label, most=MOST_LINES)
    cleaned = tuple(_cleaned(line, f"{label}第{number}项") for number, line in enumerate(lines, 1))
    kept = tuple(line for line in cleaned if line != "")
    return lines if kept == lines else kept
