"""Limits as sources write them."""

import pytest

from desktop_app.exchange.limits import are_comparable, parse_limit
from desktop_app.rules.catalogue import Limit
from models.enums import LimitUnit

WORKING, CALENDAR = LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("30(工作日)", Limit(30, WORKING)),
        ("30（工作日）", Limit(30, WORKING)),
        ("３０ 个工作日", Limit(30, WORKING)),
        ("20工作日", Limit(20, WORKING)),
        ("91(自然日)", Limit(91, CALENDAR)),
        ("3个月", Limit(3, LimitUnit.MONTHS)),
        ("0(工作日)", Limit(0, WORKING)),
        ("即办", Limit(0)),
        ("当场办结", Limit(0)),
        ("无", None),
        ("", None),
        ("无期限", None),
    ],
)
def test_a_limit_is_read(text: str, limit: Limit | None) -> None:
    assert parse_limit(text) == limit


@pytest.mark.parametrize("text", ["3月", "1年", "20", "20天", "约20个工作日", "-5个工作日", "99999个工作日"])
def test_a_limit_whose_days_would_be_a_guess_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="limit"):
        parse_limit(text)


def test_at_once_compares_with_every_unit() -> None:
    assert are_comparable(Limit(0), Limit(3, CALENDAR))
    assert not are_comparable(Limit(1), Limit(3, CALENDAR))
