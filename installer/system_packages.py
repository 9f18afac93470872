"""The Debian and Ubuntu packages the program and its gate need, and how the missing ones are installed."""

# Imported before the version of Python has been checked.
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OFFSCREEN = (
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    "libglib2.0-0",
    "libbrotli1",
    "libx11-6",
)
"""What Qt needs to draw into memory."""

ON_SCREEN = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-image0",
    "libxcb-render-util0",
    "libxcb-xkb1",
    "libxcb-randr0",
    "libxcb-shape0",
    "libxkbcommon-x11-0",
    "libx11-xcb1",
)
"""What Qt needs besides to open a window."""

GATE = ("postgresql", "poppler-utils", "xvfb", "xdotool")
"""What the tests run for real: the second database, a reader of PDF files, a display and a typist."""


def for_virtual_environments() -> list[str]:
    """The package with Python's `ensurepip`, which Debian leaves out of its own Python; mostly empty."""
    import importlib.util

    importlib.invalidate_caches()  # apt may just have brought it
    if importlib.util.find_spec("ensurepip") is not None:
        return []
    return [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]


def missing(names: Iterable[str]) -> list[str]:
    """Those of the packages that are not installed; none on a system without dpkg."""
    wanted = list(names)
    if not wanted or shutil.which("dpkg-query") is None:
        return []
    # Since 2024 libraries with a changed time_t carry the suffix, and apt resolves the plain name to them.
    either = [name + suffix for name in wanted for suffix in ("", "t64")]
    listing = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *either],
        check=False,
        capture_output=True,
        text=True,
    ).stdout
    installed = {line.split()[0] for line in listing.splitlines() if line.endswith(" installed")}
    return [name for name in wanted if not {name, name + "t64"} & installed]


def install_missing(names: Iterable[str]) -> bool:
    """Installs what is missing with apt where that is allowed, else prints the line to type; whether all is there."""
    absent = missing(names)
    if not absent:
        return True
    root = _way_to_root()
    if root is not None and shutil.which("apt-get") is not None:
        _say(f"正在安装系统软件包 … Installing system packages: {' '.join(absent)}")
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
        _quietly([*apt, "update"])
        if _quietly([*apt, "install", "-y", *absent]) and not missing(absent):
            return True
    _say(
        "缺少系统软件包，请执行下面一行后重新运行。Some system packages are missing: type this line, then run again.\n"
        f"    sudo apt-get install -y {' '.join(absent)}"
    )
    return False


def _way_to_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def _quietly(command: list[str]) -> bool:
    done = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != 0:
        _say("\n".join(done.stdout.decode(errors="replace").splitlines()[-8:]))
    return done.returncode == 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
