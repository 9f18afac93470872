"""案卷检查与归档: the checks read the file that the acts really left, and archiving asks them first."""

from datetime import date

import pytest
import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases, examination
from desktop_app.services.archiving import archive_case, archive_cases, count_unarchived, list_unarchived
from desktop_app.services.cases import ActResult
from desktop_app.services.delivery import Collector, deliver_case, serve_documents
from desktop_app.services.file_checks import FileReport, check_file, get_file_report
from desktop_app.services.printing import list_documents
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case, CaseEvent
from models.enums import CaseAction, DocumentKind, PartyRole
from models.printing import IssuedDocument
from tests.conftest import SettableClock
from tests.factories import UNMET, Hall, licence_case
from tests.services.examining import configure, examined

HIMSELF = Collector("王小萌", "本人", PartyRole.APPLICANT)


def refused(office: Office, hall: Hall) -> ActResult:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall))
    with office.work(hall.clerk) as work:
        return cases.refuse_case(work, case.case_id, case.revision, UNMET)


def delivered(office: Office, hall: Hall) -> ActResult:
    case = examined(office, hall)
    with office.work(hall.approver) as work:
        certificate = examination.Certificate("公共场所卫生许可证", "示卫公证字〔2026〕第001号", "准予经营")
        case = examination.grant_case(work, case.case_id, case.revision, certificate)
    with office.work(hall.clerk) as work:
        return deliver_case(work, case.case_id, case.revision, HIMSELF)


def report_of(office: Office, case: ActResult) -> FileReport:
    with office.read(SYSTEM) as work:
        return get_file_report(work, case.case_id)


def served(office: Office, hall: Hall, case: ActResult, kind: DocumentKind) -> ActResult:
    with office.work(hall.clerk) as work:
        ids = [row.id for row in list_documents(work, case.case_id) if row.kind is kind]
        return serve_documents(work, case.case_id, case.revision, ids, HIMSELF)


def test_a_case_that_went_the_usual_way_is_archived(office: Office, hall: Hall) -> None:
    case = delivered(office, hall)
    assert report_of(office, case).blocking == ()
    with office.work(hall.clerk) as work:
        result = archive_case(work, case.case_id, case.revision)
    found = report_of(office, case)
    assert (result.revision, found.is_closed, found.archived_at is not None) == (
        case.revision + 1,
        True,
        True,
    )
    with office.read(SYSTEM) as work:
        event = work.session.scalars(sa.select(CaseEvent).order_by(CaseEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.actor_name) == (CaseAction.ARCHIVE, hall.clerk.name)


def test_the_acceptance_that_was_never_served_is_named_in_the_archive(office: Office, hall: Hall) -> None:
    case = delivered(office, hall)
    findings = report_of(office, case).findings
    assert [(finding.code, finding.blocks) for finding in findings] == [("A12", False)]
    assert "受理通知书" in findings[0].text
    served(office, hall, case, DocumentKind.ACCEPTANCE)
    assert report_of(office, case).findings == ()


def test_a_refusal_is_archived_only_once_it_was_served(office: Office, hall: Hall) -> None:
    case = refused(office, hall)
    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="file_unsound") as refusal:
        archive_case(work, case.case_id, case.revision)
    assert refusal.value.values["count"] == 1
    case = served(office, hall, case, DocumentKind.REFUSAL)
    with office.work(hall.supervisor) as work:
        archive_case(work, case.case_id, case.revision)


def test_a_case_is_archived_once(office: Office, hall: Hall) -> None:
    case = delivered(office, hall)
    with office.work(hall.clerk) as work:
        case = archive_case(work, case.case_id, case.revision)
    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="case_archived"):
        archive_case(work, case.case_id, case.revision)


def test_an_open_case_is_not_archived_but_checked(office: Office, hall: Hall) -> None:
    case = examined(office, hall)
    assert not report_of(office, case).is_closed
    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="case_state_wrong"):
        archive_case(work, case.case_id, case.revision)


def test_approvers_do_not_archive(office: Office, hall: Hall) -> None:
    case = delivered(office, hall)
    with office.work(hall.approver) as work, pytest.raises(ServiceError, match="not_permitted"):
        archive_case(work, case.case_id, case.revision)


def test_all_that_wait_are_archived_but_those_whose_file_does_not_hold(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    sound = [delivered(office, hall) for _ in range(2)]
    clock.advance(minutes=1)
    unsound = refused(office, hall)
    examined(office, hall)
    told: list[tuple[int, int]] = []
    with office.read(hall.clerk) as work:
        rows = list_unarchived(work)
        first, *rest = list_unarchived(work, limit=1), list_unarchived(work, after=rows[0])
    assert [row.id for row in rows] == [case.case_id for case in (*sound, unsound)]
    assert [row.id for page in (first, *rest) for row in page] == [row.id for row in rows]

    result = archive_cases(office, hall.clerk, rows, lambda done, total: told.append((done, total)))

    assert (result.archived, [kept.number for kept in result.kept_back]) == (2, [unsound.number])
    assert result.kept_back[0].error.code == "file_unsound"
    assert told == [(1, 3), (2, 3), (3, 3)]
    with office.read(hall.clerk) as work:
        assert count_unarchived(work) == 1


def test_a_late_delivery_is_named_and_does_not_keep_the_case_out(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = examined(office, hall)
    with office.work(hall.approver) as work:
        case = examination.grant_case(
            work, case.case_id, case.revision, examination.Certificate("许可证", "示〔2026〕1号")
        )
    clock.advance(days=30)
    with office.work(hall.clerk) as work:
        case = deliver_case(work, case.case_id, case.revision, HIMSELF)
        texts = [finding.text for finding in check_file(work, case.case_id) if not finding.blocks]
    assert any("应在2026-12-04前送达" in text for text in texts)


def test_the_same_person_at_both_ends_is_named_where_the_office_forbids_it(
    office: Office, hall: Hall
) -> None:
    case = delivered(office, hall)
    configure(office, separates_decider=True)
    assert [finding.code for finding in report_of(office, case).findings] == ["A12"]
    with office.work(SYSTEM) as work:
        row = work.session.get(Case, case.case_id)
        assert row is not None
        row.receiver_id = hall.approver.account_id
    assert "A13" in {finding.code for finding in report_of(office, case).findings}


def test_a_number_that_was_lost_is_noticed(office: Office, hall: Hall) -> None:
    first, second = refused(office, hall), refused(office, hall)
    with office.work(SYSTEM) as work:
        work.session.execute(
            sa.delete(IssuedDocument).where(
                IssuedDocument.case_id == first.case_id, IssuedDocument.kind == DocumentKind.REFUSAL
            )
        )
    findings = [finding for finding in report_of(office, second).findings if finding.code == "A15"]
    assert [finding.text for finding in findings] == [
        "文书编号不连续，查不到：示卫不受〔2026〕第0001号。请说明原因。"
    ]


def test_a_receipt_tells_until_when_the_applicant_had_to_be_told(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall))
    clock.advance(days=14)
    with office.work(hall.clerk) as work:
        case = cases.accept_case(work, case.case_id, case.revision)
    found = report_of(office, case)
    assert [finding.code for finding in found.findings if finding.code == "A1"] == []
    assert clock.now.date() > date(2026, 11, 27)


def test_an_unknown_case_is_refused(office: Office) -> None:
    with office.read(SYSTEM) as work, pytest.raises(ServiceError, match="case_unknown"):
        get_file_report(work, 4711)
