"""Service guides: how many a second beside bare pages of the same text, and the memory of a book of two thousand."""

import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from desktop_app.documents import fonts
from desktop_app.documents.guides.book import Book, Cover, Entry
from desktop_app.documents.guides.content import Guide
from desktop_app.documents.qr import QrCode
from models.elements import GuideStyle
from tests.benchmarks.measurement import Measurement, at_least, at_most, interleaved_medians
from tests.unit.documents import guide_samples
from tests.unit.documents.reading import pages_of

GUIDES = 40
ROUNDS = 5
LEAST_A_SECOND = 20
MOST_TIMES = 2.0
MANY = 2000
MOST_GROWTH_MB = 30
ROOT = Path(__file__).parents[2]
COVER = Cover("示例市卫生健康委员会", "示例市政务服务中心", date(2026, 11, 20), guide_samples.BASE_URL)


def bind(guide: Guide, count: int, style: GuideStyle = GuideStyle.STANDARD) -> bytes:
    """A book of one guide many times over."""
    target = io.BytesIO()
    book = Book(target, COVER, [Entry(guide.content.name, guide.code)] * count, style, is_large=False)
    for _ in range(count):
        book.add(guide)
    book.close()
    return target.getvalue()


def bare_pages(pages: Sequence[Sequence[str]], guides: Sequence[str]) -> bytes:
    """The same text line by line on as many pages, with the same QR codes, and nothing else."""
    target = io.BytesIO()
    canvas: Any = Canvas(target, pagesize=A4, invariant=1, pageCompression=1)
    for qr_text in guides:
        QrCode(qr_text).draw(canvas, 400, 800)
    for lines in pages:
        canvas.setFont(fonts.REGULAR, 10.5)
        for number, line in enumerate(lines):
            canvas.drawString(60, 800 - 12 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def bench_guides() -> Measurement:
    """Standard guides a second of one core's time, whoever else wants it."""
    guide = guide_samples.guide()
    seconds = statistics.median(_core_seconds(guide) for _ in range(ROUNDS))
    pages = len(pages_of(bind(guide, 1))) - 2
    return at_least(
        "guides",
        GUIDES / seconds,
        "guides/s",
        LEAST_A_SECOND,
        f"standard guides of {pages} pages, processor time",
    )


def _core_seconds(guide: Guide) -> float:
    began = time.process_time()
    bind(guide, GUIDES)
    return time.process_time() - began


def bench_guides_bare() -> Measurement:
    """Standard guides against bare pages of the same number and text."""
    guide = guide_samples.guide()
    pages = [page.splitlines() for page in pages_of(bind(guide, GUIDES))]
    ours, bare = interleaved_medians(
        ROUNDS, lambda: bind(guide, GUIDES), lambda: bare_pages(pages, [guide.qr_text] * GUIDES)
    )
    detail = f"{ours:.2f} s / {bare:.2f} s for {len(pages)} pages"
    return at_most("guides_bare", ours / bare, "× bare pages", MOST_TIMES, detail)


def bench_guides_memory() -> Measurement:
    """How much more memory two thousand guides take than twenty, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.long_book", str(MANY)],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    growth, pages = map(float, done.stdout.split())
    return at_most(
        "guides_memory", growth, "MB", MOST_GROWTH_MB, f"{MANY} standard guides, {pages:.0f} pages"
    )
