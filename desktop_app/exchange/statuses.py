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

    kind: DocumentKind
    label: str
    number: str
    issued_at: datetime
    is_void: bool


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
    """Write the file of a case where it says something new, whole or not at all; raises `output_unwritable`."""
    content = _ADAPTER.dump_json(status, indent=1) + b"\n"
    path = folder / f"{status.case_number}.json"
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and path.read_bytes() == content:
            return False
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise ServiceError("output_unwritable") from None
    return True
