"""虚构人物: people for trials and benchmarks, with valid identity numbers that are given to nobody."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN_NAMES = "晓明雨桐子涵思远若兰景行安然嘉禾清和书言知夏望舒南乔语嫣怀瑾云舟星野青禾一诺"
DIVISIONS = ("411002", "411003", "411024", "411025", "411081", "411082")
NOBODY = "000"
"""The sequence that is not given out."""
OLDEST, YOUNGEST = date(1950, 1, 1), date(2006, 12, 31)
WEIGHTS = tuple(2 ** (17 - position) % 11 for position in range(17))
CHECK_DIGITS = "10X98765432"


@dataclass(frozen=True, slots=True)
class FictionalPerson:
    """Somebody who does not exist."""

    name: str
    identity_number: str
    phone: str
    address: str


def fictional_person(chance: random.Random) -> FictionalPerson:
    """A person made by chance; the same chance makes the same person."""
    name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN_NAMES, chance.choice((1, 2, 2))))
    born = OLDEST + timedelta(days=chance.randrange((YOUNGEST - OLDEST).days))
    number = f"{chance.choice(DIVISIONS)}{born:%Y%m%d}{NOBODY}"
    return FictionalPerson(
        name=name,
        identity_number=number + check_digit(number),
        phone=f"0374-{chance.randrange(10**4):07}",
        address=f"许昌市示例路{chance.randrange(1, 1000)}号",
    )


def check_digit(number: str) -> str:
    """The last character of an identity number from its first seventeen (source: GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]
