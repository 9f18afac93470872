"""What foreign text is freed of before it is kept, each repair with its reason; no word is ever lost silently."""

import html
import re
import unicodedata
from functools import lru_cache
from typing import Any

SHAPE_LENGTH = 40
MAX_UNESCAPES = 4
"""Exchange platforms escape text once on every hop; four hops have been seen (`&amp;amp;amp;lt;`)."""

BLANKS = "有多余空白，已整理"
ENTITIES = "含网页转义符，已还原"
INVISIBLE = "含控制字符或不可见字符，已去除"
MARKUP = "含网页标记，已去除"
PRIVATE = "含造字区字符，打印时可能无法显示，请核对原文"
UNDECODABLE = "含无法识别的字符（可能是编码损坏），请核对原文"
WIDE_BLANKS = "含全角空格等特殊空白，已改为普通空格"

_SUSPECT = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff\ue000-\uf8ff\ufffd]"
    r"|&#?\w{1,8};|</?[A-Za-z]| {2}|\A\s|\s\Z"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HIDDEN_BLOCK = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LINE_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|tr|li|h[1-6])\s*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|span|font|strong|em|b|i|u|a|s|sub|sup|img|hr|center|pre|blockquote|table|thead|tbody|tr|td|th"
    r"|ul|ol|li|dl|dt|dd|h[1-6]|o:p|label|input|script|style)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_WIDE_BLANK = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SHAPES = (
    (re.compile(r"[0-9０-９]+"), "9"),
    (re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]+"), "a"),
    (re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"), "文"),
    (re.compile(r"\s+"), " "),
)


def clean_text(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without markup, escapes, control characters and odd blanks, and why it differs from what was given."""
    if text.isalnum() or not _SUSPECT.search(text):
        return text, ()
    reasons: list[str] = []
    cleaned = _without_surrogates(text)
    for reason, step in (
        (ENTITIES, _unescaped),
        (MARKUP, _without_markup),
        (INVISIBLE, _without_invisible),
        (WIDE_BLANKS, _with_plain_blanks),
    ):
        before, cleaned = cleaned, step(cleaned)
        if cleaned != before:
            reasons.append(reason)
    tidied = _tidied(cleaned)
    if tidied != cleaned and not reasons:
        reasons.append(BLANKS)
    if "\ufffd" in cleaned:
        reasons.append(UNDECODABLE)
    if any("\ue000" <= character <= "\uf8ff" for character in cleaned):
        reasons.append(PRIVATE)
    return tidied, tuple(reasons)


def value_shape(value: object) -> str:
    """What a value looks like without saying it: digits as 9, letters as a, Han as 文, and its length."""
    if not isinstance(value, str):
        return _SHAPE_WORDS.get(type(value), "")
    return _short_shape(value) if len(value) <= SHAPE_LENGTH else _text_shape(value)


_SHAPE_WORDS: dict[type[Any], str] = {bool: "是或否", int: "数字", float: "数字", list: "列表"}
"""What a value that is no text is called; of a whole record that lacks something there is nothing to tell."""


@lru_cache(2048)
def _short_shape(text: str) -> str:
    """Remembered: a source repeats the same few words where it has nothing to say."""
    return _text_shape(text)


def _text_shape(value: str) -> str:
    shape = value[: SHAPE_LENGTH * 4]
    for pattern, sign in _SHAPES:
        shape = pattern.sub(sign, shape)
    shape = "".join(sign if unicodedata.category(sign)[0] != "C" else "□" for sign in shape)
    return f"{shape[:SHAPE_LENGTH]}（{len(value)}字符）"


def _without_surrogates(text: str) -> str:
    """Lone halves of a surrogate pair have no form in any file or database."""
    return re.sub(r"[\ud800-\udfff]", "\ufffd", text)


def _unescaped(text: str) -> str:
    for _ in range(MAX_UNESCAPES):
        plain = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
        if plain == text:
            break
        text = plain
    return _without_surrogates(text)


def _without_markup(text: str) -> str:
    return _TAG.sub("", _LINE_BREAK.sub("\n", _HIDDEN_BLOCK.sub("", text)))


def _without_invisible(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return _INVISIBLE.sub("", text)


def _with_plain_blanks(text: str) -> str:
    return _WIDE_BLANK.sub(" ", text)


def _tidied(text: str) -> str:
    """One blank where several stood, none at the ends of lines."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(line for line in lines if line)
