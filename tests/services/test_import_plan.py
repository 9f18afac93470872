"""Planning an import and applying it as one act: what is added, changed and vanished, and what life matters had before."""

from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from desktop_app.exchange.findings import Finding, ParsedRecord
from desktop_app.paths import SEED
from desktop_app.rules.catalogue import MaterialSpec, MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue import find_matters, get_matter
from desktop_app.services.catalogue_import import (
    ImportPlan,
    import_matters,
    plan_import,
    prepare_file,
    prepare_records,
    write_report,
)
from desktop_app.services.matter_force import NewVersion, add_version, lock_matter
from desktop_app.services.matter_life import abolish_matter, apply_due, list_versions, suspend_matter
from desktop_app.services.work import SYSTEM, Office
from models.catalogue import Matter, MatterDraft, MatterVersion
from models.elements import DraftState
from models.enums import MatterState, MatterType
from tests.conftest import SettableClock
from tests.factories import BUREAU_CODE, Hall
from tests.services.importing import FILE_NAME, import_into

CODE, OTHER, THIRD = (f"{BUREAU_CODE}34101250{number}000" for number in (15, 16, 17))
CONTENT = MatterContent(
    name="公共场所卫生许可",
    matter_type=MatterType.LICENCE,
    department_name="示例市卫生健康委员会",
    department_code=BUREAU_CODE,
    materials=(MaterialSpec("申请表"),),
)
NEW = replace(CONTENT, conditions="有固定的经营场所。", remark="新")


def _record(code: str = CODE, content: MatterContent | None = CONTENT, number: int = 1) -> ParsedRecord:
    finding = Finding("name", "", "缺少必填内容", is_refusal=True)
    findings = () if content else (finding,)
    return ParsedRecord(number, code, "", BUREAU_CODE, CONTENT.department_name, content, findings)


def _plan(office: Office, *records: ParsedRecord) -> ImportPlan:
    with office.read(SYSTEM) as work:
        return plan_import(work, prepare_records(records, FILE_NAME))


def _state(office: Office, code: str = CODE) -> tuple[MatterState, int]:
    with office.read(SYSTEM) as work:
        matter = work.session.scalars(sa.select(Matter).where(Matter.code == code)).one()
        return matter.state, matter.version


def _reasons(found: ImportPlan) -> list[str]:
    return [line.reason for line in found.findings]


@pytest.fixture
def three(office: Office) -> Office:
    """An office with three matters of one department."""
    import_into(office, *(_record(code, number=place) for place, code in enumerate((CODE, OTHER, THIRD))))
    return office


def test_a_plan_tells_what_is_added_changed_and_vanished(three: Office) -> None:
    fresh = f"{BUREAU_CODE}3410125099000"
    plan = _plan(three, _record(CODE, NEW), _record(OTHER, number=2), _record(fresh, number=3))

    assert (plan.added, plan.changed, plan.unchanged, plan.vanished) == (1, 1, 1, 1)
    found = {change.kind: change for change in plan.changes}
    assert list(found) == ["added", "changed", "vanished"]
    assert (found["added"].code, found["added"].matter_id) == (fresh, None)
    assert found["changed"].fields == ("受理条件", "备注")
    assert (found["vanished"].code, found["vanished"].name) == (THIRD, CONTENT.name)


def test_what_vanished_ends_only_where_it_is_wanted(three: Office) -> None:
    assert import_into(three, _record()).abolished == 0
    assert _state(three, OTHER) == (MatterState.PUBLISHED, 1)

    report = import_into(three, _record(), abolish_vanished=True)
    assert (report.abolished, report.unchanged) == (2, 1)
    assert _state(three, OTHER)[0] is MatterState.ABOLISHED
    with three.read(SYSTEM) as work:
        note = work.session.scalar(sa.select(Matter.state_note).where(Matter.code == OTHER))
        assert note == "导入的清单中已没有该事项"
        assert work.session.scalar(sa.select(Matter.abolish_on).where(Matter.code == OTHER)) == work.today
    assert _plan(three, _record()).vanished == 0


def test_only_departments_of_the_file_can_lose_matters(three: Office) -> None:
    elsewhere = replace(CONTENT, department_code="11411000MB9910043G", department_name="示例市公安局")
    code = "11411000MB9910043G3410125015000"

    assert _plan(three, _record(code, elsewhere)).vanished == 0
    assert _plan(three, _record(code, elsewhere), _record(number=2)).vanished == 2


def test_a_refused_record_keeps_its_matter(three: Office) -> None:
    plan = _plan(three, _record(), _record(OTHER, None, number=2), _record(THIRD, number=3))

    assert (plan.refused, plan.vanished, plan.unnamed) == (1, 0, 0)


def test_nothing_ends_while_a_record_cannot_be_told(three: Office) -> None:
    records = (_record(), _record("", None, number=2))
    assert _plan(three, *records).unnamed == 1

    with pytest.raises(ServiceError) as refusal:
        import_into(three, *records, abolish_vanished=True)
    assert refusal.value.code == "import_vanished_unsure"
    assert _state(three, OTHER)[0] is MatterState.PUBLISHED


def test_an_abolished_matter_that_is_named_again_is_back(three: Office) -> None:
    with three.work(SYSTEM) as work:
        for code in (CODE, OTHER):
            abolish_matter(work, get_matter(work, code).id, work.today, "职能划转")

    records = (_record(CODE), _record(OTHER, NEW, number=2), _record(THIRD, number=3))
    plan = _plan(three, *records)
    assert (plan.added, plan.revived, plan.changed) == (0, 2, 0)
    assert [change.kind for change in plan.changes] == ["revived", "revived"]
    assert [change.fields for change in plan.changes] == [("事项状态",), ("受理条件", "备注", "事项状态")]
    assert any("曾被取消" in reason for reason in _reasons(plan))

    report = import_into(three, *records)
    assert (report.revived, report.changed, report.unchanged) == (2, 0, 1)
    assert _state(three, CODE) == (MatterState.PUBLISHED, 1)
    assert _state(three, OTHER) == (MatterState.PUBLISHED, 2)
    with three.read(SYSTEM) as work:
        row = work.session.execute(
            sa.select(Matter.abolish_on, Matter.state_note, Matter.next_change_on).where(Matter.code == CODE)
        ).one()
        assert tuple(row) == (None, "", None)
        assert [found.code for found in find_matters(work, "公共场所", 10)].count(CODE) == 1


def test_a_suspended_matter_is_updated_and_noted(three: Office) -> None:
    with three.work(SYSTEM) as work:
        suspend_matter(work, get_matter(work, CODE).id, "系统改造")

    assert any("仍为暂停" in reason for reason in _reasons(_plan(three, _record(content=NEW))))
    import_into(three, _record(content=NEW))
    assert _state(three) == (MatterState.SUSPENDED, 2)


def test_a_version_that_waits_keeps_its_number_and_comes_no_more(three: Office, clock: SettableClock) -> None:
    with three.work(SYSTEM) as work:
        matter = lock_matter(work, get_matter(work, CODE).id)
        later = NewVersion(replace(CONTENT, remark="下月起"), work.today + timedelta(days=30), "", None)
        assert add_version(work, matter, later) == 2

    assert any("待生效" in reason for reason in _reasons(_plan(three, _record(content=NEW))))
    import_into(three, _record(content=NEW))
    assert _state(three) == (MatterState.PUBLISHED, 3)

    clock.advance(days=40)
    with three.work(SYSTEM) as work:
        assert apply_due(work) == 0
        assert get_matter(work, CODE).content == NEW
        versions = list_versions(work, get_matter(work, CODE).id)
    assert [row.version for row in versions] == [3, 2, 1]


def test_an_import_does_first_what_the_day_asks_for(three: Office, clock: SettableClock) -> None:
    with three.work(SYSTEM) as work:
        matter = lock_matter(work, get_matter(work, CODE).id)
        add_version(work, matter, NewVersion(NEW, work.today + timedelta(days=1), "", None))
    clock.advance(days=2)

    assert import_into(three, _record(content=NEW)).unchanged == 1
    assert _state(three) == (MatterState.PUBLISHED, 2)


def test_a_matter_with_an_open_draft_is_updated_and_noted(office: Office, hall: Hall) -> None:
    import_into(office, _record())
    with office.work(hall.administrator) as work:
        work.session.add(
            MatterDraft(
                matter_id=None,
                code=CODE,
                item_code="",
                base_version=1,
                content={},
                state=DraftState.DRAFT,
                revision=1,
                editor_id=work.account_id,
                updated_at=work.now,
                note="",
                comment="",
            )
        )

    report = import_into(office, _record(content=NEW))
    assert report.changed == 1
    assert any("修订稿" in line.reason for line in report.findings)
    assert not any("修订稿" in line.reason for line in import_into(office, _record(content=NEW)).findings)
    with office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(MatterDraft.revision)) == 1


def test_content_stored_with_every_default_is_no_change(office: Office) -> None:
    import_into(office, _record())
    with office.work(SYSTEM) as work:
        written_out = {**asdict(CONTENT), "materials": [asdict(CONTENT.materials[0])]}
        work.session.execute(sa.update(MatterVersion).values(content=written_out, digest="older form"))

    assert _plan(office, _record()).unchanged == 1
    assert import_into(office, _record()).unchanged == 1
    assert _state(office) == (MatterState.PUBLISHED, 1)


def test_a_version_says_which_file_it_came_from(three: Office) -> None:
    with three.read(SYSTEM) as work:
        notes = set(work.session.scalars(sa.select(MatterVersion.note)))
    assert notes == {f"由文件“{FILE_NAME}”导入"}


def test_the_place_in_the_tree_comes_with_the_content(office: Office) -> None:
    import_into(office, _record(content=replace(CONTENT, main_name="卫生许可", sub_name="公共场所")))
    with office.read(SYSTEM) as work:
        row = work.session.execute(sa.select(Matter.main_name, Matter.sub_name)).one()
    assert tuple(row) == ("卫生许可", "公共场所")


def test_an_import_that_is_given_up_leaves_nothing(office: Office) -> None:
    answers = iter([False, False, True])
    prepared = prepare_records(
        (_record(f"{BUREAU_CODE}{number:013d}", number=number) for number in range(2500)), FILE_NAME
    )
    with pytest.raises(ServiceError) as refusal, office.work(SYSTEM) as work:
        import_matters(work, prepared, cancelled=lambda: next(answers))
    assert refusal.value.code == "import_cancelled"
    with office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Matter)) == 0

    steps: list[tuple[int, int]] = []
    with office.work(SYSTEM) as work:
        import_matters(work, prepared, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(0, 2500), (1000, 2500), (2000, 2500), (2500, 2500)]


def test_a_file_that_changes_after_it_was_read_changes_nothing(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "matters.jsonl"
    path.write_bytes((SEED / "matters.jsonl").read_bytes())
    with prepare_file(path) as prepared:
        path.write_text("别的内容", "utf-8")
        with office.work(SYSTEM) as work:
            report = import_matters(work, prepared)

    assert report.created == prepared.records == 50


def test_a_file_is_given_up_while_it_is_read() -> None:
    with pytest.raises(ServiceError) as refusal:
        prepare_file(SEED / "matters.jsonl", cancelled=lambda: True)
    assert refusal.value.code == "import_cancelled"


def test_the_workbook_of_a_plan_tells_every_change(three: Office, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(path, _plan(three, _record(CODE, NEW), _record("", None, number=2)))

    book = load_workbook(path)
    sheets = {sheet.title: list(sheet.values) for sheet in book.worksheets}
    assert list(sheets) == ["汇总", "变化", "问题"]
    assert ("将更新", 1) in sheets["汇总"]
    assert [row[0] for row in sheets["变化"]] == ["变化", "更新", "文件中已没有", "文件中已没有"]
    assert sheets["变化"][1][4] == "受理条件、备注"
    assert sheets["问题"][1][5] == "整条未导入"
