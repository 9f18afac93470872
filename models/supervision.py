"""督办提示: yellow and red cards that were shown, and appeals against them."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.enums import ClockKind, Light
from models.procedure import RequestState


class CaseCard(Base):
    """黄牌、红牌: only ever added; an appeal takes its effect away and leaves it visible."""

    __tablename__ = "case_card"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "clock", "due_on", "light"),
        sa.Index("ix_case_card_raised_on", "raised_on", "id"),
        sa.Index(
            "ix_case_card_appealed",
            "id",
            sqlite_where=sa.text("appeal_state = 'open'"),
            postgresql_where=sa.text("appeal_state = 'open'"),
        ),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    clock: Mapped[ClockKind]
    due_on: Mapped[date]
    light: Mapped[Light]
    raised_on: Mapped[date]
    reason: Mapped[str]
    appeal_state: Mapped[RequestState | None]
    appeal_reason: Mapped[str] = mapped_column(default="")
    appealed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    appealed_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
