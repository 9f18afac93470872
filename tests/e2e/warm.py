"""Answers each request with a process of its own that runs `python -m desktop_app`, forked from this one.

What a command line may import is read in here, once, and kept out of the collector's way: a process then begins and
ends in a tenth of the time. A request is a JSON document in a file: `words` and `variables`.
"""

import gc
import importlib
import json
import os
import pkgutil
import runpy
import socket
import sys
from collections.abc import Iterable

import sqlalchemy.orm

import desktop_app

LIBRARIES = (
    "alembic.command",
    "openpyxl",
    "psycopg",
    "reportlab.platypus",
    "sqlalchemy.dialects.postgresql.psycopg",
)
"""What our modules import late."""
WINDOWS = ("desktop_app.app", "desktop_app.gui", "desktop_app.__main__")
REQUEST_FILES = 4


def main() -> None:
    """Serve until nobody asks any more; in the child of each request, become the program."""
    _warm_up()
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        while files := socket.recv_fds(channel, 1, REQUEST_FILES)[1]:
            child = os.fork()
            if child == 0:
                break
            for file in files:
                os.close(file)
            _, status = os.waitpid(child, 0)
            channel.sendall(b"%d" % os.waitstatus_to_exitcode(status))
        else:
            return
    _become_program(*files)


def _warm_up() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    _import_all(desktop_app.__path__, "desktop_app.")
    sqlalchemy.orm.configure_mappers()
    gc.collect()
    gc.freeze()


def _import_all(folder: Iterable[str], prefix: str) -> None:
    for found in pkgutil.iter_modules(folder, prefix):
        if found.name in WINDOWS:
            continue
        module = importlib.import_module(found.name)
        if found.ispkg:
            _import_all(module.__path__, f"{found.name}.")


def _become_program(request: int, *streams: int) -> None:
    """Run the command of a request; its status is that of this process."""
    with open(request, "rb") as file:
        asked = json.load(file)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(asked["variables"])
    sys.argv = ["yichuang", *asked["words"]]
    runpy.run_module("desktop_app", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
