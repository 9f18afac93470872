"""Every row of the office from one database into another, whichever kinds the two are."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models.registry import METADATA

BATCH = 500
SEARCH_INDEX = "matter_search"
"""Made again from the matters, never copied."""


def copy_tables(source: Connection, target: Connection) -> None:
    """Replace the rows of `target`, inside its transaction, by those `source` sees in its own; parents first."""
    _empty(target)
    streamed = source.execution_options(stream_results=True, yield_per=BATCH)
    for table in METADATA.sorted_tables:
        rows = streamed.execute(sa.select(table)).mappings()
        for part in rows.partitions(BATCH):
            target.execute(sa.insert(table), [dict(row) for row in part])
    if target.dialect.name == "postgresql":
        _continue_numbering(target)


def _empty(target: Connection) -> None:
    if target.dialect.name == "postgresql":
        quote = target.dialect.identifier_preparer.quote
        names = [quote(table.name) for table in METADATA.sorted_tables]
        target.exec_driver_sql(f"TRUNCATE {', '.join([*names, SEARCH_INDEX])}")
        return
    for table in reversed(METADATA.sorted_tables):
        target.execute(sa.delete(table))
    target.exec_driver_sql(f"DELETE FROM {SEARCH_INDEX}")  # noqa: S608 # a name of our own


def _continue_numbering(target: Connection) -> None:
    """Let each sequence go on behind the greatest row number; RESTART is undone with the transaction, setval is not."""
    for table in METADATA.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        name = target.execute(sa.select(sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name)))
        greatest = target.execute(sa.select(sa.func.coalesce(sa.func.max(column), 0))).scalar_one()
        target.exec_driver_sql(f"ALTER SEQUENCE {name.scalar_one()} RESTART WITH {int(greatest) + 1}")
