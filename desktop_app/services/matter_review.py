"""审核: everything a reviewer looks at before a draft is published or returned."""

from dataclasses import dataclass
from datetime import date

from desktop_app.rules import situations
from desktop_app.rules.differences import Difference, differences
from desktop_app.rules.elements import path_label
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.matter_checks import find_content_faults
from desktop_app.rules.quality import QualityFinding, check_content
from desktop_app.services.matter_draft_records import DraftDetail
from desktop_app.services.matter_drafts import get_draft
from desktop_app.services.matter_force import department_id_of
from desktop_app.services.matter_life import get_version_content
from desktop_app.services.work import Work
from models.elements import QualityLevel


@dataclass(frozen=True, slots=True)
class Review:
    """A draft with what it changes, what the checks say, and what stands against its publication."""

    detail: DraftDetail
    differences: tuple[Difference, ...]
    faults: tuple[str, ...]
    """What makes it incomplete."""
    errors: tuple[QualityFinding, ...]
    warnings: tuple[QualityFinding, ...]
    today: date
    """The date in the hall."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a matter side by side; `old_version` 0 is nothing at all."""

    old_version: int
    new_version: int
    differences: tuple[Difference, ...]


def get_review(work: Work, draft_id: int) -> Review:
    """A draft as its reviewer reads it; raises `draft_unknown`."""
    detail = get_draft(work, draft_id)
    content = detail.content
    faults = [f"{path_label(fault.place)}：{fault.reason}" for fault in find_content_faults(content)]
    faults += [f"{path_label(place)}：{reason}" for place, reason in situations.find_faults(content)]
    try:
        department_id_of(work, content)
    except ServiceError:
        faults.append("实施主体编码：不在本厅的部门名单里")
    findings = check_content(content, detail.row.code, detail.row.item_code)
    return Review(
        detail,
        differences(detail.base, content),
        tuple(faults),
        tuple(finding for finding in findings if finding.level is QualityLevel.ERROR),
        tuple(finding for finding in findings if finding.level is QualityLevel.WARNING),
        work.today,
    )


def get_comparison(work: Work, matter_id: int, old_version: int, new_version: int) -> Comparison:
    """What differs between two versions of a matter; raises `version_unknown`."""
    old = get_version_content(work, matter_id, old_version) if old_version else None
    new = get_version_content(work, matter_id, new_version)
    return Comparison(old_version, new_version, differences(old, new))
