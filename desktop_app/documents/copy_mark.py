"""What a marked copy says on every page; apart from the copies, whose libraries are not needed before one is made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CopyMark:
    """What stands on every page: what the copy is and may be used for, and who checked it, where and when."""

    text: str
    checked: str
