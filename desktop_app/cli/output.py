"""What commands say: one JSON document for scripts, or lines for people; refusals on standard error."""

import dataclasses
import io
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from typing import Any

from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError

HALL_ZONE = timezone(timedelta(hours=8))
"""Instants are shown as the hall's clocks show them."""
GAP = "  "


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: a value for `--json`, lines for people, and the refusal of a verdict that is bad news."""

    value: Any
    lines: Iterable[str]
    refusal: ServiceError | None = None


def use_plain_streams() -> None:
    """UTF-8 wherever output goes, and a visible escape for what cannot be written: never an encoding error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_screen = stream.isatty()
            stream.reconfigure(encoding=None if is_screen else "utf-8", errors="backslashreplace")


def print_answer(answer: Answer, *, as_json: bool) -> None:
    """Write the answer to standard output; raises `output_unwritable`."""
    write_lines([to_json(answer.value)] if as_json else map(visible, answer.lines))


def write_lines(lines: Iterable[str]) -> None:
    """Lines on standard output as they come; raises `output_unwritable` when the disk behind it is full."""
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        forget_output()  # whoever read it has had enough
    except OSError:
        forget_output()
        raise ServiceError("output_unwritable") from None


def forget_output() -> None:
    """Send what is still held to nowhere; without this Python complains once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_refusal(refusal: ServiceError) -> None:
    """`code: 中文句子` on standard error."""
    write_error(f"{refusal.code}: {visible(sentence(refusal))}")


def write_error(line: str) -> None:
    """One line on standard error."""
    sys.stderr.write(line + "\n")


def to_json(value: Any) -> str:
    """A value as one line of JSON: rows by their fields, closed sets by what is stored, instants in the hall's time."""
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines with their columns under one another; Chinese characters are two columns wide."""
    cells = [list(headings), *(list(row) for row in rows)]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    return [
        GAP.join(
            cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]


def display_width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def visible(text: str) -> str:
    """The text on one line without control characters: what a file or a form held must not steer the terminal."""
    return "".join(_visible_character(character) for character in text)


def minute(moment: datetime | None) -> str:
    """An instant as the hall's clocks show it, to the minute; empty where there is none."""
    return moment.astimezone(HALL_ZONE).strftime("%Y-%m-%d %H:%M") if moment else ""


def _visible_character(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else f"\\u{ord(character):04x}"


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(HALL_ZONE).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Path():
            return str(value)
        case dict():
            return {str(_plain(key)): _plain(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] any mapping
        case list() | tuple():
            return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType] any sequence
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
        case _:
            return value
