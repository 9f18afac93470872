"""Kept files of a material, and materials taken from the library."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.editor.library import LibraryDialog, from_library
from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.gui.catalogue.editor.part_form import PartForm
from desktop_app.gui.catalogue.file_field import FileDialog, FileField
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.elements import Section
from desktop_app.rules.materials import MaterialInput
from desktop_app.services.assets import get_asset
from desktop_app.services.materials import create_material, get_material
from models.enums import MaterialKind
from tests.factories import Hall
from tests.gui.counter import do
from tests.gui.editor.writing import content_of, opened, stored
from tests.gui.hands import find, press

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(page: EditorPage, hall: Hall) -> FileField:
    """Where the sample of the licence's first material is attached."""
    opened(page, hall.licence_id)
    page.desk.editor.jump("materials[1].sample")
    form = page.desk.editor.panel_of(Section.MATERIALS).tables["materials"].form
    assert isinstance(form, PartForm)
    found = form.fields["sample"]
    assert isinstance(found, FileField)
    return found


def picture(path: Path) -> Path:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#1d5ba6"))
    assert image.save(str(path))
    return path


def pdf(path: Path) -> Path:
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    painter.drawText(200, 400, "sample")
    painter.end()
    return path


@pytest.mark.parametrize(("name", "make"), [("样表.png", picture), ("样表.pdf", pdf)])
def test_a_sample_is_attached_shown_and_taken_away(
    name: str,
    make: Callable[[Path], Path],
    field: FileField,
    page: EditorPage,
    hall: Hall,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    field.take_file(make(tmp_path / name))
    qtbot.waitUntil(lambda: bool(field.value))
    page.jobs.wait_idle()
    assert field.words.text().startswith(name)
    digest = content_of(page).materials[0].sample

    assert stored(page, hall).content.materials[0].sample == digest
    with page.jobs.office.read(hall.editor) as work:
        kept = get_asset(work, digest)
    assert kept.name == name
    assert (kept.preview is not None) is name.endswith("pdf")
    field.view.click()
    page.jobs.wait_idle()
    shown = find(page, FileDialog, "catalogue.file_dialog")
    assert shown.isVisible()
    shown.reject()
    field.remove.click()
    assert stored(page, hall).content.materials[0].sample == ""


def test_what_is_no_picture_gets_a_sentence(field: FileField, page: EditorPage, tmp_path: Path) -> None:
    text = tmp_path / "样表.png"
    text.write_text("<html>", "utf-8")
    for path in (text, tmp_path / "没有.png"):
        field.take_file(path)
        page.jobs.wait_idle()
        assert field.note.text().startswith("■ ")
    assert content_of(page).materials[0].sample == ""


def test_a_material_comes_from_the_library(page: EditorPage, hall: Hall, qtbot: QtBot) -> None:
    given = MaterialInput("居民身份证", MaterialKind.CERTIFICATE, issuer="公安机关", standard="在有效期内")
    code = do(page.jobs.office, hall.editor, create_material, given).code
    opened(page, hall.licence_id)
    page.desk.editor.jump("materials[5]")
    press(page.desk.editor.panel_of(Section.MATERIALS).tables["materials"].table, Qt.Key.Key_L, CTRL)
    (dialog,) = page.findChildren(LibraryDialog)
    find(dialog, QLineEdit, "editor.library_search").setText("身份证")
    qtbot.waitUntil(lambda: dialog.code == code)
    find(dialog, QPushButton, "editor.library.confirm").click()
    page.jobs.wait_idle()

    taken = content_of(page).materials[5]
    assert (taken.name, taken.library_code, taken.issuer, taken.standard) == (
        "居民身份证",
        code,
        "公安机关",
        "在有效期内",
    )
    assert stored(page, hall).content.materials[5] == taken
    with page.jobs.office.read(hall.editor) as work:
        entry = get_material(work, code)
    assert from_library(entry, MaterialSpec("", copies=2)).copies == 2
