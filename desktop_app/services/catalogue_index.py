"""The full-text index of the catalogue: FTS5 or tsvector, filled with the same tokens and asked the same questions.

Text is data: tokens hold nothing but Han characters, lower-case letters and digits, so no sign of either query
language can come from what somebody typed.
"""

import re
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
from models.catalogue import Matter, MatterVersion

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
REBUILT_AT_ONCE = 500

_IS_IN_FORCE = sa.and_(MatterVersion.matter_id == Matter.id, MatterVersion.version == Matter.version)
_FOREIGN = re.compile(r"[^0-9a-z\u3400-\u4db5\u4e00-\u9fcc]")
"""Whatever the two databases do not surely read alike: SQLite's tables of letters end with Unicode 6.1."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What a matter is found by."""

    matter_id: int
    name: str
    aliases: tuple[str, ...]
    codes: tuple[str, ...]


def index_matters(session: Session, entries: Iterable[IndexEntry]) -> None:
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
            "spelling": [],
            "facets": [],
        }
        for entry in entries
    ]
    if _is_sqlite(session):
        _write_fts5(session, rows)
    else:
        _write_tsvector(session, rows)


def rebuild_search(session: Session) -> None:
    """Make the whole index again from the matters and the versions in force; a part of a restore."""
    session.execute(sa.text("DELETE FROM matter_search"))
    query = (
        sa.select(Matter.id, Matter.name, Matter.code, Matter.item_code, MatterVersion.content["aliases"])
        .join(MatterVersion, _IS_IN_FORCE)
        .order_by(Matter.id)
        .execution_options(yield_per=REBUILT_AT_ONCE)
    )
    for part in session.execute(query).partitions():
        index_matters(
            session,
            [
                IndexEntry(matter_id, name, tuple(aliases or ()), (item_code or code,))
                for matter_id, name, code, item_code, aliases in part
            ],
        )


def settle_index(session: Session) -> None:
    """After a large import, let PostgreSQL look at its tables anew: its plans rest on how full they were before."""
    if not _is_sqlite(session):
        session.execute(sa.text("ANALYZE matter_search, matter, matter_version"))


def find_exact(session: Session, text: str) -> list[int]:
    """Matters that hold every phrase of the text; most popular first."""
    phrases = query_tokens(text[:LONGEST_QUERY])[:MOST_PHRASES]
    return _ask(session, [("name", phrase) for phrase in phrases]) if phrases else []


def find_by_initials(session: Session, text: str) -> list[int]:
    """Matters whose pinyin initials hold the letters of the text, where it is letters alone; most popular first."""
    letters = initials_query(text[:LONGEST_QUERY])
    return _ask(session, [("pinyin", letters)]) if letters else []


def find_similar(session: Session, text: str) -> list[int]:
    """Matters that share the most pairs of characters with a text that may hold a typing mistake."""
    text = text[:LONGEST_QUERY]
    parts = {token for token in tokens(text) if len(token) > 1}
    if len(squeeze(text)) <= SHORT_QUERY:
        parts.update(squeeze(text))
    phrases = [QueryPhrase((part,), is_prefix=len(part) == 1) for part in sorted(parts)[: 2 * MOST_PHRASES]]
    if not phrases:
        return []
    hits, values = _hits(session, [[("name", phrase)] for phrase in phrases], SIMILAR_HITS)
    statement = (
        f"SELECT id FROM ({' UNION ALL '.join(hits)}) AS hits"  # noqa: S608
        " GROUP BY id ORDER BY count(*) DESC, id LIMIT :limit"
    )
    return list(session.scalars(sa.text(statement), {**values, "limit": CANDIDATES}))


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _portable(token: str) -> str:
    """A token in characters that both databases take for letters and leave as they are."""
    return _FOREIGN.sub(lambda found: f"x{ord(found.group()):x}x", token[:LONGEST_TOKEN])


def _portable_all(words: Iterable[str]) -> list[str]:
    return [_portable(word) for word, _ in zip(words, range(MOST_TOKENS), strict=False)]


def _write_fts5(session: Session, rows: Sequence[dict[str, int | list[str]]]) -> None:
    values = [{key: _spaced(value) for key, value in row.items()} for row in rows]
    session.execute(sa.text("DELETE FROM matter_search WHERE rowid = :id"), values)
    session.execute(
        sa.text(
            "INSERT INTO matter_search (rowid, name, pinyin, spelling, facets)"
            " VALUES (:id, :name, :pinyin, :spelling, :facets)"
        ),
        values,
    )


def _spaced(value: int | list[str]) -> int | str:
    return value if isinstance(value, int) else " ".join(value)


def _write_tsvector(session: Session, rows: Sequence[dict[str, int | list[str]]]) -> None:
    session.execute(
        sa.text(
            "INSERT INTO matter_search (matter_id, name, pinyin, spelling, facets)"
            " VALUES (:id, CAST(:name AS tsvector), CAST(:pinyin AS tsvector), CAST(:spelling AS tsvector),"
            " CAST(:facets AS tsvector))"
            " ON CONFLICT (matter_id) DO UPDATE SET name = excluded.name, pinyin = excluded.pinyin,"
            " spelling = excluded.spelling, facets = excluded.facets"
        ),
        [{key: _positioned(value) for key, value in row.items()} for row in rows],
    )


def _positioned(value: int | list[str]) -> int | str:
    if isinstance(value, int):
        return value
    return " ".join(f"{word}:{place}" for place, word in enumerate(value, 1))


Conditions = Sequence[tuple[str, QueryPhrase]]
"""Columns, each with the phrase it must hold."""


def _ask(session: Session, conditions: Conditions) -> list[int]:
    """Matters that meet every condition; most popular first."""
    _plan_each_question(session)
    (hits,), values = _hits(session, [conditions], CANDIDATES)
    return list(session.scalars(sa.text(f"{hits} ORDER BY id"), values))


def _hits(
    session: Session, questions: Sequence[Conditions], limit: int
) -> tuple[list[str], dict[str, str | int]]:
    """For each question a statement that gives the `id` of its first hits, and the values of all of them."""
    is_sqlite = _is_sqlite(session)
    statements: list[str] = []
    values: dict[str, str | int] = {"most": limit}
    for number, conditions in enumerate(questions):
        if is_sqlite:
            values[f"query{number}"] = " AND ".join(
                f"{column} : {_fts5_phrase(phrase)}" for column, phrase in conditions
            )
            key, clause = "rowid", f"matter_search MATCH :query{number}"
        else:
            names = [f"query{number}_{place}" for place in range(len(conditions))]
            values |= {name: _tsquery(phrase) for name, (_, phrase) in zip(names, conditions, strict=True)}
            key = "matter_id"
            clause = " AND ".join(
                f"{column} @@ CAST(:{name} AS tsquery)"
                for name, (column, _) in zip(names, conditions, strict=True)
            )
        first = f"SELECT {key} AS id FROM matter_search WHERE {clause} ORDER BY {key} LIMIT :most"  # noqa: S608
        statements.append(f"SELECT id FROM ({first}) AS hits{number}")  # noqa: S608
    return statements, values


def _plan_each_question(session: Session) -> None:
    """Rare and frequent words need different plans; a prepared statement would soon use one for all of them."""
    if not _is_sqlite(session):
        session.execute(sa.text("SET LOCAL plan_cache_mode = force_custom_plan"))


def _fts5_phrase(phrase: QueryPhrase) -> str:
    words = " ".join(_portable(token) for token in phrase.tokens)
    return f'"{words}" *' if phrase.is_prefix else f'"{words}"'


def _tsquery(phrase: QueryPhrase) -> str:
    words = [f"'{_portable(token)}'" for token in phrase.tokens]
    if phrase.is_prefix:
        words[-1] += ":*"
    return " <-> ".join(words)
