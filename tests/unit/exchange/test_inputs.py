"""Import files are told apart, decoded, and refused where they are unsafe, before anything is read from them."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from desktop_app.exchange.inputs import MAX_RECORD_CHARACTERS, FileKind, inspect, lines
from desktop_app.rules.errors import ServiceError

RECORD = '{"code": "11411000MB9900013M3410125015000", "name": "公共场所卫生许可"}\n'


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _refusal(path: Path) -> str:
    with pytest.raises(ServiceError) as refusal:
        inspect(path)
    return refusal.value.code


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_every_usual_encoding_is_told_from_the_content(encoding: str, tmp_path: Path) -> None:
    file = inspect(_written(tmp_path / "a.jsonl", (RECORD * 3).encode(encoding)))

    assert file.kind is FileKind.JSON_LINES
    assert [line.text for line in lines(file)] == [RECORD.strip()] * 3


def test_one_broken_byte_does_not_turn_a_utf8_file_into_another_encoding(tmp_path: Path) -> None:
    content = (RECORD * 50).encode()
    broken = content.replace("许可".encode(), b"\xff\xff", 1)
    file = inspect(_written(tmp_path / "a.jsonl", broken))

    texts = [line.text for line in lines(file)]
    assert file.encoding == "utf-8"
    assert "\ufffd" in texts[0]
    assert set(texts[1:]) == {RECORD.strip()}


def test_a_file_cut_in_the_middle_of_a_character_keeps_its_encoding(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        content = (RECORD * 3 + '{"name": "许').encode(encoding)[:-1]
        assert inspect(_written(tmp_path / f"{encoding}.jsonl", content)).encoding == encoding


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.jsonl", b"", "file_empty"),
        ("blank.jsonl", b"\r\n \n\t\n", "file_empty"),
        ("zeros.jsonl", bytes(10_000_000), "file_binary"),
        ("picture.jsonl", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "file_binary"),
        ("noise.csv", bytes(range(1, 32)) * 30, "file_binary"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "file_old_workbook"),
        ("broken.xlsx", b"PK\x03\x04" + b"x" * 100, "file_unreadable"),
    ],
)
def test_what_is_no_file_of_matters_is_refused(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    assert _refusal(_written(tmp_path / name, content)) == code


def test_nothing_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "gone.jsonl") == "file_missing"
    assert _refusal(tmp_path) == "file_missing"


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    with path.open("wb") as file:
        file.write(RECORD.encode())
        file.truncate(200 * 2**20 + 1)

    assert _refusal(path) == "file_too_large"


def _workbook(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/document.xml": b"<w/>"}, "file_unreadable"),
        ({"xl/workbook.xml": b"<w/>", "xl/sharedStrings.xml": bytes(64 * 2**20)}, "file_unpacks_too_large"),
        (
            {"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><w/>'},
            "file_unpacks_too_large",
        ),
    ],
)
def test_a_workbook_is_looked_into_before_it_is_unpacked(
    parts: dict[str, bytes], code: str, tmp_path: Path
) -> None:
    assert _refusal(_written(tmp_path / "a.xlsx", _workbook(parts))) == code


_BOMB = b"<!DOCTYPE a [<!ENTITY b 'c'>]>"
_STRINGS = "xl/sharedStrings.xml"


@pytest.mark.parametrize(
    "strings",
    [
        b'<?xml version="1.0"?><!--' + b"x" * 9000 + b"-->" + _BOMB + b"<sst/>",
        b"<!--" + b" " * (2 * 2**20) + b"--><sst/>",
        ('<?xml version="1.0" encoding="UTF-16"?>' + _BOMB.decode() + "<sst/>").encode("utf-16"),
    ],
    ids=["behind a comment", "endless prolog", "other encoding"],
)
def test_declarations_are_found_wherever_they_stand(strings: bytes, tmp_path: Path) -> None:
    for name in (_STRINGS, "xl/strings.dat"):
        path = _written(tmp_path / "a.xlsx", _workbook({"xl/workbook.xml": b"<w/>", name: strings}))
        assert _refusal(path) == "file_unpacks_too_large"


def test_a_bomb_among_pictures_is_found(tmp_path: Path) -> None:
    parts = {
        "xl/workbook.xml": b"<w/>",
        _STRINGS: b"<s>" + bytes(20 * 2**20),
        "xl/media/a.png": os.urandom(2**20),
    }

    assert _refusal(_written(tmp_path / "a.xlsx", _workbook(parts))) == "file_unpacks_too_large"


def test_parts_that_are_no_xml_do_no_harm(tmp_path: Path) -> None:
    parts = {"xl/workbook.xml": b"<w/>", "xl/media/a.png": os.urandom(5000), "xl/empty.bin": b""}

    assert inspect(_written(tmp_path / "a.xlsx", _workbook(parts))).kind is FileKind.WORKBOOK


def test_a_workbook_with_a_password_is_refused_in_either_form(tmp_path: Path) -> None:
    whole = bytearray(_workbook({"xl/workbook.xml": b"<w/>"}))
    for place in (whole.index(b"PK\x03\x04") + 6, whole.index(b"PK\x01\x02") + 8):
        whole[place] |= 1
    assert _refusal(_written(tmp_path / "zip.xlsx", bytes(whole))) == "file_unreadable"

    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le")
    assert _refusal(_written(tmp_path / "office.xlsx", compound)) == "file_old_workbook"


def test_a_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    whole = _workbook({"xl/workbook.xml": b"<w/>", _STRINGS: os.urandom(5000)})
    for length in range(4, len(whole), 200):
        assert _refusal(_written(tmp_path / "a.xlsx", whole[:length])) in {"file_unreadable", "file_binary"}


def test_a_file_that_grows_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    path = _written(tmp_path / "a.jsonl", RECORD.encode())
    file = inspect(path)
    with path.open("ab") as more:
        more.truncate(200 * 2**20 + 10)
    with pytest.raises(ServiceError) as refusal:
        list(lines(file))
    assert refusal.value.code == "file_too_large"


def test_an_overlong_line_is_cut_and_the_next_one_is_whole(tmp_path: Path) -> None:
    content = "x" * (3 * MAX_RECORD_CHARACTERS) + "\n\n" + RECORD
    first, second = lines(inspect(_written(tmp_path / "a.jsonl", content.encode())))

    assert (first.number, first.is_too_long) == (1, True)
    assert (second.number, second.text, second.is_too_long) == (3, RECORD.strip(), False)


@pytest.mark.parametrize("indent", [None, 2])
def test_the_elements_of_an_array_are_read_in_pieces(indent: int | None, tmp_path: Path) -> None:
    records = [{"code": str(number), "name": "名" * (number * 37 % 4000)} for number in range(400)]
    text = json.dumps(records, ensure_ascii=False, indent=indent)
    found = list(lines(inspect(_written(tmp_path / "array.json", text.encode()))))

    assert [json.loads(line.text) for line in found] == records
    assert [line.number for line in found] == list(range(1, 401))


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("[]", []),
        ('[{"a": 1} {"b": 2}]', ['{"a": 1}', '{"b": 2}']),
        ('[{"a": 1}, oops]', ['{"a": 1}', ", oops]"]),
        ('[{"a": 1}, {"b"', ['{"a": 1}', ', {"b"']),
        ("[1, 2]", ["1", "2"]),
    ],
)
def test_what_follows_a_fault_in_an_array_is_one_last_line(
    text: str, texts: list[str], tmp_path: Path
) -> None:
    assert [line.text for line in lines(inspect(_written(tmp_path / "a.json", text.encode())))] == texts


def test_an_element_that_is_too_long_ends_the_array(tmp_path: Path) -> None:
    path = _written(tmp_path / "a.json", b'[{"a": 1}, {"b": "' + b"x" * 3 * 2**20 + b'"}, {"c": 1}]')
    found = list(lines(inspect(path)))

    assert [line.is_too_long for line in found] == [False, True]
