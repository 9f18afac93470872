"""事项目录: the matters of the hall and their immutable versions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.enums import HandlingKind, MatterState, MatterType


class Matter(Base):
    """政务服务事项: keyed by 实施编码 and 业务办理项编码; its words stand in the versions.

    The columns beside the key repeat the current version for lists and filters.
    """

    __tablename__ = "matter"
    __table_args__ = (
        sa.UniqueConstraint("code", "item_code"),
        sa.Index("ix_matter_name_id", "name", "id"),
        sa.Index("ix_matter_department_id", "department_id"),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str]
    item_code: Mapped[str] = mapped_column(default="")
    state: Mapped[MatterState]
    version: Mapped[int]
    """The number of the version in force."""
    name: Mapped[str]
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("department.id"))
    matter_type: Mapped[MatterType]
    handling_kind: Mapped[HandlingKind]
    popularity: Mapped[int] = mapped_column(default=0)


class MatterVersion(Base):
    """实施清单版本: what a matter said from its publication on; never changed, a case keeps its own."""

    __tablename__ = "matter_version"
    __table_args__ = (sa.UniqueConstraint("matter_id", "version"),)

    id: Mapped[PrimaryKey]
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    """A `rules.catalogue.MatterContent`."""
    digest: Mapped[str]
    """SM3 of the canonical content: the same content imported again makes no version."""
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
