"""The editor's page as a person uses it: typing into fields of every kind, and what the draft then holds."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QListWidget

from desktop_app.gui.catalogue.editor.desk import DraftDesk
from desktop_app.gui.catalogue.editor.form_builder import SchemaField
from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.gui.choices import ChecksField, ChoiceField, LinesField
from desktop_app.gui.fields import Field, TextField
from desktop_app.gui.value_fields import CheckListField, LimitField, NumberField, SwitchField
from desktop_app.rules.catalogue import MatterContent
from desktop_app.services.matter_drafts import DraftDetail, get_draft
from tests.factories import Hall


def opened(page: EditorPage, matter_id: int) -> DraftDesk:
    """The desk with the draft of a matter on it."""
    page.open_subject(matter_id)
    page.jobs.wait_idle()
    assert page.desk.detail is not None, page.message.text
    return page.desk


def stored(page: EditorPage, hall: Hall) -> DraftDetail:
    """The open draft as it stands in the database, after the pause of the saving."""
    page.desk.saver.flush()
    page.jobs.wait_idle()
    detail = page.desk.detail
    assert detail is not None
    with page.jobs.office.read(hall.editor) as work:
        return get_draft(work, detail.row.id)


def content_of(page: EditorPage) -> MatterContent:
    """What stands on the screen."""
    content = page.desk.editor.content
    assert content is not None
    return content


def write(field: Field, value: Any) -> None:
    """Change a field as hands do; `value` is what the field holds afterwards."""
    match field:
        case TextField() | NumberField():
            _type_line(field, "" if value is None else str(value))
        case LimitField():
            _write_limit(field, value)
        case LinesField():
            text = value if isinstance(value, str) else "\n".join(value)
            field.lines.selectAll()
            field.lines.insertPlainText(text)
        case ChoiceField():
            _choose(field.combo, value)
        case SwitchField():
            _tick(field.box, is_ticked=value)
        case ChecksField():
            for name, box in field.boxes.items():
                _tick(box, is_ticked=name in value)
        case CheckListField():
            _tick_list(field.list, value)
        case SchemaField():
            field.set_value(value)
            field.edited.emit()
        case _:
            raise TypeError(type(field))


def _type_line(field: TextField | NumberField, text: str) -> None:
    field.line.selectAll()
    if text.isascii() and text:
        QTest.keyClicks(field.line, text)
    else:
        field.line.insert(text)
        field.line.textEdited.emit(text)


def _write_limit(field: LimitField, value: Any) -> None:
    days, unit = value or ("", "working_days")
    _choose(field.unit, unit)
    field.line.selectAll()
    field.line.insert(str(days))
    field.line.textEdited.emit(str(days))


def _choose(combo: QComboBox, value: str) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def _tick(box: QCheckBox, *, is_ticked: bool) -> None:
    if box.isChecked() is not is_ticked:
        QTest.keyClick(box, Qt.Key.Key_Space)


def _tick_list(listed: QListWidget, wanted: Any) -> None:
    for at in range(listed.count()):
        item = listed.item(at)
        is_ticked = item.checkState() is Qt.CheckState.Checked
        if is_ticked is not (item.data(Qt.ItemDataRole.UserRole) in wanted):
            listed.setCurrentRow(at)
            QTest.keyClick(listed, Qt.Key.Key_Space)
