"""组织树: departments under departments, as plain numbers, so that nothing can go round in a circle."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Parents = Mapping[int, int | None]
"""The number above each number; `None` at the top."""


class Place(NamedTuple):
    """Where one of a tree stands: `depth` is 0 at the top."""

    id: int
    depth: int


def is_within(parents: Parents, one: int, other: int) -> bool:
    """Whether `one` is `other` or stands below it."""
    seen: set[int] = set()
    step: int | None = one
    while step is not None and step not in seen:
        if step == other:
            return True
        seen.add(step)
        step = parents.get(step)
    return False


def tree_order(parents: Parents, order: Iterable[int]) -> list[Place]:
    """Everything once, each behind what it belongs to; siblings keep the given order.

    What stands below something unknown, or in a circle that a damaged database holds, is shown at the top and not lost.
    """
    children: dict[int | None, list[int]] = {}
    listed = list(order)
    for one in listed:
        above = parents.get(one)
        children.setdefault(above if above in parents else None, []).append(one)
    placed: dict[int, int] = {}
    for top in (*children.get(None, ()), *listed):
        _place(top, children, placed)
    return [Place(one, depth) for one, depth in placed.items()]


def _place(top: int, children: Mapping[int | None, list[int]], placed: dict[int, int]) -> None:
    waiting = [(top, 0)]
    while waiting:
        one, depth = waiting.pop()
        if one not in placed:
            placed[one] = depth
            waiting += [(child, depth + 1) for child in reversed(children.get(one, []))]
