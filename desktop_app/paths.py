"""Where the program's own files and the user's files lie."""

import os
from pathlib import Path

import platformdirs

ROOT = Path(__file__).parent.parent
RESOURCES = ROOT / "resources"
FONTS = RESOURCES / "fonts"
ICONS = RESOURCES / "icons"
SEED = RESOURCES / "seed"
MIGRATIONS = ROOT / "migrations"


def data_folder() -> Path:
    """The folder of this workstation's data: `YICHUANG_HOME`, else the platform's own place."""
    home = os.environ.get("YICHUANG_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir("yichuang", appauthor=False))
