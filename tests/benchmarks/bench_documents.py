"""How much longer a receipt takes than a bare ReportLab page with the same text, fonts and QR code."""

import io
from collections.abc import Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from desktop_app.documents import fonts
from desktop_app.documents.cases import render
from desktop_app.documents.qr import QrCode
from tests.benchmarks.measurement import Measurement, at_most, interleaved_medians, milliseconds
from tests.unit.documents import samples
from tests.unit.documents.reading import pages_of

LIMIT = 1.5
ROUNDS = 40


def bare_page(lines: Sequence[str], qr_text: str) -> bytes:
    """The same text line by line, in the same two fonts, with the same QR code, and nothing else."""
    target = io.BytesIO()
    canvas: Any = Canvas(target, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setFont(fonts.BOLD, 15)
    for number, line in enumerate(lines):
        if number == 2:
            canvas.setFont(fonts.REGULAR, 10.5)
        canvas.drawString(68, 800 - 14 * number, line)
    QrCode(qr_text).draw(canvas, 68, 200)
    canvas.save()
    return target.getvalue()


def bench_receipt() -> Measurement:
    """A receipt against the bare page."""
    document = samples.receipt()
    lines = pages_of(render(document))[0].splitlines()
    receipt, bare = interleaved_medians(
        ROUNDS, lambda: render(document), lambda: bare_page(lines, document.case.qr_text)
    )
    detail = f"{milliseconds(receipt)} / {milliseconds(bare)}"
    return at_most("receipt", receipt / bare, "× bare page", LIMIT, detail)
