"""The QR code on paper: drawn as vector runs, error correction M, inside a quiet zone of four modules.

A module is four dots of 150 dpi (0.68 mm; a usual code is 28 to 31 mm wide) and stands on the grid of these dots, so a
page rendered at 150 or 300 dpi has no grey edges. At 25 mm, off the grid, OpenCV missed up to 41 of 60 codes; so it
misses none of 80. More correction or a picture in its place read worse.
"""

from collections.abc import Iterator, Sequence

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

_DOT = inch / 150
_MODULE = 4 * _DOT
_QUIET = 4 * _MODULE
_INSET = 0.0078125
"""Of a module: renderers that round outwards would paint the next dot grey."""


class QrCode:
    """A code ready to be drawn; `outer` is its side with the quiet zone, in points."""

    def __init__(self, text: str) -> None:
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
        code.add_data(text)
        code.make(fit=True)
        self._modules: Sequence[Sequence[bool]] = code.get_matrix()
        self.outer = len(self._modules) * _MODULE + 2 * _QUIET

    def draw(self, canvas: Canvas, left: float, top: float, *, page_height: float = A4[1]) -> None:
        """Draw the code; `left` and `top` are the corner of its quiet zone, kept to within a dot."""
        runs = [
            f"{start + _INSET} {_INSET - row} {end - start - 2 * _INSET} {1 - 2 * _INSET} re"
            for row, modules in enumerate(self._modules, start=1)
            for start, end in _dark_runs(modules)
        ]
        left, top = left + _QUIET, top - _QUIET
        x, y = canvas.absolutePosition(left, top)
        canvas.saveState()
        canvas.translate(left - x % _DOT, top + (page_height - y) % _DOT)
        canvas.scale(_MODULE, _MODULE)
        canvas.setFillGray(0)
        canvas.drawPath(PDFPathObject(runs), stroke=0, fill=1)  # pyright: ignore[reportUnknownMemberType]  (untyped in the stub)
        canvas.restoreState()


def _dark_runs(modules: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Start and end of every run of dark modules in a row."""
    start = -1
    for index, dark in enumerate([*modules, False]):
        if dark and start < 0:
            start = index
        elif not dark and start >= 0:
            yield start, index
            start = -1
