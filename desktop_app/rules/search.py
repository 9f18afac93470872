"""Search in Chinese names: one tokenizer for both databases' indexes, and the order of what they find.

A run of Han characters becomes its overlapping bigrams and its last character, so that a phrase of bigrams finds every
substring; letters and digits stay whole. Pinyin initials (拼音首字母) are indexed the same way in a second column.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from models.enums import LabelledEnum

FUZZY_CUTOFF = 60.0
"""Least share (0 to 100) of the query that a name must hold to count as similar."""
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
HAN_START = re.compile(rf"[{HAN}]")
LETTERS = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
READINGS = {"长葛": [["cháng"], ["gě"]]}
"""Words of the halls that the pinyin dictionary misreads."""


@dataclass(frozen=True, slots=True)
class QueryPhrase:
    """Tokens that must follow each other in the index; with `is_prefix` the last may go on."""

    tokens: tuple[str, ...]
    is_prefix: bool


class MatchKind(LabelledEnum):
    """How a name answers a query, best first."""

    EXACT = "exact", "完全一致"
    PREFIX = "prefix", "开头一致"
    ALIAS = "alias", "别名"
    SUBSTRING = "substring", "包含"
    INITIALS = "initials", "拼音首字母"
    SIMILAR = "similar", "相近"


@dataclass(frozen=True, slots=True)
class SearchCandidate:
    """What the index found: `initials` as of `initials(name)`, `popularity` any growing number of uses."""

    key: int
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    initials: str = ""
    popularity: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that answers the query, how, and how well (0 to 100)."""

    candidate: SearchCandidate
    kind: MatchKind
    score: float = 100.0


def normalise(text: str) -> str:
    """Compatibility forms and letter case made alike (NFKC, casefold)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def tokens(text: str) -> list[str]:
    """What the index holds of a text, in order: 营业执照 → 营业 业执 执照 照; GB18030 → gb18030."""
    return [token for run in _runs(text) for token in _tokens_of(run)]


def initial_tokens(text: str) -> list[str]:
    """What the second column holds of a text: the bigrams of its pinyin initials and the last letter."""
    return _grams(initials(text))


def query_tokens(text: str) -> tuple[QueryPhrase, ...]:
    """The phrases that all must be found; one Han character or a word of letters is a prefix."""
    return tuple(_phrase(run) for run in _runs(text))


def initials_query(text: str) -> QueryPhrase | None:
    """The phrase to look for among initials, when the query is letters and digits alone; else `None`."""
    letters = squeeze(text)
    if not LETTERS.fullmatch(letters):
        return None
    return _gram_phrase(letters)


def initials(text: str) -> str:
    """The first letters of the text's pinyin in lower case; letters and digits stay: 3D打印 → 3ddy."""
    return "".join(_first_letters(run) if HAN_START.match(run) else run for run in _runs(text))


def squeeze(text: str) -> str:
    """The normalised text without blanks and punctuation, for comparing names."""
    return "".join(_runs(text))


def rank(query: str, candidates: Iterable[SearchCandidate]) -> list[Match]:
    """The candidates that answer the query, best first; within a kind the more popular, then the shorter name."""
    words = _runs(query)
    found = (match for candidate in candidates if (match := _match(words, candidate)) is not None)
    order = {kind: place for place, kind in enumerate(MatchKind)}
    return sorted(
        found,
        key=lambda match: (
            order[match.kind],
            -match.score,
            -match.candidate.popularity,
            len(match.candidate.name),
            match.candidate.key,
        ),
    )


def _match(words: list[str], candidate: SearchCandidate) -> Match | None:
    query = "".join(words)
    name, code = squeeze(candidate.name), squeeze(candidate.code)
    aliases = [squeeze(alias) for alias in candidate.aliases]
    if query in (name, code):
        return Match(candidate, MatchKind.EXACT)
    if name.startswith(query) or code.startswith(query):
        return Match(candidate, MatchKind.PREFIX)
    if any(query in alias for alias in aliases):
        return Match(candidate, MatchKind.ALIAS)
    if all(any(word in text for text in (name, code, *aliases)) for word in words):
        return Match(candidate, MatchKind.SUBSTRING)
    if query in candidate.initials:
        return Match(candidate, MatchKind.INITIALS)
    score = max(_similarity(query, text) for text in (name, *aliases))
    return Match(candidate, MatchKind.SIMILAR, score) if score >= FUZZY_CUTOFF else None


def _similarity(query: str, text: str) -> float:
    """Like the best part of a longer text, or like the whole of a shorter one (0 to 100)."""
    return fuzz.partial_ratio(query, text) if len(query) <= len(text) else fuzz.ratio(query, text)


def _runs(text: str) -> list[str]:
    return RUN.findall(normalise(text))


def _tokens_of(run: str) -> list[str]:
    return _grams(run) if HAN_START.match(run) else [run]


def _grams(run: str) -> list[str]:
    """Overlapping bigrams, then the last single character."""
    return [run[place : place + 2] for place in range(len(run))]


def _phrase(run: str) -> QueryPhrase:
    return _gram_phrase(run) if HAN_START.match(run) else QueryPhrase((run,), is_prefix=True)


def _gram_phrase(run: str) -> QueryPhrase:
    if len(run) == 1:
        return QueryPhrase((run,), is_prefix=True)
    return QueryPhrase(tuple(_grams(run)[:-1]), is_prefix=False)


@cache
def _load_readings() -> None:
    """Teach the dictionary our words; importing it takes 0.1 s, so only when first needed."""
    from pypinyin import load_phrases_dict

    load_phrases_dict(READINGS)


def _first_letters(run: str) -> str:
    _load_readings()
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(run, style=Style.FIRST_LETTER)).lower()
