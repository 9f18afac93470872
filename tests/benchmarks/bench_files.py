"""Attachments: a scan kept on the disk beside what cannot be left out: its digest, its decoding, a bare durable write."""

import io
import os
import tempfile
from pathlib import Path

from PIL import Image, ImageSequence

from desktop_app.exchange.case_files import FileLimits, check_case_file
from desktop_app.file_store import FileStore, digest_of
from tests.benchmarks.measurement import Measurement, at_most, interleaved_medians

ROUNDS = 9
PIXELS = (2480, 3508)
"""A4 at 300 dpi."""
LIMITS = FileLimits(megabytes=50, pages=300)
MOST_TIMES = 1.5


def bench_file_keep() -> Measurement:
    """Looking into a colour scan and keeping it, against digest, decoding and one flushed write of the same bytes."""
    noise = Image.frombytes("RGB", (310, 439), os.urandom(310 * 439 * 3)).resize(PIXELS)
    into = io.BytesIO()
    noise.save(into, "JPEG", quality=90)
    content = into.getvalue()
    with tempfile.TemporaryDirectory() as folder:
        store, number = FileStore(Path(folder) / "files"), iter(range(10**6))

        def keep() -> None:
            fresh = content + next(number).to_bytes(8, "big")  # bytes after the end of a JPEG are passed over
            check_case_file(fresh, "scan.jpg", LIMITS)
            store.keep(fresh)

        def bare() -> None:
            fresh = content + next(number).to_bytes(8, "big")
            for frame in ImageSequence.Iterator(Image.open(io.BytesIO(fresh))):
                frame.load()
            digest_of(fresh)
            with (Path(folder) / f"bare{next(number)}").open("wb") as file:
                file.write(fresh)
                file.flush()
                os.fsync(file.fileno())

        ours, least = interleaved_medians(ROUNDS, keep, bare)
    detail = f"{ours * 1000:.0f} / {least * 1000:.0f} ms for {len(content) / 1e6:.1f} MB, A4 at 300 dpi"
    return at_most("file_keep", ours / least, "× bare", MOST_TIMES, detail)
