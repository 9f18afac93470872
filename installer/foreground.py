"""Runs commands in the foreground so that everything they started is tidied away when we are told to stop."""

from __future__ import annotations

import os
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
    with subprocess.Popen(command, env=environment, cwd=folder, process_group=0) as process:
        try:
            return process.wait()
        except BaseException:
            end(process)
            raise


def end(leader: subprocess.Popen[bytes]) -> None:
    """Interrupts a process of ours and its group, once, and kills what has not ended in time."""
    if leader.poll() is not None:
        return
    os.killpg(leader.pid, signal.SIGINT)
    try:
        leader.wait(TIDY_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(leader.pid, signal.SIGKILL)
        leader.wait()
