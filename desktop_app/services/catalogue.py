"""事项目录: lists, search and details of the matters a hall handles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.catalogue import Limit, MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import normal_number
from desktop_app.rules.search import SearchCandidate, rank, squeeze
from desktop_app.services.catalogue_index import LONGEST_QUERY, find_by_initials, find_exact, find_similar
from desktop_app.services.matter_versions import DigestCache, get_version
from desktop_app.services.work import Work
from models.catalogue import Matter, MatterVersion
from models.enums import HandlingKind, LimitUnit, MatterState, MatterType, Permission
from models.sites import Department

LITTLE = 3
"""With fewer exact hits than this the search also looks for what was perhaps meant."""
CACHED_FACTS = 20_000
ITEM_DIGITS = 2
"""业务办理项编码 is 实施编码 and a number of two digits."""


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of a list of matters."""

    id: int
    code: str
    item_code: str
    name: str
    department_name: str
    matter_type: MatterType
    handling_kind: HandlingKind
    state: MatterState
    promised_text: str
    """承诺办结时限 as it is printed; empty where nothing is promised."""


@dataclass(frozen=True, slots=True)
class MatterDetail:
    """A matter with the version in force."""

    id: int
    version_id: int
    version: int
    code: str
    item_code: str
    state: MatterState
    department_id: int
    department_name: str
    content: MatterContent
    published_at: datetime


@dataclass(frozen=True, slots=True)
class _Found:
    """A row of a list with what ranking it needs."""

    row: MatterRow
    aliases: tuple[str, ...]
    popularity: int


@dataclass(frozen=True, slots=True)
class _Facts:
    """What lists and search need of a content."""

    aliases: tuple[str, ...]
    promised_text: str


_FACTS: DigestCache[_Facts] = DigestCache(CACHED_FACTS)


def find_matters(work: Work, text: str, limit: int = 20) -> list[MatterRow]:
    """The matters that a text means, best first: by name, code, alias, pinyin initials, or nearly so."""
    work.require(Permission.CATALOGUE_VIEW)
    wanted = _askable(text)[:LONGEST_QUERY]
    by_initials = find_by_initials(work.session, wanted)
    exact = {*_named(work, wanted), *find_exact(work.session, wanted), *by_initials}
    similar = find_similar(work.session, wanted) if len(exact) < LITTLE and len(wanted.strip()) > 1 else []
    found = {entry.row.id: entry for entry in _read(work, sorted({*exact, *similar}))}
    letters = dict.fromkeys(by_initials, squeeze(wanted))
    matches = rank(wanted, [_candidate(entry, letters) for entry in found.values()])
    return [found[match.candidate.key].row for match in matches[:limit]]


def list_matters(
    work: Work, after: tuple[str, int] | None = None, limit: int = 100, department_id: int | None = None
) -> list[MatterRow]:
    """The matters by name, those after the given name and id, of one department where it is given."""
    work.require(Permission.CATALOGUE_VIEW)
    query = _select().order_by(Matter.name, Matter.id).limit(limit)
    if after is not None:
        query = query.where(sa.tuple_(Matter.name, Matter.id) > sa.tuple_(*after))
    if department_id is not None:
        query = query.where(Matter.department_id == department_id)
    return [entry.row for entry in _entries(work, query)]


def list_popular(work: Work, limit: int = 20) -> list[MatterRow]:
    """The matters in use that are asked for most, by popularity and then by name."""
    work.require(Permission.CATALOGUE_VIEW)
    query = _select().where(Matter.state == MatterState.PUBLISHED)
    return [
        entry.row
        for entry in _entries(
            work, query.order_by(Matter.popularity.desc(), Matter.name, Matter.id).limit(limit)
        )
    ]


def count_matters(work: Work) -> int:
    """How many matters the catalogue holds, in every state."""
    work.require(Permission.CATALOGUE_VIEW)
    return work.session.scalar(sa.select(sa.func.count()).select_from(Matter)) or 0


def get_matter(work: Work, code: str, item_code: str = "") -> MatterDetail:
    """A matter by its codes, or by its 业务办理项编码 alone; raises `matter_unknown`, `matter_ambiguous`."""
    work.require(Permission.CATALOGUE_VIEW)
    code, item_code = normal_number(_askable(code)), normal_number(_askable(item_code))
    query = sa.select(Matter.id, Matter.item_code).order_by(Matter.item_code)
    rows = work.session.execute(query.where(Matter.code == code)).all()
    exact = [row_id for row_id, item in rows if item == item_code]
    if exact:
        return get_matter_by_id(work, exact[0])
    if item_code:
        raise ServiceError("matter_unknown")
    if len(rows) > 1:
        raise ServiceError("matter_ambiguous", items="、".join(item for _, item in rows[:10]))
    alone = (
        rows
        or work.session.execute(
            query.where(Matter.code == code[:-ITEM_DIGITS], Matter.item_code == code)
        ).all()
    )
    if not alone:
        raise ServiceError("matter_unknown")
    return get_matter_by_id(work, alone[0][0])


def get_matter_by_id(work: Work, matter_id: int) -> MatterDetail:
    """A matter with the version in force; raises `matter_unknown`."""
    work.require(Permission.CATALOGUE_VIEW)
    query = (
        sa.select(Matter, MatterVersion.id, MatterVersion.published_at, Department.name)
        .join(MatterVersion, _IN_FORCE)
        .join(Department, Department.id == Matter.department_id)
        .where(Matter.id == matter_id)
    )
    found = work.session.execute(query).first()
    if found is None:
        raise ServiceError("matter_unknown")
    matter, version_id, published_at, department = found
    return MatterDetail(
        matter.id,
        version_id,
        matter.version,
        matter.code,
        matter.item_code,
        matter.state,
        matter.department_id,
        department,
        get_version(work, version_id),
        published_at,
    )


_IN_FORCE = sa.and_(MatterVersion.matter_id == Matter.id, MatterVersion.version == Matter.version)


def _select() -> sa.Select[*tuple[Any, ...]]:
    """What a row shows, and the digest of the version that says the rest."""
    return (
        sa.select(
            Matter.id,
            Matter.code,
            Matter.item_code,
            Matter.name,
            Department.name.label("department_name"),
            Matter.matter_type,
            Matter.handling_kind,
            Matter.state,
            Matter.popularity,
            MatterVersion.id.label("version_id"),
            MatterVersion.digest,
        )
        .join(MatterVersion, _IN_FORCE)
        .join(Department, Department.id == Matter.department_id)
    )


def _askable(text: str) -> str:
    """A text that either database can be asked about: without zeros and halves of characters."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()


def _named(work: Work, text: str) -> list[int]:
    """Matters of exactly this name: among thousands of hits they might not be the first."""
    return list(work.session.scalars(sa.select(Matter.id).where(Matter.name == text.strip()).limit(20)))


def _read(work: Work, ids: Sequence[int]) -> list[_Found]:
    return _entries(work, _select().where(Matter.id.in_(ids))) if ids else []


def _entries(work: Work, query: sa.Select[*tuple[Any, ...]]) -> list[_Found]:
    rows = work.session.execute(query).all()
    facts = _facts(work, {row.digest: row.version_id for row in rows})
    return [_entry(row, facts[row.digest]) for row in rows]


def _entry(row: sa.Row[*tuple[Any, ...]], facts: _Facts) -> _Found:
    shown = MatterRow(
        row.id,
        row.code,
        row.item_code,
        row.name,
        row.department_name,
        row.matter_type,
        row.handling_kind,
        row.state,
        facts.promised_text,
    )
    return _Found(shown, facts.aliases, row.popularity)


def _facts(work: Work, versions: dict[str, int]) -> dict[str, _Facts]:
    """What lists and search need of contents, by digest; what was read once is not taken out of the JSON again."""
    known = {digest: facts for digest in versions if (facts := _FACTS.get(digest)) is not None}
    missing = [row_id for digest, row_id in versions.items() if digest not in known]
    if missing:
        query = sa.select(
            MatterVersion.digest, MatterVersion.content["promised"], MatterVersion.content["aliases"]
        ).where(MatterVersion.id.in_(missing))
        for digest, promised, aliases in work.session.execute(query):
            known[digest] = _Facts(tuple(aliases or ()), _limit_text(promised))
            _FACTS.put(digest, known[digest])
    return known


def _limit_text(stored: dict[str, Any] | None) -> str:
    """A stored limit leaves out the unit that most have."""
    if not stored:
        return ""
    return Limit(stored["days"], LimitUnit(stored.get("unit", LimitUnit.WORKING_DAYS))).text


def _candidate(entry: _Found, letters: dict[int, str]) -> SearchCandidate:
    """What ranking compares; of the initials the part that the index found, for all of them would cost pinyin."""
    row = entry.row
    code = row.item_code or row.code
    return SearchCandidate(row.id, code, row.name, entry.aliases, letters.get(row.id, ""), entry.popularity)
