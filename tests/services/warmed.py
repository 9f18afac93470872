"""Imported once by the server that test processes are forked from: a case is accepted, so that all is loaded."""

import tempfile

from desktop_app.database import open_database, upgrade
from desktop_app.services.work import Office
from tests.conftest import MORNING, TEST_KEY
from tests.factories import furnish
from tests.services.workers import accept


def _accept_one() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/warm.db")
        upgrade(database)
        office = Office(database, TEST_KEY, lambda: MORNING)
        hall = furnish(office)
        accept(office, hall.clerk, hall)
        office.close()


_accept_one()
