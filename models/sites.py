"""部门与窗口: the organs of the hall and the counters its staff sit at."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey


class Department(Base):
    """部门: an organ (实施主体) by its unified credit code; its names and addresses head the documents."""

    __tablename__ = "department"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    review_body: Mapped[str] = mapped_column(default="")
    """行政复议机关, named in the remedies of a refusal."""
    court: Mapped[str] = mapped_column(default="")


class Counter(Base):
    """窗口: a place in the hall where one person serves."""

    __tablename__ = "counter"

    id: Mapped[PrimaryKey]
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    zone: Mapped[str] = mapped_column(default="")
    is_open: Mapped[bool] = mapped_column(default=True)


class CounterLease(Base):
    """窗口占用: one counter has one holder and one person holds one counter, both by constraint.

    The lease runs out when its holder's program stops renewing it.
    """

    __tablename__ = "counter_lease"

    counter_id: Mapped[int] = mapped_column(
        sa.ForeignKey("counter.id"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    token: Mapped[str]
    """Names the running program, so that a second sign-in of the same person is noticed."""
    taken_at: Mapped[datetime]
    expires_at: Mapped[datetime]
