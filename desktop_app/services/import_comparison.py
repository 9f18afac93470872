"""导入比对: what the records of a prepared file mean for the catalogue, part by part; the plan and the import share it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute, aliased

from desktop_app.exchange.findings import Cancelled, Progress
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.differences import changed_labels
from desktop_app.rules.errors import ServiceError
from desktop_app.services.import_spool import Key, PlannedChange, PreparedFile, SpooledRecord
from desktop_app.services.matter_versions import load_content
from desktop_app.services.work import Work
from models.catalogue import Matter, MatterDraft, MatterVersion
from models.enums import MatterState
from models.sites import Department

CHUNK = 1000
"""Records a statement carries: well below the parameters either database takes at once."""
STATE_LABEL = "事项状态"
POPULARITY_LABEL = "常办程度"
_STANDING = (MatterState.PUBLISHED, MatterState.SUSPENDED)
_EACH = aliased(MatterVersion)
_NEWEST = sa.select(sa.func.max(_EACH.version)).where(_EACH.matter_id == Matter.id).scalar_subquery()
_KNOWN = sa.select(
    Matter.code,
    Matter.item_code,
    Matter.id,
    Matter.state,
    Matter.version,
    _NEWEST,
    Matter.popularity,
    Matter.state_note,
    Matter.abolish_on,
    Matter.next_change_on,
    MatterVersion.id,
    MatterVersion.digest,
).join(MatterVersion, sa.and_(MatterVersion.matter_id == Matter.id, MatterVersion.version == Matter.version))


@dataclass(frozen=True, slots=True)
class KnownMatter:
    """What the catalogue has under a key; `newest` is above `version` where an approved one waits for its day."""

    id: int
    state: MatterState
    version: int
    newest: int
    popularity: int
    state_note: str
    abolish_on: date | None
    next_change_on: date | None
    version_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record whose matter the catalogue has, but not so."""

    record: SpooledRecord
    known: KnownMatter
    content: MatterContent
    is_reworded: bool
    """Whether the content differs; else only the state or the popularity does."""
    fields: tuple[str, ...]

    @property
    def is_revived(self) -> bool:
        """Whether the matter was abolished and comes back into use."""
        return self.known.state is MatterState.ABOLISHED


@dataclass(frozen=True, slots=True)
class Part:
    """Some records of the file beside the catalogue."""

    added: list[SpooledRecord]
    changed: list[ChangedRecord]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how far the work is, and may give it up."""

    progress: Progress | None = None
    cancelled: Cancelled | None = None

    def report(self, done: int, total: int) -> None:
        """Tell it; raises `import_cancelled`."""
        if self.cancelled is not None and self.cancelled():
            raise ServiceError("import_cancelled")
        if self.progress is not None:
            self.progress(done, total)


def compare(work: Work, prepared: PreparedFile, watch: Watch, *, is_locking: bool) -> Iterator[Part]:
    """Each part of the file beside the catalogue; what is worth a line is noted, changes are kept in the spool.

    With `is_locking` the matters stay as they are until this act is over.
    """
    prepared.begin_comparison()
    names = _department_names(work, prepared)
    done = 0
    watch.report(done, prepared.importable)
    for chunk in prepared.chunks(CHUNK):
        part = _compare_chunk(work, prepared, chunk, is_locking=is_locking)
        for record in chunk:
            if record.department_name != names[record.department_code]:
                prepared.note(record, "实施主体", "与该编码已登记的部门名称不同，部门名称未改动")
        prepared.keep_changes([PlannedChange("added", None, *r.key, r.name) for r in part.added])
        prepared.keep_changes([_change(changed) for changed in part.changed])
        yield part
        done += len(chunk)
        watch.report(done, prepared.importable)


def vanished(work: Work, prepared: PreparedFile) -> Iterator[list[PlannedChange]]:
    """The matters in use of the file's departments that the file does not name."""
    codes = list(prepared.departments())
    for start in range(0, len(codes), CHUNK):
        departments = work.session.scalars(
            sa.select(Department.id).where(Department.code.in_(codes[start : start + CHUNK]))
        ).all()
        last = 0
        while rows := _matters_of(work, departments, last):
            last = rows[-1].id
            found = [
                PlannedChange("vanished", row.id, row.code, row.item_code, row.name)
                for row in rows
                if not prepared.names(row.code, row.item_code)
            ]
            prepared.keep_changes(found)
            yield found


def missing_departments(work: Work, prepared: PreparedFile) -> dict[str, str]:
    """Departments of the file that are not known yet, by code."""
    known = set(work.session.scalars(sa.select(Department.code)))
    return {code: name for code, name in prepared.departments().items() if code not in known}


def _department_names(work: Work, prepared: PreparedFile) -> dict[str, str]:
    """How the departments of the file are called: as they are known, else as where they first occur."""
    names = prepared.departments()
    rows = work.session.execute(sa.select(Department.code, Department.name))
    return names | {code: name for code, name in rows if code in names}


def _matters_of(work: Work, departments: Sequence[int], last: int) -> Sequence[sa.Row[int, str, str, str]]:
    """The next matters in use after a row number."""
    return work.session.execute(
        sa.select(Matter.id, Matter.code, Matter.item_code, Matter.name)
        .where(Matter.department_id.in_(departments), Matter.state.in_(_STANDING), Matter.id > last)
        .order_by(Matter.id)
        .limit(CHUNK)
    ).all()


def _compare_chunk(
    work: Work, prepared: PreparedFile, chunk: list[SpooledRecord], *, is_locking: bool
) -> Part:
    known = _known(work, chunk, is_locking=is_locking)
    added = [record for record in chunk if record.key not in known]
    doubtful = [record for record in chunk if record.key in known and _may_differ(record, known[record.key])]
    changed: list[ChangedRecord] = []
    if doubtful:
        stored = _stored(work, (known[record.key] for record in doubtful))
        for record in doubtful:
            found = _compare(record, known[record.key], stored)
            if found is not None:
                changed.append(found)
                _note_state(prepared, found)
    _note_drafts(work, prepared, [*added, *(found.record for found in changed)])
    return Part(added, changed, len(chunk) - len(added) - len(changed))


def _known(work: Work, chunk: list[SpooledRecord], *, is_locking: bool) -> dict[Key, KnownMatter]:
    query = _KNOWN.where(_among(work, Matter.code, {record.code for record in chunk}))
    if is_locking:
        query = query.with_for_update(of=Matter)
    rows = cast("Iterable[tuple[Any, ...]]", work.session.execute(query))
    return {(code, item): KnownMatter(*values) for code, item, *values in rows}


def _among(work: Work, column: InstrumentedAttribute[str], texts: Collection[str]) -> sa.ColumnElement[bool]:
    """Whether a column holds one of many texts: PostgreSQL takes them as one value, which its driver reads far faster."""
    if work.office.database.is_sqlite:
        return column.in_(texts)
    return column == sa.any_(sa.literal(list(texts), postgresql.ARRAY(sa.Text())))


def _stored(work: Work, known: Iterable[KnownMatter]) -> dict[str, MatterContent]:
    """The contents in force by digest, where it is not the file's."""
    ids = [matter.version_id for matter in known]
    rows = work.session.execute(
        sa.select(MatterVersion.digest, MatterVersion.content).where(MatterVersion.id.in_(ids))
    )
    return {digest: load_content(content) for digest, content in rows}


def _may_differ(record: SpooledRecord, known: KnownMatter) -> bool:
    return (
        record.digest != known.digest
        or known.state is MatterState.ABOLISHED
        or record.popularity not in (0, known.popularity)
    )


def _compare(
    record: SpooledRecord, known: KnownMatter, stored: dict[str, MatterContent]
) -> ChangedRecord | None:
    """What is another in the record; an old way of storing the same content is no change."""
    content = record.content
    fields = changed_labels(stored[known.digest], content) if record.digest != known.digest else ()
    is_reworded = bool(fields)
    if known.state is MatterState.ABOLISHED:
        fields += (STATE_LABEL,)
    if record.popularity not in (0, known.popularity):
        fields += (POPULARITY_LABEL,)
    return ChangedRecord(record, known, content, is_reworded, fields) if fields else None


def _change(changed: ChangedRecord) -> PlannedChange:
    record = changed.record
    kind = "revived" if changed.is_revived else "changed"
    return PlannedChange(kind, changed.known.id, *record.key, record.name, changed.fields)


def _note_drafts(work: Work, prepared: PreparedFile, records: list[SpooledRecord]) -> None:
    codes = {record.code for record in records}
    if not codes:
        return
    rows = work.session.execute(
        sa.select(MatterDraft.code, MatterDraft.item_code).where(_among(work, MatterDraft.code, codes))
    )
    drafted = {(code, item) for code, item in rows}
    for record in records:
        if record.key in drafted:
            prepared.note(record, "整条记录", "该事项有尚未发布的修订稿，修订稿未改动，发布前请核对")


def _note_state(prepared: PreparedFile, changed: ChangedRecord) -> None:
    known = changed.known
    if known.state is MatterState.SUSPENDED:
        prepared.note(changed.record, STATE_LABEL, "该事项已暂停，内容更新后仍为暂停")
    if known.state is MatterState.ABOLISHED:
        prepared.note(changed.record, STATE_LABEL, "该事项曾被取消，文件中又出现，导入后重新启用")
    if changed.is_reworded and (known.newest > known.version or known.state is MatterState.PENDING):
        prepared.note(
            changed.record, "整条记录", "该事项有待生效的版本，导入后以文件内容为准，该版本不再生效"
        )
