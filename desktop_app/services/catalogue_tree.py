"""事项目录树: 主项 → 子项 → 业务办理项, or department → matter, page by page however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.matter_filter import MatterFilter
from desktop_app.services.catalogue_search import askable
from desktop_app.services.matter_rows import MatterRow, filter_clauses, read_rows, select_rows
from desktop_app.services.work import Work
from models.catalogue import Matter
from models.enums import Permission
from models.sites import Department


@dataclass(frozen=True, slots=True)
class MatterGroup:
    """One line of the tree: a group with its number of matters, or a matter that stands by itself.

    `main_name` and `sub_name` say where it stands; a department's line has its `department_id`.
    """

    name: str
    count: int
    main_name: str = ""
    sub_name: str = ""
    department_id: int | None = None
    matter: MatterRow | None = None


def list_groups(
    work: Work, after: MatterGroup | None = None, limit: int = 100, only: MatterFilter | None = None
) -> list[MatterGroup]:
    """The 主项 by name, those after the given one; what has only one matter is that matter."""
    work.require(Permission.CATALOGUE_VIEW)
    query = (
        sa.select(Matter.main_name, sa.func.count().label("matters"), sa.func.min(Matter.id).label("first"))
        .where(*filter_clauses(work, only, is_page=True))
        .group_by(Matter.main_name)
        .order_by(Matter.main_name)
        .limit(limit)
    )
    if after is not None:
        query = query.where(Matter.main_name > after.main_name)
    rows = work.session.execute(query).all()
    groups = [MatterGroup(row.main_name, row.matters, row.main_name) for row in rows]
    return _with_single_matters(work, groups, [row.first for row in rows])


def list_members(
    work: Work,
    main_name: str,
    after: MatterGroup | None = None,
    limit: int = 100,
    only: MatterFilter | None = None,
) -> list[MatterGroup]:
    """What stands under a 主项: first its matters without a 子项, then the 子项; one of one matter is that matter."""
    work.require(Permission.CATALOGUE_VIEW)
    members: list[MatterGroup] = []
    if after is None or (after.matter is not None and not after.sub_name):
        last = (after.name, after.matter.id) if after is not None and after.matter is not None else None
        rows = list_group_matters(work, main_name, "", last, limit, only)
        members = [MatterGroup(row.name, 1, main_name, matter=row) for row in rows]
    if len(members) == limit:
        return members
    query = (
        sa.select(Matter.sub_name, sa.func.count().label("matters"), sa.func.min(Matter.id).label("first"))
        .where(Matter.main_name == main_name, Matter.sub_name > (after.sub_name if after else ""))
        .where(*filter_clauses(work, only, is_page=True))
        .group_by(Matter.sub_name)
        .order_by(Matter.sub_name)
        .limit(limit - len(members))
    )
    rows = work.session.execute(query).all()
    groups = [MatterGroup(row.sub_name, row.matters, main_name, row.sub_name) for row in rows]
    return members + _with_single_matters(work, groups, [row.first for row in rows])


def list_group_matters(
    work: Work,
    main_name: str,
    sub_name: str,
    after: tuple[str, int] | None = None,
    limit: int = 100,
    only: MatterFilter | None = None,
) -> list[MatterRow]:
    """The matters of one 主项 and 子项 by name, those after the given name and id."""
    work.require(Permission.CATALOGUE_VIEW)
    query = (
        select_rows(work)
        .where(Matter.main_name == main_name, Matter.sub_name == sub_name)
        .where(*filter_clauses(work, only, is_page=True))
        .order_by(Matter.name, Matter.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(sa.tuple_(Matter.name, Matter.id) > sa.tuple_(*after))
    return read_rows(work, query)


def list_department_groups(
    work: Work, after: MatterGroup | None = None, limit: int = 100, only: MatterFilter | None = None
) -> list[MatterGroup]:
    """The departments that have matters, by name, those after the given one."""
    work.require(Permission.CATALOGUE_VIEW)
    counted = (
        sa.select(Matter.department_id, sa.func.count().label("matters"))
        .where(*filter_clauses(work, only))
        .group_by(Matter.department_id)
        .subquery()
    )
    query = (
        sa.select(Department.id, Department.name, counted.c.matters)
        .join(counted, counted.c.department_id == Department.id)
        .order_by(Department.name, Department.id)
        .limit(limit)
    )
    if after is not None and after.department_id is not None:
        query = query.where(
            sa.tuple_(Department.name, Department.id) > sa.tuple_(after.name, after.department_id)
        )
    return [MatterGroup(row.name, row.matters, department_id=row.id) for row in work.session.execute(query)]


def find_department(work: Work, name: str) -> int:
    """The department of this name or code; raises `department_unknown`."""
    work.require(Permission.CATALOGUE_VIEW)
    wanted = askable(name).strip()
    query = sa.select(Department.id).where(
        sa.or_(Department.name == wanted, Department.code == wanted.upper())
    )
    found = work.session.scalars(query.order_by(Department.id).limit(1)).first()
    if found is None:
        raise ServiceError("department_unknown")
    return found


def _with_single_matters(
    work: Work, groups: Sequence[MatterGroup], firsts: Iterable[int]
) -> list[MatterGroup]:
    """Groups of one matter become that matter."""
    single = {
        first: place
        for place, (group, first) in enumerate(zip(groups, firsts, strict=True))
        if group.count == 1
    }
    found: list[MatterGroup] = list(groups)
    if single:
        query: sa.Select[*tuple[Any, ...]] = select_rows(work).where(Matter.id.in_(single))
        for row in read_rows(work, query):
            place = single[row.id]
            found[place] = replace(found[place], name=row.name, matter=row)
    return found
