"""文书与打印: what was issued, and every time it went to paper."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.enums import DocumentKind, PrintState


class IssuedDocument(Base):
    """文书: a document with the data it was issued from; printed again it says the same."""

    __tablename__ = "issued_document"
    __table_args__ = (sa.Index("ix_issued_document_case_id", "case_id"),)

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    kind: Mapped[DocumentKind]
    number: Mapped[str] = mapped_column(unique=True)
    """文书编号: without gaps per organ, kind and year."""
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    """Empty where the law itself led to it (视为受理、视为撤回)."""
    content: Mapped[dict[str, Any]]
    voided_at: Mapped[datetime | None]
    """作废: the number stays visible and is never given out again."""
    void_reason: Mapped[str] = mapped_column(default="")


class PrintRecord(Base):
    """打印记录: who sent which copy to which printer, and whether it came out."""

    __tablename__ = "print_record"
    __table_args__ = (sa.UniqueConstraint("document_id", "copy_number"),)

    id: Mapped[PrimaryKey]
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("issued_document.id"))
    copy_number: Mapped[int]
    """1 for the first print; every later one is marked 补打."""
    printer: Mapped[str]
    state: Mapped[PrintState]
    requested_at: Mapped[datetime]
    requested_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    """Empty for the administrator's command line."""
    finished_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(default="")
    """SM3 of the PDF that went to the printer."""
    failure: Mapped[str] = mapped_column(default="")
