"""电子材料可信等级: what a received material is worth, and when it may be used again (国办函〔2016〕108号)."""

from datetime import date

from models.enums import MaterialKind, ReceivedAs
from models.procedure import TrustLevel

LONG_TERM = date(9999, 12, 31)
"""长期有效."""
NUMBERED = frozenset({ReceivedAs.LICENCE, ReceivedAs.DATA})
"""What the issuing body itself provides: its number is what it can be found by again."""
COPIES = frozenset({ReceivedAs.COPY, ReceivedAs.SCAN, ReceivedAs.ELECTRONIC})
"""What may be compared with the original."""
REUSABLE = frozenset({TrustLevel.A, TrustLevel.B})


def is_comparable(kind: MaterialKind, way: ReceivedAs) -> bool:
    """Whether a line can be 与原件核对: a copy, and not of a form that the applicant filled in for this very case."""
    return way in COPIES and kind is not MaterialKind.FORM


def trust_of(kind: MaterialKind, way: ReceivedAs, *, is_checked: bool = False) -> TrustLevel | None:
    """How far a material can be relied on; `None` where nothing was handed in.

    What the window has seen in the original, or compared with it, is B; what the applicant made is D.
    """
    if way in NUMBERED:
        return TrustLevel.A
    if way is not ReceivedAs.ORIGINAL and way not in COPIES:
        return None
    if kind is MaterialKind.FORM:
        return TrustLevel.D
    return TrustLevel.B if is_checked or way is ReceivedAs.ORIGINAL else TrustLevel.C


def is_reusable(trust: TrustLevel | None, valid_until: date | None, today: date) -> bool:
    """Whether a material of an earlier case still holds: somebody answers for it, and its validity was told."""
    return trust in REUSABLE and valid_until is not None and valid_until >= today


def validity_words(valid_until: date | None) -> str:
    """`2027-03-01`, `长期`, or nothing where nobody said."""
    if valid_until is None:
        return ""
    return "长期" if valid_until == LONG_TERM else valid_until.isoformat()
