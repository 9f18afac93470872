"""批量收件: what one case of a batch costs against one written by hand in a transaction of its own, flushed to the disk."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import count

from desktop_app.exchange.applicant_lists import ApplicantLine
from desktop_app.services import cases
from desktop_app.services.batch_receipt import BatchForm, get_checked_rows, receive_batch
from desktop_app.services.work import Office
from tests.benchmarks.databases import fresh_postgresql, fresh_sqlite
from tests.benchmarks.handwritten import CoreWriter
from tests.benchmarks.measurement import Measurement, at_most, interleaved_medians, milliseconds
from tests.factories import LICENCE, Hall, furnish, licence_case, received

LISTED = 100
ROUNDS = 10
LIMIT = 1.5


def bench_batch_sqlite() -> Measurement:
    """A list of a hundred on SQLite."""
    return _measured("batch_sqlite", fresh_sqlite)


def bench_batch_postgresql() -> Measurement:
    """A list of a hundred on PostgreSQL."""
    return _measured("batch_postgresql", fresh_postgresql)


def _measured(name: str, fresh: Callable[[], AbstractContextManager[Office]]) -> Measurement:
    with fresh() as office:
        hall = furnish(office)
        numbers = count(10_000_000)
        with office.work(hall.clerk) as work:
            first = cases.receive_and_accept_case(work, licence_case(hall))
        core = CoreWriter(office.database.writer, first.case_id)

        def receive() -> None:
            _receive(office, hall, [next(numbers) for _ in range(LISTED)])

        def write() -> None:
            for _ in range(LISTED):
                core.write()

        batch, by_hand = interleaved_medians(ROUNDS, receive, write)
    detail = f"{milliseconds(batch / LISTED)} / {milliseconds(by_hand / LISTED)} a case"
    return at_most(name, batch / by_hand, "× Core, one by one", LIMIT, detail)


def _receive(office: Office, hall: Hall, numbers: list[int]) -> None:
    """Check a list and receive it, as the page does."""
    form = BatchForm(hall.licence_id, 1, received(len(LICENCE.materials)))
    lines = [ApplicantLine(at, f"示例{number}", f"E{number}") for at, number in enumerate(numbers, start=2)]
    with office.read(hall.clerk) as work:
        rows = get_checked_rows(work, form, lines)
    with office.work(hall.clerk) as work:
        receive_batch(work, rows)
