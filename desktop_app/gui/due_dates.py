"""What falls due by itself while the workbench is open: at the start, every hour, and when a new day begins."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_app.gui.jobs import Jobs
from models.enums import Area

if TYPE_CHECKING:
    from desktop_app.rules.errors import ServiceError
    from desktop_app.services.due_cases import DueCases
    from desktop_app.services.package_folder import PullReport

LONGEST_PAUSE = timedelta(hours=1)
AFTER_MIDNIGHT = timedelta(seconds=2)
"""The clocks of a hall differ by a little; nobody waits for these seconds."""


class DueDates(QObject):
    """Lets the dates of cases and catalogue act in the background; what it cannot do now it does the next time."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._counted_on: date | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.act)

    def act(self) -> None:
        """Do what is due, and look again in an hour or at midnight."""
        from desktop_app.services.cards import raise_cards
        from desktop_app.services.due_cases import settle_due_cases
        from desktop_app.services.matter_life import apply_due_dates
        from desktop_app.services.package_folder import pull_chosen
        from desktop_app.services.popularity import count_popularity
        from desktop_app.services.work import HALL_ZONE

        office = self._jobs.office
        self.timer.start(int(pause_from(office.clock()).total_seconds() * 1000))
        self._jobs.run(self, apply_due_dates, office, then=_nothing, refused=_not_now)
        self._jobs.run(self, pull_chosen, office, then=self._tell_packages, refused=_not_now)
        self._jobs.run(self, settle_due_cases, office, then=self._tell_cases, refused=_not_now)
        self._jobs.run(self, raise_cards, office, then=_nothing, refused=_not_now)
        today = office.clock().astimezone(HALL_ZONE).date()
        if today != self._counted_on:
            self._counted_on = today
            self._jobs.run(self, count_popularity, office, then=_nothing, refused=_not_now)

    def _tell_packages(self, found: "PullReport | None") -> None:
        """What came in online since the last look."""
        if found is not None and found.added:
            self._jobs.changed.emit(frozenset({Area.CASES}))

    def _tell_cases(self, found: "DueCases") -> None:
        """The lists in sight show at once what the law did."""
        if found.total:
            self._jobs.changed.emit(frozenset({Area.CASES}))


def pause_from(now: datetime) -> timedelta:
    """How long to wait from an instant: an hour, or until the hall's next day has begun."""
    from desktop_app.services.work import HALL_ZONE

    here = now.astimezone(HALL_ZONE)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), HALL_ZONE)
    return min(LONGEST_PAUSE, midnight - here + AFTER_MIDNIGHT)


def _nothing(_changed: int) -> None:
    pass


def _not_now(_error: "ServiceError") -> None:
    """The database is away or busy: the strip below says so already."""
