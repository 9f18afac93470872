"""质量检查报告: scores, rules and every finding as a workbook to hand on."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop_app.exchange.reports import MOST_ROWS, ReportSheet, write_sheets
from desktop_app.services.quality import (
    DepartmentScore,
    FindingRow,
    RuleCount,
    count_by_rule,
    list_department_scores,
    list_findings,
)
from desktop_app.services.work import HALL_ZONE, Actor, Office, Work

PAGE = 1000

Progress = Callable[[int, int], object]


def write_quality_report(
    office: Office,
    actor: Actor,
    path: Path,
    department_id: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Write what the last check found as a workbook of three sheets; of one department where it is given.

    Returns how many findings a sheet had no row left for. `progress` is told how many findings of how many are written, and may raise to stop. Raises `file_unwritable`.
    """
    with office.read(actor) as work:
        scores = list_department_scores(work)
        if department_id is not None:
            scores = [each for each in scores if each.department_id == department_id]
        rules = count_by_rule(work, department_id)
        total = sum(each.errors + each.warnings for each in scores)
        findings = _findings(work, department_id, total, progress)
        write_sheets(path, [_scores(scores), _rules(rules), ReportSheet("发现", _FINDING_COLUMNS, findings)])
    return max(0, total - MOST_ROWS)


_FINDING_COLUMNS = (
    ("实施主体", 30),
    ("实施编码", 36),
    ("业务办理项编码", 36),
    ("事项名称", 40),
    ("级别", 8),
    ("规则", 8),
    ("规则名称", 30),
    ("位置", 26),
    ("问题", 70),
    ("依据", 44),
)


def _scores(scores: Sequence[DepartmentScore]) -> ReportSheet:
    columns = (
        ("实施主体", 30), ("得分", 8), ("事项", 8), ("已检查", 8), ("无错误", 8), ("错误", 8), ("提醒", 8),
        ("待检查", 8), ("检查时间", 18),
    )  # fmt: skip
    rows = (
        (
            each.name,
            "未检查" if each.score is None else f"{each.score:.1f}",
            each.matters,
            each.checked,
            each.sound,
            each.errors,
            each.warnings,
            each.outdated,
            "" if each.checked_at is None else f"{each.checked_at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}",
        )
        for each in scores
    )
    return ReportSheet("部门得分", columns, rows)


def _rules(rules: Sequence[RuleCount]) -> ReportSheet:
    columns = (
        ("规则", 8),
        ("规则名称", 34),
        ("级别", 8),
        ("有错误的事项", 14),
        ("有提醒的事项", 14),
        ("依据", 50),
    )
    rows = (
        (each.rule.id, each.rule.title, each.rule.level.label, each.errors, each.warnings, each.rule.source)
        for each in rules
    )
    return ReportSheet("规则", columns, rows)


def _findings(
    work: Work, department_id: int | None, total: int, progress: Progress | None
) -> Iterator[Sequence[str | int]]:
    after: FindingRow | None = None
    done = 0
    while page := list_findings(work, department_id, after=after, limit=PAGE):
        for row in page:
            found = row.finding
            yield (
                row.department_name,
                row.code,
                row.item_code,
                row.matter_name,
                found.level.label,
                found.rule,
                found.title,
                found.label,
                found.text,
                found.source,
            )
        after = page[-1]
        done += len(page)
        if progress is not None:
            progress(min(done, total), total)
