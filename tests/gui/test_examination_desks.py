"""The approver's further lists and the dialogs of an examination, by keyboard, on a real database."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.examination import asking
from desktop_app.gui.examination.desk_form import read_moment
from desktop_app.gui.examination.page import ExaminationPage
from desktop_app.gui.examination.procedure_panel import ProcedurePanel
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.printing import PreviewDialog
from desktop_app.rules.examination import HearingStage
from desktop_app.services.cases import ActResult
from desktop_app.services.consultations import consult_departments
from desktop_app.services.examination import Certificate, grant_case
from desktop_app.services.examination_desks import Desk
from desktop_app.services.extension import request_extension
from desktop_app.services.procedures import Procedure, get_procedure
from desktop_app.services.suspension import suspend_case
from desktop_app.services.work import Actor, Office
from models.enums import CaseState, Opinion
from models.procedure import RequestState
from tests.conftest import SettableClock
from tests.factories import Hall
from tests.gui.hands import find, press
from tests.services.examining import (
    accepted,
    accepted_stepped,
    colleague,
    examined,
    opined,
    read_case,
)
from tests.services.test_suspension import REVIEW

SPECIAL, EXTENSION, CERTIFICATION, CONSULTATION = Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6


@pytest.fixture(autouse=True)
def autumn(clock: SettableClock) -> None:
    """Every limit of these tests ends within the loaded years."""
    clock.now = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)


def shown_page(qtbot: QtBot, jobs: Jobs, actor: Actor, tab: Qt.Key) -> ExaminationPage:
    jobs.act_as(actor)
    page = ExaminationPage(jobs)
    qtbot.addWidget(page)
    page.resize(1150, 640)
    page.show()
    jobs.wait_idle()
    press(page, tab, Qt.KeyboardModifier.ControlModifier)
    jobs.wait_idle()
    assert page.detail is not None
    return page


def case_page(qtbot: QtBot, jobs: Jobs, actor: Actor, case: ActResult) -> CasePage:
    jobs.act_as(actor)
    page = CasePage(jobs)
    qtbot.addWidget(page)
    page.resize(1150, 640)
    page.show()
    page.open_case(case.case_id)
    jobs.wait_idle()
    return page


def procedure(office: Office, hall: Hall, case: ActResult) -> Procedure:
    with office.read(hall.approver) as work:
        return get_procedure(work, case.case_id)


def write(page: QWidget, name: str, text: str) -> None:
    line = page.findChild(QLineEdit, f"examination.{name}")
    if line is not None:
        line.setText(text)
        line.textEdited.emit(text)
    else:
        find(page, QPlainTextEdit, f"examination.{name}").setPlainText(text)


def choose(page: QWidget, name: str, value: str) -> None:
    combo = find(page, QComboBox, f"examination.{name}")
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def close_previews(page: QWidget, jobs: Jobs) -> list[str]:
    """The papers that came up, put away."""
    previews = page.findChildren(PreviewDialog)
    titles = [preview.current.kind.label for preview in previews if preview.current is not None]
    for preview in previews:
        preview.close()
    jobs.wait_idle()
    return titles


def asked(qtbot: QtBot, page: CasePage, jobs: Jobs, ask: Callable[[CaseActs], None]) -> ActDialog:
    qtbot.waitUntil(lambda: page.acts.detail is not None)
    ask(page.acts)
    jobs.wait_idle()
    (dialog,) = [each for each in page.findChildren(ActDialog) if each.isVisible()]
    return dialog


def go_on(dialog: ActDialog, jobs: Jobs) -> None:
    dialog.way_on.click()
    jobs.wait_idle()


def test_a_special_procedure_is_ended_and_its_date_read_as_typed(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = accepted(office, hall)
    with office.work(hall.approver) as work:
        case = suspend_case(work, case.case_id, case.revision, REVIEW)
    clock.advance(days=3)
    page = shown_page(qtbot, jobs, hall.approver, SPECIAL)
    assert "预计 2026-09-08 恢复计时" in page.special.about.text()
    assert "▲ 特别程序进行中：专家评审" in " ".join(entry.heading for entry in page.glance.shown)
    press(page, Qt.Key.Key_F8)
    assert page.special.result.note.text() == "■ 请填写特别程序的结果"
    write(page, "pause_result", "评审通过")
    write(page, "resumed_on", "昨天")
    press(page, Qt.Key.Key_F8)
    assert "2030-11-20" in page.special.day.note.text()
    write(page, "resumed_on", "20260903")
    press(page, Qt.Key.Key_F8)
    jobs.wait_idle()

    assert read_case(office, hall, case).row.state is CaseState.ACCEPTED
    assert procedure(office, hall, case).pauses[0].resumed_on == date(2026, 9, 3)


def test_a_special_procedure_is_prolonged_from_its_list(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = accepted(office, hall)
    with office.work(hall.approver) as work:
        case = suspend_case(work, case.case_id, case.revision, REVIEW)
    page = shown_page(qtbot, jobs, hall.approver, SPECIAL)
    press(page, Qt.Key.Key_F7)
    dialog = find(page, ActDialog, "examination.prolong_dialog")
    write(dialog, "prolong_approver", "马局长")
    write(dialog, "prolong_reason", "专家未到齐")
    write(dialog, "prolong_days", "零")
    go_on(dialog, jobs)
    assert dialog.isVisible()
    write(dialog, "prolong_days", "3")
    go_on(dialog, jobs)

    assert procedure(office, hall, case).pauses[0].expected_days == 8
    assert close_previews(page, jobs) == ["特别程序告知书"]
    qtbot.waitUntil(lambda: "告知 8 个工作日" in page.special.about.text())


def test_an_extension_is_approved_by_a_colleague_and_never_by_oneself(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = accepted(office, hall)
    with office.work(hall.approver) as work:
        case = request_extension(work, case.case_id, case.revision, 10, "现场情况复杂")
    own = shown_page(qtbot, jobs, hall.approver, EXTENSION)
    write(own, "extension_approver", "马局长")
    press(own, Qt.Key.Key_F8)
    jobs.wait_idle()
    assert "应由其他人员批准" in own.message.text
    page = shown_page(qtbot, jobs, colleague(office, hall), EXTENSION)
    write(page, "extension_approver", "马局长")
    press(page, Qt.Key.Key_F8)
    jobs.wait_idle()

    assert procedure(office, hall, case).extensions[0].state is RequestState.APPROVED
    assert close_previews(page, jobs) == ["延期决定审批表"]
    qtbot.waitUntil(lambda: page.waiting.tabs.tabText(3) == "延期待批 0")


def test_a_declined_extension_says_why(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    with office.work(hall.approver) as work:
        case = request_extension(work, case.case_id, case.revision, 10, "现场情况复杂")
    page = shown_page(qtbot, jobs, colleague(office, hall), EXTENSION)
    press(page, Qt.Key.Key_F10)
    jobs.wait_idle()
    assert procedure(office, hall, case).extensions[0].state is RequestState.OPEN, "the words were for a yes"
    write(page, "extension_note", "理由不充分")
    press(page, Qt.Key.Key_F10)
    jobs.wait_idle()

    assert procedure(office, hall, case).extensions[0].note == "理由不充分"


def test_a_certificate_is_made(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = accepted_stepped(office, hall, partners=())
    for _step in range(2):
        case = opined(office, hall.approver, case)
    with office.work(hall.approver) as work:
        case = grant_case(work, case.case_id, case.revision, Certificate("示例许可证", ""))
    page = shown_page(qtbot, jobs, hall.approver, CERTIFICATION)
    write(page, "made_number", "示证〔2026〕1号")
    press(page, Qt.Key.Key_F8)
    jobs.wait_idle()

    found = read_case(office, hall, case)
    assert found.decision is not None
    assert (found.row.state, found.decision.certificate_number) == (CaseState.GRANTED, "示证〔2026〕1号")


def test_the_asked_department_answers_from_its_own_list(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = accepted_stepped(office, hall)
    page = shown_page(qtbot, jobs, hall.stranger, CONSULTATION)
    assert page.waiting.tabs.tabText(5) == "协办待复 1"
    choose(page, "answer", Opinion.GRANT)
    write(page, "answer_text", "符合治安管理要求")
    press(page, Qt.Key.Key_F8)
    jobs.wait_idle()

    assert procedure(office, hall, case).consultations[0].text == "符合治安管理要求"
    qtbot.waitUntil(lambda: page.detail is None)


def test_a_list_is_opened_by_its_name(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    accepted(office, hall)
    page = shown_page(qtbot, jobs, hall.approver, Qt.Key.Key_1)
    page.open_subject(Desk.CERTIFICATION)
    jobs.wait_idle()
    assert page.waiting.desk is Desk.CERTIFICATION
    assert page.waiting.list.state.heading == "没有待制证的办件"


def test_steps_are_told_and_a_step_is_sent_back(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = opined(office, hall.approver, accepted_stepped(office, hall, partners=()))
    page = shown_page(qtbot, jobs, hall.approver, Qt.Key.Key_1)
    assert page.opinion.step.text() == "第 2 个审查环节，共 2 个：复审"
    press(page, Qt.Key.Key_F7)
    dialog = find(page, ActDialog, "examination.send_back_dialog")
    write(dialog, "send_back_reason", "初审漏了一项")
    go_on(dialog, jobs)

    assert procedure(office, hall, case).step == 0
    qtbot.waitUntil(lambda: page.detail is not None)
    assert not page.opinion.send_back.isVisible(), "there is no step before the first"


def test_the_decider_chooses_the_step(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = accepted_stepped(office, hall, partners=())
    for _step in range(2):
        case = opined(office, hall.approver, case)
    page = shown_page(qtbot, jobs, hall.approver, Qt.Key.Key_2)
    press(page, Qt.Key.Key_F7)
    dialog = find(page, ActDialog, "examination.send_back_dialog")
    choose(dialog, "send_back_step", "0")
    write(dialog, "send_back_reason", "请从头再看")
    go_on(dialog, jobs)

    assert procedure(office, hall, case).step == 0
    assert read_case(office, hall, case).row.state is CaseState.ACCEPTED


def test_departments_are_consulted_and_the_question_taken_back(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = accepted(office, hall)
    page = case_page(qtbot, jobs, hall.approver, case)
    dialog = asked(qtbot, page, jobs, asking.ask_consultation)
    write(dialog, "question", "是否影响治安？")
    go_on(dialog, jobs)
    assert dialog.isVisible(), "nobody is asked yet"
    find(dialog, QCheckBox, f"examination.consulted.{hall.stranger.department_id}").click()
    go_on(dialog, jobs)
    assert procedure(office, hall, case).consultations[0].question == "是否影响治安？"
    taking = asked(qtbot, page, jobs, asking.ask_answer)
    write(taking, "take_back_reason", "经核实与治安无关")
    go_on(taking, jobs)
    assert procedure(office, hall, case).consultations[0].text == "经核实与治安无关"
    asking.ask_answer(page.acts)
    jobs.wait_idle()
    qtbot.waitUntil(lambda: page.message.text.endswith(asking.NOBODY_WAITS))


def test_a_department_answers_from_the_case_page_too(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case, department_id = accepted(office, hall), hall.stranger.department_id
    assert department_id is not None
    with office.work(hall.approver) as work:
        case = consult_departments(work, case.case_id, case.revision, (department_id,), "是否影响治安？")
    page = case_page(qtbot, jobs, hall.stranger, case)
    dialog = asked(qtbot, page, jobs, asking.ask_answer)
    choose(dialog, "answer_choice", Opinion.DENY)
    write(dialog, "answer_words", "影响治安")
    go_on(dialog, jobs)

    assert procedure(office, hall, case).consultations[0].opinion is Opinion.DENY


def test_time_is_paused_and_lengthened_from_the_case_page(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = accepted(office, hall)
    page = case_page(qtbot, jobs, hall.approver, case)
    dialog = asked(qtbot, page, jobs, asking.ask_extension)
    write(dialog, "extension_days", "11")
    write(dialog, "extension_reason", "现场情况复杂")
    go_on(dialog, jobs)
    assert dialog.isVisible()
    write(dialog, "extension_days", "10")
    go_on(dialog, jobs)
    pausing = asked(qtbot, page, jobs, asking.ask_suspension)
    choose(pausing, "pause_ground", "testing")
    write(pausing, "pause_days", "5")
    write(pausing, "pause_approver", "马局长")
    write(pausing, "pause_reason", "需要检测水质")
    go_on(pausing, jobs)

    assert close_previews(page, jobs) == ["特别程序告知书"]
    found = procedure(office, hall, case)
    assert found.extensions[0].days == 10
    assert (found.pauses[0].ground.label, found.pauses[0].expected_days) == ("检测", 5)


def test_an_inspection_needs_two_persons(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = accepted(office, hall)
    page = case_page(qtbot, jobs, hall.approver, case)
    dialog = asked(qtbot, page, jobs, asking.ask_inspection)
    for name, text in (
        ("inspected_place", "示例市示例路1号"),
        ("inspected_present", "申请人王小萌"),
        ("inspected_subject", "经营场所与平面图是否一致"),
        ("findings", "现场与平面图一致"),
        ("conclusion", "符合条件"),
    ):
        write(dialog, name, text)
    go_on(dialog, jobs)
    assert "两名以上" in dialog.message.text
    write(dialog, "inspectors", "孙审批 科员 豫K001\n卫审批")
    go_on(dialog, jobs)

    assert close_previews(page, jobs) == ["核查（勘验）笔录"]
    assert read_case(office, hall, case).events[-1].text == "孙审批、卫审批：符合条件"


def test_a_hearing_goes_its_way_in_one_dialog(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, clock: SettableClock
) -> None:
    case = examined(office, hall)
    page = case_page(qtbot, jobs, hall.approver, case)

    def step(choice: str, **words: str) -> str:
        dialog = asked(qtbot, page, jobs, asking.ask_hearing)
        choose(dialog, "hearing_choice", choice)
        for name, text in words.items():
            write(dialog, f"hearing_{name}", text)
        go_on(dialog, jobs)
        (title,) = close_previews(page, jobs) or [""]
        return title

    assert step("tell", subject="选址涉及相邻权", interested="邻居甲") == "听证权利告知书"
    assert step("ask", person="邻居甲", reason="影响采光") == "听证申请书"
    assert step("plan", time="202609101430", place="三楼会议室", presider="韩法制") == "听证通知书"
    clock.advance(days=10)
    page.refresh()
    jobs.wait_idle()
    assert (
        step("hold", time="2026-09-10 14:30", attendees="王小萌\n邻居甲", record="各方陈述。") == "听证笔录"
    )
    assert step("statement", subject="拟不予", time="2026-09-10 16:00", place="二楼", record="已整改") == (
        "陈述（申辩）笔录"
    )
    assert procedure(office, hall, case).hearings[-1].stage is HearingStage.HELD
    panel = page.findChildren(ProcedurePanel)[0]
    page.tabs.show_part(panel)
    jobs.wait_idle()
    (told,) = panel.entries.shown
    assert told.heading == "✓ 听证：已举行听证"
    assert "2026-09-10 14:30" in told.facts


@pytest.mark.parametrize("typed", ["2026-09-10", "明天九点", "202613101430", "2026-09-10 25:00", ""])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever the cause
        read_moment(typed)


def test_a_clerk_is_offered_none_of_it(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    page = case_page(qtbot, jobs, hall.clerk, accepted(office, hall))
    for ask in (asking.ask_consultation, asking.ask_suspension, asking.ask_extension, asking.ask_hearing):
        ask(page.acts)
    jobs.wait_idle()
    assert [each for each in page.findChildren(ActDialog) if each.isVisible()] == []
