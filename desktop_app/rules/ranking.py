"""The order of what a search found: how well each name answers, what the hall and the counter use, what is nearly meant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from desktop_app.rules.pinyin import FOREIGN, fold, split, split_loosely
from desktop_app.rules.search import LETTERS, initials_of, is_han, runs, squeeze
from models.enums import LabelledEnum

FUZZY_CUTOFF = 60.0
"""Least share (0 to 100) of the query that a name must hold to count as similar."""
FUZZY_LETTERS_CUTOFF = 78.0
"""The same for letters: syllables share more letters by chance than names share characters."""
FEWEST_FUZZY_LETTERS = 5
REMEMBERED = 50_000
"""Spellings whose forms are kept from one keystroke to the next: about 15 MB where all are of the longest."""


class MatchKind(LabelledEnum):
    """How a name answers a query, best first."""

    EXACT = "exact", "完全一致"
    PREFIX = "prefix", "开头一致"
    ALIAS = "alias", "别名"
    SUBSTRING = "substring", "包含"
    SPELLING = "spelling", "拼音"
    INITIALS = "initials", "拼音首字母"
    THEME = "theme", "主题"
    SIMILAR = "similar", "相近"


_ORDER = {kind: place for place, kind in enumerate(MatchKind)}
_GUESSES = frozenset({MatchKind.THEME, MatchKind.SIMILAR})


@dataclass(frozen=True, slots=True)
class SearchWords:
    """What a matter is compared by, as the index keeps it: squeezed name and aliases, and the syllables of each."""

    names: tuple[str, ...]
    spellings: tuple[str, ...]
    """Syllables parted by blanks, in the order of `names`."""
    codes: tuple[str, ...] = ()
    """Squeezed."""


@dataclass(frozen=True, slots=True)
class SearchCandidate:
    """What the index found; `popularity` is any growing number of uses."""

    key: int
    words: SearchWords
    popularity: int = 0
    is_of_theme: bool = False
    """Whether a theme of the matter is called what was typed."""


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that answers the query, how, and how well (0 to 100); `alias` is the one that did."""

    candidate: SearchCandidate
    kind: MatchKind
    score: float = 100.0
    alias: str = ""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A text once taken apart, to be compared with many candidates."""

    words: tuple[str, ...]
    joined: str = ""
    is_letters: bool = False
    ways: tuple[str, ...] = ()
    """The letters as folded syllables, each behind a blank, in each way they can be read."""
    loose: tuple[str, ...] = ()
    loose_initials: str = ""
    spoken: str = ""
    """Of Han characters how they sound, folded: what is mistyped mostly sounds alike (身分证)."""
    cutoff: float = FUZZY_CUTOFF

    @classmethod
    def of(cls, text: str, syllables: Sequence[str] = ()) -> "SearchQuery":
        """Take a text apart; `syllables` of it where what only sounds like it shall count."""
        words = tuple(runs(text))
        joined = "".join(words)
        if not LETTERS.fullmatch(joined):
            return cls(words, joined, spoken=_folded(" ".join(syllables)))
        ways = split(joined)
        loose = () if ways else split_loosely(joined)
        return cls(
            words,
            joined,
            is_letters=True,
            ways=tuple(_folded(" ".join(way)) for way in ways),
            loose=loose,
            loose_initials="".join(unit[0] for unit in loose),
            cutoff=FUZZY_LETTERS_CUTOFF,
        )


def rank(
    text: str,
    candidates: Iterable[SearchCandidate],
    used: Mapping[int, float] | None = None,
    syllables: Sequence[str] = (),
    *,
    guesses: bool = True,
) -> list[Match]:
    """The candidates that answer a text, best first.

    An exact answer comes first, then what this counter uses (`used`: weights by key), then the kinds in their order;
    within a kind the more popular, then the shorter name. What is only nearly meant never moves ahead by its use; with
    the `syllables` of the text what sounds like it is the nearest of that, and without `guesses` it is left out.
    """
    query, weights = SearchQuery.of(text, syllables), used or {}
    found = [match for candidate in candidates if (match := _match(query, candidate, guesses)) is not None]
    return sorted(found, key=lambda match: _place(match, weights))


def pack_words(texts: Iterable[str], spellings: Iterable[str], codes: Iterable[str]) -> str:
    """Names, spellings and codes as one text, to be kept beside the index."""
    return "\n".join(("\t".join(map(squeeze, texts)), "\t".join(spellings), "\t".join(map(squeeze, codes))))


def unpack_words(packed: str) -> SearchWords:
    """What `pack_words` kept."""
    names, spellings, codes = packed.split("\n")
    return SearchWords(tuple(names.split("\t")), tuple(spellings.split("\t")), tuple(codes.split("\t")))


def _place(match: Match, weights: Mapping[int, float]) -> tuple[float | str, ...]:
    candidate, kind = match.candidate, match.kind
    weight = 0.0 if kind in _GUESSES else weights.get(candidate.key, 0.0)
    is_guess = kind is MatchKind.SIMILAR
    name = candidate.words.names[0]
    return (
        kind is not MatchKind.EXACT,
        -weight,
        _ORDER[kind],
        -match.score if is_guess or kind is MatchKind.EXACT else 0.0,
        -candidate.popularity,
        -match.score,
        len(name),
        name,
        candidate.key,
    )


def _match(query: SearchQuery, candidate: SearchCandidate, guesses: bool) -> Match | None:
    name, *aliases = candidate.words.names
    joined = query.joined
    codes = candidate.words.codes
    if joined == name or joined in codes:
        return Match(candidate, MatchKind.EXACT)
    if name.startswith(joined) or any(code.startswith(joined) for code in codes):
        return Match(candidate, MatchKind.PREFIX)
    for alias in aliases:
        if joined in alias:
            return Match(candidate, MatchKind.ALIAS, 100.0 if alias.startswith(joined) else 95.0, alias)
    if joined in name or any(joined in code for code in codes):
        return Match(candidate, MatchKind.SUBSTRING)
    answer = _match_words(query, candidate, codes)
    return answer or (_match_similar(query, candidate) if guesses else None)


def _match_words(query: SearchQuery, candidate: SearchCandidate, codes: Sequence[str]) -> Match | None:
    """Words apart from each other, syllables, initials, themes."""
    texts = (*candidate.words.names, *codes)
    if all(any(word in text for text in texts) for word in query.words):
        return Match(candidate, MatchKind.SUBSTRING, 90.0)
    if query.is_letters:
        spoken = _match_letters(query, candidate)
        if spoken is not None:
            return spoken
    elif any(not is_han(word) for word in query.words):
        mixed = _match_mixed(query, candidate)
        if mixed is not None:
            return mixed
    return Match(candidate, MatchKind.THEME) if candidate.is_of_theme else None


def _match_letters(query: SearchQuery, candidate: SearchCandidate) -> Match | None:
    """Letters that are the syllables of a name or alias, whole or from some syllable on, or its initials."""
    best: Match | None = None
    for place, spelled in enumerate(candidate.words.spellings):
        score = _spelling_score(query, spelled)
        if score and (best is None or score > best.score):
            alias = candidate.words.names[place] if place else ""
            best = Match(candidate, MatchKind.SPELLING, score - (2.0 if place else 0.0), alias)
    if best is not None:
        return best
    for place, spelled in enumerate(candidate.words.spellings):
        letters = _initials(spelled)
        if query.joined in letters:
            alias = candidate.words.names[place] if place else ""
            score = 100.0 if letters.startswith(query.joined) else 95.0
            return Match(candidate, MatchKind.INITIALS, score - (2.0 if place else 0.0), alias)
    return None


def _spelling_score(query: SearchQuery, spelled: str) -> float:
    """100 for the beginning of a text and 95 within it, 10 less for sounds only mixed up; 0 where it is not there."""
    flat = _flat(spelled)
    if flat.startswith(query.joined):
        return 100.0
    folded = _folded(spelled)
    for way in query.ways:
        at = folded.find(way)
        if at >= 0:
            is_as_typed = query.joined in flat
            return (95.0 if at else 98.0) - (0.0 if is_as_typed else 10.0)
    if query.loose and query.loose_initials in _initials(spelled) and _holds_loosely(query.loose, spelled):
        return 85.0
    return 0.0


def _holds_loosely(units: tuple[str, ...], spelled: str) -> bool:
    """Whether syllables and first letters follow each other somewhere in a spelling."""
    syllables = spelled.replace(FOREIGN, "").split(" ")
    size = len(units)
    return any(
        all(syllable.startswith(unit) for syllable, unit in zip(syllables[at:], units, strict=False))
        for at in range(len(syllables) - size + 1)
    )


def _match_mixed(query: SearchQuery, candidate: SearchCandidate) -> Match | None:
    """Han characters that stand in a name, and letters that are syllables or initials of it."""
    for name, spelled in zip(candidate.words.names, candidate.words.spellings, strict=False):
        if all(
            word in name if is_han(word) else word in name or _is_spoken(word, spelled)
            for word in query.words
        ):
            return Match(candidate, MatchKind.SPELLING, 90.0)
    return None


def _is_spoken(letters: str, spelled: str) -> bool:
    query = SearchQuery.of(letters)
    return query.is_letters and (_spelling_score(query, spelled) > 0 or letters in _initials(spelled))


def _match_similar(query: SearchQuery, candidate: SearchCandidate) -> Match | None:
    if query.spoken and any(query.spoken in _folded(spelled) for spelled in candidate.words.spellings):
        score = 100.0
    elif not query.is_letters:
        score = max(_similarity(query.joined, text) for text in candidate.words.names)
    elif len(query.joined) >= FEWEST_FUZZY_LETTERS:
        score = max(_similarity(query.joined, _flat(spelled)) for spelled in candidate.words.spellings)
    else:
        return None
    return Match(candidate, MatchKind.SIMILAR, score) if score >= query.cutoff else None


@lru_cache(REMEMBERED)
def _flat(spelled: str) -> str:
    """The syllables of a spelling without blanks."""
    return spelled.replace(FOREIGN, "").replace(" ", "")


@lru_cache(REMEMBERED)
def _folded(spelled: str) -> str:
    """The folded syllables of a spelling, each behind a blank."""
    return "".join(" " + fold(syllable) for syllable in spelled.replace(FOREIGN, "").split(" ") if syllable)


@lru_cache(REMEMBERED)
def _initials(spelled: str) -> str:
    return initials_of(spelled.split(" "))


def _similarity(query: str, text: str) -> float:
    """Like the best part of a longer text, or like the whole of a shorter one (0 to 100)."""
    return fuzz.partial_ratio(query, text) if len(query) <= len(text) else fuzz.ratio(query, text)
