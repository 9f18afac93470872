"""材料库 and the catalogue: what the library says of a checklist, and which materials it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.materials import MaterialInput
from desktop_app.services.material_uses import material_lines, read_register, refresh_uses
from desktop_app.services.materials import add_entry
from desktop_app.services.work import Work
from models.catalogue import Matter
from models.enums import Area, MaterialCarrier, MaterialKind, MaterialSource, Permission
from models.materials import Material

FEWEST_MATTERS = 2
_COPIED = ("kind", "carrier", "source", "standard", "instructions", "licence")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A material that several matters ask for under one name and issuer, and the library lacks."""

    name: str
    issuer: str
    matters: int
    kind: MaterialKind
    carrier: MaterialCarrier
    source: MaterialSource
    standard: str
    instructions: str
    licence: str


@dataclass(frozen=True, slots=True)
class LibraryNote:
    """What the library says of one line of a matter's checklist; files by their digests."""

    code: str
    name: str
    check_points: str
    standard: str
    instructions: str
    licence: str
    blank_form: str
    sample: str


def list_library_notes(work: Work, content: MatterContent) -> tuple[LibraryNote | None, ...]:
    """What the library says of each line of a checklist, in its order; `None` where it has no entry for the line."""
    work.require(Permission.CATALOGUE_VIEW)
    register = read_register(work, content.materials)
    entries = [register.find_for(spec) for spec in content.materials]
    wanted = {entry.id for entry in entries if entry is not None}
    rows = {row.id: row for row in work.session.scalars(sa.select(Material).where(Material.id.in_(wanted)))}
    return tuple(_note(rows[entry.id]) if entry is not None else None for entry in entries)


def suggest_entries(work: Work, limit: int = 200) -> list[Suggestion]:
    """Materials that at least two matters in force ask for and that have no entry, the most asked for first."""
    work.require(Permission.CATALOGUE_EDIT)
    register = read_register(work)
    lines = material_lines(work)
    name, issuer, code = (lines.column(key) for key in ("name", "issuer", "library_code"))
    count = sa.func.count(Matter.id.distinct()).label("matters")
    query = (
        lines.of(sa.select(name, issuer, count, *(sa.func.max(lines.column(key)) for key in _COPIED)))
        .where(sa.func.coalesce(code, "") == "", sa.func.coalesce(name, "") != "")
        .group_by(name, issuer)
        .having(count >= FEWEST_MATTERS)
        .order_by(count.desc(), name, issuer)
    )
    found: list[Suggestion] = []
    for row in work.session.execute(query):
        called, issued_by, matters, kind, carrier, source, *texts = row
        if register.find(called, issued_by or "") is None:
            found.append(
                Suggestion(
                    called,
                    issued_by or "",
                    matters,
                    MaterialKind(kind or MaterialKind.OTHER),
                    MaterialCarrier(carrier or MaterialCarrier.EITHER),
                    MaterialSource(source or MaterialSource.APPLICANT),
                    *(text or "" for text in texts),
                )
            )
        if len(found) == limit:
            break
    return found


def create_suggested(work: Work, suggestions: Sequence[Suggestion]) -> int:
    """Make entries of suggestions in one act; what has one by now is passed over. Returns how many were made.

    Raises what `clean_input` raises.
    """
    work.require(Permission.CATALOGUE_EDIT)
    register = read_register(work)
    made = [
        add_entry(
            work,
            MaterialInput(
                each.name,
                each.kind,
                each.carrier,
                each.source,
                each.issuer,
                standard=each.standard,
                instructions=each.instructions,
                licence=each.licence,
            ),
        ).name
        for each in suggestions
        if register.find(each.name, each.issuer) is None
    ]
    if made:
        refresh_uses(work, made)
        work.record("materials.create_many", "library", Area.MATERIALS, count=len(made))
    return len(made)


def _note(row: Material) -> LibraryNote:
    return LibraryNote(
        row.code,
        row.name,
        row.check_points,
        row.standard,
        row.instructions,
        row.licence,
        row.blank_form or "",
        row.sample or "",
    )
