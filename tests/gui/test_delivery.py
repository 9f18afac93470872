"""Delivery by scan: what is genuine is said, what is not too, and one key hands the result over."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.delivery import FALSE, FOUND, FOUND_HINT, NOT_FOUND, NOT_YET, DeliveryPage
from desktop_app.gui.cases.delivery_asking import ask_collector
from desktop_app.gui.cases.delivery_dialogs import CollectorDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.reviews.window import RatingPad
from desktop_app.services.case_queries import get_case
from desktop_app.services.cases import ActResult
from desktop_app.services.delivery import Collector, deliver_case
from desktop_app.services.printing import get_document
from desktop_app.services.work import SYSTEM, Office
from models.enums import Area, CaseState, DocumentKind, PartyRole
from tests.factories import Hall
from tests.gui.counter import (
    accept,
    activate,
    close_preview,
    deny,
    do,
    examine,
    go_on,
    grant,
    preview_of,
    receive,
    settle,
    show,
)
from tests.gui.hands import press
from tests.people import COMPANY, LI, WANG

FOLDS: list[Callable[[str], str]] = [str, str.upper, str.lower, lambda text: f"  {text}\n"]
"""What scanners do to a text without harm."""
SPOILS: list[Callable[[str], str]] = [
    lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
    lambda text: text.replace("0001?", "0002?"),
    lambda text: text.replace("d=grant", "d=denial"),
    lambda text: text.split("&s=")[0],
    lambda _text: "https://fake.example/c/1?d=grant&k=000000&s=AAAAAAAAAAAAAAAAAAAA",
]
"""What forgers do."""


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> DeliveryPage:
    made = DeliveryPage(jobs)
    show(made, qtbot)
    return made


def scan(page: DeliveryPage, text: str) -> None:
    """What a scanner does: type, and Enter."""
    page.scan.clear()
    page.scan.insert(text)
    press(page.scan, Qt.Key.Key_Return)
    settle(page.jobs)


def qr_text(office: Office, case: ActResult) -> str:
    with office.read(SYSTEM) as work:
        return get_document(work, case.document_ids[-1]).case.qr_text


def state_of(office: Office, case: ActResult) -> CaseState:
    with office.read(SYSTEM) as work:
        return get_case(work, case.case_id).row.state


def examined(office: Office, hall: Hall) -> ActResult:
    return examine(office, hall, accept(office, hall))


def completed(office: Office, hall: Hall) -> ActResult:
    case = grant(office, hall)
    collector = Collector(WANG.name, "申请人本人", PartyRole.APPLICANT)
    return do(office, hall.clerk, deliver_case, case.case_id, case.revision, collector)


def test_the_scanner_may_type_at_once(page: DeliveryPage) -> None:
    page.setFocus()
    assert page.focusWidget() is page.scan
    assert not page.deliver.isEnabled()
    assert not page.verdict.isVisible()


@pytest.mark.parametrize("fold", FOLDS)
def test_a_genuine_code_shows_document_case_and_what_is_handed_over(
    page: DeliveryPage, office: Office, hall: Hall, fold: Callable[[str], str]
) -> None:
    case = grant(office, hall, agent=LI)
    scan(page, fold(qr_text(office, case)))
    assert page.verdict.heading.text() == "✓ 真实有效：本厅出具的《准予决定书》"
    assert page.verdict.property("tone") == "good"
    assert WANG.name in page.verdict.case.text()
    facts = page.verdict.facts.text()
    assert case.number in facts
    assert "公共场所卫生许可证 示卫公证字〔2026〕第001号" in facts
    assert WANG.identity_number not in facts
    assert page.deliver.isEnabled()
    assert page.scan.selectedText() == page.scan.text(), "the next scan replaces this one"


@pytest.mark.parametrize("spoil", SPOILS)
def test_any_change_to_a_code_is_found(
    page: DeliveryPage, office: Office, hall: Hall, spoil: Callable[[str], str]
) -> None:
    case = grant(office, hall)
    scan(page, qr_text(office, case))
    assert page.deliver.isEnabled()
    scan(page, spoil(qr_text(office, case)))
    assert page.verdict.heading.text() == FALSE
    assert page.verdict.property("tone") == "bad"
    assert not page.verdict.case.isVisible()
    assert not page.deliver.isEnabled(), "nothing is delivered on the scan before"


def test_a_typed_number_finds_the_case_and_says_nothing_was_scanned(
    page: DeliveryPage, office: Office, hall: Hall
) -> None:
    case = deny(office, hall)
    scan(page, case.number)
    assert page.verdict.heading.text() == FOUND
    assert page.verdict.hint.text() == FOUND_HINT
    assert "不予决定书" in page.verdict.facts.text()
    assert page.deliver.isEnabled()


def test_several_and_none_say_what_to_do(page: DeliveryPage, office: Office, hall: Hall) -> None:
    accept(office, hall)
    grant(office, hall)
    scan(page, WANG.name)
    assert page.verdict.heading.text() == "○ 找到 2 件"
    assert not page.deliver.isEnabled()
    scan(page, "查无此人")
    assert page.verdict.heading.text() == NOT_FOUND
    scan(page, "   ")
    assert page.verdict.heading.text() == NOT_FOUND


@pytest.mark.parametrize("make", [receive, accept, examined, completed])
def test_what_cannot_be_delivered_says_why(
    page: DeliveryPage, office: Office, hall: Hall, make: Callable[[Office, Hall], ActResult]
) -> None:
    case = make(office, hall)
    scan(page, case.number)
    assert page.verdict.hint.text() == NOT_YET[case.state]
    assert not page.deliver.isEnabled()
    press(page, Qt.Key.Key_F6)
    assert not [one for one in page.findChildren(CollectorDialog) if one.isVisible()]


def test_f6_delivers_prints_the_receipt_and_offers_the_review(
    page: DeliveryPage, office: Office, hall: Hall
) -> None:
    case = grant(office, hall)
    waiting = grant(office, hall, COMPANY)
    scan(page, qr_text(office, case))
    assert {row.id for row in page.waiting.model.rows} == set()
    page.reload()
    settle(page.jobs)
    assert {row.id for row in page.waiting.model.rows} == {case.case_id, waiting.case_id}
    press(page, Qt.Key.Key_F6)
    dialog = next(one for one in page.findChildren(CollectorDialog) if one.isVisible())
    activate(dialog)
    assert dialog.form.collector.value == WANG.name
    go_on(dialog)
    settle(page.jobs)
    preview = close_preview(page)
    assert preview.current is not None
    assert preview.current.kind is DocumentKind.COLLECTION
    settle(page.jobs)
    assert state_of(office, case) is CaseState.COMPLETED
    assert {row.id for row in page.waiting.model.rows} == {waiting.case_id}
    assert page.verdict.hint.text() == NOT_YET[CaseState.COMPLETED]
    assert not page.deliver.isEnabled()
    assert "F12" in page.message.text
    assert page.invite.isEnabled()


def test_f12_turns_the_pad_to_the_citizen(page: DeliveryPage, office: Office, hall: Hall) -> None:
    scan(page, completed(office, hall).number)
    activate(page)
    press(page, Qt.Key.Key_F12)
    settle(page.jobs)
    pad = page.findChild(RatingPad)
    assert pad is not None
    pad.close()
    settle(page.jobs)


def test_a_waiting_case_is_chosen_with_enter(page: DeliveryPage, office: Office, hall: Hall) -> None:
    case = grant(office, hall)
    page.reload()
    settle(page.jobs)
    press(page.waiting.table, Qt.Key.Key_Return)
    settle(page.jobs)
    assert case.number in page.verdict.facts.text()
    assert page.deliver.isEnabled()


def test_the_slower_desk_is_told_and_sees_the_case_as_it_is(
    page: DeliveryPage, office: Office, hall: Hall
) -> None:
    case = grant(office, hall)
    scan(page, case.number)
    ask_collector(page.acts)
    dialog = next(one for one in page.findChildren(CollectorDialog) if one.isVisible())
    collector = Collector(WANG.name, "申请人本人", PartyRole.APPLICANT)
    do(office, hall.other_clerk, deliver_case, case.case_id, case.revision, collector)
    dialog.way_on.click()
    settle(page.jobs)
    assert hall.other_clerk.name in page.message.text
    assert preview_of(page) is None
    assert page.verdict.hint.text() == NOT_YET[CaseState.COMPLETED]
    assert not page.deliver.isEnabled()


def test_a_decision_elsewhere_joins_the_list_by_itself(
    page: DeliveryPage, office: Office, hall: Hall
) -> None:
    assert page.waiting.state.isVisible()
    case = grant(office, hall)
    page.jobs.changed.emit(frozenset({Area.CASES}))
    settle(page.jobs)
    assert [row.id for row in page.waiting.model.rows] == [case.case_id]


@pytest.mark.parametrize("by_id", [True, False])
def test_the_search_box_may_hand_over_a_case(
    page: DeliveryPage, office: Office, hall: Hall, by_id: bool
) -> None:
    case = grant(office, hall)
    page.open_subject(case.case_id if by_id else qr_text(office, case))
    settle(page.jobs)
    assert case.number in page.verdict.facts.text()
    assert (page.verdict.heading.text() == FOUND) is by_id
