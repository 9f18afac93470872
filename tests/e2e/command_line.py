"""Running `yichuang` as people and scripts run it: in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SCREENLESS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "YICHUANG_DATABASE")


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

    def run(self, *words: str | bytes | Path, stdin: bytes = b"") -> Outcome:
        """Run one command; whatever it was given, no traceback may come out."""
        inherited = {name: value for name, value in os.environ.items() if name not in SCREENLESS}
        variables = {**inherited, "YICHUANG_HOME": str(self.home), **self.environment}
        if self.address:
            variables["YICHUANG_DATABASE"] = self.address
        ended = subprocess.run(
            [sys.executable, "-m", "desktop_app", *words],
            check=False,
            cwd=ROOT,
            env=variables,
            input=stdin,
            capture_output=True,
            timeout=300,
        )
        outcome = Outcome(ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"))
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
