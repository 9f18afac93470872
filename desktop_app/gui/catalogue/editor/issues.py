"""What is to be noticed in a draft, and where in it that stands."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.elements import SECTION_OF, Section, path_label
from desktop_app.rules.matter_checks import find_content_faults
from desktop_app.rules.quality import check_content
from desktop_app.rules.situations import find_faults
from models.elements import QualityLevel

SIGNS = {QualityLevel.ERROR: "■", QualityLevel.WARNING: "▲"}
_PLACE = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(.+))?")


@dataclass(frozen=True, slots=True)
class Place:
    """A path such as `materials[3].name`, taken apart; `line` counts from 0."""

    key: str
    line: int | None = None
    rest: str = ""
    """What follows within the element or line, for example `name` or `options[2].text`; may be empty."""

    @property
    def section(self) -> Section:
        """Where it is edited."""
        return SECTION_OF.get(self.key, Section.BASICS)

    @property
    def field(self) -> str:
        """The field of the line, or the element itself."""
        return re.split(r"[.\[]", self.rest)[0] if self.line is not None else self.key


def place_of(path: str) -> Place:
    """A path taken apart; what is no path stands for the first element."""
    found = _PLACE.fullmatch(path)
    if found is None:
        return Place("name")
    key, line, rest = found.groups()
    return Place(key, int(line) - 1 if line else None, rest or "")


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding about a draft."""

    level: QualityLevel
    path: str
    text: str
    source: str = ""
    """The rule it rests on."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return place_of(self.path)

    @property
    def where(self) -> str:
        """What a person calls the place."""
        return path_label(self.path)

    @property
    def is_error(self) -> bool:
        """Whether it forbids publication."""
        return self.level is QualityLevel.ERROR

    @property
    def sign(self) -> str:
        """Its level as a shape and a word, so that no colour speaks alone."""
        return f"{SIGNS[self.level]} {self.level.label}"


def path_text(path: Sequence[str | int]) -> str:
    """A place in a content as findings name it, for example `materials[3].name`, counted from 1."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def find_issues(content: MatterContent, code: str, item_code: str) -> tuple[Issue, ...]:
    """Everything the rules say of a content, errors first, then in the order of the sections."""
    issues = [
        Issue(each.level, each.path, each.text, each.source)
        for each in check_content(content, code, item_code)
    ]
    issues += [
        Issue(QualityLevel.ERROR, path_text(fault.path), fault.reason)
        for fault in find_content_faults(content)
    ]
    told = {each.path for each in issues}
    issues += [
        Issue(QualityLevel.ERROR, path, text) for path, text in find_faults(content) if path not in told
    ]
    order = {section: at for at, section in enumerate(Section)}
    return tuple(
        sorted(issues, key=lambda each: (not each.is_error, order[each.place.section], each.place.line or 0))
    )


def count_by_section(issues: Iterable[Issue]) -> Counter[tuple[Section, QualityLevel]]:
    """How many of each level stand in each section."""
    return Counter((issue.place.section, issue.level) for issue in issues)


def worst_by_line(issues: Iterable[Issue], key: str) -> dict[int, QualityLevel]:
    """The worst level on each line of a list."""
    worst: dict[int, QualityLevel] = {}
    for issue in issues:
        place = issue.place
        if place.key == key and place.line is not None:
            known = worst.get(place.line)
            worst[place.line] = (
                QualityLevel.ERROR if QualityLevel.ERROR in (known, issue.level) else issue.level
            )
    return worst
