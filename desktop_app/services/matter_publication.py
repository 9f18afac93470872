"""The last step of a draft: what must hold before it is published, and the version it becomes."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from desktop_app.rules import situations
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.elements import path_label
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.matter_checks import find_content_faults
from desktop_app.rules.quality import QualityFinding, check_content
from desktop_app.services.matter_draft_records import find_matter_of
from desktop_app.services.matter_force import (
    NewVersion,
    add_version,
    department_id_of,
    index_matter,
    lock_matter,
    newest_version,
    waiting_versions,
)
from desktop_app.services.work import Work
from models.catalogue import Matter, MatterDraft
from models.elements import QualityLevel
from models.enums import MatterState


def require_publishable(
    work: Work, draft: MatterDraft, content: MatterContent, *, accept_warnings: bool
) -> None:
    """Refuse a content that is incomplete, that the quality check refuses, or questions where nobody answered yet.

    Raises `draft_invalid`, `matter_department_unknown`, `quality_errors`, `quality_warnings`.
    """
    faults = [f"{path_label(fault.place)}：{fault.reason}" for fault in find_content_faults(content)]
    faults += [f"{path_label(place)}：{reason}" for place, reason in situations.find_faults(content)]
    if faults:
        raise ServiceError("draft_invalid", count=len(faults), first=faults[0])
    department_id_of(work, content)
    findings = check_content(content, draft.code, draft.item_code)
    errors = [finding for finding in findings if finding.level is QualityLevel.ERROR]
    if errors:
        raise ServiceError("quality_errors", count=len(errors), first=_words(errors[0]))
    if findings and not accept_warnings:
        raise ServiceError("quality_warnings", count=len(findings), first=_words(findings[0]))


def _words(finding: QualityFinding) -> str:
    return f"{finding.label}：{finding.text}"


def publish(
    work: Work, draft: MatterDraft, content: MatterContent, *, accept_outdated: bool
) -> tuple[Matter, int]:
    """Make the draft the next version of its matter, or a new matter of it; the matter and the version's number.

    Raises `draft_outdated`, `matter_version_waiting`, `matter_ends_before`, `matter_code_taken`.
    """
    is_later = draft.effective_on is not None and draft.effective_on > work.today
    new = NewVersion(content, draft.effective_on if is_later else None, draft.note, draft.editor_id)
    known = find_matter_of(work, draft)
    if known is None:
        matter = _new_matter(work, draft, content)
        number = add_version(work, matter, new)
        index_matter(work, matter, content)
        return matter, number
    matter = lock_matter(work, known.id)
    newest = newest_version(work, matter.id)
    if newest != draft.base_version and not accept_outdated:
        raise ServiceError("draft_outdated", version=newest)
    _require_order(work, matter, new.effective_on)
    return matter, add_version(work, matter, new)


def _require_order(work: Work, matter: Matter, effective_on: date | None) -> None:
    """Versions take effect in their order and before the matter ends.

    A version rests on the one before, so it must not bring the other's changes into force before their day; on the
    same day it takes the other's place. Before a new matter stands at all, it may also be brought forward.
    """
    day = effective_on or work.today
    waiting = waiting_versions(work, matter) if matter.state is not MatterState.PENDING else []
    last = max(waiting, key=lambda planned: planned.effective_on, default=None)
    if last is not None and day < last.effective_on:
        on = last.effective_on.isoformat()
        raise ServiceError("matter_version_waiting", version=last.version, on=on)
    ends_on = matter.abolish_on if matter.state is not MatterState.ABOLISHED else None
    if ends_on is not None and day >= ends_on:
        raise ServiceError("matter_ends_before", on=ends_on.isoformat())


def _new_matter(work: Work, draft: MatterDraft, content: MatterContent) -> Matter:
    matter = Matter(
        code=draft.code,
        item_code=draft.item_code,
        state=MatterState.PENDING,
        version=1,
        name=content.name,
        main_name=content.tree_path[0],
        sub_name=content.tree_path[1],
        department_id=department_id_of(work, content),
        matter_type=content.matter_type,
        handling_kind=content.handling_kind,
        popularity=0,
        state_note="",
    )
    try:
        with work.session.begin_nested():
            work.session.add(matter)
    except IntegrityError:
        raise ServiceError("matter_code_taken", number=draft.item_code or draft.code) from None
    return matter
