"""容缺受理 and 告知承诺: only what the version offers, each with its papers, checked after the decision, with its credit."""

from dataclasses import replace

import pytest

from desktop_app.documents.content import DeferralNotice, DeferralPromise, PledgeLetter
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.services import bars, case_queries, cases, examination, pledges, printing
from desktop_app.services.case_inputs import CaseInput
from desktop_app.services.cases import ActResult
from desktop_app.services.work import Office
from models.cases import Case
from models.enums import (
    CaseAction,
    CaseState,
    ClockKind,
    DocumentKind,
    MaterialNecessity,
    Opinion,
    ReceivedAs,
)
from models.procedure import AcceptanceKind, BarGround, PledgeOutcome
from tests.conftest import SettableClock
from tests.factories import BUREAU_CODE, LICENCE, Hall, add_matter, licence_case
from tests.people import LI, WANG

DEFERRABLE = 3
CONDITION = "经营场所符合消防要求"
PLEDGEABLE = replace(
    LICENCE,
    name="承诺办理的许可",
    materials=(
        *LICENCE.materials[:2],
        replace(
            LICENCE.materials[2],
            necessity=MaterialNecessity.PLEDGEABLE,
            pledge="经营场所布局与平面图一致",
            standard="平面图载明功能分区",
        ),
    ),
    pledged_conditions=(CONDITION,),
)
PLEDGED_LINE = 2


@pytest.fixture
def matter_id(office: Office, hall: Hall) -> int:
    assert hall.approver.department_id is not None
    with office.work(hall.clerk) as work:
        return add_matter(
            work.session, hall.approver.department_id, f"{BUREAU_CODE}3410125077000", PLEDGEABLE
        )


def pledged_input(matter_id: int, *conditions: str) -> CaseInput:
    lines = (
        ReceivedMaterial(0, ReceivedAs.ORIGINAL, 1),
        ReceivedMaterial(1, ReceivedAs.ORIGINAL, 1),
        ReceivedMaterial(PLEDGED_LINE, ReceivedAs.PLEDGED),
    )
    return CaseInput(matter_id, 1, WANG, materials=lines, pledged_conditions=conditions)


def accept(office: Office, hall: Hall, given: CaseInput) -> ActResult:
    with office.work(hall.clerk) as work:
        return cases.receive_and_accept_case(work, given)


def granted(office: Office, hall: Hall, case: ActResult) -> ActResult:
    with office.work(hall.approver) as work:
        case = examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, "符合条件")
    with office.work(hall.approver) as work:
        certificate = examination.Certificate("许可证", "示卫〔2026〕第001号", "准予经营")
        return examination.grant_case(work, case.case_id, case.revision, certificate)


def papers(office: Office, hall: Hall, case_id: int) -> dict[DocumentKind, object]:
    with office.read(hall.clerk) as work:
        rows = printing.list_documents(work, case_id)
        return {row.kind: printing.get_document(work, row.id) for row in rows}


def test_what_may_follow_is_told_once_and_promised(office: Office, hall: Hall) -> None:
    case = accept(office, hall, licence_case(hall, missing=(DEFERRABLE,)))
    issued = papers(office, hall, case.case_id)
    notice, promise = issued[DocumentKind.DEFERRAL], issued[DocumentKind.DEFERRAL_PROMISE]
    assert isinstance(notice, DeferralNotice)
    assert isinstance(promise, DeferralPromise)
    assert notice.promise_number == promise.document_number
    assert [line.name for line in notice.deferred] == ["卫生检测报告"]
    assert all(line.due_on <= notice.promised_due_on for line in notice.deferred)
    with office.read(hall.clerk) as work:
        assert work.session.get_one(Case, case.case_id).acceptance is AcceptanceKind.DEFERRED


def test_the_result_is_locked_until_the_last_line_is_supplied(office: Office, hall: Hall) -> None:
    case = accept(office, hall, licence_case(hall, missing=(DEFERRABLE,)))
    with pytest.raises(ServiceError, match="deferred_outstanding"):
        granted(office, hall, case)
    with office.read(hall.clerk) as work:
        revision = case_queries.get_case(work, case.case_id).row.revision
    with office.work(hall.clerk) as work:
        line = ReceivedMaterial(DEFERRABLE, ReceivedAs.ORIGINAL, 1)
        case = pledges.supply_deferred(work, case.case_id, revision, [line])
    assert case.state is CaseState.EXAMINED
    with office.read(hall.clerk) as work:
        clocks = {row.kind: row for row in case_queries.get_case(work, case.case_id).clocks}
    assert clocks[ClockKind.DEFERRAL].stopped_on is not None
    with office.work(hall.approver) as work:
        certificate = examination.Certificate("许可证", "示卫〔2026〕第001号")
        assert (
            examination.grant_case(work, case.case_id, case.revision, certificate).state is CaseState.GRANTED
        )


def test_only_what_is_outstanding_can_be_supplied(office: Office, hall: Hall) -> None:
    case = accept(office, hall, licence_case(hall, missing=(DEFERRABLE,)))
    for lines, code in (
        ([ReceivedMaterial(0, ReceivedAs.ORIGINAL, 1)], "supplement_unasked"),
        ([ReceivedMaterial(DEFERRABLE)], "supplement_empty"),
        ([ReceivedMaterial(99, ReceivedAs.ORIGINAL, 1)], "material_unknown"),
    ):
        with pytest.raises(ServiceError, match=code), office.work(hall.clerk) as work:
            pledges.supply_deferred(work, case.case_id, case.revision, lines)


def test_a_promise_stands_for_material_and_condition(office: Office, hall: Hall, matter_id: int) -> None:
    case = accept(office, hall, pledged_input(matter_id, CONDITION))
    letter = papers(office, hall, case.case_id)[DocumentKind.PLEDGE]
    assert isinstance(letter, PledgeLetter)
    assert [line.subject for line in letter.pledges] == ["经营场所平面图", CONDITION]
    assert letter.pledges[0].promised == "经营场所布局与平面图一致"
    assert letter.pledges[0].duty == "平面图载明功能分区"
    with office.read(hall.clerk) as work:
        assert work.session.get_one(Case, case.case_id).acceptance is AcceptanceKind.PLEDGED
        assert len(pledges.list_pledges(work, case.case_id)) == 2


def test_conditions_promised_at_receipt_are_on_the_letter_of_a_later_acceptance(
    office: Office, hall: Hall, matter_id: int
) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, pledged_input(matter_id, CONDITION))
    with office.work(hall.clerk) as work:
        cases.accept_case(work, case.case_id, case.revision)
    letter = papers(office, hall, case.case_id)[DocumentKind.PLEDGE]
    assert isinstance(letter, PledgeLetter)
    assert {line.subject for line in letter.pledges} == {"经营场所平面图", CONDITION}


def test_nobody_is_made_to_promise(office: Office, hall: Hall, matter_id: int) -> None:
    lines = tuple(ReceivedMaterial(at, ReceivedAs.ORIGINAL, 1) for at in range(3))
    case = accept(office, hall, CaseInput(matter_id, 1, WANG, materials=lines))
    with office.read(hall.clerk) as work:
        detail = case_queries.get_case(work, case.case_id)
    assert DocumentKind.PLEDGE not in papers(office, hall, case.case_id)
    accepted = next(event for event in detail.events if event.action is CaseAction.ACCEPT)
    assert accepted.text == "申请人未选择告知承诺"


def test_what_the_version_does_not_offer_cannot_be_promised(
    office: Office, hall: Hall, matter_id: int
) -> None:
    with pytest.raises(ServiceError, match="pledge_not_offered"):
        accept(office, hall, pledged_input(matter_id, "无需任何条件"))
    lines = (ReceivedMaterial(0, ReceivedAs.PLEDGED), *licence_case(hall).materials[1:])
    with pytest.raises(ServiceError, match="material_way_invalid"):
        accept(office, hall, replace(licence_case(hall), materials=lines))


def test_a_promise_taken_back_needs_the_material(office: Office, hall: Hall, matter_id: int) -> None:
    case = accept(office, hall, pledged_input(matter_id))
    with office.work(hall.clerk) as work:
        (pledge,) = pledges.list_pledges(work, case.case_id)
        case = pledges.withdraw_pledge(work, case.case_id, case.revision, pledge.id, "申请人改为提交图纸")
    with pytest.raises(ServiceError, match="deferred_outstanding"):
        granted(office, hall, case)
    with office.read(hall.clerk) as work:
        revision = case_queries.get_case(work, case.case_id).row.revision
    with pytest.raises(ServiceError, match="pledge_ended"), office.work(hall.clerk) as work:
        pledges.withdraw_pledge(work, case.case_id, revision, pledge.id, "再次撤回")


def test_a_broken_promise_bars_from_promising_until_it_is_lifted(
    office: Office, hall: Hall, matter_id: int, clock: SettableClock
) -> None:
    case = granted(office, hall, accept(office, hall, pledged_input(matter_id)))
    with office.read(hall.approver) as work:
        (check,) = pledges.list_pledge_checks(work)
    assert check.check_due_on is not None
    with office.read(hall.stranger) as work:
        assert pledges.list_pledge_checks(work) == []
    with office.work(hall.approver) as work:
        pledges.check_pledge(
            work, case.case_id, case.revision, check.id, PledgeOutcome.BROKEN, "现场与图纸不符"
        )
    with pytest.raises(ServiceError, match="promise_barred"):
        accept(office, hall, pledged_input(matter_id))
    with office.read(hall.approver) as work:
        (bar,) = bars.list_bars(work, WANG.identity_number)
        assert pledges.list_pledge_checks(work) == []
    assert (bar.ground, bar.until_on) == (BarGround.FALSE_PLEDGE, None)
    with office.work(hall.supervisor) as work:
        bars.lift_bar(work, bar.id, "已整改并核实")
    clock.advance(minutes=1)
    accept(office, hall, pledged_input(matter_id))


def test_a_promise_is_checked_after_the_decision_and_once(office: Office, hall: Hall, matter_id: int) -> None:
    case = accept(office, hall, pledged_input(matter_id))
    with office.read(hall.clerk) as work:
        (pledge,) = pledges.list_pledges(work, case.case_id)
    with (
        pytest.raises(ServiceError, match="pledge_undecided"),
        office.work(hall.approver) as work,
    ):
        pledges.check_pledge(work, case.case_id, case.revision, pledge.id, PledgeOutcome.KEPT, "属实")
    case = granted(office, hall, case)
    with office.work(hall.approver) as work:
        case = pledges.check_pledge(
            work, case.case_id, case.revision, pledge.id, PledgeOutcome.KEPT, "数据核验一致"
        )
    assert case.state is CaseState.GRANTED
    with pytest.raises(ServiceError, match="pledge_ended"), office.work(hall.approver) as work:
        pledges.check_pledge(work, case.case_id, case.revision, pledge.id, PledgeOutcome.KEPT, "再查")


@pytest.mark.parametrize(
    ("ground", "until"), [(BarGround.FALSE_MATERIALS, "2027-11-20"), (BarGround.FRAUD, "2029-11-20")]
)
def test_bars_last_as_long_as_the_law_says(office: Office, hall: Hall, ground: BarGround, until: str) -> None:
    case = accept(office, hall, licence_case(hall))
    with office.work(hall.approver) as work:
        bar = bars.record_bar(work, case.case_id, ground, "提交伪造的检测报告")
    assert str(bar.until_on) == until
    with office.read(hall.clerk) as work:
        assert [row.id for row in bars.find_bars(work, WANG.identity_number, hall.licence_id)] == [bar.id]
        assert bars.find_bars(work, WANG.identity_number, hall.immediate_id) == []
        assert bars.find_bars(work, LI.identity_number, hall.licence_id) == []
        assert bars.find_bars(work, "") == []
    with pytest.raises(ServiceError, match="bar_known"), office.work(hall.approver) as work:
        bars.record_bar(work, case.case_id, ground, "同一事实")
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.clerk) as work:
        bars.lift_bar(work, bar.id, "误登记")
