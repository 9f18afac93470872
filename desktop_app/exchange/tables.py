"""Tables as text (CSV and its kin): row by row, in whatever encoding and with whatever delimiter they were saved."""

import csv
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TextIO

from typing_extensions import override

from desktop_app.exchange.inputs import MAX_RECORD_CHARACTERS, InputFile, decoded, open_input

Row = list[str]

BROKEN_TABLE = "引号没有成对或一格内容过长，从本行起无法读取"
_DELIMITERS = (",", "\t", ";", "，")


class TableRows(Iterator[tuple[int, Row]]):
    """The rows of a table with their numbers until its end, or until its quotes no longer match (`is_broken`)."""

    def __init__(self, rows: Iterator[Row], position: int) -> None:
        self._rows = rows
        self.number = 0
        self.position = position
        """How many bytes of the file have been read so far."""
        self.is_broken = False

    @override
    def __next__(self) -> tuple[int, Row]:
        try:
            row = next(self._rows)
        except csv.Error:
            self.is_broken = True
            raise StopIteration from None
        self.number += 1
        return self.number, row


@contextmanager
def open_table(file: InputFile) -> Generator[TableRows]:
    """The rows of an open table; its `position` follows what has been read."""
    csv.field_size_limit(MAX_RECORD_CHARACTERS)
    with open_input(file.path) as raw, decoded(raw, file.encoding, newline="") as text:
        delimiter = _delimiter(text.readline(MAX_RECORD_CHARACTERS))
        text.seek(0)

        def told() -> Iterator[Row]:
            for row in csv.reader(_bounded_lines(text), delimiter=delimiter):
                rows.position = raw.tell()
                yield row

        rows = TableRows(told(), 0)
        yield rows


def _bounded_lines(text: TextIO) -> Iterator[str]:
    """The lines of a table; raises `csv.Error` for one that no row of ours can need."""
    while line := text.readline(2 * MAX_RECORD_CHARACTERS):
        if len(line) == 2 * MAX_RECORD_CHARACTERS:
            raise csv.Error
        yield line


def _delimiter(heading: str) -> str:
    return max(_DELIMITERS, key=heading.count)
