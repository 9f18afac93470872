"""事项目录: the list, the guide beside it, what is found, and the way from a matter to the counter."""

import shutil
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.database import open_database
from desktop_app.gui import theme
from desktop_app.gui.catalogue.guide_view import GuideView
from desktop_app.gui.catalogue.import_wizard import ImportWizard
from desktop_app.gui.catalogue.page import EMPTY, CataloguePage
from desktop_app.gui.jobs import Jobs
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.services.catalogue import MatterDetail, get_matter_by_id
from desktop_app.services.work import SYSTEM, Office
from models.catalogue import Matter
from models.enums import MatterState, Role
from tests.conftest import TEST_KEY
from tests.gui.counter import activate, settle, show
from tests.gui.hands import Ear, find, press
from tests.gui.sample_hall import focused, matter, person, typed

MATTER = "食品经营许可（餐饮服务）"


@pytest.fixture
def address(sample_address: str) -> str:
    """The hall with its catalogue."""
    return sample_address


@pytest.fixture
def jobs(office: Office) -> Generator[Jobs]:
    made = Jobs(office, person(office, Role.CLERK))
    yield made
    made.shutdown()
    made.wait_idle()


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> CataloguePage:
    made = CataloguePage(jobs)
    show(made, qtbot)
    activate(made)
    made.setFocus()
    return made


def search(page: CataloguePage, text: str) -> None:
    typed(text, page.box)
    QTest.qWait(100)
    settle(page.jobs)


def detail(office: Office, name: str) -> MatterDetail:
    with office.read(SYSTEM) as work:
        return get_matter_by_id(work, matter(office, name).id)


def test_the_first_matter_is_read_at_once(page: CataloguePage) -> None:
    rows = page.model.rows

    assert len(rows) == 50
    assert rows[0].name in page.guide.toPlainText()


def test_initials_and_down_lead_to_a_matter(page: CataloguePage) -> None:
    search(page, "spjyxk")
    press(page.box, Qt.Key.Key_Return)
    assert focused() is page.table
    assert page.table.current_row().name == MATTER
    assert MATTER in page.guide.toPlainText()
    press(page.table, Qt.Key.Key_Down)
    settle(page.jobs)
    assert page.table.current_row().name in page.guide.toPlainText()


def test_nothing_found_says_what_to_do_and_shows_no_guide(page: CataloguePage) -> None:
    search(page, "zqxzqxzqx")

    assert page.nothing.isVisible()
    assert "zqxzqxzqx" in page.nothing.heading
    assert not page.guide.isVisible()
    page.box.clear()
    QTest.qWait(100)
    settle(page.jobs)
    assert page.guide.isVisible()
    assert len(page.model.rows) == 50


def test_f8_takes_the_matter_to_the_counter(page: CataloguePage) -> None:
    wanted = Ear(page.wanted)
    search(page, MATTER)
    press(page, Qt.Key.Key_F8)

    assert [(key, row.name) for key, row in wanted.heard] == [("cases.intake", MATTER)]


def test_the_search_box_of_the_window_shows_its_finding(page: CataloguePage, office: Office) -> None:
    page.open_subject(matter(office, MATTER))
    QTest.qWait(100)
    settle(page.jobs)

    assert page.table.current_row().name == MATTER
    assert MATTER in page.guide.toPlainText()


def test_a_matter_out_of_use_says_so(page: CataloguePage, office: Office) -> None:
    with office.work(SYSTEM) as work:
        work.session.get_one(Matter, matter(office, MATTER).id).state = MatterState.SUSPENDED
    page.reload()
    settle(page.jobs)
    names = [page.model.index(at, 0).data() for at in range(page.model.rowCount())]

    assert f"（{MatterState.SUSPENDED.label}）{MATTER}" in names


def test_who_may_not_import_is_not_offered_it(page: CataloguePage, office: Office, qtbot: QtBot) -> None:
    assert page.findChild(QPushButton, "catalogue.import") is None
    jobs = Jobs(office, person(office, Role.EDITOR))
    editor = CataloguePage(jobs)
    show(editor, qtbot)
    activate(editor)
    assert editor.findChild(QPushButton, "catalogue.receive") is None
    press(editor, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert find(editor, ImportWizard, "catalogue.import_dialog").isVisible()
    editor.close()
    jobs.shutdown()


def test_an_empty_catalogue_says_what_brings_matters(
    jobs: Jobs, sqlite_template: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "empty.db"
    shutil.copy(sqlite_template, path)
    empty = Jobs(Office(open_database(f"sqlite:///{path}"), TEST_KEY), jobs.actor)
    page = CataloguePage(empty)
    show(page, qtbot)

    assert page.state.isVisible()
    assert page.state.heading == EMPTY
    page.close()
    empty.shutdown()
    empty.office.close()


# the guide


@pytest.fixture
def guide(qtbot: QtBot) -> GuideView:
    made = GuideView()
    qtbot.addWidget(made)
    made.resize(560, 480)
    made.show()
    return made


def test_a_guide_tells_everything_its_version_says(guide: GuideView, office: Office) -> None:
    shown = detail(office, MATTER)
    guide.show_matter(shown)
    text = guide.toPlainText()

    for spec in shown.content.materials:
        assert spec.name in text
    for basis in shown.content.legal_basis:
        assert basis.title in text
    assert shown.content.places in text
    assert shown.content.result_name in text


def test_text_of_the_catalogue_is_never_markup(guide: GuideView, office: Office) -> None:
    hostile = "<script>alert(1)</script><img src=x>&amp;"
    shown = detail(office, MATTER)
    content = replace(
        shown.content, name=hostile, conditions=hostile, materials=(MaterialSpec(hostile, standard=hostile),)
    )
    guide.show_matter(replace(shown, content=content))

    assert guide.toPlainText().count(hostile) == 4


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_a_guide_is_never_wider_than_its_place(guide: GuideView, office: Office, percent: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light", percent)
    guide.show_matter(detail(office, MATTER))

    assert guide.horizontalScrollBar().maximum() <= 2, "rounding, nobody sees it"


def test_reading_goes_on_where_it_was_when_the_matter_is_read_again(guide: GuideView, office: Office) -> None:
    guide.show_matter(detail(office, MATTER))
    guide.verticalScrollBar().setValue(200)
    guide.show_matter(detail(office, MATTER))
    assert guide.verticalScrollBar().value() == 200
    guide.show_matter(detail(office, "个体工商户设立登记"))
    assert guide.verticalScrollBar().value() == 0


def test_another_theme_changes_the_colours_of_a_guide(guide: GuideView, office: Office) -> None:
    guide.show_matter(detail(office, MATTER))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "dark")

    assert theme.current().text in guide.toHtml()
