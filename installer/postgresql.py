"""A private PostgreSQL for tests and benchmarks: `python3 installer/postgresql.py -- COMMAND…`.

The command finds it under the environment variable `YICHUANG_TEST_POSTGRESQL`; it ends with the command.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import foreground

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

VARIABLE = "YICHUANG_TEST_POSTGRESQL"
START_SECONDS = 60
MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
MEMORY_BYTES = 2 * 1024**3
"""What must be free there before a cluster is kept in memory: ten times what the tests have needed at once."""
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Only a machine that fails loses anything by it: what a killed program committed is kept."""


class NoClusterError(Exception):
    """No cluster could be started; the text says why."""


class PrivateCluster:
    """A cluster of its own in a temporary folder, on a free loopback port, gone when the block is left.

    PostgreSQL refuses to run as root: root starts it as Debian's `postgres`, everybody else as himself. It trusts
    every local user, so nothing but test data belongs in it. Should we be killed, the kernel stops the server.
    A forgetful one need not outlive the machine's failure: it waits for no disk and, where there is room, uses none.
    """

    def __init__(self, *, is_forgetful: bool = False) -> None:
        self._programs = _newest_programs()
        self._owner = _owner()
        self._promises = FORGETFUL if is_forgetful else {}
        place = MEMORY if is_forgetful and _has_room(MEMORY) else None
        self._folder = Path(tempfile.mkdtemp(prefix="yichuang-postgresql-", dir=place))
        self._server: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The address of its maintenance database, as SQLAlchemy writes it."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> Self:
        try:
            self._create()
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _create(self) -> None:
        if self._owner is not None:
            shutil.chown(self._folder, user=self._owner)
        done = subprocess.run(
            [
                *self._as_owner(),
                str(self._programs / "initdb"),
                *("--pgdata", str(self._folder / "data"), "--username", "postgres", "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"),
            ],
            check=False,
            cwd=self._folder,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise NoClusterError(f"initdb failed: {done.stderr.strip()}")

    def _start(self) -> None:
        self.port = _free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": 200,
            **self._promises,
        }
        with (self._folder / "server.log").open("wb") as log:
            self._server = subprocess.Popen(
                [
                    *self._as_owner(),
                    *(str(self._programs / "postgres"), "-D", str(self._folder / "data")),
                    *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
                ],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,  # Ctrl-C must reach the tests first, the server when they have ended
            )
        self._wait_until_ready(self._server)

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        question = [str(self._programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run(question, check=False).returncode != 0:
            if server.poll() is not None or time.monotonic() > deadline:
                log = (self._folder / "server.log").read_text(encoding="utf-8", errors="replace")
                raise NoClusterError(f"the server did not start: {log.strip()[-500:]}")
            time.sleep(0.05)

    def _stop(self) -> None:
        if self._server is not None:
            foreground.end(self._server)  # to PostgreSQL an interrupt is the "fast" shutdown
        shutil.rmtree(self._folder)

    def _as_owner(self) -> list[str]:
        if shutil.which("setpriv") is None:
            return []
        stopped_with_us = ["setpriv", "--pdeathsig", "INT"]
        if self._owner is None:
            return stopped_with_us
        return [*stopped_with_us, f"--reuid={self._owner}", f"--regid={self._owner}", "--init-groups"]


def _newest_programs() -> Path:
    found = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    elsewhere = shutil.which("initdb")
    if elsewhere is None:
        raise NoClusterError("initdb was not found (sudo apt-get install -y postgresql)")
    return Path(elsewhere).resolve().parent


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= MEMORY_BYTES


def _owner() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoClusterError("root cannot run it, and there is no user `postgres` to run it as") from None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        _, port = probe.getsockname()
        return port


def main(arguments: list[str]) -> int:
    """Runs one command beside a private cluster and returns its exit status."""
    if len(arguments) < 2 or arguments[0] != "--":
        print("usage: python3 installer/postgresql.py -- COMMAND…", file=sys.stderr)
        return 2
    foreground.stop_on_signals()
    try:
        with PrivateCluster() as cluster:
            return foreground.run(arguments[1:], {**os.environ, VARIABLE: cluster.url}, Path.cwd())
    except NoClusterError as reason:
        print(f"PostgreSQL is not available: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
