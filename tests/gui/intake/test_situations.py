"""办理情形 at the counter: questions by digits, a checklist that follows the answers, and what the papers say of them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui import theme
from desktop_app.gui.cases.case_parts import Summary
from desktop_app.gui.cases.intake import IntakePage
from desktop_app.rules.catalogue import Limit, MaterialSpec, MatterContent, Situation, SituationOption
from desktop_app.services.case_queries import get_case
from desktop_app.services.work import SYSTEM, Office
from models.enums import CaseState, ReceivedAs
from tests.gui.hands import press
from tests.gui.intake.desk import (
    act,
    cases_of,
    draft_of,
    enter,
    leave_preview,
    opened,
    publish,
    publish_anew,
    take,
)
from tests.gui.sample_hall import focused, typed
from tests.people import WANG

NAME = "卡片补换"
WHY = Situation(
    "why",
    "为什么补换？",
    (SituationOption("lost", "遗失"), SituationOption("broken", "损坏", promised=Limit(2))),
)
WHO = Situation("who", "谁来办理？", (SituationOption("self", "本人"), SituationOption("agent", "委托他人")))
HOW = Situation(
    "how", "怎样委托？", (SituationOption("paper", "书面"), SituationOption("web", "网上")), ("agent",)
)


def asking(content: MatterContent) -> MatterContent:
    return replace(
        content,
        promised=Limit(5),
        situations=(WHY, WHO, HOW),
        materials=(
            MaterialSpec("登记表"),
            MaterialSpec("旧卡", when=("broken",)),
            MaterialSpec("委托书", when=("agent", "paper")),
        ),
    )


@pytest.fixture
def counter(page: IntakePage, office: Office) -> IntakePage:
    publish(office, NAME, ())
    publish_anew(office, NAME, asking)
    return take(page, NAME)


def listed(page: IntakePage) -> list[str]:
    return [line.spec.name for line in page.form.checklist.lines]


def test_digits_answer_and_the_checklist_follows(counter: IntakePage, office: Office) -> None:
    assert focused().objectName() == "cases.situation_1"
    press(focused(), Qt.Key.Key_2)
    assert listed(counter) == ["登记表", "旧卡"]
    enter()
    assert focused().objectName() == "cases.situation_2"
    press(focused(), Qt.Key.Key_2)
    enter()
    assert focused().objectName() == "cases.situation_3"
    press(focused(), Qt.Key.Key_1)
    assert listed(counter) == ["登记表", "旧卡", "委托书"]
    enter()
    assert focused() is counter.form.applicant.number.line
    typed(WANG.identity_number)
    enter()
    typed(WANG.name)
    press(counter, Qt.Key.Key_F9)
    act(counter, Qt.Key.Key_F8)
    leave_preview(counter)

    (case,) = cases_of(office)
    assert (case.state, case.answers) == (
        CaseState.ACCEPTED,
        {"why": "broken", "who": "agent", "how": "paper"},
    )
    with office.read(SYSTEM) as work:
        detail = get_case(work, case.id)
    assert [row.name for row in detail.materials] == ["登记表", "旧卡", "委托书"]
    assert detail.content.promised == Limit(2)
    assert detail.situation[0] == ("为什么补换？", "损坏")


def test_without_an_answer_nothing_is_sent(counter: IntakePage, office: Office) -> None:
    press(focused(), Qt.Key.Key_1)
    typed(WANG.identity_number, counter.form.applicant.number.line)
    typed(WANG.name, counter.form.applicant.party_name.line)
    act(counter, Qt.Key.Key_F8)
    assert cases_of(office) == []
    assert focused().objectName() == "cases.situation_2"


def test_what_was_received_stays_when_an_answer_changes(counter: IntakePage) -> None:
    press(focused(), Qt.Key.Key_2)
    counter.form.checklist.lines[0].receive(ReceivedAs.COPY)
    press(focused(), Qt.Key.Key_1)
    assert listed(counter) == ["登记表"]
    assert counter.form.checklist.lines[0].way.way is ReceivedAs.COPY


def test_a_draft_and_a_newer_version_keep_the_answers(counter: IntakePage, qtbot: QtBot) -> None:
    press(focused(), Qt.Key.Key_2)
    counter.draft.flush()
    counter.jobs.wait_idle()
    kept = draft_of(counter)
    assert kept is not None
    assert kept["answers"] == {"why": "broken"}

    again = opened(counter.jobs, qtbot)
    qtbot.waitUntil(lambda: again.form.matter is not None, timeout=5000)
    assert again.form.situation.answers == {"why": "broken"}
    assert listed(again) == ["登记表", "旧卡"]

    matter = again.form.matter
    assert matter is not None
    newer = replace(matter, content=replace(matter.content, situations=(WHY,)))
    again.form.renew(newer)
    assert again.form.situation.answers == {"why": "broken"}


def test_the_page_of_the_case_shows_the_answers(counter: IntakePage, office: Office, qtbot: QtBot) -> None:
    for digit in (Qt.Key.Key_1, Qt.Key.Key_1):
        press(focused(), digit)
        enter()
    typed(WANG.identity_number)
    enter()
    typed(WANG.name)
    press(counter, Qt.Key.Key_F9)
    act(counter, Qt.Key.Key_F6)
    leave_preview(counter)
    with office.read(SYSTEM) as work:
        detail = get_case(work, cases_of(office)[0].id)
    summary = Summary()
    qtbot.addWidget(summary)
    summary.show_case(detail)
    assert "办理情形：为什么补换？遗失；谁来办理？本人" in summary.matter.text()


@pytest.mark.parametrize("percent", [100, 150])
def test_the_questions_fit_the_usual_screen(counter: IntakePage, qapp: QApplication, percent: int) -> None:
    theme.apply(qapp, "light", percent)
    counter.resize(1366 - theme.px(208), 680)
    QApplication.processEvents()
    assert counter.minimumSizeHint().width() <= 1366 - theme.px(208)
    theme.apply(qapp, "light", 100)
