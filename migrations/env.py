"""Alembic's entry point: one set of revisions for both databases."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from models.base import UtcDateTime
from models.registry import METADATA

SEARCH_TABLES = "matter_search"
"""Made by hand for each database; autogenerate passes the whole family over."""


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the search tables and the shadow tables of SQLite's full-text index alone."""
    return not (kind == "table" and name is not None and name.startswith(SEARCH_TABLES))


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our own column types as the plain types they stand on: revisions never import the models."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def run() -> None:
    """Run the revisions on the connection the program hands over."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        transaction_per_migration=False,
        include_name=include_name,
        render_item=render_item,
    )
    context.run_migrations()


run()
