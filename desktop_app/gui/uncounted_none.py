"""A guard against PySide6 6.12.0, which uses `None` up on Python 3.11 and older until the interpreter aborts."""

import sys

PLENTY = 1 << 60
"""More references than a program can lose; the count itself is a signed 64-bit number."""


def keep_none_alive() -> None:
    """Give `None` so many references that losing them does no harm.

    Every Qt method without a result returns `None` uncounted: right where `None` is immortal (Python 3.12), fatal
    after some thousand calls before it (`none_dealloc: deallocating None`). 6.11.3 counts rightly.
    """
    if sys.version_info < (3, 12) and sys.getrefcount(None) < PLENTY // 2:
        import ctypes

        ctypes.c_ssize_t.from_address(id(None)).value += PLENTY
