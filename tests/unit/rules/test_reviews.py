"""The shares of ratings: bad is bad, unrated is never satisfied, nothing divided by nothing is a dash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.reviews import BAD_GRADES, PLEASED_GRADES, rates, without_unprintables
from models.enums import Grade

counts = st.fixed_dictionaries({grade: st.integers(0, 1000) for grade in Grade})


def test_shares_of_a_day() -> None:
    day = {Grade.VERY_SATISFIED: 5, Grade.SATISFIED: 1, Grade.BASICALLY_SATISFIED: 1, Grade.DISSATISFIED: 1}

    assert {rate.label: rate.text for rate in rates(day, unrated=8)} == {
        "主动评价率": "50.0%",
        "好评率": "87.5%",
        "满意率": "75.0%",
        "差评率": "12.5%",
    }


def test_without_ratings_there_is_a_dash() -> None:
    assert [rate.text for rate in rates({}, 0)] == ["—"] * 4
    assert [rate.text for rate in rates({}, 3)] == ["0.0%", "—", "—", "—"]


@given(counts, st.integers(0, 1000))
def test_unrated_services_change_nothing_but_the_share_of_rated_ones(
    grades: dict[Grade, int], unrated: int
) -> None:
    assert rates(grades, unrated)[1:] == rates(grades, 0)[1:]
    _, good, pleased, bad = rates(grades, unrated)
    assert good.part + bad.part == good.whole == sum(grades.values())
    assert pleased.part <= good.part


def test_every_bad_grade_is_apart_from_every_pleased_one() -> None:
    assert not BAD_GRADES & PLEASED_GRADES
    assert set(Grade) - BAD_GRADES - PLEASED_GRADES == {Grade.BASICALLY_SATISFIED}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("好\x00评\x1b[0m", "好评[0m"),
        ("两\n行\t字", "两\n行\t字"),
        ("\ud800半", "半"),
        ("<b>𬱖</b>", "<b>𬱖</b>"),
    ],
)
def test_words_lose_what_cannot_be_printed(typed: str, kept: str) -> None:
    assert without_unprintables(typed) == kept
