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
    BACKWARDS,
    CODE_MARK,
    FACETS,
    NAME,
    PINYIN,
    SPELLING,
    START,
    AllOf,
    AnyOf,
    Condition,
    QueryPhrase,
    code_tokens,
    find_alike,
    find_beginning,
    find_condition,
    find_similar_condition,
    initial_tokens,
    initials,
    name_tokens,
    normalise,
    spelling,
    spelling_tokens,
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


def test_what_the_index_holds_begins_with_a_mark() -> None:
    assert name_tokens("身份证") == [f"{START}身份", "身份", "份证", "证"]
    assert initial_tokens(spelling("营业执照")) == [f"{START}yy", "yy", "yz", "zz", "z"]
    assert spelling_tokens(spelling("3D打印")) == [f"{START}3d1da", "3d1da", "da1yin", "yin"]
    assert name_tokens("许可（变更）") == name_tokens("许可变更")
    assert name_tokens("（）") == initial_tokens(()) == code_tokens("-") == []


def test_a_code_is_found_by_its_beginnings_its_parts_and_its_end() -> None:
    found = code_tokens("3300-AB12")
    assert found == [
        *(f"{CODE_MARK}{word}" for word in ("3300", "3300a", "3300ab", "3300ab1", "ab12", "3300ab12")),
        f"{BACKWARDS}21ba0033",
    ]


def columns(condition: Condition | None) -> set[str]:
    if condition is None:
        return set()
    if isinstance(condition, QueryPhrase):
        return {condition.column}
    return {column for part in condition.parts for column in columns(part)}


def phrases(condition: Condition | None) -> list[QueryPhrase]:
    if condition is None:
        return []
    if isinstance(condition, QueryPhrase):
        return [condition]
    return [phrase for part in condition.parts for phrase in phrases(part)]


def test_han_characters_are_asked_for_as_phrases_that_all_must_be_there() -> None:
    assert find_condition("身份证 证") == AllOf(
        (QueryPhrase(("身份", "份证"), is_prefix=False), QueryPhrase(("证",), is_prefix=True))
    )
    assert find_condition(" ，") is None


def test_letters_may_be_a_word_syllables_or_initials() -> None:
    found = find_condition("SFZ")
    assert isinstance(found, AllOf)
    assert phrases(found) == [
        QueryPhrase(("sfz",), is_prefix=True),
        QueryPhrase(("sf", "fz"), is_prefix=False, column=PINYIN),
    ]
    assert QueryPhrase(("sen1fen", "fen1zen"), is_prefix=True, column=SPELLING) in phrases(
        find_condition("shenfenzheng")
    )
    assert {phrase.tokens for phrase in phrases(find_condition("xian")) if phrase.column == SPELLING} == {
        ("xian",),
        ("xi1an",),
    }
    assert columns(find_condition("shen fen zheng")) == {NAME, SPELLING, PINYIN}


def test_the_last_syllable_may_be_only_begun() -> None:
    expected = QueryPhrase(("sen1fen", "fen1z"), is_prefix=True, column=SPELLING)
    assert expected in phrases(find_condition("shenfenz"))


def test_one_letter_is_asked_for_at_the_beginning_only() -> None:
    assert QueryPhrase((f"{START}s",), is_prefix=True, column=PINYIN) in phrases(find_condition("s"))


def test_digits_may_be_the_beginning_or_the_end_of_a_code() -> None:
    assert columns(find_condition("123")) == {NAME}
    found = phrases(find_condition("1144-01"))
    assert QueryPhrase((f"{CODE_MARK}114401",), is_prefix=False, column=FACETS) in found
    assert QueryPhrase((f"{BACKWARDS}104411",), is_prefix=True, column=FACETS) in found


def test_a_beginning_is_asked_for_by_its_mark() -> None:
    assert find_beginning("营业执照") == QueryPhrase(
        (f"{START}营业", "营业", "业执", "执照"), is_prefix=False
    )
    assert find_beginning("证") == QueryPhrase((f"{START}证",), is_prefix=True)
    assert QueryPhrase((f"{START}yy", "yy", "yz"), is_prefix=False, column=PINYIN) in phrases(
        find_beginning("yyz")
    )
    assert find_beginning(" ") is None


def test_a_mistake_leaves_both_sides_of_it() -> None:
    found = find_similar_condition("结昏登记")
    assert isinstance(found, AnyOf)
    left, right = QueryPhrase(("结",), is_prefix=True), QueryPhrase(("登记",), is_prefix=False)
    assert AllOf((left, right)) in found.parts
    assert find_similar_condition("证") is None
    assert find_similar_condition("证" * 40) is None


def test_wrong_letters_leave_the_syllables_beside_them() -> None:
    found = find_similar_condition("yignyezhizhao")
    assert QueryPhrase(("ye1zi", "zi1zao"), is_prefix=True, column=SPELLING) in phrases(found)
    assert QueryPhrase(("yi1",), is_prefix=True, column=SPELLING) in phrases(found)


def test_what_sounds_alike_is_asked_for_by_its_sound() -> None:
    assert find_alike(spelling("身分证")) == find_alike(spelling("身份证"))
    assert find_alike(spelling("证")) is None


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
            "CREATE VIRTUAL TABLE names USING fts5(name, pinyin, spelling, facets, tokenize='unicode61', prefix='1')"
        )
        connection.executemany(
            "INSERT INTO names (rowid, name, pinyin) VALUES (?, ?, ?)",
            [
                (row, " ".join(name_tokens(name)), " ".join(initial_tokens(spelling(name))))
                for row, name in enumerate(names)
            ],
        )
        yield connection


def found(index: sqlite3.Connection, condition: Condition | None) -> set[int]:
    assert condition is not None
    return {
        row for (row,) in index.execute("SELECT rowid FROM names WHERE names MATCH ?", (written(condition),))
    }


def written(condition: Condition) -> str:
    if isinstance(condition, QueryPhrase):
        return f'{condition.column} : "{" ".join(condition.tokens)}"{" *" * condition.is_prefix}'
    word = " AND " if isinstance(condition, AllOf) else " OR "
    return f"({word.join(map(written, condition.parts))})"


@pytest.mark.parametrize(
    "query",
    ["证", "经营", "身份证", "医疗机构", "食品生产许可", "广东省立", "印", "补发", "2019", "企业 变更"],
)
def test_the_index_finds_every_name_that_holds_the_words_and_no_other(
    names: list[str], index: sqlite3.Connection, query: str
) -> None:
    words = normalise(query).split()
    expected = {row for row, name in enumerate(names) if all(word in normalise(name) for word in words)}
    assert found(index, find_condition(query)) == expected
    assert expected


@pytest.mark.parametrize("query", ["yyzz", "sfz", "ylj", "bf"])
def test_the_index_finds_every_name_that_holds_the_initials(
    names: list[str], index: sqlite3.Connection, query: str
) -> None:
    expected = {row for row, name in enumerate(names) if query in initials(name)}
    assert found(index, find_condition(query)) == expected
    assert expected


def test_every_name_is_found_by_any_three_characters_of_it(
    names: list[str], index: sqlite3.Connection
) -> None:
    for row, name in enumerate(names[::20]):
        middle = len(name) // 2
        part = squeeze(name[middle : middle + 3])
        assert not part or row * 20 in found(index, find_condition(part)), name


@given(st.text(max_size=30))
def test_any_text_is_searched_without_complaint(text: str) -> None:
    for condition in (find_condition(text), find_beginning(text), find_similar_condition(text)):
        for phrase in phrases(condition):
            assert phrase.tokens
            assert not set("".join(phrase.tokens)) & set("\"'\\*():&|!<> \t\n")


@given(st.text(alphabet="营业执照身份证补领办理（） ", min_size=1, max_size=20), st.data())
def test_the_phrase_of_any_part_occurs_in_the_tokens_of_the_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    whole = tokens(text)
    for phrase in phrases(find_condition(part)):
        size = len(phrase.tokens)
        places = [tuple(whole[place : place + size]) for place in range(len(whole) - size + 1)]
        if phrase.is_prefix:
            assert any(place[0].startswith(phrase.tokens[0]) for place in places)
        else:
            assert phrase.tokens in places
