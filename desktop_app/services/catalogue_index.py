"""The full-text index of the catalogue: FTS5 or tsvector, filled with the same tokens and asked the same questions.

Text is data: tokens hold nothing but Han characters, lower-case letters, digits and two marks of our own, so no sign of
either query language can come from what somebody typed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop_app.rules.catalogue import Limit, MatterContent
from desktop_app.rules.matter_filter import facet_words
from desktop_app.rules.ranking import pack_words
from desktop_app.rules.search import (
    code_tokens,
    initial_tokens,
    name_tokens,
    spelling,
    spelling_tokens,
    squeeze,
)
from desktop_app.services.bulk_rows import write_rows
from desktop_app.services.work import SYSTEM, Office, Work
from models.catalogue import Matter, MatterVersion
from models.enums import LimitUnit, MatterState

LONGEST_TOKEN = 64
MOST_TOKENS = 4000
REBUILT_AT_ONCE = 500
REBUILD_LOCK = 791015
"""PostgreSQL's advisory lock that lets one program fill an empty index; SQLite has but one writer anyway."""

_ELEMENTS = (
    *("aliases", "applicant_kinds", "person_themes", "organisation_themes", "themes", "use_level"),
    *("handling_kind", "is_fully_online", "promised", "catalog_code", "local_code"),
)
"""What of a stored content the index needs."""

_IS_IN_FORCE = sa.and_(MatterVersion.matter_id == Matter.id, MatterVersion.version == Matter.version)
_KNOWN = r"0-9a-z\u3400-\u4db5\u4e00-\u9fcc\ue000-\ue002"
_FOREIGN = re.compile(f"[^{_KNOWN}]")
"""Whatever the two databases do not surely read alike: SQLite's tables of letters end with Unicode 6.1."""
_ALL_KNOWN = re.compile(f"(?:[{_KNOWN}]{{1,{LONGEST_TOKEN}}} )*")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What a matter is found by; `facets` are the words of `rules.matter_filter.facet_words`."""

    matter_id: int
    name: str
    aliases: tuple[str, ...]
    codes: tuple[str, ...]
    facets: tuple[str, ...] = ()
    promised_text: str = ""
    """承诺办结时限 as lists show it."""


def index_entry(
    matter_id: int,
    codes: Sequence[str],
    name: str,
    stored: Mapping[str, Any],
    department_id: int,
    state: MatterState,
) -> IndexEntry:
    """The entry of a matter whose version in force is stored as given; `codes` are its two codes, empty ones too."""
    further = (stored.get("catalog_code") or "", stored.get("local_code") or "")
    return IndexEntry(
        matter_id,
        name,
        tuple(stored.get("aliases") or ()),
        tuple(dict.fromkeys(code for code in (*codes, *further) if code)),
        tuple(facet_words(stored, department_id, state)),
        _limit_text(stored.get("promised")),
    )


def content_entry(
    matter_id: int, codes: Sequence[str], content: MatterContent, department_id: int, state: MatterState
) -> IndexEntry:
    """The entry of a matter whose content in force is at hand as a value."""
    said = {element: getattr(content, element) for element in _ELEMENTS}
    said["promised"] = asdict(content.promised) if content.promised else None
    return index_entry(matter_id, codes, content.name, said, department_id, state)


def index_matters(session: Session, entries: Iterable[IndexEntry]) -> None:
    """Put matters into the index, or in place of what it held of them."""
    rows = [_row(entry) for entry in entries]
    if not rows:
        return
    if is_sqlite(session):
        session.execute(
            sa.text("DELETE FROM matter_search WHERE rowid = :id"), [{"id": row["id"]} for row in rows]
        )
        _append(session, rows)
    else:
        _write_tsvector(session, rows)


def index_new_matters(session: Session, entries: Iterable[IndexEntry]) -> None:
    """Put matters into the index that it cannot know yet, far faster than `index_matters`.

    The rows are made while PostgreSQL takes those before them; after the last of them belongs a `sort_in`.
    """
    _append(session, map(_row, entries))


def reindex_matters(work: Work, matter_ids: Iterable[int]) -> None:
    """Let the search find matters by what they are now: after a publication, another state or another department.

    Needs no permission of its own: it is the last part of such an act.
    """
    wanted = sorted(set(matter_ids))
    for start in range(0, len(wanted), REBUILT_AT_ONCE):
        rows = work.session.execute(_stored().where(Matter.id.in_(wanted[start : start + REBUILT_AT_ONCE])))
        index_matters(work.session, [_entry(row) for row in rows])


def rebuild_search(session: Session) -> None:
    """Make the whole index again from the matters and the versions in force; a part of a restore."""
    session.execute(sa.text("DELETE FROM matter_search"))
    query = _stored().order_by(Matter.id).execution_options(yield_per=REBUILT_AT_ONCE)
    for part in session.execute(query).partitions():
        index_new_matters(session, [_entry(row) for row in part])


def fill_empty_index(office: Office) -> bool:
    """Make the index where there are matters and it is empty, as after an upgrade; true where that was done.

    Safe from several programs at once: the first one does it, the others wait and find it done.
    """
    with office.read(SYSTEM) as work:
        if not _lacks_index(work.session):
            return False
    with office.work(SYSTEM) as work:
        if not is_sqlite(work.session):
            work.session.execute(sa.select(sa.func.pg_advisory_xact_lock(REBUILD_LOCK)))
        if not _lacks_index(work.session):
            return False
        rebuild_search(work.session)
        settle_index(work.session)
    return True


def settle_index(session: Session) -> None:
    """After a large import, let PostgreSQL look at its tables anew: its plans rest on how full they were before."""
    if not is_sqlite(session):
        sort_in(session)
        session.execute(sa.text("ANALYZE matter_search, matter, matter_version"))


def sort_in(session: Session) -> None:
    """Let PostgreSQL put new words where they belong in its indexes.

    It lays them aside in lists that every search reads from end to end, up to 4 MB each, until it tidies the table some
    day: with full lists a keystroke takes twice as long. Only who owns an index may ask for it.
    """
    if is_sqlite(session):
        return
    session.execute(
        sa.text(
            "SELECT gin_clean_pending_list(pg_class.oid) FROM pg_index"
            " JOIN pg_class ON pg_class.oid = pg_index.indexrelid JOIN pg_am ON pg_am.oid = pg_class.relam"
            " WHERE pg_index.indrelid = CAST('matter_search' AS regclass) AND pg_am.amname = 'gin'"
            " AND pg_has_role(pg_class.relowner, 'USAGE')"
        )
    )


def is_sqlite(session: Session) -> bool:
    """Whether the session's database is the single-file one."""
    return session.get_bind().dialect.name == "sqlite"


@lru_cache(8192)
def portable(token: str) -> str:
    """A token in characters that both databases take for letters and leave as they are."""
    return _FOREIGN.sub(lambda found: f"x{ord(found.group()):x}x", token[:LONGEST_TOKEN])


def _lacks_index(session: Session) -> bool:
    has_matters = session.scalar(sa.select(Matter.id).limit(1)) is not None
    return has_matters and session.execute(sa.text("SELECT 1 FROM matter_search LIMIT 1")).first() is None


def _stored() -> sa.Select[*tuple[Any, ...]]:
    """Matters with what of their version in force the index needs."""
    return sa.select(
        Matter.id,
        Matter.code,
        Matter.item_code,
        Matter.name,
        Matter.department_id,
        Matter.state,
        *(MatterVersion.content[element].label(element) for element in _ELEMENTS),
    ).join(MatterVersion, _IS_IN_FORCE)


def _entry(row: sa.Row[*tuple[Any, ...]]) -> IndexEntry:
    stored = {element: getattr(row, element) for element in _ELEMENTS}
    return index_entry(row.id, (row.code, row.item_code), row.name, stored, row.department_id, row.state)


def _limit_text(stored: Mapping[str, Any] | None) -> str:
    """A stored limit leaves out the unit that most have."""
    if not stored:
        return ""
    return Limit(stored["days"], LimitUnit(stored.get("unit", LimitUnit.WORKING_DAYS))).text


Row = dict[str, int | str | list[str]]
_COLUMNS = ("name", "pinyin", "spelling", "facets", "words")


def _row(entry: IndexEntry) -> Row:
    texts = _different((entry.name, *entry.aliases))
    spellings = [spelling(text) for text in texts]
    names = [token for text in texts for token in name_tokens(text)]
    codes = [token for code in entry.codes for token in code_tokens(code)]
    packed = pack_words(texts, (" ".join(spelled) for spelled in spellings), entry.codes)
    return {
        "id": entry.matter_id,
        "name": _portable_all(names),
        "pinyin": _portable_all(token for spelled in spellings for token in initial_tokens(spelled)),
        "spelling": _portable_all(token for spelled in spellings for token in spelling_tokens(spelled)),
        "facets": _portable_all((*entry.facets, *codes)),
        "words": "\n".join((entry.promised_text, f" {' '.join(entry.facets)} ", packed)),
    }


def _different(texts: Iterable[str]) -> list[str]:
    """Texts without those that an earlier one says already; sources like to repeat the name as an alias."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(squeeze(text), text)
    return list(found.values())


def _portable_all(words: Iterable[str]) -> list[str]:
    found = list(islice(words, MOST_TOKENS))
    if _ALL_KNOWN.fullmatch(" ".join((*found, ""))):
        return found
    return [portable(word) for word in found]


def _append(session: Session, rows: Iterable[Row]) -> None:
    key, text = ("rowid", _spaced) if is_sqlite(session) else ("matter_id", _positioned)
    write_rows(
        session.connection(),
        "matter_search",
        (key, *_COLUMNS),
        ((row["id"], *(text(row[column]) for column in _COLUMNS)) for row in rows),
    )


def _spaced(value: int | str | list[str]) -> int | str:
    return " ".join(value) if isinstance(value, list) else value


def _write_tsvector(session: Session, rows: Sequence[Row]) -> None:
    session.execute(
        sa.text(
            "INSERT INTO matter_search (matter_id, name, pinyin, spelling, facets, words)"
            " VALUES (:id, CAST(:name AS tsvector), CAST(:pinyin AS tsvector), CAST(:spelling AS tsvector),"
            " CAST(:facets AS tsvector), :words)"
            " ON CONFLICT (matter_id) DO UPDATE SET name = excluded.name, pinyin = excluded.pinyin,"
            " spelling = excluded.spelling, facets = excluded.facets, words = excluded.words"
        ),
        [{key: _positioned(value) for key, value in row.items()} for row in rows],
    )
    sort_in(session)


def _positioned(value: int | str | list[str]) -> int | str:
    if not isinstance(value, list):
        return value
    return " ".join(f"{word}:{place}" for place, word in enumerate(value, 1))
