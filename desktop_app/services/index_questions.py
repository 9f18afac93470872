"""What is asked of the full-text index, written in the query language of either database.

Every question gives the `id` and the kept `words` of matters; several go in one statement, for each round trip costs
more than what it asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from desktop_app.rules.search import AllOf, AnyOf, Condition, QueryPhrase
from desktop_app.services.catalogue_index import is_sqlite, portable
from desktop_app.services.frequencies import is_frequent

PLANNED = "plans_each_question"
LONGEST_WALK = 15_000
"""So many matters are looked at on a walk: a frequent word may yet stand in the last of them only."""
MANY = 3000
"""From so many matters on a page is filled sooner by walking the list than by gathering them all."""


@dataclass(frozen=True, slots=True)
class Question:
    """A part of a statement: a query over the index that gives `id` and `words`, and the values it is asked with.

    Names of values hold `{n}`, the number of the question in its statement.
    """

    sql: str
    values: dict[str, object]


def hits(session: Session, condition: Condition, limit: int) -> Question:
    """The first so many matters that meet a condition, by id.

    PostgreSQL walks its primary key only where told to, and only so far: an order that no index has keeps it from it.
    """
    if is_sqlite(session):
        first = "SELECT rowid AS id, words FROM matter_search WHERE matter_search MATCH :match{n}"
        return Question(
            f"{first} ORDER BY rowid LIMIT :most{{n}}",
            {"match{n}": _fts5(condition), "most{n}": limit},
        )
    clause, values = _postgresql(condition)
    sql = f"SELECT matter_id AS id, words FROM matter_search WHERE {clause} ORDER BY matter_id + 0 LIMIT :most{{n}}"  # noqa: S608
    values["most{n}"] = limit
    if is_frequent(session, condition):
        sql = _walked_first(clause, sql)
        values["walk{n}"] = LONGEST_WALK
    return Question(sql, values)


def _walked_first(clause: str, gathering: str) -> str:
    """A query that looks at the first so many matters, and gathers only where there are not enough hits among them."""
    enough = "(SELECT count(*) FROM walked{n}) >= :most{n}"
    return (
        "WITH walked{n} AS MATERIALIZED (SELECT matter_id AS id, words"  # noqa: S608
        " FROM (SELECT * FROM matter_search ORDER BY matter_id LIMIT :walk{n}) AS near{n}"
        f" WHERE {clause} ORDER BY matter_id LIMIT :most{{n}})"
        f" SELECT id, words FROM walked{{n}} WHERE {enough}"
        f" UNION ALL SELECT id, words FROM ({gathering}) AS gathered{{n}} WHERE NOT {enough}"
    )


def popular(session: Session, limit: int) -> Question:
    """The matters the hall is asked for most."""
    most = "SELECT id FROM matter ORDER BY popularity DESC, id DESC LIMIT :most{n}"
    return Question(_with_words(session, most), {"most{n}": limit})


def named(session: Session, name: str, limit: int) -> Question:
    """Matters of exactly this name."""
    same = "SELECT id FROM matter WHERE name = :name{n} ORDER BY id LIMIT :most{n}"
    return Question(_with_words(session, same), {"name{n}": name, "most{n}": limit})


def of_ids(session: Session, matter_ids: Sequence[int]) -> Question:
    """These matters."""
    listed = ", ".join(str(int(matter_id)) for matter_id in matter_ids) or "NULL"
    key = _key(session)
    return Question(f"SELECT {key} AS id, words FROM matter_search WHERE {key} IN ({listed})", {})  # noqa: S608


def votes(session: Session, phrases: Sequence[QueryPhrase], each: int, limit: int) -> Question:
    """The matters that hold the most of some phrases, of each of which the first so many hits are counted."""
    parts: list[str] = []
    values: dict[str, object] = {"most{n}": limit, "each{n}": each}
    key = _key(session)
    for number, phrase in enumerate(phrases):
        name = f"vote{{n}}_{number}"
        if is_sqlite(session):
            clause, values[name] = f"matter_search MATCH :{name}", _fts5(phrase)
        else:
            clause, values[name] = f"{phrase.column} @@ CAST(:{name} AS tsquery)", _tsquery(phrase)
        first = f"SELECT {key} AS id FROM matter_search WHERE {clause} ORDER BY {key} LIMIT :each{{n}}"  # noqa: S608
        parts.append(f"SELECT id FROM ({first}) AS vote{{n}}_{number}")  # noqa: S608
    counted = (
        f"SELECT id FROM ({' UNION ALL '.join(parts)}) AS all_votes{{n}}"  # noqa: S608
        " GROUP BY id ORDER BY count(*) DESC, id LIMIT :most{n}"
    )
    return Question(_with_words(session, counted), values)


def ask(session: Session, questions: Sequence[Question]) -> list[sa.Row[*tuple[Any, ...]]]:
    """Everything the questions give, as rows of lists: `number` of the question, the matter's columns, `words`."""
    _plan_each_question(session)
    parts: list[str] = []
    values: dict[str, object] = {}
    for number, question in enumerate(questions):
        mark = str(number)
        parts.append(f"SELECT {mark} AS number, id, words FROM ({question.sql.format(n=mark)}) AS part{mark}")  # noqa: S608
        values |= {name.format(n=mark): value for name, value in question.values.items()}
    statement = (
        "SELECT hit.number, matter.id, matter.code, matter.item_code, matter.name, matter.matter_type,"  # noqa: S608
        " matter.handling_kind, matter.state, matter.popularity, department.name AS department_name, hit.words"
        f" FROM ({' UNION ALL '.join(parts)}) AS hit JOIN matter ON matter.id = hit.id"
        " JOIN department ON department.id = matter.department_id"
    )
    return list(session.execute(sa.text(statement), values).all())


def _plan_each_question(session: Session) -> None:
    """Rare and frequent words need different plans; a prepared statement would soon use one for all of them.

    A session is a transaction here, so once is enough.
    """
    if not is_sqlite(session) and not session.info.get(PLANNED):
        session.execute(sa.text("SET LOCAL plan_cache_mode = force_custom_plan"))
        session.info[PLANNED] = True


def facets_clause(session: Session, condition: Condition, *, is_page: bool) -> sa.TextClause:
    """SQL that is true of a matter (of the statement around it) whose facets meet a condition.

    A page of a list walks the matters in its order and looks at each one's kept words: quick where many meet the
    condition. Where few do, and where all are counted, the index gives them first.
    """
    if is_page and is_sqlite(session) and _are_many(session, condition):
        kept = "(SELECT words FROM matter_search WHERE rowid = matter.id)"
        values: dict[str, object] = {}
        return sa.text(_kept_test(condition, kept, values)).bindparams(**values)
    return _member_clause(session, condition)


def _are_many(session: Session, condition: Condition) -> bool:
    counted = sa.text(
        "SELECT count(*) FROM (SELECT rowid FROM matter_search WHERE matter_search MATCH :match LIMIT :most)"
    )
    found = session.execute(counted, {"match": _fts5(condition), "most": MANY}).scalar_one()
    return found >= MANY


def _kept_test(condition: Condition, kept: str, values: dict[str, object]) -> str:
    """The same condition on the words of facets as they are kept, each between blanks."""
    if isinstance(condition, QueryPhrase):
        name = f"facet_{len(values)}"
        values[name] = f" {condition.tokens[0]} "
        return f"instr({kept}, :{name}) > 0"
    word = " AND " if isinstance(condition, AllOf) else " OR "
    return f"({word.join(_kept_test(part, kept, values) for part in condition.parts)})"


def _member_clause(session: Session, condition: Condition) -> sa.TextClause:
    if is_sqlite(session):
        clause, values = "matter_search MATCH :match", {"match": _fts5(condition)}
    else:
        clause, values = _postgresql(condition)
        clause, values = clause.format(n=""), {name.format(n=""): value for name, value in values.items()}
    inner = f"SELECT {_key(session)} FROM matter_search WHERE {clause}"  # noqa: S608
    return sa.text(f"matter.id IN ({inner})").bindparams(**values)


def _with_words(session: Session, ids: str) -> str:
    key = _key(session)
    return (
        f"SELECT chosen.id AS id, matter_search.words AS words FROM ({ids}) AS chosen"  # noqa: S608
        f" JOIN matter_search ON matter_search.{key} = chosen.id"
    )


def _key(session: Session) -> str:
    return "rowid" if is_sqlite(session) else "matter_id"


def _fts5(condition: Condition) -> str:
    match condition:
        case QueryPhrase():
            words = " ".join(portable(token) for token in condition.tokens)
            return f'{condition.column} : "{words}"{" *" if condition.is_prefix else ""}'
        case AllOf():
            return f"({' AND '.join(_fts5(part) for part in condition.parts)})"
        case AnyOf():
            return f"({' OR '.join(_fts5(part) for part in condition.parts)})"


def _postgresql(condition: Condition) -> tuple[str, dict[str, object]]:
    """One test a column where a condition keeps to it, else tests joined as the condition joins them."""
    values: dict[str, object] = {}

    def render(part: Condition) -> str:
        columns = _columns(part)
        if isinstance(part, QueryPhrase) or len(columns) == 1:
            name = f"match{{n}}_{len(values)}"
            values[name] = _tsquery(part)
            return f"{columns.pop()} @@ CAST(:{name} AS tsquery)"
        word = " AND " if isinstance(part, AllOf) else " OR "
        return f"({word.join(render(inner) for inner in _gathered(part))})"

    return render(condition), values


def _gathered(condition: AllOf | AnyOf) -> list[Condition]:
    """The parts, those of one column together: fewer looks into the index."""
    kind = type(condition)
    by_column: dict[str, list[Condition]] = {}
    mixed: list[Condition] = []
    for part in condition.parts:
        columns = _columns(part)
        if len(columns) == 1:
            by_column.setdefault(columns.pop(), []).append(part)
        else:
            mixed.append(part)
    return [*(parts[0] if len(parts) == 1 else kind(tuple(parts)) for parts in by_column.values()), *mixed]


def _columns(condition: Condition) -> set[str]:
    if isinstance(condition, QueryPhrase):
        return {condition.column}
    return {column for part in condition.parts for column in _columns(part)}


def _tsquery(condition: Condition) -> str:
    match condition:
        case QueryPhrase():
            words = [f"'{portable(token)}'" for token in condition.tokens]
            if condition.is_prefix:
                words[-1] += ":*"
            return " <-> ".join(words)
        case AllOf():
            return f"({' & '.join(f'({_tsquery(part)})' for part in condition.parts)})"
        case AnyOf():
            return f"({' | '.join(f'({_tsquery(part)})' for part in condition.parts)})"
