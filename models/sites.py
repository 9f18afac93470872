"""行政区划、部门、大厅与窗口: the organs, where they sit, and the counters their staff serve at."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.elements import CounterKind, DivisionLevel
from models.enums import UseLevel


class Division(Base):
    """行政区划, by its statistical code."""

    __tablename__ = "division"
    __table_args__ = (sa.Index("ix_division_parent_code", "parent_code", "code"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    """2, 4, 6, 9 or 12 digits."""
    name: Mapped[str]
    parent_code: Mapped[str] = mapped_column(default="")
    """The nearest division above that is known; empty where none is."""
    level: Mapped[DivisionLevel]
    initials: Mapped[str] = mapped_column(default="")
    """拼音首字母, for typing ahead; empty for the hundreds of thousands of villages."""


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
    parent_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("department.id", deferrable=True, initially="DEFERRED")
    )
    level: Mapped[UseLevel | None]
    division_code: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)


class Hall(Base):
    """办事大厅: a building with counters; its address and hours stand on guides."""

    __tablename__ = "hall"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(unique=True)
    division_code: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    traffic: Mapped[str] = mapped_column(default="")
    """交通指引."""


class Counter(Base):
    """窗口: a place in the hall where one person serves."""

    __tablename__ = "counter"

    id: Mapped[PrimaryKey]
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    zone: Mapped[str] = mapped_column(default="")
    is_open: Mapped[bool] = mapped_column(default=True)
    hall_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hall.id"))
    kind: Mapped[CounterKind] = mapped_column(default=CounterKind.COMPREHENSIVE)
    hours: Mapped[str] = mapped_column(default="")
    """办理时间, where it differs from the hall's."""


class CounterScope(Base):
    """窗口受理范围: what a 专窗 takes, one department or one matter a row; a 综合窗口 has none and takes everything."""

    __tablename__ = "counter_scope"
    __table_args__ = (
        sa.UniqueConstraint("counter_id", "department_id"),
        sa.UniqueConstraint("counter_id", "matter_id"),
        sa.CheckConstraint("(department_id IS NULL) <> (matter_id IS NULL)", name="one_target"),
        sa.Index("ix_counter_scope_department_id", "department_id"),
        sa.Index("ix_counter_scope_matter_id", "matter_id"),
    )

    id: Mapped[PrimaryKey]
    counter_id: Mapped[int] = mapped_column(sa.ForeignKey("counter.id"))
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("department.id"))
    matter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("matter.id"))


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
