"""办件附件: the files of a case; their bytes lie in the file store, under their digest."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey


class StoredFile(Base):
    """电子文件: bytes kept once under their digest, written to disk before any row names them."""

    __tablename__ = "stored_file"

    digest: Mapped[str] = mapped_column(primary_key=True)
    """SM3 of the bytes, in hexadecimal."""
    media_type: Mapped[str]
    """`application/pdf`, `image/jpeg`, `image/png`, `image/tiff` or `application/ofd`, told from the bytes."""
    size: Mapped[int]
    pages: Mapped[int | None]
    """Unknown for OFD, which is kept as it is."""
    added_at: Mapped[datetime]


class CaseFile(Base):
    """材料附件: a file that belongs to one line of a case's checklist."""

    __tablename__ = "case_file"
    __table_args__ = (sa.Index("ix_case_file_case_id", "case_id", "position"),)

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    position: Mapped[int]
    """The line of the checklist, from 0; -1 for what belongs to the case as a whole."""
    digest: Mapped[str] = mapped_column(sa.ForeignKey("stored_file.digest"))
    name: Mapped[str]
    """As the person named it; never a path."""
    added_at: Mapped[datetime]
    added_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
    """Taken out before acceptance; what was there stays known."""
