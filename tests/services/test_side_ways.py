"""The ways a case leaves the straight road, and the way back, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from desktop_app.documents.content import CaseDocument, NegativeReport, Receipt, TerminationNotice
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.services import case_queries, cases, correction, examination, printing, side_ways
from desktop_app.services.cases import ActResult
from desktop_app.services.correction import Correction, correct_case
from desktop_app.services.delivery import Collector, serve_documents
from desktop_app.services.due_cases import settle_due_cases
from desktop_app.services.examination import Certificate
from desktop_app.services.reopening import reopen_case
from desktop_app.services.work import Actor, Office
from models.cases import Case
from models.enums import CaseAction, CaseState, ClockKind, DocumentKind, PartyRole, ReceivedAs
from tests.conftest import SettableClock
from tests.factories import UNMET, Hall, licence_case
from tests.people import COMPANY, LI, MISTYPED, WANG
from tests.services.examining import accepted, accepted_stepped, due_dates, examined, opined, read_case
from tests.services.test_delivery import denied, dispatched, granted
from tests.services.test_suspension import suspended

REASON = "申请人改变主意"
Make = Callable[[Office, Hall], ActResult]


def received_case(office: Office, hall: Hall) -> ActResult:
    with office.work(hall.clerk) as work:
        return cases.receive_case(work, licence_case(hall))


def sent(office: Office, hall: Hall) -> ActResult:
    return dispatched(office, hall, granted(office, hall))


def certifying(office: Office, hall: Hall) -> ActResult:
    case = accepted_stepped(office, hall, partners=())
    for _ in range(2):
        case = opined(office, hall.approver, case)
    with office.work(hall.approver) as work:
        return examination.grant_case(work, case.case_id, case.revision, Certificate("示例许可证", ""))


def supplementing(office: Office, hall: Hall) -> ActResult:
    case = received_case(office, hall)
    with office.work(hall.clerk) as work:
        return cases.request_supplement(work, case.case_id, case.revision, {0: "请签字"})


def withdrawn(office: Office, hall: Hall, case: ActResult) -> ActResult:
    with office.work(hall.clerk) as work:
        return side_ways.withdraw_case(work, case.case_id, case.revision, REASON)


def reopened(office: Office, hall: Hall, case: ActResult) -> ActResult:
    with office.work(hall.supervisor) as work:
        return reopen_case(work, case.case_id, case.revision, "误操作")


def merged(office: Office, hall: Hall, case: ActResult, into: str) -> ActResult:
    with office.work(hall.clerk) as work:
        return side_ways.merge_case(work, case.case_id, case.revision, into, "重复申请")


def paper(office: Office, actor: Actor, case: ActResult) -> CaseDocument:
    with office.read(actor) as work:
        assert printing.get_document_pdf(work, case.document_ids[-1]).startswith(b"%PDF")
        return printing.get_document(work, case.document_ids[-1])


def void_kinds(office: Office, hall: Hall, case: ActResult) -> list[DocumentKind]:
    with office.read(hall.clerk) as work:
        return [row.kind for row in printing.list_documents(work, case.case_id) if row.void_reason]


# out of the straight road


@pytest.mark.parametrize("make", [received_case, accepted, examined, suspended])
def test_an_application_may_be_taken_back_until_it_is_decided(office: Office, hall: Hall, make: Make) -> None:
    case = withdrawn(office, hall, make(office, hall))
    assert case.state is CaseState.WITHDRAWN
    found = read_case(office, hall, case)
    assert due_dates(found) == {}
    assert found.events[-1].text == REASON
    notice = paper(office, hall.clerk, case)
    assert isinstance(notice, TerminationNotice)
    assert (notice.ending, notice.reason, notice.remedies) == ("撤回", REASON, None)
    assert len(notice.returned) == 5


def test_a_decided_case_cannot_be_taken_back(office: Office, hall: Hall) -> None:
    case = withdrawn(office, hall, accepted(office, hall))
    with pytest.raises(ServiceError, match="case_state_wrong"):
        withdrawn(office, hall, case)


def test_a_void_case_takes_its_papers_along(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.clerk) as work:
        side_ways.void_case(work, case.case_id, case.revision, "录错事项")
    with office.work(hall.supervisor) as work:
        case = side_ways.void_case(work, case.case_id, case.revision, "录错事项")
    assert (case.state, case.document_ids) == (CaseState.VOIDED, ())
    assert void_kinds(office, hall, case) == [DocumentKind.RECEIPT, DocumentKind.ACCEPTANCE]
    case = reopened(office, hall, case)
    assert case.state is CaseState.ACCEPTED
    assert void_kinds(office, hall, case) == []


def test_art_35_materials_go_with_the_case_to_the_organ_that_decides(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    with pytest.raises(ServiceError, match="case_of_other_department"), office.work(hall.stranger) as work:
        side_ways.transfer_case(work, case.case_id, case.revision, "示例省卫生健康委员会", "省级权限")
    with office.work(hall.approver) as work:
        case = side_ways.transfer_case(work, case.case_id, case.revision, "示例省卫生健康委员会", "省级权限")
    assert case.state is CaseState.TRANSFERRED
    notice = paper(office, hall.approver, case)
    assert isinstance(notice, TerminationNotice)
    assert notice.right_organ == "示例省卫生健康委员会"
    assert notice.returned == ()
    assert "不需要重复提交" in notice.next_steps


def test_a_duplicate_goes_into_the_earlier_case(office: Office, hall: Hall, clock: SettableClock) -> None:
    first = accepted(office, hall)
    clock.advance(minutes=5)
    second = received_case(office, hall)
    with office.read(hall.clerk) as work:
        assert [twin.number for twin in side_ways.list_twins(work, second.case_id)] == [first.number]
        assert side_ways.list_twins(work, first.case_id) == []
    second = merged(office, hall, second, first.number.lower())
    assert second.state is CaseState.MERGED
    notice = paper(office, hall.clerk, second)
    assert isinstance(notice, TerminationNotice)
    assert notice.twin_number == first.number
    found = read_case(office, hall, first)
    assert found.row.state is CaseState.ACCEPTED
    assert (found.events[-1].action, found.events[-1].text) == (
        CaseAction.MERGE,
        f"办件{second.number}并入本件：重复申请",
    )
    with office.read(hall.clerk) as work:
        assert work.session.get_one(Case, second.case_id).merged_into_id == first.case_id
    second = reopened(office, hall, second)
    with office.read(hall.clerk) as work:
        assert work.session.get_one(Case, second.case_id).merged_into_id is None


def test_art_57_nobody_loses_the_earlier_date_by_merging(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    first = received_case(office, hall)
    clock.advance(minutes=5)
    second = received_case(office, hall)
    with pytest.raises(ServiceError, match="merge_behind"):
        merged(office, hall, first, second.number)
    with office.work(hall.clerk) as work:
        second = cases.accept_case(work, second.case_id, second.revision)
    assert merged(office, hall, first, second.number).state is CaseState.MERGED


def test_only_the_same_application_is_merged(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        other = cases.receive_case(work, licence_case(hall, LI))
    case = received_case(office, hall)
    closed = withdrawn(office, hall, received_case(office, hall))
    for into, code in (
        (other.number, "merge_other_applicant"),
        (closed.number, "merge_closed"),
        (case.number, "merge_unknown"),
        ("404", "merge_unknown"),
    ):
        with pytest.raises(ServiceError, match=code):
            merged(office, hall, case, into)
    assert read_case(office, hall, case).row.state is CaseState.RECEIVED


def test_a_colleague_goes_on_at_the_counter(office: Office, hall: Hall) -> None:
    case = received_case(office, hall)
    with office.read(hall.clerk) as work:
        people = {person.name: person.account_id for person in side_ways.list_counter_people(work)}
    assert set(people) == {"赵窗口", "钱窗口"}

    def hand_over(account_id: int) -> ActResult:
        with office.work(hall.clerk) as work:
            return side_ways.hand_over_case(work, case.case_id, case.revision, account_id, "换班")

    for unfit in (hall.approver.account_id, 404):
        with pytest.raises(ServiceError, match="person_unfit"):
            hand_over(unfit or 0)
    with pytest.raises(ServiceError, match="holder_same"):
        hand_over(people["赵窗口"])
    after = hand_over(people["钱窗口"])
    found = read_case(office, hall, after)
    assert (after.state, found.row.holder_name) == (CaseState.RECEIVED, "钱窗口")
    assert found.events[-1].text == "转给钱窗口：换班"


# the way back


@pytest.mark.parametrize("make", [received_case, accepted, examined, suspended, accepted_stepped])
def test_a_reopened_case_goes_on_as_if_it_had_never_stopped(office: Office, hall: Hall, make: Make) -> None:
    case = make(office, hall)
    before = read_case(office, hall, case)
    case = reopened(office, hall, withdrawn(office, hall, case))
    after = read_case(office, hall, case)
    assert (after.row.state, due_dates(after)) == (before.row.state, due_dates(before))
    assert (after.row.due_on, after.row.closed_at) == (before.row.due_on, None)
    assert after.events[-1].text == "由“已撤回”恢复：误操作"
    assert void_kinds(office, hall, case) == [DocumentKind.TERMINATION]


def test_a_suspended_case_that_is_reopened_may_be_resumed(office: Office, hall: Hall) -> None:
    from tests.services.test_suspension import resumed

    case = reopened(office, hall, withdrawn(office, hall, suspended(office, hall)))
    assert resumed(office, hall, case).state is CaseState.ACCEPTED


@pytest.mark.parametrize("make", [granted, denied, sent, certifying, supplementing])
def test_a_void_case_goes_on_from_every_later_state(office: Office, hall: Hall, make: Make) -> None:
    case = make(office, hall)
    before = read_case(office, hall, case)
    with office.work(hall.supervisor) as work:
        case = side_ways.void_case(work, case.case_id, case.revision, "误操作")
    assert due_dates(read_case(office, hall, case)) == {}
    case = reopened(office, hall, case)
    after = read_case(office, hall, case)
    assert (after.row.state, due_dates(after)) == (before.row.state, due_dates(before))
    assert void_kinds(office, hall, case) == []


def test_a_refusal_that_is_taken_back_becomes_void(office: Office, hall: Hall) -> None:
    case = received_case(office, hall)
    with office.work(hall.clerk) as work:
        case = cases.refuse_case(work, case.case_id, case.revision, UNMET)
    report = paper(office, hall.clerk, case)
    assert isinstance(report, NegativeReport)
    assert (report.outcome, report.reason, report.reporter_name) == ("不予受理", UNMET.reason, "赵窗口")
    assert "可以重新提出申请" in report.advice
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.clerk) as work:
        reopen_case(work, case.case_id, case.revision, "误操作")
    case = reopened(office, hall, case)
    assert void_kinds(office, hall, case) == [DocumentKind.REFUSAL, DocumentKind.NEGATIVE_REPORT]
    assert due_dates(read_case(office, hall, case)) == {ClockKind.NOTICE: "2026-11-27"}
    with office.work(hall.clerk) as work:
        case = cases.accept_case(work, case.case_id, case.revision)
    with pytest.raises(ServiceError, match="case_state_wrong"):
        reopened(office, hall, case)


def test_the_applicants_time_starts_anew_where_it_was_over(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    clock.advance(days=-100)
    case = received_case(office, hall)
    with office.work(hall.clerk) as work:
        case = cases.request_supplement(work, case.case_id, case.revision, {0: "请签字"})
    clock.advance(days=40)
    assert settle_due_cases(office).lapsed == 1
    clock.advance(days=1)
    with office.read(hall.supervisor) as work:
        revision = case_queries.get_case(work, case.case_id).row.revision
    case = reopened(office, hall, replace(case, revision=revision))
    assert case.state is CaseState.SUPPLEMENTING
    assert settle_due_cases(office).total == 0
    clock.advance(days=30)
    assert settle_due_cases(office).lapsed == 1


def test_a_case_may_come_back_out_of_the_archive(office: Office, hall: Hall) -> None:
    case = withdrawn(office, hall, accepted(office, hall))
    with office.work(hall.clerk) as work:
        work.session.get_one(Case, case.case_id).archived_at = work.now
    himself = Collector("王小萌", "本人", PartyRole.APPLICANT)
    with pytest.raises(ServiceError, match="case_archived"), office.work(hall.clerk) as work:
        serve_documents(work, case.case_id, case.revision, case.document_ids, himself)
    case = reopened(office, hall, case)
    with office.read(hall.clerk) as work:
        assert work.session.get_one(Case, case.case_id).archived_at is None


def test_two_counters_that_merge_into_each_other_end_with_one_case(
    office: Office, hall: Hall, open_office: Callable[[str], Office]
) -> None:
    pair = received_case(office, hall), received_case(office, hall)
    address = office.database.url.render_as_string(hide_password=False)
    other = open_office(address)

    def merge(at: Office, case: ActResult, into: ActResult) -> str:
        try:
            return merged(at, hall, case, into.number).state.value
        except ServiceError as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(merge, office, pair[0], pair[1])
        second = pool.submit(merge, other, pair[1], pair[0])
        outcomes = {first.result(), second.result()}
    assert outcomes == {"merged", "merge_closed"}


# put right on the spot


def corrected(office: Office, hall: Hall, case: ActResult, given: Correction) -> ActResult:
    with office.work(hall.clerk) as work:
        return correct_case(work, case.case_id, case.revision, given)


def test_art_32_errors_are_put_right_on_the_spot(office: Office, hall: Hall, clock: SettableClock) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall, missing=(2,)))
    clock.advance(minutes=10)
    with office.work(hall.clerk) as work:
        assert correction.take_up_parties(work, case.case_id)[PartyRole.APPLICANT].name == WANG.name
    changed = replace(WANG, name="王晓萌", phone="0374-0000009")
    given = Correction("姓名写错", changed, COMPANY, (ReceivedMaterial(2, ReceivedAs.COPY, 1),))
    case = corrected(office, hall, case, given)
    found = read_case(office, hall, case)
    assert found.row.applicant_name == "王晓萌"
    assert found.events[-1].text == (
        "姓名写错（更正：申请人姓名或名称、申请人联系电话、补登代理人、材料“经营场所平面图”）"
    )
    assert "0374-0000009" not in found.events[-1].text
    receipt = paper(office, hall.clerk, case)
    assert isinstance(receipt, Receipt)
    assert (receipt.case.applicant_name, len(receipt.materials)) == ("王晓萌", 5)
    assert (receipt.received_at.hour, receipt.received_at.minute) == (9, 30)
    assert void_kinds(office, hall, case) == [DocumentKind.RECEIPT]
    assert due_dates(found) == {ClockKind.NOTICE: "2026-11-27"}


def test_a_correction_must_change_something_and_be_sound(office: Office, hall: Hall) -> None:
    case = received_case(office, hall)
    for given, code in (
        (Correction("没有变", WANG), "correction_empty"),
        (Correction("没有变", materials=(ReceivedMaterial(0, ReceivedAs.ORIGINAL, 1),)), "correction_empty"),
        (Correction("号码", MISTYPED), "identity_unconfirmed"),
        (Correction(" ", LI), "text_needed"),
        (Correction("超出", materials=(ReceivedMaterial(9),)), "material_unknown"),
    ):
        with pytest.raises(ServiceError, match=code):
            corrected(office, hall, case, given)
    assert read_case(office, hall, case).row.applicant_name == WANG.name
    with pytest.raises(ServiceError, match="case_state_wrong"):
        corrected(office, hall, accepted(office, hall), Correction("太晚", LI))


def test_past_the_notice_period_nothing_is_corrected(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = received_case(office, hall)
    clock.advance(days=10)
    with pytest.raises(ServiceError, match="case_deemed_accepted"):
        corrected(office, hall, case, Correction("姓名写错", LI))
