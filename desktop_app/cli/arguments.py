"""The arguments of the command line: a parser that speaks Chinese, and what each kind of argument must look like."""

import argparse
import contextlib
import re
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from typing_extensions import override

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,6}")
_SIZE = re.compile(r"([0-9]{3,5})[xX×]([0-9]{3,5})")
LEAST_SIDE, GREATEST_SIDE = 320, 7680
"""Pixels of a picture."""
PERCENT = 100

_MESSAGES = (
    (re.compile(r"the following arguments are required: (.+)"), r"缺少参数：\1"),
    (re.compile(r"unrecognized arguments: (.+)", re.DOTALL), r"不认识的参数：\1"),
    (
        re.compile(r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", re.DOTALL),
        r"参数 \1 不能是 \2，只能是：\3",
    ),
    (re.compile(r"argument (.+?): expected (?:one|at least one) argument"), r"参数 \1 后面缺少值"),
    (re.compile(r"argument (.+?): not allowed with argument (.+)"), r"参数 \1 不能与 \2 同时使用"),
    (re.compile(r"argument (.+?): (.+)", re.DOTALL), r"参数 \1：\2"),
)


class Parser(argparse.ArgumentParser):
    """An argument parser with Chinese help and Chinese usage errors (exit status 2)."""

    def __init__(self, **options: Any) -> None:
        settings: dict[str, Any] = {**options, "add_help": False, "allow_abbrev": False}
        super().__init__(**settings)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    @override
    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to get help; the status is 2."""
        for pattern, chinese in _MESSAGES:
            if pattern.fullmatch(message):
                message = pattern.sub(chinese, message)
                break
        self.exit(2, f"usage: {message}。用法见 {self.prog} --help\n")

    @override
    def format_help(self) -> str:
        """The help text, its first word in Chinese too."""
        return super().format_help().replace("usage: ", "用法：", 1)


def text(word: str) -> str:
    """A text argument; bytes that are no UTF-8 are refused."""
    if any(0xD800 <= ord(character) <= 0xDFFF for character in word):
        raise argparse.ArgumentTypeError("含有无法识别的字节，请使用 UTF-8 文字")
    return word


def path(word: str) -> Path:
    """A file or folder."""
    if not word:
        raise argparse.ArgumentTypeError("路径不能为空")
    return Path(word)


def day(word: str) -> date:
    """A date written 2026-11-20."""
    if _DATE.fullmatch(word):
        with contextlib.suppress(ValueError):
            return date.fromisoformat(word)
    raise argparse.ArgumentTypeError("日期应写成 2026-11-20 这样的形式")


def pause(word: str) -> tuple[date, date]:
    """A pause written FROM..TO: the first day that is not counted, and the day counting goes on."""
    first, separator, resume = word.partition("..")
    if not separator:
        raise argparse.ArgumentTypeError("暂停应写成 2026-03-05..2026-03-12，后一个日期是恢复计算之日")
    return day(first), day(resume)


def whole_number(word: str) -> int:
    """A whole number of at most six digits."""
    if not _WHOLE_NUMBER.fullmatch(word):
        raise argparse.ArgumentTypeError("应为整数")
    return int(word)


def page_size(word: str) -> int:
    """How many rows a list may have."""
    number = whole_number(word)
    if not 1 <= number <= 10_000:
        raise argparse.ArgumentTypeError("应为 1 至 10000 的整数")
    return number


def year(word: str) -> int:
    """A year of four digits."""
    number = whole_number(word)
    if not 1000 <= number <= 9999:
        raise argparse.ArgumentTypeError("应为四位数的年份")
    return number


def size(word: str) -> tuple[int, int]:
    """Width and height in pixels, written 1366x768."""
    found = _SIZE.fullmatch(word)
    if found is None:
        raise argparse.ArgumentTypeError("尺寸应写成 1366x768")
    width, height = int(found[1]), int(found[2])
    if not all(LEAST_SIDE <= side <= GREATEST_SIDE for side in (width, height)):
        raise argparse.ArgumentTypeError(f"宽和高应在 {LEAST_SIDE} 至 {GREATEST_SIDE} 之间")
    return width, height


def scale(word: str) -> float:
    """How much larger than usual text is: 1 to 2, or 100 to 200 in per cent."""
    try:
        number = float(word.removesuffix("%"))
    except ValueError:
        number = 0.0
    if number >= PERCENT:
        number /= PERCENT
    if not 1 <= number <= 2:
        raise argparse.ArgumentTypeError("放大倍数应在 1 至 2 之间（或 100 至 200，按百分比）")
    return number
