"""实质核查: two persons or more look at the place and write down what they found (行政许可法 art. 34)."""

from dataclasses import replace

from desktop_app.documents.content import Inspector
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.examination import check_inspectors
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services.case_records import move, open_record, require_department
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.examination_papers import Inspection, inspection_record
from desktop_app.services.printing import issue
from desktop_app.services.work import HALL_ZONE, Work
from models.enums import CaseAction, Permission


def record_inspection(work: Work, case_id: int, revision: int, given: Inspection) -> ActResult:
    """核查笔录: raises `inspectors_needed` with fewer than two persons, `inspection_time_invalid` for a time to come."""
    work.require(Permission.CASES_EXAMINE)
    found = _cleaned(given)
    check_inspectors(person.name for person in found.inspectors)
    now = work.now.astimezone(HALL_ZONE).replace(tzinfo=None)
    if not found.started_at <= found.ended_at <= now:
        raise ServiceError("inspection_time_invalid")
    record = open_record(work, case_id, revision)
    require_department(work, record.case)
    names = "、".join(person.name for person in found.inspectors)
    move(work, record, CaseAction.INSPECT, f"{names}：{found.conclusion}")
    issue(work, record, inspection_record(work, record, found))
    return kept(work, record)


def _cleaned(given: Inspection) -> Inspection:
    return replace(
        given,
        place=clean_text(given.place, "核查地点", needed=True, longest=MAX_NAME),
        subject=clean_text(given.subject, "核查事项", needed=True),
        inspectors=tuple(_person(person) for person in given.inspectors),
        present=clean_text(given.present, "在场人员", needed=True, longest=MAX_NAME),
        findings=clean_text(given.findings, "核查情况", needed=True),
        conclusion=clean_text(given.conclusion, "核查结论", needed=True),
        statement=clean_text(given.statement, "在场人员意见"),
    )


def _person(person: Inspector) -> Inspector:
    return Inspector(
        clean_text(person.name, "核查人员姓名", needed=True, longest=50),
        clean_text(person.post, "核查人员职务", longest=50),
        clean_text(person.certificate, "执法证号", longest=50),
    )
