"""Guides on screen: choose, see, print and keep one; bind a department's; give up half-way."""

import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.gui.catalogue.guide_batch import GuideBatchDialog
from desktop_app.gui.catalogue.guide_dialog import SAVED_AS, GuideDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.office.page import SettingsPage
from desktop_app.gui.page import Page
from desktop_app.gui.printer_choice import NO_PRINTER
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.guide_sections import ALL_SECTIONS
from desktop_app.services.office import get_settings
from desktop_app.services.work import SYSTEM, Office
from desktop_app.settings import WorkstationSettings, write_workstation
from models.audit import AuditEntry
from models.catalogue import MatterVersion
from models.elements import GuideStyle
from models.enums import Role
from tests.gui.counter import activate, settle, show
from tests.gui.hands import find, press
from tests.gui.sample_hall import focused, matter, person

pytestmark = pytest.mark.sample_hall(Role.CLERK)

ASKING = "道路普通货物运输经营许可"
PLAIN = "个体工商户设立登记"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def printer(dressed: None, tmp_path: Path) -> Path:  # noqa: ARG001  the settings belong to the test's own home
    """Where the printer of this computer puts its sheets."""
    made = tmp_path / "printed"
    made.mkdir()
    write_workstation(WorkstationSettings(printer=f"file:{made}"))
    return made


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> Page:
    made = Page("catalogue.page", "事项目录", jobs)
    show(made, qtbot)
    return made


def opened(page: Page, office: Office, name: str) -> GuideDialog:
    dialog = GuideDialog(page, matter(office, name).id)
    dialog.open()
    activate(dialog)
    settle(page.jobs)
    return dialog


def text(dialog: GuideDialog) -> str:
    return "".join(
        dialog.view.content.getAllText(number).text() for number in range(dialog.view.content.pageCount())
    )


def recorded(office: Office) -> list[AuditEntry]:
    with office.read(SYSTEM) as work:
        return list(
            work.session.scalars(sa.select(AuditEntry).where(AuditEntry.action.startswith("guides.")))
        )


def test_the_guide_is_shown_as_it_will_be_printed(page: Page, office: Office) -> None:
    dialog = opened(page, office, PLAIN)
    assert dialog.heading.text() == PLAIN
    assert "10. 申请材料目录" in text(dialog)
    assert dialog.pages.text() == f"共 {dialog.view.content.pageCount()} 页"
    assert focused() is dialog.style_field.combo
    assert dialog.situation_note.isHidden()
    assert dialog.message.text == NO_PRINTER
    assert not dialog.print_button.isEnabled()
    assert dialog.save.isEnabled()


def test_every_style_and_size_is_one_key_away(page: Page, office: Office, jobs: Jobs) -> None:
    dialog = opened(page, office, PLAIN)
    ordinary = dialog.view.content.pageCount()
    for style, words in (
        (GuideStyle.PLAIN, "您要带什么"),
        (GuideStyle.BRIEF, "要带什么"),
        (GuideStyle.ILLUSTRATED, "一步一步怎么办"),
    ):
        press(dialog.style_field.combo, Qt.Key.Key_Down)
        settle(jobs)
        assert dialog.chosen is style
        assert words in text(dialog)
    dialog.style_field.set_value(GuideStyle.STANDARD.value)
    press(dialog.large, Qt.Key.Key_Space)
    settle(jobs)
    assert dialog.view.content.pageCount() > ordinary


def test_answers_leave_what_applies(page: Page, office: Office, jobs: Jobs) -> None:
    dialog = opened(page, office, ASKING)
    assert dialog.situation_note.isVisible()
    assert "授权委托书" in text(dialog)
    press(dialog.situations.findChildren(type(dialog.style_field))[0].combo, Qt.Key.Key_1)
    settle(jobs)
    assert "本指南按以下情形打印" in text(dialog)
    assert "授权委托书" not in text(dialog)


def test_one_key_prints_and_says_so(page: Page, office: Office, jobs: Jobs, printer: Path) -> None:
    dialog = opened(page, office, PLAIN)
    sheets = dialog.view.content.pageCount()
    press(dialog, Qt.Key.Key_P, CTRL)
    settle(jobs)

    (file,) = printer.iterdir()
    assert len(PdfReader(io.BytesIO(file.read_bytes())).pages) == sheets
    (entry,) = recorded(office)
    assert entry.details["style"] == "standard"
    assert not isValid(dialog), "it has closed"


def test_a_guide_is_kept_as_a_file(page: Page, office: Office, jobs: Jobs, tmp_path: Path) -> None:
    dialog = opened(page, office, PLAIN)
    press(dialog, Qt.Key.Key_S, CTRL)
    asked = find(dialog, QFileDialog, "catalogue.guide_save_dialog")
    out = tmp_path / "out.pdf"
    asked.fileSelected.emit(str(out))
    asked.close()
    settle(jobs)
    assert out.read_bytes().startswith(b"%PDF")
    assert recorded(office)[0].details["printer"] == SAVED_AS


def test_what_cannot_be_written_is_said_and_nothing_recorded(
    page: Page, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    dialog = opened(page, office, PLAIN)
    press(dialog, Qt.Key.Key_S, CTRL)
    asked = find(dialog, QFileDialog, "catalogue.guide_save_dialog")
    asked.fileSelected.emit(str(tmp_path / "nowhere" / "out.pdf"))
    asked.close()
    settle(jobs)
    assert dialog.message.text == sentence(ServiceError("file_unwritable"))
    assert dialog.save.isEnabled()
    assert recorded(office) == []


def test_a_guide_that_cannot_be_drawn_says_which_character(page: Page, office: Office, jobs: Jobs) -> None:
    chosen = matter(office, PLAIN)
    with office.work(SYSTEM) as work:
        version = work.session.scalars(
            sa.select(MatterVersion).where(MatterVersion.matter_id == chosen.id)
        ).one()
        version.content = {**version.content, "conditions": "\U0001f600"}
        version.digest = "changed"
    dialog = opened(page, office, PLAIN)
    settle(jobs)
    assert "U+1F600" in dialog.message.text
    assert not dialog.save.isEnabled()


def test_a_department_is_bound_into_one_file(
    page: Page, office: Office, jobs: Jobs, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = GuideBatchDialog(page)
    dialog.open()
    activate(dialog)
    settle(jobs)
    combo = dialog.department.combo
    offered = [combo.itemText(at) for at in range(combo.count())]
    assert not any(name.startswith("颍昌县人民政府") for name in offered), "it has no matters"
    at = offered.index("颍昌县公安局（4 个事项）")
    combo.setCurrentIndex(at)
    dialog.style_field.set_value(GuideStyle.BRIEF.value)
    press(dialog, Qt.Key.Key_Return, CTRL)
    settle(jobs)
    asked = find(dialog, QFileDialog, "catalogue.guide_batch_save")
    out = tmp_path / "book.pdf"
    asked.fileSelected.emit(str(out))
    asked.close()
    assert not dialog.way_on.isEnabled()
    settle(jobs)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible())

    pages = len(PdfReader(io.BytesIO(out.read_bytes())).pages)
    assert dialog.message.text == f"已生成 {pages - 2} 个事项的办事指南，共 {pages} 页：book.pdf"
    assert [entry.action for entry in recorded(office)] == ["guides.write"]
    assert dialog.way_on.isEnabled()


def test_chosen_matters_are_bound_without_asking_for_a_department(
    page: Page, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    ids = [matter(office, name).id for name in (PLAIN, ASKING)]
    dialog = GuideBatchDialog(page, ids)
    dialog.open()
    settle(jobs)
    assert dialog.department.isHidden()
    press(dialog, Qt.Key.Key_Return, CTRL)
    asked = find(dialog, QFileDialog, "catalogue.guide_batch_save")
    asked.close()
    dialog.write_to(str(tmp_path / "book.pdf"))
    settle(jobs)
    assert "已生成 2 个事项" in dialog.message.text


def test_esc_gives_up_the_book_and_then_the_dialog(
    page: Page, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    dialog = GuideBatchDialog(page, [matter(office, PLAIN).id] * 1)
    dialog.open()
    activate(dialog)
    press(dialog, Qt.Key.Key_Return, CTRL)
    find(dialog, QFileDialog, "catalogue.guide_batch_save").close()
    dialog.write_to(str(tmp_path / "book.pdf"))
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.message.text == "已取消，没有生成文件。"
    assert dialog.isVisible()
    settle(jobs)
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_sections_of_the_full_guide_are_a_setting(office: Office, qtbot: QtBot) -> None:
    jobs = Jobs(office, person(office, Role.ADMINISTRATOR))
    settings = SettingsPage(jobs)
    show(settings, qtbot)
    settle(jobs)
    lines = settings.sections.value.splitlines()
    assert "、".join(lines) == ALL_SECTIONS
    settings.sections.lines.setPlainText("\n".join(reversed(lines)))
    press(settings, Qt.Key.Key_S, CTRL)
    QTest.qWait(150)
    settle(jobs)
    with office.read(SYSTEM) as work:
        assert get_settings(work).guide_sections == "、".join(reversed(lines))
    settings.sections.lines.setPlainText("申请条件")
    press(settings, Qt.Key.Key_S, CTRL)
    QTest.qWait(150)
    settle(jobs)
    assert "依法必须有“事项名称与编码”一章" in settings.message.text
    settings.close()
    jobs.shutdown()
