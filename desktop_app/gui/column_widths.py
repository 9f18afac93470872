"""How a list divides its width among its columns: which of them give way where large type leaves little room."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """What a column asks for, in pixels: `width` 0 takes what the others leave; `least` 0 may be left out."""

    width: int
    least: int

    @property
    def is_free(self) -> bool:
        """Whether it takes what the others leave."""
        return self.width == 0

    @property
    def may_be_left_out(self) -> bool:
        """Whether the list can do without it."""
        return self.least == 0 and not self.is_free

    @property
    def slack(self) -> int:
        """How much of its width it can give up and still be read."""
        return 0 if self.is_free or self.may_be_left_out else max(0, self.width - self.least)


def shared_widths(room: int, wishes: Sequence[Wish]) -> list[int]:
    """The width of every column in pixels, 0 for one left out.

    Where `room` does not suffice, columns are first narrowed, each by the same part of what it can give; then those
    that may be left out go, the last one first. Where even that is not enough the sum exceeds the room: the list scrolls.
    """
    shown = list(range(len(wishes)))
    for at in reversed([at for at in shown if wishes[at].may_be_left_out]):
        if _shortage(room, [wishes[each] for each in shown]) <= 0:
            break
        shown.remove(at)
    kept = _narrowed(room, [wishes[at] for at in shown])
    widths = [0] * len(wishes)
    for at, width in zip(shown, kept, strict=True):
        widths[at] = width
    return widths


def _asked(wishes: Sequence[Wish]) -> int:
    """What all ask for, the free ones their least."""
    return sum(wish.least if wish.is_free else wish.width for wish in wishes)


def _shortage(room: int, wishes: Sequence[Wish]) -> int:
    """What is missing when everything that can be narrowed is."""
    return _asked(wishes) - sum(wish.slack for wish in wishes) - room


def _narrowed(room: int, wishes: Sequence[Wish]) -> list[int]:
    missing, slack = max(0, _asked(wishes) - room), sum(wish.slack for wish in wishes)
    given = min(missing, slack)
    widths = [
        wish.least if wish.is_free else wish.width - (-(-wish.slack * given // slack) if slack else 0)
        for wish in wishes
    ]
    free = [at for at, wish in enumerate(wishes) if wish.is_free]
    for at in free:
        widths[at] += max(0, room - _asked(wishes)) // len(free)
    return widths
