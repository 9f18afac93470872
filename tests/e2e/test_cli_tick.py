"""`tick`: what has fallen due happens once, on both databases."""

from datetime import UTC, date, datetime
from pathlib import Path

from desktop_app.services.matter_life import abolish_matter, get_standing
from desktop_app.services.work import SYSTEM, Office
from models.enums import MatterState
from tests.conftest import SettableClock
from tests.e2e.command_line import CommandLine
from tests.factories import Hall

LONG_AGO = datetime(2025, 1, 6, 1, 30, tzinfo=UTC)
"""Before any day this test can run on."""


def test_what_is_due_happens_once(
    office: Office, hall: Hall, address: str, clock: SettableClock, tmp_path: Path
) -> None:
    clock.now = LONG_AGO
    with office.work(hall.reviewer) as work:
        abolish_matter(work, hall.immediate_id, date(2025, 1, 10), "依据废止")
    office.close()
    program = CommandLine(tmp_path / "home", address)

    nothing = dict.fromkeys(("accepted", "lapsed", "stuck", "cards", "popularity"), 0)
    assert program.ask("tick") == {"matters": 1, **nothing}
    assert program.run("tick").output.strip() == "没有到期的事务。"
    with office.read(SYSTEM) as work:
        assert get_standing(work, hall.immediate_id).state is MatterState.ABOLISHED
    office.close()
