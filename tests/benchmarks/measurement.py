"""What a benchmark says, and how two ways of doing the same thing are compared."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

POSTGRESQL_VARIABLE = "YICHUANG_TEST_POSTGRESQL"


class NotMeasurableError(Exception):
    """What a benchmark needs is not there; its text says what."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One row: a figure and the limit it is held against; `detail` gives the figures behind it."""

    name: str
    value: float
    unit: str
    limit: float
    is_held: bool
    detail: str


def at_most(name: str, value: float, unit: str, limit: float, detail: str) -> Measurement:
    """A figure that must not be larger than its limit."""
    return Measurement(name, round(value, 3), unit, limit, value <= limit, detail)


def at_least(name: str, value: float, unit: str, limit: float, detail: str) -> Measurement:
    """A figure that must not be smaller than its limit."""
    return Measurement(name, round(value, 3), unit, limit, value >= limit, detail)


def interleaved_medians(rounds: int, *ways: Callable[[], object]) -> list[float]:
    """The median seconds of each way: the ways take turns, so that whatever else the machine does hits all alike."""
    times: list[list[float]] = [[] for _ in ways]
    for round_number in range(rounds):
        for offset in range(len(ways)):
            index = (round_number + offset) % len(ways)
            began = time.perf_counter()
            ways[index]()
            times[index].append(time.perf_counter() - began)
    return [statistics.median(found) for found in times]


def milliseconds(seconds: float) -> str:
    """Seconds as a detail shows them."""
    return f"{seconds * 1000:.2f} ms"


def postgresql_server() -> str:
    """The test cluster's address; raises `NotMeasurableError` where none is named."""
    address = os.environ.get(POSTGRESQL_VARIABLE)
    if not address:
        raise NotMeasurableError(f"{POSTGRESQL_VARIABLE} is not set")
    return address
