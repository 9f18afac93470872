"""The lists of the quality check: departments with their scores, and findings."""

from collections.abc import Hashable, Sequence
from decimal import Decimal

from desktop_app.gui.tables import Column
from desktop_app.gui.theme import Tone
from desktop_app.rules.quality.scores import mean_score
from desktop_app.services.quality import DepartmentScore, FindingRow
from desktop_app.services.work import HALL_ZONE
from models.elements import QualityLevel

WHOLE_HALL = 0
"""Stands for all departments; the rows of the database begin at 1."""
GOOD_SCORE, FAIR_SCORE = 90, 70
OUTDATED = "旧"
"""Behind a score that matters have changed under since."""

_SHAPES = {Tone.GOOD: "●", Tone.WARNING: "▲", Tone.BAD: "■", Tone.MUTED: "○"}


def whole_hall(scores: Sequence[DepartmentScore]) -> DepartmentScore:
    """All departments in one line; the score weighs each by the matters that were checked."""
    checked = sum(each.checked for each in scores)
    points = sum((each.score * each.checked for each in scores if each.score is not None), Decimal(0))
    return DepartmentScore(
        WHOLE_HALL,
        "全部部门",
        sum(each.matters for each in scores),
        checked,
        sum(each.sound for each in scores),
        sum(each.errors for each in scores),
        sum(each.warnings for each in scores),
        mean_score(points, checked),
        sum(each.outdated for each in scores),
        max((each.checked_at for each in scores if each.checked_at is not None), default=None),
    )


def as_of_words(hall: DepartmentScore) -> str:
    """When the figures were worked out, and whether matters changed since: `检查于 2026-11-20 09:00`."""
    if hall.checked_at is None:
        return ""
    words = f"检查于 {hall.checked_at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}"
    if hall.outdated:
        words += f"　▲ {hall.outdated} 个事项之后有变化或未检查，得分不是最新，按 F7 更新"
    return words


def finding_key(row: FindingRow) -> Hashable:
    """What tells one finding from another."""
    return row.matter_id, row.position


def _score_tone(row: DepartmentScore) -> Tone:
    if row.score is None:
        return Tone.MUTED
    if row.score >= GOOD_SCORE:
        return Tone.GOOD
    return Tone.WARNING if row.score >= FAIR_SCORE else Tone.BAD


def _score_text(row: DepartmentScore) -> str:
    if row.score is None:
        return f"{_SHAPES[Tone.MUTED]} 未检查"
    old = f" {OUTDATED}" if row.outdated else ""
    return f"{_SHAPES[_score_tone(row)]} {row.score:.1f}{old}"


def _score_tooltip(row: DepartmentScore) -> str:
    words = f"{row.name}：{row.matters} 个事项，已检查 {row.checked} 个，其中 {row.sound} 个没有错误"
    return f"{words}。{as_of_words(row)}" if row.checked_at is not None else words


def _level_text(row: FindingRow) -> str:
    level = row.finding.level
    return f"{'■' if level is QualityLevel.ERROR else '▲'} {level.label}"


def _level_tone(row: FindingRow) -> Tone:
    return Tone.BAD if row.finding.level is QualityLevel.ERROR else Tone.WARNING


SCORE_COLUMNS: tuple[Column[DepartmentScore], ...] = (
    Column("得分", _score_text, 9, tone=_score_tone, tooltip=_score_tooltip, least=8),
    Column("部门", lambda row: row.name, 0, tooltip=_score_tooltip, least=14),
    Column("错误", lambda row: str(row.errors), 5, align_right=True),
    Column("提醒", lambda row: str(row.warnings), 5, align_right=True),
)
FINDING_COLUMNS: tuple[Column[FindingRow], ...] = (
    Column("级别", _level_text, 8, tone=_level_tone, least=7),
    Column("规则", lambda row: row.finding.rule, 5, least=0),
    Column("事项", lambda row: row.matter_name, 22, least=11),
    Column("位置", lambda row: row.finding.label, 16, least=0),
    Column("问题", lambda row: row.finding.text, 0, least=12),
)
