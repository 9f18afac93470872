"""Figures of the ratings (好差评): which grades are good or bad, and what is divided by what.

Source: the last two of the five grades are 差评 (国办发〔2019〕51号); no national formula was found, so every rate carries
its own in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.rules.texts import is_unprintable
from models.enums import Grade

BAD_GRADES = frozenset({Grade.DISSATISFIED, Grade.VERY_DISSATISFIED})
"""差评."""
PLEASED_GRADES = frozenset({Grade.VERY_SATISFIED, Grade.SATISFIED})
"""The narrow 满意."""
NOTHING = "—"
"""What stands where nothing can be divided by nothing."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its formula in words."""

    label: str
    formula: str
    part: int
    whole: int

    @property
    def text(self) -> str:
        """The share as `87.5%`; a dash where there is nothing to divide by."""
        return f"{100 * self.part / self.whole:.1f}%" if self.whole else NOTHING


def rates(grades: Mapping[Grade, int], unrated: int) -> tuple[Rate, ...]:
    """The shares of a number of ratings; services nobody rated count in the first one only, and never as satisfied."""
    rated = sum(grades.values())
    bad = sum(grades.get(grade, 0) for grade in BAD_GRADES)
    pleased = sum(grades.get(grade, 0) for grade in PLEASED_GRADES)
    return (
        Rate("主动评价率", "已评价 ÷（已评价 + 未评价）", rated, rated + unrated),
        Rate("好评率", "（非常满意 + 满意 + 基本满意）÷ 已评价", rated - bad, rated),
        Rate("满意率", "（非常满意 + 满意）÷ 已评价", pleased, rated),
        Rate("差评率", "（不满意 + 非常不满意）÷ 已评价", bad, rated),
    )


def without_unprintables(text: str) -> str:
    """A citizen's words without control characters: nobody at a rating pad can be asked to find and delete one."""
    return "".join(character for character in text if not is_unprintable(character))
