"""送达 in every way, each proved by its receipt, on both databases."""

from datetime import date, timedelta

import pytest

from desktop_app.documents.content import CaseDocument, CollectionReceipt, ServiceReceipt
from desktop_app.rules.delivery import WAY_WORDS, Serving
from desktop_app.rules.errors import ServiceError
from desktop_app.services import delivery, examination, printing
from desktop_app.services.cases import ActResult
from desktop_app.services.delivery import Collector, Parcel
from desktop_app.services.delivery_queries import CaseService, get_service
from desktop_app.services.examination import Certificate
from desktop_app.services.reopening import reopen_case
from desktop_app.services.work import Office
from models.elements import DeliveryWay
from models.enums import CaseState, ClockKind, DocumentKind, PartyRole
from tests.conftest import MORNING, SettableClock
from tests.factories import Hall
from tests.services.examining import (
    accepted,
    accepted_stepped,
    configure,
    due_dates,
    examined,
    opined,
    read_case,
)

HIMSELF = Collector("王小萌", "本人", PartyRole.APPLICANT)
PARCEL = Parcel("EMS", "1234 5678-90ab", "许昌市魏都区示例路1号")
TODAY = MORNING.date()
POST = Serving(DeliveryWay.POST)


def granted(office: Office, hall: Hall) -> ActResult:
    case = examined(office, hall)
    with office.work(hall.approver) as work:
        return examination.grant_case(
            work, case.case_id, case.revision, Certificate("公共场所卫生许可证", "001")
        )


def denied(office: Office, hall: Hall) -> ActResult:
    case = examined(office, hall)
    with office.work(hall.approver) as work:
        return examination.deny_case(work, case.case_id, case.revision, "事实", "理由")


def delivered(
    office: Office, hall: Hall, case: ActResult, serving: Serving = delivery.AT_COUNTER
) -> ActResult:
    with office.work(hall.clerk) as work:
        return delivery.deliver_case(work, case.case_id, case.revision, HIMSELF, serving)


def dispatched(office: Office, hall: Hall, case: ActResult, parcel: Parcel = PARCEL) -> ActResult:
    with office.work(hall.clerk) as work:
        return delivery.dispatch_case(work, case.case_id, case.revision, parcel)


def papers(office: Office, hall: Hall, case: ActResult) -> list[CaseDocument]:
    with office.read(hall.clerk) as work:
        for document_id in case.document_ids:
            assert printing.get_document_pdf(work, document_id).startswith(b"%PDF")
        return [printing.get_document(work, document_id) for document_id in case.document_ids]


def service_of(office: Office, hall: Hall, case: ActResult) -> CaseService:
    with office.read(hall.clerk) as work:
        return get_service(work, case.case_id)


def test_art_44_a_result_handed_over_is_signed_for_twice(office: Office, hall: Hall) -> None:
    case = delivered(office, hall, granted(office, hall))
    assert case.state is CaseState.COMPLETED
    collection, receipt = papers(office, hall, case)
    assert isinstance(collection, CollectionReceipt)
    assert (collection.way, collection.result_name) == ("窗口领取", "公共场所卫生许可证")
    assert isinstance(receipt, ServiceReceipt)
    assert [served.name for served in receipt.served] == ["准予决定书"]
    assert (receipt.way, receipt.signed_by, receipt.servers) == (
        "直接送达（窗口领取）",
        "王小萌",
        ("赵窗口",),
    )
    assert receipt.place == "政务服务大厅 综合受理1号窗口"
    found = service_of(office, hall, case)
    assert found.delivery is not None
    assert found.delivery.delivered_at == MORNING
    grant = found.papers[-1]
    assert (grant.kind, grant.receipt_number) == (DocumentKind.GRANT, receipt.document_number)
    assert found.papers[0].receipt_number == ""


def test_a_parcel_is_delivered_when_it_is_signed_for(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = dispatched(office, hall, granted(office, hall))
    assert (case.state, case.document_ids) == (CaseState.DISPATCHED, ())
    assert due_dates(read_case(office, hall, case)) == {ClockKind.DELIVERY: "2026-12-04"}
    clock.advance(days=4)
    with pytest.raises(ServiceError, match="service_day_invalid"):
        delivered(office, hall, case, Serving(DeliveryWay.POST, served_on=TODAY - timedelta(days=1)))
    signed = Serving(DeliveryWay.POST, served_on=TODAY + timedelta(days=2))
    case = delivered(office, hall, case, signed)
    (receipt,) = papers(office, hall, case)
    assert isinstance(receipt, ServiceReceipt)
    assert (receipt.courier, receipt.tracking_number) == ("EMS", "1234567890AB")
    assert (receipt.place, receipt.served_at.date()) == (PARCEL.address, date(2026, 11, 22))
    stopped = {one.kind: one.stopped_on for one in read_case(office, hall, case).clocks}
    assert stopped[ClockKind.DELIVERY] == date(2026, 11, 22)


def test_a_parcel_that_came_back_goes_anew_or_is_collected(office: Office, hall: Hall) -> None:
    case = dispatched(office, hall, denied(office, hall))
    case = dispatched(office, hall, case, Parcel("顺丰", "SF0000001", "许昌市示例路2号"))
    assert read_case(office, hall, case).events[-1].text == "退回重寄，顺丰 SF0000001"
    case = delivered(office, hall, case)
    assert [paper.kind for paper in papers(office, hall, case)] == [
        DocumentKind.COLLECTION,
        DocumentKind.SERVICE,
    ]


@pytest.mark.parametrize(
    ("serving", "code"),
    [
        (POST, "not_dispatched"),
        (Serving(DeliveryWay.ELECTRONIC, "wang@example.com"), "service_not_agreed"),
        (Serving(DeliveryWay.ELECTRONIC, is_agreed=True), "text_needed"),
        (Serving(DeliveryWay.NOTICE, "本厅公告栏", TODAY), "service_notice_running"),
        (Serving(served_on=TODAY + timedelta(days=1)), "service_day_invalid"),
        (Serving(DeliveryWay.DIRECT), "text_needed"),
    ],
)
def test_every_way_has_its_conditions(office: Office, hall: Hall, serving: Serving, code: str) -> None:
    case = granted(office, hall)
    with pytest.raises(ServiceError, match=code):
        delivered(office, hall, case, serving)
    assert read_case(office, hall, case).row.state is CaseState.GRANTED


@pytest.mark.parametrize(
    ("serving", "signed_by"),
    [
        (Serving(DeliveryWay.ELECTRONIC, "wang@example.com", is_agreed=True), "王小萌"),
        (Serving(DeliveryWay.DIRECT, "许昌市示例路1号", helpers=("钱窗口", " ")), "王小萌"),
        (Serving(DeliveryWay.NOTICE, "本厅公告栏", TODAY), ""),
    ],
)
def test_further_ways_are_proved_too(
    office: Office, hall: Hall, clock: SettableClock, serving: Serving, signed_by: str
) -> None:
    case = granted(office, hall)
    clock.advance(days=30)
    case = delivered(office, hall, case, serving)
    receipt = papers(office, hall, case)[-1]
    assert isinstance(receipt, ServiceReceipt)
    assert (receipt.way, receipt.signed_by) == (WAY_WORDS[serving.way], signed_by)
    assert ("公告之日起满30日" in receipt.note) == (serving.way is DeliveryWay.NOTICE)
    has_collection = DocumentKind.COLLECTION in {paper.kind for paper in papers(office, hall, case)}
    assert has_collection == (serving.way is DeliveryWay.DIRECT)


def test_only_offered_ways_and_enough_servers(office: Office, hall: Hall) -> None:
    case = accepted_stepped(office, hall, delivery_ways=(DeliveryWay.COUNTER,), steps=(), partners=())
    case = opined(office, hall.approver, case)
    with office.work(hall.approver) as work:
        case = examination.grant_case(work, case.case_id, case.revision, Certificate("许可证", "001"))
    assert DeliveryWay.POST not in service_of(office, hall, case).offered
    with pytest.raises(ServiceError, match="delivery_way_not_offered"):
        dispatched(office, hall, case)
    configure(office, service_persons=2)
    with pytest.raises(ServiceError, match="service_persons_missing"):
        delivered(office, hall, case)
    assert delivered(office, hall, case, Serving(helpers=("钱窗口",))).state is CaseState.COMPLETED


@pytest.mark.parametrize("number", ["", "12345", "单号12345678", "1" * 41, "123\x00456"])
def test_a_courier_number_must_look_like_one(office: Office, hall: Hall, number: str) -> None:
    case = granted(office, hall)
    with pytest.raises(ServiceError, match=r"tracking_invalid|text_needed|text_invalid"):
        dispatched(office, hall, case, Parcel("EMS", number, "地址"))


def test_papers_on_the_way_are_served_and_proved(office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    acceptance = case.document_ids[-1]

    def serve(ids: tuple[int, ...]) -> ActResult:
        with office.work(hall.clerk) as work:
            return delivery.serve_documents(work, case.case_id, case.revision, ids, HIMSELF)

    for ids, code in (
        ((), "service_empty"),
        ((case.document_ids[0],), "service_paper_unfit"),
        ((404,), "unfit"),
    ):
        with pytest.raises(ServiceError, match=code):
            serve(ids)
    served = serve((acceptance,))
    assert served.state is CaseState.ACCEPTED
    (receipt,) = papers(office, hall, served)
    assert isinstance(receipt, ServiceReceipt)
    assert [one.name for one in receipt.served] == ["受理通知书"]
    assert [one.receipt_number for one in service_of(office, hall, case).papers] == [receipt.document_number]


def test_a_delivery_that_was_an_error_is_taken_back(office: Office, hall: Hall) -> None:
    case = delivered(office, hall, dispatched(office, hall, granted(office, hall)), POST)
    with office.work(hall.supervisor) as work:
        case = reopen_case(work, case.case_id, case.revision, "签收登记有误")
    assert case.state is CaseState.DISPATCHED
    found = service_of(office, hall, case)
    assert found.delivery is not None
    assert found.delivery.delivered_at is None
    assert found.papers[-1].receipt_number == ""
    case = delivered(office, hall, case)
    with office.work(hall.supervisor) as work:
        case = reopen_case(work, case.case_id, case.revision, "再次更正")
    assert case.state is CaseState.DISPATCHED
    assert due_dates(read_case(office, hall, case)) == {ClockKind.DELIVERY: "2026-12-04"}
    fresh = delivered(office, hall, granted(office, hall))
    with office.work(hall.supervisor) as work:
        fresh = reopen_case(work, fresh.case_id, fresh.revision, "误点出件")
    assert fresh.state is CaseState.GRANTED
    assert service_of(office, hall, fresh).delivery is None
    assert delivered(office, hall, fresh).state is CaseState.COMPLETED
