"""Side ways and deliveries from the case page's menu, by keys: what each asks, what it leaves."""

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.correction_dialog import CorrectionDialog
from desktop_app.gui.cases.delivery import DeliveryPage
from desktop_app.gui.cases.delivery_dialogs import CollectorDialog, DispatchDialog, ServeDialog
from desktop_app.gui.cases.delivery_panel import DeliveryPanel
from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.cases.side_asking import NO_TWIN
from desktop_app.gui.cases.side_dialogs import (
    HandOverDialog,
    MergeDialog,
    ReopenDialog,
    TransferDialog,
    VoidDialog,
    WithdrawDialog,
)
from desktop_app.gui.jobs import Jobs
from desktop_app.services.case_queries import CaseDetail, get_case
from desktop_app.services.cases import ActResult
from desktop_app.services.work import Actor, Office
from models.elements import DeliveryWay
from models.enums import CaseState
from tests.factories import Hall
from tests.gui.counter import accept, activate, close_preview, go_on, grant, preview_of, receive, settle, show
from tests.gui.hands import find, press

Dialog = TypeVar("Dialog", bound=ActDialog)


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> CasePage:
    made = CasePage(jobs)
    show(made, qtbot)
    return made


def opened(page: CasePage, case: ActResult) -> CasePage:
    page.open_subject(case.case_id)
    settle(page.jobs)
    return page


def ask(page: CasePage, entry: str, kind: type[Dialog]) -> Dialog:
    """Choose an entry of the menu; the dialog it opens."""
    offered(page, entry).trigger()
    settle(page.jobs)
    return dialog_of(page, kind)


def offered(page: CasePage, entry: str) -> QAction:
    page.more_menu.offer()
    action = find(page.more_menu, QAction, f"cases.more_{entry}")
    assert action.isVisible()
    return action


def dialog_of(page: CasePage | DeliveryPage, kind: type[Dialog]) -> Dialog:
    found = next((one for one in page.findChildren(kind) if one.isVisible()), None)
    assert found is not None, f"no {kind.__name__} is open"
    activate(found)
    return found


def done(page: CasePage | DeliveryPage, dialog: ActDialog) -> None:
    go_on(dialog)
    settle(page.jobs)
    if preview_of(page) is not None:
        close_preview(page)
        settle(page.jobs)


def read(office: Office, actor: Actor, case: ActResult) -> CaseDetail:
    with office.read(actor) as work:
        return get_case(work, case.case_id)


def seen_by(jobs: Jobs, page: CasePage, actor: Actor) -> None:
    """Somebody else sits down at the computer."""
    jobs.act_as(actor)
    page.reload()
    settle(jobs)


def test_a_withdrawal_needs_its_reason(page: CasePage, office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    dialog = ask(opened(page, case), "withdraw", WithdrawDialog)
    go_on(dialog)
    assert dialog.message.text == "请填写“撤回原因”。"
    dialog.reason.set_value("申请人不再需要")
    done(page, dialog)
    assert "已撤回" in page.summary.standing.text()
    assert read(office, hall.clerk, case).row.state is CaseState.WITHDRAWN


def test_voiding_and_the_way_back_are_the_supervisors(
    page: CasePage, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = accept(office, hall)
    opened(page, case)
    page.more_menu.offer()
    assert not find(page.more_menu, QAction, "cases.more_void").isVisible()
    seen_by(jobs, page, hall.supervisor)
    dialog = ask(page, "void", VoidDialog)
    dialog.reason.set_value("录错事项")
    done(page, dialog)
    assert read(office, hall.clerk, case).row.state is CaseState.VOIDED
    back = ask(page, "reopen", ReopenDialog)
    back.reason.set_value("作废有误")
    done(page, back)
    assert read(office, hall.clerk, case).row.state is CaseState.ACCEPTED


def test_a_transfer_names_the_organ(page: CasePage, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = accept(office, hall)
    jobs.act_as(hall.approver)
    dialog = ask(opened(page, case), "transfer", TransferDialog)
    dialog.reason.set_value("属省级权限")
    go_on(dialog)
    assert dialog.message.text == "请填写“接收机关”。"
    dialog.organ.set_value("示例省卫生健康委员会")
    done(page, dialog)
    assert read(office, hall.clerk, case).row.state is CaseState.TRANSFERRED


def test_merging_offers_what_there_is_to_go_into(page: CasePage, office: Office, hall: Hall) -> None:
    first = receive(office, hall)
    opened(page, first)
    offered(page, "merge").trigger()
    settle(page.jobs)
    assert page.message.text == NO_TWIN
    second = receive(office, hall)
    dialog = ask(opened(page, second), "merge", MergeDialog)
    assert dialog.twin.value == first.number
    done(page, dialog)
    assert read(office, hall.clerk, second).row.state is CaseState.MERGED


def test_a_case_is_handed_over_to_a_colleague(page: CasePage, office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    dialog = ask(opened(page, case), "hand_over", HandOverDialog)
    assert dialog.person.combo.count() == 1
    done(page, dialog)
    assert read(office, hall.clerk, case).row.holder_name == hall.other_clerk.name
    assert "承办 钱窗口" in page.summary.facts.text()


def test_errors_are_put_right_in_tabs(page: CasePage, office: Office, hall: Hall) -> None:
    case = receive(office, hall, missing=(2,))
    dialog = ask(opened(page, case), "correct", CorrectionDialog)
    dialog.reason.set_value("姓名写错")
    go_on(dialog)
    settle(page.jobs)
    assert "没有改动任何内容" in dialog.message.text
    dialog.applicant.party_name.set_value("")
    go_on(dialog)
    assert dialog.message.text == "请补全标出的内容。"
    dialog.applicant.party_name.set_value("王晓萌")
    dialog.checklist.lines[2].receive(dialog.checklist.lines[0].way.way)
    done(page, dialog)
    found = read(office, hall.clerk, case)
    assert found.row.applicant_name == "王晓萌"
    assert found.events[-1].text == "姓名写错（更正：申请人姓名或名称、材料“经营场所平面图”）"
    assert len(found.parties) == 1


def test_papers_are_served_and_the_panel_tells_it(page: CasePage, office: Office, hall: Hall) -> None:
    opened(page, accept(office, hall))
    panel = next(one for one in page.panels if isinstance(one, DeliveryPanel))
    page.tabs.show_part(panel)
    settle(page.jobs)
    assert [entry.heading[0] for entry in panel.entries.shown] == ["○"]
    dialog = ask(page, "serve", ServeDialog)
    dialog.papers.set_value([])
    go_on(dialog)
    assert dialog.message.text == "请至少勾选一份送达的文书。"
    dialog.papers.set_value(list(dialog.papers.boxes))
    done(page, dialog)
    assert [entry.heading[0] for entry in panel.entries.shown] == ["✓"]


def test_a_parcel_is_sent_and_signed_for(jobs: Jobs, qtbot: QtBot, office: Office, hall: Hall) -> None:
    page = DeliveryPage(jobs)
    show(page, qtbot)
    case = grant(office, hall)
    page.open_subject(case.case_id)
    settle(jobs)
    press(page, Qt.Key.Key_F4)
    settle(jobs)
    sending = dialog_of(page, DispatchDialog)
    go_on(sending)
    assert sending.message.text == "请填写“邮寄单号”。"
    sending.tracking.set_value("EMS 0000 0001")
    done(page, sending)
    assert "按 F6 登记签收" in page.verdict.hint.text()
    activate(page)
    press(page, Qt.Key.Key_F6)
    settle(jobs)
    signing = dialog_of(page, CollectorDialog)
    assert signing.serving.chosen is DeliveryWay.POST
    done(page, signing)
    assert read(office, hall.clerk, case).row.state is CaseState.COMPLETED


def test_each_way_asks_only_what_it_needs(page: CasePage, office: Office, hall: Hall) -> None:
    opened(page, grant(office, hall))
    press(page, Qt.Key.Key_F6)
    dialog = dialog_of(page, CollectorDialog)
    serving = dialog.serving
    offered_ways = [serving.way.combo.itemData(at) for at in range(serving.way.combo.count())]
    assert DeliveryWay.POST not in offered_ways, "a parcel is sent off first"
    for way, fault in (
        (DeliveryWay.ELECTRONIC, "请填写“电子送达地址”。"),
        (DeliveryWay.DIRECT, "请填写“送达地点”。"),
        (DeliveryWay.NOTICE, "请填写“公告位置”。"),
    ):
        serving.way.set_value(way)
        serving.way.edited.emit()
        go_on(dialog)
        assert dialog.message.text == fault
    assert not dialog.form.isVisible(), "nobody signs for a public notice"
    serving.way.set_value(DeliveryWay.ELECTRONIC)
    serving.way.edited.emit()
    serving.place.set_value("wang@example.com")
    go_on(dialog)
    assert "受送达人同意" in dialog.message.text
    serving.agreed.click()
    done(page, dialog)
    assert "已办结" in page.summary.standing.text()
