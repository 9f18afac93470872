"""事项目录: lists and details of the matters a hall handles; `find_matters` and the tree stand beside it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import normal_number
from desktop_app.rules.matter_filter import MatterFilter
from desktop_app.services.catalogue_search import askable, find_matters, list_usual_matters
from desktop_app.services.matter_rows import MatterRow, filter_clauses, read_rows, select_rows
from desktop_app.services.matter_versions import get_version
from desktop_app.services.work import Work
from models.catalogue import Matter, MatterVersion
from models.enums import MatterState, Permission
from models.sites import Department

__all__ = [
    "MatterDetail",
    "MatterRow",
    "count_matters",
    "find_matters",
    "get_matter",
    "get_matter_by_id",
    "list_matters",
    "list_usual_matters",
]

ITEM_DIGITS = 2
"""业务办理项编码 is 实施编码 and a number of two digits."""


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


def list_matters(
    work: Work,
    after: tuple[str, int] | None = None,
    limit: int = 100,
    department_id: int | None = None,
    only: MatterFilter | None = None,
) -> list[MatterRow]:
    """The matters by name, those after the given name and id, of one department or within a filter where given."""
    work.require(Permission.CATALOGUE_VIEW)
    query = select_rows(work).order_by(Matter.name, Matter.id).limit(limit)
    if after is not None:
        query = query.where(sa.tuple_(Matter.name, Matter.id) > sa.tuple_(*after))
    if department_id is not None:
        query = query.where(Matter.department_id == department_id)
    return read_rows(work, query.where(*filter_clauses(work, only, is_page=True)))


def count_matters(work: Work, only: MatterFilter | None = None) -> int:
    """How many matters the catalogue holds, in every state, or within a filter."""
    work.require(Permission.CATALOGUE_VIEW)
    query = sa.select(sa.func.count()).select_from(Matter).where(*filter_clauses(work, only))
    return work.session.scalar(query) or 0


def get_matter(work: Work, code: str, item_code: str = "") -> MatterDetail:
    """A matter by its codes, or by its 业务办理项编码 alone; raises `matter_unknown`, `matter_ambiguous`."""
    work.require(Permission.CATALOGUE_VIEW)
    code, item_code = normal_number(askable(code)), normal_number(askable(item_code))
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
