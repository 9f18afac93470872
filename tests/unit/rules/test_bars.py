"""How long a bar lasts: whole years from the day after it began."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.bars import YEARS, bar_until
from models.procedure import BarGround


@pytest.mark.parametrize(
    ("ground", "from_on", "until_on"),
    [
        (BarGround.FALSE_MATERIALS, date(2026, 11, 20), date(2027, 11, 20)),
        (BarGround.FRAUD, date(2026, 11, 20), date(2029, 11, 20)),
        (BarGround.FALSE_MATERIALS, date(2028, 2, 29), date(2029, 2, 28)),
        (BarGround.FALSE_PLEDGE, date(2026, 11, 20), None),
    ],
)
def test_known_bars(ground: BarGround, from_on: date, until_on: date | None) -> None:
    assert bar_until(ground, from_on) == until_on


@given(st.sampled_from(sorted(YEARS)), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_bar_lasts_whole_years(ground: BarGround, from_on: date) -> None:
    until_on = bar_until(ground, from_on)
    assert until_on is not None
    assert until_on.year == from_on.year + YEARS[ground]
    assert 365 * YEARS[ground] <= (until_on - from_on).days <= 366 * YEARS[ground]
