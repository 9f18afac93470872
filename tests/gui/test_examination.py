"""The approver's page on a real database: opinion, decision, return, drafts, and colleagues who are faster."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.examination.forms import read_day
from desktop_app.gui.examination.page import ExaminationPage, draft_name
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.printing import PreviewDialog
from desktop_app.gui.tables import ListTable
from desktop_app.services.case_queries import CaseDetail, get_case
from desktop_app.services.cases import ActResult, receive_and_accept_case, receive_case
from desktop_app.services.drafts import get_draft
from desktop_app.services.examination import examine_case
from desktop_app.services.work import Office
from models.enums import CaseAction, CaseState, DocumentKind, Opinion
from tests.conftest import SettableClock
from tests.factories import Hall, licence_case
from tests.gui.hands import Ear, find, press
from tests.people import WANG

HOSTILE = '<h1>准</h1> & {0} %s \u202e𬱖\'; DROP TABLE "case"; --'
DEFERRED = 3
"""Position of the line of the licence that may follow later."""


def accept(office: Office, hall: Hall, missing: tuple[int, ...] = ()) -> ActResult:
    with office.work(hall.clerk) as work:
        return receive_and_accept_case(work, licence_case(hall, missing=missing))


def examine(office: Office, hall: Hall, case: ActResult, opinion: Opinion = Opinion.GRANT) -> ActResult:
    with office.work(hall.approver) as work:
        return examine_case(work, case.case_id, case.revision, opinion, "材料齐全，现场合格。")


def read(office: Office, hall: Hall, case: ActResult) -> CaseDetail:
    with office.read(hall.approver) as work:
        return get_case(work, case.case_id)


def draft_of(office: Office, hall: Hall, case: ActResult) -> dict[str, object] | None:
    with office.read(hall.approver) as work:
        return get_draft(work, draft_name(case.case_id))


def shown_page(qtbot: QtBot, jobs: Jobs, hall: Hall, tab: int = 0) -> ExaminationPage:
    jobs.act_as(hall.approver)
    page = ExaminationPage(jobs)
    qtbot.addWidget(page)
    page.resize(1150, 640)
    page.show()
    jobs.wait_idle()
    if tab:
        press(page, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    jobs.wait_idle()
    return page


def type_line(page: QWidget, name: str, text: str) -> None:
    line = find(page, QLineEdit, f"examination.{name}")
    line.setFocus()
    line.selectAll()
    line.insert(text)
    line.textEdited.emit(text)


def type_lines(page: QWidget, name: str, text: str) -> None:
    find(page, QPlainTextEdit, f"examination.{name}").insertPlainText(text)


def choose_opinion(page: ExaminationPage, opinion: Opinion) -> None:
    combo = find(page, QComboBox, "examination.opinion")
    combo.setCurrentIndex(combo.findData(opinion.value))
    combo.activated.emit(combo.currentIndex())


def test_opinion_without_the_mouse(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = accept(office, hall)
    page = shown_page(qtbot, jobs, hall)
    acted = Ear(page.acted)
    table = find(page, ListTable, "examination.cases")
    table.setFocus()
    press(table, Qt.Key.Key_Return)
    combo = find(page, QComboBox, "examination.opinion")
    assert combo.hasFocus()
    press(combo, Qt.Key.Key_Down)
    type_lines(page, "opinion_text", HOSTILE)
    press(
        find(page, QPlainTextEdit, "examination.opinion_text"),
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.ControlModifier,
    )
    jobs.wait_idle()

    found = read(office, hall, case)
    assert found.row.state is CaseState.EXAMINED
    assert [(row.opinion, row.text) for row in found.opinions] == [(Opinion.GRANT, HOSTILE)]
    assert [result.case_id for result in acted.heard] == [case.case_id]
    assert draft_of(office, hall, case) is None


def test_opinion_needs_choice_and_words(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = accept(office, hall)
    page = shown_page(qtbot, jobs, hall)
    press(page, Qt.Key.Key_F8)
    jobs.wait_idle()

    assert page.opinion.opinion.note.text() == "■ 请填写审查意见"
    assert page.opinion.text.note.text() == "■ 请填写意见内容"
    assert read(office, hall, case).row.state is CaseState.ACCEPTED


def test_second_press_does_nothing(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = accept(office, hall)
    page = shown_page(qtbot, jobs, hall)
    choose_opinion(page, Opinion.DENY)
    type_lines(page, "opinion_text", "场所不固定。")
    for _press in range(3):
        press(page, Qt.Key.Key_F8)
    jobs.wait_idle()

    assert len(read(office, hall, case).opinions) == 1
    assert page.message.text == ""


def test_glance_tells_what_matters_and_masks_the_person(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = accept(office, hall, missing=(DEFERRED,))
    page = shown_page(qtbot, jobs, hall)
    told = "\n".join(f"{entry.heading} {entry.facts} {entry.text}" for entry in page.glance.shown)
    clock = next(clock for clock in read(office, hall, case).clocks if clock.stopped_on is None)

    for words in (
        "有固定的经营场所。",
        "▲ 4. 卫生检测报告　容缺未补",
        "✓ 1.",
        "剩余 5 个工作日",
        clock.explanation,
    ):
        assert words in told
    assert WANG.identity_number not in told
    assert WANG.phone not in told
    assert WANG.name in told


def test_grant_with_a_certificate_opens_its_paper(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = examine(office, hall, accept(office, hall))
    page = shown_page(qtbot, jobs, hall, tab=1)
    assert page.decision.name.value == "公共场所卫生许可证"
    type_line(page, "certificate_number", "示卫许字〔2026〕第1号")
    type_line(page, "valid_until", "20301120")
    press(page, Qt.Key.Key_F8)
    jobs.wait_idle()

    found = read(office, hall, case)
    assert found.decision is not None
    assert (found.row.state, found.decision.certificate_number, found.decision.valid_until) == (
        CaseState.GRANTED,
        "示卫许字〔2026〕第1号",
        date(2030, 11, 20),
    )
    (preview,) = page.findChildren(PreviewDialog)
    assert preview.current is not None
    assert preview.current.kind is DocumentKind.GRANT
    preview.close()
    jobs.wait_idle()


def test_denial_shows_its_side_before_it_acts(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = examine(office, hall, accept(office, hall))
    page = shown_page(qtbot, jobs, hall, tab=1)
    press(page, Qt.Key.Key_F10)
    assert find(page, QPlainTextEdit, "examination.denial_facts").isVisible()
    assert page.decision.facts.note.text() == ""
    type_lines(page, "denial_facts", "经营场所为临时建筑。")
    press(page, Qt.Key.Key_F10)
    assert page.decision.reason.note.text() == "■ 请填写不予的理由和依据"
    type_lines(page, "denial_reason", "不符合法定条件。")
    press(page, Qt.Key.Key_F8)
    assert read(office, hall, case).row.state is CaseState.EXAMINED, "the grant is only shown"
    press(page, Qt.Key.Key_F10)
    press(page, Qt.Key.Key_F10)
    jobs.wait_idle()

    found = read(office, hall, case)
    assert found.row.state is CaseState.DENIED
    assert found.decision is not None
    assert found.decision.reason == "不符合法定条件。"
    page.findChildren(PreviewDialog)[0].close()
    jobs.wait_idle()


def test_proposed_denial_begins_on_its_side(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    examine(office, hall, accept(office, hall), Opinion.DENY)
    page = shown_page(qtbot, jobs, hall, tab=1)

    assert find(page, QPlainTextEdit, "examination.denial_facts").isVisible()


def test_return_asks_for_its_reason(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    case = examine(office, hall, accept(office, hall))
    page = shown_page(qtbot, jobs, hall, tab=1)
    press(page, Qt.Key.Key_F7)
    dialog = find(page, QDialog, "examination.send_back_dialog")
    confirm = find(dialog, QPushButton, "examination.send_back_dialog.confirm")
    confirm.click()
    assert dialog.isVisible()
    type_lines(dialog, "send_back_reason", "请核对平面图。")
    confirm.click()
    jobs.wait_idle()

    found = read(office, hall, case)
    assert found.row.state is CaseState.ACCEPTED
    assert (found.events[-1].action, found.events[-1].text) == (CaseAction.SEND_BACK, "请核对平面图。")


def test_outstanding_material_refuses_the_grant_and_keeps_the_words(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = examine(office, hall, accept(office, hall, missing=(DEFERRED,)))
    page = shown_page(qtbot, jobs, hall, tab=1)
    type_line(page, "certificate_number", "第2号")
    press(page, Qt.Key.Key_F8)
    jobs.wait_idle()

    assert "容缺材料尚未补齐" in page.message.text
    assert page.decision.number.value == "第2号"
    assert find(page, QPushButton, "examination.grant").isEnabled()
    assert read(office, hall, case).row.state is CaseState.EXAMINED


@pytest.mark.parametrize("typed", ["2030-02-30", "明年", "2030-11", "٢٠٣٠١١٢٠"])
def test_impossible_date_is_told_at_its_field(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, typed: str
) -> None:
    examine(office, hall, accept(office, hall))
    page = shown_page(qtbot, jobs, hall, tab=1)
    type_line(page, "valid_until", typed)
    press(page, Qt.Key.Key_F8)
    jobs.wait_idle()

    assert "2030-11-20" in page.decision.valid_until.note.text()
    assert page.decision.valid_until.value == typed


@pytest.mark.parametrize("typed", ["2030-11-20", "20301120", "2030.11.20", "2030年11月20日", " 2030/11/20 "])
def test_dates_are_read_as_people_write_them(typed: str) -> None:
    assert read_day(typed) == date(2030, 11, 20)


def test_half_written_opinion_survives_a_power_cut(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = accept(office, hall)
    first = shown_page(qtbot, jobs, hall)
    choose_opinion(first, Opinion.DENY)
    type_lines(first, "opinion_text", "尚缺现场核查")
    qtbot.waitUntil(lambda: draft_of(office, hall, case) is not None)

    second = shown_page(qtbot, jobs, hall)
    assert second.opinion.text.value == "尚缺现场核查"
    assert second.opinion.opinion.value == Opinion.DENY
    assert "已恢复" in second.message.text


def test_every_case_keeps_its_own_words(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    cases = [accept(office, hall), accept(office, hall)]
    page = shown_page(qtbot, jobs, hall)
    table = find(page, ListTable, "examination.cases")
    table.select_key(cases[0].case_id)
    jobs.wait_idle()
    type_lines(page, "opinion_text", "第一件")
    table.select_key(cases[1].case_id)
    jobs.wait_idle()
    assert page.opinion.text.value == ""
    type_lines(page, "opinion_text", "第二件")
    table.select_key(cases[0].case_id)
    jobs.wait_idle()

    assert page.opinion.text.value == "第一件"
    second = draft_of(office, hall, cases[1])
    assert second is not None
    assert second["opinion_text"] == "第二件"


def test_faster_colleague_leaves_the_words_in_place(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case = accept(office, hall)
    page = shown_page(qtbot, jobs, hall)
    choose_opinion(page, Opinion.GRANT)
    type_lines(page, "opinion_text", "我的意见")
    examine(office, hall, case)
    press(page, Qt.Key.Key_F8)
    jobs.wait_idle()

    assert page.opinion.text.value == "我的意见"
    assert "您填写的内容还在" in page.message.text or "您写的内容还在" in page.message.text
    assert not find(page, QPushButton, "examination.submit").isEnabled()
    assert len(read(office, hall, case).opinions) == 1
    kept = draft_of(office, hall, case)
    assert kept is None or kept["opinion_text"] == "我的意见"


def test_refresh_tells_that_a_colleague_was_faster(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    case, other = accept(office, hall), accept(office, hall)
    page = shown_page(qtbot, jobs, hall)
    table = find(page, ListTable, "examination.cases")
    table.select_key(case.case_id)
    jobs.wait_idle()
    type_lines(page, "opinion_text", "我的意见")
    examine(office, hall, case)
    page.reload()
    jobs.wait_idle()

    assert "刚刚由他人办理" in page.message.text
    assert page.opinion.text.value == "我的意见"
    table.select_key(other.case_id)
    jobs.wait_idle()
    assert page.detail is not None
    assert page.detail.row.id == other.case_id


def test_refresh_of_something_else_disturbs_nothing(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, clock: SettableClock
) -> None:
    first = accept(office, hall)
    page = shown_page(qtbot, jobs, hall)
    type_lines(page, "opinion_text", "写到一半")
    cursor = find(page, QPlainTextEdit, "examination.opinion_text").textCursor().position()
    clock.advance(days=1)
    accept(office, hall)
    page.reload()
    jobs.wait_idle()

    assert page.detail is not None
    assert page.detail.row.id == first.case_id
    assert page.opinion.text.value == "写到一半"
    assert find(page, QPlainTextEdit, "examination.opinion_text").textCursor().position() == cursor
    assert page.waiting.list.model.rows[0].id == first.case_id
    assert page.message.text == ""


def test_after_the_act_the_next_case_is_shown(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    first, second = accept(office, hall), accept(office, hall)
    page = shown_page(qtbot, jobs, hall)
    tester = QAbstractItemModelTester(
        page.waiting.list.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    find(page, ListTable, "examination.cases").select_key(first.case_id)
    jobs.wait_idle()
    choose_opinion(page, Opinion.GRANT)
    type_lines(page, "opinion_text", "符合条件。")
    press(page, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.detail is not None and page.detail.row.id == second.case_id)

    assert page.opinion.text.value == ""
    assert page.opinion.opinion.value == ""
    assert page.waiting.tabs.tabText(0) == "待审查 1"
    del tester


def test_other_departments_cases_are_not_listed(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    accept(office, hall)
    jobs.act_as(hall.stranger)
    page = ExaminationPage(jobs)
    qtbot.addWidget(page)
    page.show()
    jobs.wait_idle()

    assert page.waiting.list.state.isVisible()
    assert page.waiting.list.state.heading == "没有待审查的办件"
    press(page, Qt.Key.Key_F8)
    assert not jobs.is_busy


@pytest.mark.parametrize(("is_examined", "tab"), [(True, 1), (False, 0)])
def test_case_asked_for_is_found_on_its_tab(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, is_examined: bool, tab: int
) -> None:
    accept(office, hall)
    examine(office, hall, accept(office, hall))
    wanted = accept(office, hall)
    if is_examined:
        wanted = examine(office, hall, wanted)
    page = shown_page(qtbot, jobs, hall, tab=1 - tab)
    page.open_subject(wanted.case_id)
    jobs.wait_idle()

    assert page.waiting.tabs.currentIndex() == tab
    assert page.detail is not None
    assert page.detail.row.id == wanted.case_id
    assert find(page, ListTable, "examination.cases").current_row().id == wanted.case_id


def test_case_that_does_not_wait_is_not_opened_for_a_decision(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    with office.work(hall.clerk) as work:
        received = receive_case(work, licence_case(hall))
    page = shown_page(qtbot, jobs, hall)
    page.open_subject(received.case_id)
    jobs.wait_idle()

    assert page.detail is None
    assert "现在不需要审批" in page.message.text
