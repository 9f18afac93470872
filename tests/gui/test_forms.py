"""Forms: notes under fields, Enter through the fields, pasted text cleaned, drafts that come back."""

import time
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop_app.gui.application.rows_field import RowsField
from desktop_app.gui.forms import (
    ChecksField,
    ChoiceField,
    DateField,
    DraftKeeper,
    Field,
    Form,
    FormDialog,
    LinesField,
    TextField,
    one_line,
)
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page
from desktop_app.gui.scrolling import scrolled
from desktop_app.rules.application_forms import FieldKind, FormField
from desktop_app.services import drafts
from desktop_app.services.work import Office
from models.enums import IdentityKind, ReceivedAs
from tests.factories import Hall
from tests.gui.hands import Ear, find, press

FILLED: dict[str, Any] = {
    "name": "王小萌",
    "kind": "passport",
    "born": "1990-03-07",
    "received": ["original", "copy"],
    "note": "第一行\n第二行",
}


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    made.add(
        TextField("cases.name", "申请人姓名", max_length=20, required=True),
        ChoiceField("cases.kind", "证件类型", IdentityKind),
    )
    made.add(DateField("cases.born", "出生日期"))
    made.add(ChecksField("cases.received", "收取形式", ReceivedAs))
    made.add(LinesField("cases.note", "备注", max_length=10))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def text_field(form: Form) -> TextField:
    field = form.fields["name"]
    assert isinstance(field, TextField)
    return field


def test_values_go_out_and_come_back(form: Form) -> None:
    form.restore(FILLED)

    assert form.values() == FILLED


def test_values_of_another_version_of_the_form_are_passed_over(form: Form) -> None:
    form.restore({"name": "李示例", "abolished": 1, "kind": "no such kind", "born": "not a date"})

    assert form.values()["name"] == "李示例"
    assert form.values()["kind"] == "id_card"


def test_clearing_empties_what_can_be_empty(form: Form) -> None:
    form.restore(FILLED)
    text_field(form).show_error("请核对")
    form.clear()

    assert (form.values()["name"], form.values()["received"], form.values()["note"]) == ("", [], "")
    assert find(form, QLabel, "cases.name.note").isHidden()


@pytest.mark.parametrize("name", ["cases.name", "cases.kind", "cases.born", "cases.note"])
def test_every_control_has_its_stable_and_its_spoken_name(form: Form, name: str) -> None:
    assert find(form, QWidget, name).accessibleName()


def test_a_gap_is_shown_under_its_field_and_gets_the_cursor(form: Form) -> None:
    gap = form.find_gap()

    assert gap is text_field(form)
    note = find(form, QLabel, "cases.name.note")
    assert note.isVisible()
    assert note.text() == "■ 请填写申请人姓名"
    assert text_field(form).line.hasFocus()
    assert text_field(form).line.accessibleDescription() == "请填写申请人姓名"


def test_a_gap_far_below_is_scrolled_into_sight(qtbot: QtBot) -> None:
    form = Form()
    for number in range(20):
        form.add(TextField(f"cases.line_{number}", f"第 {number} 项", required=number == 19))
    area = scrolled(form)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    qtbot.waitExposed(area)
    gap = form.find_gap()
    assert gap is not None
    note = gap.note
    qtbot.waitUntil(
        lambda: area.viewport().rect().contains(note.mapTo(area.viewport(), note.rect().center()))
    )


def test_what_was_wrong_is_not_told_any_more_while_it_is_being_mended(form: Form) -> None:
    form.find_gap()
    QTest.keyClicks(text_field(form).line, "W")

    assert text_field(form).note.isHidden()
    assert not text_field(form).line.accessibleDescription()


def test_a_warning_stays_while_one_types(form: Form) -> None:
    text_field(form).show_warning("话")
    QTest.keyClicks(text_field(form).line, "W")

    assert text_field(form).note.isVisible()


def test_a_field_that_asks_for_something_else_says_so_everywhere(form: Form) -> None:
    text_field(form).ask_as("经办人姓名", required=True)
    form.find_gap()

    assert text_field(form).label.text() == "经办人姓名 *"
    assert text_field(form).line.accessibleName() == "经办人姓名"
    assert text_field(form).note.text() == "■ 请填写经办人姓名"


def test_no_gap_where_all_is_filled(form: Form) -> None:
    form.restore(FILLED)

    assert form.find_gap() is None


@pytest.mark.parametrize(
    ("show", "shown", "tone"),
    [
        (Field.show_error, "■ 话", "bad"),
        (Field.show_warning, "▲ 话", "warning"),
        (Field.show_hint, "话", "muted"),
    ],
)
def test_notes_have_a_shape_beside_their_colour(form: Form, show: Any, shown: str, tone: str) -> None:
    field = text_field(form)
    show(field, "话")

    assert (field.note.text(), field.note.property("tone")) == (shown, tone)
    field.clear_note()
    assert field.note.isHidden()


def test_what_was_typed_is_never_markup(form: Form) -> None:
    text_field(form).show_error("<b>名称</b>")

    assert text_field(form).note.textFormat() is Qt.TextFormat.PlainText


def test_enter_goes_on_and_escape_leaves_what_was_typed(form: Form) -> None:
    line = text_field(form).line
    line.setFocus()
    line.insert("王小萌")
    press(line, Qt.Key.Key_Escape)
    press(line, Qt.Key.Key_Return)

    assert line.text() == "王小萌"
    assert form.fields["kind"].editor.hasFocus()


def test_enter_in_several_lines_is_a_new_line_and_ctrl_enter_goes_on(form: Form) -> None:
    field = form.fields["note"]
    assert isinstance(field, LinesField)
    field.focus()
    press(field.lines, Qt.Key.Key_Return)
    assert field.lines.toPlainText() == "\n"
    press(field.lines, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert not field.lines.hasFocus()


@pytest.mark.parametrize(("required", "rows"), [(True, 1), (False, 0)])
def test_enter_adds_to_an_empty_list_that_is_required_and_passes_by_another(
    qtbot: QtBot, required: bool, rows: int
) -> None:
    field = RowsField(
        "cases.practice", "经历", [FormField("ward", "科室", FieldKind.TEXT)], required=required
    )
    qtbot.addWidget(field)
    field.show()
    press(field.add_row, Qt.Key.Key_Return)
    assert len(field.rows) == rows


def test_enter_in_the_last_field_submits(form: Form) -> None:
    done: list[str] = []
    text_field(form).submit_on_enter(lambda: done.append("submitted"))
    text_field(form).focus()
    press(text_field(form).line, Qt.Key.Key_Enter)

    assert done == ["submitted"]
    assert text_field(form).line.hasFocus()


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("王小萌\n", "王小萌"),
        ("许昌市\r\n魏都区\t1号", "许昌市 魏都区 1号"),
        ("  两边  ", "两边"),
        ("a\u2028b", "a b"),
        ("𬱖姓", "𬱖姓"),
    ],
)
def test_pasted_text_becomes_one_line(form: Form, pasted: str, expected: str) -> None:
    QGuiApplication.clipboard().setText(pasted)
    line = text_field(form).line
    line.setFocus()
    press(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert line.text() == expected
    assert one_line(pasted) == expected


def test_lengths_are_kept(form: Form) -> None:
    text_field(form).line.insert("长" * 50)
    form.fields["note"].set_value("一二三四五六七八九十多余")

    assert form.values()["name"] == "长" * 20
    assert form.values()["note"] == "一二三四五六七八九十"


def test_a_person_typing_is_told_a_program_filling_is_not(form: Form) -> None:
    ear = Ear(form.edited)
    text_field(form).set_value("王小萌")
    assert ear.heard == []
    QTest.keyClicks(text_field(form).line, "abc")

    assert len(ear.heard) == 3


def test_a_date_says_its_day_as_it_is_shown(form: Form) -> None:
    field = form.fields["born"]
    assert isinstance(field, DateField)
    field.date.setDate(QDate(2026, 11, 20))

    assert field.value == "2026-11-20"
    assert field.date.text() == "2026-11-20"


class Dialog(FormDialog):
    """Says what it has to say into a list."""

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__(form, parent)
        self.said: list[str] = []
        self.form = form

    @override
    def say(self, text: str) -> None:
        self.said.append(text)


def test_escape_closes_an_untouched_dialog_only(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    form = Form()
    field = TextField("cases.name", "姓名")
    form.add(field)
    dialog = Dialog(form, parent)
    dialog.open()
    QTest.keyClicks(field.line, "a")
    press(dialog, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert field.value == "a"
    assert len(dialog.said) == 1
    closed = Ear(dialog.destroyed)
    dialog.discard()
    qtbot.waitUntil(lambda: len(closed.heard) == 1)


class Intake(Page):
    """A page with one field whose content is kept."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__("cases.intake", "收件", jobs)
        self.form = Form()
        self.field = TextField("cases.name", "姓名")
        self.form.add(self.field)
        self.body.addWidget(self.form)
        self.keeper = DraftKeeper(self, "cases.intake", self.form.values, self.form.restore)
        self.form.edited.connect(self.keeper.touch)
        self.keeper.open()


@pytest.fixture
def intake(jobs: Jobs, qtbot: QtBot) -> Intake:
    page = Intake(jobs)
    qtbot.addWidget(page)
    page.show()
    jobs.wait_idle()
    return page


def kept(office: Office, hall: Hall) -> dict[str, Any] | None:
    with office.read(hall.clerk) as work:
        return drafts.get_draft(work, "cases.intake")


def test_what_was_typed_is_kept_soon_after_the_last_key(
    intake: Intake, jobs: Jobs, office: Office, hall: Hall, qtbot: QtBot
) -> None:
    QTest.keyClicks(intake.field.line, "abc")
    assert kept(office, hall) is None
    began = time.monotonic()
    qtbot.waitUntil(lambda: kept(office, hall) is not None, timeout=3000)

    assert 0.4 < time.monotonic() - began < 2
    assert kept(office, hall) == {"name": "abc"}
    assert jobs.wait_idle()


def test_a_page_that_goes_out_of_sight_keeps_at_once(
    intake: Intake, jobs: Jobs, office: Office, hall: Hall
) -> None:
    QTest.keyClicks(intake.field.line, "abc")
    intake.close()

    assert jobs.wait_idle()
    assert kept(office, hall) == {"name": "abc"}


def test_what_was_kept_is_there_when_the_page_opens_again(intake: Intake, jobs: Jobs, qtbot: QtBot) -> None:
    QTest.keyClicks(intake.field.line, "abc")
    intake.keeper.flush()
    jobs.wait_idle()
    again = Intake(jobs)
    qtbot.addWidget(again)

    assert jobs.wait_idle()
    assert again.field.value == "abc"


def test_typing_begun_meanwhile_wins_over_what_was_kept(intake: Intake, jobs: Jobs, qtbot: QtBot) -> None:
    QTest.keyClicks(intake.field.line, "abc")
    intake.keeper.flush()
    jobs.wait_idle()
    again = Intake(jobs)
    qtbot.addWidget(again)
    QTest.keyClicks(again.field.line, "z")

    assert jobs.wait_idle()
    assert again.field.value == "z"
    again.keeper.stop()


def test_a_form_that_is_done_leaves_no_draft(intake: Intake, jobs: Jobs, office: Office, hall: Hall) -> None:
    QTest.keyClicks(intake.field.line, "abc")
    intake.keeper.flush()
    intake.keeper.discard()

    assert jobs.wait_idle()
    assert kept(office, hall) is None
