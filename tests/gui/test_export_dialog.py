"""Exporting the catalogue from its page: everything or a department, given up, refused."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.export_dialog import ExportDialog
from desktop_app.gui.catalogue.page import CataloguePage
from desktop_app.gui.jobs import Jobs
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from models.enums import Role
from tests.gui.counter import activate, settle, show
from tests.gui.hands import press

pytestmark = pytest.mark.sample_hall(Role.EDITOR)


@pytest.fixture
def dialog(jobs: Jobs, qtbot: QtBot) -> ExportDialog:
    page = CataloguePage(jobs)
    show(page, qtbot)
    made = ExportDialog(page)
    made.open()
    activate(made)
    settle(jobs)
    return made


def test_everything_or_a_department_goes_into_a_file(
    dialog: ExportDialog, jobs: Jobs, tmp_path: Path
) -> None:
    assert dialog.department.combo.count() > 2
    dialog.export_to(tmp_path / "all.jsonl")
    assert dialog.progress.isVisible()
    assert not dialog.confirm.isEnabled()
    settle(jobs)
    lines = (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
    assert dialog.message.text == f"已导出 {len(lines)} 个事项到“all.jsonl”。"
    assert len(lines) == 50

    dialog.department.combo.setCurrentIndex(1)
    dialog.export_to(tmp_path / "some.csv")
    settle(jobs)
    assert dialog.confirm.isEnabled()
    assert (tmp_path / "some.csv").stat().st_size < (tmp_path / "all.jsonl").stat().st_size


def test_esc_gives_up_the_export_and_then_the_dialog(
    dialog: ExportDialog, jobs: Jobs, tmp_path: Path
) -> None:
    dialog.export_to(tmp_path / "all.xlsx")
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.message.text == "正在取消导出…"
    settle(jobs)
    assert dialog.message.text == sentence(ServiceError("export_cancelled"))
    assert not (tmp_path / "all.xlsx").exists()
    assert dialog.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_place_that_cannot_be_written_to_is_said(dialog: ExportDialog, jobs: Jobs, tmp_path: Path) -> None:
    dialog.export_to(tmp_path / "gone" / "all.csv")
    settle(jobs)

    assert dialog.message.text == sentence(ServiceError("file_unwritable"))
    assert dialog.confirm.isEnabled()
