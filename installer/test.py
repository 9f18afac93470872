"""Sets everything up and runs the whole gate: lint, format, types, layers, tests on both databases.

Arguments go on to pytest. Every stage runs, whatever the others found; the exit status is 0 when all of them passed.
"""

# An old Python must be able to read this file in order to be refused in plain words.
from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import foreground
import postgresql
import setup_environment
import system_packages

STAGES = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["basedpyright"],
    "layers": ["lint-imports"],
}

MOST_PROCESSORS = 4
"""How many processors the tests take; there is one worker more than these, for tests of windows spend half of it waiting."""


def main(arguments: list[str]) -> int:
    """Runs the gate; 0 passed, 1 failed, 130 interrupted."""
    setup_environment.require_python()
    foreground.stop_on_signals()
    try:
        environment = setup_environment.prepare(
            setup_environment.TEST_LOCK, (*system_packages.OFFSCREEN, *system_packages.GATE)
        )
        return Gate(environment).run(arguments)
    except setup_environment.SetupError as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130


class Gate:
    """The stages one after another, each under its heading, and a summary at the end."""

    def __init__(self, environment: setup_environment.Environment) -> None:
        self._environment = environment
        self._summary: list[str] = []
        self._passed = True

    def run(self, arguments: list[str]) -> int:
        """Runs every stage and returns the exit status of the whole."""
        with tempfile.TemporaryDirectory(prefix="yichuang-gate-") as home:
            variables = self._variables(Path(home))
            for name, command in STAGES.items():
                self._stage(name, lambda command=command: self._command(command, variables))
            self._stage("tests", lambda: self._tests(arguments, variables))
        print("\n== summary\n" + "\n".join(self._summary), flush=True)
        return 0 if self._passed else 1

    def _variables(self, home: Path) -> dict[str, str]:
        """The environment of every stage: our programs first, no screen, and never a hall's own database."""
        inherited = {name: value for name, value in os.environ.items() if name != "YICHUANG_DATABASE"}
        return {
            **inherited,
            "PATH": f"{self._environment.programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "QT_QPA_PLATFORM": "offscreen",
            "YICHUANG_HOME": str(home),
        }

    def _stage(self, name: str, work: Callable[[], bool]) -> None:
        print(f"\n== {name}", flush=True)
        begun = time.monotonic()
        passed = work()
        self._passed = self._passed and passed
        self._summary.append(f"{name:8} {'passed' if passed else 'FAILED'} {time.monotonic() - begun:8.1f} s")
        print(self._summary[-1], flush=True)

    def _command(self, command: list[str], variables: dict[str, str]) -> bool:
        program = str(self._environment.programs / command[0])
        return foreground.run([program, *command[1:]], variables, self._environment.root) == 0

    def _tests(self, arguments: list[str], variables: dict[str, str]) -> bool:
        workers = min(os.cpu_count() or 1, MOST_PROCESSORS) + 1
        try:
            with postgresql.PrivateCluster(is_forgetful=True) as cluster:
                both = {**variables, postgresql.VARIABLE: cluster.url}
                return self._command(["pytest", "-n", str(workers), *arguments], both)
        except postgresql.NoClusterError as reason:
            print(f"The tests need PostgreSQL, and there is none: {reason}", file=sys.stderr)
            return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
