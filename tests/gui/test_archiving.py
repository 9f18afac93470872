"""案卷检查 beside a case and 案卷归档: what the checks say, and the way into the archive by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.archiving import NOTHING, ArchivePage
from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.cases.file_panel import FilePanel
from desktop_app.gui.jobs import Jobs
from desktop_app.services import cases
from desktop_app.services.archiving import count_unarchived
from desktop_app.services.cases import ActResult
from desktop_app.services.delivery import Collector, deliver_case
from desktop_app.services.work import Office
from models.enums import CaseAction, PartyRole
from tests.factories import UNMET, Hall
from tests.gui.counter import activate, do, grant, receive, settle, show
from tests.gui.hands import find, press

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> CasePage:
    made = CasePage(jobs)
    show(made, qtbot)
    return made


def delivered(office: Office, hall: Hall) -> ActResult:
    case = grant(office, hall)
    himself = Collector("王小萌", "本人", PartyRole.APPLICANT)
    return do(office, hall.clerk, deliver_case, case.case_id, case.revision, himself)


def refused(office: Office, hall: Hall) -> ActResult:
    case = receive(office, hall)
    return do(office, hall.clerk, cases.refuse_case, case.case_id, case.revision, UNMET)


def panel_of(page: CasePage, case: ActResult) -> FilePanel:
    """The tab 案卷检查 of a case, in sight and read."""
    page.open_subject(case.case_id)
    settle(page.jobs)
    panel = next(panel for panel in page.panels if isinstance(panel, FilePanel))
    page.tabs.show_part(panel)
    settle(page.jobs)
    return panel


def test_the_tab_says_what_must_be_put_right_first(office: Office, hall: Hall, page: CasePage) -> None:
    panel = panel_of(page, refused(office, hall))

    assert panel.verdict.text() == "▲ 1 处须补正后才能归档。"
    first, *rest = panel.checks.shown
    assert first.heading == "▲　A12　文书送达有回证且未超期"
    assert "没有送达回证" in first.text
    assert [entry.heading[0] for entry in rest] == sorted([entry.heading[0] for entry in rest], reverse=True)


def test_a_sound_case_goes_into_the_archive_from_its_menu(office: Office, hall: Hall, page: CasePage) -> None:
    panel = panel_of(page, delivered(office, hall))
    assert panel.verdict.text().startswith("○ 1 处提示")

    entry = find(page.more_menu, QAction, "cases.more_archive")
    assert page.more_menu.offer()
    assert entry.isVisible()
    entry.trigger()
    settle(page.jobs)

    assert panel.verdict.text().startswith("✓ 已于 2026-11-20 09:30 归档")
    page.more_menu.offer()
    assert not entry.isVisible()


def test_a_case_whose_file_does_not_hold_stays_and_says_why(
    office: Office, hall: Hall, page: CasePage
) -> None:
    panel_of(page, refused(office, hall))
    page.more_menu.offer()
    find(page.more_menu, QAction, "cases.more_archive").trigger()
    settle(page.jobs)
    assert "案卷有 1 处须先补正" in page.message.text
    assert CaseAction.ARCHIVE.label not in "".join(entry.heading for entry in page.process.shown)


@pytest.fixture
def archive(jobs: Jobs, qtbot: QtBot) -> ArchivePage:
    made = ArchivePage(jobs)
    show(made, qtbot)
    activate(made)
    return made


def test_the_page_lists_what_waits_and_shows_the_checks_of_the_chosen_case(
    office: Office, hall: Hall, archive: ArchivePage
) -> None:
    case = delivered(office, hall)
    settle(archive.jobs)
    archive.refresh()
    settle(archive.jobs)
    assert [row.id for row in archive.list.model.rows] == [case.case_id]
    assert archive.heading.text().startswith("○ 1 处提示")
    assert archive.checks.shown


def test_the_chosen_case_is_archived_by_a_key(office: Office, hall: Hall, archive: ArchivePage) -> None:
    delivered(office, hall)
    archive.refresh()
    settle(archive.jobs)
    press(archive, Qt.Key.Key_F8)
    settle(archive.jobs)
    assert archive.list.state.heading == NOTHING
    assert not archive.archive.isEnabled()


def test_all_are_archived_and_those_that_stay_are_named(
    office: Office, hall: Hall, archive: ArchivePage
) -> None:
    delivered(office, hall)
    stays = refused(office, hall)
    archive.refresh()
    settle(archive.jobs)
    press(archive, Qt.Key.Key_A, CTRL_SHIFT)
    settle(archive.jobs)
    assert "已归档 1 件，1 件留在清单里" in archive.message.text
    assert [row.number for row in archive.list.model.rows] == [stays.number]
    assert archive.archive.isEnabled()
    assert archive.checks.shown[0].heading.startswith("▲　A12")
    with office.read(hall.clerk) as work:
        assert count_unarchived(work) == 1
