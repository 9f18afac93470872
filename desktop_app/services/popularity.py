"""受理热度: how often the hall was asked for each matter lately; lists and search put the usual first."""

from datetime import timedelta

import sqlalchemy as sa

from desktop_app.services.work import SYSTEM, Office, Work
from models.base import table_of
from models.cases import Case
from models.catalogue import Matter
from models.enums import Area, Permission

COUNTED_DAYS = 90
ENOUGH_CASES = 500
"""With fewer cases in that time the hall cannot say what is usual: the figures of the imported list stay."""

_MATTER, _CASE = table_of(Matter), table_of(Case)


def count_popularity(office: Office) -> int:
    """`refresh_popularity` by the program itself, whoever is signed in: once a day is enough."""
    with office.work(SYSTEM) as work:
        return refresh_popularity(work)


def refresh_popularity(work: Work) -> int:
    """Set the popularity of every matter to its cases of the last 90 days; how many matters changed.

    One statement that touches only what differs; doing it again changes nothing.
    """
    work.require(Permission.CATALOGUE_REVIEW)
    recent = _CASE.c.received_at >= work.now - timedelta(days=COUNTED_DAYS)
    some = sa.select(_CASE.c.id).where(recent).limit(ENOUGH_CASES).subquery()
    if (work.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0) < ENOUGH_CASES:
        return 0
    counted = (
        sa.select(_CASE.c.matter_id, sa.func.count().label("cases"))
        .where(recent)
        .group_by(_CASE.c.matter_id)
        .subquery()
    )
    cases = sa.func.coalesce(counted.c.cases, 0)
    fresh = (
        sa.select(_MATTER.c.id, cases.label("cases"))
        .select_from(_MATTER.outerjoin(counted, counted.c.matter_id == _MATTER.c.id))
        .where(_MATTER.c.popularity != cases)
        .subquery()
    )
    changed = work.session.execute(
        sa.update(_MATTER)
        .where(_MATTER.c.id == fresh.c.id)
        .values(popularity=fresh.c.cases)
        .returning(_MATTER.c.id)
    ).all()
    if changed:
        work.changed.add(Area.CATALOGUE)
    return len(changed)
