"""The project's benchmarks: every function `bench_…` of every module `bench_…` here is one row of `yichuang bench`."""

import importlib
import pkgutil
from collections.abc import Callable

from tests.benchmarks.measurement import Measurement

PREFIX = "bench_"


def _found() -> dict[str, Callable[[], Measurement]]:
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
        if module.name.startswith(PREFIX)
    ]
    return {
        name.removeprefix(PREFIX): getattr(module, name)
        for module in modules
        for name in vars(module)
        if name.startswith(PREFIX) and vars(module)[name].__module__ == module.__name__
    }


BENCHMARKS: dict[str, Callable[[], Measurement]] = _found()
"""The rows by name, in the order of modules and of functions in each."""
