"""The one search box in the main window: codes are proven, numbers open, names and initials are offered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.cases.intake import IntakePage
from desktop_app.gui.catalogue.page import CataloguePage
from desktop_app.gui.finder import FORGED, Finder
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.pages import PAGES
from desktop_app.gui.search import TYPING_PAUSE_MS
from desktop_app.gui.toast import Toast
from desktop_app.rules.printing import sign
from desktop_app.services.cases import ActResult, CaseInput, receive_and_accept_case
from desktop_app.services.catalogue import get_matter_by_id
from desktop_app.services.work import SYSTEM, Office
from models.enums import DocumentKind, Role
from tests.conftest import TEST_KEY
from tests.factories import received
from tests.gui.counter import activate, do, settle
from tests.gui.hands import find, press
from tests.gui.sample_hall import matter, person, typed
from tests.people import LI, WANG

pytestmark = pytest.mark.sample_hall(Role.CLERK)

MATTER = "个体工商户设立登记"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(jobs: Jobs, qtbot: QtBot) -> MainWindow:
    made = MainWindow(jobs, PAGES, "示例政务服务大厅")
    qtbot.addWidget(made)
    Finder(made)
    made.show()
    activate(made)
    settle(jobs)
    press(made, Qt.Key.Key_K, CTRL)
    return made


@pytest.fixture
def case(office: Office) -> ActResult:
    return accepted(office)


def accepted(office: Office) -> ActResult:
    with office.read(SYSTEM) as work:
        detail = get_matter_by_id(work, matter(office, MATTER).id)
    given = CaseInput(detail.id, detail.version, WANG, LI, received(len(detail.content.materials)))
    return do(office, person(office, Role.CLERK), receive_and_accept_case, given)


def code_of(case: ActResult, key: bytes = TEST_KEY, document: DocumentKind = DocumentKind.RECEIPT) -> str:
    return sign("https://hall.example", case.number, document, case.query_code, key)


def scan(window: MainWindow, text: str) -> None:
    """As a scanner types it, with its Enter."""
    typed(text, window.search)
    press(window.search, Qt.Key.Key_Return)
    settle(window.jobs)


def write(window: MainWindow, text: str) -> list[str]:
    """As a person types it, without Enter; what is offered."""
    typed(text, window.search)
    QTest.qWait(TYPING_PAUSE_MS + 50)
    settle(window.jobs)
    assert window.search.findings.isVisible()
    return [window.search.findings.item(at).text() for at in range(window.search.findings.count())]


def shown_number(window: MainWindow) -> str:
    page = window.current_page
    assert isinstance(page, CasePage)
    return page.summary.number.text()


def test_a_genuine_code_opens_its_case_and_says_so(window: MainWindow, case: ActResult) -> None:
    scan(window, code_of(case))

    assert shown_number(window) == case.number
    assert DocumentKind.RECEIPT.label in find(window, Toast, "window.toast").text()
    assert window.search.text() == ""


@pytest.mark.parametrize("change", ["key", "number", "cut", "document"])
def test_a_forged_code_is_said_and_opens_nothing(window: MainWindow, case: ActResult, change: str) -> None:
    text = code_of(case)
    forged = {
        "key": code_of(case, bytes(32)),
        "number": text.replace(case.number[-4:], "9999", 1),
        "cut": text[:-3],
        "document": code_of(case, document=DocumentKind.GRANT),
    }[change]
    scan(window, forged)

    assert isinstance(window.current_page, IntakePage)
    assert window.banner.text == FORGED


def test_a_genuine_code_takes_the_warning_away(window: MainWindow, case: ActResult) -> None:
    scan(window, code_of(case)[:-3])
    assert window.banner.text == FORGED
    scan(window, code_of(case))
    assert window.banner.text == ""


@pytest.mark.parametrize("fold", [str, str.lower])
def test_a_whole_number_opens_its_case(window: MainWindow, case: ActResult, fold: type[str]) -> None:
    scan(window, fold(case.number))

    assert shown_number(window) == case.number


def test_a_name_offers_its_cases_and_down_enter_opens_one(window: MainWindow, case: ActResult) -> None:
    offered = write(window, WANG.name)
    assert any(WANG.name in words and MATTER in words for words in offered)
    press(window.search, Qt.Key.Key_Down)
    press(window.search, Qt.Key.Key_Return)
    settle(window.jobs)
    assert shown_number(window) == case.number


def test_an_identity_number_offers_the_case_without_showing_the_number(
    window: MainWindow, case: ActResult
) -> None:
    offered = write(window, WANG.identity_number)

    assert case.number
    assert any(WANG.name in words for words in offered)
    assert not any(WANG.identity_number in words for words in offered)


def test_initials_offer_a_matter_and_start_its_form(window: MainWindow) -> None:
    offered = write(window, "gtgshsldj")
    assert MATTER in offered
    press(window.search, Qt.Key.Key_Down)
    press(window.search, Qt.Key.Key_Return)
    settle(window.jobs)
    page = window.current_page
    assert isinstance(page, IntakePage)
    assert page.form.matter is not None
    assert page.form.matter.content.name == MATTER


def test_who_receives_nothing_reads_the_matter_instead(office: Office, qtbot: QtBot) -> None:
    jobs = Jobs(office, person(office, Role.EDITOR))
    window = MainWindow(jobs, PAGES)
    qtbot.addWidget(window)
    Finder(window)
    window.show()
    activate(window)
    settle(jobs)
    press(window, Qt.Key.Key_K, CTRL)
    write(window, MATTER)
    press(window.search, Qt.Key.Key_Down)
    press(window.search, Qt.Key.Key_Return)
    QTest.qWait(100)
    settle(jobs)
    page = window.current_page
    assert isinstance(page, CataloguePage)
    assert MATTER in page.guide.toPlainText()
    window.close()
    jobs.shutdown()


@pytest.mark.parametrize("text", ["%", "'; DROP TABLE", "\x00", "😀", "://c/", "x" * 600, "https://a/c/"])
def test_odd_text_finds_nothing_and_breaks_nothing(window: MainWindow, text: str) -> None:
    scan(window, text)

    assert isinstance(window.current_page, IntakePage)
