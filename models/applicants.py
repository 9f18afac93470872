"""申请人信用: what an applicant promised, whether it was true, and who may not apply for a time."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.procedure import BarGround, PledgeOutcome


class CasePledge(Base):
    """告知承诺: a written promise that stood for a material or a condition, and the check of it."""

    __tablename__ = "case_pledge"
    __table_args__ = (
        sa.Index("ix_case_pledge_case_id", "case_id"),
        sa.Index(
            "ix_case_pledge_unchecked",
            "check_due_on",
            "id",
            sqlite_where=sa.text("check_due_on IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("check_due_on IS NOT NULL AND ended_at IS NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    position: Mapped[int | None]
    """The line of the checklist it stands for; empty for a condition."""
    subject: Mapped[str]
    """The material or condition in words."""
    text: Mapped[str]
    """What was promised."""
    pledged_at: Mapped[datetime]
    check_due_on: Mapped[date | None]
    """Until when it is checked; set by the decision."""
    ended_at: Mapped[datetime | None]
    """Checked, or withdrawn before the decision."""
    outcome: Mapped[PledgeOutcome | None]
    checked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(default="")


class ApplicantBar(Base):
    """申请限制: for how long somebody may not apply, and why; lifted, never deleted."""

    __tablename__ = "applicant_bar"
    __table_args__ = (sa.Index("ix_applicant_bar_identity_number", "identity_number"),)

    id: Mapped[PrimaryKey]
    identity_number: Mapped[str]
    name: Mapped[str]
    ground: Mapped[BarGround]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """The last day it holds; empty for one without an end of its own (承诺不实)."""
    matter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("matter.id"))
    """The licence it is about (行政许可法 art. 78, 79: 不得再次申请该行政许可); empty for all."""
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("case.id"))
    facts: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    lift_reason: Mapped[str] = mapped_column(default="")
