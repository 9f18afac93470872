"""Running `yichuang` as people and scripts run it: in a process of its own."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SCREENLESS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "YICHUANG_DATABASE")
LONGEST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command ended with."""

    status: int
    output: str
    errors: str

    @property
    def value(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.output)

    @property
    def code(self) -> str:
        """The code of the refusal, from the one line on standard error."""
        (line,) = self.errors.splitlines()
        return line.partition(": ")[0]


@dataclass(frozen=True, slots=True)
class CommandLine:
    """The program in a data folder of its own; `address` is another database than the folder's file."""

    home: Path
    address: str = ""
    environment: dict[str, str] = field(default_factory=dict[str, str])
    is_cold: bool = False
    """Whether each process starts from nothing, as on a hall's computer, and not from one that has all imported."""

    def run(self, *words: str | bytes | Path, stdin: bytes = b"") -> Outcome:
        """Run one command; whatever it was given, no traceback may come out."""
        inherited = {name: value for name, value in os.environ.items() if name not in SCREENLESS}
        variables = {**inherited, "YICHUANG_HOME": str(self.home), **self.environment}
        if self.address:
            variables["YICHUANG_DATABASE"] = self.address
        if self.is_cold:
            outcome = _run_cold(words, variables, stdin)
        else:
            outcome = _warm_program().run(words, variables, stdin)
        assert "Traceback" not in outcome.output + outcome.errors, outcome.errors
        return outcome

    def ask(self, *words: str | bytes | Path, stdin: bytes = b"") -> Any:
        """Run one command that must succeed, quietly, and answer in JSON."""
        outcome = self.run(*words, "--json", stdin=stdin)
        assert (outcome.status, outcome.errors) == (0, "")
        return outcome.value

    def refused(self, *words: str | bytes | Path) -> str:
        """Run one command that must be refused and say nothing else; the code."""
        outcome = self.run(*words)
        assert (outcome.status, outcome.output) == (1, "")
        return outcome.code


Words = tuple[str | bytes | Path, ...]


def _run_cold(words: Words, variables: dict[str, str], stdin: bytes) -> Outcome:
    ended = subprocess.run(
        [sys.executable, "-m", "desktop_app", *words],
        check=False,
        cwd=ROOT,
        env=variables,
        input=stdin,
        capture_output=True,
        timeout=LONGEST_SECONDS,
    )
    return Outcome(ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"))


class _WarmProgram:
    """The server `tests/e2e/warm.py`: its processes begin and end in a tenth of the time."""

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(LONGEST_SECONDS)
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.warm", str(theirs.fileno())],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def run(self, words: Words, variables: dict[str, str], stdin: bytes) -> Outcome:
        """Run one command to its end."""
        asked = {"words": [os.fsdecode(word) for word in words], "variables": variables}
        with ExitStack() as stack:
            request, given, output, errors = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(4))
            for file, content in ((request, json.dumps(asked).encode("ascii")), (given, stdin)):
                file.write(content)
                file.seek(0)
            files = [file.fileno() for file in (request, given, output, errors)]
            socket.send_fds(self._channel, [b"."], files)
            status = int(self._channel.recv(16))
            output.seek(0)
            errors.seek(0)
            return Outcome(status, output.read().decode("utf-8"), errors.read().decode("utf-8"))

    def end(self) -> None:
        """End the server, and a command that hangs with it."""
        self._channel.close()
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()


@cache
def _warm_program() -> _WarmProgram:
    """The server of this test process; it ends with it."""
    made = _WarmProgram()
    atexit.register(made.end)
    return made
