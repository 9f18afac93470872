"""审核发布: what a reviewer sees of a draft, publishing and returning it by keys, and the history behind it."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui import theme
from desktop_app.gui.catalogue.life_dialogs import LifeDialog, ask_life_action, life_actions
from desktop_app.gui.catalogue.review_dialogs import PublishDialog, ReturnDialog
from desktop_app.gui.catalogue.review_page import ReviewPage
from desktop_app.gui.catalogue.review_words import OWN
from desktop_app.gui.catalogue.versions_dialog import VersionsDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.rules.matter_life import MatterAction
from desktop_app.services.matter_drafts import get_draft, list_drafts, return_draft
from desktop_app.services.matter_force import NewVersion, add_version, lock_matter
from desktop_app.services.matter_life import get_standing, list_versions, suspend_matter
from desktop_app.services.work import SYSTEM, Actor, Office
from models.elements import DraftState
from models.enums import MatterState
from tests.factories import LICENCE, Hall
from tests.gui.counter import activate, settle, show
from tests.gui.hands import find, press
from tests.gui.sample_hall import typed
from tests.services.publishing import published, submitted

CHANGED = "有固定的经营场所和设备。"


@pytest.fixture
def signed_in(hall: Hall) -> Actor:
    return hall.reviewer


@pytest.fixture
def draft_id(office: Office, hall: Hall) -> int:
    return submitted(office, hall, hall.licence_id, conditions=CHANGED).row.id


@pytest.fixture
def page(draft_id: int, jobs: Jobs, qtbot: QtBot) -> ReviewPage:
    assert draft_id
    made = ReviewPage(jobs)
    show(made, qtbot)
    activate(made)
    return made


def opened(page: ReviewPage) -> QDialog:
    settle(page.jobs)
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


def test_a_draft_in_review_is_shown_with_its_changes(page: ReviewPage) -> None:
    text = page.view.toPlainText()

    assert "受理条件" in text
    assert CHANGED in text
    assert LICENCE.conditions in text
    assert "修订人：王编辑" in text
    assert "处提醒" in text
    assert page.publish.isEnabled()
    assert page.send_back.isEnabled()
    assert not page.rebase.isVisible()


def test_the_changed_words_are_marked_by_more_than_colour(page: ReviewPage) -> None:
    html = page.view.toHtml()

    assert "line-through" in html
    assert "underline" in html
    for name in theme.THEMES:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, name)
        assert CHANGED in page.view.toPlainText()


def test_a_reviewer_publishes_by_keys(page: ReviewPage, office: Office, hall: Hall) -> None:
    press(page, Qt.Key.Key_F8)
    dialog = opened(page)
    assert isinstance(dialog, PublishDialog)
    assert "没有公示数量" in find(dialog, QLabel, "catalogue.publish_warnings").text()
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page.jobs)

    with office.read(hall.clerk) as work:
        assert [row.version for row in list_versions(work, hall.licence_id)] == [2, 1]
    assert page.review is None
    assert page.nothing.heading == "没有待审核的修订稿"


def test_a_reviewer_returns_with_a_comment(
    page: ReviewPage, office: Office, hall: Hall, draft_id: int
) -> None:
    press(page, Qt.Key.Key_F7)
    dialog = opened(page)
    assert isinstance(dialog, ReturnDialog)
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "退回意见" in dialog.message.text
    typed("请写明依据", dialog.comment.lines)
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page.jobs)

    with office.read(hall.editor) as work:
        found = get_draft(work, draft_id).row
    assert (found.state, found.comment) == (DraftState.RETURNED, "请写明依据")
    page.filter.set_value("returned")
    page.filter.edited.emit()
    settle(page.jobs)
    assert "退回意见：请写明依据" in page.view.toPlainText()
    assert not page.publish.isEnabled()


def test_who_wrote_a_draft_sees_why_another_must_publish_it(
    office: Office, hall: Hall, draft_id: int, qtbot: QtBot
) -> None:
    jobs = Jobs(office, hall.editor)
    page = ReviewPage(jobs)
    show(page, qtbot)
    activate(page)

    assert page.review is not None
    assert page.review.detail.row.id == draft_id
    assert page.reason.text() == OWN
    assert not page.publish.isEnabled()
    jobs.shutdown()
    jobs.wait_idle()


def test_what_was_published_meanwhile_is_refused_in_place(
    page: ReviewPage, office: Office, hall: Hall, draft_id: int
) -> None:
    press(page, Qt.Key.Key_F8)
    dialog = opened(page)
    assert isinstance(dialog, PublishDialog)
    with office.work(hall.administrator) as work:
        row = list_drafts(work)[0]
        return_draft(work, draft_id, row.revision, "先改")
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page.jobs)

    assert "已退回" in dialog.message.text
    dialog.give_up()


def test_an_outdated_draft_is_merged_with_the_newer_version(
    page: ReviewPage, office: Office, hall: Hall
) -> None:
    with office.work(SYSTEM) as work:
        matter = lock_matter(work, hall.licence_id)
        newer = NewVersion(replace(LICENCE, conditions="另有规定。"), None, "", None)
        add_version(work, matter, newer)
    page.reload()
    settle(page.jobs)
    assert "修订期间发布了第2版" in page.view.toPlainText()

    press(page, Qt.Key.Key_F6)
    settle(page.jobs)

    assert "请核对：受理条件" in page.message.text
    assert page.review is not None
    assert page.review.detail.base_version == 2
    assert page.review.detail.row.state is DraftState.DRAFT


def test_the_history_compares_any_two_versions(
    page: ReviewPage, office: Office, hall: Hall, qtbot: QtBot
) -> None:
    published(office, hall, hall.immediate_id, conditions="年满六十周岁。")
    published(office, hall, hall.immediate_id, date(2026, 12, 1), conditions="年满六十五周岁。")
    dialog = VersionsDialog(page, hall.immediate_id)
    dialog.open()
    settle(page.jobs)

    assert [row.version for row in dialog.model.rows] == [3, 2, 1]
    assert "第3版定于 2026-12-01 生效" in dialog.standing.text()
    assert (dialog.new.value, dialog.old.value) == ("3", "2")
    assert "年满六十五周岁。" in dialog.view.toPlainText()
    dialog.old.set_value("1")
    dialog.old.edited.emit()
    settle(page.jobs)
    assert "第3版与第1版相比" in dialog.view.toPlainText()
    dialog.table.select_key(1)
    settle(page.jobs)
    assert "老年人优待证办理" in dialog.view.toPlainText()
    press(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


@pytest.mark.parametrize(
    ("action", "state"),
    [(MatterAction.SUSPEND, MatterState.SUSPENDED), (MatterAction.ABOLISH, MatterState.ABOLISHED)],
)
def test_a_matter_is_suspended_and_abolished_with_a_reason(
    page: ReviewPage, office: Office, hall: Hall, action: MatterAction, state: MatterState
) -> None:
    ask_life_action(page, hall.immediate_id, action)
    dialog = opened(page)
    assert isinstance(dialog, LifeDialog)
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "请填写" in dialog.message.text
    dialog.day.set_value("2026-11-20")
    typed("依据已经废止", dialog.reason.lines)
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page.jobs)

    with office.read(hall.clerk) as work:
        standing = get_standing(work, hall.immediate_id)
    assert (standing.state, standing.state_note) == (state, "依据已经废止")


def test_what_cannot_be_done_now_is_said_without_a_dialog(page: ReviewPage, hall: Hall) -> None:
    ask_life_action(page, hall.immediate_id, MatterAction.KEEP)
    settle(page.jobs)

    assert "现在不能“撤回取消计划”" in page.message.text
    assert QApplication.activeModalWidget() is None


def test_a_matter_offers_what_its_state_allows(office: Office, hall: Hall) -> None:
    with office.work(hall.reviewer) as work:
        before = get_standing(work, hall.immediate_id)
        after = suspend_matter(work, hall.immediate_id, "系统升级")

    assert life_actions(before) == [MatterAction.SUSPEND, MatterAction.ABOLISH]
    assert life_actions(after) == [MatterAction.RESUME, MatterAction.ABOLISH]


def test_every_control_of_the_desk_has_a_name(page: ReviewPage) -> None:
    for control in page.findChildren(QPushButton):
        assert control.objectName()
        assert control.accessibleName()
