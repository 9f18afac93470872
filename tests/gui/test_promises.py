"""What is supplied later and what was promised, from the case page; by clicks."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.cases.pledge_panel import CheckDialog, PledgePanel, WithdrawalDialog
from desktop_app.gui.cases.supplement_receipt import DeferredReceiptDialog
from desktop_app.gui.examination.page import ExaminationPage
from desktop_app.gui.jobs import Jobs
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.services import bars, pledges
from desktop_app.services.case_inputs import CaseInput
from desktop_app.services.case_queries import get_case
from desktop_app.services.cases import ActResult, receive_and_accept_case
from desktop_app.services.examination import Certificate, examine_case, grant_case
from desktop_app.services.work import Actor, Office
from models.enums import MaterialNecessity, Opinion, ReceivedAs
from models.procedure import PledgeOutcome
from tests.conftest import SettableClock
from tests.factories import BUREAU_CODE, LICENCE, Hall, add_matter, licence_case
from tests.gui.counter import activate
from tests.gui.hands import Ear, find, press
from tests.people import WANG

DEFERRABLE = 3
PLEDGED = replace(LICENCE.materials[2], necessity=MaterialNecessity.PLEDGEABLE, pledge="布局与图纸一致")


@pytest.fixture
def pledged(office: Office, hall: Hall) -> ActResult:
    content = replace(LICENCE, name="承诺办理的许可", materials=(LICENCE.materials[0], PLEDGED))
    assert hall.approver.department_id is not None
    with office.work(hall.clerk) as work:
        code = f"{BUREAU_CODE}3410125077000"
        matter_id = add_matter(work.session, hall.approver.department_id, code, content)
    lines = (ReceivedMaterial(0, ReceivedAs.ORIGINAL, 1), ReceivedMaterial(1, ReceivedAs.PLEDGED))
    with office.work(hall.clerk) as work:
        return receive_and_accept_case(work, CaseInput(matter_id, 1, WANG, materials=lines))


def case_page(qtbot: QtBot, jobs: Jobs, actor: Actor, case_id: int) -> CasePage:
    jobs.act_as(actor)
    page = CasePage(jobs)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.open_case(case_id)
    jobs.wait_idle()
    return page


def promises(page: CasePage, jobs: Jobs) -> PledgePanel:
    panel = next(each for each in page.panels if isinstance(each, PledgePanel))
    page.tabs.show_part(panel)
    jobs.wait_idle()
    return panel


def test_deferred_lines_are_supplied_from_the_menu(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    with office.work(hall.clerk) as work:
        case = receive_and_accept_case(work, licence_case(hall, missing=(DEFERRABLE,)))
    page = case_page(qtbot, jobs, hall.clerk, case.case_id)
    entry = find(page, QAction, "cases.more_receive_deferred")
    assert entry.isVisible()
    entry.trigger()
    dialog = page.findChildren(DeferredReceiptDialog)[-1]
    assert [line.spec.name for line in dialog.checklist.lines] == ["卫生检测报告"]
    dialog.receive_all.click()
    dialog.way_on.click()
    jobs.wait_idle()
    with office.read(hall.clerk) as work:
        line = get_case(work, case.case_id).materials[DEFERRABLE]
    assert line.received_as is ReceivedAs.ORIGINAL
    assert not entry.isVisible()


def test_a_promise_is_taken_back_with_a_reason(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, pledged: ActResult
) -> None:
    page = case_page(qtbot, jobs, hall.clerk, pledged.case_id)
    panel = promises(page, jobs)
    assert panel.pledges.shown[0].text == "布局与图纸一致"
    assert not panel.check.isVisible()
    find(panel, QPushButton, "cases.withdraw_pledge").click()
    dialog = page.findChildren(WithdrawalDialog)[-1]
    dialog.way_on.click()
    assert dialog.message.text == "请填写“撤回理由”。"
    dialog.words.set_value("改为提交图纸")
    dialog.way_on.click()
    jobs.wait_idle()
    with office.read(hall.clerk) as work:
        (row,) = pledges.list_pledges(work, pledged.case_id)
    assert (row.note, row.ended_at is None) == ("改为提交图纸", False)


def test_a_broken_promise_is_recorded_by_the_department(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, pledged: ActResult
) -> None:
    with office.work(hall.approver) as work:
        case = examine_case(work, pledged.case_id, pledged.revision, Opinion.GRANT, "符合条件")
    with office.work(hall.approver) as work:
        grant_case(work, case.case_id, case.revision, Certificate("许可证", "示卫〔2026〕第001号"))
    page = case_page(qtbot, jobs, hall.approver, pledged.case_id)
    panel = promises(page, jobs)
    assert not panel.withdraw.isVisible()
    panel.check.click()
    dialog = page.findChildren(CheckDialog)[-1]
    dialog.outcome.set_value(PledgeOutcome.BROKEN.value)
    dialog.words.set_value("现场与图纸不符")
    dialog.way_on.click()
    jobs.wait_idle()
    with office.read(hall.approver) as work:
        assert len(bars.find_bars(work, WANG.identity_number)) == 1
    jobs.wait_idle()
    assert "承诺不实" in promises(page, jobs).pledges.shown[0].text


def granted(office: Office, hall: Hall, case: ActResult) -> ActResult:
    with office.work(hall.approver) as work:
        case = examine_case(work, case.case_id, case.revision, Opinion.GRANT, "符合条件")
    with office.work(hall.approver) as work:
        certificate = Certificate("许可证", "示卫〔2026〕第009号")
        return grant_case(work, case.case_id, case.revision, certificate)


def checks_page(qtbot: QtBot, jobs: Jobs, actor: Actor) -> ExaminationPage:
    jobs.act_as(actor)
    page = ExaminationPage(jobs)
    qtbot.addWidget(page)
    page.resize(1150, 640)
    page.show()
    jobs.wait_idle()
    press(page, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    jobs.wait_idle()
    return page


def test_what_waits_to_be_checked_is_a_list_of_its_own(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, pledged: ActResult
) -> None:
    granted(office, hall, pledged)
    page = checks_page(qtbot, jobs, hall.approver)
    assert page.waiting.tabs.tabText(page.waiting.tabs.currentIndex()) == "承诺核查 1"
    assert page.detail is None, "no case is acted on behind the list"
    assert page.checks.model.index(0, 0).data() == "● 正常"
    assert "布局与图纸一致" in page.checks.words.text()

    press(page, Qt.Key.Key_F8)
    dialog = page.findChildren(CheckDialog)[-1]
    dialog.way_on.click()
    assert dialog.message.text == "请填写“核查情况”。"
    dialog.words.set_value("现场查看，与承诺一致")
    dialog.outcome.set_value(PledgeOutcome.KEPT)
    dialog.way_on.click()
    jobs.wait_idle()

    with office.read(hall.approver) as work:
        (kept,) = pledges.list_pledges(work, pledged.case_id)
        assert pledges.count_pledge_checks(work) == 0
    assert kept.outcome is PledgeOutcome.KEPT
    assert not page.checks.check.isVisible()
    activate(page)
    press(page, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    jobs.wait_idle()
    assert page.waiting.list.isVisible()


def test_enter_goes_to_the_promises_of_the_case(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, pledged: ActResult, clock: SettableClock
) -> None:
    case = granted(office, hall, pledged)
    clock.advance(days=400)
    page = checks_page(qtbot, jobs, hall.approver)
    assert page.checks.model.index(0, 0).data() == "■ 超期"
    wanted = Ear(page.wanted)
    press(page.checks.table, Qt.Key.Key_Return)
    assert wanted.heard == [("cases.detail", (case.case_id, "承诺"))]

    shown = CasePage(jobs)
    qtbot.addWidget(shown)
    shown.resize(1200, 700)
    shown.show()
    shown.open_subject(wanted.heard[0][1])
    jobs.wait_idle()
    assert isinstance(shown.tabs.part, PledgePanel)


def test_another_department_has_nothing_to_check(office: Office, hall: Hall, pledged: ActResult) -> None:
    granted(office, hall, pledged)
    elsewhere = replace(hall.approver, department_id=10_000)
    with office.read(elsewhere) as work:
        assert pledges.count_pledge_checks(work) == 0
        assert pledges.list_pledge_checks(work) == []
    with office.read(hall.supervisor) as work:
        assert pledges.count_pledge_checks(work) == 1
