"""Search in Chinese names: one tokenizer for both databases' indexes, and what is asked of them for a text.

A run of Han characters becomes its overlapping bigrams and its last character, so that a phrase of bigrams finds every
substring; letters and digits stay whole. Initials (拼音首字母) and syllables are indexed the same way. The first
token of every text stands there once more behind `START`, so that beginnings can be asked for.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.rules.pinyin import (
    FOREIGN,
    SYLLABLES,
    first_letter,
    fold,
    spell,
    split,
    split_loosely,
    split_mistyped,
)

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
HAN_START = re.compile(rf"[{HAN}]")
LETTERS = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
CODE = re.compile(r"[a-z0-9]*[0-9][a-z0-9]*")
START = "\ue000"
"""Before the first token of a text: no text holds a character for private use."""
BACKWARDS = "\ue001"
"""Before a code written backwards, whose beginning is the code's end."""
CODE_MARK = "\ue002"
"""Before a code, a part or a beginning of it."""
PAIR = "1"
"""Between two syllables of a pair: no syllable holds a digit."""
NAME, PINYIN, SPELLING, FACETS = "name", "pinyin", "spelling", "facets"
"""The columns of the index."""
MOST_RUNS = 16
FEWEST_CODE_SIGNS = 4
"""Fewer digits are no beginning or end of a code: nearly every code would have it."""
LONGEST_BEGINNING = 18
"""The 实施主体 fills the first 18 characters of a code; behind them few codes are left."""
FEWEST_TO_LEAVE_OUT = 2
FEWEST_SYLLABLES = 2
LONGEST_INITIALS = 24
LONGEST_MISTYPED = 16
"""Units of a query in which one wrong, missing or superfluous one is looked for."""


@dataclass(frozen=True, slots=True)
class QueryPhrase:
    """Tokens that must follow each other in a column of the index; with `is_prefix` the last may go on."""

    tokens: tuple[str, ...]
    is_prefix: bool
    column: str = NAME


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must be found."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part found is enough."""

    parts: "tuple[Condition, ...]"


Condition = QueryPhrase | AllOf | AnyOf


def normalise(text: str) -> str:
    """Compatibility forms and letter case made alike (NFKC, casefold)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def squeeze(text: str) -> str:
    """The normalised text without blanks and punctuation, for comparing names."""
    return "".join(runs(text))


def runs(text: str) -> list[str]:
    """The runs of Han characters and of letters and digits in a text."""
    return RUN.findall(normalise(text))


def is_han(run: str) -> bool:
    """Whether a run is one of Han characters."""
    return HAN_START.match(run) is not None


# what the index holds


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order: 营业执照 → 营业 业执 执照 照; GB18030 → gb18030."""
    return [token for run in runs(text) for token in _tokens_of(run)]


def name_tokens(text: str) -> list[str]:
    """What the column of names holds of a text; signs between Han characters part nothing: 许可（变更） holds 可变."""
    joined: list[str] = []
    for run in runs(text):
        if joined and is_han(run) and is_han(joined[-1]):
            joined[-1] += run
        else:
            joined.append(run)
    return _with_start([token for run in joined for token in _tokens_of(run)])


def code_tokens(code: str) -> list[str]:
    """What the column of facets holds of a code: its beginnings, its parts, and the whole backwards."""
    parts, whole = tokens(code), squeeze(code)
    ends = range(FEWEST_CODE_SIGNS, min(len(whole), LONGEST_BEGINNING + 1))
    words = [*(whole[:end] for end in ends), *(parts if len(parts) > 1 else ()), whole]
    return [*(CODE_MARK + word for word in dict.fromkeys(words)), BACKWARDS + whole[::-1]] if whole else []


def spelling(text: str) -> tuple[str, ...]:
    """The syllables of a text in order; a run of letters or digits is one, marked: 3D打印 → =3d da yin."""
    return tuple(
        syllable for run in runs(text) for syllable in (spell(run) if is_han(run) else [FOREIGN + run])
    )


def spelling_tokens(spelled: Sequence[str]) -> list[str]:
    """What the column of syllables holds of a spelling: its pairs of folded syllables and the last one."""
    return _with_start(_syllable_grams([fold(syllable.removeprefix(FOREIGN)) for syllable in spelled]))


def initial_tokens(spelled: Sequence[str]) -> list[str]:
    """What the column of initials holds of a spelling: the bigrams of its initials and the last letter."""
    return _with_start(_grams(initials_of(spelled)))


def initials_of(spelled: Iterable[str]) -> str:
    """The first letters of a spelling; letters and digits stay: =3d da yin → 3ddy."""
    return "".join(first_letter(syllable) for syllable in spelled)


def initials(text: str) -> str:
    """The first letters of a text's pinyin in lower case: 营业执照 → yyzz."""
    return initials_of(spelling(text))


# what is asked of the index


def find_condition(text: str) -> Condition | None:
    """What a name, alias or code must hold to be what the text says; `None` where it says nothing."""
    found = runs(text)[:MOST_RUNS]
    if not found:
        return None
    literal = AllOf(tuple(_run_condition(run) for run in found))
    joined = "".join(found)
    if len(found) > 1 and joined.isascii() and (letters := _letter_conditions(joined)):
        return AnyOf((literal, *letters))
    return literal


def find_beginning(text: str) -> Condition | None:
    """What a name or alias must hold to begin with the text."""
    joined = squeeze(text)
    if not joined:
        return None
    if is_han(joined[0]):
        first = RUN.match(joined)
        return _started(_gram_phrase(first.group() if first else joined, NAME))
    ways = [_started(_spoken_phrase(way)) for way in split(joined)]
    begun = [_started(_gram_phrase(joined, PINYIN))] if LETTERS.fullmatch(joined) else []
    return AnyOf((QueryPhrase((START + joined,), is_prefix=True), *ways, *begun))


def find_similar_condition(text: str) -> Condition | None:
    """What a name must hold that differs from the text by one character or syllable, wrong, missing or superfluous."""
    units = _units(text)
    if not 1 < len(units) <= LONGEST_MISTYPED:
        return None
    kept = _kept_of_syllables(units) if _is_spoken(units) else _kept_of_characters(units)
    ways = {AllOf(tuple(part for side in sides for part in _sequence(side))): None for sides in kept}
    return AnyOf(tuple(ways)) if ways else None


def find_alike(spelled: Sequence[str]) -> Condition | None:
    """What a name must hold to sound like a text of these syllables, of which one alone says too little."""
    syllables = [syllable.removeprefix(FOREIGN) for syllable in spelled]
    return _spoken_phrase(syllables) if len(syllables) > 1 else None


def _run_condition(run: str) -> Condition:
    if is_han(run):
        return _gram_phrase(run, NAME)
    ways: list[Condition] = [QueryPhrase((run,), is_prefix=True)]
    if run.isascii():
        ways += _letter_conditions(run)
    return AnyOf(tuple(ways))


def _letter_conditions(letters: str) -> list[Condition]:
    """What letters or digits may stand for: a code or its end, syllables, initials."""
    ways = _code_conditions(letters) if CODE.fullmatch(letters) else []
    if not LETTERS.fullmatch(letters):
        return ways
    if len(letters) == 1:
        return [*ways, _started(_gram_phrase(letters, PINYIN))]
    ways += [_spoken_phrase(way) for way in split(letters)]
    if len(letters) <= LONGEST_INITIALS:
        ways.append(_gram_phrase(letters, PINYIN))
    loose = () if split(letters) else split_loosely(letters)
    if loose:
        syllables = [_one_syllable(unit) for unit in loose if len(unit) > 1]
        ways.append(AllOf((_gram_phrase("".join(unit[0] for unit in loose), PINYIN), *syllables)))
    return ways


def _code_conditions(letters: str) -> list[Condition]:
    """The beginnings of codes are tokens of their own: one look each, where a prefix would collect all codes of a hall."""
    if len(letters) < FEWEST_CODE_SIGNS:
        return []
    is_whole = len(letters) <= LONGEST_BEGINNING
    return [
        QueryPhrase((CODE_MARK + letters,), is_prefix=not is_whole, column=FACETS),
        QueryPhrase((BACKWARDS + letters[::-1],), is_prefix=True, column=FACETS),
    ]


def _spoken_phrase(syllables: Sequence[str]) -> QueryPhrase:
    """Syllables behind each other, the last of which may be only begun."""
    grams = _syllable_grams([fold(syllable) for syllable in syllables])
    return QueryPhrase(tuple(grams[:-1] or grams), is_prefix=True, column=SPELLING)


def _one_syllable(syllable: str) -> Condition:
    """A whole syllable, within a text or at its end."""
    folded = fold(syllable)
    return AnyOf(
        (
            QueryPhrase((folded + PAIR,), is_prefix=True, column=SPELLING),
            QueryPhrase((folded,), is_prefix=False, column=SPELLING),
        )
    )


def _started(phrase: QueryPhrase) -> QueryPhrase:
    """The same phrase at the beginning of a text: its marked first token stands before the plain one."""
    first, *rest = phrase.tokens
    return QueryPhrase((START + first, *((first, *rest) if rest else ())), phrase.is_prefix, phrase.column)


def _units(text: str) -> tuple[str, ...]:
    """What a person types one after the other: Han characters, or syllables where it is letters alone."""
    found = runs(text)[:MOST_RUNS]
    joined = "".join(found)
    if joined.isascii() and joined.isalpha():
        return split_mistyped(joined)
    return tuple(unit for run in found for unit in (run if is_han(run) else [run]))


def _is_spoken(units: Sequence[str]) -> bool:
    return all(unit.isascii() and unit.isalpha() for unit in units)


def _kept_of_characters(units: Sequence[str]) -> list[tuple[Sequence[str], Sequence[str]]]:
    """Both sides of one gap or one left-out character; of two characters one alone says too little."""
    size = len(units)
    kept = [(units[:at], units[at:]) for at in range(1, size)]
    if size > FEWEST_TO_LEAVE_OUT:
        kept += [(units[:at], units[at + 1 :]) for at in range(size)]
    return kept


def _kept_of_syllables(units: Sequence[str]) -> list[tuple[Sequence[str], Sequence[str]]]:
    """Both sides of one or two left-out units: a wrong letter often spoils its neighbour too. Scraps are never asked for."""
    size = len(units)
    kept = [
        (units[:at], units[at + gap :])
        for gap in (1, 2)
        for at in range(size - gap + 1)
        if all(unit in SYLLABLES for unit in (*units[:at], *units[at + gap :]))
    ]
    least = FEWEST_SYLLABLES if size > FEWEST_SYLLABLES else 1
    return [sides for sides in kept if len(sides[0]) + len(sides[1]) >= least]


def _sequence(units: Sequence[str]) -> list[Condition]:
    """Units that must be found, those of a kind behind each other."""
    if _is_spoken(units):
        if len(units) == 1:
            return [_one_syllable(units[0])]
        return [_spoken_phrase(units)] if units else []
    return [
        _gram_phrase(run, NAME) if is_han(run) else QueryPhrase((run,), is_prefix=True)
        for run in runs("".join(units))
    ]


def _gram_phrase(run: str, column: str) -> QueryPhrase:
    if len(run) == 1:
        return QueryPhrase((run,), is_prefix=True, column=column)
    return QueryPhrase(tuple(_grams(run)[:-1]), is_prefix=False, column=column)


@lru_cache(4096)
def _tokens_of(run: str) -> tuple[str, ...]:
    return tuple(_grams(run)) if is_han(run) else (run,)


def _grams(run: str) -> list[str]:
    """Overlapping bigrams, then the last single character."""
    return [run[place : place + 2] for place in range(len(run))]


def _syllable_grams(folded: Sequence[str]) -> list[str]:
    """Overlapping pairs, then the last single syllable: one alone stands in too many names to be looked for."""
    return [PAIR.join(folded[place : place + 2]) for place in range(len(folded))]


def _with_start(found: list[str]) -> list[str]:
    return [START + found[0], *found] if found else []
