"""A draft from its beginning to the review and back, on the matters of the sample hall."""

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.catalogue.editor.dialogs import (
    ChooserDialog,
    CodesDialog,
    NewMatterDialog,
    SubmitDialog,
)
from desktop_app.gui.catalogue.editor.differences_dialog import DifferencesDialog
from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.gui.catalogue.guide_dialog import DraftGuideDialog
from desktop_app.rules.elements import Section
from desktop_app.services.catalogue import get_matter_by_id
from desktop_app.services.matter_drafts import create_draft, get_draft, list_drafts, return_draft
from desktop_app.services.work import SYSTEM, Actor, Office
from models.elements import DraftState
from models.enums import MatterType, Role
from tests.gui.counter import do
from tests.gui.editor.writing import content_of, opened, write
from tests.gui.hands import find, press
from tests.gui.sample_hall import matter, person

CTRL = Qt.KeyboardModifier.ControlModifier
D = TypeVar("D", bound=ActDialog)
MATTER = "个体工商户设立登记"


@pytest.fixture
def address(sample_address: str) -> str:
    return sample_address


@pytest.fixture
def signed_in(office: Office) -> Actor:
    return person(office, Role.EDITOR)


def dialog_of(page: EditorPage, kind: type[D]) -> D:
    """The dialog in sight."""
    page.jobs.wait_idle()
    (found,) = (each for each in page.findChildren(kind) if each.isVisible())
    return found


def change_remark(page: EditorPage, text: str) -> None:
    form = page.desk.editor.panel_of(Section.OTHER).form
    assert form is not None
    page.desk.editor.sections.choose(Section.OTHER)
    write(form.fields["remark"], text)


def test_puts_the_code_of_a_new_matter_right_and_looks_at_its_guide(page: EditorPage) -> None:
    jobs = page.jobs
    with jobs.office.work(jobs.actor) as work:
        content = get_matter_by_id(work, matter(jobs.office, MATTER).id).content
        draft = create_draft(work, "11411000MB991001904410125088000", "", content)
    page.open_draft(draft.row.id)
    jobs.wait_idle()
    assert find(page, QPushButton, "editor.recode").isVisible()
    find(page, QPushButton, "editor.recode").click()
    dialog = dialog_of(page, CodesDialog)
    dialog.code.set_value("11411000MB991001904410125089000")
    dialog.way_on.click()
    jobs.wait_idle()
    assert page.desk.detail is not None
    assert page.desk.detail.row.code.endswith("89000")
    change_remark(page, "改了编码以后还能接着写")
    page.desk.saver.flush()
    jobs.wait_idle()
    assert content_of(page).remark == "改了编码以后还能接着写"

    find(page, QPushButton, "editor.guide").click()
    jobs.wait_idle()
    (guide,) = page.findChildren(DraftGuideDialog)
    assert guide.view.content.pageCount() >= 2
    assert "草稿" in guide.heading.text()
    guide.close()


def test_hands_in_with_note_and_day_and_takes_back(page: EditorPage) -> None:
    jobs = page.jobs
    desk = opened(page, matter(jobs.office, MATTER).id)
    change_remark(page, "自2027年起按新表填写")
    assert desk.editor.errors == ()
    press(page, Qt.Key.Key_Return, CTRL)
    dialog = dialog_of(page, SubmitDialog)
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert "修改说明" in dialog.message.text
    find(dialog, QPlainTextEdit, "editor.note").insertPlainText("换用新表")
    find(dialog, QLineEdit, "editor.effective_on").insert("明年")
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert "日期" in dialog.message.text
    find(dialog, QLineEdit, "editor.effective_on").setText("2027-01-01")
    press(dialog, Qt.Key.Key_Return, CTRL)
    jobs.wait_idle()

    assert desk.detail is not None
    with jobs.office.read(SYSTEM) as work:
        detail = get_draft(work, desk.detail.row.id)
    assert detail.row.state is DraftState.IN_REVIEW
    assert (detail.note, str(detail.row.effective_on)) == ("换用新表", "2027-01-01")
    assert detail.content.remark == "自2027年起按新表填写"
    assert find(page, QPlainTextEdit, "editor.remark").isReadOnly()
    assert not find(page, QPushButton, "editor.submit").isVisible()
    desk.editor.jump("materials")
    assert not find(page, QPushButton, "editor.materials.add").isEnabled()
    find(page, QPushButton, "editor.withdraw").click()
    jobs.wait_idle()
    assert not find(page, QPlainTextEdit, "editor.remark").isReadOnly()
    assert "草稿" in desk.facts.text()


def test_what_was_returned_shows_why(page: EditorPage) -> None:
    jobs = page.jobs
    desk = opened(page, matter(jobs.office, MATTER).id)
    change_remark(page, "改一处")
    press(page, Qt.Key.Key_Return, CTRL)
    dialog = dialog_of(page, SubmitDialog)
    find(dialog, QPlainTextEdit, "editor.note").insertPlainText("改备注")
    press(dialog, Qt.Key.Key_Return, CTRL)
    jobs.wait_idle()
    assert desk.detail is not None
    row = desk.detail.row
    do(jobs.office, SYSTEM, return_draft, row.id, row.revision, "请写明依据")
    page.reload()
    jobs.wait_idle()

    assert desk.said.text == "退回意见：请写明依据"
    assert not find(page, QPlainTextEdit, "editor.remark").isReadOnly()


def test_errors_forbid_handing_in_and_lead_to_their_place(page: EditorPage) -> None:
    desk = opened(page, matter(page.jobs.office, MATTER).id)
    desk.editor.jump("name")
    form = desk.editor.panel_of(Section.BASICS).form
    assert form is not None
    write(form.fields["name"], "")
    press(page, Qt.Key.Key_Return, CTRL)
    dialog = dialog_of(page, SubmitDialog)
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert "个错误" in dialog.message.text
    desk.editor.sections.choose(Section.OTHER)
    find(dialog, QPushButton, "editor.submit_error_1").click()
    page.jobs.wait_idle()

    assert not any(each.isVisible() for each in page.findChildren(SubmitDialog))
    assert desk.editor.section is desk.editor.errors[0].place.section
    assert desk.detail is not None
    assert desk.detail.row.state is DraftState.DRAFT


def test_a_new_matter_like_another(page: EditorPage) -> None:
    jobs = page.jobs
    press(page, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(page, NewMatterDialog)
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert dialog.code.note.text() == "■ 请填写实施编码"
    find(dialog, QPushButton, "editor.new.copy").click()
    chooser = dialog_of(page, ChooserDialog)
    find(chooser, QLineEdit, chooser.chooser.box.objectName()).setText(MATTER)
    press(chooser.chooser.box, Qt.Key.Key_Return)
    jobs.wait_idle()
    kind = MatterType(dialog.kind.value)
    write(dialog.code, "11411000MB991001904410125999000")
    write(dialog.name, "个体工商户特别登记")
    dialog.way_on.click()
    jobs.wait_idle()

    content = content_of(page)
    assert content.name == "个体工商户特别登记"
    assert content.matter_type is kind
    assert content.materials
    assert page.desk.detail is not None
    assert page.desk.detail.base is None
    assert "新事项" in page.desk.facts.text()
    find(page, QPushButton, "editor.compare").click()
    assert find(page, DifferencesDialog, "editor.differences").found
    find(page, DifferencesDialog, "editor.differences").reject()


def test_a_taken_code_is_said_in_the_dialog(page: EditorPage) -> None:
    row = matter(page.jobs.office, MATTER)
    press(page, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(page, NewMatterDialog)
    with page.jobs.office.read(SYSTEM) as work:
        from desktop_app.services.catalogue import get_matter_by_id

        known = get_matter_by_id(work, row.id)
    for field, text in (
        (dialog.code, known.code),
        (dialog.item_code, known.item_code),
        (dialog.name, "又一个"),
        (dialog.department, known.content.department_name),
        (dialog.department_code, known.content.department_code),
    ):
        write(field, text)
    press(dialog, Qt.Key.Key_Return, CTRL)
    page.jobs.wait_idle()

    assert dialog.isVisible()
    assert dialog.message.text
    assert dialog.name.value == "又一个"
    dialog.give_up()


def test_discarding_asks_first_and_leaves(page: EditorPage) -> None:
    desk = opened(page, matter(page.jobs.office, MATTER).id)
    assert desk.detail is not None
    draft_id = desk.detail.row.id
    find(page, QPushButton, "editor.discard").click()
    find(page, QPushButton, "editor.discard_dialog.confirm").click()
    page.jobs.wait_idle()

    assert desk.detail is None
    assert page.nothing.isVisible()
    with page.jobs.office.read(SYSTEM) as work:
        assert draft_id not in {row.id for row in list_drafts(work)}


def test_without_the_mouse_from_the_list_into_a_field(page: EditorPage, qtbot: QtBot) -> None:
    opened(page, matter(page.jobs.office, MATTER).id)
    page.desk.close_draft()
    page.reload()
    page.jobs.wait_idle()
    qtbot.waitUntil(lambda: bool(page.drafts.model.rows))
    table = page.drafts.table
    table.setFocus()
    table.select_key(page.drafts.model.rows[0].id)
    press(table, Qt.Key.Key_Return)
    page.jobs.wait_idle()
    sections = page.desk.editor.sections
    assert page.focusWidget() is sections
    press(sections, Qt.Key.Key_Down)
    assert page.desk.editor.section is Section.ORGAN
    press(sections, Qt.Key.Key_Return)
    assert page.focusWidget() is find(page, QLineEdit, "editor.department_name")
    press(page, Qt.Key.Key_PageDown, CTRL)
    assert page.desk.editor.section is Section.AUDIENCE
    press(page, Qt.Key.Key_F9)
    assert page.drafts.isHidden()
    press(page, Qt.Key.Key_F9)
    assert page.drafts.isVisible()
