"""文书法律用语 in the settings: chosen, worded, saved and taken back by keys."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.gui.jobs import Jobs
from desktop_app.gui.office.law_texts import PLACES, LawTextsDialog
from desktop_app.gui.office.page import SettingsPage
from desktop_app.rules.law_texts import LAW_TEXTS, LawKey
from desktop_app.services.law_texts import list_law_texts
from desktop_app.services.work import SYSTEM, Office
from models.enums import Role
from tests.gui.counter import activate, go_on, settle, show
from tests.gui.hands import press

pytestmark = pytest.mark.sample_hall(Role.ADMINISTRATOR)

OWN = "请妥善保管，最迟{due}（{days}个工作日）告知是否受理。"


@pytest.fixture
def dialog(jobs: Jobs, qtbot: QtBot) -> LawTextsDialog:
    page = SettingsPage(jobs)
    show(page, qtbot)
    activate(page)
    press(page, Qt.Key.Key_F6)
    settle(jobs)
    found = page.findChild(LawTextsDialog)
    assert found is not None
    activate(found)
    return found


def choose(dialog: LawTextsDialog, key: LawKey) -> None:
    dialog.titles.setCurrentRow(list(LAW_TEXTS).index(key))


def version(office: Office, key: LawKey) -> int:
    with office.read(SYSTEM) as work:
        return next(row.version for row in list_law_texts(work) if row.key is key)


def test_every_sentence_is_listed_with_its_statute_and_places(dialog: LawTextsDialog) -> None:
    assert dialog.titles.count() == len(LAW_TEXTS)
    choose(dialog, LawKey.REMEDIES)
    assert dialog.statute.value == LAW_TEXTS[LawKey.REMEDIES].statute
    assert dialog.words.value == LAW_TEXTS[LawKey.REMEDIES].text
    assert "{review_body} 复议机关、{court} 法院" in dialog.facts.text()
    assert {place for law in LAW_TEXTS.values() for place in law.places} == PLACES.keys()


def test_a_sentence_is_worded_anew_and_taken_back(office: Office, dialog: LawTextsDialog, jobs: Jobs) -> None:
    choose(dialog, LawKey.NOTICE_PERIOD)
    dialog.words.set_value(OWN)
    go_on(dialog)
    settle(jobs)
    assert "第 2 版" in dialog.message.text
    assert dialog.titles.currentItem().text() == "告知期限　（本厅用语）"
    press(dialog, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    settle(jobs)
    assert dialog.words.value == LAW_TEXTS[LawKey.NOTICE_PERIOD].text
    assert version(office, LawKey.NOTICE_PERIOD) == 3


def test_a_wording_that_lost_a_place_stays_as_typed_and_says_what_is_missing(
    office: Office, dialog: LawTextsDialog, jobs: Jobs
) -> None:
    choose(dialog, LawKey.NOTICE_PERIOD)
    dialog.words.set_value("请妥善保管。")
    go_on(dialog)
    settle(jobs)
    assert "缺少“{days}”" in dialog.message.text
    assert dialog.words.value == "请妥善保管。"
    assert version(office, LawKey.NOTICE_PERIOD) == 1


def test_words_typed_into_one_sentence_wait_while_another_is_looked_at(dialog: LawTextsDialog) -> None:
    choose(dialog, LawKey.NOTICE_PERIOD)
    dialog.words.set_value(OWN)
    choose(dialog, LawKey.SERVICE)
    assert dialog.words.value == LAW_TEXTS[LawKey.SERVICE].text
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    choose(dialog, LawKey.NOTICE_PERIOD)
    assert dialog.words.value == OWN
