"""材料库: one entry for a material that many matters ask for; created, changed, retired, merged."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.materials import (
    MaterialInput,
    clean_input,
    material_code,
    similar_names,
)
from desktop_app.services import material_uses
from desktop_app.services.numbering import take_number
from desktop_app.services.work import Work
from models.enums import Area, MaterialCarrier, MaterialKind, MaterialSource, Permission
from models.materials import Asset, Material, MaterialUse

SERIES = "material"
PAGE = 50


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One line of the library; `uses` counts the matters whose version in force asks for it."""

    id: int
    code: str
    name: str
    issuer: str
    kind: MaterialKind
    carrier: MaterialCarrier
    source: MaterialSource
    licence: str
    has_blank_form: bool
    has_sample: bool
    is_active: bool
    uses: int


@dataclass(frozen=True, slots=True)
class MaterialDetail:
    """An entry with all it says; files by their digests, empty where there is none."""

    id: int
    code: str
    name: str
    issuer: str
    kind: MaterialKind
    carrier: MaterialCarrier
    source: MaterialSource
    check_points: str
    standard: str
    instructions: str
    licence: str
    blank_form: str
    sample: str
    is_active: bool
    merged_into: str
    """The code of the entry that stands for this one; empty where it stands for itself."""
    revision: int
    updated_at: datetime
    uses: int


@dataclass(frozen=True, slots=True)
class SimilarMaterial:
    """An entry that may be the same as the one that is typed; `likeness` of 100."""

    row: MaterialRow
    likeness: int


def list_materials(
    work: Work,
    text: str = "",
    limit: int = PAGE,
    after: MaterialRow | None = None,
    *,
    with_retired: bool = False,
) -> list[MaterialRow]:
    """The entries by name whose name, code or issuer contains the text, behind a row of the page before."""
    work.require(Permission.CATALOGUE_VIEW)
    query = _rows().where(Material.merged_into.is_(None)).order_by(Material.name, Material.id).limit(limit)
    if not with_retired:
        query = query.where(Material.is_active)
    wanted = text.replace("\x00", " ").encode("utf-8", "replace").decode().strip()
    if wanted:
        columns = (Material.name, Material.code, Material.issuer, Material.licence)
        query = query.where(sa.or_(*(column.icontains(wanted, autoescape=True) for column in columns)))
    if after is not None:
        query = query.where(sa.tuple_(Material.name, Material.id) > sa.tuple_(after.name, after.id))
    return [_row(found) for found in work.session.execute(query)]


def count_materials(work: Work) -> int:
    """How many entries are in use."""
    work.require(Permission.CATALOGUE_VIEW)
    query = sa.select(sa.func.count()).select_from(Material).where(Material.is_active)
    return work.session.scalar(query) or 0


def get_material(work: Work, code: str) -> MaterialDetail:
    """An entry by its code; raises `material_entry_unknown`."""
    work.require(Permission.CATALOGUE_VIEW)
    row = work.session.scalar(sa.select(Material).where(Material.code == code))
    if row is None:
        raise ServiceError("material_entry_unknown")
    return _detail(work, row)


def find_similar_materials(work: Work, name: str, issuer: str = "", limit: int = 5) -> list[SimilarMaterial]:
    """Entries in use that may be the same as what somebody is about to enter, most alike first.

    Two issuers make two entries of one name: with an issuer given, those of another one count as less alike.
    """
    work.require(Permission.CATALOGUE_VIEW)
    known = sa.select(Material.id, Material.name).where(Material.is_active)
    found = dict(similar_names(name, dict(work.session.execute(known).all()), limit))
    if not found:
        return []
    rows = {row.id: row for row in map(_row, work.session.execute(_rows().where(Material.id.in_(found))))}
    alike = [
        SimilarMaterial(row, int(found[key]) - (10 if issuer and row.issuer and row.issuer != issuer else 0))
        for key, row in rows.items()
    ]
    return sorted(alike, key=lambda each: (-each.likeness, each.row.name, each.row.id))


def create_material(work: Work, given: MaterialInput) -> MaterialDetail:
    """Make an entry; matters in force that ask for a material of this name count as its uses at once.

    Raises what `clean_input` raises, `material_code_taken`, `material_name_taken`, `asset_unknown`.
    """
    work.require(Permission.CATALOGUE_EDIT)
    row = add_entry(work, given)
    material_uses.refresh_uses(work, [row.name])
    work.record("materials.create", f"material:{row.code}", Area.MATERIALS, name=row.name)
    return _detail(work, row)


def change_material(work: Work, material_id: int, revision: int, given: MaterialInput) -> MaterialDetail:
    """Change an entry that is still as it was read.

    Raises what `create_material` raises, `material_entry_unknown`, `material_changed`, `material_merged`.
    """
    work.require(Permission.CATALOGUE_EDIT)
    row = _open(work, material_id, revision)
    cleaned = clean_input(given)
    _check_files(work, cleaned)
    names = [row.name, cleaned.name]
    changed = _fill(row, cleaned)
    _raise_revision(work, row)
    _flush(work, row)
    if not {"name", "issuer", "code"}.isdisjoint(changed):
        material_uses.refresh_uses(work, names)
    work.record("materials.change", f"material:{row.code}", Area.MATERIALS, fields=sorted(changed))
    return _detail(work, row)


def retire_material(work: Work, material_id: int, revision: int) -> MaterialDetail:
    """Offer an entry no longer; lines that name its code keep it. Raises as `change_material` does."""
    work.require(Permission.CATALOGUE_EDIT)
    row = _set_active(work, material_id, revision, is_active=False)
    work.record("materials.retire", f"material:{row.code}", Area.MATERIALS, name=row.name)
    return _detail(work, row)


def restore_material(work: Work, material_id: int, revision: int) -> MaterialDetail:
    """Offer a retired entry again. Raises as `change_material` does."""
    work.require(Permission.CATALOGUE_EDIT)
    row = _set_active(work, material_id, revision, is_active=True)
    work.record("materials.restore", f"material:{row.code}", Area.MATERIALS, name=row.name)
    return _detail(work, row)


def merge_materials(work: Work, kept_id: int, merged_id: int, revision: int) -> MaterialDetail:
    """Let one entry stand for another that is the same; uses move along, what the kept one lacks is taken over.

    `revision` is that of the entry that is merged. Raises `material_same`, and as `change_material` does.
    """
    work.require(Permission.CATALOGUE_EDIT)
    if kept_id == merged_id:
        raise ServiceError("material_same")
    rows = {key: _find(work, key) for key in sorted((kept_id, merged_id))}  # always locked in the same order
    kept, merged = rows[kept_id], rows[merged_id]
    _check_open(kept, kept.revision)
    _check_open(merged, revision)
    for key in ("check_points", "standard", "instructions", "licence", "blank_form", "sample"):
        if not getattr(kept, key):
            setattr(kept, key, getattr(merged, key))
    merged.merged_into, merged.is_active = kept.id, False
    for row in rows.values():
        _raise_revision(work, row)
    work.session.execute(
        sa.update(Material).where(Material.merged_into == merged_id).values(merged_into=kept_id)
    )
    work.session.flush()
    material_uses.move_uses(work, merged_id, kept_id)
    work.record(
        "materials.merge", f"material:{kept.code}", Area.MATERIALS, name=kept.name, merged=merged.code
    )
    return _detail(work, kept)


def add_entry(work: Work, given: MaterialInput) -> Material:
    """Add a row for an entry; raises as `create_material` does."""
    cleaned = clean_input(given)
    _check_files(work, cleaned)
    row = Material(is_active=True, revision=1, updated_at=work.now)
    _fill(row, cleaned)
    if not row.code:
        row.code = _next_code(work)
    work.session.add(row)
    _flush(work, row)
    return row


def _next_code(work: Work) -> str:
    """The next code of the series that nobody has typed before."""
    while True:
        code = material_code(take_number(work.connection, SERIES, ""))
        if work.session.scalar(sa.select(Material.id).where(Material.code == code)) is None:
            return code


def _fill(row: Material, given: MaterialInput) -> set[str]:
    """Put in what was given; the names of the fields that changed. An empty code leaves the one it has."""
    values: dict[str, Any] = asdict(given)
    values |= {key: values[key] or None for key in ("blank_form", "sample")}
    if not given.code:
        values["code"] = row.code or ""
    changed = {key for key, value in values.items() if getattr(row, key, None) != value}
    for key, value in values.items():
        setattr(row, key, value)
    return changed


def _check_files(work: Work, given: MaterialInput) -> None:
    wanted = {digest for digest in (given.blank_form, given.sample) if digest}
    if wanted - set(work.session.scalars(sa.select(Asset.digest).where(Asset.digest.in_(wanted)))):
        raise ServiceError("asset_unknown")


def _flush(work: Work, row: Material) -> None:
    """Write an entry; the constraints decide where two people enter the same at one moment."""
    code, name = row.code, row.name
    try:
        work.session.flush()
    except IntegrityError as failure:
        if "issuer" in str(failure.orig):
            raise ServiceError("material_name_taken", name=name) from None
        raise ServiceError("material_code_taken", number=code) from None


def _set_active(work: Work, material_id: int, revision: int, *, is_active: bool) -> Material:
    row = _open(work, material_id, revision)
    row.is_active = is_active
    _raise_revision(work, row)
    work.session.flush()
    material_uses.refresh_uses(work, [row.name])
    return row


def _find(work: Work, material_id: int) -> Material:
    row = work.session.get(Material, material_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise ServiceError("material_entry_unknown")
    return row


def _open(work: Work, material_id: int, revision: int) -> Material:
    row = _find(work, material_id)
    _check_open(row, revision)
    return row


def _check_open(row: Material, revision: int) -> None:
    if row.merged_into is not None:
        raise ServiceError("material_merged", name=row.name)
    if row.revision != revision:
        raise ServiceError("material_changed", name=row.name)


def _raise_revision(work: Work, row: Material) -> None:
    row.revision += 1
    row.updated_at = work.now


def _uses() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(MaterialUse)
        .where(MaterialUse.material_id == Material.id)
        .scalar_subquery()
    )


def _rows() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        Material.id,
        Material.code,
        Material.name,
        Material.issuer,
        Material.kind,
        Material.carrier,
        Material.source,
        Material.licence,
        Material.blank_form.is_not(None).label("has_blank_form"),
        Material.sample.is_not(None).label("has_sample"),
        Material.is_active,
        _uses().label("uses"),
    )


def _row(found: Sequence[Any]) -> MaterialRow:
    return MaterialRow(*found)


def _detail(work: Work, row: Material) -> MaterialDetail:
    uses = sa.select(sa.func.count()).where(MaterialUse.material_id == row.id)
    standing = sa.select(Material.code).where(Material.id == row.merged_into)
    return MaterialDetail(
        row.id,
        row.code,
        row.name,
        row.issuer,
        row.kind,
        row.carrier,
        row.source,
        row.check_points,
        row.standard,
        row.instructions,
        row.licence,
        row.blank_form or "",
        row.sample or "",
        row.is_active,
        (work.session.scalar(standing) or "") if row.merged_into is not None else "",
        row.revision,
        row.updated_at,
        work.session.scalar(uses) or 0,
    )
