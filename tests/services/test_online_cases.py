"""网上申请: every kind of package, sent once or again, and a case that goes on between online and counter."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases, pending_cases, preexamination
from desktop_app.services.case_inputs import CaseInput, Pending
from desktop_app.services.case_queries import CaseDetail, get_case
from desktop_app.services.online_cases import TakenPackage, take_package
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case, CaseEvent
from models.enums import CaseAction, CaseState, Channel, ClockKind, DocumentKind, PartyRole, ReceivedAs
from models.online import OnlinePackage
from models.printing import IssuedDocument
from tests.conftest import MORNING, SettableClock
from tests.factories import LICENCE, Hall, licence_case, received
from tests.people import LI, WANG
from tests.services.packages import APPLICANT, materials, package


def take(office: Office, number: str, kind: str = "application", **changes: object) -> TakenPackage:
    with office.work(SYSTEM) as work:
        return take_package(work, package(number, kind, **changes))  # pyright: ignore[reportArgumentType]


def detail(office: Office, case_id: int) -> CaseDetail:
    with office.read(SYSTEM) as work:
        return get_case(work, case_id)


def clock_due(office: Office, case_id: int, kind: ClockKind) -> date:
    return next(clock.due_on for clock in detail(office, case_id).clocks if clock.kind is kind)


def revision(office: Office, case_id: int) -> int:
    return detail(office, case_id).row.revision


def passed(office: Office, hall: Hall, number: str = "A1") -> TakenPackage:
    """An application that went through pre-examination."""
    taken = take(office, number)
    with office.work(hall.clerk) as work:
        preexamination.preexamine_case(work, taken.case_id, 1)
    return taken


def continued(office: Office, hall: Hall, case_id: int) -> CaseInput:
    """What the counter's form holds once it has taken up a case, as the page fills it in."""
    with office.work(hall.clerk) as work:
        form = pending_cases.take_up_case(work, case_id)
    return CaseInput(
        form.matter_id,
        1,
        form.applicant,
        form.agent,
        tuple(
            ReceivedMaterial(position, line.received_as, line.count, line.note)
            for position, line in enumerate(form.materials)
        ),
        answers=dict(form.answers),
        pending=form.pending,
    )


@pytest.mark.usefixtures("hall")
def test_an_application_waits_for_preexamination_with_both_clocks(office: Office) -> None:
    taken = take(office, "A1")
    found = detail(office, taken.case_id)
    assert (taken.is_new, taken.state) == (True, CaseState.SUBMITTED)
    assert found.row.channel is Channel.WEB
    assert found.row.holder_name == "综合窗口"
    assert clock_due(office, taken.case_id, ClockKind.PREEXAMINATION) == date(2026, 11, 23)
    assert clock_due(office, taken.case_id, ClockKind.NOTICE) == date(2026, 11, 27)
    assert [line.received_as for line in found.materials[:4]] == [ReceivedAs.ELECTRONIC] * 4
    assert found.parties[0].name == "王小萌"


@pytest.mark.usefixtures("hall")
def test_a_package_taken_twice_changes_nothing(office: Office) -> None:
    first = take(office, "A1")
    again = take(office, "A1")
    assert (again.case_id, again.is_new) == (first.case_id, False)
    with office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 1
        assert work.session.scalar(sa.select(sa.func.count()).select_from(CaseEvent)) == 1
        assert work.session.scalar(sa.select(sa.func.count()).select_from(OnlinePackage)) == 1


@pytest.mark.usefixtures("hall")
def test_the_same_number_with_other_content_is_refused(office: Office) -> None:
    take(office, "A1")
    with pytest.raises(ServiceError, match="package_differs"):
        take(office, "A1", applicant=APPLICANT | {"name": "李示例"})


@pytest.mark.usefixtures("hall")
def test_art_32_the_clocks_count_from_the_day_of_submission(office: Office) -> None:
    taken = take(office, "A1", at=MORNING - timedelta(days=4))
    assert clock_due(office, taken.case_id, ClockKind.NOTICE) == date(2026, 11, 23)
    assert detail(office, taken.case_id).row.received_at == MORNING - timedelta(days=4)


@pytest.mark.usefixtures("hall")
def test_what_is_sent_from_tomorrow_is_refused(office: Office) -> None:
    with pytest.raises(ServiceError, match="package_from_future"):
        take(office, "A1", at=MORNING + timedelta(days=1))


@pytest.mark.usefixtures("hall")
def test_what_the_version_in_force_does_not_ask_for_is_remarked_not_lost(office: Office) -> None:
    taken = take(
        office, "A1", matter_version=7, materials=[*materials(0), {"name": "旧表", "received_as": "scan"}]
    )
    event = detail(office, taken.case_id).events[0]
    assert "按第7版填写，现行第1版" in event.text
    assert "旧表" in event.text


@pytest.mark.usefixtures("hall")
def test_an_odd_number_is_noted_for_the_counter(office: Office) -> None:
    taken = take(office, "A1", applicant=APPLICANT | {"identity_number": "411002199003070005"})
    assert "待核对证件原件" in detail(office, taken.case_id).parties[0].confirmation


def test_the_counter_receives_what_came_online_and_asks_for_nothing_twice(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    taken = passed(office, hall)
    clock.advance(days=3)
    given = continued(office, hall, taken.case_id)
    with office.work(hall.clerk) as work:
        result = cases.receive_and_accept_case(work, given)
    found = detail(office, taken.case_id)
    assert (result.case_id, found.row.state) == (taken.case_id, CaseState.ACCEPTED)
    assert found.row.channel is Channel.WEB
    assert found.row.received_at == MORNING
    assert found.row.number == taken.number
    assert [line.received_as for line in found.materials[:4]] == [ReceivedAs.ELECTRONIC] * 4
    with office.read(SYSTEM) as work:
        kinds = work.session.scalars(sa.select(IssuedDocument.kind).order_by(IssuedDocument.id)).all()
        case = work.session.get(Case, taken.case_id)
        assert case is not None
        assert case.receiver_id == hall.clerk.account_id
    assert kinds == [DocumentKind.RECEIPT, DocumentKind.ACCEPTANCE]


def test_an_untouched_submission_is_received_without_preexamination_too(office: Office, hall: Hall) -> None:
    taken = take(office, "A1")
    given = continued(office, hall, taken.case_id)
    with office.work(hall.clerk) as work:
        assert cases.receive_case(work, given).state is CaseState.RECEIVED
    running = {clock.kind for clock in detail(office, taken.case_id).clocks if clock.stopped_on is None}
    assert running == {ClockKind.NOTICE}


def test_one_who_read_an_older_state_is_told_who_was_faster(office: Office, hall: Hall) -> None:
    taken = take(office, "A1")
    given = continued(office, hall, taken.case_id)
    with office.work(hall.other_clerk) as work:
        preexamination.preexamine_case(work, taken.case_id, 1)
    with pytest.raises(ServiceError, match="case_moved"), office.work(hall.clerk) as work:
        cases.receive_case(work, given)


def test_a_received_case_is_not_taken_up_again(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall))
    with pytest.raises(ServiceError, match="case_not_pending"), office.work(hall.clerk) as work:
        pending_cases.take_up_case(work, case.case_id)


def test_taking_up_leaves_a_trace_and_goes_to_no_other_matter(office: Office, hall: Hall) -> None:
    taken = take(office, "A1")
    given = continued(office, hall, taken.case_id)
    other = CaseInput(hall.immediate_id, 1, given.applicant, pending=given.pending)
    with pytest.raises(ServiceError, match="pending_matter_other"), office.work(hall.clerk) as work:
        cases.receive_case(work, other)
    with office.read(SYSTEM) as work:
        entries = work.session.execute(
            sa.text("select action from audit_entry where action = 'cases.take_up'")
        ).all()
    assert len(entries) == 1


def test_sent_back_once_and_handed_in_again(office: Office, hall: Hall, clock: SettableClock) -> None:
    taken = take(office, "A1")
    with office.work(hall.clerk) as work:
        preexamination.return_case(work, taken.case_id, 1, "材料不清晰", {1: "请重新拍照上传"})
    found = detail(office, taken.case_id)
    assert found.row.state is CaseState.RETURNED
    assert "营业执照：请重新拍照上传" in found.events[-1].text
    clock.advance(days=3)
    again = take(
        office, "A2", "supplement", at=clock.now, continues="A1", materials=materials(1, note="已重拍")
    )
    found = detail(office, again.case_id)
    assert (again.case_id, found.row.state) == (taken.case_id, CaseState.SUBMITTED)
    assert found.materials[1].note == "已重拍"
    assert found.materials[0].received_as is ReceivedAs.ELECTRONIC
    assert clock_due(office, again.case_id, ClockKind.NOTICE) == date(2026, 11, 30)
    with pytest.raises(ServiceError, match="return_given"), office.work(hall.clerk) as work:
        preexamination.return_case(work, taken.case_id, found.row.revision, "还是不清晰")


def test_art_32_nothing_is_sent_back_after_the_notice_period(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    taken = take(office, "A1")
    clock.advance(days=10)
    with pytest.raises(ServiceError, match="case_deemed_accepted"), office.work(hall.clerk) as work:
        preexamination.return_case(work, taken.case_id, 1, "材料不清晰")


@pytest.mark.usefixtures("hall")
def test_a_draft_becomes_an_application_of_the_same_case(office: Office, clock: SettableClock) -> None:
    draft = take(office, "D1", "draft", materials=materials(0))
    assert (draft.state, clock_due(office, draft.case_id, ClockKind.SUBMISSION)) == (
        CaseState.DRAFT,
        date(2026, 12, 21),
    )
    clock.advance(days=1)
    sent = take(office, "A1", at=clock.now, continues="D1")
    assert (sent.case_id, sent.number, sent.state) == (draft.case_id, draft.number, CaseState.SUBMITTED)
    running = {c.kind for c in detail(office, sent.case_id).clocks if c.stopped_on is None}
    assert running == {ClockKind.PREEXAMINATION, ClockKind.NOTICE}


def test_a_notice_of_the_counter_is_answered_online(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall, missing=(1,)))
        asked = cases.request_supplement(work, case.case_id, case.revision, {1: "请提供执照"})
    sent = take(
        office,
        "S1",
        "supplement",
        case_number=asked.number,
        query_code=asked.query_code,
        materials=materials(1),
    )
    found = detail(office, sent.case_id)
    assert (sent.case_id, found.row.state) == (case.case_id, CaseState.RECEIVED)
    assert found.materials[1].received_as is ReceivedAs.ELECTRONIC
    assert found.row.channel is Channel.COUNTER


def test_whoever_does_not_know_the_query_code_reaches_no_case(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall, missing=(1,)))
    with pytest.raises(ServiceError, match="package_case_unknown"):
        take(
            office,
            "W1",
            "withdrawal",
            case_number=case.number,
            query_code=f"{(int(case.query_code) + 1) % 10**6:06}",
            reason="不办了",
        )


@pytest.mark.usefixtures("hall")
def test_an_application_is_withdrawn_online(office: Office) -> None:
    taken = take(office, "A1")
    gone = take(office, "W1", "withdrawal", continues="A1", reason="地址变更，暂不办理")
    assert (gone.case_id, gone.state) == (taken.case_id, CaseState.WITHDRAWN)
    with pytest.raises(ServiceError, match="case_state_wrong"):
        take(office, "W2", "withdrawal", continues="A1", reason="再撤一次")


@pytest.mark.usefixtures("hall")
def test_a_supplement_names_only_lines_of_the_checklist(office: Office) -> None:
    take(office, "A1")
    with pytest.raises(ServiceError, match="package_material_unknown"):
        take(office, "S1", "supplement", continues="A1", materials=[{"name": "不在清单的材料"}])


def test_a_counter_draft_is_kept_changed_and_received_by_another_counter(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    with office.work(hall.clerk) as work:
        draft = pending_cases.keep_draft(work, licence_case(hall, missing=(0, 1)))
    assert detail(office, draft.case_id).row.state is CaseState.DRAFT
    given = licence_case(hall, missing=(1,), agent=LI)
    with office.work(hall.clerk) as work:
        changed = pending_cases.keep_draft(
            work, replace(given, pending=Pending(draft.case_id, draft.revision))
        )
    assert (changed.case_id, changed.revision) == (draft.case_id, 2)
    assert {party.role for party in detail(office, draft.case_id).parties} == set(PartyRole)
    clock.advance(days=2)
    whole = CaseInput(
        hall.licence_id,
        1,
        WANG,
        materials=received(len(LICENCE.materials)),
        pending=Pending(draft.case_id, changed.revision),
    )
    with office.work(hall.other_clerk) as work:
        result = cases.receive_case(work, whole)
    found = detail(office, draft.case_id)
    assert result.number == draft.number
    assert found.row.received_at == datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    assert [party.role for party in found.parties] == [PartyRole.APPLICANT]
    assert all(line.received_as is ReceivedAs.ORIGINAL for line in found.materials)
    assert [event.action for event in found.events] == [
        CaseAction.DRAFT,
        CaseAction.DRAFT,
        CaseAction.RECEIVE,
    ]


def test_only_a_draft_is_kept_as_a_draft(office: Office, hall: Hall) -> None:
    taken = take(office, "A1")
    given = continued(office, hall, taken.case_id)
    with pytest.raises(ServiceError, match="case_state_wrong"), office.work(hall.clerk) as work:
        pending_cases.keep_draft(work, given)
