"""材料库: which entry a line stands for, which names mean the same, what an entry must say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.materials import (
    MaterialInput,
    Named,
    Register,
    clean_input,
    material_code,
    plain_name,
    similar_names,
)

NAMES = {1: "居民身份证", 2: "营业执照", 3: "公司章程", 4: "经营场所使用证明", 5: "结婚证", 6: "离婚证"}


def found(register: Register, name: str, issuer: str = "", code: str = "") -> int | None:
    entry = register.find(name, issuer, code)
    return entry.id if entry else None


def test_a_code_names_its_entry_whatever_the_line_is_called() -> None:
    register = Register([Named(1, "CL1", "营业执照", ""), Named(2, "CL2", "执照", "", is_active=False)])

    assert found(register, "执照", code="CL1") == 1
    assert found(register, "执照", code="CL2") == 2
    assert found(register, "营业执照", code="CL9") is None
    assert register.find_for(MaterialSpec("甲", library_code="CL1")) == Named(1, "CL1", "营业执照", "")


def test_a_line_without_a_code_stands_for_the_entry_of_its_name_and_issuer() -> None:
    register = Register(
        [
            Named(1, "CL1", "证明", "公安机关"),
            Named(2, "CL2", "证明", "民政部门"),
            Named(3, "CL3", "章程", ""),
        ]
    )

    assert found(register, "证明", "民政部门") == 2
    assert found(register, "证明") is None, "two issuers, and the line names none"
    assert found(register, " 章程 ", "某机关") == 3, "the only one of that name"
    assert found(register, "证") is None


def test_a_retired_entry_stands_for_no_name() -> None:
    assert found(Register([Named(1, "CL1", "章程", "", is_active=False)]), "章程") is None


def test_whatever_was_merged_is_stood_for_by_the_entry_that_stayed() -> None:
    register = Register(
        [
            Named(1, "CL1", "身份证", "", is_active=False, stands_for=2),
            Named(2, "CL2", "居民身份证", ""),
        ]
    )

    assert found(register, "身份证") == 2
    assert found(register, "", code="CL1") == 2


def test_merges_in_a_circle_end() -> None:
    circle = Register([Named(1, "CL1", "甲", "", stands_for=2), Named(2, "CL2", "乙", "", stands_for=1)])

    assert circle.find("甲") is not None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("身份证", [1]),
        ("营业执照（副本）原件", [2]),
        ("经营场所 使用证明材料", [4]),
        ("公司章程。", [3]),
        ("租赁合同", list[int]()),
        ("证", list[int]()),
        ("", list[int]()),
    ],
)
def test_names_that_may_mean_the_same_are_found(typed: str, expected: list[int]) -> None:
    assert [key for key, _ in similar_names(typed, NAMES)] == expected


def test_one_sign_apart_is_not_the_same() -> None:
    assert [key for key, _ in similar_names("结婚证", NAMES)] == [5]


@given(st.text(max_size=30))
def test_a_name_is_most_like_itself(name: str) -> None:
    likeness = dict(similar_names(name, {7: name, **NAMES}))

    assert len(plain_name(name)) < 2 or likeness[7] == 100


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (MaterialInput(" "), "text_needed"),
        (MaterialInput("名" * 201), "text_too_long"),
        (MaterialInput("章\x00程"), "text_invalid"),
        (MaterialInput("章程", code="a b"), "material_code_invalid"),
        (MaterialInput("章程", code="号1"), "material_code_invalid"),
        (MaterialInput("章程", check_points="要" * 4001), "text_too_long"),
    ],
)
def test_an_entry_that_cannot_be_kept_is_refused(given: MaterialInput, code: str) -> None:
    with pytest.raises(ServiceError) as caught:
        clean_input(given)

    assert caught.value.code == code


def test_an_entry_is_kept_tidily() -> None:
    kept = clean_input(
        MaterialInput(" 公司\n章程 ", issuer=" 某\t机关", code="ｃｌ-1", check_points="一\r\n二\n")
    )

    assert (kept.name, kept.issuer, kept.code) == ("公司 章程", "某 机关", "CL-1")
    assert kept.check_points == "一\n二"


@pytest.mark.parametrize(("number", "code"), [(1, "CL00001"), (99_999, "CL99999"), (100_000, "CL100000")])
def test_codes_grow_beyond_five_digits(number: int, code: str) -> None:
    assert material_code(number) == code
