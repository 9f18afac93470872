"""How fast a past is simulated: cases a second with everything that belongs to them."""

from tests.benchmarks.bench_backlog import MANY
from tests.benchmarks.databases import simulated_sqlite
from tests.benchmarks.measurement import Measurement, at_least

RATE = 20_000


def bench_simulation() -> Measurement:
    """The million cases the other rows read."""
    path, seconds = simulated_sqlite(MANY)
    detail = f"{MANY} cases in {seconds:.0f} s, {path.stat().st_size / 1e9:.1f} GB"
    return at_least("simulation", MANY / seconds, "cases/s", RATE, detail)
