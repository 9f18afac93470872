"""Numbers that are given out once: taken in one statement, never counted or guessed."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.cases import NumberSeries

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def take_number(session: Session, series: str, period: str) -> int:
    """The next number of a series in a period, from 1; the row stays locked until the commit, so there are no gaps."""
    insert = _INSERT[session.get_bind().dialect.name]
    statement = (
        insert(NumberSeries)
        .values(series=series, period=period, last=1)
        .on_conflict_do_update(
            index_elements=[NumberSeries.series, NumberSeries.period], set_={"last": NumberSeries.last + 1}
        )
        .returning(NumberSeries.last)
    )
    return session.scalars(statement, execution_options={"populate_existing": True}).one()


def count_given(session: Session, series: str, period: str) -> int:
    """How many numbers of a series and period are out."""
    query = sa.select(NumberSeries.last).where(NumberSeries.series == series, NumberSeries.period == period)
    return session.scalar(query) or 0
