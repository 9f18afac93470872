"""实施清单版本 as values: stored JSON to `MatterContent` and back, and the version a case was received under."""

import json
import threading
from collections import OrderedDict
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from cryptography.hazmat.primitives import hashes
from pydantic import TypeAdapter

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.services.work import Work
from models.catalogue import MatterVersion

T = TypeVar("T")

CACHED_CONTENTS = 512
"""A hall hands out a few hundred matters a day; each takes about 4 kB."""

_ADAPTER = TypeAdapter(MatterContent)
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class DigestCache(Generic[T]):
    """What was read last of the contents, by their digest.

    A digest means the same content in every database, so a restored backup or a second database is never mistaken.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, digest: str) -> T | None:
        """What was put in and is still held."""
        with self._lock:
            if digest in self._held:
                self._held.move_to_end(digest)
            return self._held.get(digest)

    def put(self, digest: str, value: T) -> None:
        """Hold a value, and let go of the one used longest ago where there are too many."""
        with self._lock:
            self._held[digest] = value
            self._held.move_to_end(digest)
            if len(self._held) > self._size:
                self._held.popitem(last=False)


_CACHE: DigestCache[MatterContent] = DigestCache(CACHED_CONTENTS)


def load_content(stored: dict[str, Any]) -> MatterContent:
    """The value of a stored version."""
    return _ADAPTER.validate_python(stored)


def load_text(canonical: str) -> MatterContent:
    """The value of a content kept as JSON text."""
    return _ADAPTER.validate_json(canonical)


def dump_content(content: MatterContent) -> dict[str, Any]:
    """A content as it is stored: what an element leaves unsaid is left out, so that a new element changes no digest."""
    return _ADAPTER.dump_python(content, mode="json", exclude_defaults=True)


def canonical_text(stored: dict[str, Any]) -> str:
    """The one JSON text of a stored content: keys in order, no blanks."""
    return _CANONICAL.encode(stored)


def text_digest(canonical: str) -> str:
    """SM3 over a canonical text, in hexadecimal."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(canonical.encode())
    return digest.finalize().hex()


def content_digest(stored: dict[str, Any]) -> str:
    """SM3 over the canonical JSON of a stored content, in hexadecimal."""
    return text_digest(canonical_text(stored))


def get_version(work: Work, version_id: int) -> MatterContent:
    """What a version says; raises `matter_unknown`.

    Needs no permission of its own: it is a part of whatever act or page shows the case or matter.
    """
    digest = work.session.scalar(sa.select(MatterVersion.digest).where(MatterVersion.id == version_id))
    if digest is None:
        raise ServiceError("matter_unknown")
    return find_content(work, version_id, digest)


def find_content(work: Work, version_id: int, digest: str) -> MatterContent:
    """What a version says whose digest is known: mostly without another look into the database."""
    if (cached := _CACHE.get(digest)) is not None:
        return cached
    stored = work.session.scalars(
        sa.select(MatterVersion.content).where(MatterVersion.id == version_id)
    ).one()
    content = load_content(stored)
    _CACHE.put(digest, content)
    return content
