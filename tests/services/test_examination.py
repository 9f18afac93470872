"""The steps of an examination, sending back, who may decide, and making the certificate; on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from desktop_app.documents.content import GrantDecision
from desktop_app.rules.errors import ServiceError
from desktop_app.services import examination, printing
from desktop_app.services.examination import Certificate, certify_case, grant_case, send_back_case
from desktop_app.services.work import Office
from models.enums import CaseAction, CaseState, ClockKind, Opinion
from tests.conftest import SettableClock
from tests.factories import Hall
from tests.services.examining import (
    accepted_stepped,
    colleague,
    configure,
    due_dates,
    examined,
    opined,
    read_case,
)

UNNUMBERED = Certificate("示例许可证", "")


def test_every_step_has_its_own_opinion_and_its_own_clock(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = accepted_stepped(office, hall, partners=())
    assert due_dates(read_case(office, hall, case))[ClockKind.STEP] == "2026-11-24"
    clock.advance(days=3)
    case = opined(office, hall.approver, case)
    assert case.state is CaseState.ACCEPTED
    assert due_dates(read_case(office, hall, case))[ClockKind.STEP] == "2026-11-24"
    case = opined(office, hall.approver, case)
    found = read_case(office, hall, case)
    assert case.state is CaseState.EXAMINED
    assert [row.step_name for row in found.opinions] == ["初审", "复审"]
    assert found.events[-1].text == "复审：建议准予：符合条件"
    assert due_dates(found)[ClockKind.STEP] == "2026-11-24", "the decision has its own step"


def test_a_version_without_steps_is_examined_once(office: Office, hall: Hall) -> None:
    case = examined(office, hall)
    assert case.state is CaseState.EXAMINED


def test_one_person_does_not_examine_two_steps_in_a_row(office: Office, hall: Hall) -> None:
    configure(office, separates_examiners=True)
    second = colleague(office, hall)
    case = opined(office, hall.approver, accepted_stepped(office, hall, partners=()))
    with pytest.raises(ServiceError, match="examiner_same"):
        opined(office, hall.approver, case)
    assert opined(office, second, case).state is CaseState.EXAMINED


def test_a_case_sent_back_goes_to_the_step_named(office: Office, hall: Hall) -> None:
    case = accepted_stepped(office, hall, partners=())
    for _step in range(2):
        case = opined(office, hall.approver, case)
    with office.work(hall.approver) as work:
        case = send_back_case(work, case.case_id, case.revision, "请重新核对平面图", 0)
    assert case.state is CaseState.ACCEPTED
    found = read_case(office, hall, case)
    assert found.events[-1].text == "退回初审：请重新核对平面图"
    assert due_dates(found)[ClockKind.STEP] == "2026-11-24"
    case = opined(office, hall.approver, case)
    assert read_case(office, hall, case).opinions[-1].step_name == "初审"


def test_a_step_is_sent_back_to_the_one_before_it(office: Office, hall: Hall) -> None:
    case = opined(office, hall.approver, accepted_stepped(office, hall, partners=()))
    with office.work(hall.approver) as work:
        case = send_back_case(work, case.case_id, case.revision, "初审漏了一项")
    with pytest.raises(ServiceError, match="step_unknown"), office.work(hall.approver) as work:
        send_back_case(work, case.case_id, case.revision, "前面没有环节")


def test_who_accepted_does_not_decide_where_the_office_says_so(office: Office, hall: Hall) -> None:
    configure(office, separates_decider=True)
    case = examined(office, hall)
    both = replace(
        hall.approver, account_id=hall.clerk.account_id, login=hall.clerk.login, name=hall.clerk.name
    )
    with pytest.raises(ServiceError, match="decider_same"), office.work(both) as work:
        grant_case(work, case.case_id, case.revision, Certificate("证", "1"))
    with office.work(hall.approver) as work:
        assert (
            grant_case(work, case.case_id, case.revision, Certificate("证", "1")).state is CaseState.GRANTED
        )


def test_a_certificate_is_made_after_the_decision_and_then_delivered(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = accepted_stepped(office, hall, partners=())
    for _step in range(2):
        case = opined(office, hall.approver, case)
    with office.work(hall.approver) as work:
        case = grant_case(work, case.case_id, case.revision, UNNUMBERED)
    assert case.state is CaseState.CERTIFYING
    dates = due_dates(read_case(office, hall, case))
    assert dates == {ClockKind.DELIVERY: "2026-12-04", ClockKind.STEP: "2026-11-25"}
    clock.advance(days=3)
    with office.work(hall.approver) as work:
        case = certify_case(work, case.case_id, case.revision, "示证〔2026〕1号", date(2030, 11, 22))
    assert case.state is CaseState.GRANTED
    found = read_case(office, hall, case)
    assert found.decision is not None
    assert found.decision.certificate_number == "示证〔2026〕1号"
    assert found.decision.valid_until == date(2030, 11, 22)
    assert due_dates(found) == {ClockKind.DELIVERY: "2026-12-04"}, "art. 44 counts from the decision"


def test_a_certificate_that_has_its_number_is_not_made_again(office: Office, hall: Hall) -> None:
    case = accepted_stepped(office, hall, partners=())
    for _step in range(2):
        case = opined(office, hall.approver, case)
    with office.work(hall.approver) as work:
        case = grant_case(work, case.case_id, case.revision, Certificate("示例许可证", "示证1号"))
    assert case.state is CaseState.GRANTED
    with pytest.raises(ServiceError, match="case_state_wrong"), office.work(hall.approver) as work:
        certify_case(work, case.case_id, case.revision, "示证2号")


def test_making_a_certificate_is_the_departments_work(office: Office, hall: Hall) -> None:
    case = accepted_stepped(office, hall, partners=())
    for _step in range(2):
        case = opined(office, hall.approver, case)
    with office.work(hall.approver) as work:
        case = grant_case(work, case.case_id, case.revision, UNNUMBERED)
    for actor, code in ((hall.clerk, "not_permitted"), (hall.stranger, "case_of_other_department")):
        with pytest.raises(ServiceError, match=code), office.work(actor) as work:
            certify_case(work, case.case_id, case.revision, "示证1号")
    with pytest.raises(ServiceError, match="certificate_expired"), office.work(hall.approver) as work:
        certify_case(work, case.case_id, case.revision, "示证1号", date(2026, 11, 19))


def test_the_papers_of_a_stepped_case_are_printed(office: Office, hall: Hall) -> None:
    case = accepted_stepped(office, hall, partners=())
    for _step in range(2):
        case = opined(office, hall.approver, case)
    with office.work(hall.approver) as work:
        case = grant_case(work, case.case_id, case.revision, UNNUMBERED)
    with office.read(hall.approver) as work:
        assert printing.get_document_pdf(work, case.document_ids[0]).startswith(b"%PDF")
        paper = printing.get_document(work, case.document_ids[0])
    assert isinstance(paper, GrantDecision)
    assert paper.certificate_number == "以制发的证件载明的编号为准", "no empty line stands on the paper"


@pytest.mark.parametrize("text", ["", "  ", "坏\x00字", "长" * 4001])
def test_an_opinion_is_never_a_signature_alone_nor_nonsense(office: Office, hall: Hall, text: str) -> None:
    case = accepted_stepped(office, hall, partners=())
    with pytest.raises(ServiceError, match="text_"), office.work(hall.approver) as work:
        examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, text)
    assert read_case(office, hall, case).events[-1].action is not CaseAction.EXAMINE
