"""The State Council's yearly holiday notice (国务院办公厅关于…部分节假日安排的通知), read into days.

The text is normalised first (NFKC, no blanks), so a notice pasted from a web page, a PDF or a letter reads alike.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import zip_longest
from typing import NoReturn

from desktop_app.rules.errors import ServiceError

LONGEST_NOTICE = 20_000
LONGEST_HOLIDAY_DAYS = 31
UNNAMED_HOLIDAY = "节假日"
WEEKDAY_NUMBERS = {character: number for number, character in enumerate("一二三四五六日")} | {"天": 6}

TITLE_YEAR = re.compile(r"(?:关于|调整|延长)(\d{4})年")
ANY_YEAR = re.compile(r"(?<!\d)(\d{4})年(?=\d{1,2}月\d{1,2}日)")
NUMBERED_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(]?[一二三四五六七八九十\d]{1,2}[)、.])([^:。,;()]{1,40}):"
)
PLAIN_HEADING = re.compile(r"(?:^|(?<=[:。;)]))([^:。,;()]{0,40}(?:元旦|节|纪念日)):")
TOKEN = re.compile(
    r"(?P<date>(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<remark>[^()]*)\))?)"
    r"|(?P<range>[至到—–~-]+)(?=(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)"
    r"|(?P<moved>(?:公休日)?(?:分别)?调(?:休)?[至到])"
    r"|(?P<working>(?:正常|照常)?(?:上班|补班)|(?:正常|照常)工作)"
    r"|(?P<known>照常公休|为公休日|为法定节?假日|公休日)"
    r"|(?P<off>放假|补休)"
    r"|(?:共|(?<=放假))(?P<count>\d{1,2})天"
    r"|(?P<stop>[,;。])"
)
HOLIDAY = re.compile(r"元旦|春节|清明节|劳动节|端午节|中秋节|国庆节")
PROLONGED = re.compile(r"假期(?:延长)?至(?=(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)")
WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day a notice names: off, or worked although a weekend (调休上班); `name` is the holiday's."""

    date: date
    name: str
    is_working: bool


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """放假通知: the days of one year's notice, ascending; days of the previous December may be among them."""

    year: int
    days: tuple[NoticeDay, ...]

    @property
    def covers_year(self) -> bool:
        """Whether the whole year is announced: 元旦, 劳动节 and 国庆节 are named (a later change names one)."""
        off = {day.date for day in self.days if not day.is_working}
        return off >= {date(self.year, 1, 1), date(self.year, 5, 1), date(self.year, 10, 1)}


def parse_notice(text: str, year: int | None = None) -> HolidayNotice:
    """The days of a pasted notice or of single sentences of one; `year` may be left out when the text says it.

    Raises `notice_unreadable`, `notice_year_missing`, `notice_year_different`, `notice_contradiction`.
    """
    if len(text) > LONGEST_NOTICE:
        raise ServiceError("notice_unreadable")
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if PROLONGED.search(plain):  # counts on from an earlier notice, which is not at hand
        raise ServiceError("notice_unreadable")
    notice_year = _year_of(plain, year)
    read: list[NoticeDay] = []
    for name, body in _holidays(plain):
        read += _HolidayReader(notice_year, name).read(body)
    if not read:
        raise ServiceError("notice_unreadable")
    return notice_of(notice_year, read)


def notice_of(year: int, days: list[NoticeDay]) -> HolidayNotice:
    """The days in order and without repetition; raises `notice_contradiction` where they cannot be right."""
    known: dict[date, NoticeDay] = {}
    for day in days:
        if not date(year - 1, 12, 1) <= day.date <= date(year + 1, 1, 31):
            contradict(day.date.isoformat(), f"不在 {year} 年的安排范围内")
        if known.setdefault(day.date, day).is_working != day.is_working:
            contradict(day.date.isoformat(), "既写放假又写上班")
    return HolidayNotice(year, tuple(known[day] for day in sorted(known)))


def contradict(at: str, reason: str) -> NoReturn:
    """Refuse a notice that says something impossible of a day."""
    raise ServiceError("notice_contradiction", date=at, reason=reason)


def _year_of(plain: str, chosen: int | None) -> int:
    title = TITLE_YEAR.search(plain)
    if title is not None:
        found = int(title.group(1))
        if chosen is not None and chosen != found:
            raise ServiceError("notice_year_different", found=found, expected=chosen)
        return found
    if chosen is not None:
        return chosen
    years = [int(each) for each in ANY_YEAR.findall(plain)]
    if not years:
        has_dates = any(token.group("date") for token in TOKEN.finditer(plain))
        raise ServiceError("notice_year_missing" if has_dates else "notice_unreadable")
    return max(years)


def _holidays(plain: str) -> Iterator[tuple[str, str]]:
    """Each holiday's name and its sentences; what stands before the first heading is preamble."""
    headings = list(NUMBERED_HEADING.finditer(plain)) or list(PLAIN_HEADING.finditer(plain))
    for heading, following in zip_longest(headings, headings[1:]):
        end = following.start() if following else len(plain)
        yield heading.group(1), plain[heading.end() : end]
    if not headings:
        names = set(HOLIDAY.findall(plain))
        yield names.pop() if len(names) == 1 else UNNAMED_HOLIDAY, plain


@dataclass(slots=True)
class _HolidayReader:
    """Reads the sentences of one holiday: dates wait until a word says what they are."""

    notice_year: int
    name: str
    days: list[NoticeDay] = field(default_factory=list[NoticeDay])
    waiting: list[date] = field(default_factory=list[date])
    announced: list[date] = field(default_factory=list[date])
    """The days off of the last 放假, to check 共n天 against."""
    last: date | None = None
    is_moved: bool = False
    is_range: bool = False

    def read(self, body: str) -> list[NoticeDay]:
        for token in TOKEN.finditer(body):
            self._take(token)
        self._end_clause("。")
        return self.days

    def _take(self, token: re.Match[str]) -> None:
        match token.lastgroup:
            case "date" | "remark":
                self._take_date(token)
            case "range":
                self.is_range = bool(self.waiting)
            case "moved":
                self._move()
            case "working":
                self._settle(is_working=True)
            case "known":
                self.waiting.clear()
            case "off":
                self._settle(is_working=False)
            case "count":
                self._check_count(int(token.group("count")))
            case _:
                self._end_clause(token.group())

    def _take_date(self, token: re.Match[str]) -> None:
        day = self._resolve(token)
        self._check_weekday(day, token.group("remark") or "")
        if self.is_range:
            first = self.waiting[-1]
            length = (day - first).days
            if not 0 < length < LONGEST_HOLIDAY_DAYS:
                contradict(token.group(), "起止日期不合理")
            self.waiting += [first + timedelta(days=offset) for offset in range(1, length)]
        self.is_range = False
        self.waiting.append(day)
        self.last = day

    def _resolve(self, token: re.Match[str]) -> date:
        """The date meant: month and year left out are those nearest to the date before."""
        if token.group("month") is None and self.last is None:
            contradict(token.group(), "没有写明月份")
        month = int(token.group("month") or (self.last.month if self.last else 0))
        day = int(token.group("day"))
        years = [self.notice_year - 1, self.notice_year, self.notice_year + 1]
        if token.group("year") is not None:
            years = [int(token.group("year"))]
        elif self.last is None:
            years = [self.notice_year - (month == 12)]
        candidates = [found for year in years if (found := _date_or_none(year, month, day)) is not None]
        if not candidates:
            contradict(token.group(), "没有这一天")
        last = self.last or candidates[0]
        return min(candidates, key=lambda candidate: abs(candidate - last))

    def _check_weekday(self, day: date, remark: str) -> None:
        weekday = WEEKDAY.search(remark)
        if weekday is not None and WEEKDAY_NUMBERS[weekday.group(1)] != day.weekday():
            contradict(day.isoformat(), f"这一天不是{weekday.group()}")

    def _check_count(self, count: int) -> None:
        if self.announced and count != len(self.announced):
            first = self.announced[0].isoformat()
            contradict(first, f"写明放假{count}天，起止日期却是{len(self.announced)}天")

    def _settle(self, *, is_working: bool) -> None:
        self.days += [NoticeDay(day, self.name, is_working) for day in self.waiting]
        self.announced = [] if is_working else self.waiting
        self.waiting = []

    def _move(self) -> None:
        """A weekend day whose rest is moved is worked, unless it is a holiday itself."""
        off = {day.date for day in self.days if not day.is_working}
        self.waiting = [day for day in self.waiting if day not in off]
        self._settle(is_working=True)
        self.is_moved = True

    def _end_clause(self, mark: str) -> None:
        if self.is_moved:
            self.days += [NoticeDay(day, self.name, is_working=False) for day in self.waiting]
        self.waiting = []
        if mark == "。":
            self.announced = []
        self.is_moved = self.is_range = False


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
