"""账号: who may sign in, and as what."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PrimaryKey
from models.enums import Role


class Account(Base):
    """账号: one person of the hall; the password is kept only as an argon2id hash."""

    __tablename__ = "account"

    id: Mapped[PrimaryKey]
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role]
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("department.id"))
    password_hash: Mapped[str]
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
