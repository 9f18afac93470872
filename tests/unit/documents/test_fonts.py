"""The fonts of paper: coverage, fall-back, refusal, and what the PDF gives back."""

import json
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import ttfonts

from desktop_app.documents import fonts
from desktop_app.documents.fonts import printable, runs, to_unicode_map
from desktop_app.documents.layout import NORMAL
from desktop_app.documents.page import Sheet, build
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from tests.unit.documents.reading import fonts_of, squeezed, text_of

SHEET = Sheet("标题", "示例市行政审批局", "事项", "1", "", "")
RARE = "𬱖㛃䶮𫟹𠂇"
FIRST_BEYOND_NOTO = "𠀀"


def printed(*texts: str) -> bytes:
    return build([NORMAL.text(text) for text in texts], SHEET)


def body_of(pdf: bytes) -> str:
    """The extracted text without the foot of the single page."""
    return squeezed(text_of(pdf, "-raw")).removesuffix("第1页共1页")


def test_rare_characters_extract_as_they_were_typed() -> None:
    assert RARE in text_of(printed(f"申请人{RARE}先生"))


@pytest.mark.parametrize("character", [*RARE, FIRST_BEYOND_NOTO, "𪛖", "𬺡"])
def test_every_rare_character_extracts_alone(character: str) -> None:
    assert character in text_of(printed(character))


def test_the_map_writes_characters_beyond_the_bmp_as_utf_16() -> None:
    entries = to_unicode_map("AAAAAA+X", [0, 0x4E2D, 0x2CC56]).splitlines()
    assert entries[14:17] == ["<00> <0000>", "<01> <4E2D>", "<02> <D873DC56>"]


def test_a_map_block_holds_at_most_a_hundred_entries() -> None:
    lines = to_unicode_map("AAAAAA+X", range(0x4E00, 0x4F00)).splitlines()
    assert [line for line in lines if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "56 beginbfchar",
    ]
    assert len([line for line in lines if line.count("<") == 2]) == 2 + 256


def test_reportlab_still_writes_a_wrong_map() -> None:
    """When this fails, ReportLab has mended its map: drop `ExtractableFont` and `to_unicode_map`."""
    reportlab: Any = ttfonts
    assert "<2CC56>" in reportlab.makeToUnicodeCMap("X", [0x2CC56])


def test_every_font_is_embedded_and_a_subset() -> None:
    found = fonts_of(printed(f"普通{FIRST_BEYOND_NOTO}"))
    assert {name.partition("+")[2] for name in found} == {fonts.REGULAR, fonts.FALLBACK}
    assert all(found.values())
    assert all(name[7] == "+" for name in found)


def test_the_fallback_is_used_only_for_what_noto_lacks() -> None:
    assert runs(f"王{FIRST_BEYOND_NOTO}𠀁a") == (
        (fonts.REGULAR, "王"),
        (fonts.FALLBACK, f"{FIRST_BEYOND_NOTO}𠀁"),
        (fonts.REGULAR, "a"),
    )
    assert runs("王", bold=True) == ((fonts.BOLD, "王"),)
    assert runs("") == ()


def test_the_fallback_font_is_not_read_for_common_names() -> None:
    script = (
        "from desktop_app.documents import fonts; from reportlab.pdfbase import pdfmetrics;"
        "fonts.printable('王小明'); print(fonts.FALLBACK in pdfmetrics.getRegisteredFontNames())"
    )
    finished = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("一\r\n二\r三\x85四\u2028五\u2029六\v七\f八", "一\n二\n三\n四\n五\n六\n七\n八"),
        ("a\tb", "a    b"),
        ("a\u2009b\u00a0c\u3000d", "a b\u00a0c\u3000d"),
        ("\x00一\x07\x1b二\x7f\x9f", "一二"),
        ("\ufeff一\u200b二\u202e三\u2066四\u00ad", "一二三四"),
        ("☎\ufe0f", "☎"),
        ("cafe\u0301 が".replace("が", "か\u3099"), "café が"),
        ("<b>A&B</b>  {x}", "<b>A&B</b>  {x}"),
    ],
)
def test_what_is_typed_becomes_what_paper_can_show(typed: str, shown: str) -> None:
    assert printable(typed) == shown


@pytest.mark.parametrize(
    ("typed", "code_point"),
    [
        ("王\U0001f600", "U+1F600"),
        ("\U00030000", "U+30000"),
        ("葛\U000e0100", "U+E0100"),
        ("王\u0301", "U+0301"),
        ("\ue000", "U+E000"),
        ("\ud800", "U+D800"),
        ("\u1680", "U+1680"),
        ("שלום", "U+05E9"),
    ],
)
def test_what_no_font_draws_is_refused_by_name(typed: str, code_point: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        NORMAL.text(typed)
    assert refusal.value.code == "glyph_missing"
    assert refusal.value.values["code_point"] == code_point
    assert code_point in sentence(refusal.value)
    assert sentence(refusal.value).encode("utf-8")


def refused(text: str) -> bool:
    try:
        printable(text)
    except ServiceError as error:
        return error.code == "glyph_missing"
    return False


def test_hostile_strings_print_as_typed_or_are_refused(shared_data: Path) -> None:
    source = shared_data / "hostile" / "naughty-strings" / "blns.json"
    strings: list[str] = json.loads(source.read_text("utf-8"))
    accepted = [text for text in strings if not refused(text)]
    assert len(strings) == 461
    assert len(accepted) == 408
    pdf = printed(*accepted)
    expected = squeezed("".join(printable(text) for text in accepted))
    extracted = re.sub(r"第\d+页共\d+页", "", squeezed(text_of(pdf, "-raw")))
    assert unicodedata.normalize("NFKC", extracted) == unicodedata.normalize("NFKC", expected)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_text_is_printable_or_refused_and_printable_is_stable(text: str) -> None:
    if refused(text):
        return
    shown = printable(text)
    assert printable(shown) == shown
    known = fonts.face(fonts.REGULAR).characters | fonts.face(fonts.FALLBACK).characters | {"\n"}
    assert known.issuperset(shown)


@given(st.text(st.sampled_from([*"中文A1<&>{}\\()", *RARE, FIRST_BEYOND_NOTO]), min_size=1, max_size=60))
def test_any_drawable_text_comes_back_from_the_pdf(text: str) -> None:
    assert body_of(printed(text)) == text


def test_threads_get_the_same_bytes() -> None:
    with ThreadPoolExecutor(4) as pool:
        papers = list(pool.map(printed, ["同一内容" * 50] * 12, [RARE] * 12))
    assert len(set(papers)) == 1
