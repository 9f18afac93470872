"""送达: ways, courier numbers and the period of a public notice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.cases import RUNNING, TRANSITIONS, WORKLISTS
from desktop_app.rules.delivery import (
    HANDED_OVER,
    LONGEST_TRACKING,
    SERVED_KINDS,
    WAY_WORDS,
    Serving,
    checked_serving,
    clean_tracking,
    is_offered,
    notice_until,
)
from desktop_app.rules.errors import ServiceError
from models.elements import DeliveryWay
from models.enums import CaseAction, DocumentKind
from models.procedure import Worklist

TODAY = date(2026, 11, 20)
NUMBERS = st.text("0123456789ABCDEFGHXYZ", min_size=6, max_size=LONGEST_TRACKING)


@given(number=NUMBERS, at=st.integers(0, 40), sign=st.sampled_from([" ", "-", " - "]))
def test_a_courier_number_is_the_same_however_it_is_grouped(number: str, at: int, sign: str) -> None:
    assert clean_tracking(f" {number[:at]}{sign}{number[at:].lower()} ") == number


@given(text=st.text(max_size=60))
def test_any_text_is_a_courier_number_or_refused(text: str) -> None:
    code, found = "", ""
    try:
        found = clean_tracking(text)
    except ServiceError as error:
        code = error.code
    is_number = found.isascii() and found.isalnum() and 6 <= len(found) <= LONGEST_TRACKING
    assert is_number or code in {"tracking_invalid", "text_needed", "text_too_long", "text_invalid"}


@given(published=st.dates(date(2018, 1, 1), date(2030, 1, 1)), days=st.integers(1, 180))
def test_art_95_a_public_notice_counts_calendar_days_after_its_own(published: date, days: int) -> None:
    until = notice_until(published, days)
    assert (until - published).days == days
    given_ = Serving(DeliveryWay.NOTICE, "公告栏", published)

    def check(today: date) -> Serving:
        return checked_serving(given_, servers=1, notice_days=days, today=today, since=published)

    assert check(until).served_on == published
    with pytest.raises(ServiceError, match="service_notice_running"):
        check(until - timedelta(days=1))


@given(servers=st.integers(1, 4), helpers=st.lists(st.sampled_from(["甲", "乙", " "]), max_size=4))
def test_as_many_serve_as_the_office_wants(servers: int, helpers: list[str]) -> None:
    present = 1 + sum(bool(name.strip()) for name in helpers)
    given_ = Serving(helpers=tuple(helpers))

    def check() -> Serving:
        return checked_serving(given_, servers=servers, notice_days=30, today=TODAY, since=TODAY)

    if present >= servers:
        assert len(check().helpers) == present - 1
    else:
        with pytest.raises(ServiceError, match="service_persons_missing"):
            check()


@pytest.mark.parametrize("way", DeliveryWay)
def test_a_matter_without_ways_offers_all_and_the_organ_keeps_its_own(way: DeliveryWay) -> None:
    assert is_offered(way, ())
    assert is_offered(way, (way,))
    by_choice = {DeliveryWay.POST, DeliveryWay.ELECTRONIC}
    others = tuple(one for one in DeliveryWay if one is not way)
    assert is_offered(way, others) == (way not in by_choice)
    assert WAY_WORDS[way]


def test_the_tables_agree_on_what_is_served_and_which_clocks_run() -> None:
    issued = {kind for transition in TRANSITIONS.values() for kind in transition.documents}
    assert issued >= SERVED_KINDS
    assert DocumentKind.SERVICE in TRANSITIONS[CaseAction.SERVE].documents
    assert set(WAY_WORDS) > HANDED_OVER
    still_open = {state for state, worklist in WORKLISTS.items() if worklist is not Worklist.CLOSED}
    assert set(RUNNING) == still_open
