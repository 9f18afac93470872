"""行政区划代码: levels, the way up, names as a path."""

import pytest

from desktop_app.rules.divisions import (
    ancestors,
    is_code,
    is_padded,
    level_of,
    parent_among,
    path_words,
    shortened,
)
from models.elements import DivisionLevel

NAMES = {
    "11": "北京市",
    "1101": "市辖区",
    "110101": "东城区",
    "41": "河南省",
    "4110": "许昌市",
    "411002": "魏都区",
}


@pytest.mark.parametrize("code", ["41", "4110", "411002", "411002001", "411002001001"])
def test_codes_have_one_of_five_lengths(code: str) -> None:
    assert is_code(code)
    assert level_of(code) is list(DivisionLevel)[len(ancestors(code))]


@pytest.mark.parametrize(
    "code", ["", "4", "411", "41100", "0110", "41100200", "4110020010010", "4a", "４１", "41\n"]
)
def test_anything_else_is_none(code: str) -> None:
    assert not is_code(code)


def test_the_nearest_that_is_known_is_the_parent() -> None:
    assert ancestors("411002001001") == ("411002001", "411002", "4110", "41")
    assert parent_among("411002001", {"41", "4110"}) == "4110"
    assert parent_among("411002001", set[str]()) == ""


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("411002", "河南省许昌市魏都区"),
        ("110101", "北京市东城区"),
        ("1101", "北京市"),
        ("411002001", "河南省许昌市魏都区"),
        ("99", ""),
    ],
)
def test_a_path_leaves_out_what_only_fills_a_level(code: str, path: str) -> None:
    assert path_words(code, NAMES) == path


def test_zeros_that_fill_a_code_up_are_taken_off_only_where_a_list_fills_up() -> None:
    assert is_padded(["110000", "441900"])
    assert is_padded(["110000000000"])
    assert not is_padded(["441900", "411002"])
    assert [shortened(code) for code in ("110000", "411000", "411002", "411002001000", "411002001001")] == [
        *("11", "4110", "411002", "411002001", "411002001001")
    ]
