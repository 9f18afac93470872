"""导入暂存: what was read from a file of matters, on disk until it is imported, so that no file fills the memory.

The spool is SQLite's private temporary database: a file nobody else can open, gone with its connection however the
program ends.
"""

import sqlite3
import weakref
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from typing_extensions import override

from desktop_app.exchange.findings import Cancelled, ParsedRecord, Progress, ReportLine, report_lines
from desktop_app.exchange.inputs import inspect
from desktop_app.exchange.mappings import ColumnMapping
from desktop_app.exchange.matters import parse_file
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.services.matter_versions import canonical_text, dump_content, load_text, text_digest

CACHE_KILOBYTES = 16_384
"""The most the spool keeps in memory, whatever the size of the file."""
_SCHEMA = """
CREATE TABLE record (
    id INTEGER PRIMARY KEY, number INTEGER, code TEXT, item_code TEXT, digest TEXT, popularity INTEGER,
    department_code TEXT, department_name TEXT, name TEXT, content TEXT, UNIQUE (code, item_code)
);
CREATE TABLE refused (code TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE finding (
    id INTEGER PRIMARY KEY, number INTEGER, code TEXT, field TEXT, value_shape TEXT, reason TEXT,
    is_refusal INTEGER, is_of_import INTEGER
);
CREATE TABLE change (
    id INTEGER PRIMARY KEY, kind TEXT, matter_id INTEGER, code TEXT, item_code TEXT, name TEXT, fields TEXT
);
CREATE INDEX finding_by_number ON finding (number, id);
CREATE INDEX change_by_kind ON change (kind, id);
"""
_FIELDS = "number, code, item_code, digest, popularity, department_code, department_name, name, content"
_SEPARATOR = "\n"
_LINES_AT_ONCE = 500
_values_of = attrgetter("kind", "matter_id", "code", "item_code", "name")
_values_of_line = attrgetter("record_number", "code", "field", "value_shape", "reason", "is_refusal")

Key = tuple[str, str]
"""实施编码 and 业务办理项编码."""


@dataclass(frozen=True, slots=True)
class SpooledRecord:
    """A record that may be imported; each key stands once among them."""

    number: int
    code: str
    item_code: str
    digest: str
    popularity: int
    department_code: str
    department_name: str
    name: str
    text: str
    """The canonical JSON of its content, as the database keeps it."""

    @property
    def key(self) -> Key:
        """What the catalogue knows it by."""
        return self.code, self.item_code

    @property
    def content(self) -> MatterContent:
        """Its content as a value."""
        return load_text(self.text)


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One matter that an import adds, changes or misses; `fields` are the labels of what differs."""

    kind: str
    """`added`, `revived`, `changed` or `vanished`."""
    matter_id: int | None
    code: str
    item_code: str
    name: str
    fields: tuple[str, ...] = ()


class Findings(Iterable[ReportLine]):
    """The lines of a report in the order of the file, read from the spool each time they are asked for."""

    def __init__(self, spool: "PreparedFile") -> None:
        self._spool = spool

    def __len__(self) -> int:
        return self._spool.count_lines()

    @override
    def __iter__(self) -> Iterator[ReportLine]:
        return self._spool.lines("")

    def refusals(self) -> Iterator[ReportLine]:
        """Only the lines that tell why a record is not imported."""
        return self._spool.lines("WHERE is_refusal")

    def changes(self, kind: str) -> Iterator[PlannedChange]:
        """All changes of one kind that the latest plan or import found."""
        return self._spool.changes(kind)


class PreparedFile:
    """A file that was read once; closing it, or letting go of it, frees its place on the disk.

    One thread at a time may use it, whichever that is.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.records = 0
        """How many records the file holds."""
        self.refused = 0
        """How many of them cannot be imported."""
        self.repeated = 0
        """How many say once more what an earlier one said."""
        self.unnamed = 0
        """How many were refused without a legible code: no one can say which matters they stand for."""
        self.passed_over: tuple[str, ...] = ()
        """Fields of the source that hold something this program does not import."""
        self._waiting: list[tuple[str | int, ...]] = []
        self._spool = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._finalizer = weakref.finalize(self, self._spool.close)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KILOBYTES}"):
            self._spool.execute(f"PRAGMA {pragma}")
        self._spool.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the place on the disk back; reports made from this file can be read no more."""
        self._finalizer()

    @property
    def importable(self) -> int:
        """How many records remain to be compared with the catalogue."""
        return self.records - self.refused - self.repeated

    @property
    def findings(self) -> Findings:
        """Everything found so far: in the file, and in the catalogue by the latest plan or import."""
        return Findings(self)

    def fill(self, records: Iterable[ParsedRecord]) -> None:
        """Take over all records of a file; raises `storage_full` and what reading them raises."""
        passed_over: set[str] = set()
        with _translated():
            self._spool.execute("BEGIN")
            for record in records:
                self._add(record)
                passed_over.update(record.passed_over)
            self._spool.execute("CREATE INDEX record_by_popularity ON record (popularity DESC, id)")
            self._spool.execute("COMMIT")
        self.passed_over = tuple(sorted(passed_over))

    def list_records(self, limit: int) -> list[SpooledRecord]:
        """The first records that may be imported, in the order of the file."""
        rows = self._spool.execute(f"SELECT {_FIELDS} FROM record ORDER BY id LIMIT ?", (limit,))  # noqa: S608
        return [SpooledRecord(*row) for row in rows]

    def chunks(self, size: int) -> Iterator[list[SpooledRecord]]:
        """The records that may be imported, the most popular first."""
        rows = self._spool.execute(f"SELECT {_FIELDS} FROM record ORDER BY popularity DESC, id")  # noqa: S608
        while part := rows.fetchmany(size):
            yield [SpooledRecord(*row) for row in part]

    def departments(self) -> dict[str, str]:
        """The departments of the records by code, named as where they first occur."""
        rows = self._spool.execute(
            "SELECT department_code, department_name, min(id) FROM record GROUP BY department_code"
        )
        return {code: name for code, name, _ in rows}

    def names(self, code: str, item_code: str) -> bool:
        """Whether the file names a matter, be it in a record that is refused."""
        found = self._spool.execute(
            "SELECT 1 FROM record WHERE code = ? AND item_code = ? UNION ALL SELECT 1 FROM refused WHERE code = ?",
            (code, item_code, code),
        )
        return found.fetchone() is not None

    def begin_comparison(self) -> None:
        """Forget what an earlier plan or import found in the catalogue."""
        self._write_waiting()
        with _translated():
            self._spool.execute("DELETE FROM finding WHERE is_of_import")
            self._spool.execute("DELETE FROM change")

    def note(self, record: SpooledRecord, field: str, reason: str) -> None:
        """Something the catalogue has to say to a record."""
        line = ReportLine(record.number, record.code, field, "", reason, is_refusal=False)
        self._write_lines([line], is_of_import=True)

    def keep_changes(self, changes: Sequence[PlannedChange]) -> None:
        """Remember what an import does to matters."""
        rows = [(*_values_of(change), _SEPARATOR.join(change.fields)) for change in changes]
        with _translated():
            self._spool.executemany(
                "INSERT INTO change (kind, matter_id, code, item_code, name, fields) VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )

    def changes(self, kind: str, limit: int = -1) -> Iterator[PlannedChange]:
        """The changes of one kind that the latest plan or import found; all of them without a limit."""
        rows = self._spool.execute(
            "SELECT kind, matter_id, code, item_code, name, fields FROM change WHERE kind = ? ORDER BY id LIMIT ?",
            (kind, limit),
        )
        for *values, fields in rows:
            yield PlannedChange(*values, fields=tuple(fields.split(_SEPARATOR)) if fields else ())

    def lines(self, condition: str) -> Iterator[ReportLine]:
        """Lines of the report that meet a condition of ours, in the order of the file."""
        self._write_waiting()
        rows = self._spool.execute(
            "SELECT number, code, field, value_shape, reason, is_refusal FROM finding"  # noqa: S608
            f" {condition} ORDER BY number, id"
        )
        for *values, is_refusal in rows:
            yield ReportLine(*values, is_refusal=bool(is_refusal))

    def count_lines(self) -> int:
        """How many lines the report has."""
        self._write_waiting()
        return self._spool.execute("SELECT count(*) FROM finding").fetchone()[0]

    def _add(self, record: ParsedRecord) -> None:
        self.records += 1
        if record.findings:
            self._write_lines(report_lines(record))
        if record.content is None:
            self._refuse(record)
            return
        content = record.content
        text = canonical_text(dump_content(content))
        row = (
            *(record.record_number, record.code, record.item_code, text_digest(text), record.popularity),
            *(content.department_code, content.department_name, content.name, text),
        )
        added = self._spool.execute(
            f"INSERT OR IGNORE INTO record ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            row,
        )
        if not added.rowcount:
            self._repeat(record, row[3])

    def _refuse(self, record: ParsedRecord) -> None:
        self.refused += 1
        if record.code:
            self._spool.execute("INSERT OR IGNORE INTO refused VALUES (?)", (record.code,))
        else:
            self.unnamed += 1

    def _repeat(self, record: ParsedRecord, digest: str) -> None:
        """A key that was there before: the same again, or something else that is not taken."""
        number, first = self._spool.execute(
            "SELECT number, digest FROM record WHERE code = ? AND item_code = ?",
            (record.code, record.item_code),
        ).fetchone()
        if first == digest:
            self.repeated += 1
            reason = f"与第{number}条内容相同，不重复导入"
        else:
            self.refused += 1
            reason = f"与第{number}条编码相同而内容不同，只导入了先出现的一条"
        self._write_lines(
            [
                ReportLine(
                    record.record_number, record.code, "整条记录", "", reason, is_refusal=first != digest
                )
            ]
        )

    def _write_lines(self, lines: Iterable[ReportLine], *, is_of_import: bool = False) -> None:
        """Hold lines back until a number of them goes to the spool at once."""
        self._waiting.extend((*_values_of_line(line), is_of_import) for line in lines)
        if len(self._waiting) >= _LINES_AT_ONCE:
            self._write_waiting()

    def _write_waiting(self) -> None:
        with _translated():
            self._spool.executemany(
                "INSERT INTO finding (number, code, field, value_shape, reason, is_refusal, is_of_import)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                self._waiting,
            )
        self._waiting.clear()


def prepare_file(
    path: Path,
    mapping: ColumnMapping | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> PreparedFile:
    """Read a file of matters once, without touching the catalogue; may run beside other work.

    A `mapping` says how the columns of a foreign file become ours. Raises `file_missing`, `file_empty`,
    `file_too_large`, `file_unpacks_too_large`, `file_binary`, `file_old_workbook`,
    `file_headings_unknown`, `file_unreadable`, `import_cancelled`, `storage_full`.
    """
    records = parse_file(inspect(path), progress or _nobody_asks, cancelled or _never, mapping=mapping)
    return prepare_records(records, path.name)


def prepare_records(records: Iterable[ParsedRecord], name: str) -> PreparedFile:
    """Take records from elsewhere than a file, for instance the sample; raises what reading them raises."""
    prepared = PreparedFile(name)
    try:
        prepared.fill(records)
    except BaseException:
        prepared.close()
        raise
    return prepared


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except sqlite3.OperationalError as failure:
        if "full" in str(failure) or "disk" in str(failure):
            raise ServiceError("storage_full") from None
        raise


def _nobody_asks(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    return False
