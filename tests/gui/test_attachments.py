"""附件: brought in by drag, paste, dialog and scanner folder; looked at, compared, copied, removed; at the intake too."""

import os
import time
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app import settings
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.attachments.dialogs import CompareDialog, RemovalDialog
from desktop_app.gui.attachments.line_files import LineFilesDialog
from desktop_app.gui.attachments.panel import AttachmentsPanel
from desktop_app.gui.attachments.preview import OFD_WORDS, AttachmentPreview, decode_page
from desktop_app.gui.attachments.scan_folder import ScanDialog, list_scans
from desktop_app.gui.attachments.validity import read_validity
from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.cases.intake import IntakePage, read_matter
from desktop_app.gui.jobs import Jobs
from desktop_app.rules.trust import LONG_TERM
from desktop_app.services.attachment_lines import get_attachments
from desktop_app.services.case_files import list_files
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case, CaseMaterial
from models.enums import ReceivedAs
from models.procedure import TrustLevel
from tests import paperwork
from tests.factories import Hall
from tests.gui.counter import activate, close_preview, go_on, receive, settle, show
from tests.gui.hands import find, press
from tests.people import WANG

Dialog = TypeVar("Dialog", bound=ActDialog)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot, office: Office, hall: Hall) -> CasePage:
    """The page of a case that was just received, on its attachments."""
    made = CasePage(jobs)
    show(made, qtbot)
    made.open_subject(receive(office, hall).case_id)
    settle(jobs)
    made.tabs.show_part(panel_of(made))
    settle(jobs)
    return made


def panel_of(page: CasePage) -> AttachmentsPanel:
    return next(panel for panel in page.panels if isinstance(panel, AttachmentsPanel))


def names_in(office: Office, page: CasePage) -> list[tuple[int, str]]:
    assert page.case_id is not None
    with office.read(SYSTEM) as work:
        return [(row.position, row.name) for row in list_files(work, page.case_id) if not row.removed_at]


def on_disk(folder: Path, **files: bytes) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / name.replace("_", ".") for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    return paths


def files_mime(paths: list[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(panel: AttachmentsPanel, row: int, mime: QMimeData) -> None:
    """Let go of something over a row of the table."""
    table = panel.table
    place = table.visualRect(table.rows_model().index(row, 0)).center()
    over = QPointF(panel.mapFromGlobal(table.viewport().mapToGlobal(place)))
    event = QDropEvent(over, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, CTRL)
    panel.dropEvent(event)


def shown_rows(panel: AttachmentsPanel) -> list[str]:
    model = panel.table.rows_model()
    return [model.columns[0].read(row).strip() for row in model.rows]


def test_files_dropped_on_a_line_belong_to_it(page: CasePage, office: Office, tmp_path: Path) -> None:
    panel = panel_of(page)
    paths = on_disk(tmp_path / "drop", 执照_pdf=paperwork.pdf(), 平面图_tif=paperwork.scan())
    drop(panel, 1, files_mime(paths))
    settle(page.jobs)

    assert names_in(office, page) == [(1, "执照.pdf"), (1, "平面图.tif")]
    assert shown_rows(panel)[1:4] == ["2. 营业执照", "执照.pdf", "平面图.tif"]


def test_what_is_refused_is_said_and_the_rest_is_kept(page: CasePage, office: Office, tmp_path: Path) -> None:
    paths = on_disk(tmp_path / "drop", 程序_pdf=b"MZ program", 执照_pdf=paperwork.pdf())
    drop(panel_of(page), 0, files_mime([*paths, tmp_path / "gone.pdf"]))
    settle(page.jobs)

    assert names_in(office, page) == [(0, "执照.pdf")]
    assert "程序.pdf：只能保存 PDF" in page.message.text
    assert "gone.pdf：没有找到这个文件" in page.message.text


def test_a_copied_picture_is_pasted_by_key(page: CasePage, office: Office) -> None:
    panel = panel_of(page)
    panel.table.select_key((2, 0))
    panel.table.setFocus()
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(image)
    press(panel.table, Qt.Key.Key_V, CTRL)
    settle(page.jobs)

    ((position, name),) = names_in(office, page)
    assert position == 2
    assert name.startswith("粘贴")

    QGuiApplication.clipboard().setText("只是文字")
    press(panel.table, Qt.Key.Key_V, CTRL)
    settle(page.jobs)
    assert "剪贴板里没有文件或图片" in page.message.text
    assert len(names_in(office, page)) == 1


def test_scans_of_the_desks_folder_are_added_and_the_folder_remembered(
    page: CasePage, office: Office, tmp_path: Path
) -> None:
    panel = panel_of(page)
    folder = tmp_path / "scans"
    (path,) = on_disk(folder, 扫描1_jpg=paperwork.picture())
    (folder / "说明.txt").write_text("x")
    then = time.time() - 5
    os.utime(path, (then, then))
    panel.scans.choose(folder)
    settle(page.jobs)
    assert settings.read_workstation().scan_folder == str(folder)

    panel.table.select_key((1, 0))
    panel.buttons["scan"].click()
    settle(page.jobs)
    dialog = dialog_of(page, ScanDialog)
    assert [row.path.name for row in dialog.files.rows_model().rows] == ["扫描1.jpg"]
    assert dialog.find_fault() == "请至少选择一个扫描件。"
    dialog.files.select_key(path)
    go_on(dialog)
    settle(page.jobs)
    assert names_in(office, page) == [(1, "扫描1.jpg")]


def test_a_scan_that_is_being_written_waits_and_a_lost_folder_is_said(tmp_path: Path) -> None:
    (path,) = on_disk(tmp_path / "scans", 扫描1_jpg=paperwork.picture())
    assert [one.is_whole for one in list_scans(path.parent, 0) or []] == [False]
    os.utime(path, (time.time() - 5, time.time() - 5))
    assert [(one.is_whole, one.is_new) for one in list_scans(path.parent, time.time()) or []] == [
        (True, False)
    ]
    assert list_scans(tmp_path / "gone", 0) is None


def test_files_are_looked_at_one_after_the_other(page: CasePage, tmp_path: Path) -> None:
    panel = panel_of(page)
    paths = on_disk(
        tmp_path / "drop",
        一_tif=paperwork.scan(3),
        二_pdf=paperwork.pdf(2),
        三_ofd=paperwork.ofd(),
    )
    drop(panel, 1, files_mime(paths))
    settle(page.jobs)
    panel.table.setFocus()
    press(panel.table, Qt.Key.Key_Return)
    preview = next(one for one in page.findChildren(AttachmentPreview) if one.isVisible())
    settle(page.jobs)
    assert preview.place.text() == "第 1 页 共 3 页"
    press(preview, Qt.Key.Key_PageDown)
    settle(page.jobs)
    assert preview.place.text() == "第 2 页 共 3 页"
    press(preview, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    settle(page.jobs)
    QTest.qWait(150)
    settle(page.jobs)
    assert preview.place.text() == "共 2 页"
    find(preview, QPushButton, "attachments.preview_after").click()
    settle(page.jobs)
    assert preview.picture.words == OFD_WORDS
    preview.save_to(tmp_path / "saved.ofd")
    settle(page.jobs)
    assert (tmp_path / "saved.ofd").read_bytes() == paperwork.ofd()
    preview.reject()


def test_a_picture_that_cannot_be_drawn_is_no_bug() -> None:
    assert decode_page(b"nothing", 0).image.isNull()
    assert decode_page(paperwork.scan(2), 1).pages == 2


def test_comparing_and_copying_by_key(
    page: CasePage, office: Office, hall: Hall, tmp_path: Path, jobs: Jobs
) -> None:
    panel = panel_of(page)
    assert not panel.buttons["compare"].isEnabled(), "an original needs no comparison"
    with office.work(hall.clerk) as work:
        assert page.case_id is not None
        case = work.session.get_one(Case, page.case_id)
        line = next(row for row in get_attachments(work, case.id).lines if row.position == 2)
        assert line.trust is TrustLevel.B
    receive_copy(office, hall, page)
    settle(jobs)
    panel.table.select_key((2, 0))
    drop(panel, 2, files_mime(on_disk(tmp_path / "drop", 图_pdf=paperwork.pdf())))
    settle(jobs)
    panel.table.setFocus()
    assert not panel.buttons["copy"].isEnabled()
    press(panel.table, Qt.Key.Key_F4)
    dialog = dialog_of(page, CompareDialog)
    find(dialog, QLineEdit, "attachments.valid_until").setText("2027年3月")
    go_on(dialog)
    assert "请按 2027-03-01" in dialog.message.text
    find(dialog, QLineEdit, "attachments.valid_until").setText("长期")
    go_on(dialog)
    settle(jobs)
    assert "B级 · 有效期至长期" in panel.table.rows_model().columns[1].read(panel.table.rows_model().rows[2])

    activate(page)
    panel.table.select_key(panel.table.rows_model().rows[3].key)
    panel.table.setFocus()
    press(panel.table, Qt.Key.Key_D, CTRL)
    settle(jobs)
    preview = next(one for one in page.findChildren(AttachmentPreview) if one.isVisible())
    QTest.qWait(100)
    settle(jobs)
    assert preview.place.text() == "共 1 页"
    assert find(preview, QPushButton, "attachments.preview_print").isVisible()
    preview.reject()


def test_a_file_is_taken_out_with_a_reason(page: CasePage, office: Office, tmp_path: Path) -> None:
    panel = panel_of(page)
    drop(panel, 1, files_mime(on_disk(tmp_path / "drop", 错_pdf=paperwork.pdf())))
    settle(page.jobs)
    panel.table.select_key(panel.table.rows_model().rows[2].key)
    panel.table.setFocus()
    press(panel.table, Qt.Key.Key_Delete)
    dialog = dialog_of(page, RemovalDialog)
    go_on(dialog)
    assert dialog.message.text == "请填写移除原因。"
    find(dialog, QPlainTextEdit, "attachments.removal_reason").setPlainText("传错了")
    go_on(dialog)
    settle(page.jobs)
    assert names_in(office, page) == []
    assert shown_rows(panel)[2] == "错.pdf（已移除）"


@pytest.mark.parametrize(
    ("text", "year"),
    [("2027-03-01", 2027), ("20270301", 2027), ("2027年3月1日", 2027), ("长期", LONG_TERM.year)],
)
def test_validity_is_read_as_people_write_it(text: str, year: int) -> None:
    found = read_validity(text)
    assert found is not None
    assert found.year == year


# at the intake


@pytest.fixture
def intake(jobs: Jobs, qtbot: QtBot, hall: Hall) -> IntakePage:
    made = IntakePage(jobs)
    show(made, qtbot)
    jobs.read(made, read_matter, hall.licence_id, then=made._start)  # pyright: ignore[reportPrivateUsage]
    settle(jobs)
    return made


def test_a_checklist_offers_only_the_ways_of_its_version(intake: IntakePage) -> None:
    lines = intake.form.checklist.lines
    offered = [lines[0].way.itemText(at) for at in range(lines[0].way.count())]
    assert [words.split()[0] for words in offered] == ["0", "1", "2", "3", "4", "5", "6"]
    press(lines[0].way, Qt.Key.Key_9)
    assert lines[0].way.way is ReceivedAs.NOT_RECEIVED
    press(lines[3].way, Qt.Key.Key_9)
    assert lines[3].way.way is ReceivedAs.DEFERRED


def test_a_licence_without_its_number_is_asked_for(intake: IntakePage) -> None:
    fill_people(intake)
    lines = intake.form.checklist.lines
    press(lines[1].way, Qt.Key.Key_5)
    assert lines[1].number.isVisible()
    press(intake, Qt.Key.Key_F6)
    settle(intake.jobs)
    assert "证照编号或核验编号" in intake.message.text
    assert intake.focusWidget() is lines[1].number


def test_files_of_a_line_come_with_the_receipt_and_survive_in_the_draft(
    intake: IntakePage, office: Office, tmp_path: Path
) -> None:
    fill_people(intake)
    line = intake.form.checklist.lines[1]
    paths = on_disk(tmp_path / "drop", 执照_jpg=paperwork.picture())
    QGuiApplication.clipboard().setMimeData(files_mime(paths))
    line.way.setFocus()
    press(line.way, Qt.Key.Key_V, CTRL)
    settle(intake.jobs)
    assert line.way.way is ReceivedAs.ELECTRONIC
    assert line.attach.text() == "附件 1"

    press(line.way, Qt.Key.Key_O, CTRL)
    dialog = next(one for one in intake.findChildren(LineFilesDialog) if one.isVisible())
    assert [row.name for row in dialog.table.rows_model().rows] == ["执照.jpg"]
    dialog.accept()

    kept = intake.form.checklist.kept()
    line.set_files([])
    intake.form.checklist.restore(kept)
    press(intake, Qt.Key.Key_F6)
    settle(intake.jobs)
    with office.read(SYSTEM) as work:
        assert [(row.position, row.name) for row in list_files(work, 1)] == [(1, "执照.jpg")]


def test_what_an_earlier_case_holds_is_offered_and_given_back_with_the_person(
    intake: IntakePage, hall: Hall, tmp_path: Path
) -> None:
    fill_people(intake)
    lines = intake.form.checklist.lines
    line = lines[1]
    drop_on = on_disk(tmp_path / "drop", 执照_jpg=paperwork.picture())
    QGuiApplication.clipboard().setMimeData(files_mime(drop_on))
    press(line.way, Qt.Key.Key_V, CTRL)
    settle(intake.jobs)
    line.checked.click()
    line.until.setText("20280101")
    press(intake, Qt.Key.Key_F6)
    settle(intake.jobs)

    start_again(intake, hall)
    fill_people(intake)
    settle(intake.jobs)
    line = intake.form.checklist.lines[1]
    assert line.reuse.isVisible()
    press(line.way, Qt.Key.Key_R, CTRL)
    assert (line.way.way, line.count.value()) == (ReceivedAs.ELECTRONIC, 1)
    assert line.value().reused_from == 1

    intake.form.applicant.number.line.setText("41102519880105000X")
    intake.form.applicant.number.line.editingFinished.emit()
    settle(intake.jobs)
    assert line.way.way is ReceivedAs.NOT_RECEIVED
    assert not line.reuse.isVisible()


def start_again(intake: IntakePage, hall: Hall) -> None:
    close_preview(intake)
    settle(intake.jobs)
    intake.jobs.read(intake, read_matter, hall.licence_id, then=intake._start)  # pyright: ignore[reportPrivateUsage]
    settle(intake.jobs)


def fill_people(intake: IntakePage) -> None:
    intake.form.applicant.number.line.setText(WANG.identity_number)
    intake.form.applicant.party_name.line.setText(WANG.name)
    intake.form.applicant.number.line.editingFinished.emit()
    settle(intake.jobs)


def receive_copy(office: Office, hall: Hall, page: CasePage) -> None:
    """Let the third line have been handed in as a copy."""
    with office.work(hall.clerk) as work:
        line = work.session.get_one(CaseMaterial, (page.case_id, 2))
        line.received_as, line.trust = ReceivedAs.COPY, TrustLevel.C
    page.refresh()


def dialog_of(page: CasePage, kind: type[Dialog]) -> Dialog:
    found = next(one for one in page.findChildren(kind) if one.isVisible())
    activate(found)
    return found
