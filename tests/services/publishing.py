"""How tests bring a changed matter through its life: an editor writes, a reviewer publishes."""

from dataclasses import replace
from datetime import date
from typing import Any

from desktop_app.rules.catalogue import MatterContent, Question, Step
from desktop_app.services.catalogue import MatterDetail
from desktop_app.services.matter_drafts import (
    DraftDetail,
    publish_draft,
    save_draft,
    start_draft,
    submit_draft,
)
from desktop_app.services.work import Office
from models.elements import ExaminationMode
from models.enums import HandlingKind, StepKind
from tests.factories import Hall

STAGES = (
    Step("受理", StepKind.ACCEPTANCE, 1),
    Step("审查", StepKind.EXAMINATION, 1),
    Step("决定", StepKind.DECISION, 1),
    Step("办结", StepKind.CERTIFICATION),
    Step("送达", StepKind.DELIVERY),
)


def publishable(content: MatterContent) -> MatterContent:
    """A content of the tests with what the quality check will not do without."""
    is_immediate = content.handling_kind is HandlingKind.IMMEDIATE
    return replace(
        content,
        examination_mode=ExaminationMode.ON_THE_SPOT if is_immediate else ExaminationMode.BACK_OFFICE,
        visits=1,
        visits_reason="核对原件",
        consult="电话：0374-0000010",
        complain="电话：0374-0000099",
        steps=() if is_immediate else STAGES,
        questions=(Question("几天办好？", "五个工作日。"),),
        deferral="不适用" if is_immediate else "卫生检测报告可在受理后5个工作日内补交。",
        pledge="不适用",
    )


def written(
    office: Office, hall: Hall, matter_id: int, effective_on: date | None = None, **changes: Any
) -> DraftDetail:
    """A draft of a matter with some elements changed."""
    with office.work(hall.editor) as work:
        draft = start_draft(work, matter_id)
        content = replace(publishable(draft.content), **changes)
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
