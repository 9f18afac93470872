"""网上办件状态: what goes back to the channel a case came by, one JSON file a case; no name and no number of a person."""

import contextlib
import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import TypeAdapter

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.progress import Progress
from models.enums import CaseAction, CaseState, Channel, ClockKind, DocumentKind

FORMAT = "yichuang.status/1"


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One act the applicant may know of; `text` is what the applicant was told."""

    at: datetime
    action: CaseAction
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class StatusDemand:
    """A material that must be changed or come, and what it must fulfil."""

    material: str
    demand: str


@dataclass(frozen=True, slots=True)
class StatusDocument:
    """A paper that was issued; a void one says so."""

    id: int
    kind: DocumentKind
    label: str
    number: str
    issued_at: datetime
    is_void: bool
    file: str
    """Where in the folder its PDF lies, for senders that are given the papers too."""


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """A case as its applicant may see it from outside."""

    packages: tuple[str, ...]
    """The sender's own numbers of what was taken of this case."""
    case_number: str
    query_code: str
    channel: Channel
    state: CaseState
    state_label: str
    progress: Progress
    progress_label: str
    revision: int
    received_at: datetime
    due_on: date | None
    """The nearest date of an open case."""
    due_clock: ClockKind | None
    demands: tuple[StatusDemand, ...]
    steps: tuple[StatusStep, ...]
    documents: tuple[StatusDocument, ...]
    format: str = FORMAT


_ADAPTER = TypeAdapter(CaseStatus)


def write_status(folder: Path, status: CaseStatus) -> bool:
    """Write the file of a case where it says something new; raises `output_unwritable`."""
    return write_whole(folder / f"{status.case_number}.json", _ADAPTER.dump_json(status, indent=1) + b"\n")


def write_whole(path: Path, content: bytes) -> bool:
    """Put a file in its place where it says something new, whole or not at all; raises `output_unwritable`."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.read_bytes() == content:
            return False
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise ServiceError("output_unwritable") from None
    return True
