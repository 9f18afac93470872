"""操作留痕: the hash chain over everything that was changed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from cryptography.hazmat.primitives import hashes

from models.audit import AuditEntry, AuditHead
from models.base import table_of
from models.enums import Permission

if TYPE_CHECKING:
    from desktop_app.services.work import Actor, Work

GENESIS = "0" * 64
HEAD_ID = 1

_ENTRIES, _HEAD = table_of(AuditEntry), table_of(AuditHead)
_LOCK_HEAD = sa.select(_HEAD.c.number, _HEAD.c.hash).where(_HEAD.c.id == HEAD_ID).with_for_update()
_ADD_ENTRIES = sa.insert(_ENTRIES)
_MOVE_HEAD = sa.update(_HEAD).where(_HEAD.c.id == HEAD_ID)


@dataclass(frozen=True, slots=True)
class Note:
    """One act to be remembered: what was done to what."""

    action: str
    subject: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the audit page."""

    number: int
    at: datetime
    actor_login: str
    action: str
    subject: str
    details: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """The verdict on the chain: how many entries hold, and the first number that does not."""

    entries: int
    broken_at: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every entry follows from the one before and none is missing."""
        return self.broken_at is None


def append(connection: sa.Connection, notes: Sequence[Note], actor: "Actor", now: datetime) -> None:
    """Chain the notes behind the last entry; the head's row lock keeps writers in line until the commit."""
    head = connection.execute(_LOCK_HEAD).one()
    number, previous = head.number, head.hash
    rows: list[dict[str, Any]] = []
    for note in notes:
        number += 1
        row: dict[str, Any] = {
            "number": number,
            "at": now,
            "actor_id": actor.account_id,
            "actor_login": actor.login,
            "action": note.action,
            "subject": note.subject,
            "details": note.details,
            "previous_hash": previous,
        }
        previous = row["hash"] = entry_hash(row)
        rows.append(row)
    connection.execute(_ADD_ENTRIES, rows)
    connection.execute(_MOVE_HEAD, {"number": number, "hash": previous})


def entry_hash(row: dict[str, Any]) -> str:
    """SM3 over the canonical JSON of an entry without its own hash, in hexadecimal."""
    entry = {**row, "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds")}
    canonical = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    digest = hashes.Hash(hashes.SM3())
    digest.update(canonical.encode("utf-8", "surrogatepass"))
    return digest.finalize().hex()


def find_broken_entry(work: "Work") -> ChainReport:
    """Walk the whole chain; the report names the first entry that does not follow, or a tail that is missing."""
    work.require(Permission.AUDIT_VIEW)
    query = sa.select(_ENTRIES).order_by(_ENTRIES.c.number).execution_options(yield_per=2000)
    with work.session.execute(query) as rows:
        report = _walk(dict(row) for row in rows.mappings())
    head = work.session.get_one(AuditHead, HEAD_ID)
    if report.is_whole and head.number != report.entries:
        return ChainReport(report.entries, report.entries + 1)
    return report


def _walk(rows: Iterable[dict[str, Any]]) -> ChainReport:
    expected, previous = 0, GENESIS
    for row in rows:
        expected += 1
        stored = row.pop("hash")
        if row["number"] != expected or row["previous_hash"] != previous or entry_hash(row) != stored:
            return ChainReport(expected - 1, expected)
        previous = stored
    return ChainReport(expected)


def list_entries(
    work: "Work", before: int | None = None, subject: str = "", limit: int = 100
) -> list[AuditRow]:
    """The newest entries first, those before `before`, of one subject where it is given."""
    work.require(Permission.AUDIT_VIEW)
    query = sa.select(AuditEntry).order_by(AuditEntry.number.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.number < before)
    if subject:
        query = query.where(AuditEntry.subject == subject)
    return [
        AuditRow(
            row.number,
            row.at,
            row.actor_login,
            row.action,
            row.subject,
            json.dumps(row.details, ensure_ascii=False, sort_keys=True),
        )
        for row in work.session.scalars(query)
    ]
