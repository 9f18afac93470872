"""Pictures of every page, dialog and second screen, with the story of the sample hall in them.

The pages are the real ones, in real windows that nobody sees; what they show is read as for a person at the screen.
"""

import logging
import os
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QEventLoop,
    QMessageLogContext,
    QSettings,
    QSize,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from desktop_app.gui import theme
from desktop_app.gui.catalogue.guide_batch import GuideBatchDialog
from desktop_app.gui.catalogue.guide_dialog import GuideDialog
from desktop_app.gui.collector import Collector, retire
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.login.page import LoginWindow
from desktop_app.gui.login.password import PasswordDialog
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.pages import PAGES
from desktop_app.gui.reviews.window import RatingPad
from desktop_app.gui.scenes import (
    APPEALED,
    APPLICANT,
    DAY_OFF,
    EDITED,
    EDITED_PARTS,
    PARTS,
    SCENES,
    TABS,
    CaseOf,
    Scene,
)
from desktop_app.rules.errors import ServiceError
from desktop_app.services.calendar import calendar_status, clear_day, set_day
from desktop_app.services.cards import appeal_card, list_cards
from desktop_app.services.catalogue import find_matters
from desktop_app.services.office import get_settings
from desktop_app.services.reviews import invite
from desktop_app.services.story import Story, story_office
from desktop_app.services.work import NOBODY, SYSTEM, Actor, Office
from models.enums import CaseState, Grade, Role

OFFSCREEN = "offscreen"
SETTLING_SECONDS = 0.3
"""Longer than any pause a page makes before it looks something up."""
IDLE_SECONDS = 0.002
"""Between two looks for events: the threads that read need the processor more than the one that waits for them."""
WAIT_SECONDS = 20.0

log = logging.getLogger(__name__)

W = TypeVar("W", bound=QWidget)


def render_all(out: Path, theme_name: str, size: tuple[int, int], text_scale: float) -> list[Path]:
    """Draw everything into a folder, one PNG each; the files in the order they were drawn.

    `size` is that of the windows in pixels, `text_scale` 1 to 2. Raises `output_unwritable`.
    """
    os.environ["QT_QPA_PLATFORM"] = OFFSCREEN
    qInstallMessageHandler(_log_message)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["yichuang"])
    with (
        tempfile.TemporaryDirectory(prefix="yichuang-screens-") as settings,
        story_office() as (office, story),
    ):
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, settings)
        theme.apply(app, theme_name, round(text_scale * 100))
        theme.load_rare_characters()
        photographer = Photographer(out, QSize(*size), office, story)
        collector = Collector(app)
        collector.start()
        try:
            photographer.take_all()
        finally:
            collector.stop()
    return photographer.files


class Photographer:
    """Opens windows as people would and takes their pictures."""

    def __init__(self, out: Path, size: QSize, office: Office, story: Story) -> None:
        self.files: list[Path] = []
        self._out = out
        self._size = size
        self._office = office
        self._story = story
        with office.read(NOBODY) as work:
            self._hall_name = get_settings(work).hall_name

    def take_all(self) -> None:
        """Signing in, every page of every role, the dialogs, the second screens."""
        self._take_login()
        for role, actor in self._story.people.items():
            with self._events(role), self._window(actor) as window:
                self._take_pages(role, window)
                self._take_dialogs(role, window)
                self._take_tabs(role, window)
                if role is Role.EDITOR:
                    self._take_editor(window)
                if role is Role.CLERK:
                    self._take_intake(window)
                    self._take_guides(window)
                    self._take_modal("help-dialog", window.show_help, window.jobs)
                    self._take_modal("password-dialog", PasswordDialog(window.jobs, window).open, window.jobs)
        self._take_pad(self._story.people[Role.CLERK])

    @contextmanager
    def _events(self, role: Role) -> Generator[None]:
        """What the supervisor has to answer: a calendar that was changed, and an appeal; nobody else sees either."""
        if role is not Role.SUPERVISOR:
            yield
            return
        with self._office.work(SYSTEM) as work:
            set_day(work, DAY_OFF, is_working=False, name="停电检修")
        with self._office.work(self._story.people[Role.CLERK]) as work:
            card = list_cards(work, self._case(APPEALED))[-1]
            appeal_card(work, card.id, "窗口系统停用一天，当天无法办理。")
        yield
        with self._office.work(SYSTEM) as work:
            clear_day(work, DAY_OFF)

    def _take_login(self) -> None:
        with self._jobs(NOBODY) as jobs:
            window = LoginWindow()
            window.resize(self._size)
            window.show()
            window.office_opened(jobs)
            self._shoot("login", window, jobs)
            retire(window)

    def _take_pages(self, role: Role, window: MainWindow) -> None:
        for spec in window.specs:
            window.open_page(spec.key, self._subject(spec.key))
            self._shoot(f"{role}-{spec.key}", window, window.jobs)
            for name, subject in PARTS.get(spec.key, {}).items():
                window.open_page(spec.key, subject)
                self._shoot(f"{role}-{spec.key}-{name}", window, window.jobs)

    def _subject(self, key: str) -> object:
        """What a page is opened for; most need nothing."""
        return self._case(CaseState.EXAMINED) if key == "cases.detail" else None

    def _case(self, which: CaseOf) -> int:
        """The first case of a state, or the one of a place in the story."""
        cases = self._story.cases
        return next(case.case_id for case in cases if which in {case.state, case.sequence})

    def _take_dialogs(self, role: Role, window: MainWindow) -> None:
        for scene in SCENES:
            if scene.role is not role:
                continue
            subject = scene.subject
            window.open_page(scene.page, subject if subject is not None else self._place(scene))
            self._settle(window.jobs)
            page = window.current_page
            if page is not None:
                press = _press(page, scene.button)
                self._take_modal(f"{role}-{scene.name}-dialog", press, window.jobs)

    def _place(self, scene: Scene) -> object:
        """The case a scene is about, at one of its tabs where it stands there."""
        if scene.case is None:
            return None
        case_id = self._case(scene.case)
        return (case_id, scene.tab) if scene.tab else case_id

    def _take_tabs(self, role: Role, window: MainWindow) -> None:
        for name, (title, which) in TABS.get(role, {}).items():
            window.open_page("cases.detail", (self._case(which), title))
            self._shoot(f"{role}-cases.detail-{name}", window, window.jobs)

    def _take_intake(self, window: MainWindow) -> None:
        """The form of the counter, half filled in."""
        with self._office.read(window.jobs.actor) as work:
            matter = find_matters(work, "食品经营许可（餐饮服务）", limit=1)[0]
        window.open_page("cases.intake", matter)
        self._settle(window.jobs)
        for name, text in APPLICANT.items():
            _named(window, QLineEdit, name).setText(text)
        self._shoot("clerk-cases.intake-filled", window, window.jobs)

    def _take_guides(self, window: MainWindow) -> None:
        """The guide of a matter with situations, and the book of a department."""
        with self._office.read(window.jobs.actor) as work:
            matter = find_matters(work, EDITED, limit=1)[0]
        window.open_page("catalogue.page", matter)
        self._settle(window.jobs)
        page = window.current_page
        if page is not None:
            self._take_modal("clerk-guide-dialog", GuideDialog(page, matter.id).open, window.jobs)
            self._take_modal("clerk-guide-batch-dialog", GuideBatchDialog(page).open, window.jobs)

    def _take_editor(self, window: MainWindow) -> None:
        """A draft of a matter with situations, and some of its sections."""
        with self._office.read(window.jobs.actor) as work:
            matter = find_matters(work, EDITED, limit=1)[0]
        for path in EDITED_PARTS:
            window.open_page("catalogue.editor", (matter.id, path))
            self._shoot(f"editor-catalogue.editor-{path}", window, window.jobs)

    def _take_pad(self, clerk: Actor) -> None:
        with self._office.work(clerk) as work:
            invitation = invite(work, self._case(CaseState.GRANTED))
        pad = RatingPad(invitation)
        pad.resize(self._size)
        pad.suit(self._size)
        pad.show()
        self._shoot("pad-grades", pad, None)
        pad.grades.chosen.emit(Grade.DISSATISFIED)
        self._shoot("pad-reasons", pad, None)
        pad.thank()
        self._shoot("pad-thanks", pad, None)
        retire(pad)

    def _take_modal(self, name: str, act: Callable[[], object], jobs: Jobs) -> None:
        """Take the dialog an act opens, then give it up; the act may come back before or after that."""
        taken: list[bool] = []
        until = time.monotonic() + WAIT_SECONDS

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                taken.append(True)
                self._shoot(name, dialog, jobs, is_own_size=True)
                dialog.close()
            elif time.monotonic() < until:
                QTimer.singleShot(50, look)

        QTimer.singleShot(50, look)
        act()
        while not taken and time.monotonic() < until:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(IDLE_SECONDS)
        if not taken:
            raise RuntimeError(f"nothing opened for {name}")

    def _shoot(self, name: str, widget: QWidget, jobs: Jobs | None, *, is_own_size: bool = False) -> None:
        if not is_own_size:
            widget.resize(self._size)
        self._settle(jobs)
        file = self._out / f"{name.replace('.', '-')}.png"
        if not widget.grab().save(str(file)):
            raise ServiceError("output_unwritable")
        self.files.append(file)

    @staticmethod
    def _settle(jobs: Jobs | None) -> None:
        """Serve the window until nothing is under way and no pause is left."""
        quiet_since = time.monotonic()
        until = quiet_since + WAIT_SECONDS
        while time.monotonic() < min(until, quiet_since + SETTLING_SECONDS):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if jobs is not None and jobs.is_busy:
                quiet_since = time.monotonic()
            time.sleep(IDLE_SECONDS)

    @contextmanager
    def _window(self, actor: Actor) -> Generator[MainWindow]:
        with self._jobs(actor) as jobs:
            window = MainWindow(jobs, PAGES, self._hall_name)
            window.resize(self._size)
            with self._office.read(actor) as work:
                status = calendar_status(work)
            window.status.show_calendar(status.loaded_years, is_missing=status.missing_next_year)
            window.show()
            yield window
            retire(window)

    @contextmanager
    def _jobs(self, actor: Actor) -> Generator[Jobs]:
        jobs = Jobs(self._office, actor)
        try:
            yield jobs
        finally:
            jobs.shutdown()
            jobs.deleteLater()


def _log_message(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """What the platform has to say about itself belongs into the log, not between the answers of a command."""
    log.info("%s", text)


def _press(page: QWidget, name: str) -> Callable[[], object]:
    """What does as if a person had pressed a button, or taken an entry of the page's menu."""
    entry = page.findChild(QAction, name)
    return entry.trigger if entry is not None else _named(page, QPushButton, name).click


def _named(parent: QWidget, kind: type[W], name: str) -> W:
    """The control of a name; people's scripts find it the same way."""
    found = parent.findChild(kind, name)
    if found is None:
        raise RuntimeError(f"there is no {name}")
    return found
