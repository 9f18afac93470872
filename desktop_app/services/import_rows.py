"""导入落库: the rows of matters, versions and index that a part of an import leaves."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.matter_life import state_with_version
from desktop_app.services.bulk_rows import add_rows, stored, write_rows
from desktop_app.services.catalogue_index import (
    IndexEntry,
    content_entry,
    index_matters,
    index_new_matters,
    reindex_matters,
)
from desktop_app.services.import_comparison import ChangedRecord
from desktop_app.services.import_spool import SpooledRecord
from desktop_app.services.material_uses import note_uses
from desktop_app.services.work import Work
from models.base import table_of
from models.catalogue import Matter, MatterVersion
from models.enums import MatterState

_MATTER, _VERSION = table_of(Matter), table_of(MatterVersion)
_UPDATE_MATTERS = sa.update(_MATTER).where(_MATTER.c.id == sa.bindparam("matter_id"))
_ADDED = ("code", "item_code", "state", "version", "popularity", "state_note")
_REPEATED = ("name", "main_name", "sub_name", "department_id", "matter_type", "handling_kind")
Placed = tuple[int, int, SpooledRecord, MatterContent, MatterState]
"""The row number of a matter, the number of its new version, what it says, and the state the matter has with it."""


def add_matters(
    work: Work, records: Sequence[SpooledRecord], departments: Mapping[str, int], note: str
) -> None:
    """Put matters into the catalogue that it did not have."""
    if not records:
        return
    contents = [record.content for record in records]
    ids = add_rows(
        work.session.connection(),
        Matter.__tablename__,
        (*_ADDED, *_REPEATED),
        [
            (*record.key, MatterState.PUBLISHED.value, 1, record.popularity, "", *repeated)
            for record, repeated in zip(
                records, (_repeated(each, departments) for each in contents), strict=True
            )
        ],
    )
    placed = [
        (key, 1, record, content, MatterState.PUBLISHED)
        for key, record, content in zip(ids, records, contents, strict=True)
    ]
    _add_versions(work, placed, note)
    note_uses(work, dict(zip(ids, contents, strict=True)))
    index_new_matters(work.session, _entries(placed, departments))


def change_matters(
    work: Work, changes: Sequence[ChangedRecord], departments: Mapping[str, int], note: str
) -> None:
    """Bring matters of the catalogue to what the file says; versions that were to come later come no more."""
    if not changes:
        return
    work.session.connection().execute(
        _UPDATE_MATTERS, [_changed_row(change, departments) for change in changes]
    )
    reworded = [change for change in changes if change.is_reworded]
    placed = [
        (change.known.id, change.known.newest + 1, change.record, change.content, _state(change))
        for change in reworded
    ]
    _add_versions(work, placed, note)
    note_uses(work, {change.known.id: change.content for change in reworded})
    index_matters(work.session, _entries(placed, departments))
    reindex_matters(work, (change.known.id for change in changes if not change.is_reworded))


def _state(change: ChangedRecord) -> MatterState:
    """A matter that was ended and is named again, or says something new, may be in use again."""
    state = change.known.state
    is_back = state is MatterState.ABOLISHED
    return state_with_version(state) if change.is_reworded or is_back else state


def _changed_row(change: ChangedRecord, departments: Mapping[str, int]) -> dict[str, Any]:
    known = change.known
    is_back = known.state is MatterState.ABOLISHED
    abolish_on = None if is_back else known.abolish_on
    return {
        **dict(zip(_REPEATED, _repeated(change.content, departments), strict=True)),
        "matter_id": known.id,
        "state": _state(change),
        "state_note": "" if is_back else known.state_note,
        "version": known.newest + 1 if change.is_reworded else known.version,
        "popularity": change.record.popularity or known.popularity,
        "abolish_on": abolish_on,
        "next_change_on": abolish_on if change.is_reworded or is_back else known.next_change_on,
    }


def _add_versions(work: Work, placed: Sequence[Placed], note: str) -> None:
    """Versions in force at once."""
    connection = work.session.connection()
    published_at = stored(connection, _VERSION.c.published_at, work.now)
    publication = (published_at, work.actor.account_id, note)
    write_rows(
        connection,
        _VERSION.name,
        ("matter_id", "version", "content", "digest", "published_at", "published_by", "note"),
        (
            (matter_id, version, record.text, record.digest, *publication)
            for matter_id, version, record, _, _ in placed
        ),
    )


def _entries(placed: Sequence[Placed], departments: Mapping[str, int]) -> Iterator[IndexEntry]:
    """What the search finds the matters by."""
    for matter_id, _, record, content, state in placed:
        yield content_entry(matter_id, record.key, content, departments[content.department_code], state)


def _repeated(content: MatterContent, departments: Mapping[str, int]) -> tuple[str | int, ...]:
    """What a matter repeats of its version in force."""
    return (
        content.name,
        *content.tree_path,
        departments[content.department_code],
        content.matter_type.value,
        content.handling_kind.value,
    )
