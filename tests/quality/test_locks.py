"""The lock files name every package once, by hash, and hold what the project asks for."""

import re
import tomllib

from tests.quality.sources import ROOT

PIN = re.compile(
    r"^([a-z0-9-]+)==(\S+)( ; [^\\]+)? \\$((?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?$)+)", re.MULTILINE
)


def test_every_line_of_a_lock_is_a_version_with_its_hashes() -> None:
    for lock in ("run.lock", "test.lock"):
        assert PIN.sub("", _text(lock)).strip() == ""


def test_the_gate_tests_the_versions_that_run() -> None:
    assert _pins("run.lock") <= _pins("test.lock")


def test_the_locks_hold_what_the_project_asks_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert _names(asked["project"]["dependencies"]) <= {pin[0] for pin in _pins("run.lock")}
    assert _names(asked["dependency-groups"]["dev"]) <= {pin[0] for pin in _pins("test.lock")}


def _names(requirements: list[str]) -> set[str]:
    """Requirements by their normalised names, without extras and versions."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ]", line)[0]).lower() for line in requirements}


def _pins(lock: str) -> set[tuple[str, ...]]:
    return {found.groups("") for found in PIN.finditer(_text(lock))}


def _text(lock: str) -> str:
    return (ROOT / "installer" / lock).read_text(encoding="utf-8")
