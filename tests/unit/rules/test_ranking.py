"""The order of what a search found, and what counts as an answer at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.ranking import MatchKind, SearchCandidate, pack_words, rank, unpack_words
from desktop_app.rules.search import spelling


def candidate(key: int, name: str, popularity: int = 0, *aliases: str, code: str = "") -> SearchCandidate:
    texts = (name, *aliases)
    packed = pack_words(texts, (" ".join(spelling(text)) for text in texts), (code or f"C{key}",))
    return SearchCandidate(key, unpack_words(packed), popularity)


CATALOGUE = [
    candidate(1, "食品经营许可", 50),
    candidate(2, "食品经营许可证补办", 900),
    candidate(3, "小餐饮登记", 10, "食品经营许可备案"),
    candidate(4, "网络食品经营许可变更", 800),
    candidate(5, "施工许可证核发", 700, code="11411000MB9900013M3410125015000"),
    candidate(6, "居民身份证补领", 600, "补办身份证"),
    candidate(7, "居住证办理", 500),
]


def keys(query: str) -> list[int]:
    return [match.candidate.key for match in rank(query, CATALOGUE)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("食品经营许可", [1, 2, 3, 4]),
        ("（食品）经营许可", [1, 2, 3, 4]),
        ("居民身份证", [6]),
        ("补办身份证", [6]),
        ("补领 身份证", [6]),
        ("spjyxk", [2, 4, 1]),
        ("11411000MB9900013M3410125015000", [5]),
        ("11411000mb99", [5]),
        ("许可 核发", [5]),
    ],
)
def test_the_order_is_exact_prefix_alias_substring_initials(query: str, expected: list[int]) -> None:
    assert keys(query)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("食品经营许可", MatchKind.EXACT),
        ("食品", MatchKind.PREFIX),
        ("备案", MatchKind.ALIAS),
        ("证核", MatchKind.SUBSTRING),
        ("sgxkz", MatchKind.INITIALS),
        ("施工许可正核发", MatchKind.SIMILAR),
    ],
)
def test_how_the_best_answer_matches_is_told(query: str, kind: MatchKind) -> None:
    assert rank(query, CATALOGUE)[0].kind is kind


@pytest.mark.parametrize(
    ("query", "expected"), [("居名身份证补领", 6), ("食品经营许可征补办", 2), ("施功许可证", 5)]
)
def test_a_mistyped_name_is_still_found_first(query: str, expected: int) -> None:
    assert keys(query)[0] == expected


def test_what_has_nothing_in_common_is_left_out() -> None:
    assert keys("驾驶证换证年审") == []


def test_an_empty_query_lists_the_popular_first() -> None:
    assert keys(" ") == [2, 4, 5, 6, 7, 1, 3]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("shigongxukezheng", 5),
        ("sigongxukezhen", 5),
        ("shigongxkz", 5),
        ("施工xuke", 5),
        ("shen fen zheng", 6),
        ("shenfenz", 6),
        ("juzuzen", 7),
        ("xiaocanyin", 3),
    ],
)
def test_pinyin_is_read_as_people_type_it(query: str, expected: int) -> None:
    best = rank(query, CATALOGUE)[0]
    assert (best.candidate.key, best.kind) == (expected, MatchKind.SPELLING)


def test_the_alias_that_answered_is_told() -> None:
    assert [match.alias for match in rank("备案", CATALOGUE)] == ["食品经营许可备案"]
    assert rank("补办身份证", CATALOGUE)[0].alias == "补办身份证"


def test_what_the_counter_uses_comes_first_but_not_before_the_very_name() -> None:
    used = {4: 9.0, 3: 2.0}
    order = [match.candidate.key for match in rank("食品经营许可", CATALOGUE, used)]
    assert order[:4] == [1, 4, 3, 2]
    assert [match.candidate.key for match in rank("食品经营许克", CATALOGUE, used)][:1] == [2]


def test_without_guesses_only_answers_count() -> None:
    assert rank("居名身份证补领", CATALOGUE, guesses=False) == []


def test_what_sounds_alike_is_nearest_of_what_is_similar() -> None:
    matches = rank("拘住正", CATALOGUE, syllables=spelling("拘住正"))
    assert (matches[0].candidate.key, matches[0].kind, matches[0].score) == (7, MatchKind.SIMILAR, 100.0)


@given(st.text(max_size=30))
def test_any_text_is_ranked_without_complaint(text: str) -> None:
    rank(text, CATALOGUE, syllables=spelling(text))
