"""本厅设置: what the administrator sets for the whole hall."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Json


class OfficeSetting(Base):
    """设置项: a value by the key declared in `desktop_app/settings.py`."""

    __tablename__ = "office_setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
