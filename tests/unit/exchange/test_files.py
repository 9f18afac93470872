"""Files as people really save them: encodings, sizes, things that are no files."""

from pathlib import Path

import pytest

from desktop_app.exchange.files import decode, read_bytes
from desktop_app.rules.errors import ServiceError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ['{"name": "春节"}', '{"name": "䶮𬱖"}'])
def test_text_reads_alike_in_every_usual_encoding(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_byte_order_mark_of_the_other_order_is_understood() -> None:
    assert decode(b"\xfe\xff" + "春节".encode("utf-16-be")) == "春节"


@pytest.mark.parametrize("content", [b"\xff", b"\x81", b"{\x00\xd8", b"\xef\xbb\xbf\xff"])
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(ServiceError) as refusal:
        decode(content)
    assert refusal.value.code == "file_unreadable"


def test_an_empty_file_is_empty_text() -> None:
    assert decode(b"") == ""


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "full"
    path.write_bytes(b"x" * 1000)
    assert len(read_bytes(path, 1000)) == 1000
    with pytest.raises(ServiceError) as refusal:
        read_bytes(path, 999)
    assert refusal.value.code == "file_too_large"


def test_a_folder_or_nothing_at_all_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone", tmp_path / "a\0b"):
        with pytest.raises(ServiceError) as refusal:
            read_bytes(path, 1000)
        assert refusal.value.code == "file_unreadable"
