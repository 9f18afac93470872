"""得分: one number for a department, so simple that anybody can work it out again."""

from decimal import ROUND_HALF_UP, Decimal

FULL_SCORE = 100
ERROR_COST = 10
WARNING_COST = 2
_TENTH = Decimal("0.1")


def matter_score(errors: int, warnings: int) -> int:
    """A matter's points: of 100, ten less for every error and two for every warning, never below nothing."""
    return max(0, FULL_SCORE - ERROR_COST * errors - WARNING_COST * warnings)


def mean_score(total: Decimal | int, matters: int) -> Decimal | None:
    """The mean of the points of so many matters, to one tenth, halves rounded up; `None` without matters."""
    if not matters:
        return None
    return (Decimal(total) / matters).quantize(_TENTH, rounding=ROUND_HALF_UP)
