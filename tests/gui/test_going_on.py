"""The counter goes on with drafts and online applications: nothing that is there is asked for again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.cases.intake import IntakePage
from desktop_app.gui.cases.preexamination import RETURN, PreexaminationDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.services import pending_cases, preexamination
from desktop_app.services.case_inputs import Pending
from desktop_app.services.case_queries import CaseDetail, get_case, list_recent_cases
from desktop_app.services.online_cases import TakenPackage, take_package
from desktop_app.services.work import SYSTEM, Office
from models.enums import CaseState, Channel, ReceivedAs
from tests.factories import Hall, licence_case
from tests.gui.counter import activate, close_preview, do, go_on, preview_of, settle, show
from tests.gui.hands import Ear, press
from tests.services.packages import materials, package

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sent(office: Office, hall: Hall) -> TakenPackage:
    """An online application with all materials but one."""
    del hall
    return do(office, SYSTEM, take_package, package("A1", materials=materials(0, 1, 2)))


@pytest.fixture
def intake(jobs: Jobs, qtbot: QtBot) -> IntakePage:
    made = IntakePage(jobs)
    show(made, qtbot)
    return made


@pytest.fixture
def case_page(jobs: Jobs, qtbot: QtBot) -> CasePage:
    made = CasePage(jobs)
    show(made, qtbot)
    return made


def detail(office: Office, case_id: int) -> CaseDetail:
    with office.read(SYSTEM) as work:
        return get_case(work, case_id)


def shown_dialog(page: CasePage) -> PreexaminationDialog:
    found = next(one for one in page.findChildren(PreexaminationDialog) if one.isVisible())
    activate(found)
    return found


def test_an_online_application_is_gone_on_with_by_key(
    case_page: CasePage, intake: IntakePage, office: Office, sent: TakenPackage
) -> None:
    case_page.open_case(sent.case_id)
    settle(case_page.jobs)
    activate(case_page)
    wanted = Ear(case_page.wanted)
    press(case_page, Qt.Key.Key_F2)
    (page, subject) = wanted.heard[0]
    assert (page, subject) == ("cases.intake", Pending(sent.case_id, 1))
    activate(intake)
    intake.open_subject(subject)
    settle(intake.jobs)
    assert intake.form.notice.isHidden(), "the case at hand is no earlier one"
    form = intake.form
    assert form.applicant.party_name.value == "王小萌"
    assert "网上办理 2026-11-20 09:30 提交" in form.origin.text()
    assert "材料 3 项，不用再交" in form.origin.text()
    ways = [line.way.way for line in form.checklist.lines]
    assert ways[:4] == [ReceivedAs.ELECTRONIC] * 3 + [ReceivedAs.NOT_RECEIVED]
    press(intake, Qt.Key.Key_F6)
    settle(intake.jobs)
    close_preview(intake)
    found = detail(office, sent.case_id)
    assert found.row.state is CaseState.RECEIVED
    assert found.row.channel is Channel.WEB
    assert form.pending is None


def test_the_link_to_the_case_survives_a_power_cut(
    intake: IntakePage, jobs: Jobs, qtbot: QtBot, sent: TakenPackage
) -> None:
    intake.open_subject(Pending(sent.case_id, 1))
    settle(jobs)
    intake.form.applicant.phone.line.setText("0374-0000009")
    intake.draft.flush()
    settle(jobs)
    again = IntakePage(jobs)
    show(again, qtbot)
    assert again.form.pending == Pending(sent.case_id, 1)
    assert again.form.origin.isVisibleTo(again)


def test_another_matter_begins_another_case(intake: IntakePage, office: Office, sent: TakenPackage) -> None:
    intake.open_subject(Pending(sent.case_id, 1))
    settle(intake.jobs)
    press(intake, Qt.Key.Key_F2)
    settle(intake.jobs)
    intake.chooser.box.setText("老年人优待证")
    settle(intake.jobs)
    intake.chooser.search()
    settle(intake.jobs)
    press(intake.chooser.box, Qt.Key.Key_Return)
    settle(intake.jobs)
    assert intake.form.matter is not None
    if intake.form.matter.content.name == "老年人优待证办理":
        assert intake.form.pending is None
    assert detail(office, sent.case_id).row.state is CaseState.SUBMITTED


def test_what_is_not_ready_is_kept_and_taken_up_again(intake: IntakePage, office: Office, hall: Hall) -> None:
    draft = do(office, hall.other_clerk, pending_cases.keep_draft, licence_case(hall, missing=(0,)))
    intake.open_subject(Pending(draft.case_id, draft.revision))
    settle(intake.jobs)
    assert "窗口办理" in intake.form.origin.text()
    press(intake, Qt.Key.Key_S, CTRL)
    settle(intake.jobs)
    assert preview_of(intake) is None
    found = detail(office, draft.case_id)
    assert (found.row.state, found.row.revision) == (CaseState.DRAFT, 2)
    with office.read(SYSTEM) as work:
        assert len(list_recent_cases(work)) == 1


def test_what_somebody_else_received_meanwhile_is_said(
    intake: IntakePage, office: Office, hall: Hall, sent: TakenPackage
) -> None:
    intake.open_subject(Pending(sent.case_id, 1))
    settle(intake.jobs)
    do(office, hall.other_clerk, preexamination.preexamine_case, sent.case_id, 1)
    press(intake, Qt.Key.Key_F6)
    settle(intake.jobs)
    assert "钱窗口刚刚对这件办件做了“预审通过”" in intake.message.text
    assert intake.form.applicant.party_name.value == "王小萌"


def test_preexamination_passes_by_key(case_page: CasePage, office: Office, sent: TakenPackage) -> None:
    case_page.open_case(sent.case_id)
    settle(case_page.jobs)
    press(case_page, Qt.Key.Key_F11)
    go_on(shown_dialog(case_page))
    settle(case_page.jobs)
    assert detail(office, sent.case_id).row.state is CaseState.PREEXAMINED
    assert "待收件" in case_page.summary.standing.text()


def test_a_return_says_why_and_what_of_each_material(
    case_page: CasePage, office: Office, sent: TakenPackage
) -> None:
    case_page.open_case(sent.case_id)
    settle(case_page.jobs)
    press(case_page, Qt.Key.Key_F11)
    dialog = shown_dialog(case_page)
    dialog.outcome.set_value(RETURN)
    dialog.follow_outcome()
    go_on(dialog)
    assert "退回的理由" in dialog.message.text
    dialog.words.set_value("材料不齐")
    go_on(dialog)
    settle(case_page.jobs)
    found = detail(office, sent.case_id)
    assert found.row.state is CaseState.RETURNED
    assert found.events[-1].text == "材料不齐"
    assert QApplication.activeModalWidget() is None
