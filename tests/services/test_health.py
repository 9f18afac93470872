"""What the check finds, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from desktop_app.keys import fingerprint
from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases, health, office_state, printing
from desktop_app.services.case_files import get_store
from desktop_app.services.work import SYSTEM, Office
from models.audit import AuditEntry
from models.cases import NumberSeries
from tests.conftest import SettableClock
from tests.factories import Hall, licence_case
from tests.services.lived_in import content, live_in


@pytest.fixture
def sound_office(office: Office, hall: Hall) -> Office:
    """A lived-in office with everything in order."""
    live_in(office, hall)
    with office.work(SYSTEM) as work:
        office_state.store(work.session, "key_fingerprint", fingerprint(office.key))
        office_state.raise_revision(work.session)
    return office


def unsound(office: Office) -> list[str]:
    return [item.code for item in health.check(office).items if not item.is_sound]


def test_an_office_in_order_is_sound_and_stays_as_it_is(sound_office: Office) -> None:
    before = content(sound_office)

    report = health.check(sound_office)

    assert report.is_sound, report
    codes = [item.code for item in report.items]
    everywhere = ["schema", "audit_chain", "number_series", "key", "calendar", "disk", "files"]
    assert codes == (
        ["structure", "references", *everywhere] if sound_office.database.is_sqlite else everywhere
    )
    assert all(item.label and item.finding for item in report.items)
    assert content(sound_office) == before


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE audit_entry SET actor_login = 'x' WHERE number = 3", "audit_chain"),
        ("UPDATE number_series SET last = 1 WHERE series LIKE 'case:%'", "number_series"),
        ("DELETE FROM number_series WHERE series LIKE 'case:%'", "number_series"),
        ("DELETE FROM number_series WHERE series LIKE 'print:%'", "number_series"),
        ("UPDATE alembic_version SET version_num = '20200101_older'", "schema"),
    ],
)
def test_damage_is_found(sound_office: Office, statement: str, code: str) -> None:
    with sound_office.database.writer.begin() as connection:
        connection.execute(sa.text(statement))

    assert unsound(sound_office) == [code]


def test_rows_without_their_parents_are_found(
    sqlite_address: str, open_office: Callable[[str], Office]
) -> None:
    office = open_office(sqlite_address)
    with office.database.writer.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute(
            "INSERT INTO case_clock (case_id, kind, started_on, days, unit, due_on, explanation)"
            " VALUES (9, 'notice', '2026-11-20', 5, 'd', '2026-11-27', '')"
        )
        raw.execute("PRAGMA foreign_keys=ON")

    found = {item.code: item for item in health.check(office).items}["references"]

    assert not found.is_sound
    assert "case_clock" in found.finding


def test_a_missing_attachment_is_found(sound_office: Office) -> None:
    with sound_office.read(SYSTEM) as work:
        store = get_store(work)
    (digest,) = store.list_digests()
    store.drop(digest)

    assert unsound(sound_office) == ["files"]


def test_another_key_is_found(sound_office: Office) -> None:
    sound_office.key = bytes(32)

    assert unsound(sound_office) == ["key"]


def test_a_missing_calendar_is_found(sound_office: Office, clock: SettableClock) -> None:
    clock.now = datetime(2027, 11, 1, tzinfo=UTC)

    assert unsound(sound_office) == ["calendar"]


def test_a_full_disk_is_found(sound_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 1 << 62)

    assert unsound(sound_office) == ["disk"]


def test_series_that_are_ahead_are_sound(sound_office: Office, hall: Hall) -> None:
    """A number that was taken and never used, as after a failed print, is no fault."""
    with sound_office.work(SYSTEM) as work:
        work.session.execute(sa.update(NumberSeries).values(last=NumberSeries.last + 7))
    with sound_office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall))
        printing.request_print(work, case.document_ids[0], "示例打印机")

    assert unsound(sound_office) == []


def test_only_maintainers_check(office: Office, hall: Hall) -> None:
    with pytest.raises(ServiceError, match="not_permitted"):
        health.check(office, hall.clerk)


def test_a_check_is_no_act(sound_office: Office) -> None:
    with sound_office.read(SYSTEM) as work:
        before = work.session.scalar(sa.select(sa.func.max(AuditEntry.number)))

    health.check(sound_office)

    with sound_office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.max(AuditEntry.number))) == before
