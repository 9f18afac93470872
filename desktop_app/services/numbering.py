"""Numbers that are given out once: taken in one statement, never counted or guessed."""

from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import table_of
from models.cases import NumberSeries

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def take_number(connection: sa.Connection, series: str, period: str) -> int:
    """The next number of a series in a period, from 1; the row stays locked until the commit, so there are no gaps.

    Past the session: on it, each number would first flush what is not yet whole.
    """
    statement = _next_number(connection.dialect.name)
    return connection.execute(statement, {"series": series, "period": period}).scalar_one()


def count_given(session: Session, series: str, period: str) -> int:
    """How many numbers of a series and period are out."""
    query = sa.select(NumberSeries.last).where(NumberSeries.series == series, NumberSeries.period == period)
    return session.scalar(query) or 0


@cache
def _next_number(dialect: str) -> sa.Executable:
    numbers = table_of(NumberSeries)
    return (
        _INSERT[dialect](numbers)
        .values(series=sa.bindparam("series"), period=sa.bindparam("period"), last=1)
        .on_conflict_do_update(
            index_elements=[numbers.c.series, numbers.c.period], set_={"last": numbers.c.last + 1}
        )
        .returning(numbers.c.last)
    )
