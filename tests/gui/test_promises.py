"""What is supplied later and what was promised, from the case page; by clicks."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.cases.pledge_panel import CheckDialog, PledgePanel, WithdrawalDialog
from desktop_app.gui.cases.supplement_receipt import DeferredReceiptDialog
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
from tests.factories import BUREAU_CODE, LICENCE, Hall, add_matter, licence_case
from tests.gui.hands import find
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
    page.tabs.setCurrentWidget(panel)
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
