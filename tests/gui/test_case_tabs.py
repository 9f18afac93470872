"""The tabs of a case: six that fit, each with a key, what belongs together under one, read when it is looked at."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from desktop_app.gui.applicants.history_panel import HistoryPanel
from desktop_app.gui.attachments.panel import AttachmentsPanel
from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.jobs import Jobs
from desktop_app.services import cases
from desktop_app.services.work import Actor, Office
from tests.factories import Hall, licence_case
from tests.gui.counter import activate, do, settle, show

TITLES = ["申请", "时限与督办", "审查", "送达", "案卷检查", "申请人历史"]


@pytest.fixture
def signed_in(hall: Hall) -> Actor:
    return hall.approver


@pytest.fixture
def page(office: Office, hall: Hall, jobs: Jobs, qtbot: QtBot) -> CasePage:
    case_id = do(office, hall.clerk, cases.receive_and_accept_case, licence_case(hall)).case_id
    made = CasePage(jobs)
    show(made, qtbot)
    made.open_case(case_id)
    settle(jobs)
    activate(made)
    return made


def test_every_tab_and_every_part_has_its_key(page: CasePage) -> None:
    assert [page.tabs.tabText(at) for at in range(page.tabs.count())] == TITLES
    for at in reversed(range(len(TITLES))):
        QTest.keyClick(page, Qt.Key(Qt.Key.Key_1 + at), Qt.KeyboardModifier.ControlModifier)
        assert page.tabs.currentIndex() == at
    seen = [page.tabs.part]
    for _part in range(3):
        QTest.keyClick(page, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        seen.append(page.tabs.part)
    assert isinstance(seen[2], AttachmentsPanel)
    assert seen[3] is seen[0]
    assert len(set(map(id, seen))) == len(seen) - 1


def test_no_tab_is_cut_off_beside_the_papers(page: CasePage) -> None:
    page.resize(1130, 640)
    bar = page.tabs.findChild(QTabBar)
    assert isinstance(bar, QTabBar)
    assert bar.sizeHint().width() <= page.tabs.width()


def test_a_part_is_found_by_its_title_and_another_case_begins_at_the_first(page: CasePage) -> None:
    page.tabs.turn_to("申请人历史")
    assert isinstance(page.tabs.part, HistoryPanel)
    page.tabs.turn_to("附件")
    assert isinstance(page.tabs.part, AttachmentsPanel)
    first = page.case_id
    assert first is not None
    page.open_case(first + 1000)
    assert page.tabs.currentIndex() == 0
    assert not isinstance(page.tabs.part, AttachmentsPanel)
    settle(page.jobs)
