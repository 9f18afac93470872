"""What the counter's pages read: counts by state, documents by id, the version's words beside each material."""

from desktop_app.services import case_queries, cases, printing
from desktop_app.services.work import Office
from models.enums import CaseState, PrintState
from tests.factories import LICENCE, UNMET, Hall, licence_case
from tests.people import COMPANY, WANG


def test_open_cases_are_counted_by_state_for_those_who_see_them(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        cases.receive_case(work, licence_case(hall, COMPANY))
        cases.receive_case(work, licence_case(hall, WANG))
        closed = cases.receive_case(work, licence_case(hall, WANG))
        cases.receive_and_accept_case(work, licence_case(hall, WANG))
    with office.work(hall.clerk) as work:
        cases.refuse_case(work, closed.case_id, closed.revision, UNMET)
    with office.read(hall.clerk) as work:
        assert case_queries.count_open_cases(work) == {CaseState.RECEIVED: 2, CaseState.ACCEPTED: 1}
    with office.read(hall.stranger) as work:
        assert case_queries.count_open_cases(work) == {}


def test_documents_are_found_by_id_in_the_order_of_issue(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        first = cases.receive_and_accept_case(work, licence_case(hall, COMPANY))
        second = cases.receive_case(work, licence_case(hall, WANG))
    wanted = (*second.document_ids, first.document_ids[1], 404)
    with office.read(hall.clerk) as work:
        rows = printing.find_documents(work, wanted)
        assert [row.id for row in rows] == [first.document_ids[1], *second.document_ids]
        assert printing.find_documents(work, ()) == []


def test_only_copies_that_came_out_or_may_still_make_a_reprint(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        document = cases.receive_case(work, licence_case(hall)).document_ids[0]
    earlier: list[int] = []
    for state in (PrintState.FAILED, PrintState.SAVED, PrintState.PRINTED):
        with office.work(hall.clerk) as work:
            request = printing.request_print(work, document, "一号打印机")
            earlier.append(request.earlier_copies)
        with office.work(hall.clerk) as work:
            printing.finish_print(work, request.record_id, state)
    with office.work(hall.clerk) as work:
        printing.request_print(work, document, "一号打印机")
    with office.work(hall.clerk) as work:
        earlier.append(printing.request_print(work, document, "二号打印机").earlier_copies)
    assert earlier == [0, 0, 1, 3]


def test_a_material_comes_with_what_its_version_says(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall))
    with office.read(hall.clerk) as work:
        materials = case_queries.get_case(work, case.case_id).materials
    assert tuple(line.spec for line in materials) == LICENCE.materials
