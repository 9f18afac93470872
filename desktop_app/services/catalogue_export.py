"""事项导出: the versions in force as a file that the import reads back identically, with flat memory at any size."""

import csv
import json
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from desktop_app.exchange.cells import quoted
from desktop_app.exchange.columns import ALL_COLUMNS
from desktop_app.exchange.findings import Cancelled, Progress
from desktop_app.exchange.rows import MatterRecord, dump_record, main_cells
from desktop_app.exchange.workbook_writer import MatterBook
from desktop_app.rules.errors import ServiceError
from desktop_app.services.matter_versions import load_content
from desktop_app.services.work import Work
from models.catalogue import Matter, MatterVersion
from models.enums import MatterState, Permission

CHUNK = 500
EXPORTED = (MatterState.PUBLISHED, MatterState.SUSPENDED)
"""A suspended matter keeps its version in force; one that is not yet or no longer in force has none."""

Add = Callable[[MatterRecord], object]
Writer = Callable[[Path], AbstractContextManager[Add]]


def export_matters(
    work: Work,
    path: Path,
    *,
    department_id: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write every matter in force, or those of a department, to a file; the number of matters.

    The name's end decides: `.jsonl` (our own shape), `.xlsx` (our template), `.csv` (sub-tables as JSON in their
    cells). The file appears under its name only when it is whole. Needs CATALOGUE_VIEW. Raises `export_cancelled`,
    `export_kind_unknown`, `export_text_too_long`, `export_too_many_rows`, `file_unwritable`.
    """
    work.require(Permission.CATALOGUE_VIEW)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise ServiceError("export_kind_unknown")
    partial = path.with_name(f"{path.name}.part")
    try:
        with writer(partial) as add:
            count = _write(work, add, department_id, progress or _nobody_asks, cancelled or _never)
        partial.replace(path)
    except OSError:
        raise ServiceError("file_unwritable") from None
    finally:
        _remove(partial)
    return count


def _write(work: Work, add: Add, department_id: int | None, progress: Progress, cancelled: Cancelled) -> int:
    chosen = _chosen(department_id)
    total = work.session.scalar(sa.select(sa.func.count()).select_from(Matter).where(*chosen)) or 0
    done = 0
    for record in _records(work, chosen):
        if done % CHUNK == 0:
            if cancelled():
                raise ServiceError("export_cancelled")
            progress(done, total)
        add(record)
        done += 1
    progress(done, total)
    return done


def _chosen(department_id: int | None) -> list[sa.ColumnElement[bool]]:
    chosen: list[sa.ColumnElement[bool]] = [Matter.state.in_(EXPORTED)]
    if department_id is not None:
        chosen.append(Matter.department_id == department_id)
    return chosen


def _records(work: Work, chosen: list[sa.ColumnElement[bool]]) -> Iterator[MatterRecord]:
    """The matters page by page in the order of their numbers."""
    version = sa.and_(MatterVersion.matter_id == Matter.id, MatterVersion.version == Matter.version)
    page = (
        sa.select(Matter.id, Matter.code, Matter.item_code, Matter.popularity, MatterVersion.content)
        .join(MatterVersion, version)
        .where(*chosen)
        .order_by(Matter.id)
        .limit(CHUNK)
    )
    last = 0
    while rows := work.session.execute(page.where(Matter.id > last)).all():
        for _, code, item_code, popularity, stored in rows:
            yield MatterRecord(code, item_code, load_content(stored), popularity)
        last = rows[-1][0]


@contextmanager
def _json_lines(path: Path) -> Generator[Add]:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield lambda record: file.write(json.dumps(dump_record(record), ensure_ascii=False) + "\n")


@contextmanager
def _table(path: Path) -> Generator[Add]:
    """A text table that spreadsheets open as such: a byte order mark, and no cell they would run."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([column.label for column in ALL_COLUMNS])

        def add(record: MatterRecord) -> None:
            rows.writerow([quoted(cell, for_text_file=True) for cell in main_cells(record, ALL_COLUMNS)])

        yield add


@contextmanager
def _workbook(path: Path) -> Generator[Add]:
    with path.open("wb"):  # a place that cannot be written to is told before the work
        pass
    with closing(MatterBook()) as book:
        yield book.add
        book.save(path)


_WRITERS: dict[str, Writer] = {".jsonl": _json_lines, ".csv": _table, ".xlsx": _workbook}
KINDS = tuple(_WRITERS)
"""The ends of names an export may have."""


def _remove(partial: Path) -> None:
    try:
        partial.unlink(missing_ok=True)
    except OSError:
        return  # another program holds it: the file itself was never touched


def _nobody_asks(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    return False
