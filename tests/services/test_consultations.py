"""Several departments side by side (行政许可法 art. 26), on both databases."""

from datetime import date

import pytest

from desktop_app.rules.errors import ServiceError
from desktop_app.services.cases import ActResult
from desktop_app.services.consultations import (
    answer_consultation,
    consult_departments,
    take_back_consultation,
)
from desktop_app.services.examination_desks import Desk, count_desks, list_desk
from desktop_app.services.procedures import Procedure, get_procedure
from desktop_app.services.work import Office
from models.enums import CaseAction, CaseState, Opinion
from tests.conftest import SettableClock
from tests.factories import Hall
from tests.services.examining import PARTNER, accepted, accepted_stepped, opined, read_case


def procedure(office: Office, hall: Hall, case: ActResult) -> Procedure:
    with office.read(hall.approver) as work:
        return get_procedure(work, case.case_id)


def asked(office: Office, hall: Hall, case: ActResult) -> ActResult:
    department_id = hall.stranger.department_id
    assert department_id is not None
    with office.work(hall.approver) as work:
        return consult_departments(work, case.case_id, case.revision, (department_id,), "是否影响治安？")


def test_partners_of_the_version_are_asked_by_themselves_at_acceptance(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = accepted_stepped(office, hall)
    (question,) = procedure(office, hall, case).consultations
    assert (question.department_name, question.asked_by) == (PARTNER, "系统")
    assert question.due_on == date(2026, 11, 27)
    assert "5个工作日" in question.explanation
    assert not question.is_overdue
    clock.advance(days=10)
    assert procedure(office, hall, case).consultations[0].is_overdue
    told = [row.text for row in read_case(office, hall, case).events if row.action is CaseAction.CONSULT]
    assert told == [f"联办机构：{PARTNER}；未登记为部门、须另行征求意见的联办机构：没有登记的机构"]
    with office.read(hall.stranger) as work:
        assert [row.id for row in list_desk(work, Desk.CONSULTATION)] == [case.case_id]
        assert count_desks(work)[Desk.CONSULTATION] == 1
    with office.read(hall.approver) as work:
        assert list_desk(work, Desk.CONSULTATION) == []


def test_the_lead_department_concludes_when_everybody_has_answered(office: Office, hall: Hall) -> None:
    case = opined(office, hall.approver, accepted_stepped(office, hall))
    with pytest.raises(ServiceError, match="consultation_open"):
        opined(office, hall.approver, case)
    question = procedure(office, hall, case).consultations[0]
    with office.work(hall.stranger) as work:
        case = answer_consultation(work, question.id, Opinion.GRANT, "符合治安管理要求")
    assert case.state is CaseState.ACCEPTED
    answer = procedure(office, hall, case).consultations[0]
    assert (answer.opinion, answer.text, answer.answered_by) == (Opinion.GRANT, "符合治安管理要求", "周审批")
    assert opined(office, hall.approver, case).state is CaseState.EXAMINED


def test_an_answer_does_not_mind_what_others_did_meanwhile(office: Office, hall: Hall) -> None:
    case = asked(office, hall, accepted(office, hall))
    question = procedure(office, hall, case).consultations[0]
    with office.work(hall.stranger) as work:
        answered = answer_consultation(work, question.id, Opinion.DENY, "影响治安")
    assert answered.revision == case.revision + 1
    with pytest.raises(ServiceError, match="consultation_ended"), office.work(hall.stranger) as work:
        answer_consultation(work, question.id, Opinion.GRANT, "又不影响了")


def test_only_the_asked_department_answers(office: Office, hall: Hall) -> None:
    case = asked(office, hall, accepted(office, hall))
    question = procedure(office, hall, case).consultations[0]
    for actor, code in ((hall.approver, "case_of_other_department"), (hall.clerk, "not_permitted")):
        with pytest.raises(ServiceError, match=code), office.work(actor) as work:
            answer_consultation(work, question.id, Opinion.GRANT, "同意")


def test_a_question_is_taken_back_with_a_reason(office: Office, hall: Hall) -> None:
    case = asked(office, hall, accepted(office, hall))
    question = procedure(office, hall, case).consultations[0]
    with pytest.raises(ServiceError, match="case_of_other_department"), office.work(hall.stranger) as work:
        take_back_consultation(work, question.id, "不答了")
    with office.work(hall.approver) as work:
        case = take_back_consultation(work, question.id, "经核实与治安无关")
    assert opined(office, hall.approver, case).state is CaseState.EXAMINED
    row = procedure(office, hall, case).consultations[0]
    assert (row.opinion, row.text) == (None, "经核实与治安无关")


def test_nonsense_questions_are_refused(office: Office, hall: Hall) -> None:
    case = asked(office, hall, accepted(office, hall))
    own, other = hall.approver.department_id, hall.stranger.department_id
    assert own is not None
    assert other is not None
    for ids, code in (
        ((), "consultation_empty"),
        ((own,), "consultation_own"),
        ((999,), "department_unknown"),
        ((other,), "consultation_waiting"),
    ):
        with pytest.raises(ServiceError, match=code), office.work(hall.approver) as work:
            consult_departments(work, case.case_id, case.revision, ids, "？")
    with pytest.raises(ServiceError, match="consultation_unknown"), office.work(hall.stranger) as work:
        answer_consultation(work, 999, Opinion.GRANT, "同意")
