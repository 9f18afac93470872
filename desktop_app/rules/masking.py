"""What of a personal number stays readable on paper and in lists: the one place for masking (脱敏).

source: domain rule for paper that leaves the counter: first 6 and last 2 of an ID number, first 3 and last 4 of a phone.
Shorter numbers show less, so that at least half of every number stays hidden.
"""

from models.enums import IdentityKind

_LONG_NUMBER = 15
"""The shortest citizen number (15 digits); from here on 6 + 2 characters hide enough."""
_SHORT_NUMBER = 8
_LONG_PHONE = 10


def _masked(text: str, head: int, tail: int) -> str:
    return f"{text[:head]}{'*' * (len(text) - head - tail)}{text[len(text) - tail :]}"


def masked_number(text: str) -> str:
    """An ID number with its first 6 and last 2 characters, a passport number with its first 2 and last 2."""
    number = "".join(text.split())
    if len(number) >= _LONG_NUMBER:
        return _masked(number, 6, 2)
    if len(number) >= _SHORT_NUMBER:
        return _masked(number, 2, 2)
    return _masked(number, 0, min(1, len(number) // 2))


def masked_phone(text: str) -> str:
    """A phone number with its first 3 and last 4 characters; a local number with its last 2."""
    number = "".join(text.split())
    if len(number) >= _LONG_PHONE:
        return _masked(number, 3, 4)
    return _masked(number, 0, min(2, len(number) // 2))


def masked_identity(label: str, number: str) -> str:
    """A number under the label of its kind (证件类型): a credit code is public and stays whole, all else is masked."""
    return number if label == IdentityKind.CREDIT_CODE.label else masked_number(number)
