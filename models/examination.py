"""审查决定: opinions, what other departments say, pauses, extensions, hearings, the decision and its delivery."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.elements import DeliveryWay
from models.enums import CaseState, IdentityKind, Opinion
from models.procedure import ExtensionAuthority, PauseGround, RequestState


class CaseOpinion(Base):
    """审查意见: what an examiner found; never a signature alone."""

    __tablename__ = "case_opinion"
    __table_args__ = (sa.Index("ix_case_opinion_case_id", "case_id"),)

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    step_name: Mapped[str] = mapped_column(default="")
    """The step of the version it was given at (初审、复审 …)."""
    opinion: Mapped[Opinion]
    text: Mapped[str]


class CaseConsultation(Base):
    """协办: another department is asked for its opinion while the lead department examines (行政许可法 art. 26)."""

    __tablename__ = "case_consultation"
    __table_args__ = (
        sa.Index("ix_case_consultation_case_id", "case_id"),
        sa.Index(
            "ix_case_consultation_waiting",
            "department_id",
            "due_on",
            "id",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("department.id"))
    question: Mapped[str]
    asked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    """Empty where the version itself names the department (联办机构)."""
    asked_at: Mapped[datetime]
    days: Mapped[int]
    due_on: Mapped[date]
    explanation: Mapped[str]
    answered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    opinion: Mapped[Opinion | None]
    text: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    """When it was answered, taken back, or the case was decided or closed without it."""


class CasePause(Base):
    """特别程序: a time that is not counted, told to the applicant beforehand (行政许可法 art. 45)."""

    __tablename__ = "case_pause"
    __table_args__ = (
        sa.Index("ix_case_pause_case_id", "case_id"),
        sa.Index(
            "uq_case_pause_running",
            "case_id",
            unique=True,
            sqlite_where=sa.text("resumed_on IS NULL"),
            postgresql_where=sa.text("resumed_on IS NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    ground: Mapped[PauseGround]
    basis: Mapped[str]
    reason: Mapped[str]
    approver_name: Mapped[str]
    started_on: Mapped[date]
    started_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    expected_days: Mapped[int]
    """Working days the applicant was told, the prolongations with them."""
    expected_on: Mapped[date]
    """The day on which counting is expected to go on."""
    resumed_on: Mapped[date | None]
    """The first day that is counted again."""
    resumed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    result: Mapped[str] = mapped_column(default="")
    from_state: Mapped[CaseState]


class CaseExtension(Base):
    """延期: asked for by the examiner, approved by somebody else; once a case (行政许可法 art. 42)."""

    __tablename__ = "case_extension"
    __table_args__ = (
        sa.Index("ix_case_extension_case_id", "case_id"),
        sa.Index(
            "uq_case_extension_standing",
            "case_id",
            unique=True,
            sqlite_where=sa.text("state <> 'declined'"),
            postgresql_where=sa.text("state <> 'declined'"),
        ),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    authority: Mapped[ExtensionAuthority]
    days: Mapped[int]
    reason: Mapped[str]
    state: Mapped[RequestState]
    requested_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    requested_at: Mapped[datetime]
    approver_name: Mapped[str] = mapped_column(default="")
    """负责人 who approved it, as the approval form names him."""
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")


class CaseHearing(Base):
    """听证: its own periods (行政许可法 art. 46 to 48)."""

    __tablename__ = "case_hearing"
    __table_args__ = (sa.Index("ix_case_hearing_case_id", "case_id"),)

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    subject: Mapped[str]
    is_public: Mapped[bool]
    """By the organ's own duty (art. 46) with an announcement; otherwise on request (art. 47)."""
    told_on: Mapped[date]
    ask_until: Mapped[date | None]
    asked_on: Mapped[date | None]
    hold_until: Mapped[date | None]
    planned_at: Mapped[datetime | None]
    notified_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    presider: Mapped[str] = mapped_column(default="")
    held_on: Mapped[date | None]
    record: Mapped[str] = mapped_column(default="")
    """听证笔录: what was said; the decision rests on it (art. 48)."""


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
    """出件送达: who took the result, when, how and from whom; sent by post it is not delivered before it is signed for."""

    __tablename__ = "case_delivery"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    way: Mapped[DeliveryWay] = mapped_column(default=DeliveryWay.COUNTER)
    courier: Mapped[str] = mapped_column(default="")
    tracking_number: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    dispatched_at: Mapped[datetime | None]
    collector_name: Mapped[str]
    collector_relation: Mapped[str]
    """本人, 代理人 or the words of the counter."""
    identity_kind: Mapped[IdentityKind]
    identity_number: Mapped[str]
    delivered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    delivered_at: Mapped[datetime | None]
