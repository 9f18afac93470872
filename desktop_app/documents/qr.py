"""The QR code on paper: drawn as vector runs, error correction M, 25 mm wide inside a quiet zone of four modules.

Measured before this project began: more correction, smaller modules or a picture in its place all read worse.
"""

from collections.abc import Iterator, Sequence

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

SIDE = 25 * mm
_SMALLEST_MODULE = 0.5 * mm
"""A long address makes the code grow rather than its modules shrink (three pixels at 150 dpi)."""
_QUIET_MODULES = 4


class QrCode:
    """A code ready to be drawn; `outer` is its side with the quiet zone, in points."""

    def __init__(self, text: str) -> None:
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
        code.add_data(text)
        code.make(fit=True)
        self._modules: Sequence[Sequence[bool]] = code.get_matrix()
        count = len(self._modules)
        self._module = max(SIDE / count, _SMALLEST_MODULE)
        self.outer = self._module * (count + 2 * _QUIET_MODULES)

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        """Draw the code; `left` and `top` are the corner of its quiet zone."""
        runs = [
            f"{start} {-row} {end - start} 1 re"
            for row, modules in enumerate(self._modules, start=_QUIET_MODULES + 1)
            for start, end in _dark_runs(modules)
        ]
        canvas.saveState()
        canvas.translate(left + _QUIET_MODULES * self._module, top)
        canvas.scale(self._module, self._module)
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
