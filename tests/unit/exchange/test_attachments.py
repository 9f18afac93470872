"""附件: told by their bytes, opened before they are kept, refused with a sentence."""

import io
import zlib

import pytest
from PIL import Image
from pypdf import PdfWriter

from desktop_app.exchange import attachments
from desktop_app.exchange.attachments import JPEG, LARGEST_BYTES, PDF, PNG, check_attachment, check_preview
from desktop_app.rules.errors import ServiceError


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, "white").save(into, kind)
    return into.getvalue()


def document(*, key: str = "", before: bytes = b"") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if key:
        writer.encrypt(key)
    into = io.BytesIO()
    writer.write(into)
    return before + into.getvalue()


def refusal(content: bytes, name: str = "a.png") -> str:
    with pytest.raises(ServiceError) as caught:
        check_attachment(content, name)
    return caught.value.code


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [(picture(), PNG, ".png"), (picture("JPEG"), JPEG, ".jpg"), (document(), PDF, ".pdf")],
    ids=["png", "jpeg", "pdf"],
)
def test_a_file_is_told_by_its_bytes_and_its_name_tells_the_truth(
    content: bytes, kind: str, ending: str
) -> None:
    kept = check_attachment(content, "营业执照 样例.docx.PDF")

    assert (kept.media_type, kept.name, kept.content) == (kind, f"营业执照 样例.docx{ending}", content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("folder\\sub/身份证.png", "身份证.png"),
        ("../..", "附件.png"),
        ("", "附件.png"),
        ("a\x00b\n:c*?.jpeg", "abc.png"),
        ("\u202egnp.exe", "gnp.exe.png"),
        ("名" * 300, "名" * 96 + ".png"),
        ("a\ud800.png", "a.png"),
    ],
)
def test_a_name_is_freed_of_what_no_file_name_holds(given: str, kept: str) -> None:
    assert check_attachment(picture(), given).name == kept


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachment_empty"),
        (b"x" * (LARGEST_BYTES + 1), "attachment_too_large"),
        (b"MZ\x90\x00", "attachment_unknown"),
        (b"GIF89a" + b"\x00" * 40, "attachment_unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "attachment_unknown"),
        (picture(size=(200, 200))[:-30], "attachment_damaged"),
        (picture("JPEG", (400, 400))[:700], "attachment_damaged"),
        (bomb(100, 100), "attachment_damaged"),
        (bomb(50_000, 10), "attachment_pixels"),
        (bomb(10_000, 8_000), "attachment_pixels"),
        (bomb(60_000, 60_000), "attachment_damaged"),
        (document()[:-40], "attachment_damaged"),
        (b"%PDF-1.7\nstartxref\n99999\n%%EOF", "attachment_damaged"),
        (document(key="1234"), "attachment_encrypted"),
    ],
)
def test_a_file_that_cannot_be_shown_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_document_behind_a_few_odd_bytes_is_one_that_readers_open() -> None:
    assert check_attachment(document(before=b"\xef\xbb\xbf"), "a.pdf").media_type == PDF


def test_a_preview_is_a_small_picture() -> None:
    assert check_preview(picture()) == picture()
    for content in (document(), picture("JPEG"), picture() + b"\x00" * attachments.LARGEST_PREVIEW_BYTES):
        with pytest.raises(ServiceError):
            check_preview(content)
