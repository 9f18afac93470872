"""带水印的复印件: the mark is on every page, slanted and light, and what is written under it can still be read."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from desktop_app.documents.copies import marked_copy
from desktop_app.documents.copy_mark import CopyMark
from desktop_app.rules.errors import ServiceError
from tests import paperwork

MARK = CopyMark(
    "此件经与原件核对无误，仅供办理政务服务事项时使用，有效期至2027-03-01", "示例窗口 赵窗口 2026-11-20 09:30"
)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize(
    ("content", "media_type", "count"),
    [
        (paperwork.picture(), "image/jpeg", 1),
        (paperwork.picture(kind="PNG"), "image/png", 1),
        (paperwork.scan(3), "image/tiff", 3),
        (paperwork.pdf(2), "application/pdf", 2),
        (paperwork.pdf(1, size=(200, 120)), "application/pdf", 1),
        (paperwork.locked_pdf(opens=True), "application/pdf", 1),
    ],
)
def test_every_page_carries_the_mark(content: bytes, media_type: str, count: int) -> None:
    told = pages(marked_copy(content, media_type, MARK))

    assert len(told) == count
    for text in told:
        assert "此件经与原件核对无误" in text
        assert "赵窗口" in text


def test_what_was_there_stays_and_a_turned_page_is_marked_upright() -> None:
    writer = PdfWriter(io.BytesIO(paperwork.pdf(1, "Licence")))
    writer.pages[0].rotate(90)
    into = io.BytesIO()
    writer.write(into)

    (page,) = PdfReader(io.BytesIO(marked_copy(into.getvalue(), "application/pdf", MARK))).pages

    assert "Licence 1" in page.extract_text()
    assert page.rotation == 0
    assert page.mediabox.width > page.mediabox.height


def test_a_picture_keeps_its_real_size() -> None:
    (page,) = PdfReader(io.BytesIO(marked_copy(paperwork.picture(), "image/jpeg", MARK))).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    (image,) = page.images
    shown = Image.open(io.BytesIO(image.data))
    assert shown.size == (320, 220)


def test_what_cannot_be_taken_apart_is_refused() -> None:
    for content, media_type in ((paperwork.ofd(), "application/ofd"), (b"%PDF-1.7", "application/pdf")):
        with pytest.raises(ServiceError, match="copy_impossible"):
            marked_copy(content, media_type, MARK)
