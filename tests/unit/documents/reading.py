"""Reads finished PDFs the way others do: poppler's text and pictures, pypdf's objects, two independent QR decoders."""

import io
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from pypdf import PdfReader

Picture = NDArray[np.uint8]
_SET_FONT = re.compile(r"/\S+ ([0-9.]+) Tf")


def text_of(pdf: bytes, *options: str) -> str:
    """What `pdftotext` extracts, in its own reading order unless options say otherwise."""
    finished = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return finished.stdout.decode("utf-8")


def squeezed(text: str) -> str:
    """Text without any blank, line end or page break."""
    return "".join(text.split())


def pictures_of(pdf: bytes, resolution: int, *options: str) -> list[Picture]:
    """Every page, unless `pdftoppm`'s options say otherwise, as a grey picture at a resolution in dots per inch."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", str(resolution), "-gray", *options, "-", f"{folder}/page"]
        subprocess.run(command, input=pdf, check=True)
        return [_picture(path) for path in sorted(Path(folder).iterdir())]


def _picture(path: Path) -> Picture:
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return picture.astype(np.uint8)


def qr_by_zxing(picture: Picture) -> str:
    """The QR code ZXing reads on a page; empty where it reads none."""
    return "".join(found.text for found in zxingcpp.read_barcodes(picture))


def qr_by_opencv(picture: Picture) -> str:
    """The QR code OpenCV reads on a page; empty where it reads none."""
    return cv2.QRCodeDetector().detectAndDecode(picture)[0]


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page, in the order it was drawn."""
    return text_of(pdf, "-raw").split("\f")[:-1]


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Every font a page refers to, and whether its outlines are in the file."""
    found: dict[str, bool] = {}
    for sheet in PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = sheet["/Resources"]
        for reference in resources["/Font"].values():
            font = reference.get_object()
            descriptor = font.get("/FontDescriptor")
            found[font["/BaseFont"]] = descriptor is not None and "/FontFile2" in descriptor.get_object()
    return found


def type_sizes(pdf: bytes) -> list[float]:
    """The sizes of type of a file in points, the smallest first."""
    found: set[float] = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        content = page.get_contents()
        assert content is not None
        found |= {float(size) for size in _SET_FONT.findall(content.get_data().decode("latin-1"))}
    return sorted(found)
