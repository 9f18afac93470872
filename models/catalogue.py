"""事项目录: the matters of the hall, their immutable versions and the drafts that become versions."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.elements import DraftState
from models.enums import HandlingKind, MatterState, MatterType

_CHANGES = sa.text("next_change_on IS NOT NULL")


class Matter(Base):
    """政务服务事项: keyed by 实施编码 and 业务办理项编码; its words stand in the versions.

    The columns beside the key repeat the current version for lists and filters.
    """

    __tablename__ = "matter"
    __table_args__ = (
        sa.UniqueConstraint("code", "item_code"),
        sa.Index("ix_matter_name_id", "name", "id"),
        sa.Index("ix_matter_department_id", "department_id"),
        sa.Index("ix_matter_tree", "main_name", "sub_name", "name", "id"),
        sa.Index("ix_matter_popularity_id", "popularity", "id"),
        sa.Index(
            "ix_matter_next_change_on",
            "next_change_on",
            sqlite_where=_CHANGES,
            postgresql_where=_CHANGES,
        ),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str]
    item_code: Mapped[str] = mapped_column(default="")
    state: Mapped[MatterState]
    version: Mapped[int]
    """The number of the version in force; of the first one to come while the matter is 待生效."""
    name: Mapped[str]
    main_name: Mapped[str] = mapped_column(default="")
    """主项 under which the tree shows the matter."""
    sub_name: Mapped[str] = mapped_column(default="")
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("department.id"))
    matter_type: Mapped[MatterType]
    handling_kind: Mapped[HandlingKind]
    popularity: Mapped[int] = mapped_column(default=0)
    state_note: Mapped[str] = mapped_column(default="")
    """Why the matter is suspended or abolished."""
    abolish_on: Mapped[date | None]
    """计划取消日期: from this day on the matter is abolished."""
    abolish_note: Mapped[str] = mapped_column(default="", server_default="")
    """Why it will be, until that day; a suspension keeps its own reason in the meantime."""
    next_change_on: Mapped[date | None]
    """The first day on which a version comes into force or the matter ends by itself."""


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
    effective_on: Mapped[date | None]
    """计划生效日期; `None` where the version was in force from its publication on."""
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    """Who approved it; who imported it, where it came from a file."""
    edited_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(default="")
    """修改说明."""


class MatterDraft(Base):
    """修订稿: one change of one matter (or a new matter) on its way to publication; gone once it is a version."""

    __tablename__ = "matter_draft"
    __table_args__ = (
        sa.UniqueConstraint("code", "item_code"),
        sa.Index("ix_matter_draft_state", "state", "id"),
    )

    id: Mapped[PrimaryKey]
    matter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("matter.id"), unique=True)
    """`None` for a new matter."""
    code: Mapped[str]
    item_code: Mapped[str] = mapped_column(default="")
    base_version: Mapped[int] = mapped_column(default=0)
    """The version the draft started from; 0 for a new matter."""
    content: Mapped[dict[str, Any]]
    state: Mapped[DraftState]
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with every save; who saves an older one is told who was faster."""
    editor_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    """Who changed it last: this person may not approve it."""
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    effective_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    """修改说明."""
    comment: Mapped[str] = mapped_column(default="")
    """退回意见."""


class MatterDraftEditor(Base):
    """修订人: everybody who has put a hand to a draft; none of them may approve it."""

    __tablename__ = "matter_draft_editor"

    draft_id: Mapped[int] = mapped_column(
        sa.ForeignKey("matter_draft.id"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id"), primary_key=True, autoincrement=False
    )


class MatterQuality(Base):
    """质量检查结果: the figures of a version in force, kept until it or the rules change.

    What was found is told by running the rules again, which costs less than to store and read it.
    """

    __tablename__ = "matter_quality"

    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"), primary_key=True, autoincrement=False)
    digest: Mapped[str]
    """Of the content that was checked."""
    rules_revision: Mapped[int]
    checked_at: Mapped[datetime]
    errors: Mapped[int]
    warnings: Mapped[int]
    error_rules: Mapped[int]
    """Bit n stands for rule Qn having found an error."""
    warning_rules: Mapped[int]


class ImportMapping(Base):
    """列映射: how the columns and code values of a foreign file become ours, kept under a name."""

    __tablename__ = "import_mapping"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(unique=True)
    mapping: Mapped[dict[str, Any]]
    """An `exchange.mappings.ColumnMapping`."""
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
