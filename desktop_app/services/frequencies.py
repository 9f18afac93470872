"""How frequent words of the index are, as PostgreSQL has counted: what decides the way a question is best answered.

A frequent word is found soonest by walking the matters in their order until there are enough; any other by gathering
its hits from the index. The planner cannot tell them apart: it takes every word to be spread evenly, and walks the
whole table for one that stands in the matters of one place only.
"""

import math
import threading
import time
from collections.abc import Mapping
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from desktop_app.rules.search import AllOf, Condition, QueryPhrase
from desktop_app.services.catalogue_index import portable

FREQUENT = 0.045
"""From this share of all matters on a word is walked to: of 100,000 matters, 4,500 are then looked at either way."""
KEPT_SECONDS = 600.0
"""The figures change with an import or a night's tidying of the database."""

Shares = Mapping[str, Mapping[str, float]]
"""By column, the share of the matters that hold each of the commonest tokens."""

_kept: WeakKeyDictionary[Engine, tuple[float, Shares]] = WeakKeyDictionary()
_lock = threading.Lock()


def is_frequent(session: Session, condition: Condition) -> bool:
    """Whether so many matters meet a condition that the first ones are met at once on a walk."""
    return _share(_shares(session), condition) >= FREQUENT


def _share(shares: Shares, condition: Condition) -> float:
    """About so much of the matters: what must be there together is as rare as chance makes it."""
    if isinstance(condition, QueryPhrase):
        known = shares.get(condition.column, {})
        *whole, last = (portable(token) for token in condition.tokens)
        parts = [known.get(token, 0.0) for token in whole]
        if condition.is_prefix:
            parts.append(sum(share for token, share in known.items() if token.startswith(last)))
        else:
            parts.append(known.get(last, 0.0))
        return math.prod(parts)
    parts = [_share(shares, part) for part in condition.parts]
    return math.prod(parts) if isinstance(condition, AllOf) else max(parts)


def _shares(session: Session) -> Shares:
    engine = _engine(session)
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
    shares: dict[str, dict[str, float]] = {}
    for column, words, counted in rows:
        shares[column] = dict(zip(words or (), counted or (), strict=False))
    with _lock:
        _kept[engine] = (now, shares)
    return shares


def _engine(session: Session) -> Engine:
    return session.get_bind().engine
