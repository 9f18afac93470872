"""质量检查: the figures of every matter in force, kept up to date in the background, and what the rules find."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.quality import RULES, RULES_REVISION, QualityFinding, Rule, check_content, find_rule
from desktop_app.rules.quality.scores import ERROR_COST, FULL_SCORE, WARNING_COST, mean_score
from desktop_app.services.matter_versions import load_content
from desktop_app.services.work import Actor, Office, Work
from models.base import table_of
from models.catalogue import Matter, MatterQuality, MatterVersion
from models.elements import QualityLevel
from models.enums import MatterState, Permission
from models.sites import Department

CHUNK = 500
PAGE = 100
AT_ONCE = 25
"""Matters read and checked again for a page of findings; most have several."""

Progress = Callable[[int, int], object]
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding and the matter it is about; `position` counts the findings of a matter from 1."""

    matter_id: int
    code: str
    item_code: str
    matter_name: str
    department_name: str
    position: int
    finding: QualityFinding


@dataclass(frozen=True, slots=True)
class DepartmentScore:
    """得分 of a department; `score` and `checked_at` are `None` before anything was checked."""

    department_id: int
    name: str
    matters: int
    checked: int
    sound: int
    """Matters without an error."""
    errors: int
    warnings: int
    score: Decimal | None
    outdated: int
    """Matters without figures, or changed since theirs were worked out."""
    checked_at: datetime | None
    """When figures of it were worked out last."""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """In how many matters a rule found an error, and in how many a warning."""

    rule: Rule
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a chunk of the check did: how many matters, and where the next one begins; `None` behind the last."""

    matters: int
    next_id: int | None


def check_matter(work: Work, matter_id: int) -> tuple[QualityFinding, ...]:
    """Check the version in force of one matter and keep its figures; raises `matter_unknown`."""
    work.require(Permission.CATALOGUE_EDIT)
    rows = _read(work, Matter.id == matter_id, 1)
    if not rows:
        raise ServiceError("matter_unknown")
    _keep(work, rows)
    return rows[0].findings


def refresh_quality(work: Work, after_id: int = 0, limit: int = CHUNK) -> Checked:
    """Check the next matters whose version in force, or whose rules, are other ones than at the last check.

    Figures that anybody can work out again are no act: nothing is recorded here, `refresh_all` does once.
    """
    work.require(Permission.CATALOGUE_EDIT)
    rows = _read(work, sa.and_(_STALE, Matter.id > after_id), limit)
    _keep(work, rows)
    return Checked(len(rows), rows[-1].id if len(rows) == limit else None)


def refresh_all(office: Office, actor: Actor, progress: Progress | None = None) -> int:
    """Check whatever is to be checked, chunk by chunk, each its own transaction; how many matters that were.

    `progress` is told how many of how many are done, and may raise to stop between two chunks.
    """
    with office.read(actor) as work:
        total = count_unchecked(work)
    done, after_id = 0, 0
    while total:
        if progress is not None:
            progress(min(done, total), total)
        with office.work(actor) as work:
            checked = refresh_quality(work, after_id, CHUNK)
            done += checked.matters
            if checked.next_id is None:
                work.record("catalogue.check", "catalogue", checked=done)
                return done
            after_id = checked.next_id
    return done


def count_unchecked(work: Work) -> int:
    """How many matters have no figures of their version in force by the rules of today."""
    _require_reader(work)
    query = _joined(sa.select(sa.func.count(Matter.id))).where(_STALE)
    return work.session.scalar(query) or 0


def list_department_scores(work: Work) -> list[DepartmentScore]:
    """The departments with matters by their score, the lowest first; those without figures at the end."""
    _require_reader(work)
    found = MatterQuality
    lost = ERROR_COST * found.errors + WARNING_COST * found.warnings
    points = sa.case(
        (found.matter_id.is_(None), 0), (lost >= FULL_SCORE, 0), else_=sa.literal(FULL_SCORE) - lost
    )
    query = (
        sa.select(
            Department.id,
            Department.name,
            sa.func.count(Matter.id),
            sa.func.count(found.matter_id),
            sa.func.count(sa.case((found.errors == 0, 1))),
            sa.func.coalesce(sa.func.sum(found.errors), 0),
            sa.func.coalesce(sa.func.sum(found.warnings), 0),
            sa.func.count(sa.case((_STALE, 1))),
            sa.func.max(found.checked_at),
            sa.func.sum(points),
        )
        .select_from(Matter)
        .join(Department, Department.id == Matter.department_id)
        .join(MatterVersion, _IN_FORCE)
        .outerjoin(found, found.matter_id == Matter.id)
        .where(_IN_USE)
        .group_by(Department.id, Department.name)
    )
    scores = [_score(*row) for row in work.session.execute(query)]
    return sorted(scores, key=lambda each: (each.score is None, each.score or 0, each.name))


def count_by_rule(work: Work, department_id: int | None = None) -> list[RuleCount]:
    """For every rule in how many matters it found something, in the order of the rules."""
    _require_reader(work)
    masks = (MatterQuality.error_rules, MatterQuality.warning_rules)
    query = (
        sa.select(*masks, sa.func.count())
        .join(Matter, Matter.id == MatterQuality.matter_id)
        .where(_IN_USE)
        .group_by(*masks)
    )
    if department_id is not None:
        query = query.where(Matter.department_id == department_id)
    rows = work.session.execute(query).all()
    return [
        RuleCount(
            rule,
            sum(count for errors, _, count in rows if errors & _bit(rule)),
            sum(count for _, warnings, count in rows if warnings & _bit(rule)),
        )
        for rule in RULES
    ]


def list_findings(
    work: Work,
    department_id: int | None = None,
    rule: str | None = None,
    level: QualityLevel | None = None,
    after: FindingRow | None = None,
    limit: int = PAGE,
) -> list[FindingRow]:
    """What the rules find, matter by matter, behind a row of the page before; narrowed as far as asked.

    The figures of the last check say where to look, the rules of today what is there.
    """
    _require_reader(work)
    wanted = _narrowing(department_id, rule, level)
    start = Matter.id > 0 if after is None else Matter.id >= after.matter_id
    place = (0, 0) if after is None else (after.matter_id, after.position)
    found: list[FindingRow] = []
    while True:
        read = _read(work, sa.and_(start, *wanted), AT_ONCE)
        found += [
            row
            for checked in read
            for row in _finding_rows(checked, rule, level)
            if (row.matter_id, row.position) > place
        ]
        if len(found) >= limit or len(read) < AT_ONCE:
            return found[:limit]
        start = Matter.id > read[-1].id


@dataclass(frozen=True, slots=True)
class _CheckedMatter:
    id: int
    code: str
    item_code: str
    name: str
    department_name: str
    digest: str
    findings: tuple[QualityFinding, ...]


_IN_FORCE = sa.and_(MatterVersion.matter_id == Matter.id, MatterVersion.version == Matter.version)
_IN_USE = Matter.state != MatterState.ABOLISHED
_STALE = sa.and_(
    _IN_USE,
    sa.or_(
        MatterQuality.matter_id.is_(None),
        MatterQuality.digest != MatterVersion.digest,
        MatterQuality.rules_revision != RULES_REVISION,
    ),
)


def _require_reader(work: Work) -> None:
    """Whoever edits or approves matters may see what is wrong with them."""
    if Permission.CATALOGUE_REVIEW not in work.actor.permissions:
        work.require(Permission.CATALOGUE_EDIT)


def _joined(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    return (
        query.select_from(Matter)
        .join(MatterVersion, _IN_FORCE)
        .outerjoin(MatterQuality, MatterQuality.matter_id == Matter.id)
    )


def _read(work: Work, where: sa.ColumnElement[bool], limit: int) -> list[_CheckedMatter]:
    """Matters with what the rules find in their versions in force, by their row numbers."""
    columns = (Matter.id, Matter.code, Matter.item_code, Matter.name, Department.name, MatterVersion.digest)
    query = (
        _joined(sa.select(*columns, MatterVersion.content))
        .join(Department, Department.id == Matter.department_id)
        .where(where)
        .order_by(Matter.id)
        .limit(limit)
    )
    return [
        _CheckedMatter(
            matter_id,
            code,
            item_code,
            name,
            department,
            digest,
            check_content(load_content(content), code, item_code),
        )
        for matter_id, code, item_code, name, department, digest, content in work.session.execute(query)
    ]


def _keep(work: Work, rows: Sequence[_CheckedMatter]) -> None:
    if not rows:
        return
    connection = work.session.connection()
    insert = _INSERT[connection.dialect.name](table_of(MatterQuality))
    replaced = {name: insert.excluded[name] for name in _FIGURES}
    connection.execute(
        insert.on_conflict_do_update(index_elements=["matter_id"], set_=replaced),
        [{**_figures(row), "checked_at": work.now} for row in rows],
    )


_FIGURES = ("checked_at", "digest", "rules_revision", "errors", "warnings", "error_rules", "warning_rules")


def _figures(row: _CheckedMatter) -> dict[str, object]:
    errors = [found.rule for found in row.findings if found.level is QualityLevel.ERROR]
    warnings = [found.rule for found in row.findings if found.level is QualityLevel.WARNING]
    return {
        "matter_id": row.id,
        "digest": row.digest,
        "rules_revision": RULES_REVISION,
        "errors": len(errors),
        "warnings": len(warnings),
        "error_rules": _mask(errors),
        "warning_rules": _mask(warnings),
    }


def _bit(rule: Rule) -> int:
    return 1 << rule.number


def _mask(rule_ids: Sequence[str]) -> int:
    return sum(_bit(rule) for rule in RULES if rule.id in rule_ids)


def _narrowing(
    department_id: int | None, rule_id: str | None, level: QualityLevel | None
) -> list[sa.ColumnElement[bool]]:
    """What the figures must say for a finding that is wanted to be there."""
    rule = find_rule(rule_id) if rule_id is not None else None
    bits = -1 if rule is None else _bit(rule)
    masks = {
        QualityLevel.ERROR: MatterQuality.error_rules.bitwise_and(bits) != 0,
        QualityLevel.WARNING: MatterQuality.warning_rules.bitwise_and(bits) != 0,
    }
    clauses = [_IN_USE, sa.or_(*masks.values()) if level is None else masks[level]]
    if department_id is not None:
        clauses.append(Matter.department_id == department_id)
    return clauses


def _finding_rows(
    checked: _CheckedMatter, rule_id: str | None, level: QualityLevel | None
) -> Iterator[FindingRow]:
    for position, finding in enumerate(checked.findings, 1):
        if rule_id in (None, finding.rule) and level in (None, finding.level):
            yield FindingRow(
                checked.id,
                checked.code,
                checked.item_code,
                checked.name,
                checked.department_name,
                position,
                finding,
            )


def _score(
    department_id: int,
    name: str,
    matters: int,
    checked: int,
    sound: int,
    errors: int,
    warnings: int,
    outdated: int,
    checked_at: datetime | None,
    points: int,
) -> DepartmentScore:
    return DepartmentScore(
        department_id,
        name,
        matters,
        checked,
        sound,
        int(errors),
        int(warnings),
        mean_score(int(points), checked),
        outdated,
        checked_at,
    )
