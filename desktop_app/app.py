"""Composition root: settings → login window → (behind it) services, database, office → main window."""

import logging
import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from desktop_app import settings
from desktop_app.gui import theme
from desktop_app.gui.collector import Collector, retire
from desktop_app.gui.failure import FailureTeller
from desktop_app.gui.login.page import LoginWindow
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from models.enums import Area

if TYPE_CHECKING:  # what SQLAlchemy comes with is imported behind the login window
    from desktop_app.gui.jobs import Jobs
    from desktop_app.gui.main_window import MainWindow
    from desktop_app.gui.session import Seat
    from desktop_app.services.calendar import CalendarStatus
    from desktop_app.services.sites import CounterSeat
    from desktop_app.services.work import Office

NOT_OPENED = "数据库没有打开，原因已记入本机日志。请联系系统管理员，或稍后重新连接。"
CALENDAR_MISSING = (
    "{year} 年的放假安排尚未导入，跨年的时限暂时不能计算。请到“工作日历”导入国务院办公厅的通知。"
)

log = logging.getLogger(__name__)


class Workbench(QObject):
    """The running program: its office, its jobs, and the one window in sight."""

    _opened = Signal(object)
    _refused = Signal(str)

    def __init__(self, address: str | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self.jobs: Jobs | None = None
        self.login: LoginWindow | None = None
        self.main: MainWindow | None = None
        self.seat: Seat | None = None
        self.failures = FailureTeller(self)
        self._is_leaving = False
        self._is_calendar_banner = False
        self._opened.connect(self._take_office, Qt.ConnectionType.QueuedConnection)
        self._refused.connect(self._show_refusal, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Show the login window, and when it is painted begin to load everything else."""
        self._show_login()
        QCoreApplication.processEvents()
        self.open_office()

    def open_office(self) -> None:
        """Import the services and open the database beside the window."""
        threading.Thread(target=self._load, name="loader", daemon=True).start()

    def stop(self) -> None:
        """Commit what was clicked, leave the counter, give the database back."""
        self._is_leaving = True
        self._leave_counter()
        self.main, self.login = retire(self.main), retire(self.login)
        if self.jobs is not None:
            self.jobs.shutdown()
            self.jobs.office.close()

    def _load(self) -> None:
        try:
            from desktop_app.services.office import open_office

            office = open_office(self._address)
        except ServiceError as error:
            self._refused.emit(sentence(error))
            return
        except Exception:
            log.exception("the office could not be opened")
            self._refused.emit(NOT_OPENED)
            return
        self._opened.emit(office)
        from desktop_app.gui import pages

        log.info("%d pages are ready", len(pages.PAGES))

    def _show_login(self) -> None:
        window = self.login = LoginWindow()
        window.entered.connect(self._enter)
        window.retry_wanted.connect(self.open_office)
        window.show()
        window.activateWindow()
        if self.jobs is not None:
            window.office_opened(self.jobs)

    def _show_refusal(self, text: str) -> None:
        if self.login is not None:
            self.login.office_refused(text)

    def _take_office(self, office: "Office") -> None:
        from desktop_app.gui.due_dates import DueDates
        from desktop_app.gui.jobs import Jobs
        from desktop_app.services.work import NOBODY

        if self._is_leaving:
            office.close()
            return
        self.jobs = Jobs(office, NOBODY, self)
        self.jobs.watch()
        self.jobs.changed.connect(self._note_change)
        self.jobs.failed_unexpectedly.connect(self.failures.tell)
        due = DueDates(self.jobs, self)
        due.timer.timeout.connect(self._read_calendar)  # a workbench that stays open comes into November too
        due.act()
        theme.load_rare_characters()
        if self.login is not None:
            self.login.office_opened(self.jobs)

    def _enter(self, seat: "CounterSeat | None") -> None:
        from desktop_app.gui.finder import Finder
        from desktop_app.gui.main_window import MainWindow
        from desktop_app.gui.pages import PAGES
        from desktop_app.gui.session import Seat

        if self.jobs is None or self.login is None:
            return
        window = self.main = MainWindow(self.jobs, PAGES, self.login.hall_name)
        Finder(window)
        window.signed_out.connect(self._sign_out)
        window.password_wanted.connect(self._change_password)
        window.closed.connect(QCoreApplication.quit)
        self._is_calendar_banner = False
        if seat is not None:
            self.seat = Seat(self.jobs, seat, self)
            self.seat.lost.connect(self._lose_seat)
        window.show()
        window.activateWindow()
        self.login = retire(self.login)
        self._read_calendar()

    def _sign_out(self) -> None:
        from desktop_app.services.work import NOBODY

        if self.jobs is None or self.main is None:
            return
        self._show_login()
        self._leave_counter()
        self.main.closed.disconnect(QCoreApplication.quit)
        self.main = retire(self.main)
        self.jobs.act_as(NOBODY)

    def _leave_counter(self) -> None:
        if self.seat is not None:
            self.seat.leave()
            self.seat = None

    def _change_password(self) -> None:
        from desktop_app.gui.login.password import PasswordDialog

        if self.jobs is not None and self.main is not None:
            PasswordDialog(self.jobs, self.main).open()

    def _lose_seat(self, error: ServiceError) -> None:
        if self.main is not None:
            self.main.show_counter("")
            self.main.show_refusal(error)

    def _note_change(self, areas: frozenset[Area]) -> None:
        if Area.CALENDAR in areas:
            self._read_calendar()

    def _read_calendar(self) -> None:
        from desktop_app.services.calendar import calendar_status

        if self.main is not None and self.jobs is not None:
            self.jobs.read(self.main, calendar_status, then=self._show_calendar)

    def _show_calendar(self, status: "CalendarStatus") -> None:
        if self.main is None:
            return
        self.main.status.show_calendar(status.loaded_years, is_missing=status.missing_next_year)
        if status.warning and not self._is_calendar_banner:
            year = status.loaded_years[-1] + 1 if status.loaded_years else ""
            self.main.show_banner(CALENDAR_MISSING.format(year=year))
        if self._is_calendar_banner and not status.warning:
            self.main.banner.clear()
        self._is_calendar_banner = status.warning


def run(address: str | None = None) -> int:
    """Open the workbench on a database (this workstation's own file for `None`); the program's exit status.

    Raises `settings_unreadable`, `setting_invalid` where this computer's settings cannot be read.
    """
    chosen = settings.read_workstation()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("yichuang")
    app.setOrganizationName("yichuang")
    app.setApplicationDisplayName("一窗")
    theme.apply(app, chosen.theme, chosen.text_percent)
    collector = Collector(app)
    collector.start()
    workbench = Workbench(address, app)
    workbench.failures.install()
    workbench.start()
    status = app.exec()
    workbench.stop()
    collector.stop()
    return status
