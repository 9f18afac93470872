"""申请限制的期限: how long somebody may not apply for the same licence again."""

from datetime import date, timedelta

from models.procedure import BarGround

YEARS = {BarGround.FALSE_MATERIALS: 1, BarGround.FRAUD: 3}
"""行政许可法 art. 78 (隐瞒情况、提供虚假材料: 一年内) and art. 79 (以欺骗等手段取得: 三年内); a broken promise has no period of law."""


def bar_until(ground: BarGround, from_on: date) -> date | None:
    """The last day of a bar that begins on `from_on`; `None` where it lasts until somebody lifts it.

    The first day is not counted: from 2026-11-20 a year lasts up to and with 2027-11-20; where there is no February
    29th, its last day stands for it (民法典 art. 201, 202).
    """
    years = YEARS.get(ground)
    if years is None:
        return None
    try:
        return from_on.replace(year=from_on.year + years)
    except ValueError:  # no February 29th in that year
        return from_on.replace(year=from_on.year + years, month=3, day=1) - timedelta(days=1)
