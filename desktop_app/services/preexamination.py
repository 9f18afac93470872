"""网上预审: what was submitted online is looked through before it is received; sent back at most once."""

import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from desktop_app.services.acceptance import require_in_time
from desktop_app.services.case_records import move, open_record
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.work import Work
from models.cases import CaseEvent
from models.enums import CaseAction, Permission


def preexamine_case(work: Work, case_id: int, revision: int, remark: str = "") -> ActResult:
    """预审通过: the application may be received as it is; the notice clock runs on."""
    work.require(Permission.CASES_RECEIVE)
    record = open_record(work, case_id, revision)
    move(work, record, CaseAction.PREEXAMINE, clean_text(remark, "预审意见"))
    return kept(work, record)


def return_case(
    work: Work, case_id: int, revision: int, reason: str, demands: dict[int, str] | None = None
) -> ActResult:
    """预审退回: everything that is wrong, once; `demands` by position of the line (行政许可法 art. 32).

    Raises `return_given` for a second return, `case_deemed_accepted` once the notice period is over,
    `material_unknown`, and the refusals of the text fields.
    """
    work.require(Permission.CASES_RECEIVE)
    said = clean_text(reason, "退回理由", needed=True)
    record = open_record(work, case_id, revision)
    require_in_time(work, record)
    earlier = sa.select(CaseEvent.id).where(
        CaseEvent.case_id == case_id, CaseEvent.action == CaseAction.RETURN
    )
    if work.session.scalar(earlier.limit(1)) is not None:
        raise ServiceError("return_given")
    lines = {line.position: line for line in record.materials}
    words = [said]
    for position, text in sorted((demands or {}).items()):
        if position not in lines:
            raise ServiceError("material_unknown", position=position + 1)
        line = lines[position]
        line.demand = clean_text(text, "修改要求", needed=True)
        words.append(f"{line.name}：{line.demand}")
    move(work, record, CaseAction.RETURN, "；".join(words))
    return kept(work, record)
