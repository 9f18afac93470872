"""What the supervisor approves and answers: dates moved by a calendar, appeals against cards; by clicks."""

from datetime import date

from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.cards_panel import AppealDialog, CardsPanel
from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.statistics.appeals_dialog import AppealsDialog
from desktop_app.gui.statistics.backlog import BacklogPage
from desktop_app.gui.statistics.recalculation_dialog import RecalculationDialog
from desktop_app.services import calendar, cards
from desktop_app.services.case_queries import get_case
from desktop_app.services.cases import ActResult, receive_and_accept_case
from desktop_app.services.work import SYSTEM, Office
from models.procedure import RequestState
from tests.conftest import SettableClock
from tests.factories import Hall, licence_case
from tests.gui.hands import find


def accepted(office: Office, hall: Hall) -> ActResult:
    with office.work(hall.clerk) as work:
        return receive_and_accept_case(work, licence_case(hall))


def backlog(qtbot: QtBot, jobs: Jobs, hall: Hall) -> BacklogPage:
    jobs.act_as(hall.supervisor)
    page = BacklogPage(jobs)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    jobs.wait_idle()
    return page


def test_a_changed_calendar_is_approved_once(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    page = backlog(qtbot, jobs, hall)
    assert not page.recalculate.isVisible()
    with office.work(SYSTEM) as work:
        calendar.set_day(work, date(2026, 11, 25), is_working=False, name="停止办公")
    jobs.changed.emit(frozenset({"calendar"}))
    page.refresh()
    jobs.wait_idle()
    assert page.recalculate.isVisible()
    assert "1 件在办办件的时限需要重算" in page.message.text

    page.recalculate.click()
    dialog = page.findChildren(RecalculationDialog)[-1]
    assert len(dialog.model.rows) == 2
    dialog.table.selectRow(0)
    assert "停止办公不计" in dialog.words.text()
    dialog.way_on.click()
    jobs.wait_idle()

    with office.read(hall.clerk) as work:
        assert str(get_case(work, case.case_id).row.due_on) == "2026-11-30"
    assert not page.recalculate.isVisible()


def test_an_appeal_goes_from_the_case_to_the_supervisor_and_back(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = accepted(office, hall)
    clock.advance(days=10)
    cards.raise_cards(office)
    jobs.act_as(hall.clerk)
    page = CasePage(jobs)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.open_case(case.case_id)
    jobs.wait_idle()
    panel = next(each for each in page.panels if isinstance(each, CardsPanel))
    page.tabs.show_part(panel)
    jobs.wait_idle()
    assert "承诺办结时限已于2026-11-27届满" in panel.cards.shown[0].text
    find(panel, QPushButton, "cases.appeal").click()
    asking = page.findChildren(AppealDialog)[-1]
    asking.way_on.click()
    assert asking.message.text == "请写明申诉理由。"
    asking.reason.set_value("停电，系统停用一天")
    asking.way_on.click()
    jobs.wait_idle()
    assert panel.cards.shown[0].heading == "超期 · 申诉待处理"
    assert not panel.appeal.isVisible()

    board = backlog(qtbot, jobs, hall)
    assert board.answer_appeals.isVisible()
    board.answer_appeals.click()
    jobs.wait_idle()
    answering = board.findChildren(AppealsDialog)[-1]
    assert "停电" in answering.words.text()
    find(answering, QPlainTextEdit, "statistics.appeal_note").setPlainText("情况属实")
    answering.way_on.click()
    jobs.wait_idle()

    with office.read(hall.clerk) as work:
        (card,) = cards.list_cards(work, case.case_id)
    assert (card.appeal, card.decided_by) == (RequestState.APPROVED, "吴督办")
    board.refresh()
    jobs.wait_idle()
    assert not board.answer_appeals.isVisible()
