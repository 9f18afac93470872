"""Identity numbers and matter codes: fictional fixtures, published vectors, and valid numbers that fail a check."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import (
    IdentityWarning,
    check_identity,
    check_matter_code,
    guess_identity_kind,
    normal_number,
    passes_credit_check,
    passes_resident_check,
)
from models.enums import IdentityKind, Sex

TODAY = date(2026, 11, 20)
ID_CARD, PERMIT, FOREIGNER, CREDIT = (
    IdentityKind.ID_CARD,
    IdentityKind.RESIDENCE_PERMIT,
    IdentityKind.FOREIGNER_CARD,
    IdentityKind.CREDIT_CODE,
)
ID_NUMBERS = [
    "411002199003070006",
    "411003195512310002",
    "411081200402290007",
    "411024198506150001",
    "41102519880105000X",
    "41102519880113000X",
]
CREDIT_CODES = [
    "11411000MB9900013M",
    "11411000MB9900021G",
    "11411002MB990003X5",
    "91411000MA99000607",
    "92411003MA9900079C",
    "52411000MJ9900047C",
    "12411081MB9900056A",
    "91350100M000100Y43",
    "12441500196720244T",
    "11310000MB2F30661Y",
    "11370800MB28559184",
    "11110000000021135M",
    "11100000000013338W",
]
PERMITS = ["810000199001010000", "820000199001010002", "830000199001010004"]
FOREIGNERS = ["941000199001010000"]
MATTER_CODE = "11411000MB9900013M3410125015000"
RETIRED_DIVISIONS = (
    "411021 411022 411023 410426 412600 412601 412621 412622 412623 412624 412627 411000 411002 411003 411024 411025 "
    "411081 411082"
)


def warnings_of(kind: IdentityKind, text: str) -> list[str]:
    return [str(warning) for warning in check_identity(kind, text, TODAY).warnings]


def with_check_digit(first_17: str) -> str:
    """The number completed with the digit that passes, found by trying."""
    return next(first_17 + digit for digit in "0123456789X" if passes_resident_check(first_17 + digit))


@pytest.mark.parametrize(
    ("kind", "number"),
    [(ID_CARD, number) for number in ID_NUMBERS]
    + [(CREDIT, number) for number in CREDIT_CODES]
    + [(PERMIT, number) for number in PERMITS]
    + [(FOREIGNER, number) for number in FOREIGNERS],
)
def test_a_correct_number_passes_silently_and_its_kind_is_guessed(kind: IdentityKind, number: str) -> None:
    assert warnings_of(kind, number) == []
    assert guess_identity_kind(number) is kind


@pytest.mark.parametrize("number", ["91350100M0001TGQXM", "91350211M0000XUF46", "91350203M0001FUE2P"])
def test_an_early_pilot_code_is_valid_although_it_fails_and_the_warning_says_so(number: str) -> None:
    check = check_identity(CREDIT, number, TODAY)
    assert check.warnings == (IdentityWarning.CREDIT_CHECK_DIGIT,)
    assert "早期试点代码" in check.warnings[0].label
    assert check.text == number


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        (ID_CARD, "411002199003070005", ["id_check_digit"]),
        (ID_CARD, "41108120030229000X", ["impossible_birthday"]),
        (ID_CARD, "4110021990030700", ["id_length"]),
        (ID_CARD, "41100219900307000A", ["id_characters"]),
        (ID_CARD, "4110-1990", ["id_length", "id_characters"]),
        (ID_CARD, with_check_digit("41100220270101000"), ["future_birthday"]),
        (ID_CARD, with_check_digit("41100218000101000"), ["unlikely_age"]),
        (ID_CARD, with_check_digit("99042619911201000"), ["maybe_foreigner_card"]),
        (ID_CARD, with_check_digit("16042619911201000"), ["unknown_province"]),
        (ID_CARD, with_check_digit("41999919911201000"), ["unknown_division"]),
        (ID_CARD, "411002801301000", ["id_old", "impossible_birthday"]),
        (ID_CARD, "411002800101000", ["id_old"]),
        (ID_CARD, PERMITS[0], ["maybe_residence_permit"]),
        (ID_CARD, FOREIGNERS[0], ["maybe_foreigner_card"]),
        (ID_CARD, "11411000MB9900013M", ["id_characters", "maybe_credit_code"]),
        (PERMIT, ID_NUMBERS[0], ["not_a_residence_permit"]),
        (PERMIT, "810000199001010001", ["id_check_digit"]),
        (FOREIGNER, ID_NUMBERS[0], ["not_a_foreigner_card"]),
        (CREDIT, "911410O0MA99000607", ["credit_characters"]),
        (CREDIT, "TE440000GD030003VV", ["credit_characters"]),
        (CREDIT, "13440000515356094L", ["credit_check_digit"]),
        (CREDIT, "91411000MA9900060", ["credit_length"]),
        (CREDIT, ID_NUMBERS[0], ["credit_check_digit", "maybe_id_number"]),
    ],
)
def test_what_may_be_wrong_is_named(kind: IdentityKind, number: str, expected: list[str]) -> None:
    assert warnings_of(kind, number) == expected


@pytest.mark.parametrize("division", RETIRED_DIVISIONS.split())
def test_retired_and_present_divisions_of_the_place_are_known(division: str) -> None:
    assert warnings_of(ID_CARD, with_check_digit(division + "19600101000")) == []


def test_every_county_of_2023_is_known(shared_data: Path) -> None:
    rows = (shared_data / "divisions" / "areas.csv").read_text(encoding="utf-8").splitlines()[1:]
    codes = [re.findall(r"\d{6}", row)[0] for row in rows]
    assert len(codes) > 2900
    unknown = [code for code in codes if warnings_of(ID_CARD, with_check_digit(code + "19900101000"))]
    of_statistics_only = {
        "460321",
        "460322",
        "460323",
        "620201",
        "632857",
    }  # besides the zones numbered 71 to 79
    assert {code for code in unknown if code[4] != "7"} == of_statistics_only


def test_the_published_credit_codes_pass(shared_data: Path) -> None:
    path = shared_data / "vectors" / "python-stdnum-2.2" / "test_cn_uscc.doctest"
    text = path.read_text(encoding="utf-8")
    numbers = re.findall(r"^\.\.\. ([0-9A-Z]{18})$", text, re.MULTILINE)
    assert len(numbers) > 150
    assert [number for number in numbers if warnings_of(CREDIT, number)] == []
    assert {guess_identity_kind(number) for number in numbers} == {CREDIT}


def test_the_published_identity_numbers(shared_data: Path) -> None:
    path = shared_data / "vectors" / "python-stdnum-2.2" / "test_cn_ric.doctest"
    text = path.read_text(encoding="utf-8")
    valid = re.findall(r">>> ric\.validate\('(\w+)'\)\n'", text)
    invalid = re.findall(r">>> ric\.validate\('(\w+)'\)[^\n]*\nTraceback", text)
    assert (len(valid), len(invalid)) == (2, 4)
    assert [number for number in valid if warnings_of(ID_CARD, number)] == []
    assert [number for number in invalid if not warnings_of(ID_CARD, number)] == []


def test_a_division_older_or_younger_than_the_person_is_nobodys_fault(shared_data: Path) -> None:
    path = shared_data / "vectors" / "python-stdnum-2.2" / "test_cn_ric.doctest"
    numbers = re.findall(r"get_birth_place\('([1-8]\d+)'\)", path.read_text(encoding="utf-8"))
    assert len(numbers) == 7
    assert [number for number in numbers if warnings_of(ID_CARD, with_check_digit(number[:-1]))] == []


@pytest.mark.parametrize(
    "text",
    [
        "４１１０２５１９８８０１０５０００Ｘ",
        "41102519880105000x",
        " 411025 19880105 000x\t\r\n",
        "\ufeff411025\u200b19880105000\u3000X",
    ],
)
def test_a_number_is_brought_into_normal_form(text: str) -> None:
    check = check_identity(ID_CARD, text, TODAY)
    assert check.text == "41102519880105000X"
    assert check.warnings == ()
    assert guess_identity_kind(text) is ID_CARD


@pytest.mark.parametrize(
    "text", ["", "   ", "\u200b", "4" * 51, "4110\x0002", "4110\x1b[0m", "\ud800", "\uffff"]
)
@pytest.mark.parametrize("kind", IdentityKind)
def test_what_is_no_number_at_all_is_refused_without_repeating_it(kind: IdentityKind, text: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        check_identity(kind, text, TODAY)
    assert refusal.value.code == "identity_number_invalid"
    assert refusal.value.values == {}


@pytest.mark.parametrize("kind", [IdentityKind.PASSPORT, IdentityKind.OTHER])
@pytest.mark.parametrize("text", ["E00000000", "武字第0000000号", "4" * 50])
def test_documents_without_a_known_rule_pass_as_they_are(kind: IdentityKind, text: str) -> None:
    check = check_identity(kind, text, TODAY)
    assert check.warnings == ()
    assert check.text == text
    assert check.birthday is None


@pytest.mark.parametrize(
    ("kind", "number", "birthday", "sex"),
    [
        (ID_CARD, "411081200402290007", date(2004, 2, 29), Sex.FEMALE),
        (ID_CARD, with_check_digit("41100219900307001"), date(1990, 3, 7), Sex.MALE),
        (ID_CARD, "411002550101001", date(1955, 1, 1), Sex.MALE),
        (PERMIT, "810000199001010000", date(1990, 1, 1), None),
        (FOREIGNER, "941000199001010000", date(1990, 1, 1), None),
        (CREDIT, "91411000MA99000607", None, None),
        (ID_CARD, "41108120030229000X", None, Sex.FEMALE),
    ],
)
def test_a_number_tells_birthday_and_sex(
    kind: IdentityKind, number: str, birthday: date | None, sex: Sex | None
) -> None:
    check = check_identity(kind, number, TODAY)
    assert check.birthday == birthday
    assert check.sex is sex


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2026, 2, 28), 21), (date(2026, 3, 1), 22), (date(2024, 2, 29), 20), (date(2004, 2, 28), None)],
)
def test_age_is_completed_years(on: date, age: int | None) -> None:
    assert check_identity(ID_CARD, "411081200402290007", TODAY).age(on) == age


def test_age_is_unknown_without_a_birthday() -> None:
    assert check_identity(CREDIT, CREDIT_CODES[0], TODAY).age(TODAY) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("E00000000", IdentityKind.PASSPORT),
        ("EA0000000", IdentityKind.PASSPORT),
        ("411002900307000", ID_CARD),
        ("411002199003070005", ID_CARD),
        ("41100219909907000X", ID_CARD),
        ("911410O0MA99000607", CREDIT),
        ("914110000600373419", CREDIT),
        ("", IdentityKind.OTHER),
        ("武字第0000000号", IdentityKind.OTHER),
        ("4110", IdentityKind.OTHER),
        ("\x00", IdentityKind.OTHER),
    ],
)
def test_the_kind_is_guessed_for_the_form(text: str, kind: IdentityKind) -> None:
    assert guess_identity_kind(text) is kind


@given(st.text(max_size=60), st.sampled_from(IdentityKind))
def test_any_text_is_checked_or_refused(text: str, kind: IdentityKind) -> None:
    guess_identity_kind(text)
    try:
        check = check_identity(kind, text, TODAY)
    except ServiceError:
        assert not 0 < len(normal_number(text)) <= 50 or not normal_number(text).isprintable()
    else:
        assert check_identity(kind, check.text, TODAY) == check


@given(st.from_regex(r"[0-9]{17}", fullmatch=True), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(first_17: str, place: int, shift: int) -> None:
    number = with_check_digit(first_17)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not passes_resident_check(wrong)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_every_credit_code_has_exactly_one_check_character(first_17: str) -> None:
    assert sum(passes_credit_check(first_17 + last) for last in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 1


@pytest.mark.parametrize(
    "code",
    [
        MATTER_CODE,
        MATTER_CODE + "01",
        "12441500196720244T3442199806003",
        "11370800MB285591843370117002011",
        "11310000MB2F30661Y231200356400001",
        "11411000MB9900013M3000125015000",
    ],
)
def test_a_real_matter_code_is_not_warned_about(code: str) -> None:
    assert check_matter_code(code) == ()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (MATTER_CODE[:-1], ["31位"]),
        ("511Z07001006-511602000000-000-11511301008778183N-1-00", ["现为53位"]),
        ("11411000MB9900014M3410125015000", ["前18位"]),
        ("11411000MB9900013M8410125015000", ["第19位"]),
        ("11411000MB9900013M3990125015000", ["第20、21位"]),
        ("11411000MB9900013M3419925015000", ["第22、23位"]),
        ("11411000MB9900013M3410125015A00", ["第24位"]),
        ("X" * 31, ["前18位", "第19位", "第20、21位", "第22、23位", "第24位"]),
    ],
)
def test_an_unusual_matter_code_is_warned_about_in_words(code: str, said: list[str]) -> None:
    warnings = check_matter_code(code)
    assert len(warnings) == len(said)
    assert all(words in warning for words, warning in zip(said, warnings, strict=True))


def test_the_codes_of_a_whole_province_raise_few_warnings(shared_data: Path) -> None:
    path = shared_data / "matters-guangdong" / "matters.jsonl"
    rows = path.read_text(encoding="utf-8").splitlines()
    codes = [str(json.loads(row)["TASK_CODE"]) for row in rows]
    warned = [code for code in codes if check_matter_code(code)]
    assert len(codes) == 2262
    assert len(warned) == 6
    assert {len(check_matter_code(code)) for code in warned} == {1}
