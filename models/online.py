"""网上申请: what outside channels sent, each taken once."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.procedure import PackageKind


class OnlinePackage(Base):
    """申请包: taken twice it changes nothing; the same number with other content is refused."""

    __tablename__ = "online_package"
    __table_args__ = (sa.Index("ix_online_package_case_id", "case_id"),)

    package_id: Mapped[str] = mapped_column(primary_key=True)
    """The sender's own number, with the sender's name before it."""
    kind: Mapped[PackageKind]
    digest: Mapped[str]
    """SM3 of the package's text."""
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    submitted_at: Mapped[datetime]
    taken_at: Mapped[datetime]
