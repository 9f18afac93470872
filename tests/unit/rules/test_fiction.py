"""Fictional people: numbers that pass every check and belong to nobody."""

import random
from datetime import date

from desktop_app.rules.fiction import NOBODY, check_digit, fictional_person
from desktop_app.rules.identifiers import check_identity
from models.enums import IdentityKind

HANDBOOK = (
    "411002199003070006",
    "411003195512310002",
    "411081200402290007",
    "411024198506150001",
    "41102519880105000X",
)


def test_check_digits_are_those_of_the_handbook() -> None:
    assert [check_digit(number[:17]) for number in HANDBOOK] == [number[17] for number in HANDBOOK]


def test_fictional_people_pass_the_checks_and_are_nobody() -> None:
    chance = random.Random(1)  # noqa: S311  people, not secrets
    for _person in range(500):
        person = fictional_person(chance)
        found = check_identity(IdentityKind.ID_CARD, person.identity_number, date(2026, 11, 20))
        assert found.warnings == ()
        assert person.identity_number[14:17] == NOBODY
        assert person.phone.startswith("0374-000")


def test_the_same_chance_makes_the_same_person() -> None:
    once, again = (random.Random(7) for _ in range(2))  # noqa: S311  people, not secrets
    assert fictional_person(once) == fictional_person(again)
