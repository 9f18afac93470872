"""Importing matters: all or nothing per record, the same again changes nothing, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.reports import REPORT_HEADINGS
from desktop_app.rules.catalogue import Limit, MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue import find_matters, get_matter
from desktop_app.services.catalogue_import import (
    ImportReport,
    import_matters,
    plan_import,
    prepare_file,
    prepare_records,
    write_report,
)
from desktop_app.services.matter_versions import get_version
from desktop_app.services.work import NOBODY, SYSTEM, Office
from models.audit import AuditEntry
from models.catalogue import Matter, MatterVersion
from models.enums import Area, MatterState, MatterType
from models.sites import Department
from tests.factories import BUREAU_CODE, Hall
from tests.services.importing import import_into, import_records

CODE = f"{BUREAU_CODE}3410125099000"
CONTENT = MatterContent(
    name="生活饮用水供水单位卫生许可",
    matter_type=MatterType.LICENCE,
    department_name="示例市卫生健康委员会",
    department_code=BUREAU_CODE,
    promised=Limit(8),
)


def _record(content: MatterContent | None = CONTENT, number: int = 1, **changes: object) -> ParsedRecord:
    code, name = (content.department_code, content.department_name) if content else ("", "")
    return replace(ParsedRecord(number, CODE, "", code, name, content), **changes)


def _counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.created, report.changed, report.unchanged, report.repeated, report.refused


def _rows(office: Office) -> tuple[int, int, int, int]:
    with office.read(SYSTEM) as work:
        tables = (Matter, MatterVersion, Department, AuditEntry)
        found = [work.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables]
    return found[0] or 0, found[1] or 0, found[2] or 0, found[3] or 0


def test_a_new_matter_comes_with_version_department_and_index(office: Office) -> None:
    report = import_into(office, _record())

    assert _counts(report) == (1, 0, 0, 0, 0)
    assert report.departments == 1
    with office.read(SYSTEM) as work:
        detail = get_matter(work, CODE)
        assert detail.content == CONTENT
        assert (detail.version, detail.state, detail.department_name) == (
            1,
            MatterState.PUBLISHED,
            "示例市卫生健康委员会",
        )
        assert detail.published_at == work.now
        assert [row.name for row in find_matters(work, "饮用水")] == [CONTENT.name]


def test_the_same_again_changes_nothing_at_all(office: Office) -> None:
    import_into(office, _record(popularity=5))
    before = _rows(office)

    with office.work(SYSTEM) as work:
        report = import_records(work, [_record(popularity=5)])
        assert work.changed == set()
    assert _counts(report) == (0, 0, 1, 0, 0)
    assert _rows(office) == before


def test_other_content_makes_a_version_and_keeps_the_old_one(office: Office) -> None:
    import_into(office, _record())
    with office.read(SYSTEM) as work:
        old = get_matter(work, CODE)

    renamed = replace(CONTENT, name="集中式供水单位卫生许可", promised=Limit(5))
    assert _counts(import_into(office, _record(renamed))) == (0, 1, 0, 0, 0)
    with office.read(SYSTEM) as work:
        new = get_matter(work, CODE)
        assert (new.id, new.version, new.content) == (old.id, 2, renamed)
        assert get_version(work, old.version_id) == CONTENT
        assert [row.promised_text for row in find_matters(work, "集中式")] == ["5个工作日"]
        assert [row.name for row in find_matters(work, "生活饮用水")] == []


def test_content_that_comes_back_is_a_version_of_its_own(office: Office) -> None:
    for content in (CONTENT, replace(CONTENT, remark="改"), CONTENT):
        import_into(office, _record(content))
    with office.read(SYSTEM) as work:
        assert get_matter(work, CODE).version == 3


def test_only_a_popularity_that_is_given_is_taken_over(office: Office) -> None:
    import_into(office, _record(popularity=5))

    assert _counts(import_into(office, _record(popularity=0))) == (0, 0, 1, 0, 0)
    assert _counts(import_into(office, _record(popularity=9))) == (0, 1, 0, 0, 0)
    with office.read(SYSTEM) as work:
        assert work.session.scalars(sa.select(Matter.popularity)).one() == 9
        assert get_matter(work, CODE).version == 1


def test_a_suspended_matter_stays_suspended(office: Office) -> None:
    import_into(office, _record())
    with office.work(SYSTEM) as work:
        work.session.execute(sa.update(Matter).values(state=MatterState.SUSPENDED))
    import_into(office, _record(replace(CONTENT, remark="新")))

    with office.read(SYSTEM) as work:
        assert get_matter(work, CODE).state is MatterState.SUSPENDED


def test_one_code_may_hold_several_items(office: Office) -> None:
    report = import_into(
        office, _record(), _record(item_code=f"{CODE}01", number=2), _record(item_code=f"{CODE}02", number=3)
    )

    assert _counts(report) == (3, 0, 0, 0, 0)


def test_a_refused_record_stops_nobody_else(office: Office) -> None:
    report = import_into(office, _record(None, code="别的"), _record(number=2))

    assert _counts(report) == (1, 0, 0, 0, 1)


def test_repetitions_in_one_file_are_reported(office: Office) -> None:
    other = replace(CONTENT, remark="另一个说法")
    report = import_into(office, _record(), _record(number=2), _record(other, number=3))

    assert _counts(report) == (1, 0, 0, 1, 1)
    assert [(line.record_number, line.is_refusal) for line in report.findings] == [(2, False), (3, True)]


def test_a_known_department_keeps_its_name(office: Office, hall: Hall) -> None:
    assert hall.licence_id
    report = import_into(office, _record(replace(CONTENT, department_name="示例市卫健委")))

    assert report.departments == 0
    assert [line.field for line in report.findings] == ["实施主体"]
    with office.read(SYSTEM) as work:
        assert get_matter(work, CODE).department_name == "示例市卫生健康委员会"


def test_a_plan_changes_nothing_and_counts_the_same(office: Office) -> None:
    before = _rows(office)
    with office.read(SYSTEM) as work:
        plan = plan_import(work, prepare_records([_record(), _record(None, number=2)], "清单"))

    assert _rows(office) == before
    report = import_into(office, _record(), _record(None, number=2))
    assert (plan.added, plan.changed, plan.unchanged, plan.repeated, plan.refused) == _counts(report)
    assert plan.departments == report.departments == 1
    assert [(change.kind, change.code, change.name) for change in plan.changes] == [
        ("added", CODE, CONTENT.name)
    ]


def test_an_import_needs_its_permission(office: Office, hall: Hall) -> None:
    for actor in (NOBODY, hall.clerk):
        with pytest.raises(ServiceError) as refusal, office.work(actor) as work:
            import_records(work, [_record()])
        assert refusal.value.code == "not_permitted"


def test_an_import_leaves_one_entry_and_tells_who_published(office: Office, hall: Hall) -> None:
    with office.work(hall.administrator) as work:
        import_records(work, [_record(), _record(item_code=f"{CODE}01", number=2)])
        assert work.changed == {Area.CATALOGUE}

    with office.read(SYSTEM) as work:
        entry = work.session.scalars(sa.select(AuditEntry)).one()
        assert (entry.action, entry.actor_login) == ("catalogue.import", hall.administrator.login)
        assert entry.details["created"] == 2
        publishers = work.session.scalars(
            sa.select(MatterVersion.published_by).join(Matter).where(Matter.code == CODE)
        )
        assert set(publishers) == {hall.administrator.account_id}


def test_an_import_undone_leaves_no_trace_in_the_index(office: Office) -> None:
    def fail_after_import() -> None:
        with office.work(SYSTEM) as work:
            import_records(work, [_record()])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_import()
    with office.read(SYSTEM) as work:
        assert find_matters(work, "饮用水") == []


def test_offices_that_share_a_process_never_share_contents(
    sqlite_address: str, postgresql_address: str, open_office: Callable[[str], Office]
) -> None:
    for address, remark in ((sqlite_address, "甲"), (postgresql_address, "乙")):
        office = open_office(address)
        import_into(office, _record(replace(CONTENT, remark=remark)))
        with office.read(SYSTEM) as work:
            assert get_matter(work, CODE).content.remark == remark


def test_the_real_matters_are_imported_once(office: Office, shared_data: Path, tmp_path: Path) -> None:
    with prepare_file(shared_data / "matters-guangdong/matters.jsonl") as file:
        with office.work(SYSTEM) as work:
            first = import_matters(work, file)
        before = _rows(office)
        write_report(tmp_path / "report.csv", first)
        findings = len(first.findings)
        with office.work(SYSTEM) as work:
            second = import_matters(work, file)

    assert file.refused == 0
    assert _counts(first) == (2262, 0, 0, 0, 0)
    assert first.departments == 177
    assert "bear_paltform" in first.passed_over
    assert _counts(second) == (0, 0, 2262, 0, 0)
    assert _rows(office) == before == (2262, 2262, 177, 1)
    lines = (tmp_path / "report.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == ",".join(REPORT_HEADINGS)
    assert len(lines) == findings + 1 == 1746
