"""The page of one case and the counter's worklists: what they show, which keys act, what a refusal leaves."""

from collections.abc import Callable
from typing import TypeVar

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.delivery_dialogs import CollectorDialog
from desktop_app.gui.cases.detail import NOTHING, CasePage
from desktop_app.gui.cases.dialogs import RefusalDialog, SupplementDialog
from desktop_app.gui.cases.supplement_receipt import SupplementReceiptDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.toast import Toast
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases
from desktop_app.services.cases import ActResult
from desktop_app.services.work import SYSTEM, Office
from models.audit import AuditEntry
from models.cases import Case
from models.enums import Area, CaseState, DocumentKind, ReceivedAs
from tests.conftest import SettableClock
from tests.factories import LICENCE, UNMET, Hall
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
from tests.gui.hands import find, press
from tests.people import LI, WANG

Dialog = TypeVar("Dialog", bound=ActDialog)
BUTTONS = ("cases.accept", "cases.supplement", "cases.receive_supplement", "cases.refuse", "cases.deliver")
CTRL = Qt.KeyboardModifier.ControlModifier
ASKED = {1: "请提供有效期内的副本原件", 2: "请标注消毒间位置"}


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> CasePage:
    made = CasePage(jobs)
    show(made, qtbot)
    return made


def opened(page: CasePage, case: ActResult) -> CasePage:
    page.open_subject(case.case_id)
    settle(page.jobs)
    return page


def supplementing(office: Office, hall: Hall) -> ActResult:
    """A case that waits for what its notice asked for."""
    case = receive(office, hall, missing=(1, 2, 4))
    return do(office, hall.clerk, cases.request_supplement, case.case_id, case.revision, ASKED)


def refused(office: Office, hall: Hall) -> ActResult:
    case = receive(office, hall)
    return do(office, hall.clerk, cases.refuse_case, case.case_id, case.revision, UNMET)


def examined(office: Office, hall: Hall) -> ActResult:
    return examine(office, hall, accept(office, hall))


def visible_buttons(page: CasePage) -> set[str]:
    return {name for name in BUTTONS if find(page, QPushButton, name).isVisible()}


def dialog_of(page: CasePage, kind: type[Dialog]) -> Dialog:
    found = next((one for one in page.findChildren(kind) if one.isVisible()), None)
    assert found is not None, f"no {kind.__name__} is open"
    activate(found)
    return found


def state_of(office: Office, case: ActResult) -> CaseState:
    with office.read(SYSTEM) as work:
        return work.session.scalars(sa.select(Case.state).where(Case.id == case.case_id)).one()


def texts_in(office: Office) -> str:
    with office.read(SYSTEM) as work:
        return "\n".join(str(row.details) for row in work.session.scalars(sa.select(AuditEntry)))


# what it shows


def test_without_a_case_the_page_says_how_to_get_one(page: CasePage) -> None:
    assert page.state.isVisible()
    assert page.state.heading == NOTHING
    assert visible_buttons(page) == set()


def test_an_unknown_case_is_said_and_offers_no_act(page: CasePage, office: Office, hall: Hall) -> None:
    opened(page, receive(office, hall))
    page.open_case(404)
    settle(page.jobs)
    assert page.state.isVisible()
    assert visible_buttons(page) == set()


def test_everything_about_a_case_is_shown_and_numbers_are_masked(
    page: CasePage, office: Office, hall: Hall
) -> None:
    case = grant(office, hall, agent=LI)
    opened(page, case)
    assert page.summary.number.text() == case.number
    assert "准予待出件" in page.summary.standing.text()
    assert "● 正常" in page.summary.standing.text()
    assert "剩余 10 个工作日" in page.summary.standing.text()
    assert "2026-12-04" in page.summary.standing.text()
    assert "送达时限" in page.summary.standing.toolTip()
    assert "送达时限" in page.help_text
    assert "411002**********06" in page.parties.text
    assert WANG.identity_number not in page.parties.text
    assert LI.name in page.parties.text
    assert page.materials.rows_model().rowCount() == len(LICENCE.materials)
    assert [row.kind for row in page.documents.rows_model().rows] == [
        DocumentKind.RECEIPT,
        DocumentKind.ACCEPTANCE,
        DocumentKind.GRANT,
    ]
    assert any("5个工作日" in entry.text for entry in page.clocks.shown)
    assert [entry.heading.split()[0] for entry in page.process.shown] == ["准予决定", "审查", "受理", "收件"]
    assert page.decision.shown[0].heading == "✓ 决定：准予"
    assert page.decision.shown[1].text == "符合条件"


def test_a_denial_is_shown_with_its_reason(page: CasePage, office: Office, hall: Hall) -> None:
    opened(page, deny(office, hall))
    assert page.decision.shown[0].heading == "✕ 决定：不予"
    assert page.decision.shown[0].text == "不符合条件。"


def test_an_overdue_case_says_so_in_words(
    page: CasePage, office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = accept(office, hall)
    clock.advance(days=17)
    opened(page, case)
    assert "■ 超期" in page.summary.standing.text()
    assert "超期 6 个工作日" in page.summary.standing.text()


def test_what_was_asked_for_stands_at_its_material(page: CasePage, office: Office, hall: Hall) -> None:
    opened(page, supplementing(office, hall))
    model = page.materials.rows_model()
    assert ASKED[1] in model.index(1, 0).data()
    assert model.index(1, 2).data() == "未收取"
    assert model.index(0, 2).data() == "✓ 原件 1份"


def test_the_number_is_copied_by_key(page: CasePage, office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    press(opened(page, case), Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == case.number


def test_the_full_number_is_shown_on_a_key_and_leaves_a_trace(
    page: CasePage, office: Office, hall: Hall, qtbot: QtBot
) -> None:
    opened(page, receive(office, hall, agent=LI))
    press(page, Qt.Key.Key_F3)
    settle(page.jobs)
    assert WANG.identity_number in page.parties.text
    assert LI.identity_number in page.parties.text
    assert WANG.address in page.parties.text
    with office.read(SYSTEM) as work:
        query = sa.select(sa.func.count()).where(AuditEntry.action == "cases.reveal")
        assert work.session.scalar(query) == 2
    assert WANG.identity_number not in texts_in(office)
    page.hide()
    page.show()
    qtbot.waitExposed(page)
    assert WANG.identity_number not in page.parties.text
    assert page.parties.reveal.isVisible()


def test_what_another_desk_does_is_shown_without_a_key(page: CasePage, office: Office, hall: Hall) -> None:
    case = accept(office, hall)
    opened(page, case)
    examine(office, hall, case)
    page.jobs.changed.emit(frozenset({Area.CASES}))
    settle(page.jobs)
    assert "已审查待决定" in page.summary.standing.text()


def test_enter_on_a_document_opens_it(page: CasePage, office: Office, hall: Hall) -> None:
    opened(page, accept(office, hall))
    assert page.documents.select_key(page.documents.rows_model().rows[1].id)
    press(page.documents, Qt.Key.Key_Return)
    settle(page.jobs)
    preview = close_preview(page)
    assert preview.current is not None
    assert preview.current.kind is DocumentKind.ACCEPTANCE
    settle(page.jobs)
    activate(page)
    press(page, Qt.Key.Key_P, CTRL)
    settle(page.jobs)
    assert close_preview(page).documents.count() == 2


# what it lets a person do


@pytest.mark.parametrize(
    ("make", "clerk", "approver"),
    [
        (receive, {"cases.accept", "cases.supplement", "cases.refuse"}, set[str]()),
        (supplementing, {"cases.receive_supplement", "cases.refuse"}, set[str]()),
        (accept, set[str](), set[str]()),
        (examined, set[str](), set[str]()),
        (grant, {"cases.deliver"}, set[str]()),
        (deny, {"cases.deliver"}, set[str]()),
        (refused, set[str](), set[str]()),
    ],
)
def test_only_what_may_be_done_next_is_offered(
    page: CasePage,
    office: Office,
    hall: Hall,
    make: Callable[[Office, Hall], ActResult],
    clerk: set[str],
    approver: set[str],
) -> None:
    case = make(office, hall)
    assert visible_buttons(opened(page, case)) == clerk
    assert page.summary.invite.isVisible()
    page.jobs.act_as(hall.approver)
    page.reload()
    settle(page.jobs)
    assert visible_buttons(page) == approver
    assert not page.summary.invite.isVisible()


def test_f8_accepts_and_opens_the_notice(page: CasePage, office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    press(opened(page, case), Qt.Key.Key_F8)
    settle(page.jobs)
    preview = close_preview(page)
    assert preview.current is not None
    assert preview.current.kind is DocumentKind.ACCEPTANCE
    assert state_of(office, case) is CaseState.ACCEPTED
    assert visible_buttons(page) == set()
    assert "已受理待审查" in page.summary.standing.text()
    assert case.number in find(page, Toast, "window.toast").text()


def test_a_second_press_acts_once(page: CasePage, office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    opened(page, case)
    for _ in range(3):
        page.acts.accept()
    settle(page.jobs)
    assert page.message.text == ""
    assert state_of(office, case) is CaseState.ACCEPTED
    close_preview(page)


def test_what_is_missing_stops_the_acceptance_in_place(page: CasePage, office: Office, hall: Hall) -> None:
    case = receive(office, hall, missing=(1,))
    press(opened(page, case), Qt.Key.Key_F8)
    settle(page.jobs)
    assert page.message.text == sentence(ServiceError("material_missing", material="营业执照"))
    assert preview_of(page) is None
    assert visible_buttons(page) == {"cases.accept", "cases.supplement", "cases.refuse"}


def test_supplement_is_told_received_and_accepted_by_keys(page: CasePage, office: Office, hall: Hall) -> None:
    case = receive(office, hall, missing=(1, 4))
    press(opened(page, case), Qt.Key.Key_F7)
    told = dialog_of(page, SupplementDialog)
    assert set(told.demands()) == {1}, "what may be missing is not asked for by itself"
    go_on(told)
    settle(page.jobs)
    close_preview(page)
    assert state_of(office, case) is CaseState.SUPPLEMENTING
    settle(page.jobs)

    page.acts.ask_supplement_receipt()
    came = dialog_of(page, SupplementReceiptDialog)
    assert [line.position for line in came.checklist.lines] == [1]
    go_on(came)
    assert came.isVisible()
    assert came.message.text == "请至少登记一项收到的材料。"
    press(came.checklist.lines[0].way, Qt.Key.Key_2)
    assert came.checklist.lines[0].value().count == 1
    go_on(came)
    settle(page.jobs)
    preview = close_preview(page)
    assert preview.current is not None
    assert preview.current.kind is DocumentKind.SUPPLEMENT_RECEIPT
    assert state_of(office, case) is CaseState.RECEIVED
    assert page.materials.rows_model().index(1, 2).data() == "✓ 复印件 1份"


def test_all_that_was_asked_for_is_received_by_one_button(page: CasePage, office: Office, hall: Hall) -> None:
    opened(page, supplementing(office, hall))
    page.acts.ask_supplement_receipt()
    came = dialog_of(page, SupplementReceiptDialog)
    came.receive_all.click()
    assert [line.position for line in came.received()] == [1, 2]
    assert {line.received_as for line in came.received()} == {ReceivedAs.ORIGINAL}


def test_a_refusal_to_accept_is_issued(page: CasePage, office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    press(opened(page, case), Qt.Key.Key_F10)
    dialog = dialog_of(page, RefusalDialog)
    dialog.reason.set_value("申请事项不属于本机关职权范围")
    dialog.right_organ.set_value("示例市公安局")
    go_on(dialog)
    settle(page.jobs)
    close_preview(page)
    assert state_of(office, case) is CaseState.REFUSED
    assert visible_buttons(page) == set()


def test_what_was_typed_is_there_again_after_leaving_the_dialog(
    page: CasePage, office: Office, hall: Hall
) -> None:
    opened(page, receive(office, hall))
    page.acts.ask_refusal()
    dialog_of(page, RefusalDialog).reason.set_value("写到一半的理由")
    dialog_of(page, RefusalDialog).way_back.click()
    assert not [one for one in page.findChildren(RefusalDialog) if one.isVisible()]
    page.acts.ask_refusal()
    assert dialog_of(page, RefusalDialog).reason.value == "写到一半的理由"


def test_the_slower_desk_is_told_who_was_faster_and_keeps_what_was_typed(
    page: CasePage, office: Office, hall: Hall
) -> None:
    case = receive(office, hall, missing=(1,))
    opened(page, case)
    page.acts.ask_refusal()
    dialog = dialog_of(page, RefusalDialog)
    dialog.reason.set_value("不属于职权范围")
    dialog.right_organ.set_value("示例市公安局")
    do(office, hall.other_clerk, cases.request_supplement, case.case_id, case.revision, {1: ASKED[1]})
    dialog.way_on.click()
    settle(page.jobs)
    assert hall.other_clerk.name in page.message.text
    assert "待补正" in page.summary.standing.text()
    assert state_of(office, case) is CaseState.SUPPLEMENTING
    assert visible_buttons(page) == {"cases.receive_supplement", "cases.refuse"}
    page.acts.ask_refusal()
    again = dialog_of(page, RefusalDialog)
    assert again.reason.value == "不属于职权范围"
    again.way_on.click()
    settle(page.jobs)
    close_preview(page)
    assert state_of(office, case) is CaseState.REFUSED


def test_what_cannot_be_printed_is_said_in_the_dialog(page: CasePage, office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    opened(page, case)
    page.acts.ask_refusal()
    dialog = dialog_of(page, RefusalDialog)
    dialog.reason.set_value("字形缺失：\U0001f600")
    dialog.way_on.click()
    assert "应向哪个机关申请" in dialog.message.text, "who is not competent must say who is"
    dialog.right_organ.set_value("示例市公安局")
    dialog.way_on.click()
    settle(page.jobs)
    dialog = dialog_of(page, RefusalDialog)
    assert "没有对应的字形" in dialog.message.text
    assert state_of(office, case) is CaseState.RECEIVED


def test_f6_delivers_to_the_agent_and_offers_the_review(page: CasePage, office: Office, hall: Hall) -> None:
    case = grant(office, hall, agent=LI)
    press(opened(page, case), Qt.Key.Key_F6)
    dialog = dialog_of(page, CollectorDialog)
    dialog.form.role.set_value("agent")
    dialog.form.role.edited.emit()
    assert dialog.form.collector.value == LI.name
    go_on(dialog)
    settle(page.jobs)
    assert state_of(office, case) is CaseState.COMPLETED
    assert "F12" not in page.message.text
    close_preview(page)
    settle(page.jobs)
    assert "F12" in page.message.text
    assert "已办结" in page.summary.standing.text()
