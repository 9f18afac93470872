"""Sets everything up on a fresh machine and opens the workbench; arguments go on to `yichuang`."""

# An old Python must be able to read this file in order to be refused in plain words.
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import setup_environment
import system_packages

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
    except setup_environment.SetupError as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    program = [str(environment.python), "-P", "-m", "desktop_app"]
    status = 0 if arguments else _ready_to_open(environment.python, program)
    if status == 0:
        _become([*program, *arguments])
    return status


def _ready_to_open(python: Path, program: list[str]) -> int:
    if _display_is_missing():
        print(
            "未检测到显示器，无法打开工作台；可改用 yichuang demo OUT 在无屏幕时运行全流程演示。"
            "There is no display to open the workbench on; `yichuang demo OUT` "
            "(python3 installer/run.py demo OUT) shows the whole job without one.",
            file=sys.stderr,
        )
        return 1
    return _load_sample_once(python, program)


def _become(command: list[str]) -> NoReturn:
    if sys.platform == "linux":
        # The Qt wheels bring no plug-in for fcitx, and fcitx answers ibus.
        os.environ.setdefault("QT_IM_MODULE", "ibus")
    os.execv(command[0], command)  # noqa: S606 -- no shell is wanted, the program takes this process over


def _display_is_missing() -> bool:
    return sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _load_sample_once(python: Path, program: list[str]) -> int:
    """Gives a workstation that has no database yet the sample hall; a hall's own database never gets it."""
    asked = subprocess.run(
        [str(python), "-P", "-c", _HAS_NO_DATABASE], check=False, capture_output=True, text=True
    )
    if asked.stdout.strip() != "True":
        return 0
    print("正在准备示例大厅 … Preparing the sample hall", file=sys.stderr, flush=True)
    return subprocess.run([*program, "init", "--sample"], check=False).returncode


def _become(command: list[str]) -> NoReturn:
    if sys.platform == "linux":
        # The Qt wheels bring no plug-in for fcitx, and fcitx answers ibus.
        os.environ.setdefault("QT_IM_MODULE", "ibus")
    os.execv(command[0], command)  # noqa: S606 -- no shell is wanted, the program takes this process over


def _display_is_missing() -> bool:
    return sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _load_sample_once(python: Path, program: list[str]) -> int:
    """Gives a workstation that has no database yet the sample hall; a hall's own database never gets it."""
    if os.environ.get("YICHUANG_DATABASE"):
        return 0
    question = "from desktop_app.paths import data_folder; print(data_folder() / 'yichuang.db')"
    asked = subprocess.run([str(python), "-P", "-c", question], check=True, stdout=subprocess.PIPE, text=True)
    if Path(asked.stdout.rstrip("\n")).exists():
        return 0
    print("正在准备示例大厅 … Preparing the sample hall", file=sys.stderr, flush=True)
    return subprocess.run([*program, "init", "--sample"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
