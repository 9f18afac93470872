"""The quality check against reading the same contents, and its lists over a large catalogue."""

import json
import time
from pathlib import Path

from desktop_app.exchange.inputs import inspect
from desktop_app.exchange.matters import parse_file
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.quality import check_content
from desktop_app.services.matter_versions import dump_content, load_content
from tests.benchmarks.measurement import Measurement, NotMeasurableError, at_most, interleaved_medians

MATTERS = Path(__file__).parents[3] / "shared/data/matters-guangdong/matters.jsonl"
ROUNDS = 7
CHECK_LIMIT = 3.0
"""Times what it takes to read the same contents out of their stored JSON, which every check has to do first."""


def bench_quality_check() -> Measurement:
    """All rules over the 2,262 real matters against reading them from their stored form."""
    contents = _contents()
    stored = [json.dumps(dump_content(content)) for content in contents]

    def check() -> None:
        for content in contents:
            check_content(content)

    def read() -> None:
        for text in stored:
            load_content(json.loads(text))

    began = time.perf_counter()
    checking, reading = interleaved_medians(ROUNDS, check, read)
    each = 1_000_000 / len(contents)
    detail = f"{checking * each:.0f} µs a matter against {reading * each:.0f} µs, {time.perf_counter() - began:.1f} s"
    return at_most("quality_check", checking / reading, "×", CHECK_LIMIT, detail)


def _contents() -> list[MatterContent]:
    if not MATTERS.is_file():
        raise NotMeasurableError("the real matters are not beside the repository")
    records = parse_file(inspect(MATTERS), lambda _done, _total: None, lambda: False)
    return [record.content for record in records if record.content is not None]
