"""材料使用: which matters in force ask for which entry of the library."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.catalogue import MaterialSpec, MatterContent
from desktop_app.rules.materials import Named, Register
from desktop_app.services.catalogue_index import is_sqlite
from desktop_app.services.work import Work
from models.catalogue import Matter, MatterVersion
from models.enums import MatterState, Permission
from models.materials import Material, MaterialUse
from models.sites import Department

CHUNK = 500

_IN_FORCE = sa.and_(MatterVersion.matter_id == Matter.id, MatterVersion.version == Matter.version)


@dataclass(frozen=True, slots=True)
class UsingMatter:
    """A matter that asks for an entry."""

    matter_id: int
    code: str
    item_code: str
    name: str
    department_name: str
    state: MatterState


def note_uses(work: Work, contents: Mapping[int, MatterContent]) -> None:
    """Keep which entries these matters ask for, from what their versions in force say.

    A part of publishing and importing, behind their permission.
    """
    register = read_register(work)
    if register.is_empty:
        return
    rows = [
        {"material_id": entry_id, "matter_id": matter_id}
        for matter_id, content in contents.items()
        for entry_id in sorted(_entries_of(register, content))
    ]
    ids = list(contents)
    for start in range(0, len(ids), CHUNK):
        work.session.execute(
            sa.delete(MaterialUse).where(MaterialUse.matter_id.in_(ids[start : start + CHUNK]))
        )
    if rows:
        work.session.execute(sa.insert(MaterialUse), rows)


def refresh_uses(work: Work, names: Sequence[str]) -> None:
    """Find anew who uses the entries of these names: an entry came, went, or is called another way now."""
    register = read_register(work)
    entries = sa.select(Material.id, Material.code).where(Material.name.in_(names))
    codes = dict(work.session.execute(entries).all())
    lines = material_lines(work)
    name, issuer, code = (lines.column(key) for key in ("name", "issuer", "library_code"))
    query = lines.of(sa.select(Matter.id, name, issuer, code).distinct()).where(
        sa.or_(name.in_(names), code.in_(list(codes.values())))
    )
    found = {
        (entry.id, matter_id)
        for matter_id, *line in work.session.execute(query)
        if (entry := register.find(*(part or "" for part in line))) is not None
    }
    work.session.execute(sa.delete(MaterialUse).where(MaterialUse.material_id.in_(codes)))
    known = sa.select(MaterialUse.material_id, MaterialUse.matter_id).where(
        MaterialUse.material_id.in_({entry_id for entry_id, _ in found})
    )
    fresh = found - {(entry_id, matter_id) for entry_id, matter_id in work.session.execute(known)}
    if fresh:
        work.session.execute(
            sa.insert(MaterialUse),
            [{"material_id": entry_id, "matter_id": matter_id} for entry_id, matter_id in sorted(fresh)],
        )


def move_uses(work: Work, source_id: int, target_id: int) -> None:
    """Give the uses of one entry to another; a matter that asks for both asks for one now."""
    present = sa.select(MaterialUse.matter_id).where(MaterialUse.material_id == target_id)
    work.session.execute(
        sa.update(MaterialUse)
        .where(MaterialUse.material_id == source_id, MaterialUse.matter_id.not_in(present))
        .values(material_id=target_id)
        .execution_options(synchronize_session=False)
    )
    work.session.execute(sa.delete(MaterialUse).where(MaterialUse.material_id == source_id))


def list_material_matters(
    work: Work, material_id: int, after: UsingMatter | None = None, limit: int = 100
) -> list[UsingMatter]:
    """The matters whose version in force asks for an entry, by name, behind a row of the page before."""
    work.require(Permission.CATALOGUE_VIEW)
    query = (
        sa.select(Matter.id, Matter.code, Matter.item_code, Matter.name, Department.name, Matter.state)
        .join(MaterialUse, MaterialUse.matter_id == Matter.id)
        .join(Department, Department.id == Matter.department_id)
        .where(MaterialUse.material_id == material_id)
        .order_by(Matter.name, Matter.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(sa.tuple_(Matter.name, Matter.id) > sa.tuple_(after.name, after.matter_id))
    return [UsingMatter(*row) for row in work.session.execute(query)]


def read_register(work: Work, specs: Sequence[MaterialSpec] | None = None) -> Register:
    """The entries by code and name; only those some lines of a checklist may stand for, where the lines are given."""
    query = sa.select(
        Material.id, Material.code, Material.name, Material.issuer, Material.is_active, Material.merged_into
    )
    if specs is None:
        return Register(Named(*row) for row in work.session.execute(query))
    names, codes = {spec.name.strip() for spec in specs}, {spec.library_code for spec in specs} - {""}
    near = query.where(sa.or_(Material.name.in_(names), Material.code.in_(codes)))
    entries = [Named(*row) for row in work.session.execute(near)]
    merged = {entry.stands_for for entry in entries} - {None}
    if merged:
        entries += [Named(*row) for row in work.session.execute(query.where(Material.id.in_(merged)))]
    return Register(entries)


@dataclass(frozen=True, slots=True)
class Lines:
    """The materials of the versions in force as a table of a statement, one a line; what is usual is NULL."""

    table: sa.FromClause
    column: Callable[[str], sa.ColumnElement[str | None]]

    def of(self, query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
        """A query over matters that are not abolished, their versions in force and these lines."""
        return (
            query.select_from(Matter)
            .join(MatterVersion, _IN_FORCE)
            .join(self.table, sa.true())
            .where(Matter.state != MatterState.ABOLISHED)
        )


def material_lines(work: Work) -> Lines:
    """Each database takes the lines out of a stored content in its own way."""
    content = MatterVersion.content
    if is_sqlite(work.session):
        table = sa.func.json_each(content, "$.materials").table_valued("value", name="line")
        return Lines(table, lambda key: sa.func.json_extract(table.c.value, f"$.{key}"))
    table = sa.func.jsonb_array_elements(content["materials"]).table_valued("value", name="line")
    return Lines(table, lambda key: sa.func.jsonb_extract_path_text(table.c.value, key))


def _entries_of(register: Register, content: MatterContent) -> set[int]:
    return {entry.id for spec in content.materials if (entry := register.find_for(spec)) is not None}
