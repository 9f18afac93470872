"""Inspections (行政许可法 art. 34), statements (art. 36) and hearings (art. 46 to 48), on both databases."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from desktop_app.documents.content import (
    HearingAnnouncement,
    HearingApplication,
    HearingNotice,
    HearingRecord,
    HearingRights,
    InspectionRecord,
    Inspector,
    StatementRecord,
)
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.examination import HearingStage
from desktop_app.services import hearings, printing
from desktop_app.services.cases import ActResult
from desktop_app.services.examination import Certificate, deny_case, grant_case
from desktop_app.services.examination_papers import HearingHeld, Inspection, Statement
from desktop_app.services.hearings import HearingPlan
from desktop_app.services.inspections import record_inspection
from desktop_app.services.procedures import HearingRow, get_procedure
from desktop_app.services.work import HALL_ZONE, Office
from models.enums import CaseState
from tests.conftest import SettableClock
from tests.factories import Hall
from tests.services.examining import accepted, examined, read_case


def at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    """A time as the hall's clocks show it."""
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001  papers tell local time


PLAN = HearingPlan(at(2026, 12, 3, 9, 0), "三楼会议室", "韩法制")
HELD = HearingHeld(at(2026, 12, 3, 9, 5), ("申请人王小萌", "审查人员孙审批"), "各方陈述了意见。")
INSPECTION = Inspection(
    at(2026, 11, 20, 8, 30),
    at(2026, 11, 20, 9, 15),
    "示例市示例路1号",
    "经营场所与平面图是否一致",
    (Inspector("孙审批", "科员"), Inspector("卫审批")),
    "申请人王小萌",
    "现场与平面图一致。",
    "符合条件",
)
STATEMENT = Statement(
    "拟作不予许可决定", at(2026, 11, 20, 9, 0), "二楼接待室", "王小萌", "申请人", "已整改。"
)


def told(office: Office, hall: Hall, case: ActResult) -> ActResult:
    with office.work(hall.approver) as work:
        return hearings.tell_hearing_rights(work, case.case_id, case.revision, "选址涉及相邻权", ("邻居甲",))


def asked(office: Office, hall: Hall, case: ActResult) -> ActResult:
    with office.work(hall.approver) as work:
        return hearings.ask_for_hearing(work, case.case_id, case.revision, "邻居甲", "影响采光")


def planned(office: Office, hall: Hall, case: ActResult, plan: HearingPlan = PLAN) -> ActResult:
    with office.work(hall.approver) as work:
        return hearings.plan_hearing(work, case.case_id, case.revision, plan)


def held(office: Office, hall: Hall, case: ActResult, how: HearingHeld = HELD) -> ActResult:
    with office.work(hall.approver) as work:
        return hearings.record_hearing(work, case.case_id, case.revision, how)


def granted(office: Office, hall: Hall, case: ActResult) -> ActResult:
    with office.work(hall.approver) as work:
        return grant_case(work, case.case_id, case.revision, Certificate("证", "1"))


def hearing(office: Office, hall: Hall, case: ActResult) -> HearingRow:
    with office.read(hall.approver) as work:
        return get_procedure(work, case.case_id).hearings[-1]


def test_art_47_48_a_hearing_asked_for_is_told_noticed_held_and_written_down(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = told(office, hall, examined(office, hall))
    papers = list(case.document_ids)
    assert hearing(office, hall, case).ask_until == date(2026, 11, 27)
    clock.advance(days=4)
    case = asked(office, hall, case)
    papers += case.document_ids
    assert hearing(office, hall, case).hold_until == date(2026, 12, 22)
    case = planned(office, hall, case)
    papers += case.document_ids
    clock.advance(days=10)
    case = held(office, hall, case)
    papers += case.document_ids
    row = hearing(office, hall, case)
    assert (row.stage, row.held_on, row.presider) == (HearingStage.HELD, date(2026, 12, 3), "韩法制")
    assert row.planned_at == PLAN.planned_at.replace(tzinfo=HALL_ZONE)
    with office.read(hall.approver) as work:
        found = [printing.get_document(work, number) for number in papers]
        for number in papers:
            assert printing.get_document_pdf(work, number).startswith(b"%PDF")
    assert [type(paper) for paper in found] == [
        HearingRights,
        HearingApplication,
        HearingNotice,
        HearingRecord,
    ]
    assert granted(office, hall, case).state is CaseState.GRANTED


def test_nobody_decides_while_a_hearing_may_be_asked_for_or_is_to_come(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = told(office, hall, examined(office, hall))
    with pytest.raises(ServiceError, match="hearing_pending"):
        granted(office, hall, case)
    case = asked(office, hall, case)
    clock.advance(days=9)
    with pytest.raises(ServiceError, match="hearing_pending"), office.work(hall.approver) as work:
        deny_case(work, case.case_id, case.revision, "事实", "理由")
    with office.work(hall.approver) as work:
        case = hearings.end_hearing(work, case.case_id, case.revision, "申请人放弃听证")
    assert hearing(office, hall, case).stage is HearingStage.ENDED
    assert granted(office, hall, case).state is CaseState.GRANTED


def test_who_does_not_ask_in_time_is_not_heard_and_the_decision_goes_on(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = told(office, hall, examined(office, hall))
    clock.advance(days=8)
    with pytest.raises(ServiceError, match="hearing_late"):
        asked(office, hall, case)
    assert granted(office, hall, case).state is CaseState.GRANTED


def test_art_46_a_public_hearing_is_announced(office: Office, hall: Hall) -> None:
    case = examined(office, hall)
    with office.work(hall.approver) as work:
        case = hearings.announce_hearing(work, case.case_id, case.revision, "涉及公共利益", PLAN)
    with office.read(hall.approver) as work:
        paper = printing.get_document(work, case.document_ids[0])
        assert printing.get_document_pdf(work, case.document_ids[0]).startswith(b"%PDF")
    assert isinstance(paper, HearingAnnouncement)
    assert (paper.planned_at, paper.place) == (PLAN.planned_at, PLAN.place)
    with pytest.raises(ServiceError, match="hearing_pending"):
        granted(office, hall, case)
    with pytest.raises(ServiceError, match="hearing_open"):
        told(office, hall, case)


def test_art_48_the_notice_comes_seven_days_before_and_from_somebody_else(office: Office, hall: Hall) -> None:
    case = asked(office, hall, told(office, hall, examined(office, hall)))
    for plan, code in (
        (replace(PLAN, planned_at=at(2026, 11, 26, 9, 0)), "hearing_too_soon"),
        (replace(PLAN, planned_at=at(2026, 12, 25, 9, 0)), "hearing_too_late"),
        (replace(PLAN, presider="孙审批"), "hearing_presider_examined"),
        (replace(PLAN, place=" "), "text_needed"),
    ):
        with pytest.raises(ServiceError, match=code):
            planned(office, hall, case, plan)
    assert planned(office, hall, case, replace(PLAN, planned_at=at(2026, 11, 27, 9, 0))).document_ids


def test_the_order_of_a_hearing_is_kept(office: Office, hall: Hall) -> None:
    case = examined(office, hall)
    with pytest.raises(ServiceError, match="hearing_unknown"):
        asked(office, hall, case)
    case = told(office, hall, case)
    with pytest.raises(ServiceError, match="hearing_stage_wrong"):
        planned(office, hall, case)
    case = planned(office, hall, asked(office, hall, case))
    with pytest.raises(ServiceError, match="hearing_time_invalid"):
        held(office, hall, case)
    with pytest.raises(ServiceError, match="attendee_needed"):
        held(office, hall, case, replace(HELD, attendees=()))


def test_art_36_a_statement_is_written_down(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    with office.work(hall.approver) as work:
        case = hearings.record_statement(work, case.case_id, case.revision, STATEMENT)
    with office.read(hall.approver) as work:
        paper = printing.get_document(work, case.document_ids[0])
        assert printing.get_document_pdf(work, case.document_ids[0]).startswith(b"%PDF")
    assert isinstance(paper, StatementRecord)
    assert (paper.statement, paper.recorder) == ("已整改。", "孙审批")
    later = replace(STATEMENT, stated_at=at(2026, 11, 21, 9, 0))
    with pytest.raises(ServiceError, match="hearing_time_invalid"), office.work(hall.approver) as work:
        hearings.record_statement(work, case.case_id, case.revision, later)


def test_art_34_two_persons_inspect(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    for wrong, code in (
        (replace(INSPECTION, inspectors=(Inspector("孙审批"),)), "inspectors_needed"),
        (replace(INSPECTION, inspectors=(Inspector("孙审批"), Inspector("孙 审批"))), "inspectors_needed"),
        (replace(INSPECTION, ended_at=at(2026, 11, 20, 8, 0)), "inspection_time_invalid"),
        (replace(INSPECTION, ended_at=at(2026, 11, 20, 10, 0)), "inspection_time_invalid"),
        (replace(INSPECTION, findings=""), "text_needed"),
    ):
        with pytest.raises(ServiceError, match=code), office.work(hall.approver) as work:
            record_inspection(work, case.case_id, case.revision, wrong)
    with office.work(hall.approver) as work:
        case = record_inspection(work, case.case_id, case.revision, INSPECTION)
    assert read_case(office, hall, case).events[-1].text == "孙审批、卫审批：符合条件"
    with office.read(hall.approver) as work:
        paper = printing.get_document(work, case.document_ids[0])
        assert printing.get_document_pdf(work, case.document_ids[0]).startswith(b"%PDF")
    assert isinstance(paper, InspectionRecord)
    assert [person.name for person in paper.inspectors] == ["孙审批", "卫审批"]
