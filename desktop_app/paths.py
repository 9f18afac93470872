"""Where the program's own files and the user's files lie."""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
RESOURCES = ROOT / "resources"
FONTS = RESOURCES / "fonts"
ICONS = RESOURCES / "icons"
SEED = RESOURCES / "seed"
MIGRATIONS = ROOT / "migrations"


def data_folder() -> Path:
    """The folder of this workstation's data: `YICHUANG_HOME`, else the platform's own place."""
    home = os.environ.get("YICHUANG_HOME")
    if home:
        return Path(home)
    import platformdirs

    return Path(platformdirs.user_data_dir("yichuang", appauthor=False))


def log_folder() -> Path:
    """The folder of this workstation's technical log."""
    return data_folder() / "logs"
