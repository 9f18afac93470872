"""The whole main job through the real windows: sign in, accept, print, examine, decide, deliver, rate, supervise."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.app import Workbench
from desktop_app.gui import theme
from desktop_app.gui.cases.delivery_dialogs import CollectorDialog
from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.forms import DRAFT_PAUSE_MS
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.page import Page
from desktop_app.gui.printing import PreviewDialog
from desktop_app.gui.reviews.window import RatingPad
from desktop_app.gui.tables import ListTable
from desktop_app.services.case_queries import CaseDetail, get_case, list_recent_cases
from desktop_app.services.office import open_office
from desktop_app.services.printing import get_document, list_documents
from desktop_app.services.sample import load_sample, sample_logins
from desktop_app.services.work import SYSTEM
from models.enums import CaseState, DocumentKind, Grade, InvitationState, Opinion
from tests.conftest import SettableClock
from tests.gui.hands import find, press

pytestmark = pytest.mark.usefixtures("collected")

WAIT = 20_000
MATTER = "公共场所卫生许可"
INITIALS = "ggcswsxk"
APPLICANT = "411002199003070006"
WORDS = "材料齐全，符合法定条件"
Thing = TypeVar("Thing", bound=QWidget)


class Person:
    """Somebody of the sample hall with hands on the running program."""

    def __init__(self, program: Workbench, qtbot: QtBot) -> None:
        self.program = program
        self.qtbot = qtbot

    @property
    def window(self) -> MainWindow:
        """The main window in sight."""
        assert self.program.main is not None
        return self.program.main

    @property
    def page(self) -> Page:
        """The page in sight."""
        assert self.window.current_page is not None
        return self.window.current_page

    def settle(self) -> None:
        """Until nothing is under way."""
        assert self.program.jobs is not None
        assert self.program.jobs.wait_idle(WAIT / 1000)

    def sign_in(self, login: str, *, counter: bool) -> None:
        """Type name and password, sit down at the first counter where there is one to sit at."""
        login_window = self.program.login
        assert login_window is not None
        password = next(sample.password for sample in sample_logins() if sample.login == login)
        find(login_window, QLineEdit, "login.name").setText(login)
        line = find(login_window, QLineEdit, "login.password")
        line.setText(password)
        press(line, Qt.Key.Key_Return)
        if counter:
            self.qtbot.waitUntil(lambda: _counters(login_window) > 0, timeout=WAIT)
            counters = find(login_window, QListWidget, "login.counter")
            counters.setCurrentRow(0)
            find(login_window, QPushButton, "login.take_counter").click()
        self.qtbot.waitUntil(lambda: self.program.main is not None, timeout=WAIT)
        self.settle()

    def sign_out(self) -> None:
        """Leave the program to the next person."""
        self.window.signed_out.emit()
        self.qtbot.waitUntil(lambda: self.program.login is not None, timeout=WAIT)
        self.settle()

    def close_preview(self) -> PreviewDialog:
        """Look at the papers that came up and put them away."""
        self.qtbot.waitUntil(lambda: _child(self.window, PreviewDialog) is not None, timeout=WAIT)
        preview = _child(self.window, PreviewDialog)
        assert preview is not None
        self.settle()
        preview.close()
        self.settle()
        return preview

    def click(self, name: str) -> None:
        """Press a button of the page."""
        find(self.page, QPushButton, name).click()
        self.settle()


def _counters(window: QWidget) -> int:
    """How many counters the login window offers by now."""
    listed = window.findChild(QListWidget, "login.counter")
    return 0 if listed is None else listed.count()


def _child(window: QWidget, kind: type[Thing]) -> Thing | None:
    return next((child for child in window.findChildren(kind) if child.isVisible()), None)


@pytest.fixture
def program(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[Workbench]:
    """The running program on a sample hall of its own, on a Friday in November."""
    monkeypatch.setenv("YICHUANG_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("desktop_app.services.office.wall_clock", SettableClock())
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    theme.apply(qapp)
    address = f"sqlite:///{tmp_path / 'hall.db'}"
    office = open_office(address)
    with office.work(SYSTEM) as work:
        load_sample(work)
    office.close()
    bench = Workbench(address)
    bench.start()
    qtbot.waitUntil(lambda: bench.jobs is not None, timeout=WAIT)
    yield bench
    bench.stop()


@pytest.fixture
def person(program: Workbench, qtbot: QtBot) -> Person:
    """Whoever is at the keyboard."""
    return Person(program, qtbot)


def read_case(person: Person) -> CaseDetail:
    """The newest case as the database has it."""
    assert person.program.jobs is not None
    with person.program.jobs.office.read(SYSTEM) as work:
        return get_case(work, list_recent_cases(work, limit=1)[0].id)


def read_qr(person: Person, kind: DocumentKind) -> str:
    """What a scanner reads off a paper of the newest case."""
    assert person.program.jobs is not None
    case_id = read_case(person).row.id
    with person.program.jobs.office.read(SYSTEM) as work:
        row = next(row for row in list_documents(work, case_id) if row.kind is kind)
        return get_document(work, row.id).case.qr_text


def choose_matter(person: Person) -> None:
    """Initials, Enter."""
    box = find(person.page, QLineEdit, "cases.matter_search")
    box.setText(INITIALS)
    table = find(person.page, ListTable, "cases.matters")
    person.qtbot.waitUntil(
        lambda: table.current_row() is not None and MATTER in table.current_row().name, timeout=WAIT
    )
    press(box, Qt.Key.Key_Return)
    person.settle()


def accept(person: Person) -> None:
    """At the counter: matter, number, name, checklist, F8."""
    choose_matter(person)
    number = find(person.page, QLineEdit, "cases.applicant_identity_number")
    number.insert(APPLICANT)
    press(number, Qt.Key.Key_Return)
    find(person.page, QLineEdit, "cases.applicant_name").setText("王小萌")
    person.click("cases.receive_all")
    person.click("cases.accept")


def examine(person: Person) -> None:
    """In the back office: an opinion with its reasons."""
    opinion = find(person.page, QComboBox, "examination.opinion")
    words = find(person.page, QPlainTextEdit, "examination.opinion_text")
    person.qtbot.waitUntil(words.isVisible, timeout=WAIT)
    person.settle()
    opinion.setCurrentIndex(opinion.findData(Opinion.GRANT.value))
    opinion.activated.emit(opinion.currentIndex())
    words.setPlainText(WORDS)
    person.click("examination.submit")


def decide(person: Person) -> None:
    """The decision with its certificate."""
    find(person.page, QTabBar, "examination.tabs").setCurrentIndex(1)
    grant = find(person.page, QPushButton, "examination.grant")
    person.qtbot.waitUntil(grant.isVisible, timeout=WAIT)
    person.settle()
    assert find(person.page, QLineEdit, "examination.certificate_name").text()
    find(person.page, QLineEdit, "examination.certificate_number").setText("颍审批〔2026〕001号")
    person.click("examination.grant")
    person.close_preview()


def deliver(person: Person) -> None:
    """At another counter: scan the receipt, look, hand over."""
    assert person.window.open_page("cases.delivery")
    person.settle()
    scan = find(person.page, QLineEdit, "delivery.scan")
    scan.setText(read_qr(person, DocumentKind.RECEIPT))
    press(scan, Qt.Key.Key_Return)
    person.settle()
    assert "真实" in find(person.page, QLabel, "delivery.verdict").text()
    find(person.page, QPushButton, "delivery.deliver").click()
    person.qtbot.waitUntil(lambda: _child(person.window, CollectorDialog) is not None, timeout=WAIT)
    dialog = _child(person.window, CollectorDialog)
    assert dialog is not None
    dialog.way_on.click()
    person.settle()
    person.close_preview()


def rate(person: Person) -> None:
    """On the citizen's screen: a grade, a reason, done; the clerk learns only that it is done."""
    person.click("delivery.invite")
    person.qtbot.waitUntil(lambda: _pad() is not None, timeout=WAIT)
    pad = _pad()
    assert pad is not None
    find(pad, QAbstractButton, f"reviews.grade_{Grade.VERY_SATISFIED}").click()
    find(pad, QAbstractButton, "reviews.option_510").click()
    find(pad, QAbstractButton, "reviews.submit").click()
    person.qtbot.waitUntil(lambda: read_case(person).review is InvitationState.RATED, timeout=WAIT)
    pad.close()
    person.settle()
    assert Grade.VERY_SATISFIED.label not in person.page.message.text


def _pad() -> RatingPad | None:
    windows = QApplication.topLevelWidgets()
    return next((pad for pad in windows if isinstance(pad, RatingPad) and pad.isVisible()), None)


def test_the_whole_job_through_the_windows(person: Person) -> None:
    person.sign_in("chuangkou", counter=True)
    accept(person)
    person.close_preview()
    case = read_case(person)
    assert case.row.state is CaseState.ACCEPTED
    assert case.row.remaining_days is not None
    person.sign_out()

    person.sign_in("shenpi", counter=False)
    examine(person)
    decide(person)
    assert read_case(person).row.state is CaseState.GRANTED
    person.sign_out()

    person.sign_in("chuangkou2", counter=True)
    deliver(person)
    assert read_case(person).row.state is CaseState.COMPLETED
    rate(person)
    person.sign_out()

    person.sign_in("chuangkou", counter=True)
    accept(person)
    person.close_preview()
    person.sign_out()

    person.sign_in("duban", counter=False)
    assert person.window.open_page("statistics.backlog")
    person.settle()
    table = find(person.page, ListTable, "statistics.cases")
    (row,) = table.rows_model().rows
    assert row.state is CaseState.ACCEPTED
    search = find(person.window, QLineEdit, "search.box")
    search.setText(read_qr(person, DocumentKind.ACCEPTANCE))
    press(search, Qt.Key.Key_Return)
    person.settle()
    assert isinstance(person.page, CasePage), "a genuine code opens its case from anywhere"


def test_a_half_filled_form_survives_the_program(person: Person) -> None:
    person.sign_in("chuangkou", counter=True)
    choose_matter(person)
    find(person.page, QLineEdit, "cases.applicant_identity_number").insert(APPLICANT)
    name = find(person.page, QLineEdit, "cases.applicant_name")
    name.insert("王小萌")
    person.qtbot.wait(DRAFT_PAUSE_MS + 200)
    person.sign_out()
    person.sign_in("chuangkou", counter=True)
    again = find(person.page, QLineEdit, "cases.applicant_name")
    person.qtbot.waitUntil(lambda: again.text() == "王小萌", timeout=WAIT)
