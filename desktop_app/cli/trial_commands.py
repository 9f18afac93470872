"""The commands for trials: `simulate` fills a sample hall, `bench` measures."""

import argparse
import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop_app.cli.arguments import text
from desktop_app.cli.opening import opened
from desktop_app.cli.output import Answer, table, write_error
from desktop_app.paths import ROOT
from desktop_app.rules.errors import ServiceError

BENCHMARKS = "tests.benchmarks"
"""Where the benchmarks are; an installed program comes without them."""
HEADINGS = ("项目", "结果", "限值", "", "说明")


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `simulate` and `bench`."""
    simulation = commands.add_parser(
        "simulate", parents=[common], help="在示例大厅中生成模拟办件，用于试用和测速；不用于正式数据库"
    )
    simulation.add_argument("--cases", metavar="N", type=_number, required=True, help="生成多少件")
    simulation.add_argument(
        "--seed", metavar="S", type=_number, default=1, help="随机种子：同一天、同一种子生成同样的数据"
    )
    simulation.set_defaults(run=simulate_cases)

    bench = commands.add_parser("bench", parents=[common], help="运行性能测试，每项一行，附限值")
    bench.add_argument("names", metavar="NAME", nargs="*", type=text, help="项目名称，不写则全部运行")
    bench.set_defaults(run=measure)


def simulate_cases(arguments: argparse.Namespace) -> Answer:
    """Fill a sample hall with a plausible past."""
    from desktop_app.services.simulation import simulate

    with opened(arguments, is_new_allowed=True) as office:
        report = simulate(office, arguments.cases, arguments.seed, _show_progress)
    return Answer(report, [f"已生成模拟办件 {report.cases} 件，其中在办 {report.open} 件。"])


def measure(arguments: argparse.Namespace) -> Answer:
    """Run benchmarks; what cannot be measured here is only said, a limit that does not hold is a refusal.

    Raises `benchmarks_missing`, `benchmark_unknown`; ends in `benchmark_over_limit`.
    """
    known = _benchmarks()
    names: Sequence[str] = arguments.names or list(known)
    for name in names:
        if name not in known:
            raise ServiceError("benchmark_unknown", name=name)
    found = [measured for name in names if (measured := _measured(name, known[name])) is not None]
    rows = [
        (
            row.name,
            f"{row.value:g} {row.unit}",
            f"{row.limit:g} {row.unit}",
            "达标" if row.is_held else "未达标",
            row.detail,
        )
        for row in found
    ]
    beyond = [row.name for row in found if not row.is_held]
    refusal = ServiceError("benchmark_over_limit", names="、".join(beyond)) if beyond else None
    return Answer(found, table(HEADINGS, rows), refusal)


def _benchmarks() -> Mapping[str, Callable[[], Any]]:
    if not (ROOT / BENCHMARKS.replace(".", "/")).is_dir():
        raise ServiceError("benchmarks_missing")
    sys.path.insert(0, str(ROOT))
    return importlib.import_module(BENCHMARKS).BENCHMARKS


def _measured(name: str, benchmark: Callable[[], Any]) -> Any:
    """The measurement, or `None` where something it needs is not there, which is said on standard error."""
    not_measurable = importlib.import_module(f"{BENCHMARKS}.measurement").NotMeasurableError
    try:
        return benchmark()
    except not_measurable as reason:
        write_error(f"{name}: 未测（{reason}）")
        return None


def _show_progress(done: int, cases: int) -> None:
    write_error(f"{done}/{cases}")


def _number(word: str) -> int:
    """A whole number from 0 on."""
    if not (word.isascii() and word.isdigit() and len(word) <= 18):
        raise argparse.ArgumentTypeError("应为不带符号的整数")
    return int(word)
