"""The design of an application form: fields by key, tried out, in order, and the schema that comes of it."""

import json

import pytest
from PySide6.QtCore import Qt

from desktop_app.gui.catalogue.editor.form_builder import BuilderDialog, SchemaField
from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.rules.application_forms import read_form
from desktop_app.rules.elements import Section
from tests.factories import Hall
from tests.gui.counter import activate, go_on
from tests.gui.editor.writing import content_of, opened, stored
from tests.gui.hands import press
from tests.gui.sample_hall import typed
from tests.unit.rules.test_application_forms import SCHEMA

FIELDS, TRIAL, SOURCE = range(3)


@pytest.fixture
def field(page: EditorPage, hall: Hall) -> SchemaField:
    """The element in the editor of a draft."""
    desk = opened(page, hall.licence_id)
    desk.editor.sections.choose(Section.MATERIALS)
    form = desk.editor.panel_of(Section.MATERIALS).form
    assert form is not None
    found = form.fields["application_form"]
    assert isinstance(found, SchemaField)
    return found


def design(field: SchemaField) -> BuilderDialog:
    field.open.click()
    dialog = field.window().findChild(BuilderDialog)
    assert dialog is not None
    activate(dialog)
    return dialog


def test_a_form_is_designed_tried_out_and_stands_in_the_draft(
    page: EditorPage, hall: Hall, field: SchemaField
) -> None:
    dialog = design(field)
    dialog.form_title.set_value("开业申请表")
    dialog.add_field()
    typed("经营地址", dialog.plan_form.fields["title"].editor)
    dialog.add_field()
    typed("类别", dialog.plan_form.fields["title"].editor)
    dialog.plan_form.fields["kind"].set_value("choice")
    dialog.plan_form.fields["choices"].set_value(["甲", "乙"])
    dialog.move_field(-1)
    dialog.tabs.setCurrentIndex(TRIAL)
    assert [each.title for each in dialog.trial.fields.values()] == ["类别", "经营地址"]
    go_on(dialog)
    form = read_form(content_of(page).application_form)
    assert form.title == "开业申请表"
    assert [each.title for each in form.fields] == ["类别", "经营地址"]
    assert stored(page, hall).content.application_form == field.value
    assert "2 栏（类别、经营地址）" in field.words.text()


def test_what_is_unfinished_is_told_and_the_dialog_stays(field: SchemaField) -> None:
    dialog = design(field)
    dialog.add_field()
    go_on(dialog)
    assert "第 1 栏" in dialog.message.text
    typed("类别", dialog.plan_form.fields["title"].editor)
    dialog.plan_form.fields["kind"].set_value("choices")
    dialog.plan_form.changed.emit()
    go_on(dialog)
    assert "选项" in dialog.message.text
    dialog.reject()
    assert dialog.isVisible(), "typed words are not thrown away by one key"
    dialog.remove_field()
    go_on(dialog)
    assert field.value == ""


def test_the_source_can_be_written_by_hand_and_nonsense_is_not_left(field: SchemaField) -> None:
    dialog = design(field)
    dialog.tabs.setCurrentIndex(SOURCE)
    dialog.source.set_value("{")
    dialog.tabs.setCurrentIndex(FIELDS)
    assert dialog.tabs.currentIndex() == SOURCE
    assert "JSON" in dialog.message.text
    dialog.source.set_value(SCHEMA)
    dialog.tabs.setCurrentIndex(FIELDS)
    assert dialog.list.count() == len(json.loads(SCHEMA)["properties"])
    assert dialog.form_title.value == json.loads(SCHEMA)["title"]
    go_on(dialog)
    assert read_form(field.value) == read_form(SCHEMA)


def test_a_broken_form_is_put_right_in_its_source(field: SchemaField) -> None:
    field.set_value("{")
    dialog = design(field)
    assert dialog.tabs.currentIndex() == SOURCE
    assert dialog.source.value == "{"
    dialog.source.set_value(SCHEMA)
    go_on(dialog)
    assert read_form(field.value) == read_form(SCHEMA)


def test_insert_and_alt_arrows_work_on_the_list(field: SchemaField) -> None:
    dialog = design(field)
    press(dialog, Qt.Key.Key_Insert)
    press(dialog, Qt.Key.Key_Insert)
    first, second = dialog.plans
    press(dialog, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert dialog.plans == [second, first]
    assert dialog.list.currentRow() == 0
    press(dialog, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert dialog.plans == [first]
    dialog.give_up()
