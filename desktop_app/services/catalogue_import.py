"""事项导入: a file of matters into the catalogue, read once, planned without a change, applied as one act.

Imported lists were published elsewhere, so their versions are in force at once and need no second pair of eyes here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from desktop_app.exchange.findings import Cancelled, Progress, ReportLine
from desktop_app.exchange.reports import ReportSheet
from desktop_app.exchange.reports import write_report as write_lines
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue_index import reindex_matters, settle_index, sort_in
from desktop_app.services.import_comparison import (
    Part,
    Watch,
    compare,
    missing_departments,
    vanished,
)
from desktop_app.services.import_rows import add_matters, change_matters
from desktop_app.services.import_spool import (
    Findings,
    PlannedChange,
    PreparedFile,
    prepare_file,
    prepare_records,
)
from desktop_app.services.matter_force import settle_due
from desktop_app.services.work import Work
from models.catalogue import Matter
from models.enums import Area, MatterState, Permission
from models.sites import Department

__all__ = [
    "Findings",
    "ImportPlan",
    "ImportReport",
    "PlannedChange",
    "PreparedFile",
    "ReportLine",
    "import_matters",
    "plan_import",
    "prepare_file",
    "prepare_records",
    "write_report",
]

SHOWN_CHANGES = 1000
"""Changes of each kind that a plan holds; the rest stay in the spool."""
LARGE_IMPORT = 500
"""From here on the index is settled before the import ends."""
IMPORT_LOCK = 791014
"""PostgreSQL's advisory lock that lets one import run at a time; SQLite has but one writer anyway."""
VANISHED_REASON = "导入的清单中已没有该事项"
LONGEST_FILE_NAME = 100
KINDS = {"added": "新增", "revived": "重新启用", "changed": "更新", "vanished": "文件中已没有"}
"""The kinds of `PlannedChange` in their order, as people read them."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do; nothing is written."""

    added: int
    revived: int
    """Abolished matters that the file names again: they come back into use."""
    changed: int
    unchanged: int
    vanished: int
    """Matters in use of the file's departments that the file does not name."""
    repeated: int
    """Records that say once more what an earlier one of the same file said."""
    refused: int
    unnamed: int
    """Refused records without a legible code: while there are any, nobody can say what has vanished."""
    departments: int
    """Departments that are not known yet and will stand with code and name only."""
    changes: tuple[PlannedChange, ...]
    """The first of each kind: added, revived, changed, vanished."""
    findings: Findings
    passed_over: tuple[str, ...]
    """Fields of the source that hold something this program does not import."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; `findings` are the report's lines, readable while the prepared file is open."""

    created: int
    revived: int
    """Abolished matters that are in use again."""
    changed: int
    unchanged: int
    repeated: int
    refused: int
    departments: int
    abolished: int
    """Matters ended because the file no longer names them."""
    findings: Findings
    passed_over: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """The counts while they grow."""

    created: int = 0
    revived: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0

    def add(self, part: Part) -> None:
        self.created += len(part.added)
        revived = sum(each.is_revived for each in part.changed)
        self.revived += revived
        self.changed += len(part.changed) - revived
        self.unchanged += part.unchanged


def plan_import(
    work: Work,
    prepared: PreparedFile,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportPlan:
    """Tell what importing a file would add, change and miss; raises `import_cancelled`."""
    work.require(Permission.CATALOGUE_IMPORT)
    tally = _Tally()
    for part in compare(work, prepared, Watch(progress, cancelled), is_locking=False):
        tally.add(part)
    tally.vanished = sum(map(len, vanished(work, prepared)))
    return ImportPlan(
        added=tally.created,
        revived=tally.revived,
        changed=tally.changed,
        unchanged=tally.unchanged,
        vanished=tally.vanished,
        repeated=prepared.repeated,
        refused=prepared.refused,
        unnamed=prepared.unnamed,
        departments=len(missing_departments(work, prepared)),
        changes=tuple(change for kind in KINDS for change in prepared.changes(kind, SHOWN_CHANGES)),
        findings=prepared.findings,
        passed_over=prepared.passed_over,
    )


def import_matters(
    work: Work,
    prepared: PreparedFile,
    *,
    abolish_vanished: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportReport:
    """Bring the catalogue to what the file says, as one act; what is the same makes no version and no entry.

    Raises `import_vanished_unsure` where matters that vanished shall end and the file has records without a legible
    code, `import_cancelled`.
    """
    work.require(Permission.CATALOGUE_IMPORT)
    if abolish_vanished and prepared.unnamed:
        raise ServiceError("import_vanished_unsure", count=prepared.unnamed)
    _wait_for_other_imports(work)
    settle_due(work)
    departments, made = _departments(work, prepared)
    note = f"由文件“{prepared.name[:LONGEST_FILE_NAME]}”导入"
    tally = _Tally()
    for part in compare(work, prepared, Watch(progress, cancelled), is_locking=True):
        tally.add(part)
        add_matters(work, part.added, departments, note)
        change_matters(work, part.changed, departments, note)
    if abolish_vanished:
        tally.vanished = _abolish(work, prepared)
    is_large = tally.created + tally.revived + tally.changed >= LARGE_IMPORT
    (settle_index if is_large else sort_in)(work.session)
    report = ImportReport(
        created=tally.created,
        revived=tally.revived,
        changed=tally.changed,
        unchanged=tally.unchanged,
        repeated=prepared.repeated,
        refused=prepared.refused,
        departments=made,
        abolished=tally.vanished,
        findings=prepared.findings,
        passed_over=prepared.passed_over,
    )
    _record(work, report)
    return report


def write_report(path: Path, report: ImportPlan | ImportReport) -> None:
    """Keep what an import found as a file: a workbook with all changes for `.xlsx`, else the findings alone.

    JSON lines for `.jsonl`, CSV for any other name. Raises `file_unwritable`.
    """
    counts = ReportSheet("汇总", (("项目", 24), ("数量", 12)), _counts(report))
    columns = (("变化", 14), ("实施编码", 36), ("业务办理项编码", 38), ("事项名称", 50), ("变化的要素", 60))
    changes = ReportSheet("变化", columns, _change_rows(report.findings))
    write_lines(path, report.findings, [counts, changes])


def _counts(report: ImportPlan | ImportReport) -> list[tuple[str, int]]:
    if isinstance(report, ImportPlan):
        rows = [("将新增", report.added), ("将重新启用", report.revived), ("将更新", report.changed)]
        rows.append(("文件中已没有", report.vanished))
    else:
        rows = [("新增", report.created), ("重新启用", report.revived), ("更新", report.changed)]
        rows.append(("取消", report.abolished))
    return [
        *rows,
        ("未变", report.unchanged),
        ("重复", report.repeated),
        ("未导入", report.refused),
        ("新登记部门", report.departments),
    ]


def _change_rows(findings: Findings) -> Iterator[tuple[str, str, str, str, str]]:
    for kind, word in KINDS.items():
        for change in findings.changes(kind):
            yield word, change.code, change.item_code, change.name, "、".join(change.fields)


def _record(work: Work, report: ImportReport) -> None:
    changes = (report.created, report.revived, report.changed, report.departments, report.abolished)
    if not any(changes):
        return
    work.record(
        "catalogue.import",
        "catalogue",
        Area.CATALOGUE,
        created=report.created,
        revived=report.revived,
        changed=report.changed,
        unchanged=report.unchanged,
        refused=report.refused,
        departments=report.departments,
        abolished=report.abolished,
    )


def _wait_for_other_imports(work: Work) -> None:
    if not work.office.database.is_sqlite:
        work.session.execute(sa.select(sa.func.pg_advisory_xact_lock(IMPORT_LOCK)))


def _departments(work: Work, prepared: PreparedFile) -> tuple[dict[str, int], int]:
    """The row numbers of the departments by code, and how many were made; those have code and name only."""
    missing = missing_departments(work, prepared)
    if missing:
        rows = [{"code": code, "name": name} for code, name in missing.items()]
        work.session.execute(sa.insert(Department), rows)
        work.changed.add(Area.SITES)
    known = work.session.execute(sa.select(Department.code, Department.id))
    return dict(known.all()), len(missing)


def _abolish(work: Work, prepared: PreparedFile) -> int:
    """End the matters that the file no longer names; what was to come of them comes no more."""
    abolished = 0
    for found in vanished(work, prepared):
        abolished += len(found)
        ids = [change.matter_id for change in found if change.matter_id is not None]
        work.session.execute(
            sa.update(Matter)
            .where(Matter.id.in_(ids))
            .values(
                state=MatterState.ABOLISHED,
                state_note=VANISHED_REASON,
                abolish_note="",
                abolish_on=work.today,
                next_change_on=None,
            )
        )
        reindex_matters(work, ids)
    return abolished
