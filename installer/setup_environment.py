"""Creates `.venv` with exactly the locked versions, and knows in milliseconds when that is already done."""

# An old Python must be able to import this file in order to be refused in plain words.
from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import system_packages

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

ROOT = Path(__file__).resolve().parent.parent
RUN_LOCK = "run.lock"
TEST_LOCK = "test.lock"
REQUIRED_PYTHON = (3, 11)

# The Qt wheels bring no plug-in for fcitx, and fcitx answers ibus.
_LAUNCHER = """#!/bin/sh
export QT_IM_MODULE="${QT_IM_MODULE-ibus}"
exec "$(dirname "$(readlink -f "$0")")/python" -P -m desktop_app "$@"
"""


class SetupError(Exception):
    """The environment could not be made; the text says what to do."""


def require_python() -> None:
    """Ends the process with one sentence when this Python is too old."""
    if sys.version_info < REQUIRED_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit(f"需要 Python 3.11 或更高版本。Python 3.11 or later is needed, this is {found}.")


def prepare(lock: str, packages: Iterable[str]) -> Environment:
    """Installs whatever is missing on this machine for one lock file and returns the environment."""
    environment = Environment(ROOT)
    ready = environment.holds(lock)
    wanted = [*packages, *([] if ready else system_packages.for_virtual_environments())]
    complete = system_packages.install_missing(wanted)
    if not ready:
        if not complete and system_packages.for_virtual_environments():
            raise SetupError(
                "缺少 Python 的 venv 组件，无法继续。Python's venv is missing, so this ends here."
            )
        environment.install(lock)
    return environment


class Environment:
    """The `.venv` of one checkout.

    A stamp inside it names the folder, the interpreter and the SHA-256 of each lock file it holds. The stamp is
    taken away before anything changes and written last, so that an installation that was cut short is never trusted.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.programs = self.folder / "bin"
        self.python = self.programs / "python"
        self.launcher = self.programs / "yichuang"
        self.stamp = self.folder / "installed.txt"

    def holds(self, lock: str) -> bool:
        """Whether every version of a lock file is installed here and the interpreter is still the same."""
        try:
            written = self.stamp.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return False
        return self.python.exists() and set(self._facts([lock])) <= set(written)

    def install(self, lock: str) -> None:
        """Makes the environment hold a lock file; waits for another installation and raises `SetupError`."""
        with self._alone():
            if self.holds(lock):
                return
            if lock == TEST_LOCK and self.holds(RUN_LOCK):
                self.stamp.unlink()  # the test lock only adds to the run lock
            else:
                self._create()
            self._install_locked(lock)
            self._add_project()
            self._write_stamp([RUN_LOCK, TEST_LOCK] if lock == TEST_LOCK else [RUN_LOCK])

    def _create(self) -> None:
        import shutil

        if self.folder.exists():
            _say("正在清除不完整或过期的 .venv … Removing an incomplete or outdated .venv")
            self.stamp.unlink(missing_ok=True)
            shutil.rmtree(self.folder)
        _say("正在创建 .venv … Creating .venv")
        _run(
            [sys.executable, "-m", "venv", str(self.folder)],
            failure="无法创建 .venv。The virtual environment could not be created.",
        )

    def _install_locked(self, lock: str) -> None:
        _say("正在安装锁定的依赖，约需几分钟 … Installing the locked packages, this takes a few minutes")
        _run(
            [
                *(str(self.python), "-m", "pip", "install", "-qq", "--no-input"),
                *("--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary", ":all:"),
                *("--requirement", str(self.root / "installer" / lock)),
            ],
            failure="依赖未能装全，请检查网络后重新运行同一命令。"
            "The packages could not all be installed: check the network and run the same command again.",
        )

    def _add_project(self) -> None:
        (site_packages,) = self.folder.glob("lib/python3*/site-packages")
        (site_packages / "yichuang.pth").write_text(f"{self.root}\n", encoding="utf-8")
        self.launcher.write_text(_LAUNCHER, encoding="utf-8")
        self.launcher.chmod(0o755)

    def _write_stamp(self, locks: Iterable[str]) -> None:
        draft = self.stamp.with_suffix(".draft")
        draft.write_text("\n".join(self._facts(locks)) + "\n", encoding="utf-8")
        draft.replace(self.stamp)

    def _facts(self, locks: Iterable[str]) -> list[str]:
        files = {lock: (self.root / "installer" / lock).read_bytes() for lock in locks}
        return [
            f"folder {self.folder}",
            f"interpreter {self.python.resolve()}",
            *(f"{lock} {hashlib.sha256(content).hexdigest()}" for lock, content in files.items()),
        ]

    @contextmanager
    def _alone(self) -> Generator[None]:
        handle = os.open(self.root / "installer", os.O_RDONLY)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _say("另一个安装正在进行，等待其结束 … Waiting for another installation to end")
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _run(command: list[str], *, failure: str) -> None:
    if subprocess.run(command, check=False).returncode != 0:
        raise SetupError(failure)
