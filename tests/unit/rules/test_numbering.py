"""Numbers of cases and documents: exact form, round trip, ends of the sequences."""

import secrets
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.numbering import (
    DOCUMENT_WORDS,
    CaseNumber,
    case_number,
    document_number,
    query_code,
    split_case_number,
)
from models.enums import DocumentKind

MATTER_CODE = "11411000MB9900013M3410125015000"
CASE = "11411000MB9900013M3410125015000202611200001"
DAY = date(2026, 11, 20)


def test_a_case_number_is_code_day_and_daily_number() -> None:
    assert case_number(MATTER_CODE, DAY, 1) == CASE
    assert len(CASE) == 43
    assert len(case_number(MATTER_CODE + "01", DAY, 9999)) == 45


@pytest.mark.parametrize("sequence", [0, -1, 10_000])
def test_the_numbers_of_a_day_end(sequence: int) -> None:
    with pytest.raises(ServiceError) as refusal:
        case_number(MATTER_CODE, DAY, sequence)
    assert refusal.value.code == "number_exhausted"


def test_a_case_number_never_exceeds_fifty_characters() -> None:
    assert len(case_number("1" * 38, DAY, 1)) == 50
    with pytest.raises(ServiceError) as refusal:
        case_number("1" * 39, DAY, 1)
    assert refusal.value.code == "matter_code_too_long"
    assert refusal.value.values == {"length": 39, "longest": 38}


@pytest.mark.parametrize(
    "text",
    [
        CASE,
        CASE.lower(),
        "11411000MB9900013M3410125015000·20261120·0001",
        " 11411000MB9900013M3410125015000.20261120.0001\n",
        "１１411000MB9900013M3410125015000 20261120 0001",
    ],
)
def test_a_case_number_is_read_as_people_write_it(text: str) -> None:
    assert split_case_number(text) == CaseNumber(MATTER_CODE, DAY, 1)


@pytest.mark.parametrize(
    "text", ["", "abc", "202611200001", MATTER_CODE, CASE[:-1], CASE + "号", MATTER_CODE + "202613200001"]
)
def test_anything_else_is_no_case_number(text: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        split_case_number(text)
    assert refusal.value.code == "case_number_invalid"


@given(
    st.from_regex(r"[0-9A-Z][0-9A-Z-]{0,37}", fullmatch=True),
    st.dates(min_value=date(1000, 1, 1)),
    st.integers(1, 9999),
)
def test_what_was_put_together_comes_apart(code: str, day: date, sequence: int) -> None:
    assert split_case_number(case_number(code, day, sequence)) == CaseNumber(code, day, sequence)


@given(st.tuples(st.dates(), st.integers(1, 9999)), st.tuples(st.dates(), st.integers(1, 9999)))
def test_different_days_or_sequences_never_share_a_number(
    first: tuple[date, int], second: tuple[date, int]
) -> None:
    numbers_equal = case_number(MATTER_CODE, *first) == case_number(MATTER_CODE, *second)
    assert numbers_equal == (first == second)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentKind.ACCEPTANCE, "颍审批许受〔2026〕第0001号"),
        (DocumentKind.REFUSAL, "颍审批许不受〔2026〕第0001号"),
        (DocumentKind.SUPPLEMENT_NOTICE, "颍审批许补〔2026〕第0001号"),
        (DocumentKind.SUPPLEMENT_RECEIPT, "颍审批许补收〔2026〕第0001号"),
        (DocumentKind.RECEIPT, "颍审批许收〔2026〕第0001号"),
        (DocumentKind.GRANT, "颍审批许准〔2026〕第0001号"),
        (DocumentKind.DENIAL, "颍审批许不准〔2026〕第0001号"),
        (DocumentKind.COLLECTION, "颍审批许取〔2026〕第0001号"),
    ],
)
def test_a_document_number_names_organ_kind_year_and_sequence(kind: DocumentKind, number: str) -> None:
    assert document_number("颍审批许", kind, 2026, 1) == number


def test_every_kind_of_document_has_a_word_of_its_own() -> None:
    assert set(DOCUMENT_WORDS) == set(DocumentKind)
    assert len(set(DOCUMENT_WORDS.values())) == len(DocumentKind)


def test_a_busy_year_only_makes_the_number_longer() -> None:
    assert document_number("颍审批许", DocumentKind.RECEIPT, 2026, 12_345) == "颍审批许收〔2026〕第12345号"
    with pytest.raises(ServiceError):
        document_number("颍审批许", DocumentKind.RECEIPT, 2026, 0)


@pytest.mark.parametrize(("drawn", "code"), [(0, "000000"), (7, "000007"), (999_999, "999999")])
def test_a_query_code_is_always_six_digits(drawn: int, code: str) -> None:
    bounds: list[int] = []

    def random_below(bound: int) -> int:
        bounds.append(bound)
        return drawn

    assert query_code(random_below) == code
    assert bounds == [1_000_000]


def test_query_codes_of_a_real_source_differ() -> None:
    assert len({query_code(secrets.randbelow) for _ in range(50)}) > 40
