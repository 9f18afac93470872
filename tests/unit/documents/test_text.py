"""Lines of Chinese text: what may begin and end them, and that nothing is ever lost."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.documents import fonts
from desktop_app.documents.text import Alignment, TextBlock, TextStyle, break_lines, fitted, may_break

STYLE = TextStyle(10, 15)


def lines(text: str, characters: int, style: TextStyle = STYLE) -> list[str]:
    return [line.text for line in break_lines(text, style, characters * style.size)]


def test_a_line_is_as_long_as_the_column() -> None:
    assert lines("一二三四五六七", 3) == ["一二三", "四五六", "七"]


def test_no_line_begins_with_a_closing_mark() -> None:
    assert lines("一二三，四五六", 3) == ["一二", "三，四", "五六"]


def test_no_line_ends_with_an_opening_mark() -> None:
    assert lines("一二《三四》", 3) == ["一二", "《三", "四》"]


def test_words_and_numbers_stay_whole() -> None:
    assert lines("电话0374-0000000号", 8) == ["电话", "0374-0000000号"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert "".join(lines("a" * 100, 3)) == "a" * 100


def test_line_ends_are_kept() -> None:
    assert lines("一\n\n二", 5) == ["一", "", "二"]


def test_every_paragraph_is_indented() -> None:
    broken = break_lines("一二三四五\n六", TextStyle(10, 15, indent=2), 50)
    assert [(line.text, line.indent) for line in broken] == [("一二三", 20), ("四五", 0), ("六", 20)]


@pytest.mark.parametrize(
    ("alignment", "indent"), [(Alignment.LEFT, 0), (Alignment.CENTRE, 40), (Alignment.RIGHT, 80)]
)
def test_lines_stand_where_their_style_says(alignment: Alignment, indent: float) -> None:
    line = break_lines("二字", TextStyle(10, 15, alignment=alignment), 100)[0]
    assert line.indent == pytest.approx(indent)


def test_a_heading_line_is_cut_with_an_ellipsis() -> None:
    assert fitted("一二三", STYLE, 30).text == "一二三"
    assert fitted("一二三四五", STYLE, 30).text == "一二…"
    assert fitted("一\n二", STYLE, 30).text == "一 二"


@given(st.text(st.sampled_from("一二，。《》（）abc 1-\n"), max_size=80), st.integers(2, 12))
def test_nothing_is_lost_and_no_rule_is_broken(text: str, characters: int) -> None:
    width = characters * STYLE.size
    for paragraph in text.split("\n"):
        broken = break_lines(paragraph, STYLE, width)
        assert "".join(line.text for line in broken) == paragraph
        assert all(line.width <= width + 0.01 for line in broken)
        for upper, lower in itertools.pairwise(broken):
            assert may_break(upper.text[-1], lower.text[0]) or not any(
                may_break(before, after) for before, after in itertools.pairwise(upper.text)
            )


@given(st.integers(0, 30), st.floats(0, 500))
def test_a_block_is_cut_without_losing_a_line(count: int, room: float) -> None:
    block = TextBlock("\n".join(["行"] * (count + 1)), STYLE)
    parts = block.cut(100, room)
    heights = [part.wrap(100, room)[1] for part in parts]
    assert sum(heights) == pytest.approx(block.wrap(100, room)[1])
    assert heights[0] <= room + 0.1


def test_a_block_never_leaves_a_single_line_on_either_page() -> None:
    block = TextBlock("一\n二\n三\n四", STYLE)
    for room in range(15, 60):
        heights = [part.wrap(100, 0)[1] / STYLE.leading for part in block.cut(100, room)]
        assert 1 not in heights


def test_widths_follow_the_font_that_draws() -> None:
    assert fonts.widths("中𠀀") == [1000, fonts.face(fonts.FALLBACK).widths["𠀀"]]
    assert fonts.widths("i", bold=True) != fonts.widths("i")
