"""事项的生命: suspended, resumed, abolished; versions come into force on their day; what each of them said."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.matter_life import MatterAction, next_change, require_matter_state
from desktop_app.rules.texts import clean_text
from desktop_app.services.catalogue_index import reindex_matters
from desktop_app.services.matter_force import (
    NewVersion,
    add_version,
    lock_matter,
    settle_due,
    settle_matters,
    subject_of,
    waiting_versions,
)
from desktop_app.services.matter_versions import get_version
from desktop_app.services.work import SYSTEM, Office, Work
from models.accounts import Account
from models.catalogue import Matter, MatterVersion
from models.enums import Area, MatterState, Permission

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class MatterStanding:
    """How a matter stands: its state, why, and what its dates will do."""

    id: int
    code: str
    item_code: str
    name: str
    state: MatterState
    version: int
    state_note: str
    abolish_on: date | None
    waiting: tuple[tuple[int, date], ...]
    """The versions to come and their days."""
    today: date
    """The hall's own day, whatever the workstation's clock says."""
    abolish_note: str = ""
    """Why the matter will end on its day."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a matter in its history."""

    version: int
    published_at: datetime
    approver_name: str
    """Who approved or imported it; empty for the program itself."""
    editor_name: str
    effective_on: date | None
    note: str
    is_in_force: bool
    is_waiting: bool


def suspend_matter(work: Work, matter_id: int, reason: str) -> MatterStanding:
    """暂停: nobody may apply until it is resumed; open cases go on. Raises `matter_state_wrong`."""
    work.require(Permission.CATALOGUE_REVIEW)
    return _act(work, matter_id, MatterAction.SUSPEND, clean_reason(reason, "暂停原因"))


def resume_matter(work: Work, matter_id: int, reason: str = "") -> MatterStanding:
    """恢复: a suspended matter may be applied for again. Raises `matter_state_wrong`."""
    work.require(Permission.CATALOGUE_REVIEW)
    note = clean_text(reason, "恢复说明", longest=LONGEST_REASON)
    return _act(work, matter_id, MatterAction.RESUME, note)


def abolish_matter(work: Work, matter_id: int, on: date, reason: str) -> MatterStanding:
    """取消 from a day on, today's at once; open cases go on, versions that were to come later come no more.

    Raises `matter_state_wrong`, `abolish_date_past`.
    """
    work.require(Permission.CATALOGUE_REVIEW)
    note = clean_reason(reason, "取消原因")
    if on < work.today:
        raise ServiceError("abolish_date_past", today=work.today.isoformat())
    matter = lock_matter(work, matter_id)
    require_matter_state(MatterAction.ABOLISH, matter.state)
    matter.abolish_on, matter.abolish_note = on, note
    matter.next_change_on = next_change(waiting_versions(work, matter), None)
    matter.next_change_on = min(on, matter.next_change_on or on)
    _record(work, matter, MatterAction.ABOLISH, on=on.isoformat())
    settle_matters(work, [matter])
    return _standing(work, matter)


def keep_matter(work: Work, matter_id: int) -> MatterStanding:
    """撤回取消计划: the matter does not end on its day. Raises `matter_state_wrong`, `abolition_not_planned`."""
    work.require(Permission.CATALOGUE_REVIEW)
    matter = lock_matter(work, matter_id)
    require_matter_state(MatterAction.KEEP, matter.state)
    if matter.abolish_on is None:
        raise ServiceError("abolition_not_planned")
    waiting = waiting_versions(work, matter)
    matter.abolish_on, matter.abolish_note = None, ""
    matter.next_change_on = next_change(waiting, None)
    _record(work, matter, MatterAction.KEEP)
    return _standing(work, matter)


def recall_versions(work: Work, matter_id: int, reason: str) -> MatterStanding:
    """撤回待生效版本: what was to come comes no more; the version in force stands as the newest one.

    Versions are never changed, so the history tells it by one more version that repeats the one in force.
    Raises `matter_state_wrong`, `version_not_waiting`.
    """
    work.require(Permission.CATALOGUE_REVIEW)
    note = clean_reason(reason, "撤回原因")
    matter = lock_matter(work, matter_id)
    require_matter_state(MatterAction.RECALL, matter.state)
    if not waiting_versions(work, matter):
        raise ServiceError("version_not_waiting")
    state, why = matter.state, matter.state_note
    content = get_version_content(work, matter.id, matter.version)
    add_version(work, matter, NewVersion(content, None, note, work.actor.account_id))
    matter.state, matter.state_note = state, why
    _record(work, matter, MatterAction.RECALL, version=matter.version)
    return _standing(work, matter)


def apply_due(work: Work) -> int:
    """Bring waiting versions into force and end matters, as their days have come; how many matters changed.

    May run at any time and in any number of programs at once: each matter is changed by one of them.
    """
    work.require(Permission.CATALOGUE_REVIEW)
    return settle_due(work)


def apply_due_dates(office: Office) -> int:
    """`apply_due` by the program itself, whoever is signed in; writes nothing where nothing is due."""
    with office.read(SYSTEM) as work:
        first = work.session.scalar(sa.select(Matter.id).where(Matter.next_change_on <= work.today).limit(1))
    if first is None:
        return 0
    with office.work(SYSTEM) as work:
        return apply_due(work)


def get_standing(work: Work, matter_id: int) -> MatterStanding:
    """How a matter stands today; raises `matter_unknown`."""
    work.require(Permission.CATALOGUE_VIEW)
    matter = work.session.get(Matter, matter_id)
    if matter is None:
        raise ServiceError("matter_unknown")
    return _standing(work, matter)


def list_versions(work: Work, matter_id: int) -> list[VersionRow]:
    """Every version of a matter, the newest first; raises `matter_unknown`."""
    work.require(Permission.CATALOGUE_VIEW)
    matter = work.session.get(Matter, matter_id)
    if matter is None:
        raise ServiceError("matter_unknown")
    waiting = {planned.version for planned in waiting_versions(work, matter)}
    current = None if matter.state is MatterState.PENDING else matter.version
    approver, editor = aliased(Account), aliased(Account)
    rows = work.session.execute(
        sa.select(
            MatterVersion.version,
            MatterVersion.published_at,
            approver.name,
            editor.name,
            MatterVersion.effective_on,
            MatterVersion.note,
        )
        .join(approver, approver.id == MatterVersion.published_by, isouter=True)
        .join(editor, editor.id == MatterVersion.edited_by, isouter=True)
        .where(MatterVersion.matter_id == matter_id)
        .order_by(MatterVersion.version.desc())
    )
    return [
        VersionRow(number, at, approved or "", edited or "", day, note, number == current, number in waiting)
        for number, at, approved, edited, day, note in rows
    ]


def get_version_content(work: Work, matter_id: int, version: int) -> MatterContent:
    """What one version says; raises `version_unknown`."""
    work.require(Permission.CATALOGUE_VIEW)
    version_id = work.session.scalar(
        sa.select(MatterVersion.id).where(
            MatterVersion.matter_id == matter_id, MatterVersion.version == version
        )
    )
    if version_id is None:
        raise ServiceError("version_unknown", version=version)
    return get_version(work, version_id)


def settle_matter(work: Work, matter_id: int) -> None:
    """A part of the acts that rest on a matter: do first what its dates say for today."""
    lock_matter(work, matter_id)


def clean_reason(reason: str, name: str) -> str:
    """The reason of an act; raises `text_needed`, `text_too_long`, `text_invalid`."""
    return clean_text(reason, name, needed=True, longest=LONGEST_REASON)


def _act(work: Work, matter_id: int, action: MatterAction, note: str) -> MatterStanding:
    matter = lock_matter(work, matter_id)
    require_matter_state(action, matter.state)
    matter.state = MatterState.SUSPENDED if action is MatterAction.SUSPEND else MatterState.PUBLISHED
    matter.state_note = note
    _record(work, matter, action)
    return _standing(work, matter)


def _record(work: Work, matter: Matter, action: MatterAction, **details: object) -> None:
    reindex_matters(work, [matter.id])
    work.record(f"catalogue.{action}", subject_of(matter), Area.CATALOGUE, **details)


def _standing(work: Work, matter: Matter) -> MatterStanding:
    waiting = tuple((planned.version, planned.effective_on) for planned in waiting_versions(work, matter))
    return MatterStanding(
        matter.id,
        matter.code,
        matter.item_code,
        matter.name,
        matter.state,
        matter.version,
        matter.state_note,
        matter.abolish_on,
        waiting,
        work.today,
        matter.abolish_note,
    )
