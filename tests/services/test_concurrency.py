"""Eight counters accept at once, each in its own process, on one database of either kind."""

from desktop_app.services.work import Office
from tests.factories import Hall
from tests.services import ledger, workers

COUNTERS = 8
CASES = 50
LONGEST_SECONDS = 60


def test_eight_counters_accept_at_once(address: str, office: Office, hall: Hall) -> None:
    office.close()
    barrier = workers.context().Barrier(COUNTERS)
    started = [
        workers.start(workers.accept_many, address, hall, barrier, CASES, turn) for turn in range(COUNTERS)
    ]

    reported = [workers.received(reports) for _process, reports in started]
    for process, _reports in started:
        process.join(LONGEST_SECONDS)

    assert [process.exitcode for process, _reports in started] == [0] * COUNTERS
    assert [len(numbers) for numbers in reported] == [CASES] * COUNTERS
    acknowledged = {number for numbers in reported for number in numbers}
    assert len(acknowledged) == COUNTERS * CASES
    assert ledger.numbers_of_whole_cases(address) == acknowledged
