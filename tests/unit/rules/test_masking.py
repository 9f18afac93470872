"""Masked numbers: what stays readable, and that the rest is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.masking import masked_identity, masked_number, masked_phone

NUMBERS = st.text("0123456789X-", max_size=24)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("411002199003070006", "411002**********06"),
        ("41102519880105000X", "411025**********0X"),
        (" 411002 19900307 0006 ", "411002**********06"),
        ("411002900307000", "411002*******00"),
        ("E12345678", "E1*****78"),
        ("H1234567", "H1****67"),
        ("A123456", "******6"),
        ("A1", "*1"),
        ("A", "*"),
        ("", ""),
    ],
)
def test_a_number_shows_its_ends_only(number: str, shown: str) -> None:
    assert masked_number(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("0374-0000000", "037*****0000"),
        ("03740000000", "037****0000"),
        ("0000000", "*****00"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_a_phone_shows_its_ends_only(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


def test_a_credit_code_is_public() -> None:
    assert masked_identity("统一社会信用代码", "91411000MA99000607") == "91411000MA99000607"
    assert masked_identity("居民身份证", "411002199003070006") == "411002**********06"
    assert masked_identity("其他证件", "91411000MA99000607") == "914110**********07"


@given(NUMBERS)
def test_masking_keeps_the_length_and_hides_enough(number: str) -> None:
    shown = masked_number(number)
    assert len(shown) == len(number)
    assert shown.count("*") >= len(number) * 0.44


@given(NUMBERS)
def test_masking_a_phone_hides_enough(phone: str) -> None:
    shown = masked_phone(phone)
    assert len(shown) == len(phone)
    assert shown.count("*") >= len(phone) * 0.3
