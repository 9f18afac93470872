"""Calendar files in the shape of the public holiday-cn collection: one JSON object a year."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop_app.exchange.files import MEGABYTE, decode, read_bytes
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.notices import HolidayNotice, NoticeDay, notice_of

LARGEST_FILE = MEGABYTE


class _Day(BaseModel):
    """One day of the file; `isOffDay` false is a make-up day."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=50)]
    date: date
    is_off_day: Annotated[bool, Field(alias="isOffDay", strict=True)]


class _Year(BaseModel):
    """The file itself; what it says besides is of no use here."""

    model_config = ConfigDict(frozen=True)

    year: Annotated[int, Field(ge=1949, le=2199, strict=True)]
    days: Annotated[tuple[_Day, ...], Field(max_length=400)]


def parse_calendar_file(path: Path) -> HolidayNotice:
    """The notice a calendar file holds.

    Raises `file_too_large` beyond 1 MB, `file_unreadable` when it is no such file, `calendar_file_empty` when its
    year is not announced yet, `notice_contradiction` when its days cannot be right.
    """
    text = decode(read_bytes(path, LARGEST_FILE))
    try:
        content = _Year.model_validate_json(text)
    except ValidationError as failure:
        raise ServiceError("file_unreadable") from failure
    if not content.days:
        raise ServiceError("calendar_file_empty", year=content.year)
    days = [NoticeDay(day.date, day.name, is_working=not day.is_off_day) for day in content.days]
    return notice_of(content.year, days)
