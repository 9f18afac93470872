"""质量检查: figures that follow the versions in force, alike on both databases, and reports of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.quality import RULES, check_content
from desktop_app.rules.quality.scores import matter_score, mean_score
from desktop_app.services import quality
from desktop_app.services.quality import (
    FindingRow,
    check_matter,
    count_by_rule,
    count_unchecked,
    list_department_scores,
    list_findings,
    refresh_all,
    refresh_quality,
)
from desktop_app.services.quality_report import write_quality_report
from desktop_app.services.work import SYSTEM, Office, Work
from models.audit import AuditEntry
from models.catalogue import Matter, MatterQuality
from models.elements import QualityLevel
from models.enums import MatterState
from models.sites import Department
from tests.conftest import SettableClock
from tests.factories import IMMEDIATE, LICENCE, Hall, add_matter
from tests.services.publishing import publishable, published

GOOD = replace(publishable(LICENCE), name="合格的事项")


class Stopped(Exception):  # noqa: N818  it reports a wish, not an error
    """What a test's progress raises to stop."""


def add_matters(office: Office, contents: list[MatterContent], department: str = "示例市公安局") -> list[int]:
    with office.work(SYSTEM) as work:
        department_id = work.session.scalars(
            sa.select(Department.id).where(Department.name == department)
        ).one()
        return [
            add_matter(work.session, department_id, f"1141100000000000{at:04}", content)
            for at, content in enumerate(contents)
        ]


def pages(work: Work, limit: int, **narrowed: object) -> Iterator[FindingRow]:
    """Every finding, page by page, as a list is scrolled."""
    after = None
    while page := list_findings(work, after=after, limit=limit, **narrowed):  # pyright: ignore[reportArgumentType]
        assert len(page) <= limit
        yield from page
        after = page[-1]


def test_only_what_changed_is_checked_again(office: Office, hall: Hall) -> None:
    with office.read(hall.editor) as work:
        assert count_unchecked(work) == 2
    assert refresh_all(office, hall.editor) == 2
    assert refresh_all(office, hall.editor) == 0

    published(office, hall, hall.licence_id, conditions="有固定的经营场所和符合要求的设备。")
    with office.read(hall.editor) as work:
        assert count_unchecked(work) == 1
    assert refresh_all(office, hall.editor) == 1


def test_scores_tell_when_they_were_worked_out_and_what_changed_since(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    refresh_all(office, hall.editor)
    at = clock()
    with office.read(hall.editor) as work:
        assert {(each.checked_at, each.outdated) for each in list_department_scores(work)} == {(at, 0)}

    published(office, hall, hall.licence_id, conditions="有固定的经营场所和符合要求的设备。")
    clock.advance(hours=1)
    with office.read(hall.editor) as work:
        assert {(each.checked_at, each.outdated) for each in list_department_scores(work)} == {(at, 1)}
    refresh_all(office, hall.editor)
    later = at + timedelta(hours=1)
    with office.read(hall.editor) as work:
        assert {(each.checked_at, each.outdated) for each in list_department_scores(work)} == {(later, 0)}


def test_other_rules_check_everything_again(office: Office, hall: Hall) -> None:
    refresh_all(office, hall.editor)
    with office.work(SYSTEM) as work:
        work.session.execute(sa.update(MatterQuality).values(rules_revision=0))

    assert refresh_all(office, hall.editor) == 2
    with office.read(hall.editor) as work:
        assert count_unchecked(work) == 0


def test_the_check_goes_on_where_it_was_stopped(
    office: Office, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "CHUNK", 4)
    add_matters(office, [replace(GOOD, name=f"事项{number}") for number in range(7)])
    seen: list[tuple[int, int]] = []

    def stop_after_one(done: int, total: int) -> None:
        seen.append((done, total))
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        refresh_all(office, hall.editor, stop_after_one)
    assert seen == [(0, 9), (4, 9)]
    assert refresh_all(office, hall.editor) == 5


def test_a_check_is_one_entry_of_the_audit(office: Office, hall: Hall) -> None:
    refresh_all(office, hall.editor)
    refresh_all(office, hall.editor)

    with office.read(SYSTEM) as work:
        entries = work.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "catalogue.check")
        ).all()
    assert [(entry.subject, "2" in str(entry.details)) for entry in entries] == [("catalogue", True)]


def test_one_matter_is_checked_by_itself(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        kept = check_matter(work, hall.licence_id)
        assert kept == check_content(LICENCE, hall_code(work, hall))
        assert count_unchecked(work) == 1
        with pytest.raises(ServiceError, match="matter_unknown"):
            check_matter(work, 10_000)


def hall_code(work: Work, hall: Hall) -> str:
    matter = work.session.get(Matter, hall.licence_id)
    assert matter is not None
    return matter.code


def test_the_figures_are_those_of_the_rules(office: Office, hall: Hall) -> None:
    contents = [GOOD, replace(GOOD, hours="工作日"), replace(GOOD, consult=""), LICENCE]
    add_matters(office, contents)
    refresh_all(office, hall.editor)
    codes = [f"1141100000000000{at:04}" for at in range(len(contents))]
    findings = [check_content(content, code) for content, code in zip(contents, codes, strict=True)]
    errors = [sum(each.level is QualityLevel.ERROR for each in found) for found in findings]
    warnings = [len(found) - count for found, count in zip(findings, errors, strict=True)]
    points = [matter_score(*figures) for figures in zip(errors, warnings, strict=True)]

    with office.read(hall.reviewer) as work:
        police = next(each for each in list_department_scores(work) if each.name == "示例市公安局")
        counts = count_by_rule(work, police.department_id)
    assert (police.matters, police.checked, police.sound) == (4, 4, errors.count(0))
    assert (police.errors, police.warnings) == (sum(errors), sum(warnings))
    assert police.score == mean_score(sum(points), 4)
    for each in counts:
        levels = [{one.level for one in found if one.rule == each.rule.id} for found in findings]
        assert each.errors == sum(QualityLevel.ERROR in found for found in levels), each.rule.id
        assert each.warnings == sum(QualityLevel.WARNING in found for found in levels), each.rule.id


def test_scores_begin_with_the_worst_and_end_with_the_unchecked(office: Office, hall: Hall) -> None:
    refresh_all(office, hall.editor)
    add_matters(office, [GOOD])

    with office.read(hall.editor) as work:
        scores = list_department_scores(work)
    assert [(each.name, each.score is None) for each in scores] == [
        ("示例市卫生健康委员会", False),
        ("示例市公安局", True),
    ]
    assert isinstance(scores[0].score, Decimal)


def test_findings_are_read_page_by_page(office: Office, hall: Hall) -> None:
    limit = 7
    add_matters(office, [replace(GOOD, name=f"事项{at}", hours="上午") for at in range(30)])
    refresh_all(office, hall.editor)

    with office.read(hall.editor) as work:
        rows = list(pages(work, limit))
        assert rows == list_findings(work, limit=10_000)
        assert [(row.matter_id, row.position) for row in rows] == sorted(
            {(row.matter_id, row.position) for row in rows}
        )
        narrow = list(pages(work, limit, rule="Q08", level=QualityLevel.WARNING))
        assert narrow == [row for row in rows if row.finding.rule == "Q08"]
        assert len(narrow) == 32
        assert list(pages(work, limit, rule="Q08", level=QualityLevel.ERROR)) == []
        department = next(each for each in list_department_scores(work) if each.name == "示例市公安局")
        own = list(pages(work, limit, department_id=department.department_id))
        assert own == [row for row in rows if row.department_name == "示例市公安局"]


def test_an_abolished_matter_counts_no_more(office: Office, hall: Hall) -> None:
    refresh_all(office, hall.editor)
    with office.work(SYSTEM) as work:
        work.session.execute(sa.update(Matter).values(state=MatterState.ABOLISHED))

    with office.read(hall.editor) as work:
        assert list_department_scores(work) == []
        assert list_findings(work) == []
        assert count_unchecked(work) == 0
        assert all(each.errors == each.warnings == 0 for each in count_by_rule(work))


def test_two_checks_at_once_keep_one_row_a_matter(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        refresh_quality(work)
        work.session.execute(sa.update(MatterQuality).values(digest="old"))
        assert refresh_quality(work).matters == 2
        assert work.session.scalar(sa.select(sa.func.count()).select_from(MatterQuality)) == 2


def test_the_report_holds_scores_rules_and_findings(office: Office, hall: Hall, tmp_path: Path) -> None:
    add_matters(office, [replace(IMMEDIATE, name="=1+1", hours="=cmd")])
    refresh_all(office, hall.editor)
    path = tmp_path / "report.xlsx"
    told: list[tuple[int, int]] = []
    write_quality_report(office, hall.editor, path, progress=lambda done, total: told.append((done, total)))

    book = load_workbook(path, read_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    with office.read(hall.editor) as work:
        findings = list_findings(work, limit=10_000)
    assert [len(rows) for rows in sheets.values()] == [3, len(RULES) + 1, len(findings) + 1]
    assert [row[3] for row in sheets["发现"][1:]] == [row.matter_name for row in findings]
    assert "=1+1" in [row[3] for row in sheets["发现"]]
    assert told[-1] == (len(findings), len(findings))
    book.close()


def test_a_report_that_cannot_be_written_says_so(office: Office, hall: Hall, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="file_unwritable"):
        write_quality_report(office, hall.editor, tmp_path / "nowhere" / "report.xlsx")


def test_only_editors_and_reviewers_see_what_is_wrong(office: Office, hall: Hall) -> None:
    for look in (list_findings, list_department_scores, count_by_rule, count_unchecked):
        with office.read(hall.clerk) as work, pytest.raises(ServiceError, match="not_permitted"):
            look(work)
        with office.read(hall.administrator) as work:
            look(work)
    with office.work(hall.administrator) as work, pytest.raises(ServiceError, match="not_permitted"):
        refresh_quality(work)
