"""The full-text index of the catalogue: FTS5 or tsvector, filled with the same tokens and asked the same questions.

Text is data: tokens hold nothing but Han characters, lower-case letters and digits, so no sign of either query
language can come from what somebody typed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop_app.rules.search import (
    QueryPhrase,
    initial_tokens,
    initials_query,
    query_tokens,
    squeeze,
    tokens,
)
from desktop_app.services.work import Work

CANDIDATES = 200
"""Hits taken in the order of popularity, to be put in order by `rules.search.rank`."""
SIMILAR_HITS = 2000
"""Hits counted for each part of a query that may hold a typing mistake."""
SHORT_QUERY = 4
"""Up to this many characters one wrong character breaks most bigrams, so single characters count too."""
LONGEST_QUERY = 100
LONGEST_TOKEN = 64
MOST_TOKENS = 4000
MOST_PHRASES = 16

_FOREIGN = re.compile(r"[^0-9a-z\u3400-\u4db5\u4e00-\u9fcc]")
"""Whatever the two databases do not surely read alike: SQLite's tables of letters end with Unicode 6.1."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What a matter is found by."""

    matter_id: int
    name: str
    aliases: tuple[str, ...]
    codes: tuple[str, ...]


def index_matters(work: Work, entries: Iterable[IndexEntry]) -> None:
    """Put matters into the index, or in place of what it held of them."""
    rows = [
        {
            "id": entry.matter_id,
            "name": _portable_all(
                token for text in (entry.name, *entry.aliases, *entry.codes) for token in tokens(text)
            ),
            "pinyin": _portable_all(
                token for text in (entry.name, *entry.aliases) for token in initial_tokens(text)
            ),
        }
        for entry in entries
    ]
    if work.office.database.is_sqlite:
        _write_fts5(work.session, rows)
    else:
        _write_tsvector(work.session, rows)


def find_exact(work: Work, text: str) -> list[int]:
    """Matters that hold every phrase of the text, or its letters among their initials; most popular first."""
    text = text[:LONGEST_QUERY]
    phrases = query_tokens(text)[:MOST_PHRASES]
    if not phrases:
        return []
    found = _ask(work, [("name", phrase) for phrase in phrases], CANDIDATES)
    letters = initials_query(text)
    if letters is not None:
        found = list(dict.fromkeys(found + _ask(work, [("pinyin", letters)], CANDIDATES)))
    return found


def find_similar(work: Work, text: str) -> list[int]:
    """Matters that share the most pairs of characters with a text that may hold a typing mistake."""
    text = text[:LONGEST_QUERY]
    parts = {token for token in tokens(text) if len(token) > 1}
    if len(squeeze(text)) <= SHORT_QUERY:
        parts.update(squeeze(text))
    shared: Counter[int] = Counter()
    for part in sorted(parts)[: MOST_PHRASES * 2]:
        shared.update(_ask(work, [("name", QueryPhrase((part,), is_prefix=len(part) == 1))], SIMILAR_HITS))
    best = sorted(shared, key=lambda matter_id: (-shared[matter_id], matter_id))
    return best[:CANDIDATES]


def _portable(token: str) -> str:
    """A token in characters that both databases take for letters and leave as they are."""
    return _FOREIGN.sub(lambda found: f"x{ord(found.group()):x}x", token[:LONGEST_TOKEN])


def _portable_all(words: Iterable[str]) -> list[str]:
    return [_portable(word) for word, _ in zip(words, range(MOST_TOKENS), strict=False)]


def _write_fts5(session: Session, rows: Sequence[dict[str, int | list[str]]]) -> None:
    values = [{key: _spaced(value) for key, value in row.items()} for row in rows]
    session.execute(sa.text("DELETE FROM matter_search WHERE rowid = :id"), values)
    session.execute(
        sa.text("INSERT INTO matter_search (rowid, name, pinyin) VALUES (:id, :name, :pinyin)"), values
    )


def _spaced(value: int | list[str]) -> int | str:
    return value if isinstance(value, int) else " ".join(value)


def _write_tsvector(session: Session, rows: Sequence[dict[str, int | list[str]]]) -> None:
    session.execute(
        sa.text(
            "INSERT INTO matter_search (matter_id, name, pinyin)"
            " VALUES (:id, CAST(:name AS tsvector), CAST(:pinyin AS tsvector))"
            " ON CONFLICT (matter_id) DO UPDATE SET name = excluded.name, pinyin = excluded.pinyin"
        ),
        [{key: _positioned(value) for key, value in row.items()} for row in rows],
    )


def _positioned(value: int | list[str]) -> int | str:
    if isinstance(value, int):
        return value
    return " ".join(f"{word}:{place}" for place, word in enumerate(value, 1))


def _ask(work: Work, phrases: Sequence[tuple[str, QueryPhrase]], limit: int) -> list[int]:
    """Matters whose column holds its phrase, for every pair of column and phrase."""
    if work.office.database.is_sqlite:
        statement = sa.text(
            "SELECT rowid FROM matter_search WHERE matter_search MATCH :query ORDER BY rowid LIMIT :limit"
        )
        query = " AND ".join(f"{column} : {_fts5_phrase(phrase)}" for column, phrase in phrases)
        rows = work.session.execute(statement, {"query": query, "limit": limit})
    else:
        conditions = " AND ".join(
            f"{column} @@ CAST(:query{place} AS tsquery)" for place, (column, _) in enumerate(phrases)
        )
        statement = sa.text(
            f"SELECT matter_id FROM matter_search WHERE {conditions} ORDER BY matter_id LIMIT :limit"  # noqa: S608
        )
        queries = {f"query{place}": _tsquery(phrase) for place, (_, phrase) in enumerate(phrases)}
        rows = work.session.execute(statement, {**queries, "limit": limit})
    return [row[0] for row in rows]


def _fts5_phrase(phrase: QueryPhrase) -> str:
    words = " ".join(_portable(token) for token in phrase.tokens)
    return f'"{words}" *' if phrase.is_prefix else f'"{words}"'


def _tsquery(phrase: QueryPhrase) -> str:
    words = [f"'{_portable(token)}'" for token in phrase.tokens]
    if phrase.is_prefix:
        words[-1] += ":*"
    return " <-> ".join(words)
