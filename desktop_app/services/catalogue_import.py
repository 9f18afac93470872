"""事项导入: a file of matters into the catalogue, all or nothing per record, once or a hundred times alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from desktop_app.exchange.findings import Cancelled, ParsedRecord, Progress, ReportLine, report_lines
from desktop_app.exchange.inputs import inspect
from desktop_app.exchange.matters import parse_file
from desktop_app.exchange.matters import write_report as write_lines
from desktop_app.rules.catalogue import MatterContent
from desktop_app.services.catalogue_index import IndexEntry, index_matters, settle_index
from desktop_app.services.matter_versions import content_digest, dump_content
from desktop_app.services.work import Work
from models.catalogue import Matter, MatterVersion
from models.enums import Area, MatterState, Permission
from models.sites import Department

CHUNK = 1000
"""Records a statement carries: well below the parameters either database takes at once."""
LARGE_IMPORT = 500
"""From here on the index is settled before the import ends."""
IMPORT_LOCK = 791014
"""PostgreSQL's advisory lock that lets one import run at a time; SQLite has but one writer anyway."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What was read from a file and is not imported yet."""

    records: tuple[ParsedRecord, ...]

    @property
    def refused(self) -> int:
        """How many records cannot be imported."""
        return sum(record.content is None for record in self.records)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do where it was only tried; `findings` are the report's lines."""

    created: int
    changed: int
    unchanged: int
    repeated: int
    """Records that say once more what an earlier one of the same file said."""
    refused: int
    departments: int
    """Departments that were not known before and now stand with code and name only."""
    findings: tuple[ReportLine, ...]
    passed_over: tuple[str, ...]
    """Fields of the source that hold something this program does not import."""
    is_trial: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A record that may be imported, with the digest of its content."""

    record: ParsedRecord
    content: MatterContent
    digest: str

    @property
    def key(self) -> Key:
        return self.record.code, self.record.item_code


@dataclass(frozen=True, slots=True)
class _Known:
    """What the catalogue has under a key."""

    id: int
    version: int
    digest: str
    popularity: int


@dataclass(slots=True)
class _Tally:
    """The counts and lines of the report while they grow."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    refused: int = 0
    departments: int = 0
    findings: list[ReportLine] = field(default_factory=list[ReportLine])

    def note(self, record: ParsedRecord, name: str, reason: str, *, is_refusal: bool = False) -> None:
        line = ReportLine(record.record_number, record.code, name, "", reason, is_refusal)
        self.findings.append(line)


def read_matter_file(
    path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> ParsedFile:
    """Read a file of matters without touching the catalogue; may run beside other work.

    Raises `file_missing`, `file_empty`, `file_too_large`, `file_unpacks_too_large`, `file_binary`,
    `file_old_workbook`, `file_json_array`, `file_headings_unknown`, `file_unreadable`, `import_cancelled`.
    """
    records = parse_file(inspect(path), progress or _nobody_asks, cancelled or _never)
    return ParsedFile(tuple(records))


def import_matters(work: Work, records: Sequence[ParsedRecord], *, dry_run: bool = False) -> ImportReport:
    """Bring the catalogue to what the records say; content that is the same makes no version and no entry.

    A dry run counts and changes nothing. The digests are computed before the first statement, so that the
    database's only writer is held as briefly as can be.
    """
    work.require(Permission.CATALOGUE_IMPORT)
    tally = _Tally()
    wanted = _wanted(records, tally)
    if not dry_run:
        _wait_for_other_imports(work)
    departments = _departments(work, wanted, tally, dry_run=dry_run)
    for start in range(0, len(wanted), CHUNK):
        _import_chunk(work, wanted[start : start + CHUNK], departments, tally, dry_run=dry_run)
    if not dry_run and tally.created + tally.changed >= LARGE_IMPORT:
        settle_index(work.session)
    report = ImportReport(
        tally.created,
        tally.changed,
        tally.unchanged,
        tally.repeated,
        tally.refused,
        tally.departments,
        tuple(sorted(tally.findings, key=lambda line: line.record_number)),
        tuple(sorted({name for record in records for name in record.passed_over})),
        is_trial=dry_run,
    )
    _record(work, report)
    return report


def write_report(path: Path, report: ImportReport) -> None:
    """Keep the findings of an import as a file: JSON lines for `.jsonl`, else CSV; raises `file_unwritable`."""
    write_lines(path, report.findings)


def _record(work: Work, report: ImportReport) -> None:
    if report.is_trial or not (report.created or report.changed or report.departments):
        return
    work.record(
        "catalogue.import",
        "catalogue",
        Area.CATALOGUE,
        created=report.created,
        changed=report.changed,
        unchanged=report.unchanged,
        refused=report.refused,
        departments=report.departments,
    )


def _wanted(records: Sequence[ParsedRecord], tally: _Tally) -> list[_Wanted]:
    """What may be imported, the most popular first, each matter once."""
    wanted: dict[Key, _Wanted] = {}
    for record in records:
        tally.findings.extend(report_lines(record))
        if record.content is None:
            tally.refused += 1
            continue
        entry = _Wanted(record, record.content, content_digest(dump_content(record.content)))
        first = wanted.setdefault(entry.key, entry)
        if first is entry:
            continue
        if first.digest == entry.digest:
            tally.repeated += 1
            tally.note(record, "整条记录", f"与第{first.record.record_number}条内容相同，不重复导入")
        else:
            tally.refused += 1
            reason = f"与第{first.record.record_number}条编码相同而内容不同，只导入了先出现的一条"
            tally.note(record, "整条记录", reason, is_refusal=True)
    return sorted(wanted.values(), key=lambda entry: -entry.record.popularity)


def _wait_for_other_imports(work: Work) -> None:
    if not work.office.database.is_sqlite:
        work.session.execute(sa.select(sa.func.pg_advisory_xact_lock(IMPORT_LOCK)))


def _departments(work: Work, wanted: list[_Wanted], tally: _Tally, *, dry_run: bool) -> dict[str, int]:
    """The row numbers of the departments by code; those not known yet are made with code and name."""
    names: dict[str, str] = {}
    for entry in wanted:
        names.setdefault(entry.content.department_code, entry.content.department_name)
    rows = work.session.execute(sa.select(Department.code, Department.id, Department.name))
    known = {code: (row_id, name) for code, row_id, name in rows if code in names}
    for entry in wanted:
        code, name = entry.content.department_code, entry.content.department_name
        if name != (known[code][1] if code in known else names[code]):
            tally.note(entry.record, "实施主体", "与该编码已登记的部门名称不同，部门名称未改动")
    missing = [{"code": code, "name": name} for code, name in names.items() if code not in known]
    tally.departments = len(missing)
    ids = {code: row_id for code, (row_id, _) in known.items()}
    if missing and not dry_run:
        added = work.session.execute(sa.insert(Department).returning(Department.code, Department.id), missing)
        ids.update(dict(added.all()))
        work.changed.add(Area.SITES)
    return ids


def _import_chunk(
    work: Work, chunk: list[_Wanted], departments: dict[str, int], tally: _Tally, *, dry_run: bool
) -> None:
    known = _known(work, {entry.record.code for entry in chunk})
    fresh = [entry for entry in chunk if entry.key not in known]
    changed = [entry for entry in chunk if entry.key in known and _differs(entry, known[entry.key])]
    tally.created += len(fresh)
    tally.changed += len(changed)
    tally.unchanged += len(chunk) - len(fresh) - len(changed)
    if not dry_run:
        if fresh:
            _insert(work, fresh, departments)
        if changed:
            _update(work, changed, known, departments)


def _known(work: Work, codes: set[str]) -> dict[Key, _Known]:
    rows = work.session.execute(
        sa.select(
            Matter.code,
            Matter.item_code,
            Matter.id,
            Matter.version,
            MatterVersion.digest,
            Matter.popularity,
        )
        .join(
            MatterVersion,
            sa.and_(MatterVersion.matter_id == Matter.id, MatterVersion.version == Matter.version),
        )
        .where(Matter.code.in_(codes))
    )
    return {
        (code, item): _Known(row_id, version, digest, popularity)
        for code, item, row_id, version, digest, popularity in rows
    }


def _differs(entry: _Wanted, known: _Known) -> bool:
    """Whether the content or, where the file tells it, the popularity is another."""
    popularity = entry.record.popularity
    return entry.digest != known.digest or (popularity != 0 and popularity != known.popularity)


def _insert(work: Work, fresh: list[_Wanted], departments: dict[str, int]) -> None:
    rows = [
        {
            **_columns(entry, departments),
            "code": entry.record.code,
            "item_code": entry.record.item_code,
            "state": MatterState.PUBLISHED,
            "version": 1,
            "popularity": entry.record.popularity,
        }
        for entry in fresh
    ]
    added = work.session.execute(sa.insert(Matter).returning(Matter.code, Matter.item_code, Matter.id), rows)
    ids = {(code, item): row_id for code, item, row_id in added}
    _publish(work, ((ids[entry.key], 1, entry) for entry in fresh))
    index_matters(work.session, (_index_entry(ids[entry.key], entry) for entry in fresh))


def _update(
    work: Work, changed: list[_Wanted], known: dict[Key, _Known], departments: dict[str, int]
) -> None:
    reworded = [entry for entry in changed if entry.digest != known[entry.key].digest]
    next_versions = {entry.key: known[entry.key].version + 1 for entry in reworded}
    work.session.execute(
        sa.update(Matter),
        [
            {
                **_columns(entry, departments),
                "id": known[entry.key].id,
                "version": next_versions.get(entry.key, known[entry.key].version),
                "popularity": entry.record.popularity or known[entry.key].popularity,
            }
            for entry in changed
        ],
    )
    if reworded:
        _publish(work, ((known[entry.key].id, next_versions[entry.key], entry) for entry in reworded))
        index_matters(work.session, (_index_entry(known[entry.key].id, entry) for entry in reworded))


def _columns(entry: _Wanted, departments: dict[str, int]) -> dict[str, object]:
    """What a matter repeats of its version in force."""
    return {
        "name": entry.content.name,
        "main_name": entry.content.tree_path[0],
        "sub_name": entry.content.tree_path[1],
        "department_id": departments[entry.content.department_code],
        "matter_type": entry.content.matter_type,
        "handling_kind": entry.content.handling_kind,
    }


def _publish(work: Work, versions: Iterator[tuple[int, int, _Wanted]]) -> None:
    work.session.execute(
        sa.insert(MatterVersion),
        [
            {
                "matter_id": matter_id,
                "version": version,
                "content": dump_content(entry.content),
                "digest": entry.digest,
                "published_at": work.now,
                "published_by": work.actor.account_id,
            }
            for matter_id, version, entry in versions
        ],
    )


def _index_entry(matter_id: int, entry: _Wanted) -> IndexEntry:
    codes = (entry.record.item_code or entry.record.code,)
    return IndexEntry(matter_id, entry.content.name, entry.content.aliases, codes)


def _nobody_asks(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    return False
