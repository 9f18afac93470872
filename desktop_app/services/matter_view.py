"""事项详情: a matter as the screen shows it, with what the materials library says of its materials."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.services.catalogue import MatterDetail, get_matter_by_id
from desktop_app.services.work import Work, hall_date
from models.catalogue import MatterVersion
from models.enums import Permission
from models.materials import Material


@dataclass(frozen=True, slots=True)
class MatterView:
    """A matter in force; `library` gives for each material the notes of its entry, each with its name."""

    matter: MatterDetail
    effective_on: date
    library: tuple[tuple[str, ...], ...]


def get_matter_view(work: Work, matter_id: int) -> MatterView:
    """A matter with the version in force; raises `matter_unknown`."""
    work.require(Permission.CATALOGUE_VIEW)
    matter = get_matter_by_id(work, matter_id)
    effective_on = work.session.scalar(
        sa.select(MatterVersion.effective_on).where(MatterVersion.id == matter.version_id)
    )
    codes = {spec.library_code for spec in matter.content.materials if spec.library_code}
    query = sa.select(Material).where(Material.code.in_(codes))
    library = {entry.code: entry for entry in work.session.scalars(query)} if codes else {}
    notes = tuple(_notes(spec, library.get(spec.library_code)) for spec in matter.content.materials)
    return MatterView(matter, effective_on or hall_date(matter.published_at), notes)


def _notes(spec: MaterialSpec, entry: Material | None) -> tuple[str, ...]:
    """What the entry says beyond the matter itself."""
    if entry is None:
        return ()
    named = (
        ("审查要点", entry.check_points),
        ("受理标准", "" if spec.standard else entry.standard),
        ("填报须知", "" if spec.instructions else entry.instructions),
        ("免证", "" if spec.licence or not entry.licence else f"可用“{entry.licence}”电子证照"),
        ("出具机构", "" if spec.issuer else entry.issuer),
    )
    return tuple(f"{name}：{text}" for name, text in named if text)
