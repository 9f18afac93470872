"""时限 as the sources write them: `30(工作日)`, `20个工作日`, `即时办结`, `无`."""

import re
import unicodedata

from desktop_app.rules.calendar import LONGEST_LIMIT_DAYS
from desktop_app.rules.catalogue import Limit
from models.enums import LimitUnit

NOTHING = frozenset({"", "无", "无期限", "无时限", "不限", "-", "--", "/", "暂无"})
"""What sources write where there is nothing to say."""
_AT_ONCE = frozenset({"即办", "即时办结", "当场办结", "当场", "即时", "立即办理", "即办件"})
_LIMIT = re.compile(r"(\d{1,5})\s*\(?(个?(?:工作日|自然日|日历日)|个月)\)?")
_UNITS = {"工作日": LimitUnit.WORKING_DAYS, "月": LimitUnit.MONTHS}
"""All other words count calendar days."""


def parse_limit(text: str) -> Limit | None:
    """The limit a text means, `None` where it says there is none.

    Raises `ValueError` for years, bare numbers, `月` and `天`: their unit would be a guess, and a wrong guess
    becomes a wrong promise.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain in NOTHING:
        return None
    if plain in _AT_ONCE:
        return Limit(0)
    found = _LIMIT.fullmatch(plain)
    if found is None or int(found[1]) > LONGEST_LIMIT_DAYS:
        raise ValueError("no limit in whole days or months")
    return Limit(int(found[1]), _UNITS.get(found[2].removeprefix("个"), LimitUnit.CALENDAR_DAYS))


def are_comparable(one: Limit, other: Limit) -> bool:
    """Whether two limits count the same days; "at once" compares with everything."""
    return one.unit is other.unit or not one.days or not other.days
