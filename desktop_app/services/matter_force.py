"""What puts a version of a matter into force: at once, on its day, or in place of one that was to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.matter_life import Planned, due_version, next_change, state_with_version
from desktop_app.services.catalogue_index import content_entry, index_matters, reindex_matters
from desktop_app.services.material_uses import note_uses
from desktop_app.services.matter_versions import content_digest, dump_content, get_version
from desktop_app.services.work import Work
from models.catalogue import Matter, MatterVersion
from models.enums import Area, MatterState
from models.sites import Department

SETTLED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version on its way into the catalogue; without `effective_on` it is in force at once."""

    content: MatterContent
    effective_on: date | None
    note: str
    edited_by: int | None


def lock_matter(work: Work, matter_id: int) -> Matter:
    """A matter as it stands today, locked until this act is over; raises `matter_unknown`."""
    matter = work.session.get(Matter, matter_id, with_for_update=True, populate_existing=True)
    if matter is None:
        raise ServiceError("matter_unknown")
    settle_matters(work, [matter])
    return matter


def subject_of(matter: Matter) -> str:
    """What the audit calls a matter."""
    return f"matter:{matter.item_code or matter.code}"


def newest_version(work: Work, matter_id: int) -> int:
    """The number of the newest version, in force or not; 0 before the first."""
    query = (
        sa.select(MatterVersion.version)
        .where(MatterVersion.matter_id == matter_id)
        .order_by(MatterVersion.version.desc())
        .limit(1)
    )
    return work.session.scalar(query) or 0


def waiting_versions(work: Work, matter: Matter) -> list[Planned]:
    """The versions whose day is still to come; none where the matter ended before."""
    if matter.next_change_on is None:
        return []
    first = matter.version if matter.state is MatterState.PENDING else matter.version + 1
    rows = work.session.execute(
        sa.select(MatterVersion.version, MatterVersion.effective_on)
        .where(MatterVersion.matter_id == matter.id, MatterVersion.version >= first)
        .order_by(MatterVersion.version)
    )
    return [Planned(version, day) for version, day in rows if day is not None]


def department_id_of(work: Work, content: MatterContent) -> int:
    """The department that a content names.

    Raises `matter_department_unknown` for one not on the hall's list, `matter_department_inactive` for one out of use.
    """
    query = sa.select(Department.id, Department.name, Department.is_active)
    found = work.session.execute(query.where(Department.code == content.department_code)).first()
    if found is None:
        raise ServiceError("matter_department_unknown", number=content.department_code)
    if not found.is_active:
        raise ServiceError("matter_department_inactive", department=found.name)
    return found.id


def add_version(work: Work, matter: Matter, new: NewVersion) -> int:
    """Append a version to a matter that this act holds locked, and put it into force where its day is today.

    An abolished matter comes back with it; what had waited when it ended does not.
    """
    if matter.state is MatterState.ABOLISHED:
        matter.abolish_on, matter.next_change_on = None, None
        matter.state_note = "" if new.effective_on is None else matter.state_note
    number = newest_version(work, matter.id) + 1
    stored = dump_content(new.content)
    work.session.add(
        MatterVersion(
            matter_id=matter.id,
            version=number,
            content=stored,
            digest=content_digest(stored),
            effective_on=new.effective_on,
            published_at=work.now,
            published_by=work.actor.account_id,
            edited_by=new.edited_by,
            note=new.note,
        )
    )
    work.session.flush()
    if new.effective_on is None:
        put_into_force(work, matter, number, new.content)
    else:
        matter.next_change_on = _earliest(matter.next_change_on, new.effective_on)
    return number


def put_into_force(work: Work, matter: Matter, version: int, content: MatterContent) -> None:
    """Let the matter repeat a version, and be found by it; what was to come before it comes no more."""
    department_id = work.session.scalar(
        sa.select(Department.id).where(Department.code == content.department_code)
    )
    matter.version = version
    matter.state = state_with_version(matter.state)
    matter.name = content.name
    matter.main_name, matter.sub_name = content.tree_path
    matter.department_id = department_id or matter.department_id
    matter.matter_type, matter.handling_kind = content.matter_type, content.handling_kind
    matter.next_change_on = next_change(waiting_versions(work, matter), matter.abolish_on)
    work.session.flush()
    note_uses(work, {matter.id: content})
    index_matter(work, matter, content)


def index_matter(work: Work, matter: Matter, content: MatterContent) -> None:
    """Let the search find a matter by what this content says."""
    codes = (matter.code, matter.item_code)
    entry = content_entry(matter.id, codes, content, matter.department_id, matter.state)
    index_matters(work.session, [entry])


def settle_due(work: Work) -> int:
    """Do to every matter what its dates say for today; how many changed. A part of acts behind their permission."""
    changed = 0
    while True:
        due = work.session.scalars(
            sa.select(Matter)
            .where(Matter.next_change_on <= work.today)
            .order_by(Matter.id)
            .limit(SETTLED_AT_ONCE)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        if not due:
            return changed
        changed += settle_matters(work, due)


def settle_matters(work: Work, matters: Sequence[Matter]) -> int:
    """Do to locked matters what their dates say for today; how many changed. Doing it again changes nothing."""
    due = [
        matter
        for matter in matters
        if matter.next_change_on is not None and matter.next_change_on <= work.today
    ]
    for matter in due:
        _settle(work, matter)
    if due:
        work.session.flush()
    return len(due)


def _settle(work: Work, matter: Matter) -> None:
    planned = due_version(waiting_versions(work, matter), matter.abolish_on, work.today)
    if planned is not None:
        version_id = work.session.scalars(
            sa.select(MatterVersion.id).where(
                MatterVersion.matter_id == matter.id, MatterVersion.version == planned.version
            )
        ).one()
        put_into_force(work, matter, planned.version, get_version(work, version_id))
        work.record("catalogue.take_effect", subject_of(matter), Area.CATALOGUE, version=planned.version)
    if matter.abolish_on is not None and matter.abolish_on <= work.today:
        matter.state, matter.next_change_on = MatterState.ABOLISHED, None
        matter.state_note, matter.abolish_note = matter.abolish_note, ""
        reindex_matters(work, [matter.id])
        work.record("catalogue.end", subject_of(matter), Area.CATALOGUE, on=matter.abolish_on.isoformat())
    else:
        matter.next_change_on = next_change(waiting_versions(work, matter), matter.abolish_on)


def _earliest(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)
