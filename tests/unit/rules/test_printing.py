"""QR texts: written, read back, and every change found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.printing import QrClaim, sign, verify
from models.enums import DocumentKind

KEY = bytes(range(32))
NUMBER = "11411000MB9900013M4000125001000202611200001"
BASE_URL = "https://zwfw.example.gov.cn"
TEXT = sign(BASE_URL, NUMBER, DocumentKind.RECEIPT, "204817", KEY)
CLAIM = QrClaim(NUMBER, DocumentKind.RECEIPT, "204817")


def claim_of(text: str) -> QrClaim | None:
    """What the text is taken for; `None` also where it is refused as unreadable."""
    try:
        return verify(text, KEY)
    except ServiceError:
        return None


def test_the_text_has_the_agreed_shape() -> None:
    signed, _, mac = TEXT.partition("&s=")
    assert signed == f"{BASE_URL}/c/{NUMBER}?d=receipt&k=204817"
    assert len(mac) == 20
    assert mac.isalnum()
    assert mac.isupper()


def test_the_code_is_the_same_as_yesterday() -> None:
    """Papers that are out in the town must stay genuine: this text never changes."""
    assert TEXT.endswith("&s=R3ZRCPWTKG3FMGQWYLAQ")


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_of_document_reads_back(kind: DocumentKind) -> None:
    assert verify(sign(BASE_URL, NUMBER, kind, "000000", KEY), KEY) == QrClaim(NUMBER, kind, "000000")


@pytest.mark.parametrize(
    "mangled", [TEXT.upper(), TEXT.lower(), f"  {TEXT}\r\n", f"\t{TEXT}\n\n", TEXT.swapcase()]
)
def test_what_scanners_do_to_a_text_does_no_harm(mangled: str) -> None:
    assert verify(mangled, KEY) == CLAIM


def test_a_slash_after_the_address_makes_no_difference() -> None:
    assert sign(f"{BASE_URL}/ ", NUMBER, DocumentKind.RECEIPT, "204817", KEY) == TEXT


def test_another_key_is_not_genuine() -> None:
    assert verify(TEXT, bytes(32)) is None


@given(st.integers(0, len(TEXT) - 1), st.characters())
def test_any_replaced_character_is_found(place: int, character: str) -> None:
    changed = TEXT[:place] + character + TEXT[place + 1 :]
    assert (claim_of(changed) is not None) == (changed.lower() == TEXT.lower() and changed.isascii())


@given(st.integers(0, len(TEXT) - 1))
def test_any_lost_character_is_found(place: int) -> None:
    assert claim_of(TEXT[:place] + TEXT[place + 1 :]) is None


@given(st.integers(1, len(TEXT) - 1), st.characters())
def test_any_added_character_is_found(place: int, character: str) -> None:
    assert claim_of(TEXT[:place] + character + TEXT[place:]) is None


@given(st.integers(0, len(TEXT) - 2))
def test_swapped_neighbours_are_found(place: int) -> None:
    swapped = TEXT[:place] + TEXT[place + 1] + TEXT[place] + TEXT[place + 2 :]
    assert (claim_of(swapped) is not None) == (swapped == TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://zwfw.example.gov.cn",
        NUMBER,
        TEXT.replace("receipt", "unknown"),
        TEXT.replace("204817", "20481"),
        TEXT.replace("https", "ftp"),
        f"{TEXT}&x=1",
        "https://zwfw.example.gov.cn/c/Ｋ?d=receipt&k=204817&s=AAAAAAAAAAAAAAAAAAAA",
    ],
)
def test_what_is_no_document_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        verify(text, KEY)
    assert sentence(refusal.value)


@given(st.text())
def test_any_text_is_read_calmly(text: str) -> None:
    assert claim_of(text) is None


@pytest.mark.parametrize(
    ("base_url", "number", "query_code"),
    [
        ("", NUMBER, "204817"),
        ("zwfw.example.gov.cn", NUMBER, "204817"),
        ("https://政务.example", NUMBER, "204817"),
        ("https://a b", NUMBER, "204817"),
        (BASE_URL, "", "204817"),
        (BASE_URL, "a/b", "204817"),
        (BASE_URL, NUMBER.lower(), "204817"),
        (BASE_URL, NUMBER, "2048"),
        (BASE_URL, NUMBER, "２０４８１７"),
    ],
)
def test_what_cannot_be_read_back_is_not_written(base_url: str, number: str, query_code: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        sign(base_url, number, DocumentKind.RECEIPT, query_code, KEY)
    assert refusal.value.code == "qr_text_invalid"
    assert base_url in sentence(refusal.value)
