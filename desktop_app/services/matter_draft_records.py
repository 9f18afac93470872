"""修订稿 as rows and values: what lists and pages show of a draft, and opening one for an act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.matter_life import DraftAction, draft_target
from desktop_app.services.matter_force import newest_version, waiting_versions
from desktop_app.services.matter_versions import get_version, load_content
from desktop_app.services.work import Work
from models.accounts import Account
from models.catalogue import Matter, MatterDraft, MatterDraftEditor, MatterVersion
from models.elements import DraftState
from models.enums import Area, MatterState, Permission


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One line of a list of drafts."""

    id: int
    matter_id: int | None
    """`None` for a new matter."""
    code: str
    item_code: str
    name: str
    department_name: str
    state: DraftState
    editor_name: str
    updated_at: datetime
    revision: int
    comment: str
    """退回意见."""
    effective_on: date | None


@dataclass(frozen=True, slots=True)
class DraftDetail:
    """A draft with what it says, what it started from and who put a hand to it."""

    row: DraftRow
    content: MatterContent
    base: MatterContent | None
    base_version: int
    note: str
    editors: tuple[str, ...]
    head_version: int = 0
    """The newest version of the matter; another than `base_version` where one came in between."""
    waiting_on: date | None = None
    """The day of the last version that waits; this draft may not come into force before it."""
    matter_state: MatterState | None = None
    is_own: bool = False
    """Whether the acting person put a hand to it, and so may not approve it."""

    @property
    def is_outdated(self) -> bool:
        """Whether a version came between the start of the draft and now."""
        return self.head_version != self.base_version


@dataclass(frozen=True, slots=True)
class Rebased:
    """A draft put on the newest version, and the elements that both had changed: there the draft's words stand."""

    detail: DraftDetail
    conflicts: tuple[str, ...]


ROW_COLUMNS: Sequence[Any] = (
    MatterDraft.id,
    MatterDraft.matter_id,
    MatterDraft.code,
    MatterDraft.item_code,
    MatterDraft.content["name"],
    MatterDraft.content["department_name"],
    MatterDraft.state,
    Account.name.label("editor_name"),
    MatterDraft.updated_at,
    MatterDraft.revision,
    MatterDraft.comment,
    MatterDraft.effective_on,
)


def require_reader(work: Work) -> None:
    """Drafts are seen by those who write them and those who approve them; raises `not_permitted`."""
    if Permission.CATALOGUE_EDIT not in work.actor.permissions:
        work.require(Permission.CATALOGUE_REVIEW)


def open_draft(work: Work, draft_id: int, revision: int, action: DraftAction) -> MatterDraft:
    """A draft locked for an act.

    Raises `draft_unknown`, `draft_changed` where somebody was faster, `draft_state_wrong`.
    """
    draft = work.session.get(MatterDraft, draft_id, with_for_update=True, populate_existing=True)
    if draft is None:
        raise ServiceError("draft_unknown")
    if draft.revision != revision:
        faster = work.session.scalar(sa.select(Account.name).where(Account.id == draft.editor_id))
        raise ServiceError("draft_changed", editor=faster or "", state=draft.state.label)
    draft_target(action, draft.state)
    return draft


def draft_detail(work: Work, draft: MatterDraft) -> DraftDetail:
    """Everything a page shows of a draft."""
    content = load_content(draft.content)
    matter = find_matter_of(work, draft)
    editors = work.session.execute(
        sa.select(Account.id, Account.name)
        .join(MatterDraftEditor, MatterDraftEditor.account_id == Account.id)
        .where(MatterDraftEditor.draft_id == draft.id)
        .order_by(Account.id)
    ).all()
    waiting = waiting_versions(work, matter) if matter else []
    return DraftDetail(
        row=_row(work, draft, content),
        content=content,
        base=_version_content(work, matter.id, draft.base_version) if matter and draft.base_version else None,
        base_version=draft.base_version,
        note=draft.note,
        editors=tuple(name for _, name in editors),
        head_version=newest_version(work, matter.id) if matter else 0,
        waiting_on=max((planned.effective_on for planned in waiting), default=None),
        matter_state=matter.state if matter else None,
        is_own=work.actor.account_id in {row_id for row_id, _ in editors},
    )


def find_matter_of(work: Work, draft: MatterDraft) -> Matter | None:
    """The matter a draft is about: its own, or one that came by import under the code of a new one."""
    if draft.matter_id is not None:
        return work.session.get(Matter, draft.matter_id)
    return work.session.scalar(
        sa.select(Matter).where(Matter.code == draft.code, Matter.item_code == draft.item_code)
    )


def add_editor(work: Work, draft: MatterDraft) -> None:
    """Remember that the acting person put a hand to the draft."""
    key = (draft.id, work.account_id)
    if work.session.get(MatterDraftEditor, key) is None:
        work.session.add(MatterDraftEditor(draft_id=draft.id, account_id=work.account_id))
        work.session.flush()


def remove_draft(work: Work, draft: MatterDraft) -> None:
    """Take a draft away with everything that hangs on it."""
    work.session.execute(sa.delete(MatterDraftEditor).where(MatterDraftEditor.draft_id == draft.id))
    work.session.delete(draft)
    work.session.flush()


def touch_draft(work: Work, draft: MatterDraft, action: DraftAction) -> None:
    """Move a draft to the state an act leads to, with the next revision, and leave it in the audit."""
    target = draft_target(action, draft.state)
    draft.state = target or draft.state
    draft.revision += 1
    draft.updated_at = work.now
    record_draft(work, draft, action)


def record_draft(work: Work, draft: MatterDraft, action: DraftAction) -> None:
    """Leave an act on a draft in the audit."""
    subject = f"matter:{draft.item_code or draft.code}"
    work.record(f"catalogue.{action}_draft", subject, Area.CATALOGUE, draft=draft.id, revision=draft.revision)


def row_of(row: sa.Row[*tuple[Any, ...]]) -> DraftRow:
    """A row of `ROW_COLUMNS` as a value."""
    return DraftRow(*row)


def _row(work: Work, draft: MatterDraft, content: MatterContent) -> DraftRow:
    editor = work.session.scalar(sa.select(Account.name).where(Account.id == draft.editor_id))
    return DraftRow(
        draft.id,
        draft.matter_id,
        draft.code,
        draft.item_code,
        content.name,
        content.department_name,
        draft.state,
        editor or "",
        draft.updated_at,
        draft.revision,
        draft.comment,
        draft.effective_on,
    )


def _version_content(work: Work, matter_id: int, version: int) -> MatterContent | None:
    version_id = work.session.scalar(
        sa.select(MatterVersion.id).where(
            MatterVersion.matter_id == matter_id, MatterVersion.version == version
        )
    )
    return get_version(work, version_id) if version_id is not None else None
