"""Finding matters by what people type: the index answers, `rules.ranking` puts the answers in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop_app.rules.matter_filter import IN_USE, MatterFilter, facet_condition, meets, theme_condition
from desktop_app.rules.ranking import Match, MatchKind, SearchCandidate, rank, unpack_words
from desktop_app.rules.search import (
    AllOf,
    Condition,
    QueryPhrase,
    find_alike,
    find_beginning,
    find_condition,
    find_similar_condition,
    is_han,
    spelling,
    squeeze,
    tokens,
)
from desktop_app.services.index_questions import Question, ask, hits, named, of_ids, popular, votes
from desktop_app.services.matter_rows import MatterRow, make_row
from desktop_app.services.work import Work
from models.cases import Case
from models.enums import MatterState, Permission

LONGEST_QUERY = 100
CANDIDATES = 200
"""Hits taken in the order of the index; where there are more, further questions bring the ones that come first."""
BEGINNINGS = 60
POPULAR = 120
NAMED = 20
THEMES = 50
SIMILAR = 150
LITTLE = 3
"""With fewer hits than this the search also looks for what was perhaps meant."""
FEWEST_VOTERS = 3
MOST_VOTERS = 10
VOTES = 500
"""Hits counted for each pair of characters of a query with several mistakes."""
RECENT_CASES = 200
"""The last cases of a counter that say what it uses."""
FADING = 0.98
"""What the use in a case counts beside that in the next one."""

Rows = list[sa.Row[*tuple[Any, ...]]]
Found = dict[int, sa.Row[*tuple[Any, ...]]]


def find_matters(
    work: Work, text: str, limit: int = 20, only: MatterFilter | None = None, counter_id: int | None = None
) -> list[MatterRow]:
    """The matters that a text means, best first: by name, code, alias, pinyin, theme, or nearly so.

    With a counter, what it used in its last cases comes first among what really answers.
    """
    work.require(Permission.CATALOGUE_VIEW)
    text = askable(text)[:LONGEST_QUERY]
    condition = find_condition(text)
    if condition is None:
        return []
    facets = facet_condition(only) if only else None
    search = _Search(work.session, text, facets, _uses(work, counter_id))
    found = search.find(condition, limit)
    candidates = [_candidate(row, search.of_theme) for row in found.values()]
    matches = rank(text, candidates, search.used, search.syllables, guesses=search.guesses)
    return [make_row(found[match.candidate.key], _hint(match, search.used)) for match in matches[:limit]]


def list_usual_matters(
    work: Work, limit: int = 20, counter_id: int | None = None, only: MatterFilter = IN_USE
) -> list[MatterRow]:
    """The matters in use that a counter uses, most and latest first, then those the hall is asked for most."""
    work.require(Permission.CATALOGUE_VIEW)
    used = _uses(work, counter_id)
    facets = facet_condition(only)
    questions = [of_ids(work.session, list(used)), popular(work.session, POPULAR)]
    if facets is not None and only != IN_USE:
        questions.append(hits(work.session, facets, limit))
    rows = {row.id: row for row in ask(work.session, questions) if _meets(facets, row)}
    in_use = [row for row in rows.values() if row.state == MatterState.PUBLISHED]
    in_use.sort(key=lambda row: (-used.get(row.id, 0.0), -row.popularity, row.name, row.id))
    return [make_row(row, _USED if row.id in used else "") for row in in_use[:limit]]


def askable(text: str) -> str:
    """A text that either database can be asked about: without zeros and halves of characters."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()


_USED = "本窗口常办"
_HINTS = {
    MatchKind.SPELLING: "拼音",
    MatchKind.INITIALS: "拼音首字母",
    MatchKind.THEME: "主题",
    MatchKind.SIMILAR: "相近",
}


@dataclass(slots=True)
class _Search:
    """One search under way: one statement, more where it finds too much or too little."""

    session: Session
    text: str
    facets: Condition | None
    used: dict[int, float]
    of_theme: set[int] = field(default_factory=set[int])
    """What answers by its theme only."""
    syllables: tuple[str, ...] = ()
    """Of the text, where what sounds like it was looked for."""
    guesses: bool = False
    """Whether so little was found that what is only similar counts."""

    def find(self, condition: Condition, limit: int) -> Found:
        """What may answer."""
        found = _by_id(ask(self.session, [self._hits(condition, CANDIDATES)]))
        if len(found) >= CANDIDATES:
            return found | self._foremost()
        if len(found) >= limit:
            return found
        self.guesses = len(found) < LITTLE
        theme, alike = self._of_theme(), self._alike() if self.guesses else []
        rows = ask(self.session, [*alike, *theme]) if theme or alike else []
        self.of_theme = {row.id for row in rows if row.number == len(alike)} - found.keys()
        found |= self._meeting(rows)
        if self.guesses and len(found.keys() - self.of_theme) < LITTLE:
            similar = self._similar()
            found |= self._meeting(similar or self._voted())
        return found

    def _foremost(self) -> Found:
        """Where there are more hits than are looked at: what is to come first, wherever it stands in the index."""
        letters = squeeze(self.text)
        is_beginning = len(letters) == 1 and letters.isascii()
        beginning = None if is_beginning else find_beginning(self.text)
        questions = [
            named(self.session, self.text.strip(), NAMED),
            popular(self.session, POPULAR),
            *([self._hits(beginning, BEGINNINGS)] if beginning else []),
            *([of_ids(self.session, list(self.used))] if self.used else []),
        ]
        return self._meeting(ask(self.session, questions))

    def _of_theme(self) -> list[Question]:
        theme = theme_condition(self.text)
        return [] if theme is None else [self._hits(theme, THEMES)]

    def _alike(self) -> list[Question]:
        """What sounds like the text: most mistakes are another character of the same sound."""
        self.syllables = () if squeeze(self.text).isascii() else spelling(self.text)
        alike = find_alike(self.syllables)
        return [] if alike is None else [self._hits(alike, SIMILAR)]

    def _similar(self) -> Rows:
        """What differs from the text by one character or syllable."""
        similar = find_similar_condition(self.text)
        return [] if similar is None else ask(self.session, [self._hits(similar, SIMILAR)])

    def _voted(self) -> Rows:
        """What shares the most pairs of characters with a text of several mistakes."""
        pairs = dict.fromkeys(token for token in tokens(self.text) if len(token) > 1 and is_han(token))
        if len(pairs) < FEWEST_VOTERS:
            return []
        phrases = [QueryPhrase((pair,), is_prefix=False) for pair in list(pairs)[:MOST_VOTERS]]
        return ask(self.session, [votes(self.session, phrases, VOTES, CANDIDATES)])

    def _hits(self, condition: Condition, limit: int) -> Question:
        narrowed = AllOf((condition, self.facets)) if self.facets else condition
        return hits(self.session, narrowed, limit)

    def _meeting(self, rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> Found:
        """Rows that were not asked for with the filter are held against it here."""
        return {row.id: row for row in rows if _meets(self.facets, row)}


def _by_id(rows: Iterable[sa.Row[*tuple[Any, ...]]]) -> Found:
    return {row.id: row for row in rows}


def _meets(facets: Condition | None, row: sa.Row[*tuple[Any, ...]]) -> bool:
    return facets is None or meets(facets, row.words.split("\n", 2)[1])


def _candidate(row: sa.Row[*tuple[Any, ...]], of_theme: set[int]) -> SearchCandidate:
    packed = row.words.split("\n", 2)[2]
    return SearchCandidate(row.id, unpack_words(packed), row.popularity, row.id in of_theme)


def _uses(work: Work, counter_id: int | None) -> dict[int, float]:
    """How much each matter counts among the last cases of a counter, the greatest first."""
    if counter_id is None:
        return {}
    latest = sa.select(Case.matter_id).where(Case.counter_id == counter_id).order_by(Case.id.desc())
    weights: dict[int, float] = {}
    for place, matter_id in enumerate(work.session.scalars(latest.limit(RECENT_CASES))):
        weights[matter_id] = weights.get(matter_id, 0.0) + FADING**place
    return dict(sorted(weights.items(), key=lambda weighed: -weighed[1]))


def _hint(match: Match, used: dict[int, float]) -> str:
    """Why a row stands there: the alias that answered, or how it did, or its use at this counter."""
    alias = f"别名：{match.alias}" if match.alias else ""
    parts = (alias or _HINTS.get(match.kind, ""), _USED if match.candidate.key in used else "")
    return " · ".join(part for part in parts if part)
