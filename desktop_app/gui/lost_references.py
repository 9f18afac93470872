"""A guard against PySide6 6.12.0, which uses Python's constants up before 3.12 until the interpreter aborts."""

import sys

PLENTY = 1 << 60
"""More references than a program can lose; the count itself is a signed 64-bit number."""
CONSTANTS = (None, True, False, NotImplemented, ...)


def keep_constants_alive() -> None:
    """Give `None`, `True` and their kind so many references that losing them does no harm.

    Every Qt method without a result returns `None` uncounted, every `emit` a boolean: right where these are immortal
    (Python 3.12), fatal after some thousand calls before it (`none_dealloc`, `bool_dealloc`). 6.11.3 counts rightly.
    """
    if sys.version_info < (3, 12) and sys.getrefcount(None) < PLENTY // 2:
        import ctypes

        for constant in CONSTANTS:
            ctypes.c_ssize_t.from_address(id(constant)).value += PLENTY
