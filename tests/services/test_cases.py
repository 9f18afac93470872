"""The acts at the counter and in the back office, on both databases."""

from datetime import date

import pytest
import sqlalchemy as sa

from desktop_app.documents.content import AcceptanceNotice, Receipt, RefusalDecision, SupplementReceipt
from desktop_app.rules.cases import REFUSAL_BASES
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.services import audit, case_queries, cases, delivery, examination, printing, statistics
from desktop_app.services.cases import CaseInput
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case
from models.enums import (
    CaseAction,
    CaseState,
    ClockKind,
    Light,
    Opinion,
    PartyRole,
    PrintState,
    ReceivedAs,
    RefusalGround,
)
from models.printing import IssuedDocument
from tests.conftest import SettableClock
from tests.factories import LICENCE_CODE, Hall, licence_case, received
from tests.people import COMPANY, LI, MISTYPED, WANG

DEFERRABLE_LINE = 3


def accepted(office: Office, hall: Hall) -> cases.ActResult:
    with office.work(hall.clerk) as work:
        return cases.receive_and_accept_case(work, licence_case(hall))


def decided(office: Office, hall: Hall) -> cases.ActResult:
    case = accepted(office, hall)
    with office.work(hall.approver) as work:
        case = examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, "符合条件")
    with office.work(hall.approver) as work:
        certificate = examination.Certificate(
            "公共场所卫生许可证", "示卫公证字〔2026〕第001号", "准予经营理发业务"
        )
        return examination.grant_case(work, case.case_id, case.revision, certificate)


def test_receive_gives_number_receipt_and_notice_clock(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        result = cases.receive_case(work, licence_case(hall, agent=LI))
    assert result.number == f"{LICENCE_CODE}202611200001"
    assert len(result.query_code) == 6
    assert result.query_code.isdigit()
    assert result.state is CaseState.RECEIVED
    with office.read(hall.clerk) as work:
        detail = case_queries.get_case(work, result.case_id)
        document = printing.get_document(work, result.document_ids[0])
    assert [party.role for party in detail.parties] == [PartyRole.APPLICANT, PartyRole.AGENT]
    assert detail.parties[0].masked_number == "411002**********06"
    assert [clock.kind for clock in detail.clocks] == [ClockKind.NOTICE]
    assert detail.row.due_on == date(2026, 11, 27)
    assert isinstance(document, Receipt)
    assert document.notice_due_on == date(2026, 11, 27)
    assert len(document.materials) == 5


def test_acceptance_starts_both_handling_clocks(office: Office, hall: Hall) -> None:
    result = accepted(office, hall)
    with office.read(hall.clerk) as work:
        detail = case_queries.get_case(work, result.case_id)
        document = printing.get_document(work, result.document_ids[1])
    dates = {clock.kind: clock.due_on for clock in detail.clocks}
    assert dates[ClockKind.PROMISED] == date(2026, 11, 27)
    assert dates[ClockKind.STATUTORY] == date(2026, 12, 18)
    assert "5个工作日" in detail.clocks[0].explanation
    assert isinstance(document, AcceptanceNotice)
    assert document.promised_due_on == date(2026, 11, 27)
    assert detail.row.due_clock is ClockKind.PROMISED
    assert detail.row.remaining_days == 5
    assert detail.row.light is Light.GREEN


def test_immediate_matter_is_due_today(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        given = CaseInput(hall.immediate_id, 1, WANG, None, received(1))
        result = cases.receive_and_accept_case(work, given)
    with office.read(hall.clerk) as work:
        assert case_queries.get_case(work, result.case_id).row.due_on == date(2026, 11, 20)
        notice = printing.get_document(work, result.document_ids[1])
    assert isinstance(notice, AcceptanceNotice)
    assert notice.statutory_due_on is None, "no law limits this service, so no paper says one does"


def test_missing_required_material_stops_acceptance_and_changes_nothing(office: Office, hall: Hall) -> None:
    with pytest.raises(ServiceError) as refusal, office.work(hall.clerk) as work:
        cases.receive_and_accept_case(work, licence_case(hall, missing=(0,)))
    assert refusal.value.code == "material_missing"
    with office.read(hall.clerk) as work:
        assert case_queries.list_recent_cases(work) == []
        assert work.session.scalar(sa.select(sa.func.count()).select_from(IssuedDocument)) == 0
    assert accepted(office, hall).number.endswith("0001"), "the refused act left a gap in the numbers"


def test_deferrable_material_may_follow_but_blocks_the_grant(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_and_accept_case(work, licence_case(hall, missing=(DEFERRABLE_LINE,)))
    with office.read(hall.clerk) as work:
        notice = printing.get_document(work, case.document_ids[1])
    assert isinstance(notice, AcceptanceNotice)
    assert [line.name for line in notice.deferred] == ["卫生检测报告"]
    with office.work(hall.approver) as work:
        case = examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, "符合条件")
    with pytest.raises(ServiceError, match="deferred_outstanding"), office.work(hall.approver) as work:
        examination.grant_case(work, case.case_id, case.revision, examination.Certificate("证", "1"))


def test_supplement_is_told_once_and_acceptance_follows_it(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall, missing=(0, 2)))
    with office.work(hall.clerk) as work:
        demands = {0: "请填写并签字", 2: "请标明比例尺"}
        case = cases.request_supplement(work, case.case_id, case.revision, demands)
    assert case.state is CaseState.SUPPLEMENTING
    clock.advance(days=3)
    with pytest.raises(ServiceError, match="supplement_unasked"), office.work(hall.clerk) as work:
        cases.receive_supplement(work, case.case_id, case.revision, received(2, missing=(0,)))
    with office.work(hall.other_clerk) as work:
        lines = (ReceivedMaterial(0, ReceivedAs.ORIGINAL, 1), ReceivedMaterial(2, ReceivedAs.COPY, 2))
        case = cases.receive_supplement(work, case.case_id, case.revision, lines)
    with office.read(hall.clerk) as work:
        paper = printing.get_document(work, case.document_ids[0])
    assert isinstance(paper, SupplementReceipt)
    assert [(line.name, line.count) for line in paper.materials] == [
        ("公共场所卫生许可证申请表", 1),
        ("经营场所平面图", 2),
    ]
    assert paper.outstanding == ()
    with pytest.raises(ServiceError, match="supplement_given"), office.work(hall.clerk) as work:
        cases.request_supplement(work, case.case_id, case.revision, {1: "再来一次"})
    with office.work(hall.clerk) as work:
        case = cases.accept_case(work, case.case_id, case.revision)
    with office.read(hall.clerk) as work:
        dates = {row.kind: row.started_on for row in case_queries.get_case(work, case.case_id).clocks}
    assert dates[ClockKind.PROMISED] == date(2026, 11, 23), "time counts from the day everything was there"


def test_refusal_names_reason_right_organ_and_remedies(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall, COMPANY))
    with office.work(hall.clerk) as work:
        refusal = cases.Refusal(
            RefusalGround.NOT_COMPETENT,
            "不属于本机关职权范围",
            REFUSAL_BASES[RefusalGround.NOT_COMPETENT],
            "示例市公安局",
        )
        case = cases.refuse_case(work, case.case_id, case.revision, refusal)
    with office.read(hall.clerk) as work:
        paper = printing.get_document(work, case.document_ids[0])
        detail = case_queries.get_case(work, case.case_id)
    assert isinstance(paper, RefusalDecision)
    assert (paper.right_organ, paper.remedies.review_body) == ("示例市公安局", "示例市人民政府")
    assert detail.row.state is CaseState.REFUSED
    assert detail.row.closed_at is not None
    assert set(detail.actions) == {
        CaseAction.ATTACH,
        CaseAction.DETACH,
        CaseAction.SERVE,
        CaseAction.REOPEN,
        CaseAction.ARCHIVE,
    }
    with office.read(hall.supervisor) as work:
        assert statistics.list_backlog(work) == []


def test_who_is_not_competent_must_name_who_is(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall))
    silent = cases.Refusal(RefusalGround.NOT_COMPETENT, "不属于本机关职权范围", "第三十二条", "  ")
    with pytest.raises(ServiceError) as refusal, office.work(hall.clerk) as work:
        cases.refuse_case(work, case.case_id, case.revision, silent)
    assert refusal.value.values["name"] == "应向哪个机关申请"


def test_whole_way_to_delivery(office: Office, hall: Hall) -> None:
    case = decided(office, hall)
    assert case.state is CaseState.GRANTED
    with office.work(hall.clerk) as work:
        collector = delivery.Collector("王小萌", "本人", PartyRole.APPLICANT)
        case = delivery.deliver_case(work, case.case_id, case.revision, collector)
    with office.read(hall.clerk) as work:
        detail = case_queries.get_case(work, case.case_id)
        documents = printing.list_documents(work, case.case_id)
    assert detail.row.state is CaseState.COMPLETED
    assert [event.action for event in detail.events] == [
        CaseAction.RECEIVE,
        CaseAction.ACCEPT,
        CaseAction.EXAMINE,
        CaseAction.GRANT,
        CaseAction.DELIVER,
    ]
    assert all(clock.stopped_on is not None for clock in detail.clocks)
    assert len({document.number for document in documents}) == len(documents) == 5
    with office.read(SYSTEM) as work:
        report = audit.find_broken_entry(work)
    assert report.is_whole
    assert report.entries == 5


def test_every_document_of_the_way_renders(office: Office, hall: Hall) -> None:
    case = decided(office, hall)
    with office.read(hall.clerk) as work:
        for document in printing.list_documents(work, case.case_id):
            assert printing.get_document_pdf(work, document.id).startswith(b"%PDF")


def test_denial_is_delivered_too(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    with office.work(hall.approver) as work:
        case = examination.examine_case(work, case.case_id, case.revision, Opinion.DENY, "场所不符合要求")
    with office.work(hall.approver) as work:
        case = examination.send_back_case(work, case.case_id, case.revision, "请补充现场情况")
    with office.work(hall.approver) as work:
        case = examination.examine_case(work, case.case_id, case.revision, Opinion.DENY, "现场面积不足")
    with office.work(hall.approver) as work:
        case = examination.deny_case(work, case.case_id, case.revision, "现场面积不足", "不符合规定条件")
    assert case.state is CaseState.DENIED
    with office.work(hall.other_clerk) as work:
        collector = delivery.Collector("王小萌", "本人", PartyRole.APPLICANT)
        assert (
            delivery.deliver_case(work, case.case_id, case.revision, collector).state is CaseState.COMPLETED
        )


def test_the_slower_of_two_is_told_who_was_faster(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall))
    with office.work(hall.other_clerk) as work:
        cases.accept_case(work, case.case_id, case.revision)
    with pytest.raises(ServiceError) as refusal, office.work(hall.clerk) as work:
        cases.accept_case(work, case.case_id, case.revision)
    assert refusal.value.code == "case_moved"
    assert refusal.value.values["actor"] == "钱窗口"


def test_approver_of_another_department_is_refused(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    with pytest.raises(ServiceError, match="case_of_other_department"), office.work(hall.stranger) as work:
        examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, "看看")
    with office.read(hall.stranger) as work:
        assert case_queries.list_open_cases(work, (CaseState.ACCEPTED,)) == []
    with office.read(hall.approver) as work:
        assert len(case_queries.list_open_cases(work, (CaseState.ACCEPTED,))) == 1


def test_permissions_hold(office: Office, hall: Hall) -> None:
    for actor in (hall.approver, hall.supervisor, hall.administrator):
        with pytest.raises(ServiceError, match="not_permitted"), office.work(actor) as work:
            cases.receive_case(work, licence_case(hall))
    with pytest.raises(ServiceError, match="not_permitted"), office.read(hall.clerk) as work:
        statistics.list_backlog(work)


def test_wrong_check_digit_asks_and_never_blocks(office: Office, hall: Hall) -> None:
    with pytest.raises(ServiceError, match="identity_unconfirmed"), office.work(hall.clerk) as work:
        cases.receive_case(work, licence_case(hall, MISTYPED))
    confirmed = cases.PartyInput(
        MISTYPED.kind,
        MISTYPED.name,
        MISTYPED.identity_kind,
        MISTYPED.identity_number,
        confirmation="已核对证件原件",
    )
    with office.work(hall.clerk) as work:
        result = cases.receive_case(work, licence_case(hall, confirmed))
    with office.read(hall.clerk) as work:
        assert case_queries.get_case(work, result.case_id).parties[0].confirmation == "已核对证件原件"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (ReceivedMaterial(0, ReceivedAs.ORIGINAL, 0), "material_count_invalid"),
        (ReceivedMaterial(0, ReceivedAs.ORIGINAL, -1), "material_count_invalid"),
        (ReceivedMaterial(0, ReceivedAs.COPY, 10**9), "material_count_invalid"),
        (ReceivedMaterial(0, ReceivedAs.NOT_RECEIVED, 1), "material_count_invalid"),
        (ReceivedMaterial(99, ReceivedAs.COPY, 1), "material_unknown"),
        (ReceivedMaterial(-1, ReceivedAs.COPY, 1), "material_unknown"),
        (ReceivedMaterial(0, ReceivedAs.COPY, 1, "坏\x00字"), "text_invalid"),
    ],
)
def test_impossible_checklists_are_refused(
    office: Office, hall: Hall, line: ReceivedMaterial, code: str
) -> None:
    given = CaseInput(hall.licence_id, 1, WANG, None, (line,))
    with pytest.raises(ServiceError, match=code), office.work(hall.clerk) as work:
        cases.receive_case(work, given)


def test_character_without_glyph_is_refused_at_the_act(office: Office, hall: Hall) -> None:
    stranger = cases.PartyInput(WANG.kind, "王\U0001f3db", WANG.identity_kind, WANG.identity_number)
    with pytest.raises(ServiceError, match="glyph_missing"), office.work(hall.clerk) as work:
        cases.receive_case(work, licence_case(hall, stranger))


def test_year_without_calendar_refuses(office: Office, hall: Hall, clock: SettableClock) -> None:
    clock.advance(days=30)
    with pytest.raises(ServiceError) as refusal, office.work(hall.clerk) as work:
        cases.receive_and_accept_case(work, licence_case(hall))
    assert refusal.value.code == "calendar_not_loaded"
    assert refusal.value.values["year"] == 2027


def test_prints_are_numbered_and_failures_do_not_count(office: Office, hall: Hall) -> None:
    document_id = accepted(office, hall).document_ids[0]
    copies: list[int] = []
    for state in (PrintState.PRINTED, PrintState.FAILED):
        with office.work(hall.clerk) as work:
            request = printing.request_print(work, document_id, "一号打印机")
        copies.append(request.copy_number)
        with office.work(hall.clerk) as work:
            printing.finish_print(
                work, request.record_id, state, b"%PDF", "缺纸" if state is PrintState.FAILED else ""
            )
    assert copies == [1, 2]
    with office.read(hall.clerk) as work:
        row = next(row for row in printing.list_documents(work, 1) if row.id == document_id)
        assert row.prints == 1
        assert printing.get_document(work, document_id, reprint=1).reprint == 1


def test_personal_numbers_stay_out_of_the_audit(office: Office, hall: Hall) -> None:
    accepted(office, hall)
    with office.read(hall.supervisor) as work:
        text = " ".join(row.details + row.subject for row in audit.list_entries(work))
    assert WANG.identity_number not in text
    assert WANG.name not in text


def test_revealing_a_number_leaves_a_trace(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    with office.work(hall.clerk) as work:
        full = case_queries.reveal_party(work, case.case_id, PartyRole.APPLICANT)
    assert full.identity_number == WANG.identity_number
    with office.read(hall.supervisor) as work:
        assert audit.list_entries(work)[0].action == "cases.reveal"


def test_broken_audit_entry_is_named(office: Office, hall: Hall) -> None:
    decided(office, hall)
    with office.database.writer.begin() as connection:
        connection.execute(sa.text("UPDATE audit_entry SET action = 'x' WHERE number = 2"))
    with office.read(SYSTEM) as work:
        assert audit.find_broken_entry(work).broken_at == 2


def test_cut_tail_of_the_audit_is_found(office: Office, hall: Hall) -> None:
    decided(office, hall)
    with office.database.writer.begin() as connection:
        connection.execute(sa.text("DELETE FROM audit_entry WHERE number = 4"))
    with office.read(SYSTEM) as work:
        assert audit.find_broken_entry(work).broken_at == 4


def test_backlog_pages_by_date(office: Office, hall: Hall, clock: SettableClock) -> None:
    for _day in range(3):
        for _case in range(2):
            accepted(office, hall)
        clock.advance(days=1)
    with office.read(hall.supervisor) as work:
        first = statistics.list_backlog(work, limit=4)
        rest = statistics.list_backlog(work, first[-1], limit=4)
        count = statistics.count_backlog(work)
    assert len(first) == 4
    assert len(rest) == 2
    assert [row.due_on for row in first + rest] == sorted(row.due_on for row in first + rest)
    assert count.open == 6


def test_overdue_case_is_red(office: Office, hall: Hall, clock: SettableClock) -> None:
    case = accepted(office, hall)
    clock.advance(days=7)
    with office.read(hall.supervisor) as work:
        assert case_queries.get_case(work, case.case_id).row.light is Light.YELLOW
    clock.advance(days=3)
    with office.read(hall.supervisor) as work:
        row = case_queries.get_case(work, case.case_id).row
    assert row.light is Light.RED
    assert row.remaining_days == -1


def test_find_by_number_name_and_identity(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    with office.read(hall.clerk) as work:
        for text in (
            case.number,
            case.number.lower(),
            case.number[:25],
            "王小萌",
            "王",
            WANG.identity_number,
        ):
            assert [row.id for row in case_queries.find_cases(work, text)] == [case.case_id], text
        assert case_queries.find_cases(work, "小萌") == []
        assert case_queries.find_cases(work, "  ") == []


def test_closed_state_and_closed_time_agree(office: Office, hall: Hall) -> None:
    decided(office, hall)
    with office.read(SYSTEM) as work:
        states = work.session.execute(sa.select(Case.state, Case.closed_at)).all()
    assert all(
        (closed_at is None) == (state not in {CaseState.REFUSED, CaseState.COMPLETED})
        for state, closed_at in states
    )
