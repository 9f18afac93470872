"""What has happened at the counter before a page is looked at, and how its pages are waited for."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import REFRESH_PAUSE_MS, Page
from desktop_app.gui.printing import PreviewDialog
from desktop_app.services import cases, examination
from desktop_app.services.cases import ActResult, PartyInput
from desktop_app.services.examination import Certificate
from desktop_app.services.work import Actor, Office
from models.enums import Opinion
from tests.factories import Hall, licence_case
from tests.gui.hands import press
from tests.people import WANG

T = TypeVar("T")
PRESSED_MS = 150
CERTIFICATE = Certificate("公共场所卫生许可证", "示卫公证字〔2026〕第001号", "准予经营理发业务")


def do(office: Office, actor: Actor, use_case: Callable[..., T], *args: Any) -> T:
    """One act of somebody at another desk."""
    with office.work(actor) as work:
        return use_case(work, *args)


def receive(
    office: Office,
    hall: Hall,
    applicant: PartyInput = WANG,
    missing: tuple[int, ...] = (),
    agent: PartyInput | None = None,
) -> ActResult:
    """A case somebody received at the counter."""
    return do(office, hall.clerk, cases.receive_case, licence_case(hall, applicant, missing, agent))


def accept(office: Office, hall: Hall, applicant: PartyInput = WANG) -> ActResult:
    """A case that was received and accepted."""
    return do(office, hall.clerk, cases.receive_and_accept_case, licence_case(hall, applicant))


def grant(
    office: Office, hall: Hall, applicant: PartyInput = WANG, agent: PartyInput | None = None
) -> ActResult:
    """A case whose result waits at the counter."""
    given = licence_case(hall, applicant, agent=agent)
    case = do(office, hall.clerk, cases.receive_and_accept_case, given)
    case = examine(office, hall, case)
    return do(office, hall.approver, examination.grant_case, case.case_id, case.revision, CERTIFICATE)


def deny(office: Office, hall: Hall) -> ActResult:
    """A case that was denied."""
    case = examine(office, hall, accept(office, hall))
    return do(
        office,
        hall.approver,
        examination.deny_case,
        case.case_id,
        case.revision,
        "场所不固定。",
        "不符合条件。",
    )


def examine(office: Office, hall: Hall, case: ActResult) -> ActResult:
    """The department's opinion on an accepted case."""
    return do(
        office,
        hall.approver,
        examination.examine_case,
        case.case_id,
        case.revision,
        Opinion.GRANT,
        "符合条件",
    )


def show(page: Page, qtbot: QtBot) -> None:
    """Put a page on the screen and wait until it has read."""
    qtbot.addWidget(page)
    page.resize(1120, 680)
    page.show()
    qtbot.waitExposed(page)
    settle(page.jobs)


def settle(jobs: Jobs) -> None:
    """Wait until every job, and every refresh that follows from one, is over."""
    assert jobs.wait_idle()
    QTest.qWait(REFRESH_PAUSE_MS + 20)
    assert jobs.wait_idle()


def activate(window: QWidget) -> None:
    """Put a window in front, as a window manager does with the one left when a dialog closes."""
    window.activateWindow()
    for _ in range(100):
        if QApplication.activeWindow() is window:
            return
        QTest.qWait(10)
    pytest.fail("the window did not come to the front")


def go_on(dialog: ActDialog) -> None:
    """Ctrl+Enter, as long as Qt shows the button pressed, and all that follows."""
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(PRESSED_MS)


def preview_of(page: Page) -> PreviewDialog | None:
    """The preview that is open over a page."""
    return next((one for one in page.findChildren(PreviewDialog) if one.isVisible()), None)


def close_preview(page: Page) -> PreviewDialog:
    """Leave the preview that must be open; it stays readable until the event loop runs again."""
    preview = preview_of(page)
    assert preview is not None, "no preview is open"
    preview.reject()
    return preview
