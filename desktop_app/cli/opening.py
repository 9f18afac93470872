"""Opening the office for one command, and giving it back."""

import argparse
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_app.rules.errors import ServiceError
from desktop_app.settings import database_address

if TYPE_CHECKING:
    from desktop_app.services.work import Office, Work


@contextmanager
def opened(arguments: argparse.Namespace, *, is_new_allowed: bool = False) -> Generator["Office"]:
    """The office the command is about; raises `database_missing` instead of making one by mistake."""
    from desktop_app.services.office import open_office

    address = database_address(arguments.database)
    if not is_new_allowed and is_missing(address):
        raise ServiceError("database_missing")
    office = open_office(address)
    try:
        yield office
    finally:
        office.close()


@contextmanager
def reading(arguments: argparse.Namespace) -> Generator["Work"]:
    """A look at the office that changes nothing."""
    from desktop_app.services.work import SYSTEM

    with opened(arguments) as office, office.read(SYSTEM) as work:
        yield work


def is_missing(address: str | None) -> bool:
    """Whether the address is that of a database file nobody has made yet."""
    from desktop_app.database import database_file, default_url

    file = database_file(address or default_url())
    return file is not None and not file.exists()


def named_department(work: "Work", wanted: str) -> int:
    """The department of a code, name or short name; raises `department_not_found`."""
    from desktop_app.services.sites import list_departments

    for row in list_departments(work):
        if wanted in {row.code, row.name, row.short_name}:
            return row.id
    raise ServiceError("department_not_found")
