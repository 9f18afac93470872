"""批量办理 by keys: a list received as a whole, results scanned and handed over, papers of today printed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.batch_page import ALL, BatchPage
from desktop_app.gui.cases.batch_receipt import NO_AGENT, PAUSE_MS
from desktop_app.gui.cases.matter_chooser import TYPING_PAUSE_MS
from desktop_app.gui.jobs import Jobs
from desktop_app.services import cases, printing
from desktop_app.services.catalogue_index import fill_empty_index
from desktop_app.services.work import Office
from models.enums import CaseState
from tests.factories import LICENCE, Hall, licence_case
from tests.gui.counter import accept, close_preview, do, grant, preview_of, settle, show
from tests.gui.hands import press
from tests.people import LI, MISTYPED
from tests.services.test_batches import LIST

CTRL = Qt.KeyboardModifier.ControlModifier
BAD_ROW = f"{MISTYPED.name},{MISTYPED.identity_number},,\n"


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot, office: Office) -> BatchPage:
    fill_empty_index(office)
    made = BatchPage(jobs)
    show(made, qtbot)
    return made


def chosen(page: BatchPage) -> None:
    """The licence is the matter."""
    QTest.qWait(TYPING_PAUSE_MS + 20)
    settle(page.jobs)
    page.receipt.chooser.box.setText(LICENCE.name)
    QTest.qWait(TYPING_PAUSE_MS + 20)
    settle(page.jobs)
    press(page.receipt.chooser.box, Qt.Key.Key_Return)
    checked(page)


def checked(page: BatchPage) -> None:
    """The pause before a check is over, and the check too."""
    settle(page.jobs)
    QTest.qWait(PAUSE_MS + 20)
    settle(page.jobs)


def scan(page: BatchPage, text: str) -> None:
    page.delivery.scan.setText(text)
    press(page.delivery.scan, Qt.Key.Key_Return)


def test_going_to_the_page_puts_the_cursor_where_each_part_begins(page: BatchPage) -> None:
    firsts = (page.receipt.chooser.box, page.delivery.scan, page.printing.table)
    for at, first in enumerate(firsts):
        page.tabs.setCurrentIndex(at)
        page.setFocus()
        assert first.hasFocus()
    page.tabs.setCurrentIndex(0)
    chosen(page)
    page.setFocus()
    assert page.receipt.table.hasFocus()
    settle(page.jobs)


def test_a_list_is_checked_received_and_printed_by_keys(page: BatchPage, hall: Hall, tmp_path: Path) -> None:
    chosen(page)
    path = tmp_path / "list.csv"
    path.write_text(LIST + BAD_ROW, "utf-8")
    page.receipt.read_list(path)
    checked(page)
    assert page.message.text == ""
    words = [row.words for row in page.receipt.model.rows]
    assert [text[0] for text in words] == ["●", "▲", "●", "■"]
    assert "号码核对说明" in words[3]
    assert "名单 4 人：可以收件 3 人，其中直接受理 2 人；有问题 1 人。" in page.receipt.summary.text()
    press(page, Qt.Key.Key_F8)
    settle(page.jobs)
    preview = preview_of(page)
    assert preview is not None
    settle(page.jobs)
    assert preview.documents.count() == 5
    close_preview(page)
    assert "已收件 3 件，其中受理 2 件" in page.receipt.summary.text()
    assert page.receipt.model.rows[0].words.startswith("✓ 已受理待审查")
    assert not page.receipt.receive.isEnabled()
    assert hall.licence_id


def test_a_list_that_is_none_is_refused_in_a_sentence(page: BatchPage, tmp_path: Path) -> None:
    chosen(page)
    path = tmp_path / "list.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")
    page.receipt.read_list(path)
    settle(page.jobs)
    assert "下载模板" in page.message.text
    page.receipt.save_template(tmp_path / "list.xlsx")
    settle(page.jobs)
    assert (tmp_path / "list.xlsx").stat().st_size > 1000


def test_what_all_have_in_common_decides_what_becomes_of_a_row(
    page: BatchPage, tmp_path: Path, hall: Hall
) -> None:
    chosen(page)
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    page.receipt.read_list(path)
    checked(page)
    page.receipt.accepts.click()
    checked(page)
    assert {row.words[0] for row in page.receipt.model.rows} == {"▲"}
    page.receipt.has_agent.click()
    checked(page)
    assert not page.receipt.receive.isEnabled(), "an agent is asked for"
    assert page.receipt.summary.text() == NO_AGENT
    page.receipt.agent.number.set_value(LI.identity_number)
    page.receipt.agent.party_name.set_value(LI.name)
    page.receipt.agent.edited.emit()
    checked(page)
    assert page.receipt.receive.isEnabled()
    assert hall.licence_id


def test_results_are_scanned_and_handed_over_by_keys(page: BatchPage, office: Office, hall: Hall) -> None:
    first, second, still_open = grant(office, hall), grant(office, hall, LI), accept(office, hall)
    with office.read(hall.clerk) as work:
        code = printing.get_document(work, first.document_ids[0]).case.qr_text
    press(page, Qt.Key.Key_2, CTRL)
    for text in (code, second.number, code, still_open.number):
        scan(page, text)
    settle(page.jobs)
    assert [row.scanned.number for row in page.delivery.model.rows] == [second.number, first.number]
    assert "不能" in page.message.text
    assert page.delivery.summary.text() == "已扫描 2 件。"
    page.delivery.collector.set_value("企业代办员")
    press(page, Qt.Key.Key_F8)
    settle(page.jobs)
    preview = preview_of(page)
    assert preview is not None
    settle(page.jobs)
    assert preview.documents.count() == 4
    close_preview(page)
    assert {row.outcome for row in page.delivery.model.rows} == {"✓ 已出件"}
    assert "已出件 2 件" in page.delivery.summary.text()


def test_a_case_somebody_else_delivered_keeps_no_other_from_it(
    page: BatchPage, office: Office, hall: Hall
) -> None:
    from tests.services.test_delivery import delivered

    first, second = grant(office, hall), grant(office, hall, LI)
    press(page, Qt.Key.Key_2, CTRL)
    for case in (first, second):
        scan(page, case.number)
    settle(page.jobs)
    delivered(office, hall, first)
    press(page, Qt.Key.Key_F8)
    settle(page.jobs)
    outcomes = [row.outcome for row in page.delivery.model.rows]
    assert outcomes[0].startswith("■ 赵窗口刚刚")
    assert outcomes[1] == "✓ 已出件"
    assert "1 件没有出件" in page.delivery.summary.text()
    close_preview(page)
    page.delivery.table.select_key(first.case_id)
    page.delivery.remove.click()
    assert len(page.delivery.model.rows) == 1


def test_papers_of_today_are_printed_together(page: BatchPage, office: Office, hall: Hall) -> None:
    case = accept(office, hall)
    press(page, Qt.Key.Key_3, CTRL)
    settle(page.jobs)
    assert len(page.printing.model.rows) == 2
    press(page, Qt.Key.Key_F8)
    settle(page.jobs)
    preview = close_preview(page)
    assert preview.documents.count() == 2
    do(office, hall.other_clerk, cases.receive_case, licence_case(hall, LI))
    page.reload()
    settle(page.jobs)
    assert len(page.printing.model.rows) == 2
    page.printing.whose.set_value(ALL)
    page.printing.whose.edited.emit()
    settle(page.jobs)
    assert len(page.printing.model.rows) == 3
    assert case.state is CaseState.ACCEPTED
