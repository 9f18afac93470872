"""Letters as syllables, in every way a person may mean them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.pinyin import BEGINNINGS, SYLLABLES, fold, spell, split, split_loosely, split_mistyped


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("shenfenzheng", [["shen", "fen", "zheng"]]),
        ("shenfenz", [["shen", "fen", "z"]]),
        ("xian", [["xian"], ["xi", "an"]]),
        ("fangan", [["fang", "an"], ["fan", "gan"]]),
        ("lvshi", [["lv", "shi"]]),
        ("zh", [["zh"]]),
        ("sfz", []),
        ("3d", []),
        ("", []),
    ],
)
def test_letters_are_read_as_syllables(letters: str, expected: list[list[str]]) -> None:
    assert [list(way) for way in split(letters)] == expected


@pytest.mark.parametrize(
    ("letters", "loose", "mistyped"),
    [
        ("shenfz", ["shen", "f", "z"], ["shen", "fz"]),
        ("yignye", ["yi", "g", "n", "ye"], ["yi", "gn", "ye"]),
        ("sfz", [], ["sfz"]),
        ("aaai", [], ["aa", "ai"]),
    ],
)
def test_letters_that_are_no_syllables_still_say_something(
    letters: str, loose: list[str], mistyped: list[str]
) -> None:
    assert list(split_loosely(letters)) == loose
    assert list(split_mistyped(letters)) == mistyped


def test_sounds_that_are_mixed_up_fold_together() -> None:
    assert {fold(syllable) for syllable in ("zhen", "zheng", "zen", "zeng")} == {"zen"}
    assert fold("lv") == fold("lu")
    assert fold("sh") == fold("s")


def test_every_reading_is_whole() -> None:
    assert all(fold(syllable) for syllable in SYLLABLES | BEGINNINGS)
    assert spell("身份证") == ["shen", "fen", "zheng"]
    assert spell("女儿") == ["nv", "er"]
    assert spell("长葛") == ["chang", "ge"]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=80))
def test_a_reading_is_the_letters_again(letters: str) -> None:
    for way in split(letters):
        assert "".join(way) == letters
        assert all(syllable in SYLLABLES for syllable in way[:-1])
    assert "".join(split_mistyped(letters)) == letters


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=6))
def test_syllables_written_together_are_read_somehow(syllables: list[str]) -> None:
    assert split("".join(syllables))
