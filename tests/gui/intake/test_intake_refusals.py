"""窗口受理: refusals and bugs keep everything typed, drafts survive a killed page, hostile text is data."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
)
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from desktop_app.gui.cases.dialogs import RefusalDialog
from desktop_app.gui.cases.intake import DRAFT_UNUSABLE, RESTORED, IntakePage
from desktop_app.gui.forms import DRAFT_PAUSE_MS
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import FAILURE
from desktop_app.messages import sentence
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.errors import ServiceError
from desktop_app.services.work import SYSTEM, Office
from models.cases import CaseMaterial, CaseParty
from models.catalogue import Matter
from models.enums import (
    MatterState,
    ReceivedAs,
)
from tests.conftest import SettableClock
from tests.gui.counter import activate, go_on, settle
from tests.gui.hands import find, press
from tests.gui.intake.desk import (
    END_OF_2026,
    MATTER,
    NAUGHTY,
    UNDRAWABLE,
    act,
    cases_of,
    draft_of,
    enter,
    fill,
    leave_preview,
    opened,
    publish_anew,
    take,
)
from tests.gui.sample_hall import focused, matter, typed
from tests.people import LI, WANG

# refusals keep everything


def test_missing_materials_are_named_and_everything_stays(page: IntakePage, office: Office) -> None:
    fill(page)
    typed("0374-0000001", page.form.applicant.phone.line)
    lines = page.form.checklist.lines
    press(lines[1].way, Qt.Key.Key_1)
    typed("已退还", lines[1].note)
    before = page.form.kept()
    act(page, Qt.Key.Key_F8)

    assert cases_of(office) == []
    assert lines[0].spec.name in page.message.text
    assert page.form.kept() == before
    assert focused() is lines[0].way
    assert page.accept.isEnabled()
    press(page, Qt.Key.Key_F9)
    act(page, Qt.Key.Key_F8)
    leave_preview(page)
    assert page.message.text == ""
    assert len(cases_of(office)) == 1


def test_the_cursor_is_where_it_was_after_a_refusal(page: IntakePage, clock: SettableClock) -> None:
    clock.now = END_OF_2026
    fill(page)
    page.form.applicant.phone.focus()
    act(page, Qt.Key.Key_F6)

    assert focused() is page.form.applicant.phone.line


def test_a_calendar_that_is_missing_is_said_and_everything_stays(
    page: IntakePage, office: Office, clock: SettableClock
) -> None:
    clock.now = END_OF_2026
    fill(page)
    press(page, Qt.Key.Key_F9)
    before = page.form.kept()
    act(page, Qt.Key.Key_F8)

    assert page.message.text == sentence(ServiceError("calendar_not_loaded", year=2027))
    assert page.form.kept() == before
    assert cases_of(office) == []


def test_a_newer_version_brings_its_checklist_and_keeps_what_was_typed(
    page: IntakePage, office: Office
) -> None:
    fill(page)
    press(page, Qt.Key.Key_F9)
    added = MaterialSpec("新增的承诺书")
    publish_anew(office, MATTER, lambda content: replace(content, materials=(added, *content.materials[1:])))
    act(page, Qt.Key.Key_F8)
    assert page.message.text == sentence(ServiceError("matter_version_changed"))
    lines = page.form.checklist.lines
    assert lines[0].spec == added
    assert [line.way.way for line in lines[:3]] == [
        ReceivedAs.NOT_RECEIVED,
        ReceivedAs.ORIGINAL,
        ReceivedAs.ORIGINAL,
    ]
    assert page.form.applicant.party_name.value == WANG.name
    assert focused() is lines[0].way
    press(focused(), Qt.Key.Key_1)
    act(page, Qt.Key.Key_F8)
    leave_preview(page)
    with office.read(SYSTEM) as work:
        assert added.name in set(work.session.scalars(sa.select(CaseMaterial.name)))


def test_what_the_service_refuses_is_still_in_the_dialog(page: IntakePage, office: Office) -> None:
    fill(page)
    act(page, Qt.Key.Key_F10)
    dialog = find(page, RefusalDialog, "cases.refusal_dialog")
    dialog.reason.set_value(f"字形缺失{UNDRAWABLE}")
    dialog.right_organ.set_value("示例市自然资源局")
    go_on(dialog)
    settle(page.jobs)

    assert dialog.isVisible()
    assert "没有对应的字形" in dialog.message.text
    assert dialog.reason.value == f"字形缺失{UNDRAWABLE}"
    assert cases_of(office) == []


def test_a_bug_leaves_the_form_usable(page: IntakePage, office: Office, qtbot: QtBot) -> None:
    fill(page)
    with Session(office.database.writer) as session:
        session.execute(sa.text("ALTER TABLE number_series RENAME TO lost"))
        session.commit()
    with qtbot.waitSignal(page.jobs.failed_unexpectedly):
        press(page, Qt.Key.Key_F6)
    settle(page.jobs)

    assert page.message.text == FAILURE
    assert page.form.applicant.party_name.value == WANG.name
    assert page.receive.isEnabled()
    assert page.form.isEnabled()


# drafts


def test_a_killed_page_comes_back_as_it_was(jobs: Jobs, qtbot: QtBot) -> None:
    page = IntakePage(jobs)
    page.show()
    activate(page)
    fill(page)
    act(page, Qt.Key.Key_F4)
    typed(LI.identity_number)
    typed(LI.name, page.form.agent.party_name.line)
    press(page.form.checklist.lines[1].way, Qt.Key.Key_2)
    typed("只收了一页", page.form.checklist.lines[1].note)
    before = page.form.kept()
    QTest.qWait(DRAFT_PAUSE_MS + 100)
    settle(page.jobs)
    shiboken6.delete(page)

    again = opened(jobs, qtbot)
    settle(jobs)
    assert again.form.kept() == before
    assert again.form.agent.isVisible()
    assert "周岁" in again.form.agent.number.note.text()
    assert again.message.text == RESTORED
    act(again, Qt.Key.Key_F6)
    leave_preview(again)
    assert draft_of(again) is None


def test_leaving_the_page_keeps_the_last_keystroke(page: IntakePage) -> None:
    fill(page)
    before = page.form.kept()
    page.hide()
    settle(page.jobs)

    assert draft_of(page) == before


def test_quitting_the_program_keeps_the_last_keystroke(page: IntakePage, qapp: QApplication) -> None:
    fill(page)
    before = page.form.kept()
    qapp.aboutToQuit.emit()
    settle(page.jobs)

    assert draft_of(page) == before


def test_a_draft_of_a_matter_no_longer_in_use_is_said(page: IntakePage, office: Office, qtbot: QtBot) -> None:
    fill(page)
    page.hide()
    settle(page.jobs)
    with office.work(SYSTEM) as work:
        work.session.get_one(Matter, matter(office, MATTER).id).state = MatterState.SUSPENDED

    again = opened(page.jobs, qtbot)
    settle(page.jobs)
    assert not again.is_filling
    assert again.message.text == DRAFT_UNUSABLE


def test_a_refused_act_leaves_the_draft(page: IntakePage) -> None:
    fill(page)
    before = page.form.kept()
    act(page, Qt.Key.Key_F8)
    page.hide()
    settle(page.jobs)

    assert draft_of(page) == before


# texts nobody expects


def test_hostile_text_is_kept_as_typed_or_refused_with_a_sentence(
    page: IntakePage, office: Office, shared_data: Path
) -> None:
    strings = [text for text in json.loads((shared_data / NAUGHTY).read_text("utf-8")) if text.strip()]
    outcomes = Counter(_try(page, office, text) for text in strings[::15])

    assert outcomes["kept"] > outcomes["refused"] > 0


def _try(page: IntakePage, office: Office, text: str) -> str:
    """One hostile text in every field: the case holds it as it stood in the form, or nothing was kept."""
    if not page.is_filling:
        take(page)
    applicant = page.form.applicant
    typed(WANG.identity_number, applicant.number.line)
    fields = (applicant.party_name, applicant.phone, applicant.address)
    for field in fields:
        QApplication.sendEvent(field.line, committed(text))
    note = page.form.checklist.lines[0].note
    QApplication.sendEvent(note, committed(text))
    words = [field.value for field in fields]
    known = len(cases_of(office))
    act(page, Qt.Key.Key_F6)
    if page.is_filling:
        assert len(cases_of(office)) == known
        assert [field.value for field in fields] == words
        assert page.message.text not in {"", FAILURE} or applicant.party_name.note.text()
        press(page, Qt.Key.Key_F2)
        typed(MATTER)
        enter()
        settle(page.jobs)
        return "refused"
    leave_preview(page)
    with office.read(SYSTEM) as work:
        party = work.session.scalars(sa.select(CaseParty).order_by(CaseParty.case_id.desc())).first()
        assert party is not None
        assert [party.name, party.phone, party.address] == words
    return "kept"


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "\u202e甲", "１１１", "9" * 500, "'; DROP TABLE person;--"]
)
def test_a_hostile_number_is_never_a_bug(page: IntakePage, office: Office, text: str) -> None:
    take(page)
    QApplication.sendEvent(page.form.applicant.number.line, committed(text))
    typed("甲", page.form.applicant.party_name.line)
    act(page, Qt.Key.Key_F6)

    assert page.is_filling
    assert cases_of(office) == []
    assert FAILURE not in page.message.text
    assert page.form.applicant.number.note.text() or page.message.text


def committed(text: str) -> QInputMethodEvent:
    """A text as an input method or a scanner hands it over at once."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event
