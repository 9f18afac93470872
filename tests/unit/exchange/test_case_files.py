"""办件附件: told by their bytes and looked into to their last page, whatever they are called."""

import pytest

from desktop_app.exchange.case_files import FileLimits, check_case_file
from desktop_app.rules.errors import ServiceError
from tests import paperwork

LIMITS = FileLimits(megabytes=1, pages=3)


@pytest.mark.parametrize(
    ("content", "name", "kept_as", "media_type", "pages"),
    [
        (paperwork.picture(), "执照.png", "执照.jpg", "image/jpeg", 1),
        (paperwork.picture(kind="PNG"), "../../执照.jpg", "执照.png", "image/png", 1),
        (paperwork.scan(3), "扫描.TIFF", "扫描.tif", "image/tiff", 3),
        (paperwork.pdf(2), "C:\\证件\\许可.pdf", "许可.pdf", "application/pdf", 2),
        (paperwork.locked_pdf(opens=True), "电子证照.pdf", "电子证照.pdf", "application/pdf", 1),
        (paperwork.ofd(), "电子证照.ofd", "电子证照.ofd", "application/ofd", None),
        (paperwork.ofd(), "", "附件.ofd", "application/ofd", None),
    ],
    ids=["jpeg", "png", "tiff", "pdf", "protected", "ofd", "unnamed"],
)
def test_a_file_is_told_by_its_bytes(
    content: bytes, name: str, kept_as: str, media_type: str, pages: int | None
) -> None:
    found = check_case_file(content, name, LIMITS)

    assert (found.name, found.media_type, found.pages) == (kept_as, media_type, pages)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachment_empty"),
        (b"MZ\x90\x00 a program", "case_file_unknown"),
        (b"PK\x03\x04 a workbook", "case_file_unknown"),
        (b"%PDF-1.7 nothing more", "attachment_damaged"),
        (paperwork.pdf()[:300], "attachment_damaged"),
        (paperwork.picture()[:-200], "attachment_damaged"),
        (paperwork.scan()[:-150], "attachment_damaged"),
        (paperwork.ofd()[:-30], "attachment_damaged"),
        (paperwork.locked_pdf(opens=False), "attachment_encrypted"),
        (paperwork.pdf(4), "attachment_pages"),
        (paperwork.scan(4), "attachment_pages"),
        (paperwork.picture() + bytes(1024 * 1024), "attachment_too_large"),
    ],
)
def test_what_is_none_of_them_whole_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(ServiceError) as caught:
        check_case_file(content, "附件", LIMITS)
    assert caught.value.code == code
