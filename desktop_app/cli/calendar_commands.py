"""The commands for working days: deadlines one by one and in batches, and the calendar they rest on."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from desktop_app.cli.arguments import day, path, pause, whole_number, year
from desktop_app.cli.opening import is_missing, opened, reading
from desktop_app.cli.output import Answer, table, to_json, write_error, write_lines
from desktop_app.rules.errors import ServiceError
from desktop_app.settings import database_address
from models.enums import LimitUnit

if TYPE_CHECKING:
    from desktop_app.rules.calendar import Deadline, WorkingCalendar
    from desktop_app.rules.notices import HolidayNotice
    from desktop_app.services.calendar import NoticePreview

UNITS = {"working": LimitUnit.WORKING_DAYS, "calendar": LimitUnit.CALENDAR_DAYS}
BATCH_FIELDS = frozenset({"from", "days", "unit", "pauses"})
STANDARD_INPUT = "-"
USAGE = 2


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `deadline`, `calendar show` and `calendar import`."""
    deadline = commands.add_parser("deadline", parents=[common], help="计算期限届满日，并说明算法")
    deadline.add_argument("--from", dest="start", metavar="DATE", type=day, help="起算日（当日不计）")
    deadline.add_argument("--days", metavar="N", type=whole_number, help="天数，0 为当日办结")
    deadline.add_argument("--unit", choices=UNITS, help="working 工作日（默认），calendar 自然日")
    deadline.add_argument(
        "--pause",
        metavar="FROM..TO",
        type=pause,
        action="append",
        help="不计入的一段：FROM 起暂停，TO 为恢复计算之日（当日计入），可多次使用",
    )
    deadline.add_argument(
        "--batch", metavar="FILE", help="逐行读取 JSON，逐行输出 JSON；“-”为标准输入，坏行不影响其余各行"
    )
    deadline.set_defaults(run=compute_deadline)

    calendar = commands.add_parser("calendar", help="工作日历").add_subparsers(
        title="命令", metavar="命令", required=True
    )
    show = calendar.add_parser("show", parents=[common], help="显示一年的放假和调休上班安排")
    show.add_argument("year", metavar="YEAR", type=year, help="年份")
    show.set_defaults(run=show_year)
    importing = calendar.add_parser("import", parents=[common], help="导入一年的日历")
    importing.add_argument("file", metavar="FILE", type=path, help="日历文件（JSON）或放假通知（文本）")
    importing.add_argument("--notice", action="store_true", help="文件是国务院办公厅放假通知的原文")
    importing.set_defaults(run=import_calendar)


def compute_deadline(arguments: argparse.Namespace) -> Answer | int:
    """One deadline with its explanation, or one for every line of a batch."""
    start: date | None = arguments.start
    days: int | None = arguments.days
    if arguments.batch is not None:
        if any(value is not None for value in (start, days, arguments.unit, arguments.pause)):
            return _usage("--batch 不能与其他计算参数同时使用")
        write_lines(_answer_batch(_calendar(arguments), _batch_lines(arguments.batch)))
        return 0
    if start is None or days is None:
        return _usage("缺少参数：--from 和 --days（或 --batch -）")
    unit = UNITS[arguments.unit or "working"]
    found = _deadline(_calendar(arguments), start, days, unit, arguments.pause or [])
    return Answer(_shown(found), [found.due_on.isoformat(), found.explanation])


def _usage(reason: str) -> int:
    write_error(f"usage: {reason}。用法见 yichuang deadline --help")
    return USAGE


def _calendar(arguments: argparse.Namespace) -> "WorkingCalendar":
    """The office's calendar; where there is no database yet, the one the program brings along."""
    from desktop_app.rules.calendar import WorkingCalendar

    if is_missing(database_address(arguments.database)):
        return WorkingCalendar.build()
    with reading(arguments) as work:
        return work.calendar


def _deadline(
    calendar: "WorkingCalendar", start: date, days: int, unit: LimitUnit, pauses: list[tuple[date, date]]
) -> "Deadline":
    from desktop_app.rules.calendar import Pause, deadline

    return deadline(calendar, start, days, unit, [Pause(first, resume) for first, resume in pauses])


def _shown(found: "Deadline") -> dict[str, Any]:
    return {
        "due": found.due_on,
        "explanation": found.explanation,
        "is_provisional": found.is_provisional,
    }


def _answer_batch(calendar: "WorkingCalendar", lines: Iterator[bytes]) -> Iterator[str]:
    """An answer for every line that is not blank, in the same order."""
    for line in lines:
        if not line.strip():
            continue
        try:
            answer = _shown(_deadline(calendar, *_read_line(line)))
        except ServiceError as error:
            answer = {"error": error.code, **error.values}
        yield to_json(answer)


def _batch_lines(name: str) -> Iterator[bytes]:
    """The lines of standard input or of a file; raises `file_unreadable`."""
    if name == STANDARD_INPUT:
        yield from sys.stdin.buffer
        return
    try:
        file: BinaryIO = path(name).open("rb")
    except (OSError, argparse.ArgumentTypeError):
        raise ServiceError("file_unreadable") from None
    with file:
        yield from file


def _read_line(line: bytes) -> tuple[date, int, LimitUnit, list[tuple[date, date]]]:
    """What one line of a batch asks; raises `batch_line_invalid` naming the field."""
    try:
        given: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise ServiceError("batch_line_invalid", field="JSON") from None
    if not isinstance(given, dict):
        raise ServiceError("batch_line_invalid", field="JSON")
    fields: dict[str, Any] = given  # pyright: ignore[reportUnknownVariableType] parsed JSON
    unknown = sorted(fields.keys() - BATCH_FIELDS)
    if unknown:
        raise ServiceError("batch_line_invalid", field=unknown[0][:40])
    days, unit = fields.get("days"), fields.get("unit", "working")
    if type(days) is not int or abs(days) > 999_999:
        raise ServiceError("batch_line_invalid", field="days")
    if not isinstance(unit, str) or unit not in UNITS:
        raise ServiceError("batch_line_invalid", field="unit")
    return _read_day(fields.get("from"), "from"), days, UNITS[unit], _read_pauses(fields.get("pauses", []))


def _read_pauses(given: Any) -> list[tuple[date, date]]:
    match given:
        case list():
            return [_read_pause(entry) for entry in given]  # pyright: ignore[reportUnknownVariableType] parsed JSON
        case _:
            raise ServiceError("batch_line_invalid", field="pauses")


def _read_pause(given: Any) -> tuple[date, date]:
    match given:
        case [first, resume]:
            return _read_day(first, "pauses"), _read_day(resume, "pauses")
        case _:
            raise ServiceError("batch_line_invalid", field="pauses")


def _read_day(given: Any, field: str) -> date:
    try:
        return day(given if isinstance(given, str) else "")
    except argparse.ArgumentTypeError:
        raise ServiceError("batch_line_invalid", field=field) from None


def show_year(arguments: argparse.Namespace) -> Answer:
    """The special days of a year and the number of its working days; raises `calendar_not_loaded`."""
    calendar = _calendar(arguments)
    wanted = arguments.year
    calendar.require_loaded(date(wanted, 1, 1), date(wanted, 12, 31))
    special = [
        (found, known.is_working, calendar.day_name(found))
        for found, known in calendar.special_days.items()
        if found.year == wanted
    ]
    special.sort()
    count = calendar.working_days_in(date(wanted, 1, 1), date(wanted + 1, 1, 1))
    value = {
        "year": wanted,
        "working_days": count,
        "is_final": calendar.is_final(wanted),
        "special_days": [
            {"day": found, "is_working": is_working, "name": name} for found, is_working, name in special
        ],
    }
    return Answer(value, [f"{wanted} 年共 {count} 个工作日", *_day_rows(special)])


def _day_rows(days: Iterable[tuple[date, bool, str]]) -> list[str]:
    rows = [(found.isoformat(), "上班" if is_working else "放假", name) for found, is_working, name in days]
    return table(("日期", "安排", "名称"), rows)


def import_calendar(arguments: argparse.Namespace) -> Answer:
    """Load a year from a calendar file, or from the words of a notice."""
    from desktop_app.services.calendar import import_notice
    from desktop_app.services.work import SYSTEM

    notice = _read_notice(arguments)
    source = arguments.file.name.encode("utf-8", "replace").decode()
    with opened(arguments) as office, office.work(SYSTEM) as work:
        preview = import_notice(work, notice, source)
    return Answer(preview, _import_lines(preview))


def _read_notice(arguments: argparse.Namespace) -> "HolidayNotice":
    if arguments.notice:
        from desktop_app.exchange.files import MEGABYTE, decode, read_bytes
        from desktop_app.rules.notices import parse_notice

        return parse_notice(decode(read_bytes(arguments.file, MEGABYTE)))
    from desktop_app.exchange.calendar import parse_calendar_file

    return parse_calendar_file(arguments.file)


def _import_lines(preview: "NoticePreview") -> Iterator[str]:
    yield f"{preview.year} 年日历已载入，改动 {len(preview.changes)} 天。"
    yield from _day_rows((each.day, each.is_working, each.name) for each in preview.changes)
    if preview.kept:
        yield f"另有 {len(preview.kept)} 天是以前单独设置的，通知没有提到，保留不变。"
