"""Calendar files: every published year, and the ways a file can be wrong."""

import json
from datetime import date
from pathlib import Path

import pytest

from desktop_app.exchange.calendar import LARGEST_FILE, parse_calendar_file
from desktop_app.messages import sentence
from desktop_app.rules.calendar import WorkingCalendar
from desktop_app.rules.errors import ServiceError

DAY = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}


def written(folder: Path, content: object, encoding: str = "utf-8") -> Path:
    path = folder / "2027.json"
    path.write_bytes(json.dumps(content, ensure_ascii=False).encode(encoding))
    return path


@pytest.mark.parametrize("year", range(2007, 2027))
def test_every_published_year_reads_and_agrees_with_the_calendar(shared_data: Path, year: int) -> None:
    notice = parse_calendar_file(shared_data / "calendar" / f"{year}.json")
    calendar = WorkingCalendar.build()
    assert notice.year == year
    assert notice.covers_year
    assert all(calendar.is_working_day(day.date) == day.is_working for day in notice.days)
    assert [day.date for day in notice.days] == sorted({day.date for day in notice.days})


def test_the_year_that_is_not_announced_is_refused(shared_data: Path) -> None:
    with pytest.raises(ServiceError) as refusal:
        parse_calendar_file(shared_data / "calendar" / "2027.json")
    assert refusal.value.code == "calendar_file_empty"
    assert "2027" in sentence(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_does_not_matter(tmp_path: Path, encoding: str) -> None:
    notice = parse_calendar_file(written(tmp_path, {"year": 2027, "days": [DAY]}, encoding))
    assert notice.days[0].name == "元旦"
    assert notice.days[0].date == date(2027, 1, 1)
    assert not notice.covers_year


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"year": 2027},
        {"year": "2027", "days": [DAY]},
        {"year": 2027, "days": [DAY | {"date": "2027-02-30"}]},
        {"year": 2027, "days": [DAY | {"isOffDay": "yes"}]},
        {"year": 2027, "days": [DAY | {"name": ""}]},
        {"year": 2027, "days": [DAY | {"name": "节" * 51}]},
        {"year": 2027, "days": [DAY] * 401},
        {"year": 20270, "days": [DAY]},
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(ServiceError) as refusal:
        parse_calendar_file(written(tmp_path, content))
    assert refusal.value.code == "file_unreadable"
    assert sentence(refusal.value)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\x00\x01\x02", b"PK\x03\x04", "一、元旦：1月1日放假".encode()]
)
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "calendar.json"
    path.write_bytes(content)
    with pytest.raises(ServiceError) as refusal:
        parse_calendar_file(path)
    assert refusal.value.code == "file_unreadable"


def test_a_file_beyond_a_megabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "calendar.json"
    path.write_bytes(b" " * (LARGEST_FILE + 1))
    with pytest.raises(ServiceError) as refusal:
        parse_calendar_file(path)
    assert refusal.value.code == "file_too_large"
    assert "1 MB" in sentence(refusal.value)


@pytest.mark.parametrize("wrong", [{"isOffDay": False}, {"date": "2030-01-01"}, {"date": "2026-11-30"}])
def test_days_that_contradict_each_other_or_the_year_are_refused(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    with pytest.raises(ServiceError) as refusal:
        parse_calendar_file(written(tmp_path, {"year": 2027, "days": [DAY, DAY | wrong]}))
    assert refusal.value.code == "notice_contradiction"
