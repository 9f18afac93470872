"""How frequent words of the index are, as PostgreSQL has counted: what decides the way a question is best answered.

The first matters that hold a frequent word are found soonest by walking the matters in their order until there are
enough; those of any other word by gathering all its hits from the index. The planner cannot tell them apart: it takes
every word to be spread evenly, and walks the whole table for one that stands in the matters of one place only.
"""

import math
import threading
import time
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from desktop_app.rules.search import AllOf, Condition, QueryPhrase
from desktop_app.services.catalogue_index import portable

FREQUENT = 0.03
"""From this share of all matters on a word is walked to: of 100,000 matters, some thousands are then met either way."""
KEPT_SECONDS = 600.0
"""The figures change with an import or a night's tidying of the database."""

_AFTER_ALL = "\U0010ffff"
_NEARLY_ALL = 0.999


@dataclass(frozen=True, slots=True)
class _Words:
    """The commonest tokens of a column in order, and what lets the share of neighbours be told at once."""

    tokens: tuple[str, ...]
    without: tuple[float, ...]
    """Logarithm of the share of matters that hold none of the tokens before each place."""

    @classmethod
    def of(cls, shares: Iterable[tuple[str, float]]) -> "_Words":
        ordered = sorted(shares)
        lacking = (math.log1p(-min(share, _NEARLY_ALL)) for _, share in ordered)
        return cls(tuple(token for token, _ in ordered), tuple(accumulate(lacking, initial=0.0)))

    def share(self, token: str, *, is_prefix: bool) -> float:
        """About so much of the matters hold the token, or some token that begins so."""
        first = bisect_left(self.tokens, token)
        if is_prefix:
            end = bisect_left(self.tokens, token + _AFTER_ALL)
        else:
            end = first + (self.tokens[first : first + 1] == (token,))
        return -math.expm1(self.without[end] - self.without[first])


Columns = Mapping[str, _Words]

_kept: WeakKeyDictionary[Engine, tuple[float, Columns]] = WeakKeyDictionary()
_lock = threading.Lock()


def is_frequent(session: Session, condition: Condition) -> bool:
    """Whether so many matters meet a condition that the first ones are mostly met soon on a walk."""
    return _share(_columns(session), condition) >= FREQUENT


def _share(columns: Columns, condition: Condition) -> float:
    """About so much of the matters meet a condition: what is looked for together is as rare as chance makes it."""
    if isinstance(condition, QueryPhrase):
        words = columns.get(condition.column)
        if words is None:
            return 0.0
        *whole, last = (portable(token) for token in condition.tokens)
        shares = [words.share(token, is_prefix=False) for token in whole]
        return math.prod(shares) * words.share(last, is_prefix=condition.is_prefix)
    parts = [_share(columns, part) for part in condition.parts]
    if isinstance(condition, AllOf):
        return math.prod(parts)
    return 1.0 - math.prod(1.0 - part for part in parts)


def _columns(session: Session) -> Columns:
    engine = session.get_bind().engine
    now = time.monotonic()
    with _lock:
        kept = _kept.get(engine)
    if kept is not None and now - kept[0] < KEPT_SECONDS:
        return kept[1]
    rows = session.execute(
        sa.text(
            "SELECT attname, CAST(CAST(most_common_elems AS text) AS text[]) AS words, most_common_elem_freqs AS shares"
            " FROM pg_stats WHERE tablename = 'matter_search' AND schemaname = current_schema()"
        )
    )
    columns = {row.attname: _Words.of(zip(row.words or (), row.shares or (), strict=False)) for row in rows}
    with _lock:
        _kept[engine] = (now, columns)
    return columns
