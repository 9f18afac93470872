"""办件: a case, the people behind it, its checklist, its clocks and everything that happened to it."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.enums import (
    ApplicantKind,
    CaseAction,
    CaseState,
    Channel,
    ClockKind,
    IdentityKind,
    LimitUnit,
    MaterialNecessity,
    PartyRole,
    ReceivedAs,
)
from models.procedure import AcceptanceKind, TrustLevel

_OPEN = sa.text("closed_at IS NULL")
_UNARCHIVED = sa.text("closed_at IS NOT NULL AND archived_at IS NULL")
_BACKLOG = ("due_on", "id", "due_from", "state", "closed_at")
"""The order of the backlog, then what its filters and figures read: they never touch the table (`closed_at` too,
which SQLite looks at although the index holds open cases only)."""


class Case(Base):
    """办件: one application for one matter, under the version in force when it was received.

    `due_on` is the nearest date among the running clocks: every open case has one, so the backlog is one index.
    """

    __tablename__ = "case"
    __table_args__ = (
        sa.Index(
            "ix_case_open_due",
            *_BACKLOG,
            "holder_id",
            "receiver_id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        sa.Index(
            "ix_case_open_department",
            "department_id",
            *_BACKLOG,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        sa.Index("ix_case_received_at_id", "received_at", "id"),
        sa.Index("ix_case_counter_id_id", "counter_id", "id"),
        sa.Index(
            "ix_case_unarchived", "closed_at", "id", sqlite_where=_UNARCHIVED, postgresql_where=_UNARCHIVED
        ),
    )

    id: Mapped[PrimaryKey]
    number: Mapped[str] = mapped_column(unique=True)
    """办件编号: matter code, date and the number of the day (43 or 45 characters)."""
    query_code: Mapped[str]
    """查询码: six digits that only the applicant's papers carry."""
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    matter_version_id: Mapped[int] = mapped_column(sa.ForeignKey("matter_version.id"))
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("department.id"))
    matter_name: Mapped[str]
    applicant_name: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """办理情形: the option chosen for each question of the version (`rules.situations.Answers`)."""
    state: Mapped[CaseState]
    channel: Mapped[Channel]
    counter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("counter.id"))
    receiver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    """Who received it at the counter; empty as long as it has only come in online."""
    holder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    """Who goes on with it at the counter, where that is somebody else (窗口转办)."""
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with every act; who acts on an older one is told who was faster."""
    received_at: Mapped[datetime]
    """收件 at the counter, or when the application was submitted online."""
    acceptance: Mapped[AcceptanceKind | None]
    accepted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    step: Mapped[int] = mapped_column(default=0)
    """Which of the version's examination steps it stands at, from 0; of meaning while it is examined."""
    closed_at: Mapped[datetime | None]
    closed_from: Mapped[CaseState | None]
    """The state it left when it was closed: where it goes on when a supervisor reopens it."""
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("case.id"))
    archived_at: Mapped[datetime | None]
    form: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """申请表: the values by the names of the version's form (`rules.forms`)."""
    due_from: Mapped[date]
    due_on: Mapped[date]
    due_clock: Mapped[ClockKind]


class CaseParty(Base):
    """当事人: applicant or agent as they stood when the case was received."""

    __tablename__ = "case_party"
    __table_args__ = (
        sa.Index("ix_case_party_identity_number", "identity_number"),
        sa.Index("ix_case_party_name", "name"),
    )

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    role: Mapped[PartyRole] = mapped_column(primary_key=True)
    kind: Mapped[ApplicantKind]
    name: Mapped[str]
    identity_kind: Mapped[IdentityKind]
    identity_number: Mapped[str]
    confirmation: Mapped[str] = mapped_column(default="")
    """Why a number that fails its check was taken all the same."""
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")


class CaseMaterial(Base):
    """申请材料: one line of the version's checklist and what was really handed in."""

    __tablename__ = "case_material"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    necessity: Mapped[MaterialNecessity]
    received_as: Mapped[ReceivedAs]
    count: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    demand: Mapped[str] = mapped_column(default="")
    """What the supplement notice asks for this line; empty where it asks nothing."""
    received_at: Mapped[datetime | None]
    trust: Mapped[TrustLevel | None]
    licence_number: Mapped[str] = mapped_column(default="")
    """证照编号 of the electronic licence, or the number of the data query that stands for the paper."""
    valid_until: Mapped[date | None]
    """Until when what was handed in may be used again."""
    reused_from: Mapped[int | None] = mapped_column(sa.ForeignKey("case.id"))
    """The applicant's earlier case it was taken over from."""
    checked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    """Who compared it with the original (与原件核对无误)."""
    checked_at: Mapped[datetime | None]


class CaseEvent(Base):
    """办理过程: one row for every act, in the order they happened."""

    __tablename__ = "case_event"
    __table_args__ = (sa.Index("ix_case_event_case_id_id", "case_id", "id"),)

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    actor_name: Mapped[str]
    action: Mapped[CaseAction]
    state: Mapped[CaseState]
    """The state the act led to."""
    text: Mapped[str] = mapped_column(default="")


class CaseClock(Base):
    """时限: a clock of a case with its date and how that date was found."""

    __tablename__ = "case_clock"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    kind: Mapped[ClockKind] = mapped_column(primary_key=True)
    started_on: Mapped[date]
    days: Mapped[int]
    unit: Mapped[LimitUnit]
    extension_days: Mapped[int] = mapped_column(default=0)
    """What an approved extension added, in working days."""
    due_on: Mapped[date]
    is_provisional: Mapped[bool] = mapped_column(default=False)
    """A December date that the notice of the next year may still move."""
    explanation: Mapped[str]
    stopped_on: Mapped[date | None]


class NumberSeries(Base):
    """编号序列: the last number taken in a series and period; taken in one statement, never counted."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Draft(Base):
    """草稿: a half-filled form of one person; survives a crash, a logout and a power cut."""

    __tablename__ = "draft"

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id"), primary_key=True, autoincrement=False
    )
    form: Mapped[str] = mapped_column(primary_key=True)
    payload: Mapped[str]
    """The form's values as JSON; only the form reads them."""
    saved_at: Mapped[datetime]
