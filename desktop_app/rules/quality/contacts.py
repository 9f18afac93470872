"""咨询投诉、时间与地点: whether people can reach the hall with what the list tells them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.rules.elements import LABELS
from desktop_app.rules.quality.findings import Issue, Subject, quoted, says_nothing

_NUMBER = re.compile(
    r"(?<!\d)(?:"
    r"\(?(?P<area>0(?:10|2\d|[3-9]\d\d))\)?[-— ~]*(?P<local>\d{3,4}[- ]?\d{4})"
    r"|(?P<service>[48]00[- ]?\d{3}[- ]?\d{4}|1[3-9]\d{9}|12\d{3}|9[56]\d{3,4})"
    r"|(?P<bare>[2-8]\d{2,3}[- ]?\d{4})"
    r")(?!\d)"
)
_HOURS = re.compile("工作日|全天|24 ?小时|二十四小时|节假日")
_EXACT_PLACE = re.compile(r"窗口|室|专区|科|股|柜台|[0-9A-Za-z一二三四五六七八九十]号")


@dataclass(frozen=True, slots=True)
class Phones:
    """The telephone numbers of a text, as digits."""

    numbers: frozenset[str]
    bare: tuple[str, ...]
    """Fixed lines without an area code, as they are written; one behind a full number of the same text has its."""


def find_phones(text: str) -> Phones:
    """The telephone numbers in a text: fixed lines, mobiles, 400 and 800 numbers, short hotlines such as 12345."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    numbers: set[str] = set()
    bare: list[str] = []
    area = ""
    for found in _NUMBER.finditer(plain):
        if found["area"]:
            area = found["area"]
            numbers.add(area + _digits(found["local"]))
        elif found["service"]:
            numbers.add(_digits(found["service"]))
        else:
            numbers.add(area + _digits(found["bare"]))
            if not area:
                bare.append(found["bare"])
    return Phones(frozenset(numbers), tuple(bare))


def check_phones(subject: Subject) -> Iterator[Issue]:
    """Rule 7: both are given, with area code, and they differ: nobody complains to the one complained of."""
    content = subject.content
    consult, complain = find_phones(content.consult), find_phones(content.complain)
    for key, phones in (("consult", consult), ("complain", complain)):
        if not phones.numbers:
            yield Issue(key, f"{LABELS[key]}没有写明电话号码")
        for number in phones.bare:
            yield Issue(key, f"电话“{number}”没有写区号，例如 0374-{number}")
    if complain.numbers and complain.numbers <= consult.numbers:
        yield Issue("complain", f"投诉电话与咨询电话相同：{'、'.join(sorted(complain.numbers))}")


def check_hours(subject: Subject) -> Iterator[Issue]:
    """Rule 8: weekdays are not working days once a holiday moves them."""
    hours = subject.content.hours
    if says_nothing(hours):
        yield Issue("hours", "没有写明办理时间")
    elif not _HOURS.search(hours):
        yield Issue("hours", f"办理时间{quoted(hours)}没有写明是工作日、节假日还是全天（24小时）")


def check_places(subject: Subject) -> Iterator[Issue]:
    """Rule 9: a building alone does not say where to go."""
    places = subject.content.places
    if says_nothing(places):
        yield Issue("places", "没有写明办理地点")
    elif not _EXACT_PLACE.search(places):
        yield Issue("places", f"办理地点{quoted(places)}没有写到门牌号、科室、专区或窗口")


def check_addresses(subject: Subject) -> Iterator[Issue]:
    """Rule 10."""
    for key in ("consult_address", "complain_address"):
        if says_nothing(getattr(subject.content, key)):
            yield Issue(key, f"没有填写{LABELS[key]}")


def _digits(number: str) -> str:
    return number.replace("-", "").replace(" ", "")
