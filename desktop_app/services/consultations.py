"""协办: other departments say what they think, side by side, while the lead department examines."""

from collections.abc import Sequence

import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from desktop_app.services.case_records import CaseRecord, move, open_record, require_department
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.partners import new_consultation
from desktop_app.services.work import Work
from models.enums import CaseAction, Opinion, Permission
from models.examination import CaseConsultation
from models.sites import Department


def consult_departments(
    work: Work, case_id: int, revision: int, department_ids: Sequence[int], question: str
) -> ActResult:
    """征求协办意见: ask departments in parallel, each with its own time to answer.

    Raises `consultation_empty`, `department_unknown`, `consultation_own`, `consultation_waiting` for one that has not
    answered an earlier question yet.
    """
    work.require(Permission.CASES_EXAMINE)
    question = clean_text(question, "征求意见的事项", needed=True)
    record = open_record(work, case_id, revision)
    require_department(work, record.case)
    names = _askable(work, record, department_ids)
    move(work, record, CaseAction.CONSULT, f"{'、'.join(names.values())}：{question}")
    record.added += [new_consultation(work, each, question, work.account_id) for each in names]
    return kept(work, record)


def answer_consultation(work: Work, consultation_id: int, opinion: Opinion, text: str) -> ActResult:
    """协办答复: the asked department's opinion and why; what others did to the case meanwhile does not matter.

    Raises `consultation_unknown`, `consultation_ended`, `case_of_other_department`.
    """
    work.require(Permission.CASES_EXAMINE)
    text = clean_text(text, "协办意见", needed=True)
    asked, record = _open(work, consultation_id)
    if work.actor.department_id != asked.department_id:
        raise ServiceError("case_of_other_department")
    asked.answered_by, asked.opinion, asked.text = work.account_id, opinion, text
    asked.ended_at = work.now
    name = work.session.scalar(sa.select(Department.name).where(Department.id == asked.department_id))
    move(work, record, CaseAction.ANSWER, f"{name}：{opinion.label}：{text}")
    return kept(work, record)


def take_back_consultation(work: Work, consultation_id: int, reason: str) -> ActResult:
    """撤回征求: the lead department does without this answer, and says why.

    Raises `consultation_unknown`, `consultation_ended`, `case_of_other_department`.
    """
    work.require(Permission.CASES_EXAMINE)
    reason = clean_text(reason, "不再征求意见的理由", needed=True)
    asked, record = _open(work, consultation_id)
    require_department(work, record.case)
    asked.text, asked.ended_at = reason, work.now
    name = work.session.scalar(sa.select(Department.name).where(Department.id == asked.department_id))
    move(work, record, CaseAction.ANSWER, f"不再征求{name}意见：{reason}")
    return kept(work, record)


def require_answers(work: Work, record: CaseRecord) -> None:
    """Refuse to conclude while a department has not answered; raises `consultation_open` naming them."""
    query = (
        sa.select(Department.name)
        .join(CaseConsultation, CaseConsultation.department_id == Department.id)
        .where(CaseConsultation.case_id == record.case.id, CaseConsultation.ended_at.is_(None))
        .order_by(CaseConsultation.id)
    )
    names = work.session.scalars(query).all()
    if names:
        raise ServiceError("consultation_open", departments="、".join(names))


def _askable(work: Work, record: CaseRecord, department_ids: Sequence[int]) -> dict[int, str]:
    """Names of the departments by number, in the order asked."""
    wanted = tuple(dict.fromkeys(department_ids))
    if not wanted:
        raise ServiceError("consultation_empty")
    if record.case.department_id in wanted:
        raise ServiceError("consultation_own")
    query = sa.select(Department.id, Department.name).where(Department.id.in_(wanted), Department.is_active)
    names = dict(work.session.execute(query).all())
    if len(names) < len(wanted):
        raise ServiceError("department_unknown")
    waiting = work.session.scalars(
        sa.select(CaseConsultation.department_id).where(
            CaseConsultation.case_id == record.case.id,
            CaseConsultation.ended_at.is_(None),
            CaseConsultation.department_id.in_(wanted),
        )
    ).first()
    if waiting is not None:
        raise ServiceError("consultation_waiting", department=names[waiting])
    return {number: names[number] for number in wanted}


def _open(work: Work, consultation_id: int) -> tuple[CaseConsultation, CaseRecord]:
    """The question with its case, both locked, the case first as every act does."""
    case_id = work.session.scalar(
        sa.select(CaseConsultation.case_id).where(CaseConsultation.id == consultation_id)
    )
    if case_id is None:
        raise ServiceError("consultation_unknown")
    record = open_record(work, case_id)
    asked = work.session.get_one(CaseConsultation, consultation_id, populate_existing=True)
    if asked.ended_at is not None:
        raise ServiceError("consultation_ended")
    return asked, record
