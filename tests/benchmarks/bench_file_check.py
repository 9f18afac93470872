"""案卷检查: how much longer a check of a whole file takes than reading the papers of the file out of the database."""

import json
import tempfile
from pathlib import Path

import sqlalchemy as sa

from desktop_app.database import open_database, upgrade
from desktop_app.services import cases, examination
from desktop_app.services.delivery import Collector, deliver_case
from desktop_app.services.file_checks import check_file
from desktop_app.services.work import Office
from models.enums import Opinion, PartyRole
from tests.benchmarks.measurement import Measurement, at_most, interleaved_medians, milliseconds
from tests.conftest import TEST_KEY, SettableClock
from tests.factories import Hall, furnish, licence_case

LIMIT = 20
ROUNDS = 60
_PAPERS = "SELECT content FROM issued_document WHERE case_id = :case ORDER BY id"


def bench_file_check() -> Measurement:
    """The fifteen checks of one complete file against the bare read of its papers."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'hall.db'}")
        upgrade(database)
        office = Office(database, TEST_KEY, SettableClock())
        hall = furnish(office)
        case_id = _delivered(office, hall)
        checked, read = interleaved_medians(
            ROUNDS, lambda: _check(office, hall, case_id), lambda: _read(office, case_id)
        )
        office.close()
    detail = f"{milliseconds(checked)} / {milliseconds(read)}"
    return at_most("file_check", checked / read, "× reading the papers", LIMIT, detail)


def _delivered(office: Office, hall: Hall) -> int:
    """A case from receipt to delivery."""
    with office.work(hall.clerk) as work:
        case = cases.receive_and_accept_case(work, licence_case(hall))
    with office.work(hall.approver) as work:
        case = examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, "符合条件")
    with office.work(hall.approver) as work:
        result = examination.Certificate("公共场所卫生许可证", "示卫公证字〔2026〕第001号")
        case = examination.grant_case(work, case.case_id, case.revision, result)
    with office.work(hall.clerk) as work:
        himself = Collector("王小萌", "本人", PartyRole.APPLICANT)
        return deliver_case(work, case.case_id, case.revision, himself).case_id


def _check(office: Office, hall: Hall, case_id: int) -> None:
    with office.read(hall.clerk) as work:
        check_file(work, case_id)


def _read(office: Office, case_id: int) -> None:
    with office.database.reader.connect() as connection:
        for content in connection.execute(sa.text(_PAPERS), {"case": case_id}).scalars():
            json.loads(content)
