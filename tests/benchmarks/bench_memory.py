"""The memory of one workbench after a long day."""

import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measurement import Measurement, at_most

CASES = 200
LIMIT_MB = 350
ROOT = Path(__file__).parents[2]


def bench_memory() -> Measurement:
    """The most it held at any time, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.long_day"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    detail = f"most held while {CASES} cases were accepted and printed and every page was opened"
    return at_most("memory", float(done.stdout), "MB", LIMIT_MB, detail)
