"""The lists of a matter: lines added, copied, moved, removed and brought back by keys; situations and their trial."""

import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.editor.lines_editor import LinesEditor
from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.gui.catalogue.editor.panels import SituationsPanel
from desktop_app.gui.catalogue.editor.part_form import PartForm
from desktop_app.gui.catalogue.editor.situation_editor import QuestionForm
from desktop_app.gui.choices import LinesField
from desktop_app.gui.fields import TextField
from desktop_app.gui.tables import ListTable
from desktop_app.gui.value_fields import CheckListField
from desktop_app.rules.catalogue import Limit, MaterialSpec
from desktop_app.rules.elements import SECTION_OF, Section
from desktop_app.rules.situations import find_faults
from desktop_app.services.matter_drafts import save_draft
from tests.factories import LICENCE, Hall
from tests.gui.counter import do
from tests.gui.editor.writing import content_of, opened, stored, write
from tests.gui.hands import find, press

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NAUGHTY = Path("hostile") / "naughty-strings" / "blns.json"


def table_of(page: EditorPage, key: str) -> LinesEditor:
    page.desk.editor.jump(key)
    return page.desk.editor.panel_of(SECTION_OF[key]).tables[key]


def form_of(table: LinesEditor) -> PartForm:
    assert isinstance(table.form, PartForm)
    return table.form


def names(page: EditorPage) -> list[str]:
    return [line.name for line in content_of(page).materials]


def test_lines_are_arranged_by_keys(page: EditorPage, hall: Hall) -> None:
    opened(page, hall.licence_id)
    table = table_of(page, "materials")
    before = names(page)
    listed = find(page, ListTable, "editor.materials.lines")
    listed.setFocus()
    press(listed, Qt.Key.Key_Down)
    assert table.current == 1
    press(listed, Qt.Key.Key_Up, ALT)
    assert names(page)[:2] == [before[1], before[0]]
    assert table.current == 0
    press(listed, Qt.Key.Key_D, CTRL)
    assert names(page)[:2] == [before[1], before[1]]
    press(listed, Qt.Key.Key_Delete, CTRL | SHIFT)
    press(listed, Qt.Key.Key_Insert)
    write(form_of(table).fields["name"], "承诺书")
    assert names(page)[2] == "承诺书"
    press(listed, Qt.Key.Key_Delete, CTRL | SHIFT)
    assert "承诺书" not in names(page)
    press(listed, Qt.Key.Key_Z, CTRL | SHIFT)
    assert names(page)[2] == "承诺书"
    assert sorted(names(page)) == sorted([*before, "承诺书"])
    assert stored(page, hall).content == content_of(page)


def test_an_empty_list_says_how_to_begin(page: EditorPage, hall: Hall) -> None:
    opened(page, hall.licence_id)
    table = table_of(page, "fees")

    assert table.nothing.isVisible()
    assert table.nothing.heading == "还没有收费项目"
    press(table.table, Qt.Key.Key_Insert)
    assert not table.nothing.isVisible()
    assert len(content_of(page).fees) == 1


def test_questions_select_materials_and_limits(page: EditorPage, hall: Hall) -> None:
    desk = opened(page, hall.licence_id)
    situations = table_of(page, "situations")
    situations.add()
    form = situations.form
    assert isinstance(form, QuestionForm)
    write(form.head.fields["question"], "谁来办理？")
    for card, text in zip(form.cards, ("本人", "委托他人"), strict=True):
        write(card.form.fields["text"], text)
    form.add.click()
    write(form.cards[2].form.fields["text"], "监护人")
    write(form.cards[1].form.fields["promised"], [8, "working_days"])
    keys = [option.key for option in content_of(page).situations[0].options]
    assert len({*keys}) == 3
    materials = table_of(page, "materials")
    materials.table.select_key(1)
    when = form_of(materials).fields["when"]
    assert isinstance(when, CheckListField)
    assert [when.list.item(at).text() for at in range(3)] == [
        "谁来办理？　本人",
        "谁来办理？　委托他人",
        "谁来办理？　监护人",
    ]
    write(when, [keys[1]])

    assert content_of(page).materials[1].when == (keys[1],)
    assert find_faults(content_of(page)) == []
    press(page, Qt.Key.Key_F7)
    panel = desk.editor.panel_of(Section.SITUATIONS)
    assert isinstance(panel, SituationsPanel)
    outcome = find(page, QLabel, "editor.situations.outcome")
    assert "申请材料 5 项（共 5 项）" in outcome.text()
    answer = panel.trial.form.findChildren(QComboBox)[0]
    answer.setCurrentIndex(1)
    answer.activated.emit(1)
    assert "申请材料 4 项（共 5 项）" in outcome.text()
    answer.setCurrentIndex(2)
    answer.activated.emit(2)
    assert f"承诺办结时限：{Limit(8).text}" in outcome.text()
    assert stored(page, hall).content.situations == content_of(page).situations


def test_tab_goes_through_a_question_option_by_option(page: EditorPage, hall: Hall, qtbot: QtBot) -> None:
    opened(page, hall.licence_id)
    table = table_of(page, "situations")
    press(find(page, ListTable, "editor.situations.lines"), Qt.Key.Key_Insert)
    form = table.form
    assert isinstance(form, QuestionForm)
    qtbot.waitActive(page)
    form.focus_field("question")
    reached: list[str] = []
    while len(reached) < 30 and form.add is not page.focusWidget():
        focused = page.focusWidget()
        assert focused is not None
        reached.append(focused.objectName())
        press(focused, Qt.Key.Key_Tab)
    first, second = (reached.index(f"editor.situations.option_{number}.text") for number in (1, 2))
    assert reached[0] == "editor.situations.question"
    assert first == 1
    assert first < reached.index("editor.situations.option_1.remove") < second
    assert form.add is page.focusWidget()


def test_a_lost_option_is_named_until_it_is_unticked(page: EditorPage, hall: Hall) -> None:
    desk = opened(page, hall.licence_id)
    situations = table_of(page, "situations")
    situations.add()
    form = situations.form
    assert isinstance(form, QuestionForm)
    write(form.head.fields["question"], "谁来办理？")
    lost = content_of(page).situations[0].options[0].key
    materials = table_of(page, "materials")
    when = form_of(materials).fields["when"]
    write(when, [lost])
    situations = table_of(page, "situations")
    find(page, QPushButton, "editor.situations.option_1.remove").click()
    form.add_option()
    desk.editor.check()

    assert lost not in [option.key for option in content_of(page).situations[0].options]
    assert any(issue.path.startswith("materials[1]") and issue.is_error for issue in desk.editor.errors)
    table_of(page, "materials")
    assert isinstance(when, CheckListField)
    assert any("已删除" in when.list.item(at).text() for at in range(when.list.count()))
    write(when, [])
    assert find_faults(content_of(page))[0][0].startswith("situations")


def test_only_earlier_questions_can_be_a_condition(page: EditorPage, hall: Hall) -> None:
    opened(page, hall.licence_id)
    situations = table_of(page, "situations")
    form = situations.form
    assert isinstance(form, QuestionForm)
    for question in ("第一问？", "第二问？"):
        situations.add()
        write(form.head.fields["question"], question)
        for number, card in enumerate(form.cards):
            write(card.form.fields["text"], f"答{number}")
    asked_when = form.head.fields["asked_when"]
    assert isinstance(asked_when, CheckListField)
    assert asked_when.list.count() == 2
    assert asked_when.list.item(0).text().startswith("第一问？")
    write(asked_when, [content_of(page).situations[0].options[1].key])
    situations.table.select_key(0)
    assert not asked_when.isVisible()
    assert find_faults(content_of(page)) == []
    situations.copy()
    keys = [option.key for each in content_of(page).situations for option in each.options]
    assert len(keys) == len({*keys})


def test_hostile_words_are_kept_exactly(page: EditorPage, hall: Hall, shared_data: Path) -> None:
    opened(page, hall.licence_id)
    strings: list[str] = json.loads((shared_data / NAUGHTY).read_text("utf-8"))
    pasted = "\n".join(line for line in strings if line.strip())[:20_000]
    page.desk.editor.jump("conditions")
    form = page.desk.editor.panel_of(Section.CONDITIONS).form
    assert form is not None
    field = form.fields["conditions"]
    assert isinstance(field, LinesField)
    mime = QMimeData()
    mime.setText(pasted + "\x00\x07\ud800")
    QGuiApplication.clipboard().setMimeData(mime)
    field.lines.selectAll()
    field.lines.paste()
    page.desk.editor.jump("name")
    basics = page.desk.editor.panel_of(Section.BASICS).form
    assert basics is not None
    name = basics.fields["name"]
    assert isinstance(name, TextField)
    write(name, "<b>办</b> \U0001f600 & {0} %s'; DROP TABLE matter; --")

    found = stored(page, hall).content
    assert page.desk.saver.is_clean, page.message.text
    assert found.conditions == field.value
    assert "DROP TABLE users" in found.conditions
    assert "\x00" not in found.conditions
    assert found.name == "<b>办</b> \U0001f600 & {0} %s'; DROP TABLE matter; --"


def test_too_long_a_text_is_told(page: EditorPage, hall: Hall) -> None:
    opened(page, hall.licence_id)
    page.desk.editor.jump("name")
    form = page.desk.editor.panel_of(Section.BASICS).form
    assert form is not None
    write(form.fields["name"], "长" * 1200)

    assert form.fields["name"].note.text() == "▲ 最多1000字，再多的不会保留"
    assert len(stored(page, hall).content.name) == 1000


def test_forty_materials_follow_the_keys(page: EditorPage, hall: Hall) -> None:
    detail = opened(page, hall.licence_id).detail
    assert detail is not None
    many = replace(LICENCE, materials=tuple(MaterialSpec(f"材料{number}") for number in range(1, 46)))
    do(page.jobs.office, hall.editor, save_draft, detail.row.id, detail.row.revision, many)
    page.reload()
    page.jobs.wait_idle()
    table = table_of(page, "materials")
    listed = find(page, ListTable, "editor.materials.lines")
    listed.setFocus()
    for _ in range(44):
        press(listed, Qt.Key.Key_Down)
    assert table.current == 44
    assert form_of(table).fields["name"].value == "材料45"
    press(listed, Qt.Key.Key_Return)
    assert page.focusWidget() is form_of(table).fields["name"].editor
