"""Nothing typed is lost: saved by itself, when the page goes, and beside a colleague who was faster."""

from dataclasses import replace

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.editor import saver
from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.gui.catalogue.editor.saver import SaveState
from desktop_app.gui.fields import TextField
from desktop_app.gui.jobs import Jobs
from desktop_app.rules.elements import Section
from desktop_app.services.matter_drafts import discard_draft, get_draft, save_draft
from tests.factories import LICENCE, Hall
from tests.gui.counter import do
from tests.gui.editor.writing import content_of, opened, stored, write
from tests.gui.hands import find


def name_field(page: EditorPage) -> TextField:
    form = page.desk.editor.panel_of(Section.BASICS).form
    assert form is not None
    field = form.fields["name"]
    assert isinstance(field, TextField)
    return field


def rename(page: EditorPage, name: str) -> None:
    write(name_field(page), name)


def overtake(page: EditorPage, hall: Hall, name: str) -> None:
    """Somebody at another desk saves the draft that is open here."""
    detail = page.desk.detail
    assert detail is not None
    content = replace(LICENCE, name=name)
    do(page.jobs.office, hall.reviewer, save_draft, detail.row.id, detail.row.revision, content)


def test_saves_by_itself_some_time_after_the_last_key(page: EditorPage, hall: Hall, qtbot: QtBot) -> None:
    desk = opened(page, hall.licence_id)
    rename(page, "卫生许可")

    assert desk.saver.state is SaveState.DIRTY
    assert "稍后自动保存" in desk.saving.text()
    qtbot.waitUntil(lambda: desk.saver.is_clean, timeout=saver.SAVE_PAUSE_MS * 3)
    assert desk.saving.text() == "✓ 已保存"
    assert desk.name.text() == "卫生许可"
    assert stored(page, hall).content.name == "卫生许可"


def test_a_page_that_goes_keeps_what_was_typed(page: EditorPage, hall: Hall, jobs: Jobs) -> None:
    detail = opened(page, hall.licence_id).detail
    assert detail is not None
    rename(page, "先写一半")
    page.hide()
    jobs.wait_idle()

    with jobs.office.read(hall.editor) as work:
        assert get_draft(work, detail.row.id).content.name == "先写一半"


def test_the_end_of_the_program_waits_for_the_last_save(page: EditorPage, hall: Hall, jobs: Jobs) -> None:
    detail = opened(page, hall.licence_id).detail
    assert detail is not None
    rename(page, "一")
    page.desk.saver.flush()
    rename(page, "一二")
    page.hide()
    jobs.shutdown()

    with jobs.office.read(hall.editor) as work:
        assert get_draft(work, detail.row.id).content.name == "一二"


def test_going_to_another_draft_saves_the_first(page: EditorPage, hall: Hall, jobs: Jobs) -> None:
    first = opened(page, hall.licence_id).detail
    assert first is not None
    rename(page, "先写这一份")
    opened(page, hall.immediate_id)

    assert content_of(page).name == "老年人优待证办理"
    assert name_field(page).value == "老年人优待证办理"
    with jobs.office.read(hall.editor) as work:
        assert get_draft(work, first.row.id).content.name == "先写这一份"


def test_saving_does_not_disturb_undo(page: EditorPage, hall: Hall) -> None:
    opened(page, hall.licence_id)
    line = name_field(page).line
    line.setFocus()
    line.end(False)
    line.insert("（新）")
    line.textEdited.emit(line.text())
    stored(page, hall)

    assert line.isUndoAvailable()
    line.undo()
    assert line.text() == LICENCE.name


def test_a_faster_colleague_is_named_and_the_words_stay(page: EditorPage, hall: Hall, jobs: Jobs) -> None:
    desk = opened(page, hall.licence_id)
    rename(page, "我写的")
    overtake(page, hall, "他写的")
    desk.saver.flush()
    jobs.wait_idle()

    assert desk.saver.state is SaveState.OVERTAKEN
    assert desk.conflict.isVisible()
    assert content_of(page).name == "我写的"
    find(page, QPushButton, "editor.keep_mine").click()
    jobs.wait_idle()
    assert not desk.conflict.isVisible()
    assert stored(page, hall).content.name == "我写的"


def test_the_colleagues_words_can_be_taken(page: EditorPage, hall: Hall, jobs: Jobs) -> None:
    desk = opened(page, hall.licence_id)
    rename(page, "我写的")
    overtake(page, hall, "他写的")
    desk.saver.flush()
    jobs.wait_idle()
    find(page, QPushButton, "editor.drop_mine").click()
    jobs.wait_idle()

    assert content_of(page).name == "他写的"
    assert name_field(page).value == "他写的"
    assert desk.saver.is_clean


def test_what_could_not_be_saved_comes_back_with_the_draft(page: EditorPage, hall: Hall, jobs: Jobs) -> None:
    desk = opened(page, hall.licence_id)
    assert desk.detail is not None
    draft_id = desk.detail.row.id
    rename(page, "我写的")
    overtake(page, hall, "他写的")
    opened(page, hall.immediate_id)
    jobs.wait_idle()
    page.open_draft(draft_id)
    jobs.wait_idle()

    assert content_of(page).name == "我写的"
    assert desk.conflict.isVisible()
    assert "没有保存" in desk.saving.text()


def test_a_clean_draft_follows_the_colleague(page: EditorPage, hall: Hall, jobs: Jobs) -> None:
    opened(page, hall.licence_id)
    overtake(page, hall, "他写的")
    page.reload()
    jobs.wait_idle()

    assert content_of(page).name == "他写的"
    assert page.message.text.startswith("冯审核")


def test_a_draft_that_is_gone_is_left(page: EditorPage, hall: Hall, jobs: Jobs) -> None:
    detail = opened(page, hall.licence_id).detail
    assert detail is not None
    do(jobs.office, hall.reviewer, discard_draft, detail.row.id, detail.row.revision)
    page.reload()
    jobs.wait_idle()

    assert page.desk.detail is None
    assert page.nothing.isVisible()
    assert "没有找到这份修订稿" in page.message.text
