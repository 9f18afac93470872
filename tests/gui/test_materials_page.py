"""材料库 on the screen: finding, entering, changing, merging, making entries of what matters ask for."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.materials_dialogs import MaterialDialog, MergeDialog, SuggestionsDialog
from desktop_app.gui.catalogue.materials_page import EMPTY, MaterialsPage
from desktop_app.gui.jobs import Jobs
from desktop_app.rules.materials import MaterialInput
from desktop_app.services.assets import add_asset
from desktop_app.services.materials import create_material, get_material
from desktop_app.services.work import Actor, Office
from tests.factories import LICENCE, Hall
from tests.gui.counter import activate, go_on, settle, show
from tests.gui.hands import Ear, press
from tests.gui.sample_hall import typed
from tests.services.test_materials import picture
from tests.services.test_quality import add_matters


@pytest.fixture
def signed_in(hall: Hall) -> Actor:
    return hall.editor


@pytest.fixture
def library(office: Office, hall: Hall) -> None:
    """Three entries, one with a picture."""
    with office.work(hall.editor) as work:
        sample = add_asset(work, picture(), "样例.png")
        create_material(
            work, MaterialInput("营业执照", check_points="在有效期内", sample=sample, licence="电子营业执照")
        )
        create_material(work, MaterialInput("营业执照（副本）"))
        create_material(work, MaterialInput("公司章程"))


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> MaterialsPage:
    made = MaterialsPage(jobs)
    show(made, qtbot)
    activate(made)
    settle(jobs)
    return made


def dialog_of(page: MaterialsPage, kind: type[QDialog]) -> QDialog:
    settle(page.jobs)
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def look_for(page: MaterialsPage, text: str) -> None:
    page.box.clear()
    typed(text, page.box)
    QTest.qWait(200)
    settle(page.jobs)


def test_an_empty_library_says_how_to_fill_it(page: MaterialsPage) -> None:
    assert page.nothing.heading == EMPTY
    assert not page.change.isEnabled()


@pytest.mark.usefixtures("library")
def test_an_entry_is_found_and_shown_with_picture_and_uses(hall: Hall, page: MaterialsPage) -> None:
    look_for(page, "营业执照")

    assert [row.name for row in page.model.rows] == ["营业执照", "营业执照（副本）"]
    assert page.view.heading.text() == "营业执照"
    assert "电子营业执照" in page.view.licence.text()
    assert page.view.texts["审查要点"].text() == "在有效期内"
    assert not page.view.sample.picture.pixmap().isNull()
    assert [row.matter_id for row in page.view.model.rows] == [hall.licence_id]

    ear = Ear(page.wanted)
    page.view.uses.selectRow(0)
    press(page.view.uses, Qt.Key.Key_Return)
    assert ear.heard == [("catalogue.editor", hall.licence_id)]

    look_for(page, "没有的材料")
    assert "没有的材料" in page.nothing.heading
    assert page.view.isHidden()


@pytest.mark.usefixtures("library")
def test_a_new_entry_is_warned_of_its_like_and_kept(page: MaterialsPage) -> None:
    press(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(page, MaterialDialog)
    assert isinstance(dialog, MaterialDialog)
    go_on(dialog)
    assert "请填写材料名称" in dialog.message.text

    typed("公司 章程原件", dialog.material.line)
    dialog.material.edited.emit()
    QTest.qWait(350)
    settle(page.jobs)
    assert "公司章程" in dialog.material.note.text()

    dialog.material.set_value("卫生检测报告")
    go_on(dialog)
    settle(page.jobs)
    assert page.view.heading.text() == "卫生检测报告"


@pytest.mark.usefixtures("library")
def test_an_entry_is_changed_with_a_file(page: MaterialsPage, tmp_path: Path) -> None:
    look_for(page, "公司章程")
    press(page, Qt.Key.Key_F4)
    dialog = dialog_of(page, MaterialDialog)
    assert isinstance(dialog, MaterialDialog)
    file = tmp_path / "空白章程.png"
    file.write_bytes(picture("red"))
    dialog.blank_form.take_file(file)
    settle(page.jobs)
    go_on(dialog)
    settle(page.jobs)

    with page.jobs.office.read(page.jobs.actor) as work:
        assert get_material(work, "CL00003").blank_form == dialog.blank_form.value != ""
    assert not page.view.blank_form.picture.pixmap().isNull()


@pytest.mark.usefixtures("library")
def test_an_entry_is_retired_and_restored_by_one_key(page: MaterialsPage) -> None:
    look_for(page, "公司章程")
    press(page, Qt.Key.Key_F6)
    settle(page.jobs)
    assert "已停用" in page.view.facts.text()
    assert page.retire.accessibleName() == "恢复"
    press(page, Qt.Key.Key_F6)
    settle(page.jobs)
    assert page.retire.accessibleName() == "停用"


@pytest.mark.usefixtures("library")
def test_two_entries_become_one(hall: Hall, page: MaterialsPage) -> None:
    look_for(page, "CL00001")
    press(page, Qt.Key.Key_F7)
    dialog = dialog_of(page, MergeDialog)
    assert isinstance(dialog, MergeDialog)
    settle(page.jobs)
    assert [row.name for row in dialog.model.rows] == ["营业执照（副本）"]
    dialog.table.selectRow(0)
    go_on(dialog)
    settle(page.jobs)

    assert page.view.heading.text() == "营业执照（副本）"
    assert page.view.texts["审查要点"].text() == "在有效期内"
    assert [row.matter_id for row in page.view.model.rows] == [hall.licence_id]


def test_what_several_matters_ask_for_becomes_entries(office: Office, page: MaterialsPage) -> None:
    add_matters(office, [replace(LICENCE, name="另一事项")])
    press(page, Qt.Key.Key_F8)
    dialog = dialog_of(page, SuggestionsDialog)
    assert isinstance(dialog, SuggestionsDialog)
    assert len(dialog.chosen) == len(LICENCE.materials)
    go_on(dialog)
    settle(page.jobs)
    page.reload()
    settle(page.jobs)

    assert len(page.model.rows) == len(LICENCE.materials)
    activate(page)
    press(page, Qt.Key.Key_F8)
    settle(page.jobs)
    assert "已经有了" in page.message.text


def test_files_nobody_uses_are_tidied_away(page: MaterialsPage) -> None:
    page.tidy.click()
    settle(page.jobs)

    assert page.tidy.isEnabled()
