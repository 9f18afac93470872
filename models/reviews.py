"""好差评: invitations, the ratings people gave, and the option library."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.enums import Grade, InvitationState

_ANSWERABLE = sa.text("state <> 'unrated'")


class ReviewInvitation(Base):
    """评价邀请: the pad was shown for a case; nobody answering leaves it unrated."""

    __tablename__ = "review_invitation"
    __table_args__ = (
        sa.Index(
            "uq_review_invitation_case_id",
            "case_id",
            unique=True,
            sqlite_where=_ANSWERABLE,
            postgresql_where=_ANSWERABLE,
        ),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    """The clerk whose service is rated."""
    counter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("counter.id"))
    state: Mapped[InvitationState]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Review(Base):
    """评价: what a citizen chose; a row exists only where a person gave a grade."""

    __tablename__ = "review"

    invitation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("review_invitation.id"), primary_key=True, autoincrement=False
    )
    grade: Mapped[Grade]
    options: Mapped[list[str]]
    text: Mapped[str] = mapped_column(default="")
    is_anonymous: Mapped[bool]
    given_at: Mapped[datetime]


class ReviewOption(Base):
    """评价选项: one sentence a citizen may tick for a grade; retired ones stay readable."""

    __tablename__ = "review_option"

    code: Mapped[str] = mapped_column(primary_key=True)
    grade: Mapped[Grade]
    text: Mapped[str]
    is_shown: Mapped[bool]
    """Shown at once; the others stand behind “展开”."""
    is_current: Mapped[bool] = mapped_column(default=True)
