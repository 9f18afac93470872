"""审查决定: opinions, the decision and the delivery of its result."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.enums import IdentityKind, Opinion


class CaseOpinion(Base):
    """审查意见: what an examiner found; never a signature alone."""

    __tablename__ = "case_opinion"
    __table_args__ = (sa.Index("ix_case_opinion_case_id", "case_id"),)

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    opinion: Mapped[Opinion]
    text: Mapped[str]


class CaseDecision(Base):
    """决定: grant with its certificate, or denial with reasons (行政许可法 art. 38)."""

    __tablename__ = "case_decision"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    is_granted: Mapped[bool]
    reason: Mapped[str]
    certificate_name: Mapped[str] = mapped_column(default="")
    certificate_number: Mapped[str] = mapped_column(default="")
    certificate_text: Mapped[str] = mapped_column(default="")
    valid_until: Mapped[date | None]
    decided_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    decided_at: Mapped[datetime]


class CaseDelivery(Base):
    """出件送达: who took the result, when and from whom."""

    __tablename__ = "case_delivery"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    collector_name: Mapped[str]
    collector_relation: Mapped[str]
    """本人, 代理人 or the words of the counter."""
    identity_kind: Mapped[IdentityKind]
    identity_number: Mapped[str]
    delivered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    delivered_at: Mapped[datetime]
