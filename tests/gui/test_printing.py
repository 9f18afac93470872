"""Preview and print: real PDFs onto real printers that write files, and the record of every copy."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.documents.cases import render
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page
from desktop_app.gui.print_run import UNEXPECTED, PrintRun
from desktop_app.gui.printer_choice import NO_PRINTER
from desktop_app.gui.printers import file_name, into_file, onto_paper, open_printer, paint
from desktop_app.gui.printing import SAVED_AS, PreviewDialog, show_documents
from desktop_app.gui.toast import Toast
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.printing import get_document_pdf
from desktop_app.services.work import SYSTEM, Office
from desktop_app.settings import WorkstationSettings, read_workstation, write_workstation
from models.enums import Permission, PrintState
from models.printing import PrintRecord
from tests.factories import Hall
from tests.gui.counter import accept, settle, show
from tests.gui.hands import Ear, find, press
from tests.unit.documents.reading import (
    Picture,
    pages_of,
    pictures_of,
    qr_by_opencv,
    qr_by_zxing,
    squeezed,
    text_of,
    type_sizes,
)
from tests.unit.documents.samples import acceptance, materials, receipt

A4_AT_150 = TALL, WIDE = 1754, 1240
"""Height and width in pixels."""
SQUARE = 15
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> Page:
    made = Page("cases", "办件", jobs)
    show(made, qtbot)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the printer of this computer puts its sheets."""
    made = tmp_path / "printed"
    made.mkdir()
    write_workstation(WorkstationSettings(printer=f"file:{made}"))
    return made


@pytest.fixture
def documents(office: Office, hall: Hall) -> tuple[int, ...]:
    """A receipt and a notice of acceptance."""
    return accept(office, hall).document_ids


def preview(page: Page, documents: tuple[int, ...]) -> PreviewDialog:
    opened = show_documents(page, documents)
    assert opened is not None
    settle(page.jobs)
    return opened


def records(office: Office) -> list[tuple[int, int, PrintState]]:
    """Document, copy and state of every print."""
    query = sa.select(PrintRecord.document_id, PrintRecord.copy_number, PrintRecord.state)
    with office.read(SYSTEM) as work:
        return [
            (row.document_id, row.copy_number, row.state)
            for row in work.session.execute(query.order_by(PrintRecord.id))
        ]


def failures(office: Office) -> list[str]:
    with office.read(SYSTEM) as work:
        return list(work.session.scalars(sa.select(PrintRecord.failure).order_by(PrintRecord.id)))


def pdf_of(office: Office, document_id: int, reprint: int) -> bytes:
    with office.read(SYSTEM) as work:
        return get_document_pdf(work, document_id, reprint)


def printed(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)]


def coarse_ink(picture: Picture) -> NDArray[np.float64]:
    """How much ink stands in each square of a tenth of an inch: a pixel more or less to the side is the same page."""
    rows, columns = TALL // SQUARE, WIDE // SQUARE
    ink = 255.0 - picture[: rows * SQUARE, : columns * SQUARE]
    return ink.reshape(rows, SQUARE, columns, SQUARE).mean(axis=(1, 3))


def file_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


# paper


def test_every_page_comes_out_as_it_was_made(tmp_path: Path) -> None:
    pdf = render(receipt(materials(40)))
    pages = len(pages_of(pdf))
    assert pages > 1
    painted = paint(pdf, file_printer(tmp_path / "out.pdf"))
    assert painted == pages
    wanted, sheets = pictures_of(pdf, 150), pictures_of((tmp_path / "out.pdf").read_bytes(), 150)
    assert len(sheets) == pages
    for sheet, original in zip(sheets, wanted, strict=True):
        assert np.abs(np.subtract(sheet.shape, A4_AT_150)).max() <= 1
        ink, wanted_ink = coarse_ink(sheet), coarse_ink(original)
        assert wanted_ink.mean() > 1
        assert ink.mean() == pytest.approx(wanted_ink.mean(), rel=0.1)
        assert np.corrcoef(ink.ravel(), wanted_ink.ravel())[0, 1] > 0.97


@pytest.mark.parametrize("resolution", [150, 300])
def test_the_printed_qr_code_is_read_by_two_decoders(tmp_path: Path, resolution: int) -> None:
    document = acceptance()
    paint(render(document), file_printer(tmp_path / "out.pdf"))
    last = pictures_of((tmp_path / "out.pdf").read_bytes(), resolution)[-1]
    assert qr_by_zxing(last) == document.case.qr_text
    assert qr_by_opencv(last) == document.case.qr_text


@pytest.mark.parametrize(("name", "code"), [("", "printer_missing"), ("从未安装的打印机", "print_failed")])
def test_a_printer_that_is_not_there_is_refused(name: str, code: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        open_printer(name, "受理通知书")
    assert refusal.value.code == code


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="print_failed"):
        paint(b"%PDF-1.4 nothing", file_printer(tmp_path / "out.pdf"))
    assert not (tmp_path / "out.pdf").exists()


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "kept.pdf").write_bytes(b"old")
    into_file(tmp_path / "kept.pdf")(b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("kept.pdf", b"new")]
    with pytest.raises(ServiceError, match="file_unwritable"):
        into_file(tmp_path / "nowhere" / "a.pdf")(b"new")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("受理通知书 示卫受〔2026〕第0001号", "受理通知书_示卫受〔2026〕第0001号"),
        ("a/b\\c:d?", "a_b_c_d"),
        ("..", "文书"),
    ],
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert file_name(title) == name


# the preview


def test_nothing_opens_without_documents(page: Page) -> None:
    assert show_documents(page, ()) is None


@pytest.mark.usefixtures("folder")
def test_the_preview_shows_the_documents_and_the_page(page: Page, documents: tuple[int, ...]) -> None:
    opened = preview(page, documents)
    assert opened.documents.isVisible()
    assert [opened.documents.item(at).text().split("\n")[0] for at in range(2)] == [
        "材料接收凭证",
        "受理通知书",
    ]
    assert opened.view.content.pageCount() >= 1
    assert "材料接收凭证" in squeezed(opened.view.content.getAllText(0).text())
    opened.documents.setCurrentRow(1)
    settle(page.jobs)
    assert "受理通知书" in squeezed(opened.view.content.getAllText(0).text())
    assert opened.printer.currentText() == "打印到文件夹（试用）"


def test_enter_prints_all_that_is_new_and_closes(
    page: Page, office: Office, folder: Path, documents: tuple[int, ...]
) -> None:
    opened = preview(page, documents)
    closed = Ear(opened.finished)
    press(opened, Qt.Key.Key_Return)
    settle(page.jobs)
    assert closed.heard == [1]
    assert records(office) == [(document, 1, PrintState.PRINTED) for document in documents]
    assert len(printed(folder)) == 2
    assert "2 份" in find(page, Toast, "window.toast").text()


def test_the_sheet_that_comes_out_carries_the_qr_code_of_its_document(
    page: Page, office: Office, folder: Path, documents: tuple[int, ...]
) -> None:
    press(preview(page, documents[:1]), Qt.Key.Key_Return)
    settle(page.jobs)
    wanted = [qr_by_zxing(sheet) for sheet in pictures_of(pdf_of(office, documents[0], 0), 150)]
    assert any(wanted)
    assert [qr_by_zxing(sheet) for sheet in pictures_of(printed(folder)[0], 150)] == wanted


@pytest.mark.usefixtures("folder")
def test_one_of_several_is_printed_alone_and_then_the_rest(
    page: Page, office: Office, documents: tuple[int, ...]
) -> None:
    opened = preview(page, documents)
    press(opened, Qt.Key.Key_P, CTRL)
    settle(page.jobs)
    assert opened.isVisible()
    assert records(office) == [(documents[0], 1, PrintState.PRINTED)]
    assert "✓" in opened.documents.item(0).text()
    press(opened, Qt.Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)
    settle(page.jobs)
    assert [row[0] for row in records(office)] == list(documents)


def test_a_second_copy_is_marked(
    page: Page, office: Office, folder: Path, documents: tuple[int, ...]
) -> None:
    for _ in range(2):
        press(preview(page, documents[:1]), Qt.Key.Key_Return)
        settle(page.jobs)
    assert [row[1:] for row in records(office)] == [(1, PrintState.PRINTED), (2, PrintState.PRINTED)]
    opened = preview(page, documents[:1])
    assert "补打（第2次）" in squeezed(opened.view.content.getAllText(0).text())
    assert "补打" in opened.print_all.text()
    first, second = (pictures_of(pdf, 100)[0].astype(np.int16) for pdf in printed(folder))
    corner = np.abs(first - second)[:80, -400:]
    assert corner.max() > 100, "the mark stands at the upper right of the second sheet"


def test_without_a_printer_the_way_out_is_said_and_the_attempt_recorded(
    page: Page, office: Office, documents: tuple[int, ...]
) -> None:
    opened = preview(page, documents[:1])
    assert opened.message.text == NO_PRINTER
    press(opened, Qt.Key.Key_Return)
    settle(page.jobs)
    assert opened.isVisible()
    assert opened.message.text == sentence(ServiceError("printer_missing"))
    assert records(office) == [(documents[0], 1, PrintState.FAILED)]
    assert failures(office) == [sentence(ServiceError("printer_missing"))]


def test_a_copy_that_failed_does_not_mark_the_next_one(
    page: Page, office: Office, folder: Path, documents: tuple[int, ...]
) -> None:
    folder.rmdir()
    opened = preview(page, documents)
    press(opened, Qt.Key.Key_Return)
    settle(page.jobs)
    assert "没有接受这份文书" in opened.message.text
    assert [row[2] for row in records(office)] == [PrintState.FAILED], (
        "the rest waits until the first came out"
    )
    folder.mkdir()
    press(opened, Qt.Key.Key_Return)
    settle(page.jobs)
    assert [row[2] for row in records(office)][1:] == [PrintState.PRINTED] * 2
    wanted = pictures_of(pdf_of(office, documents[0], 0), 100)[0].astype(np.int16)
    sheet = pictures_of(printed(folder)[0], 100)[0].astype(np.int16)
    assert np.abs(sheet - wanted)[:80, -400:].mean() < 3


@pytest.mark.usefixtures("folder")
def test_saving_keeps_the_documents_own_bytes_and_counts_as_a_copy(
    page: Page, office: Office, documents: tuple[int, ...], tmp_path: Path
) -> None:
    opened = preview(page, documents[:1])
    for name in ("one", "two"):
        opened.save.click()
        dialog = find(opened, QFileDialog, "printing.save_dialog")
        dialog.fileSelected.emit(str(tmp_path / f"{name}.pdf"))
        dialog.close()
        settle(page.jobs)
    assert opened.isVisible()
    assert [row[1:] for row in records(office)] == [(1, PrintState.SAVED), (2, PrintState.SAVED)]
    assert (tmp_path / "one.pdf").read_bytes() == pdf_of(office, documents[0], 0)
    assert (tmp_path / "two.pdf").read_bytes() == pdf_of(office, documents[0], 1)
    assert "补打" in text_of((tmp_path / "two.pdf").read_bytes())
    with office.read(SYSTEM) as work:
        assert set(work.session.scalars(sa.select(PrintRecord.printer))) == {SAVED_AS}


@pytest.mark.usefixtures("folder")
def test_a_place_that_cannot_be_written_is_said(
    page: Page, office: Office, documents: tuple[int, ...], tmp_path: Path
) -> None:
    opened = preview(page, documents[:1])
    press(opened, Qt.Key.Key_S, CTRL)
    dialog = find(opened, QFileDialog, "printing.save_dialog")
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.fileSelected.emit(str(tmp_path / "nowhere" / "a.pdf"))
    settle(page.jobs)
    assert opened.message.text == sentence(ServiceError("file_unwritable"))
    assert records(office) == [(documents[0], 1, PrintState.FAILED)]


@pytest.mark.usefixtures("folder")
def test_a_print_goes_on_when_its_preview_is_closed(
    page: Page, office: Office, documents: tuple[int, ...]
) -> None:
    opened = preview(page, documents[:1])
    opened.print_all.click()
    press(opened, Qt.Key.Key_Escape)
    settle(page.jobs)
    assert page.findChild(PreviewDialog) is None
    assert records(office) == [(documents[0], 1, PrintState.PRINTED)]


@pytest.mark.usefixtures("folder")
def test_a_second_press_does_not_print_twice(page: Page, office: Office, documents: tuple[int, ...]) -> None:
    opened = preview(page, documents[:1])
    for _ in range(3):
        press(opened, Qt.Key.Key_P, CTRL)
    settle(page.jobs)
    assert len(records(office)) == 1


@pytest.mark.usefixtures("folder")
def test_the_chosen_printer_is_remembered(page: Page, documents: tuple[int, ...]) -> None:
    opened = preview(page, documents[:1])
    opened.printer.addItem("二号打印机", "二号打印机")
    opened.printer.setCurrentIndex(1)
    opened.printer.activated.emit(1)
    assert read_workstation().printer == "二号打印机"


@pytest.mark.usefixtures("folder")
def test_who_may_not_print_is_told(
    page: Page, hall: Hall, office: Office, documents: tuple[int, ...]
) -> None:
    page.jobs.act_as(dataclasses.replace(hall.clerk, permissions=frozenset({Permission.CASES_VIEW})))
    opened = preview(page, documents[:1])
    press(opened, Qt.Key.Key_Return)
    settle(page.jobs)
    assert "没有“打印文书”权限" in opened.message.text
    assert records(office) == []


def test_a_bug_on_the_way_counts_as_failed(page: Page, office: Office, documents: tuple[int, ...]) -> None:
    def break_down(_pdf: bytes) -> None:
        raise ZeroDivisionError

    run = PrintRun(page.jobs, documents[0], "一号", break_down)
    ended = Ear(run.ended)
    run.start()
    settle(page.jobs)
    assert [outcome.failure for outcome in ended.heard] == [UNEXPECTED]
    assert records(office) == [(documents[0], 1, PrintState.FAILED)]


def test_an_unknown_document_ends_the_run(page: Page, office: Office) -> None:
    run = PrintRun(page.jobs, 404, "一号", onto_paper("", "文书"))
    ended = Ear(run.ended)
    run.start()
    settle(page.jobs)
    assert [outcome.failure for outcome in ended.heard] == [sentence(ServiceError("document_unknown"))]
    assert records(office) == []


def test_large_print_is_seen_and_saved_as_it_is_seen(
    page: Page, documents: tuple[int, ...], tmp_path: Path
) -> None:
    dialog = preview(page, documents[:1])
    press(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    settle(page.jobs)
    assert dialog.large.isChecked()
    target = tmp_path / "大字.pdf"
    press(dialog, Qt.Key.Key_S, CTRL)
    find(dialog, QFileDialog, "printing.save_dialog").fileSelected.emit(str(target))
    settle(page.jobs)
    assert type_sizes(target.read_bytes())[-1] > 30
    dialog.reject()
