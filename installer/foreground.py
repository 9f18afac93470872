"""Runs commands in the foreground so that everything they started is tidied away when we are told to stop."""

from __future__ import annotations

import signal
import subprocess
import sys
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TIDY_SECONDS = 20


def stop_on_signals() -> None:
    """Lets the requests to end the process unwind it like Ctrl-C does, so that every `with` block is left."""

    def unwind(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, unwind)


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> int:
    """The exit status of a command; if we are interrupted, it is asked to end and given time to clear up."""
    with subprocess.Popen(command, env=environment, cwd=folder) as process:
        try:
            return process.wait()
        except BaseException:
            end(process, signal.SIGTERM)
            raise


def end(process: subprocess.Popen[bytes], request: signal.Signals) -> None:
    """Asks one process of ours to end, and ends it when it does not."""
    process.send_signal(request)
    try:
        process.wait(TIDY_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
