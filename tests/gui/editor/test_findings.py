"""What the rules say stands at the field and in the list below, and every finding leads to its place."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.editor.issues import find_issues, place_of
from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.gui.catalogue.editor.part_form import PartForm
from desktop_app.gui.catalogue.editor.section_list import section_rows
from desktop_app.gui.tables import ListTable
from desktop_app.rules.catalogue import Limit
from desktop_app.rules.elements import Section
from models.elements import QualityLevel
from tests.factories import LICENCE, LICENCE_CODE, Hall
from tests.gui.editor.writing import content_of, opened, write
from tests.gui.hands import find, press


def test_a_path_tells_section_line_and_field() -> None:
    found = place_of("situations[2].options[1].text")

    assert (found.section, found.line, found.rest, found.field) == (
        Section.SITUATIONS,
        1,
        "options[1].text",
        "options",
    )
    assert place_of("statutory.days").field == "statutory"
    assert place_of("???").section is Section.BASICS


def test_sections_show_findings_and_changes_without_colour() -> None:
    content = replace(LICENCE, statutory=Limit(2))
    issues = find_issues(content, LICENCE_CODE, "")
    rows = {row.section: row for row in section_rows(content, LICENCE, issues)}

    assert issues == tuple(sorted(issues, key=lambda issue: not issue.is_error))
    assert any(issue.place.section is Section.LIMITS and issue.is_error for issue in issues)
    assert rows[Section.LIMITS].mark.startswith("■")
    assert rows[Section.LIMITS].mark.endswith("改")
    assert "错误" in rows[Section.LIMITS].words
    assert "与现行版本不同" in rows[Section.LIMITS].words
    assert rows[Section.SITUATIONS].mark == "—"


def test_a_finding_stands_at_its_field_and_leads_there(page: EditorPage, hall: Hall, qtbot: QtBot) -> None:
    desk = opened(page, hall.licence_id)
    desk.editor.jump("materials[2].name")
    line = find(page, QLineEdit, "editor.materials.name")
    assert page.focusWidget() is line
    assert line.text() == "营业执照"
    form = desk.editor.panel_of(Section.MATERIALS).tables["materials"].form
    assert isinstance(form, PartForm)
    write(form.fields["name"], "其他有关材料")
    qtbot.waitUntil(lambda: any(issue.path == "materials[2].name" for issue in desk.editor.issues))
    index, issue = next(
        (at, issue) for at, issue in enumerate(desk.editor.issues) if issue.path == "materials[2].name"
    )

    note = form.fields["name"].note
    assert note.text()[0] in "■▲"
    table = find(page, ListTable, "editor.findings")
    assert issue.sign in {"■ 错误", "▲ 提醒"}
    desk.editor.sections.choose(Section.BASICS)
    table.select_key(index)
    press(table, Qt.Key.Key_Return)
    assert desk.editor.section is Section.MATERIALS
    assert page.focusWidget() is line
    write(form.fields["name"], "营业执照")
    desk.editor.check()
    assert not note.isVisible()


def test_f8_goes_from_finding_to_finding(page: EditorPage, hall: Hall) -> None:
    desk = opened(page, hall.licence_id)
    seen: list[Section] = []
    for _ in desk.editor.issues:
        press(page, Qt.Key.Key_F8)
        seen.append(desk.editor.section)

    assert seen == [issue.place.section for issue in desk.editor.issues]


def test_another_page_leads_to_a_field(page: EditorPage, hall: Hall) -> None:
    page.open_subject((hall.licence_id, "conditions"))
    page.jobs.wait_idle()

    assert page.focusWidget() is find(page, QPlainTextEdit, "editor.conditions")
    assert content_of(page).conditions == LICENCE.conditions


def test_numbers_that_are_none_get_a_sentence_and_change_nothing(page: EditorPage, hall: Hall) -> None:
    desk = opened(page, hall.licence_id)
    desk.editor.jump("visits")
    form = desk.editor.panel_of(Section.WAYS).form
    assert form is not None
    field = form.fields["visits"]
    for typed in ("一次", "-1", "½", "9999"):
        write(field, typed)
        assert field.note.text().startswith("■ 请填写0到100的整数"), typed
    desk.editor.check()
    assert desk.editor.errors[0].path == "visits"
    assert "没有保存" in desk.editor.errors[0].text
    write(field, "２")
    assert content_of(page).visits == 2
    assert not field.note.isVisible()


def test_levels_are_told_apart_by_shape_and_word() -> None:
    signs = {issue.level: issue.sign for issue in find_issues(LICENCE, LICENCE_CODE, "")}

    assert signs[QualityLevel.ERROR] == "■ 错误"
    assert signs[QualityLevel.WARNING] == "▲ 提醒"
