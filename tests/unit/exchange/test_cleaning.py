"""Foreign text loses its markup, escapes and invisible characters, and every loss has a reason."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.exchange.cleaning import (
    BLANKS,
    ENTITIES,
    INVISIBLE,
    MARKUP,
    PRIVATE,
    UNDECODABLE,
    WIDE_BLANKS,
    clean_text,
    value_shape,
)


@pytest.mark.parametrize(
    ("given_text", "cleaned", "reasons"),
    [
        ("公司设立登记", "公司设立登记", ()),
        ("第一条\n第二条", "第一条\n第二条", ()),
        ("一、身份证<br>二、户口簿<BR/>三、照片", "一、身份证\n二、户口簿\n三、照片", (MARKUP,)),
        ("<p class='x'>条件</p><p>材料</p>", "条件\n材料", (MARKUP,)),
        ("a<script>alert('b')</script>c", "ac", (MARKUP,)),
        ("A&amp;amp;B", "A&B", (ENTITIES,)),
        ("A&amp;lt;br&amp;gt;B", "A\nB", (ENTITIES, MARKUP)),
        ("A&nbsp;B", "A B", (ENTITIES, WIDE_BLANKS)),
        ("A&B公司 R&D", "A&B公司 R&D", ()),
        (
            "《广东省实施<中华人民共和国海洋环境保护法>办法》",
            "《广东省实施<中华人民共和国海洋环境保护法>办法》",
            (),
        ),
        ("填写<xxx>和 a<b", "填写<xxx>和 a<b", ()),
        ("\u3000\u3000（一）年龄", "（一）年龄", (WIDE_BLANKS,)),
        ("黄埔海关 ", "黄埔海关", (BLANKS,)),
        ("火灾  复核", "火灾 复核", (BLANKS,)),
        ("身\x00份\x08证\x7f\x9f", "身份证", (INVISIBLE,)),
        ("身\u200b份\ufeff证\u202e", "身份证", (INVISIBLE,)),
        ("身\ud800份", "身\ufffd份", (UNDECODABLE,)),
        ("&#xd800;", "\ufffd", (ENTITIES, UNDECODABLE)),
        ("王\ue863", "王\ue863", (PRIVATE,)),
        ("䶮𬱖", "䶮𬱖", ()),
    ],
)
def test_text_is_cleaned_with_its_reasons(given_text: str, cleaned: str, reasons: tuple[str, ...]) -> None:
    assert clean_text(given_text) == (cleaned, reasons)


@given(st.text())
def test_what_was_cleaned_stays_clean_and_can_be_stored(text: str) -> None:
    cleaned, _ = clean_text(text)

    cleaned.encode()
    assert "\x00" not in cleaned
    assert cleaned == cleaned.strip()


@given(st.text())
def test_a_text_that_differs_always_has_a_reason(text: str) -> None:
    cleaned, reasons = clean_text(text)

    assert (cleaned == text) <= (not set(reasons) - {UNDECODABLE, PRIVATE})
    assert bool(reasons) >= (cleaned != text)


def test_every_naughty_string_is_taken(shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile/naughty-strings/blns.json").read_text("utf-8"))
    for text in strings:
        clean_text(text)[0].encode()


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("0374-0000000", "9-9（12字符）"),
        ("张三 13800000000", "文 9（14字符）"),
        ("11411000MB9900013M", "9a9a（18字符）"),
        ("a\x00\u202eb", "a□□a（4字符）"),
        (None, ""),
        ({"name": "张三"}, ""),
        (12, "数字"),
    ],
)
def test_a_shape_tells_nothing_but_the_shape(value: object, shape: str) -> None:
    assert value_shape(value) == shape


def test_a_shape_is_short_however_long_the_value() -> None:
    assert len(value_shape("一1" * 100_000)) < 60
