"""附件库: bytes kept once under their digest in a folder, on the disk before any row of the database names them."""

import errno
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives import hashes

from desktop_app.rules.errors import ServiceError

FOLDER_SUFFIX = ".files"
"""After the name of the database file, or of the backup, that the folder belongs to."""
_PART = ".part"
_DIGEST_LENGTH = 64
_FULL = {errno.ENOSPC, errno.EDQUOT}


class FileStore:
    """A folder of files under the SM3 of their bytes; a file is whole or not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, content: bytes) -> str:
        """Write bytes, and return their digest once they are on the disk; raises `files_unwritable`, `storage_full`.

        Bytes that are there already count as new again, so that no sweep takes them away before a row names them.
        """
        digest = digest_of(content)
        path = self.path_of(digest)
        try:
            if _has_size(path, len(content)) and path.read_bytes() == content:
                os.utime(path)
                sync_folder(path.parent)
            else:
                self._write(path, content)
        except OSError as error:
            raise ServiceError("storage_full" if error.errno in _FULL else "files_unwritable") from None
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes of a digest, proved; raises `file_lost`, `file_altered`."""
        try:
            content = self.path_of(digest).read_bytes()
        except OSError:
            raise ServiceError("file_lost") from None
        if digest_of(content) != digest:
            raise ServiceError("file_altered")
        return content

    def has(self, digest: str, size: int) -> bool:
        """Whether a file is there with all its bytes; what they are is looked at when they are read."""
        return _has_size(self.path_of(digest), size)

    def path_of(self, digest: str) -> Path:
        """Where the bytes of a digest lie."""
        return self.folder / digest[:2] / digest

    def list_digests(self, older_than_seconds: float = 0) -> Iterator[str]:
        """Every kept file that was written, or kept again, at least so long ago."""
        for path in self._files():
            if len(path.name) == _DIGEST_LENGTH and _age(path) >= older_than_seconds:
                yield path.name

    def drop(self, digest: str) -> int:
        """Take a file away; the bytes that are free again, 0 where there was none."""
        return _remove(self.path_of(digest))

    def drop_unfinished(self, older_than_seconds: float) -> int:
        """Take away what was being written when a program ended; how many there were."""
        old = [p for p in self._files() if p.name.endswith(_PART) and _age(p) >= older_than_seconds]
        for path in old:
            _remove(path)
        return len(old)

    def _files(self) -> Iterator[Path]:
        if self.folder.is_dir():
            for part in sorted(self.folder.iterdir()):
                if part.is_dir():
                    yield from sorted(part.iterdir())

    def _write(self, path: Path, content: bytes) -> None:
        is_new = not path.parent.is_dir()
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}{_PART}")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)
        if is_new:
            sync_folder(self.folder)
            sync_folder(self.folder.parent)


_BINARY = getattr(os, "O_BINARY", 0)


def digest_of(content: bytes) -> str:
    """SM3 of bytes, in hexadecimal."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()


def folder_beside(path: Path) -> Path:
    """The folder of the files that belong to a database file."""
    return path.with_name(path.name + FOLDER_SUFFIX)


def sync_folder(folder: Path) -> None:
    """Put a rename on the disk, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _age(path: Path) -> float:
    """Seconds since a file was written; negative where it went meanwhile."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return -1.0


def _remove(path: Path) -> int:
    try:
        size = path.stat().st_size
        path.unlink()
    except OSError:
        return 0
    return size
