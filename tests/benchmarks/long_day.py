"""A long day at a counter: 200 cases in one workbench, every page opened; writes the most memory it held, in MB."""

import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from desktop_app.gui import theme
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.pages import PAGES
from desktop_app.services.cases import ActResult, receive_and_accept_case
from desktop_app.services.printing import get_document_pdf
from desktop_app.services.work import Office
from tests.benchmarks.bench_memory import CASES
from tests.benchmarks.databases import fresh_sqlite
from tests.factories import Hall, furnish, licence_case

CASES_A_PAGE = 10
PATIENCE_SECONDS = 30.0


def main() -> None:
    """Spend the day and tell what it took."""
    app = QApplication(["yichuang"])
    with tempfile.TemporaryDirectory() as folder, fresh_sqlite() as office:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder)
        theme.apply(app)
        _spend_day(office, furnish(office))
    sys.stdout.write(f"{_most_memory_mb():.0f}\n")


def _most_memory_mb() -> float:
    """The kernel's own high-water mark of this program; `getrusage` would begin with that of who started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _spend_day(office: Office, hall: Hall) -> None:
    jobs = Jobs(office, hall.clerk)
    window = MainWindow(jobs, PAGES)
    window.show()
    papers: list[int] = []

    def print_papers(result: ActResult) -> None:
        with office.read(hall.clerk) as work:
            papers.extend(len(get_document_pdf(work, number)) for number in result.document_ids)

    for number in range(CASES):
        if number % CASES_A_PAGE == 0:
            window.open_page(window.specs[number // CASES_A_PAGE % len(window.specs)].key)
        jobs.change(window, receive_and_accept_case, licence_case(hall), then=print_papers)
        _settle(jobs)
    jobs.shutdown()
    window.close()
    if len(papers) != 2 * CASES:
        raise RuntimeError(f"only {len(papers)} papers were made")


def _settle(jobs: Jobs) -> None:
    """Serve the window until nothing is under way."""
    until = time.monotonic() + PATIENCE_SECONDS
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    while jobs.is_busy and time.monotonic() < until:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


if __name__ == "__main__":
    main()
