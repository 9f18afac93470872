"""A book of many guides, each with words of its own; writes how much memory it grew by, in MB, and its pages."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from desktop_app.documents.guides.book import Book, Entry
from desktop_app.documents.guides.content import Guide
from models.elements import GuideStyle
from tests.benchmarks.bench_guides import COVER, bind
from tests.unit.documents import guide_samples

WARMING = 20


def main() -> None:
    """Bind the book into a file."""
    count = int(sys.argv[1])
    guides = [_named(number) for number in range(WARMING)]
    bind(guides[0], WARMING)
    before = _most_memory_mb()
    entries = [Entry(f"第{number}个事项", "") for number in range(count)]
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "book.pdf").open("wb") as target:
        book = Book(target, COVER, entries, GuideStyle.STANDARD, is_large=False)
        for number in range(count):
            book.add(_named(number))
        pages = book.close()
    sys.stdout.write(f"{_most_memory_mb() - before:.1f} {pages}\n")


def _named(number: int) -> Guide:
    return guide_samples.guide(replace(guide_samples.CONTENT, name=f"第{number}个事项"))


def _most_memory_mb() -> float:
    """The kernel's own high-water mark of this program."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
