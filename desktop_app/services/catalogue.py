"""事项目录: lists, search and details of the matters a hall handles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.catalogue import Limit, MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import normal_number
from desktop_app.rules.search import SearchCandidate, initials, initials_query, rank
from desktop_app.services.catalogue_index import LONGEST_QUERY, find_exact, find_similar
from desktop_app.services.matter_versions import get_version
from desktop_app.services.work import Work
from models.catalogue import Matter, MatterVersion
from models.enums import HandlingKind, LimitUnit, MatterState, MatterType, Permission
from models.sites import Department

LITTLE = 3
"""With fewer exact hits than this the search also looks for what was perhaps meant."""
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


def find_matters(work: Work, text: str, limit: int = 20) -> list[MatterRow]:
    """The matters that a text means, best first: by name, code, alias, pinyin initials, or nearly so."""
    work.require(Permission.CATALOGUE_VIEW)
    wanted = _askable(text)[:LONGEST_QUERY]
    exact = _named(work, wanted) + find_exact(work, wanted)
    similar = find_similar(work, wanted) if len(exact) < LITTLE and len(wanted.strip()) > 1 else []
    found = {entry.row.id: entry for entry in _read(work, list(dict.fromkeys([*exact, *similar])))}
    needs_initials = initials_query(wanted) is not None
    matches = rank(wanted, [_candidate(entry, needs_initials) for entry in found.values()])
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
    """What a row shows; aliases and promise are read out of the stored content by the database."""
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
            MatterVersion.content["promised"].label("promised"),
            MatterVersion.content["aliases"].label("aliases"),
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
    return [_entry(row) for row in work.session.execute(query)]


def _entry(row: sa.Row[*tuple[Any, ...]]) -> _Found:
    shown = MatterRow(
        row.id,
        row.code,
        row.item_code,
        row.name,
        row.department_name,
        row.matter_type,
        row.handling_kind,
        row.state,
        _limit_text(row.promised),
    )
    return _Found(shown, tuple(row.aliases or ()), row.popularity)


def _limit_text(stored: dict[str, Any] | None) -> str:
    return Limit(stored["days"], LimitUnit(stored["unit"])).text if stored else ""


def _candidate(entry: _Found, needs_initials: bool) -> SearchCandidate:
    row = entry.row
    return SearchCandidate(
        row.id,
        row.item_code or row.code,
        row.name,
        entry.aliases,
        _initials((row.name, *entry.aliases)) if needs_initials else "",
        entry.popularity,
    )


@lru_cache(maxsize=20_000)
def _initials(texts: tuple[str, ...]) -> str:
    """The initials of a name and its aliases, apart from each other; pinyin is slow, so each is asked once."""
    return " ".join(initials(text) for text in texts)
