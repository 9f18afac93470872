"""材料库: one entry for a material that many matters ask for, and the files shown for it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.enums import MaterialCarrier, MaterialKind, MaterialSource


class Material(Base):
    """材料: what it is called, who issues it, how it is checked and what replaces it."""

    __tablename__ = "material"
    __table_args__ = (sa.UniqueConstraint("name", "issuer"),)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[MaterialKind]
    carrier: Mapped[MaterialCarrier]
    source: Mapped[MaterialSource]
    issuer: Mapped[str] = mapped_column(default="")
    check_points: Mapped[str] = mapped_column(default="")
    """审查要点."""
    standard: Mapped[str] = mapped_column(default="")
    """受理标准."""
    instructions: Mapped[str] = mapped_column(default="")
    """填报须知."""
    licence: Mapped[str] = mapped_column(default="")
    """电子证照 that replaces it (免证); empty where none does."""
    blank_form: Mapped[str | None] = mapped_column(sa.ForeignKey("asset.digest"))
    sample: Mapped[str | None] = mapped_column(sa.ForeignKey("asset.digest"))
    is_active: Mapped[bool] = mapped_column(default=True)
    merged_into: Mapped[int | None] = mapped_column(
        sa.ForeignKey("material.id", deferrable=True, initially="DEFERRED")
    )
    """The entry that stands for this one since they were found to be the same; versions still name this one's code."""
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class MaterialUse(Base):
    """材料使用: which matters' versions in force refer to an entry."""

    __tablename__ = "material_use"
    __table_args__ = (sa.Index("ix_material_use_matter_id", "matter_id"),)

    material_id: Mapped[int] = mapped_column(
        sa.ForeignKey("material.id"), primary_key=True, autoincrement=False
    )
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"), primary_key=True, autoincrement=False)


class Asset(Base):
    """附件: a picture or PDF kept once, under the digest of its bytes."""

    __tablename__ = "asset"

    digest: Mapped[str] = mapped_column(primary_key=True)
    """SM3 of the bytes, in hexadecimal."""
    name: Mapped[str]
    media_type: Mapped[str]
    """`image/png`, `image/jpeg` or `application/pdf`, told from the bytes themselves."""
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(deferred=True)
    preview: Mapped[bytes | None] = mapped_column(deferred=True)
    """PNG of a PDF's first page."""
    added_at: Mapped[datetime]
