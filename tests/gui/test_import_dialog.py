"""Importing matters: the real file tried, imported and tried again, cancelled, and files that are none."""

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.import_dialog import ImportDialog
from desktop_app.gui.catalogue.page import CataloguePage
from desktop_app.gui.jobs import Jobs
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue import count_matters
from desktop_app.services.work import SYSTEM, Office
from models.enums import Role
from tests.gui.counter import activate, settle, show
from tests.gui.hands import press
from tests.gui.sample_hall import focused, person

REAL = Path("matters-guangdong") / "matters.jsonl"
LONG = 120_000
"""Milliseconds the real file may take on a busy machine."""
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def address(sample_address: str) -> str:
    """The hall with its fifty matters."""
    return sample_address


@pytest.fixture
def jobs(office: Office) -> Generator[Jobs]:
    made = Jobs(office, person(office, Role.ADMINISTRATOR))
    yield made
    made.shutdown()
    made.wait_idle()


@pytest.fixture
def dialog(jobs: Jobs, qtbot: QtBot) -> ImportDialog:
    page = CataloguePage(jobs)
    show(page, qtbot)
    made = ImportDialog(page)
    made.open()
    activate(made)
    return made


def wait(jobs: Jobs) -> None:
    assert jobs.wait_idle(LONG / 1000)
    settle(jobs)


def matters(office: Office) -> int:
    with office.read(SYSTEM) as work:
        return count_matters(work)


def test_the_dialog_begins_with_choosing_a_file(dialog: ImportDialog) -> None:
    assert dialog.nothing.isVisible()
    assert not dialog.confirm.isEnabled()
    assert not dialog.save.isEnabled()


def test_the_real_file_is_tried_imported_and_brings_nothing_twice(
    dialog: ImportDialog, jobs: Jobs, office: Office, shared_data: Path, tmp_path: Path
) -> None:
    dialog.read(shared_data / REAL)
    assert dialog.progress.isVisible()
    wait(jobs)
    assert "将新增 2262 个" in dialog.summary.text()
    assert matters(office) == 50, "a trial changes nothing"
    assert dialog.table.isVisible()
    assert dialog.reason.text().endswith(dialog.model.rows[0][1].reason)
    assert focused() is dialog.confirm
    report = tmp_path / "report.csv"
    dialog.save_to(report)
    wait(jobs)
    assert dialog.message.text == "报告已保存。"
    assert len(report.read_text("utf-8-sig").splitlines()) > dialog.model.rowCount()

    press(dialog, Qt.Key.Key_Return, CTRL)
    assert not dialog.confirm.isEnabled()
    wait(jobs)
    assert matters(office) == 50 + 2262
    assert "已新增 2262 个" in dialog.summary.text()
    assert dialog.message.text == "导入完成。"
    assert focused() is dialog.leave

    dialog.read(shared_data / REAL)
    wait(jobs)
    assert "将新增 0 个、更新 0 个，2262 个没有变化" in dialog.summary.text()


def test_esc_gives_up_the_reading_and_then_the_dialog(
    dialog: ImportDialog, jobs: Jobs, office: Office, shared_data: Path
) -> None:
    dialog.read(shared_data / REAL)
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.message.text == "已取消，没有导入任何内容。"
    assert not dialog.progress.isVisible()
    wait(jobs)
    assert not dialog.confirm.isEnabled()
    assert matters(office) == 50
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (bytes(range(256)) * 40, "file_binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_old_workbook"),
        (b"[{}]", "file_json_array"),
    ],
)
def test_what_is_no_file_of_matters_is_refused_with_its_reason(
    dialog: ImportDialog, jobs: Jobs, office: Office, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "matters.jsonl"
    path.write_bytes(content)
    dialog.read(path)
    wait(jobs)

    assert dialog.message.text == sentence(ServiceError(code))
    assert dialog.nothing.isVisible()
    assert not dialog.confirm.isEnabled()
    assert matters(office) == 50


def test_a_file_that_is_gone_is_said(dialog: ImportDialog, jobs: Jobs, tmp_path: Path) -> None:
    dialog.read(tmp_path / "none.xlsx")
    wait(jobs)

    assert dialog.message.text == sentence(ServiceError("file_missing"))


def test_refused_records_are_shown_with_word_and_reason(
    dialog: ImportDialog, jobs: Jobs, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "matters.jsonl"
    path.write_text('{"code": "x"}\nnot json\n', "utf-8")
    dialog.read(path)
    wait(jobs)

    treatments = {dialog.model.index(at, 1).data() for at in range(dialog.model.rowCount())}
    assert "■ 拒绝" in treatments
    assert "拒绝 2 条" in dialog.summary.text()
    assert matters(office) == 50


def test_a_report_that_cannot_be_written_is_said(dialog: ImportDialog, jobs: Jobs, tmp_path: Path) -> None:
    path = tmp_path / "matters.jsonl"
    path.write_text("not json\n", "utf-8")
    dialog.read(path)
    wait(jobs)
    dialog.save_to(tmp_path / "no such folder" / "report.csv")
    wait(jobs)

    assert dialog.message.text == sentence(ServiceError("file_unwritable"))
