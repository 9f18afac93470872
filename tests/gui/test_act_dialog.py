"""The dialog of every act lives as long as it is open, whatever Python clears away meanwhile."""

import gc
import weakref

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.forms import Form, LinesField, TextField


def open_dialog(behind: QWidget) -> weakref.ref[ActDialog]:
    """An open dialog that only Qt holds, as every page leaves it."""
    dialog = ActDialog("test.dialog", "提交", "提交", behind)
    form = Form()
    form.add(LinesField("test.note", "说明"), TextField("test.day", "日期"))
    dialog.body.addWidget(form)
    dialog.ask(dialog.accept)
    return weakref.ref(dialog)


def test_an_open_dialog_outlives_python_s_collector(qtbot: QtBot) -> None:
    behind = QWidget()
    qtbot.addWidget(behind)
    behind.show()
    held = open_dialog(behind)
    QApplication.processEvents()
    gc.collect()
    dialog = held()
    assert dialog is not None
    assert dialog.parentWidget() is behind
    note = dialog.findChild(QWidget, "test.note")
    assert note is not None
    QTest.keyClicks(note, "limit")
    dialog.reject()
    assert dialog.isVisible(), "typed words are not thrown away by one Esc"
    dialog.give_up()


def test_the_ways_out_come_last_in_the_order_of_tab(qtbot: QtBot) -> None:
    behind = QWidget()
    qtbot.addWidget(behind)
    behind.show()
    dialog = open_dialog(behind)()
    assert dialog is not None
    qtbot.waitActive(dialog)
    names: list[str] = []
    for _ in range(4):
        focused = dialog.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert names == ["test.note", "test.day", "test.dialog.cancel", "test.dialog.confirm"]
    dialog.give_up()


def test_fields_that_come_into_sight_later_stand_before_the_ways_out(qtbot: QtBot) -> None:
    behind = QWidget()
    qtbot.addWidget(behind)
    behind.show()
    dialog = ActDialog("test.dialog", "提交", "提交", behind)
    form = Form()
    later = TextField("test.later", "补充说明")
    form.add(LinesField("test.note", "说明"))
    form.add(later)
    later.hide()
    dialog.body.addWidget(form)
    dialog.ask(dialog.accept)
    qtbot.waitActive(dialog)
    later.show()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    focused = dialog.focusWidget()
    assert focused is not None
    assert focused.objectName() == "test.later"
    dialog.give_up()


def test_a_dialog_that_grows_keeps_its_buttons_in_sight(qtbot: QtBot) -> None:
    behind = QWidget()
    qtbot.addWidget(behind)
    behind.show()
    dialog = open_dialog(behind)()
    assert dialog is not None
    qtbot.waitExposed(dialog)
    foot = dialog.screen().availableGeometry().bottom()
    dialog.move(dialog.x(), foot - dialog.height() - 10)
    dialog.resize(dialog.width(), dialog.height() + 100)
    qtbot.waitUntil(lambda: dialog.frameGeometry().bottom() <= foot)
    dialog.give_up()
