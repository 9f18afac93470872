"""联办机构: the departments a version names besides its own are asked by themselves once a case is accepted."""

import sqlalchemy as sa

from desktop_app.services.case_records import CaseRecord, event
from desktop_app.services.work import Work
from models.enums import CaseAction, LimitUnit
from models.examination import CaseConsultation
from models.sites import Department

QUESTION = "请就本单位职责范围内的许可条件提出意见。"


def open_partner_consultations(work: Work, record: CaseRecord) -> None:
    """Ask every partner of the version at the same time (行政许可法 art. 26); raises `calendar_not_loaded`.

    A partner that is no department of this office cannot be asked here: the process says so, for the examiner to do.
    """
    names = [name for name in dict.fromkeys(record.content.partners) if name != record.department.name]
    if not names:
        return
    query = sa.select(Department.id, Department.name).where(
        Department.name.in_(names), Department.is_active, Department.id != record.case.department_id
    )
    known = {name: department_id for department_id, name in work.session.execute(query)}
    asked = [name for name in names if name in known]
    record.added += [new_consultation(work, known[name], QUESTION) for name in asked]
    words = [f"联办机构：{'、'.join(asked)}"] if asked else []
    missing = "、".join(name for name in names if name not in known)
    words += [f"未登记为部门、须另行征求意见的联办机构：{missing}"] if missing else []
    record.added.append(event(work, record.case, CaseAction.CONSULT, "；".join(words)))


def new_consultation(
    work: Work, department_id: int, question: str, asked_by: int | None = None
) -> CaseConsultation:
    """A question to a department, due within the office's time for answers; raises `calendar_not_loaded`."""
    days = work.settings.consultation_days
    found = work.deadline(days, LimitUnit.WORKING_DAYS)
    return CaseConsultation(
        department_id=department_id,
        question=question,
        asked_by=asked_by,
        asked_at=work.now,
        days=days,
        due_on=found.due_on,
        explanation=found.explanation,
        answered_by=None,
        opinion=None,
        text="",
        ended_at=None,
    )
