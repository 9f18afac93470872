"""Sets everything up on a fresh machine and opens the workbench; arguments go on to `yichuang`."""

# An old Python must be able to read this file in order to be refused in plain words.
from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import setup_environment
import system_packages

if TYPE_CHECKING:
    from pathlib import Path

_HAS_NO_DATABASE = """
from desktop_app.paths import data_folder
from desktop_app.settings import database_address
print(database_address() is None and not (data_folder() / "yichuang.db").exists())
"""


def main(arguments: list[str]) -> int:
    """Prepares `.venv` and becomes `yichuang`; returns only when it cannot."""
    setup_environment.require_python()
    try:
        environment = setup_environment.prepare(
            setup_environment.RUN_LOCK, (*system_packages.OFFSCREEN, *system_packages.ON_SCREEN)
        )
        status = 0 if arguments else _get_ready_to_open(environment)
    except setup_environment.SetupError as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if status == 0:
        os.execv(environment.launcher, [str(environment.launcher), *arguments])  # noqa: S606 -- no shell is wanted
    return status


def _get_ready_to_open(environment: setup_environment.Environment) -> int:
    if _display_is_missing():
        print(
            "未检测到显示器，无法打开工作台；可改用 yichuang demo OUT 在无屏幕时运行全流程演示。"
            "There is no display to open the workbench on; `yichuang demo OUT` "
            "(python3 installer/run.py demo OUT) shows the whole job without one.",
            file=sys.stderr,
        )
        return 1
    if not _has_no_database(environment.python):
        return 0
    print("正在准备示例大厅 … Preparing the sample hall", file=sys.stderr, flush=True)
    return subprocess.run([str(environment.launcher), "init", "--sample"], check=False).returncode


def _display_is_missing() -> bool:
    return sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _has_no_database(python: Path) -> bool:
    """Whether this workstation is new: only such a one gets the sample hall, never a hall with its own database."""
    asked = subprocess.run(
        [str(python), "-P", "-c", _HAS_NO_DATABASE], check=False, capture_output=True, text=True
    )
    return asked.stdout.strip() == "True"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
