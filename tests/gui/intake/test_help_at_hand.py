"""What helps at the counter: how the line with the cursor is checked, and the guide for the citizen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.gui.cases.intake import IntakePage
from desktop_app.gui.catalogue.guide_dialog import GuideDialog
from tests.gui.counter import settle
from tests.gui.hands import press
from tests.gui.intake.desk import fill
from tests.gui.sample_hall import focused


def test_the_library_says_how_the_line_with_the_cursor_is_checked(page: IntakePage) -> None:
    fill(page)
    said: dict[str, str] = {}
    page.form.checklist.focus()
    for line in page.form.checklist.lines:
        line.way.setFocus()
        QApplication.processEvents()
        assert focused() is line.way
        shown = page.form.check_points
        said[line.spec.name] = shown.text() if shown.isVisible() else ""
    assert any("审查要点：" in words for words in said.values())
    assert all(words.startswith(name) for name, words in said.items() if words)


def test_the_guide_is_a_key_away(page: IntakePage) -> None:
    press(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert page.findChild(GuideDialog) is None, "no matter, no guide"
    fill(page)
    press(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle(page.jobs)
    dialog = page.findChild(GuideDialog)
    assert dialog is not None
    assert dialog.view.content.pageCount() > 0
    dialog.reject()
    assert page.form.applicant.party_name.value
