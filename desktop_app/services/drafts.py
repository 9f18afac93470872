"""草稿: half-filled forms, kept for the person who was filling them in.

Drafts are scratch paper: saved every few seconds, seen by their owner only, thrown away when the form is done. They
are no act on a case, so they leave no audit entry and send no signal; the act that comes of them does.
"""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from desktop_app.rules.errors import ServiceError
from desktop_app.services.work import Work
from models.cases import Draft

LARGEST_DRAFT = 256 * 1024
"""Bytes of JSON."""

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def save_draft(work: Work, form: str, payload: dict[str, Any]) -> None:
    """Keep one's half-filled form in place of its last state; raises `draft_too_large`."""
    text = json.dumps(payload, allow_nan=False)
    if len(text) > LARGEST_DRAFT:
        raise ServiceError("draft_too_large", limit=f"{LARGEST_DRAFT // 1024} KB")
    insert = _INSERT[work.session.get_bind().dialect.name]
    values = {"payload": text, "saved_at": work.now}
    work.session.execute(
        insert(Draft)
        .values(account_id=work.account_id, form=form, **values)
        .on_conflict_do_update(index_elements=[Draft.account_id, Draft.form], set_=values)
    )


def get_draft(work: Work, form: str) -> dict[str, Any] | None:
    """One's half-filled form, or `None` where there is none."""
    payload = work.session.scalar(sa.select(Draft.payload).where(*_own(work, form)))
    return None if payload is None else json.loads(payload)


def discard_draft(work: Work, form: str) -> None:
    """Throw one's half-filled form away."""
    work.session.execute(sa.delete(Draft).where(*_own(work, form)))


def _own(work: Work, form: str) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return Draft.account_id == work.account_id, Draft.form == form
