"""How tests bring a changed matter through its life: an editor writes, a reviewer publishes."""

from dataclasses import replace
from datetime import date
from typing import Any

from desktop_app.services.catalogue import MatterDetail
from desktop_app.services.matter_drafts import (
    DraftDetail,
    publish_draft,
    save_draft,
    start_draft,
    submit_draft,
)
from desktop_app.services.work import Office
from tests.factories import Hall


def written(
    office: Office, hall: Hall, matter_id: int, effective_on: date | None = None, **changes: Any
) -> DraftDetail:
    """A draft of a matter with some elements changed."""
    with office.work(hall.editor) as work:
        draft = start_draft(work, matter_id)
        content = replace(draft.content, **changes)
        return save_draft(work, draft.row.id, draft.row.revision, content, "按新规修改", effective_on)


def submitted(
    office: Office, hall: Hall, matter_id: int, effective_on: date | None = None, **changes: Any
) -> DraftDetail:
    """The same, submitted for review."""
    draft = written(office, hall, matter_id, effective_on, **changes)
    with office.work(hall.editor) as work:
        return submit_draft(work, draft.row.id, draft.row.revision)


def published(
    office: Office, hall: Hall, matter_id: int, effective_on: date | None = None, **changes: Any
) -> MatterDetail:
    """The same, approved by the reviewer."""
    draft = submitted(office, hall, matter_id, effective_on, **changes)
    with office.work(hall.reviewer) as work:
        return publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True)
