"""本厅: opening the office with its database, key and clock, and the settings that hold for the whole hall."""

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desktop_app.database import Database, default_url, open_database, upgrade
from desktop_app.keys import create_key, find_key, fingerprint, read_key
from desktop_app.paths import data_folder
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.guide_sections import SEPARATOR, USUAL_SECTIONS, sections_of
from desktop_app.rules.texts import clean_text
from desktop_app.services import office_state
from desktop_app.services.catalogue_index import fill_empty_index
from desktop_app.services.work import SYSTEM, Clock, Office, Work, translated_failures, wall_clock
from desktop_app.settings import OfficeSettings, label
from models.enums import Area, Permission

LONGEST_HALL_NAME = 40
LONGEST_BASE_URL = 60
"""Longer ones make the printed QR codes too dense for cheap scanners."""
BASE_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")
RANGES = {
    "supplement_days": (1, 365),
    "delivery_days": (1, 365),
    "yellow_days": (1, 365),
    "yellow_percent": (1, 100),
    "rating_seconds": (10, 600),
    "statutory_default_days": (1, 365),
    "service_persons": (1, 5),
    "notice_service_days": (1, 180),
    "draft_days": (1, 365),
    "preexamination_days": (1, 5),
    "pledge_check_days": (1, 730),
    "consultation_days": (1, 60),
    "hearing_request_days": (5, 60),
    "hearing_hold_days": (1, 20),
    "hearing_notice_days": (7, 60),
    "file_megabytes": (1, 500),
    "file_pages": (1, 5000),
}
"""What the law sets as the least or the most is never less or more (行政许可法 art. 47, 48)."""
LONGEST_WORDS = 260
NOT_SET_BY_HAND = {"key_fingerprint"}


def open_office(address: str | None = None, clock: Clock | None = None) -> Office:
    """Open the hall at a database address, or this workstation's own file: schema, key and clock made ready.

    On PostgreSQL every counter goes by the server's clock, unless a clock is given. Raises `database_foreign`,
    `database_newer`, `database_damaged`, `database_away`, `key_missing`, `key_differs`, `key_unreadable`.
    """
    database = open_database(address or default_url())
    try:
        with translated_failures():
            _require_own_schema(database)
            upgrade(database)
            office = Office(database, b"", clock or _shared_clock(database))
            office.key = _agreed_key(office)
            fill_empty_index(office)
    except BaseException:
        database.close()
        raise
    return office


def key_folder(database: Database) -> Path:
    """Where the office key lies: beside a database file, else in this workstation's data folder."""
    return Path(database.url.database or "").parent if database.is_sqlite else data_folder()


def get_settings(work: Work) -> OfficeSettings:
    """The settings of the hall."""
    return work.settings


def change_settings(work: Work, **values: Any) -> OfficeSettings:
    """Set some of the hall's settings by name.

    Raises `setting_unknown`, `setting_invalid`, `setting_out_of_range`, `hall_name_invalid`, `base_url_invalid`.
    """
    work.require(Permission.SETTINGS_EDIT)
    office_state.queue_up(work.session)
    before = dataclasses.asdict(work.settings)
    checked = {name: _checked(before, name, value) for name, value in values.items()}
    changed = {name: value for name, value in checked.items() if value != before[name]}
    if changed:
        office_state.raise_revision(work.session)
        for name, value in changed.items():
            office_state.store(work.session, name, value)
        work.session.flush()
        work.forget_office_state()
        differences = {name: [before[name], value] for name, value in changed.items()}
        work.record("office.change_settings", "office", Area.SETTINGS, **differences)
    return work.settings


def _checked(known: dict[str, Any], name: str, value: Any) -> Any:
    if name not in known or name in NOT_SET_BY_HAND:
        raise ServiceError("setting_unknown", name=name)
    title = label(OfficeSettings, name)
    if type(value) is not type(known[name]):
        raise ServiceError("setting_invalid", name=title)
    if name in RANGES:
        least, most = RANGES[name]
        if not least <= value <= most:
            raise ServiceError("setting_out_of_range", name=title, least=least, most=most)
        return value
    check = _TEXT_CHECKS.get(name)
    return check(value) if check else value


def _checked_hall_name(value: str) -> str:
    name = " ".join(value.split())
    if not 0 < len(name) <= LONGEST_HALL_NAME or not name.isprintable():
        raise ServiceError("hall_name_invalid", longest=LONGEST_HALL_NAME)
    return name


def _checked_base_url(value: str) -> str:
    address = value.strip().rstrip("/")
    if len(address) > LONGEST_BASE_URL or not BASE_URL.fullmatch(address):
        raise ServiceError("base_url_invalid", longest=LONGEST_BASE_URL)
    return address


def _checked_sections(value: str) -> str:
    """One form for every way of writing the list; nothing for the usual one."""
    sections = sections_of(value)
    return "" if sections == USUAL_SECTIONS else SEPARATOR.join(section.label for section in sections)


def _checked_words(name: str) -> Callable[[str], str]:
    """Plain words of one line, or none."""

    def check(value: str) -> str:
        return clean_text(" ".join(value.split()), label(OfficeSettings, name), longest=LONGEST_WORDS)

    return check


_TEXT_CHECKS: dict[str, Callable[[str], str]] = {
    **{name: _checked_words(name) for name in ("files_folder", "copy_tail")},
    "hall_name": _checked_hall_name,
    "base_url": _checked_base_url,
    "guide_sections": _checked_sections,
}


def _require_own_schema(database: Database) -> None:
    """Never build our tables into somebody else's database."""
    with database.reader.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
    if tables and "alembic_version" not in tables:
        raise ServiceError("database_foreign")


def _shared_clock(database: Database) -> Clock:
    """The clock all counters share: the server's, measured once against this computer's."""
    if database.is_sqlite:
        return wall_clock
    with database.reader.connect() as connection:
        asked_at = wall_clock()
        server = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
        answered_at = wall_clock()
    offset: timedelta = server - (asked_at + (answered_at - asked_at) / 2)
    return lambda: wall_clock() + offset


def _agreed_key(office: Office) -> bytes:
    """The key the database was first opened with; the first opening makes it."""
    folder = key_folder(office.database)
    with office.read(SYSTEM) as work:
        wanted = work.settings.key_fingerprint
    if not wanted:
        wanted = _agree_on_key(office, folder)
    return find_key(folder, wanted)


def _agree_on_key(office: Office, folder: Path) -> str:
    """The fingerprint in the database, stored by whichever of several first openings came first."""
    with office.work(SYSTEM) as work:
        office_state.queue_up(work.session)
        if not work.settings.key_fingerprint:
            wanted = fingerprint(read_key(folder) or create_key(folder))
            office_state.raise_revision(work.session)
            office_state.store(work.session, "key_fingerprint", wanted)
            work.session.flush()
            work.forget_office_state()
            work.record("office.create_key", "office", Area.SETTINGS, fingerprint=wanted)
        return work.settings.key_fingerprint
