"""Importing matters: the real file looked at, imported and read again, foreign files mapped, and files that are none."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.import_wizard import ImportWizard
from desktop_app.gui.catalogue.page import CataloguePage
from desktop_app.gui.jobs import Jobs
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue import count_matters, get_matter
from desktop_app.services.import_mappings import get_mapping, list_mappings
from desktop_app.services.matter_life import abolish_matter
from desktop_app.services.work import SYSTEM, Office
from models.enums import HandlingKind, LimitUnit, MatterState, Role
from tests.gui.counter import activate, settle, show
from tests.gui.hands import press
from tests.gui.sample_hall import focused

pytestmark = pytest.mark.sample_hall(Role.ADMINISTRATOR)

REAL = Path("matters-guangdong") / "matters.jsonl"
LONG = 120_000
"""Milliseconds the real file may take on a busy machine."""
CTRL = Qt.KeyboardModifier.ControlModifier
CODE = "11411000MB9900013M3410125099000"
FOREIGN = [
    ["某市政务服务事项清单"],
    ["序号", "实施编码", "事项名称", "事项类别", "实施部门", "办件类型", "承诺时限", "承诺时限单位"],
    [1, CODE, "公共场所卫生许可", "01", "示例市卫生健康委员会", "2", "5", "2"],
]


@pytest.fixture
def wizard(jobs: Jobs, qtbot: QtBot) -> ImportWizard:
    page = CataloguePage(jobs)
    show(page, qtbot)
    made = ImportWizard(page)
    made.open()
    activate(made)
    return made


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A table of another system."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in FOREIGN:
        sheet.append(row)
    path = tmp_path / "foreign.xlsx"
    book.save(path)
    return path


def wait(jobs: Jobs) -> None:
    assert jobs.wait_idle(LONG / 1000)
    settle(jobs)


def matters(office: Office) -> int:
    with office.read(SYSTEM) as work:
        return count_matters(work)


def map_rest(wizard: ImportWizard) -> None:
    """Give the department's code, which the foreign table lacks, as a person types it."""
    field = wizard.mapping.constants["department_code"]
    field.set_value("11411000MB9900013M")
    field.edited.emit()


def test_the_wizard_begins_with_choosing_a_file(wizard: ImportWizard) -> None:
    assert focused() is wizard.files.choose
    assert not wizard.confirm.isVisible()
    assert not wizard.save.isVisible()


def test_the_real_file_is_looked_at_imported_and_brings_nothing_twice(
    wizard: ImportWizard, jobs: Jobs, office: Office, shared_data: Path, tmp_path: Path
) -> None:
    wizard.read(shared_data / REAL)
    assert wizard.progress.isVisible()
    wait(jobs)
    assert "将新增 2262 个" in wizard.preview.summary.text()
    assert matters(office) == 50, "a look changes nothing"
    assert wizard.preview.tabs.tabText(1) == "新增 2262"
    assert wizard.preview.changes["added"].rowCount() == 1000
    assert "只列出前1000条，共2262条" in wizard.preview.note.text()
    assert wizard.preview.reason.text().endswith(wizard.preview.finding_rows.rows[0][1].reason)
    assert focused() is wizard.confirm
    report = tmp_path / "report.xlsx"
    wizard.save_to(report)
    wait(jobs)
    assert wizard.message.text == "报告已保存。"
    assert "变化" in load_workbook(report, read_only=True).sheetnames

    press(wizard, Qt.Key.Key_Return, CTRL)
    assert not wizard.confirm.isEnabled()
    wait(jobs)
    assert matters(office) == 50 + 2262
    assert "已新增 2262 个" in wizard.preview.summary.text()
    assert wizard.message.text == "导入完成。"
    assert focused() is wizard.leave

    wizard.read(shared_data / REAL)
    wait(jobs)
    assert "将新增 0 个、更新 0 个，2262 个没有变化" in wizard.preview.summary.text()


def test_esc_gives_up_the_reading_and_then_the_dialog(
    wizard: ImportWizard, jobs: Jobs, office: Office, shared_data: Path
) -> None:
    wizard.read(shared_data / REAL)
    press(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    assert wizard.message.text == "已取消，没有导入任何内容。"
    assert not wizard.progress.isVisible()
    wait(jobs)
    assert not wizard.confirm.isVisible()
    assert matters(office) == 50
    press(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


def test_an_import_that_is_given_up_leaves_nothing(
    wizard: ImportWizard, jobs: Jobs, office: Office, shared_data: Path
) -> None:
    wizard.read(shared_data / REAL)
    wait(jobs)
    press(wizard, Qt.Key.Key_Return, CTRL)
    press(wizard, Qt.Key.Key_Escape)
    assert wizard.message.text == "正在取消导入…"
    wait(jobs)

    assert wizard.message.text == sentence(ServiceError("import_cancelled"))
    assert matters(office) == 50
    assert wizard.confirm.isEnabled()


def test_a_foreign_table_is_mapped_kept_and_imported(
    wizard: ImportWizard, jobs: Jobs, office: Office, foreign: Path
) -> None:
    wizard.read(foreign)
    wait(jobs)
    roles = {row.heading: row.role for row in wizard.mapping.model.rows}
    assert (roles["实施编码"], roles["事项类别"], roles["序号"]) == ("事项编码", "事项类型", "（不导入）")
    assert roles["承诺时限单位"] == "承诺办结时限的单位"
    assert wizard.mapping.lacking.text() == "▲ 还没有对应的必填要素：实施主体编码"
    assert not wizard.confirm.isEnabled()

    map_rest(wizard)
    assert wizard.confirm.isEnabled()
    wizard.mapping.name.setText("某市清单")
    wizard.mapping.save.click()
    wait(jobs)
    assert "已存为列映射“某市清单”" in wizard.message.text
    assert not wizard.mapping.is_edited

    press(wizard, Qt.Key.Key_Return, CTRL)
    wait(jobs)
    assert "将新增 1 个" in wizard.preview.summary.text()
    assert "序号" in wizard.preview.note.text()
    press(wizard, Qt.Key.Key_Return, CTRL)
    wait(jobs)
    with office.read(SYSTEM) as work:
        content = get_matter(work, CODE).content
    assert (content.handling_kind, content.promised and content.promised.unit) == (
        HandlingKind.PROMISED,
        LimitUnit.CALENDAR_DAYS,
    )


def test_a_saved_mapping_is_used_by_itself_and_can_be_forgotten(
    wizard: ImportWizard, jobs: Jobs, office: Office, foreign: Path
) -> None:
    wizard.read(foreign)
    wait(jobs)
    map_rest(wizard)
    wizard.mapping.name.setText("某市清单")
    wizard.mapping.save.click()
    wait(jobs)
    wizard.read(foreign)
    wait(jobs)
    assert "已套用列映射“某市清单”" in wizard.message.text
    assert wizard.mapping.gaps == []
    with office.read(SYSTEM) as work:
        assert get_mapping(work, "某市清单") == wizard.mapping.mapping

    wizard.mapping.delete.click()
    wait(jobs)
    with office.read(SYSTEM) as work:
        assert list_mappings(work) == []


def test_what_a_column_means_is_changed_with_the_keyboard(
    wizard: ImportWizard, jobs: Jobs, foreign: Path
) -> None:
    wizard.read(foreign)
    wait(jobs)
    assert focused() is wizard.mapping.table
    wizard.mapping.table.select_key("序号")
    press(wizard.mapping.table, Qt.Key.Key_Return)
    assert focused() is wizard.mapping.form.target
    target = wizard.mapping.form.target
    target.setCurrentIndex(target.findData("popularity"))
    target.activated.emit(target.currentIndex())
    assert {row.heading: row.role for row in wizard.mapping.model.rows}["序号"] == "常办程度"

    press(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    assert "还没有存" in wizard.message.text
    press(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


def test_the_headings_may_stand_elsewhere(wizard: ImportWizard, jobs: Jobs, foreign: Path) -> None:
    wizard.read(foreign)
    wait(jobs)
    assert wizard.mapping.header_row.value() == 2
    wizard.mapping.header_row.setValue(3)
    wait(jobs)
    assert CODE in {row.heading for row in wizard.mapping.model.rows}

    press(wizard, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert focused() is wizard.files.choose


def test_vanished_matters_are_kept_unless_somebody_says_otherwise(
    wizard: ImportWizard, jobs: Jobs, office: Office, tmp_path: Path
) -> None:
    with office.read(SYSTEM) as work:
        kept = next(iter(_sample(tmp_path)))
        department = get_matter(work, kept).department_name
    wizard.read(tmp_path / "one.jsonl")
    wait(jobs)
    assert wizard.preview.abolish.isVisible()
    assert not wizard.preview.abolish.isChecked()
    missing = wizard.preview.changes["vanished"].rows
    assert missing
    wizard.preview.abolish.setChecked(True)
    wizard.confirm.click()
    wait(jobs)

    assert f"已取消 {len(missing)} 个" in wizard.preview.summary.text()
    with office.read(SYSTEM) as work:
        gone = get_matter(work, missing[0].item_code or missing[0].code)
    assert gone.state is MatterState.ABOLISHED
    assert gone.department_name == department


def test_an_abolished_matter_comes_back_only_in_sight(
    wizard: ImportWizard, jobs: Jobs, office: Office, tmp_path: Path
) -> None:
    code = _sample(tmp_path)[0]
    with office.work(SYSTEM) as work:
        abolish_matter(work, get_matter(work, code).id, work.today, "职能划转")
    wizard.read(tmp_path / "one.jsonl")
    wait(jobs)

    assert "重新启用 1 个" in wizard.preview.summary.text()
    assert "逐个核对" in wizard.preview.note.text()
    assert [row.code for row in wizard.preview.changes["revived"].rows] == [code]
    assert "重新启用 1" in [wizard.preview.tabs.tabText(at) for at in range(wizard.preview.tabs.count())]
    wizard.confirm.click()
    wait(jobs)
    assert "已新增 0 个、重新启用 1 个" in wizard.preview.summary.text()
    with office.read(SYSTEM) as work:
        assert get_matter(work, code).state is MatterState.PUBLISHED


def _sample(folder: Path) -> list[str]:
    """One record of the sample catalogue as a file, by its code."""
    seed = Path(__file__).parents[2] / "resources/seed/matters.jsonl"
    line = seed.read_text("utf-8").splitlines()[0]
    (folder / "one.jsonl").write_text(line, "utf-8")
    return [line.split('"code"')[1].split('"')[1]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (bytes(range(256)) * 40, "file_binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_old_workbook"),
    ],
)
def test_what_is_no_file_of_matters_is_refused_with_its_reason(
    wizard: ImportWizard, jobs: Jobs, office: Office, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "matters.jsonl"
    path.write_bytes(content)
    wizard.read(path)
    wait(jobs)

    assert wizard.message.text == sentence(ServiceError(code))
    assert wizard.files.isVisible()
    assert matters(office) == 50


def test_a_file_that_is_gone_is_said(wizard: ImportWizard, jobs: Jobs, tmp_path: Path) -> None:
    wizard.read(tmp_path / "none.xlsx")
    wait(jobs)

    assert wizard.message.text == sentence(ServiceError("file_missing"))


def test_refused_records_are_shown_with_word_and_reason(
    wizard: ImportWizard, jobs: Jobs, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "matters.jsonl"
    path.write_text('{"code": "x", "name": ""}\nnot json\n', "utf-8")
    wizard.read(path)
    wait(jobs)

    rows = wizard.preview.finding_rows
    assert "■ 拒绝" in {rows.index(at, 1).data() for at in range(rows.rowCount())}
    assert "拒绝 2 条" in wizard.preview.summary.text()
    assert matters(office) == 50


def test_template_and_report_are_written_where_they_may_be(
    wizard: ImportWizard, jobs: Jobs, tmp_path: Path
) -> None:
    wizard.save_template(tmp_path / "template.xlsx")
    wait(jobs)
    assert "模板已保存" in wizard.message.text
    assert "填写说明" in load_workbook(tmp_path / "template.xlsx", read_only=True).sheetnames
    wizard.save_template(tmp_path / "no such folder" / "template.xlsx")
    wait(jobs)
    assert wizard.message.text == sentence(ServiceError("file_unwritable"))

    path = tmp_path / "matters.jsonl"
    path.write_text("not json\n", "utf-8")
    wizard.read(path)
    wait(jobs)
    wizard.save_to(tmp_path / "report.csv")
    wait(jobs)
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 2
    wizard.save_to(tmp_path / "no such folder" / "report.csv")
    wait(jobs)
    assert wizard.message.text == sentence(ServiceError("file_unwritable"))
