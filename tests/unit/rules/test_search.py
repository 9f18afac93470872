"""Search: tokens, initials, recall in a real full-text index, and the order of the answers."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.search import (
    MatchKind,
    QueryPhrase,
    SearchCandidate,
    initial_tokens,
    initials,
    initials_query,
    normalise,
    query_tokens,
    rank,
    squeeze,
    tokens,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营业执照", ["营业", "业执", "执照", "照"]),
        ("证", ["证"]),
        ("GB18030 标准", ["gb18030", "标准", "准"]),
        ("３Ｄ打印", ["3d", "打印", "印"]),
        ("个体（工商）户", ["个体", "体", "工商", "商", "户"]),
        ("䶮𬱖", ["䶮𬱖", "𬱖"]),
        ("snake_case", ["snake", "case"]),
        ("Straße", ["strasse"]),
        ("", []),
        ("，。 -\t", []),
    ],
)
def test_tokens_of_a_text(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营业执照", "yyzz"),
        ("3D打印", "3ddy"),
        ("重庆市会计从业资格（补领）", "cqskjcyzgbl"),
        ("长葛市", "cgs"),
        ("行政许可与银行", "xzxkyyh"),
        ("", ""),
    ],
)
def test_initials_of_a_text(text: str, expected: str) -> None:
    assert initials(text) == expected


def test_initials_are_indexed_in_pairs_like_characters() -> None:
    assert initial_tokens("营业执照") == ["yy", "yz", "zz", "z"]


def test_a_query_becomes_phrases() -> None:
    assert query_tokens("身份证 GB 证") == (
        QueryPhrase(("身份", "份证"), is_prefix=False),
        QueryPhrase(("gb",), is_prefix=True),
        QueryPhrase(("证",), is_prefix=True),
    )
    assert query_tokens(" ，") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("YYZZ", QueryPhrase(("yy", "yz", "zz"), is_prefix=False)),
        ("y y", QueryPhrase(("yy",), is_prefix=False)),
        ("y", QueryPhrase(("y",), is_prefix=True)),
        ("3ddy", QueryPhrase(("3d", "dd", "dy"), is_prefix=False)),
        ("营业", None),
        ("y业", None),
        ("12345", None),
        ("", None),
    ],
)
def test_letters_alone_may_be_initials(text: str, expected: QueryPhrase | None) -> None:
    assert initials_query(text) == expected


def test_pinyin_is_loaded_only_when_needed() -> None:
    code = "import sys, desktop_app.rules.search as s; s.tokens('营业'); sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture(scope="module")
def names(shared_data: Path) -> list[str]:
    rows = (shared_data / "matters-guangdong" / "matters.jsonl").read_text(encoding="utf-8").splitlines()
    return sorted({str(json.loads(row)["TASK_NAME"]) for row in rows})


@pytest.fixture(scope="module")
def index(names: list[str]) -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE names USING fts5(name, pinyin, tokenize='unicode61', prefix='1')"
        )
        connection.executemany(
            "INSERT INTO names (rowid, name, pinyin) VALUES (?, ?, ?)",
            [(row, " ".join(tokens(name)), " ".join(initial_tokens(name))) for row, name in enumerate(names)],
        )
        yield connection


def found(index: sqlite3.Connection, column: str, phrases: tuple[QueryPhrase, ...]) -> set[int]:
    words = " AND ".join(
        f'{column} : "{" ".join(phrase.tokens)}"{" *" * phrase.is_prefix}' for phrase in phrases
    )
    return {row for (row,) in index.execute("SELECT rowid FROM names WHERE names MATCH ?", (words,))}


@pytest.mark.parametrize(
    "query",
    ["证", "经营", "身份证", "医疗机构", "食品生产许可", "广东省立", "印", "补发", "2019", "企业 变更"],
)
def test_the_index_finds_every_name_that_holds_the_words_and_no_other(
    names: list[str], index: sqlite3.Connection, query: str
) -> None:
    words = normalise(query).split()
    expected = {row for row, name in enumerate(names) if all(word in normalise(name) for word in words)}
    assert found(index, "name", query_tokens(query)) == expected
    assert expected


@pytest.mark.parametrize("query", ["yyzz", "sfz", "x", "ylj", "bf"])
def test_the_index_finds_every_name_that_holds_the_initials(
    names: list[str], index: sqlite3.Connection, query: str
) -> None:
    phrase = initials_query(query)
    assert phrase is not None
    expected = {row for row, name in enumerate(names) if query in initials(name)}
    assert found(index, "pinyin", (phrase,)) == expected
    assert expected


def test_every_name_is_found_by_any_three_characters_of_it(
    names: list[str], index: sqlite3.Connection
) -> None:
    for row, name in enumerate(names[::20]):
        middle = len(name) // 2
        part = squeeze(name[middle : middle + 3])
        phrases = query_tokens(name[middle : middle + 3])
        assert not part or row * 20 in found(index, "name", phrases), name


def candidate(key: int, name: str, popularity: int = 0, *aliases: str, code: str = "") -> SearchCandidate:
    return SearchCandidate(key, code or f"C{key}", name, aliases, initials(name), popularity)


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


@given(st.text(max_size=30))
def test_any_text_is_searched_without_complaint(text: str) -> None:
    for phrase in query_tokens(text):
        assert phrase.tokens
        assert not set("".join(phrase.tokens)) & set("\"'\\*():&|!<> \t\n")
    rank(text, CATALOGUE)


@given(st.text(alphabet="营业执照身份证补领办理（） ", min_size=1, max_size=20), st.data())
def test_the_phrase_of_any_part_occurs_in_the_tokens_of_the_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    whole = tokens(text)
    for phrase in query_tokens(part):
        size = len(phrase.tokens)
        places = [tuple(whole[place : place + size]) for place in range(len(whole) - size + 1)]
        if phrase.is_prefix:
            assert any(place[0].startswith(phrase.tokens[0]) for place in places)
        else:
            assert phrase.tokens in places
