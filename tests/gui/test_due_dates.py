"""The workbench lets the dates act: at once when it opens, then every hour and when the hall's day begins."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop_app.gui.due_dates import AFTER_MIDNIGHT, LONGEST_PAUSE, DueDates, pause_from
from desktop_app.gui.jobs import Jobs
from desktop_app.services.matter_life import abolish_matter, get_standing
from desktop_app.services.work import SYSTEM, Office
from models.enums import MatterState
from tests.conftest import SettableClock
from tests.factories import Hall


def test_the_dates_act_whoever_is_signed_in(
    jobs: Jobs, office: Office, hall: Hall, clock: SettableClock
) -> None:
    with office.work(hall.reviewer) as work:
        abolish_matter(work, hall.immediate_id, date(2026, 11, 21), "依据废止")
    dates = DueDates(jobs)
    clock.advance(days=1)
    dates.act()
    assert jobs.wait_idle()

    with office.read(SYSTEM) as work:
        assert get_standing(work, hall.immediate_id).state is MatterState.ABOLISHED
    assert dates.timer.isActive()


@pytest.mark.parametrize(
    ("now", "pause"),
    [
        (datetime(2026, 11, 20, 1, 30, tzinfo=UTC), LONGEST_PAUSE),
        (datetime(2026, 11, 20, 15, 59, tzinfo=UTC), timedelta(minutes=1) + AFTER_MIDNIGHT),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), LONGEST_PAUSE),
    ],
)
def test_it_looks_again_in_an_hour_or_after_midnight(now: datetime, pause: timedelta) -> None:
    assert pause_from(now) == pause
