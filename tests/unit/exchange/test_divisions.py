"""Files of divisions: whatever columns, encodings and lengths of code they have, and whatever else comes."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop_app.exchange import divisions
from desktop_app.exchange.divisions import (
    CODE_WRONG,
    NAME_MISSING,
    NAME_TOO_LONG,
    REPEATED,
    DivisionList,
    read_divisions,
)
from desktop_app.rules.errors import ServiceError


def written(folder: Path, text: str | bytes, name: str = "区划.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8-sig") if isinstance(text, str) else text)
    return path


def reasons(read: DivisionList) -> list[tuple[int, str, bool]]:
    return [(each.record_number, each.reason, each.is_refusal) for each in read.findings]


def test_the_public_files_are_read_whole(shared_data: Path) -> None:
    steps: list[tuple[int, int]] = []
    read = read_divisions(
        sorted((shared_data / "divisions").glob("*.csv")), lambda done, of: steps.append((done, of))
    )

    assert (len(read.names), read.found) == (5961, 0)
    assert read.names["411002001"] == "西大街道"
    assert [sum(len(code) == length for code in read.names) for length in (2, 4, 6, 9, 12)] == [
        *(31, 342, 2978, 105, 2505)
    ]
    assert steps[-1][0] == steps[-1][1] > 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_encoding_and_delimiter_and_any_further_columns(tmp_path: Path, encoding: str) -> None:
    text = "全国区划\t\t\n行政区划代码\t备注\t单位名称\n41\t省\t河南省\n４１１０\t市\t许昌市\n'411002\t区\t魏都区\n"
    assert read_divisions([written(tmp_path, text.encode(encoding))]).names == {
        "41": "河南省",
        "4110": "许昌市",
        "411002": "魏都区",
    }


def test_a_workbook_with_numbers_for_codes(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("代码", "名称"),
        (41, "河南省"),
        (4110.0, "许昌市"),
        ("411002", "魏都区"),
        (411002001001, "金地社区"),
    ):
        sheet.append(row)
    path = tmp_path / "区划.xlsx"
    book.save(path)

    assert list(read_divisions([path]).names) == ["41", "4110", "411002", "411002001001"]


def test_codes_filled_up_with_zeros_are_shortened(tmp_path: Path) -> None:
    path = written(tmp_path, "code,name\n410000,河南省\n411000,许昌市\n411002,魏都区\n")

    assert list(read_divisions([path]).names) == ["41", "4110", "411002"]


def test_each_bad_row_has_its_sentence_and_the_others_come(tmp_path: Path) -> None:
    rows = (
        "code,name",
        "41,河南省",
        "41100,短码",
        "abc,字母",
        ',"无码"',
        "4110,",
        f"4111,{'长' * 61}",
        "41,改名省",
        "",
    )
    read = read_divisions([written(tmp_path, "\n".join(rows))])

    assert read.names == {"41": "改名省"}
    assert reasons(read) == [
        (3, CODE_WRONG, True),
        (4, CODE_WRONG, True),
        (5, CODE_WRONG, True),
        (6, NAME_MISSING, True),
        (7, NAME_TOO_LONG, True),
        (8, REPEATED, False),
    ]
    assert read.refused == 5


def test_markup_and_control_characters_do_not_come_in(tmp_path: Path) -> None:
    read = read_divisions(
        [
            written(
                tmp_path,
                "code,name\n41,<b>河南</b>\u200b&amp;省\n4110,许\x00昌\r\n市\n".replace("\x00", "\x07"),
            )
        ]
    )

    assert read.names["41"] == "河南&省"
    assert all(name.isprintable() for name in read.names.values())
    assert read.found >= 2


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "file_empty"),
        ("一,二\n三,四\n".encode(), "a.csv", "division_headings_unknown"),
        (b'{"code": "41"}\n', "a.json", "division_headings_unknown"),
        (bytes(range(256)) * 4, "a.csv", "file_binary"),
        (b"PK\x03\x04 no archive", "a.xlsx", "file_unreadable"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(tmp_path: Path, content: bytes, name: str, code: str) -> None:
    with pytest.raises(ServiceError) as refused:
        read_divisions([written(tmp_path, content, name)])
    assert refused.value.code == code


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    with pytest.raises(ServiceError, match="file_unpacks_too_large"):
        read_divisions([path])


def test_rows_and_findings_are_limited_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divisions, "MOST_DIVISIONS", 100)
    path = written(tmp_path, "code,name\n" + "".join(f"41{number:04d},某县\n" for number in range(101)))
    with pytest.raises(ServiceError, match="division_file_too_long"):
        read_divisions([path])

    monkeypatch.setattr(divisions, "MOST_FINDINGS", 5)
    read = read_divisions([written(tmp_path, "code,name\n" + "x,y\n" * 20)])
    assert (len(read.findings), read.found, read.refused) == (5, 20, 20)


def test_a_quote_that_never_ends_is_told(tmp_path: Path) -> None:
    read = read_divisions([written(tmp_path, 'code,name\n41,河南省\n4110,"' + "许" * 1_100_000)])

    assert read.names == {"41": "河南省"}
    assert read.refused == 1
