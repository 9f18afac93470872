"""The office key: signs the QR codes of printed papers, kept beside the database and never in it."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import hashes

from desktop_app.rules.errors import ServiceError

KEY_BYTES = 32
FILE_NAME = "office.key"


def read_key(folder: Path, name: str = FILE_NAME) -> bytes | None:
    """The key of a data folder, or `None` where there is none; raises `key_unreadable`."""
    try:
        key = bytes.fromhex((folder / name).read_text("ascii").strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise ServiceError("key_unreadable") from None
    if len(key) != KEY_BYTES:
        raise ServiceError("key_unreadable")
    return key


def find_key(folder: Path, wanted: str) -> bytes:
    """The key with a fingerprint: the folder's own, or one that a restored backup brought with it.

    Raises `key_missing`, `key_differs`, `key_unreadable`.
    """
    failure = ServiceError("key_missing")
    for name in (FILE_NAME, restored_name(wanted)):
        try:
            key = read_key(folder, name)
        except ServiceError as error:
            failure = error
            continue
        if key is not None and fingerprint(key) == wanted:
            return key
        if key is not None:
            failure = ServiceError("key_differs")
    raise failure


def restored_name(fingerprint: str) -> str:
    """The file a key lies in when the folder had another one before."""
    return f"{FILE_NAME}.{fingerprint}"


def create_key(folder: Path) -> bytes:
    """Make a key, or read the one another process made at the same time."""
    folder.mkdir(parents=True, exist_ok=True)
    write_key(folder, secrets.token_bytes(KEY_BYTES))
    key = read_key(folder)
    if key is None:
        raise ServiceError("key_unreadable")
    return key


def write_key(folder: Path, key: bytes, name: str = FILE_NAME) -> None:
    """Put a key into a folder, whole or not at all; an existing one is never replaced."""
    temporary = folder / f"{name}.{secrets.token_hex(8)}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key.hex())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, folder / name)
        except FileExistsError:
            return
    finally:
        temporary.unlink()


def fingerprint(key: bytes) -> str:
    """Sixteen hexadecimal digits that tell keys apart without giving anything away."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"yichuang office key" + key)
    return digest.finalize().hex()[:16]
