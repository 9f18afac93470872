"""One line of a list of matters, and how it is read."""

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.matter_filter import MatterFilter, facet_condition
from desktop_app.services.catalogue_index import is_sqlite
from desktop_app.services.index_questions import facets_clause
from desktop_app.services.work import Work
from models.catalogue import Matter
from models.enums import HandlingKind, MatterState, MatterType
from models.sites import Department


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of a list of matters."""

    id: int
    code: str
    item_code: str
    name: str
    department_name: str
    matter_type: MatterType
    handling_kind: HandlingKind
    state: MatterState
    promised_text: str
    """承诺办结时限 as it is printed; empty where nothing is promised."""
    hint: str = ""
    """Why a search gave it (an alias, pinyin, use at this counter); empty where its name says so itself."""


def select_rows(work: Work) -> sa.Select[*tuple[Any, ...]]:
    """Everything a row shows; the promised time comes from the words the index keeps."""
    key = "rowid" if is_sqlite(work.session) else "matter_id"
    index = sa.table("matter_search", sa.column(key, sa.BigInteger), sa.column("words", sa.Text))
    return (
        sa.select(
            Matter.id,
            Matter.code,
            Matter.item_code,
            Matter.name,
            Department.name.label("department_name"),
            Matter.matter_type,
            Matter.handling_kind,
            Matter.state,
            index.c.words,
        )
        .join(Department, Department.id == Matter.department_id)
        .outerjoin(index, index.c[key] == Matter.id)
    )


def filter_clauses(
    work: Work, only: MatterFilter | None, *, is_page: bool = False
) -> list[sa.ColumnElement[bool]]:
    """What a filter asks of matters: by their own columns where they have them, else by the index.

    `is_page` where the statement stops at the first so many.
    """
    if only is None:
        return []
    clauses: list[sa.ColumnElement[bool]] = []
    if only.department_id is not None:
        clauses.append(Matter.department_id == only.department_id)
    if only.is_immediate:
        clauses.append(Matter.handling_kind == HandlingKind.IMMEDIATE)
    if only.states:
        clauses.append(Matter.state.in_(only.states))
    rest = facet_condition(replace(only, department_id=None, is_immediate=False, states=()))
    if rest is not None:
        clauses.append(sa.type_coerce(facets_clause(work.session, rest, is_page=is_page), sa.Boolean))
    return clauses


def read_rows(work: Work, query: sa.Select[*tuple[Any, ...]]) -> list[MatterRow]:
    """The rows of a query made from `select_rows`."""
    return [make_row(row) for row in work.session.execute(query)]


def make_row(row: sa.Row[*tuple[Any, ...]], hint: str = "") -> MatterRow:
    """A row from columns of these names, read by the mapped types or as plain text."""
    return MatterRow(
        row.id,
        row.code,
        row.item_code,
        row.name,
        row.department_name,
        MatterType(row.matter_type),
        HandlingKind(row.handling_kind),
        MatterState(row.state),
        (row.words or "").partition("\n")[0],
        hint,
    )
