"""文书作废: a paper that no longer holds is marked void with its reason; its number stays and is never given out again."""

from datetime import datetime

import sqlalchemy as sa

from desktop_app.services.work import Work
from models.printing import IssuedDocument


def mark_void(work: Work, case_id: int, reason: str, *which: sa.ColumnElement[bool]) -> None:
    """Mark papers of a case void: all that still hold, or those of them that are meant."""
    work.session.execute(
        sa.update(IssuedDocument)
        .where(IssuedDocument.case_id == case_id, IssuedDocument.voided_at.is_(None), *which)
        .values(voided_at=work.now, void_reason=reason)
    )


def unmark_void(work: Work, case_id: int, voided_at: datetime) -> None:
    """Let the papers hold again that were made void at one instant, with the act that is now undone."""
    work.session.execute(
        sa.update(IssuedDocument)
        .where(IssuedDocument.case_id == case_id, IssuedDocument.voided_at == voided_at)
        .values(voided_at=None, void_reason="")
    )
