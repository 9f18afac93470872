"""The declarative base, the naming convention and the column types every table shares."""

import enum
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from typing_extensions import override

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database; a naive value is a bug and is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive instant was given where an aware one is stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _stored_values(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


EnumText = sa.Enum(
    enum.Enum, native_enum=False, create_constraint=False, length=32, values_callable=_stored_values
)
Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Row numbers: SQLite only gives them out by itself for its own INTEGER type."""
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

PrimaryKey = Annotated[int, mapped_column(Identity, primary_key=True)]


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        enum.Enum: EnumText,
        dict[str, Any]: Json,
        list[str]: Json,
        list[Any]: Json,
        int: Identity,
        str: sa.Text(),
    }

    @override
    def __init__(self, **values: Any) -> None:
        """A new row; raises `TypeError` for a column it does not have.

        Nothing was there before, so the values need not pass the attributes that watch for changes one by one.
        """
        if unknown := values.keys() - self.__mapper__.columns.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        vars(self).update(values)


def table_of(model: type[Base]) -> sa.Table:
    """The table behind a model, for statements that need no objects."""
    return Base.metadata.tables[model.__tablename__]
