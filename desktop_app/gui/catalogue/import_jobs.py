"""What the import wizard runs beside the window: long work with progress that can be given up at any record."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from desktop_app.services.catalogue_export import export_matters
from desktop_app.services.catalogue_import import (
    ImportPlan,
    ImportReport,
    PreparedFile,
    ReportLine,
    import_matters,
    plan_import,
)
from desktop_app.services.work import Actor, Office
from models.enums import Area

Progress = Callable[[int, int], None]

SHOWN_LINES = 1000
"""Lines of the report on the screen; the file that can be saved holds all of them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import would do or did, with the first lines of its report."""

    report: ImportPlan | ImportReport
    lines: tuple[ReportLine, ...]
    total: int
    """How many lines there are."""
    changed: frozenset[Area] = frozenset()


def look(office: Office, actor: Actor, prepared: PreparedFile, progress: Progress) -> Outcome:
    """Tell what importing a file would do."""
    with office.read(actor) as work:
        plan = plan_import(work, prepared, progress=progress)
    return _outcome(plan)


def apply(
    office: Office,
    actor: Actor,
    prepared: PreparedFile,
    *,
    abolish: bool,
    cancelled: Callable[[], bool],
    progress: Progress,
) -> Outcome:
    """Import a file as one act; raises `import_cancelled` where it was given up in time and nothing is left of it."""
    with office.work(actor) as work:
        report = import_matters(
            work, prepared, abolish_vanished=abolish, progress=progress, cancelled=cancelled
        )
    return _outcome(report, frozenset(work.changed))


def export(
    office: Office,
    actor: Actor,
    path: Path,
    *,
    department_id: int | None,
    cancelled: Callable[[], bool],
    progress: Progress,
) -> int:
    """Write the catalogue to a file; the number of matters. Raises `export_cancelled` where it was given up in time."""
    with office.read(actor) as work:
        return export_matters(work, path, department_id=department_id, progress=progress, cancelled=cancelled)


def _outcome(report: ImportPlan | ImportReport, changed: frozenset[Area] = frozenset()) -> Outcome:
    return Outcome(report, tuple(islice(report.findings, SHOWN_LINES)), len(report.findings), changed)
