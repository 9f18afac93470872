"""材料库: what an entry must say, which entry a line of a matter stands for, and which names mean the same."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from models.enums import MaterialCarrier, MaterialKind, MaterialSource

LONGEST_NAME = 200
LONGEST_TEXT = 4000
CODE = re.compile(r"[0-9A-Z][0-9A-Z._-]{0,31}")
LEAST_SIMILAR = 72
"""Of 100: below this two names of four characters no longer share three of them."""

_NOISE = re.compile(
    r"(?:的|之|及|和|与|等|原件|复印件|副本|正本|扫描件|电子版|[\s（）()《》〈〉“”\"'、，,。.；;：:·\-—/])+"
)


@dataclass(frozen=True, slots=True)
class MaterialInput:
    """材料库条目 as somebody fills it in; files by their digests, `code` empty where the next number is to be given."""

    name: str
    kind: MaterialKind = MaterialKind.OTHER
    carrier: MaterialCarrier = MaterialCarrier.EITHER
    source: MaterialSource = MaterialSource.APPLICANT
    issuer: str = ""
    check_points: str = ""
    """审查要点."""
    standard: str = ""
    """受理标准."""
    instructions: str = ""
    """填报须知."""
    licence: str = ""
    """电子证照 that replaces it."""
    blank_form: str = ""
    sample: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What tells entries apart: row number, code, name and issuer; `stands_for` is the row an entry was merged into."""

    id: int
    code: str
    name: str
    issuer: str
    is_active: bool = True
    stands_for: int | None = None


class Register:
    """The entries by code and by name, to find the one a line stands for."""

    def __init__(self, entries: Iterable[Named]) -> None:
        self._by_id: dict[int, Named] = {}
        self._by_code: dict[str, Named] = {}
        self._by_name: dict[str, list[Named]] = {}
        for entry in entries:
            self._by_id[entry.id] = entry
            self._by_code[entry.code] = entry
            self._by_name.setdefault(entry.name, []).append(entry)

    @property
    def is_empty(self) -> bool:
        """Whether there is no entry at all."""
        return not self._by_id

    def find(self, name: str, issuer: str = "", code: str = "") -> Named | None:
        """The entry of a code; without one that of the same name and issuer, or the only one of that name.

        A retired entry stands only for lines that name its code; one that was merged stands for nothing any more.
        """
        if code:
            named = self._by_code.get(code)
            return None if named is None else self._standing(named)
        entries = self._by_name.get(name.strip(), [])
        standing = {entry.id: entry for each in entries if (entry := self._standing(each)).is_active}
        alike = [entry for entry in standing.values() if entry.issuer == issuer.strip()]
        if len(alike) == 1:
            return alike[0]
        return next(iter(standing.values())) if len(standing) == 1 else None

    def find_for(self, spec: MaterialSpec) -> Named | None:
        """The entry a line of a matter stands for."""
        return self.find(spec.name, spec.issuer, spec.library_code)

    def _standing(self, entry: Named) -> Named:
        """Follow the merges; whoever merged in a circle has stopped by then."""
        seen: set[int] = set()
        while entry.stands_for is not None and entry.id not in seen and entry.stands_for in self._by_id:
            seen.add(entry.id)
            entry = self._by_id[entry.stands_for]
        return entry


def clean_input(given: MaterialInput) -> MaterialInput:
    """The entry as it is kept.

    Raises `text_needed`, `text_too_long`, `text_invalid` naming the field, `material_code_invalid`.
    """
    code = unicodedata.normalize("NFKC", given.code).strip().upper()
    if code and not CODE.fullmatch(code):
        raise ServiceError("material_code_invalid")
    return replace(
        given,
        code=code,
        name=_one_line(clean_text(given.name, "材料名称", needed=True, longest=LONGEST_NAME)),
        issuer=_one_line(clean_text(given.issuer, "出具机构", longest=LONGEST_NAME)),
        licence=_one_line(clean_text(given.licence, "可替代的电子证照", longest=LONGEST_NAME)),
        check_points=clean_text(given.check_points, "审查要点", longest=LONGEST_TEXT),
        standard=clean_text(given.standard, "受理标准", longest=LONGEST_TEXT),
        instructions=clean_text(given.instructions, "填报须知", longest=LONGEST_TEXT),
    )


def material_code(number: int) -> str:
    """材料库编码 of the office's own series: CL and five digits, more where they do not suffice."""
    return f"CL{number:05}"


def plain_name(name: str) -> str:
    """A name without what people write one way or another: brackets, blanks, 原件 and 复印件, linking words."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", name))
    return plain or name.strip()


def similar_names(name: str, names: Mapping[int, str], limit: int = 5) -> Sequence[tuple[int, float]]:
    """The names that may mean the same, best first, each with its likeness of 100; the keys of `names` are kept.

    A name within the other (身份证, 居民身份证) is alike too, a little less.
    """
    wanted = plain_name(name)
    if len(wanted) < 2:
        return []
    found = process.extract(
        wanted,
        {key: plain_name(each) for key, each in names.items()},
        scorer=_likeness,
        limit=limit,
        score_cutoff=LEAST_SIMILAR,
    )
    return [(key, score) for _, score, key in found]


def _likeness(one: str, other: str, **_options: object) -> float:
    whole = fuzz.ratio(one, other)
    shorter = min(len(one), len(other))
    part = 90.0 if shorter > 2 and (one in other or other in one) else 0.0
    return max(whole, part)


def _one_line(text: str) -> str:
    return " ".join(text.split())
