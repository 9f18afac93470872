"""What a reader found in a record: the record as values, and every repair or refusal with its reason."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.rules.catalogue import MatterContent

Progress = Callable[[int, int], None]
"""Told how much of how much is done."""
Cancelled = Callable[[], bool]
"""Asked between records whether the person has given up."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One value that was refused or repaired; the value itself is never kept, only its shape."""

    field: str
    value_shape: str
    reason: str
    is_refusal: bool = False


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """One record of a file; `content` is `None` where it is refused.

    `record_number` is the line of a text file or the row of a sheet, counted from 1 as people see it.
    """

    record_number: int
    code: str
    item_code: str
    department_code: str
    department_name: str
    content: MatterContent | None
    findings: tuple[Finding, ...] = ()
    popularity: int = 0
    passed_over: tuple[str, ...] = ()
    """Fields of the source that hold something this program does not import."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of an import's report."""

    record_number: int
    code: str
    field: str
    value_shape: str
    reason: str
    is_refusal: bool


def report_lines(record: ParsedRecord) -> list[ReportLine]:
    """The findings of a record as lines of the report."""
    return [
        ReportLine(
            record.record_number,
            record.code,
            finding.field,
            finding.value_shape,
            finding.reason,
            finding.is_refusal,
        )
        for finding in record.findings
    ]
