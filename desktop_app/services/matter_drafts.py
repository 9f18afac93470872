"""修订稿: written, submitted, returned, and approved by somebody else; the result is an immutable version."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.differences import merge
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import normal_number
from desktop_app.rules.matter_checks import LONGEST_CODE, clean_content
from desktop_app.rules.matter_life import DraftAction
from desktop_app.rules.texts import clean_text
from desktop_app.services.catalogue import MatterDetail, get_matter_by_id
from desktop_app.services.matter_draft_records import (
    ROW_COLUMNS,
    DraftDetail,
    DraftRow,
    Rebased,
    add_editor,
    draft_detail,
    find_matter_of,
    open_draft,
    record_draft,
    remove_draft,
    require_reader,
    row_of,
    touch_draft,
)
from desktop_app.services.matter_force import lock_matter, newest_version, subject_of, waiting_versions
from desktop_app.services.matter_publication import publish, require_publishable
from desktop_app.services.matter_versions import dump_content, load_content
from desktop_app.services.work import Work
from models.accounts import Account
from models.catalogue import Matter, MatterDraft, MatterDraftEditor, MatterVersion
from models.elements import DraftState
from models.enums import Area, MatterState, Permission

LONGEST_NOTE = 2000


def list_drafts(
    work: Work,
    state: DraftState | None = None,
    after: int | None = None,
    limit: int = 100,
    *,
    own: bool = False,
) -> list[DraftRow]:
    """The drafts in a state (all of them for `None`), the oldest first, those after a draft's id; one's own only."""
    require_reader(work)
    query = (
        sa.select(*ROW_COLUMNS)
        .join(Account, Account.id == MatterDraft.editor_id)
        .order_by(MatterDraft.id)
        .limit(limit)
    )
    if state is not None:
        query = query.where(MatterDraft.state == state)
    if after is not None:
        query = query.where(MatterDraft.id > after)
    if own:
        hands = sa.select(MatterDraftEditor.draft_id).where(MatterDraftEditor.account_id == work.account_id)
        query = query.where(MatterDraft.id.in_(hands))
    return [row_of(row) for row in work.session.execute(query)]


def get_draft(work: Work, draft_id: int) -> DraftDetail:
    """A draft; raises `draft_unknown`."""
    require_reader(work)
    draft = work.session.get(MatterDraft, draft_id)
    if draft is None:
        raise ServiceError("draft_unknown")
    return draft_detail(work, draft)


def find_draft(work: Work, matter_id: int) -> int | None:
    """The open draft of a matter, where there is one."""
    require_reader(work)
    return work.session.scalar(sa.select(MatterDraft.id).where(MatterDraft.matter_id == matter_id))


def start_draft(work: Work, matter_id: int) -> DraftDetail:
    """Begin to change a matter, from its newest version; goes on with the draft that is open already.

    Of two people who begin at once the database lets one win; the other gets the same draft. Raises `matter_unknown`.
    """
    work.require(Permission.CATALOGUE_EDIT)
    found = find_draft(work, matter_id)
    if found is not None:
        return get_draft(work, found)
    matter = lock_matter(work, matter_id)
    version = work.session.scalars(
        sa.select(MatterVersion).where(
            MatterVersion.matter_id == matter.id, MatterVersion.version == newest_version(work, matter.id)
        )
    ).one()
    planned = max((each.effective_on for each in waiting_versions(work, matter)), default=None)
    draft = MatterDraft(
        matter_id=matter.id,
        code=matter.code,
        item_code=matter.item_code,
        base_version=version.version,
        content=version.content,
        effective_on=planned,
        **_new_columns(work),
    )
    try:
        _insert(work, draft)
    except IntegrityError:
        found = find_draft(work, matter_id)
        if found is None:  # a new matter's draft of this code, from before the matter came by import
            raise ServiceError("draft_code_taken", number=matter.item_code or matter.code) from None
        return get_draft(work, found)
    return draft_detail(work, draft)


def create_draft(work: Work, code: str, item_code: str, content: MatterContent) -> DraftDetail:
    """Begin a new matter under a code that nobody has.

    Raises `text_needed`, `text_too_long`, `matter_code_taken`, `draft_code_taken`.
    """
    work.require(Permission.CATALOGUE_EDIT)
    code, item_code = _free_codes(work, code, item_code)
    stored = dump_content(clean_content(content))
    draft = MatterDraft(
        matter_id=None, code=code, item_code=item_code, base_version=0, content=stored, **_new_columns(work)
    )
    try:
        _insert(work, draft)
    except IntegrityError:
        raise ServiceError("draft_code_taken", number=item_code or code) from None
    return draft_detail(work, draft)


def recode_draft(work: Work, draft_id: int, revision: int, code: str, item_code: str) -> DraftDetail:
    """更正编码: another code for a new matter, as long as no version of it was ever published.

    Raises `draft_code_fixed` for the draft of a matter that stands, `draft_state_wrong` in review, and what
    `create_draft` raises of codes.
    """
    work.require(Permission.CATALOGUE_EDIT)
    draft = open_draft(work, draft_id, revision, DraftAction.RECODE)
    if draft.matter_id is not None:
        raise ServiceError("draft_code_fixed")
    codes = _cleaned_codes(code, item_code)
    if codes == (draft.code, draft.item_code):
        return draft_detail(work, draft)
    codes = _free_codes(work, code, item_code)
    try:
        with work.session.begin_nested():
            draft.code, draft.item_code = codes
    except IntegrityError:
        raise ServiceError("draft_code_taken", number=codes[1] or codes[0]) from None
    draft.editor_id = work.account_id
    add_editor(work, draft)
    touch_draft(work, draft, DraftAction.RECODE)
    return draft_detail(work, draft)


def save_draft(
    work: Work,
    draft_id: int,
    revision: int,
    content: MatterContent,
    note: str = "",
    effective_on: date | None = None,
) -> DraftDetail:
    """Keep what was written; it need not be complete. Where nothing differs nothing changes, the revision neither.

    Raises `draft_unknown`, `draft_changed`, `draft_state_wrong` in review, `effective_date_past`, and the refusals of
    the texts.
    """
    work.require(Permission.CATALOGUE_EDIT)
    draft = open_draft(work, draft_id, revision, DraftAction.SAVE)
    stored = dump_content(clean_content(content))
    note = clean_text(note, "修改说明", longest=LONGEST_NOTE)
    if effective_on is not None and effective_on != draft.effective_on and effective_on < work.today:
        raise ServiceError("effective_date_past", today=work.today.isoformat())
    if (stored, note, effective_on) == (draft.content, draft.note, draft.effective_on):
        return draft_detail(work, draft)
    draft.content, draft.note, draft.effective_on = stored, note, effective_on
    draft.editor_id = work.account_id
    add_editor(work, draft)
    touch_draft(work, draft, DraftAction.SAVE)
    return draft_detail(work, draft)


def submit_draft(work: Work, draft_id: int, revision: int) -> DraftDetail:
    """提交审核: the draft is complete and free of errors.

    Raises `draft_invalid`, `draft_unchanged`, `matter_department_unknown`, `quality_errors`.
    """
    work.require(Permission.CATALOGUE_EDIT)
    draft = open_draft(work, draft_id, revision, DraftAction.SUBMIT)
    require_publishable(work, draft, load_content(draft.content), accept_warnings=True)
    _require_change(work, draft)
    draft.submitted_at = work.now
    touch_draft(work, draft, DraftAction.SUBMIT)
    return draft_detail(work, draft)


def withdraw_draft(work: Work, draft_id: int, revision: int) -> DraftDetail:
    """撤回: out of the review, to be changed once more."""
    work.require(Permission.CATALOGUE_EDIT)
    draft = open_draft(work, draft_id, revision, DraftAction.WITHDRAW)
    touch_draft(work, draft, DraftAction.WITHDRAW)
    return draft_detail(work, draft)


def return_draft(work: Work, draft_id: int, revision: int, comment: str) -> DraftDetail:
    """退回: back to its editors, with what is to be changed; raises `text_needed` without a comment."""
    work.require(Permission.CATALOGUE_REVIEW)
    draft = open_draft(work, draft_id, revision, DraftAction.RETURN)
    draft.comment = clean_text(comment, "退回意见", needed=True, longest=LONGEST_NOTE)
    touch_draft(work, draft, DraftAction.RETURN)
    return draft_detail(work, draft)


def discard_draft(work: Work, draft_id: int, revision: int) -> None:
    """Throw a draft away that is not in review; the published versions stay as they are."""
    work.require(Permission.CATALOGUE_EDIT)
    draft = open_draft(work, draft_id, revision, DraftAction.DISCARD)
    record_draft(work, draft, DraftAction.DISCARD)
    remove_draft(work, draft)


def rebase_draft(work: Work, draft_id: int, revision: int) -> Rebased:
    """合并到新版本: the newest version with the draft's changed elements on top; it is a draft again.

    Where both changed one element the draft's words stand and the element is named. Raises `draft_current`.
    """
    work.require(Permission.CATALOGUE_EDIT)
    draft = open_draft(work, draft_id, revision, DraftAction.REBASE)
    matter = find_matter_of(work, draft)
    before = draft_detail(work, draft)
    if matter is None or not before.is_outdated:
        raise ServiceError("draft_current")
    newest = work.session.scalars(
        sa.select(MatterVersion.content).where(
            MatterVersion.matter_id == matter.id, MatterVersion.version == before.head_version
        )
    ).one()
    merged, conflicts = merge(before.base, before.content, load_content(newest))
    draft.content = dump_content(merged)
    draft.matter_id, draft.base_version = matter.id, before.head_version
    draft.editor_id = work.account_id
    add_editor(work, draft)
    touch_draft(work, draft, DraftAction.REBASE)
    return Rebased(draft_detail(work, draft), conflicts)


def publish_draft(
    work: Work, draft_id: int, revision: int, *, accept_warnings: bool = False, accept_outdated: bool = False
) -> MatterDetail:
    """发布: approve somebody else's draft; it becomes the next version, in force at once or from its day on.

    Raises `draft_own` for who put a hand to it, `draft_outdated`, `matter_version_waiting`, `matter_ends_before`,
    `matter_code_taken`, `matter_department_unknown`, `draft_invalid`, `quality_errors`, `quality_warnings`.
    """
    work.require(Permission.CATALOGUE_REVIEW)
    draft = open_draft(work, draft_id, revision, DraftAction.PUBLISH)
    if work.session.get(MatterDraftEditor, (draft.id, work.account_id)) is not None:
        raise ServiceError("draft_own")
    content = load_content(draft.content)
    require_publishable(work, draft, content, accept_warnings=accept_warnings)
    matter, number = publish(work, draft, content, accept_outdated=accept_outdated)
    record_draft(work, draft, DraftAction.PUBLISH)
    work.record("catalogue.publish", subject_of(matter), Area.CATALOGUE, version=number)
    remove_draft(work, draft)
    return get_matter_by_id(work, matter.id)


def _cleaned_codes(code: str, item_code: str) -> tuple[str, str]:
    """实施编码 and 业务办理项编码 as they are kept; raises `text_needed`, `text_too_long`, `text_invalid`."""
    return (
        normal_number(clean_text(code, "实施编码", needed=True, longest=LONGEST_CODE)),
        normal_number(clean_text(item_code, "业务办理项编码", longest=LONGEST_CODE)),
    )


def _free_codes(work: Work, code: str, item_code: str) -> tuple[str, str]:
    """The codes, which no matter has; raises `matter_code_taken` too."""
    code, item_code = _cleaned_codes(code, item_code)
    taken = sa.select(Matter.id).where(Matter.code == code, Matter.item_code == item_code)
    if work.session.scalar(taken) is not None:
        raise ServiceError("matter_code_taken", number=item_code or code)
    return code, item_code


def _new_columns(work: Work) -> dict[str, object]:
    """What every new draft begins with."""
    return {
        "state": DraftState.DRAFT,
        "revision": 1,
        "editor_id": work.account_id,
        "updated_at": work.now,
        "note": "",
        "comment": "",
    }


def _insert(work: Work, draft: MatterDraft) -> None:
    with work.session.begin_nested():
        work.session.add(draft)
    add_editor(work, draft)
    record_draft(work, draft, DraftAction.START)


def _require_change(work: Work, draft: MatterDraft) -> None:
    """A draft that says what its base says would be a version of nothing; only an abolished matter may return so."""
    detail = draft_detail(work, draft)
    if detail.content == detail.base and detail.matter_state is not MatterState.ABOLISHED:
        raise ServiceError("draft_unchanged")
