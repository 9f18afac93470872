"""Filters of the catalogue (事项筛选): what may be asked of a matter besides its name, and the words the index keeps of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.rules.search import (
    FACETS,
    AllOf,
    AnyOf,
    Condition,
    QueryPhrase,
    is_han,
    runs,
    squeeze,
    tokens,
)
from models.elements import OrganisationTheme, PersonTheme
from models.enums import ApplicantKind, HandlingKind, LabelledEnum, MatterState, UseLevel

FEWEST_OF_A_THEME = 2
"""One character stands in too many themes."""


class ApplicantGroup(LabelledEnum):
    """服务对象: whether people or bodies apply."""

    PERSON = "person", "个人"
    ORGANISATION = "organisation", "法人和其他组织"


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """What a matter must be to be listed or found; what is not set asks nothing.

    A matter that does not say who may apply counts for both groups.
    """

    applicant: ApplicantGroup | None = None
    person_theme: PersonTheme | None = None
    organisation_theme: OrganisationTheme | None = None
    department_id: int | None = None
    use_level: UseLevel | None = None
    is_immediate: bool = False
    """即办: decided on the spot."""
    is_fully_online: bool = False
    """全程网办."""
    states: tuple[MatterState, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether it asks for anything."""
        return self != MatterFilter()


IN_USE = MatterFilter(states=(MatterState.PUBLISHED,))
"""What a counter may take."""


def facet_condition(wanted: MatterFilter) -> Condition | None:
    """What the index must hold of a matter in its column of facets; `None` where the filter asks nothing."""
    words = [
        *([f"p{wanted.applicant}"] if wanted.applicant else []),
        *([f"tp{wanted.person_theme}"] if wanted.person_theme else []),
        *([f"to{wanted.organisation_theme}"] if wanted.organisation_theme else []),
        *([f"d{wanted.department_id}"] if wanted.department_id is not None else []),
        *([f"l{wanted.use_level}"] if wanted.use_level else []),
        *(["immediate"] if wanted.is_immediate else []),
        *(["online"] if wanted.is_fully_online else []),
    ]
    parts: list[Condition] = [_facet(word) for word in words]
    if wanted.states:
        parts.append(AnyOf(tuple(_facet(f"s{state}") for state in wanted.states)))
    return AllOf(tuple(parts)) if parts else None


def meets(condition: Condition, facets: str) -> bool:
    """Whether words of facets, parted by blanks, meet a condition on them, as the index would say."""
    words = set(facets.split(" "))

    def holds(part: Condition) -> bool:
        if isinstance(part, QueryPhrase):
            return words.issuperset(part.tokens)
        return all(map(holds, part.parts)) if isinstance(part, AllOf) else any(map(holds, part.parts))

    return holds(condition)


def theme_condition(text: str) -> Condition | None:
    """The themes that are called what was typed, of the national lists and the words of local ones."""
    wanted = squeeze(text)
    if len(wanted) < FEWEST_OF_A_THEME or not all(is_han(run) for run in runs(wanted)):
        return None
    codes = [
        *(f"tp{theme}" for theme in PersonTheme if wanted in theme.label),
        *(f"to{theme}" for theme in OrganisationTheme if wanted in theme.label),
    ]
    local = QueryPhrase(tuple(tokens(wanted)[:-1]), is_prefix=False, column=FACETS)
    return AnyOf((local, *(_facet(code) for code in codes)))


def facet_words(stored: Mapping[str, Any], department_id: int, state: MatterState) -> list[str]:
    """What the column of facets holds of a stored content (`services.matter_versions.dump_content`)."""
    kinds = stored.get("applicant_kinds") or list(ApplicantKind)
    words = {
        *(f"p{_group(kind)}" for kind in kinds),
        *(f"tp{theme}" for theme in stored.get("person_themes") or ()),
        *(f"to{theme}" for theme in stored.get("organisation_themes") or ()),
        f"d{department_id}",
        f"s{state}",
    }
    if stored.get("use_level"):
        words.add(f"l{stored['use_level']}")
    if stored.get("handling_kind") == HandlingKind.IMMEDIATE:
        words.add("immediate")
    if stored.get("is_fully_online"):
        words.add("online")
    local = [token for theme in stored.get("themes") or () for token in tokens(theme) if is_han(token)]
    return [*sorted(words), *local]


def _group(kind: str) -> ApplicantGroup:
    return ApplicantGroup.PERSON if kind == ApplicantKind.PERSON.value else ApplicantGroup.ORGANISATION


def _facet(word: str) -> QueryPhrase:
    return QueryPhrase((word,), is_prefix=False, column=FACETS)
