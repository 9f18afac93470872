"""What `yichuang` does without a command: it opens the window."""

import argparse
import gc
import os
import sys

from desktop_app.rules.errors import ServiceError
from desktop_app.settings import database_address


def open_workbench(arguments: argparse.Namespace) -> int:
    """Open the window; the status it ends with. Raises `display_missing`."""
    if sys.platform == "linux" and not any(
        map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    ):
        raise ServiceError("display_missing")
    gc.disable()  # the window collects by a timer of its own; until it is up there is nothing to collect
    from desktop_app import app

    return app.run(database_address(arguments.database))
