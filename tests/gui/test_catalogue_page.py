"""事项目录: the list, the guide beside it, what is found, and the way from a matter to the counter."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.database import open_database
from desktop_app.exchange.findings import ParsedRecord
from desktop_app.gui import theme
from desktop_app.gui.catalogue.guide_view import GuideView
from desktop_app.gui.catalogue.import_wizard import ImportWizard
from desktop_app.gui.catalogue.page import EMPTY, NONE_LEFT, CataloguePage
from desktop_app.gui.catalogue.tree_model import Grouping
from desktop_app.gui.catalogue.versions_dialog import VersionsDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.tables import PAGE_SIZE
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.matter_filter import ApplicantGroup
from desktop_app.services.catalogue import MatterDetail, get_matter_by_id
from desktop_app.services.work import SYSTEM, Office
from models.catalogue import Matter
from models.enums import Area, MatterState, Role
from tests.conftest import TEST_KEY
from tests.factories import BUREAU_CODE, LICENCE
from tests.gui.counter import activate, settle, show
from tests.gui.hands import Ear, find, press
from tests.gui.sample_hall import focused, matter, person, typed
from tests.services.importing import import_into

pytestmark = pytest.mark.sample_hall(Role.CLERK)

MATTER = "食品经营许可（餐饮服务）"
OF_PERSONS = "居民身份证补领"


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


def words(page: CataloguePage) -> list[str]:
    """The first level of the tree as it reads."""
    return [page.tree_model.index(at, 0).data() for at in range(page.tree_model.rowCount())]


def choose(combo: QComboBox, text: str) -> None:
    """As a person takes an entry of a choice."""
    combo.setCurrentIndex(combo.findText(text))
    combo.activated.emit(combo.currentIndex())


def test_an_act_of_others_leaves_the_found_matter_in_sight(page: CataloguePage) -> None:
    search(page, OF_PERSONS)
    row = page.table.current_row()
    assert row is not None
    page.refresh()
    settle(page.jobs)
    assert page.table.current_row() == row
    assert page.table.selectionModel().hasSelection()
    guide = page.findChild(GuideView)
    assert guide is not None
    assert guide.isVisible()


def walk(page: CataloguePage, *keys: Qt.Key) -> None:
    for key in keys:
        press(page.tree, key)
        settle(page.jobs)


def test_the_tree_shows_groups_and_single_matters(page: CataloguePage) -> None:
    groups = [page.tree_model.group_at(page.tree_model.index(at, 0)) for at in range(len(words(page)))]

    assert sum(group.count for group in groups if group) == 50
    assert any(group.matter is None for group in groups if group)
    assert all(group.count > 1 or group.matter for group in groups if group)


def test_the_keyboard_walks_the_tree_and_reads_each_matter(page: CataloguePage) -> None:
    groups = [page.tree_model.group_at(page.tree_model.index(at, 0)) for at in range(len(words(page)))]
    at = next(place for place, group in enumerate(groups) if group and group.matter is None)
    press(page.box, Qt.Key.Key_Down)
    assert focused() is page.tree
    page.tree.setCurrentIndex(page.tree_model.index(at, 0))
    assert page.matter is None
    walk(page, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert page.matter is not None
    assert page.matter.name in page.guide.toPlainText()
    walk(page, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert not page.tree.isExpanded(page.tree_model.index(at, 0))


def test_the_tree_stays_open_where_it_was_when_the_catalogue_changes(
    page: CataloguePage, office: Office
) -> None:
    groups = [page.tree_model.group_at(page.tree_model.index(at, 0)) for at in range(len(words(page)))]
    at = next(place for place, group in enumerate(groups) if group and group.matter is None)
    page.tree.setCurrentIndex(page.tree_model.index(at, 0))
    walk(page, Qt.Key.Key_Right, Qt.Key.Key_Right)
    before = page.matter
    with office.work(SYSTEM) as work:
        work.record("catalogue.import", "catalogue", Area.CATALOGUE)
    page.reload()
    settle(page.jobs)

    assert page.tree.isExpanded(page.tree_model.index(at, 0))
    assert page.matter == before


def test_the_tree_begins_with_what_is_wished(page: CataloguePage) -> None:
    choose(page.filters.grouping, Grouping.DEPARTMENT.label)
    settle(page.jobs)
    assert sum(int(text.rpartition("（")[2].rstrip("）")) for text in words(page)) == 50
    walk(page, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert page.matter is not None
    choose(page.filters.grouping, Grouping.NONE.label)
    settle(page.jobs)
    assert len(words(page)) == 50


def test_filters_narrow_tree_and_search_and_one_key_clears_them(page: CataloguePage) -> None:
    choose(page.filters.grouping, Grouping.NONE.label)
    choose(page.filters.applicant, ApplicantGroup.ORGANISATION.label)
    settle(page.jobs)
    assert OF_PERSONS not in words(page)
    assert 0 < len(words(page)) < 50
    search(page, "身份证")
    assert OF_PERSONS not in [row.name for row in page.model.rows]
    press(page, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    settle(page.jobs)
    assert page.model.rows[0].name == OF_PERSONS
    assert not page.filters.chosen.is_set


def test_filters_that_leave_nothing_say_so(page: CataloguePage) -> None:
    choose(page.filters.state, MatterState.ABOLISHED.label)
    settle(page.jobs)

    assert page.nothing.isVisible()
    assert page.nothing.heading == NONE_LEFT


def test_the_key_of_an_act_in_the_menu_works(page: CataloguePage) -> None:
    search(page, MATTER)
    press(page, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    dialog = find(page, VersionsDialog, "catalogue.versions")
    settle(page.jobs)
    dialog.close()


def test_the_menu_holds_what_this_person_may_do(page: CataloguePage) -> None:
    press(page, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    menu = find(page, QMenu, "catalogue.more_menu")
    assert menu.isVisible()
    assert "catalogue.versions" in [entry.objectName() for entry in menu.actions()]
    assert "catalogue.abolish" not in [entry.objectName() for entry in menu.actions()]
    menu.close()


def test_an_act_without_a_matter_asks_for_one(page: CataloguePage) -> None:
    search(page, "zqxzqxzqx")
    press(page, Qt.Key.Key_F8)

    assert "选中一个事项" in page.message.text


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
    assert page.tree.isVisible()
    assert len(words(page)) > 20


def test_f8_takes_the_matter_to_the_counter(page: CataloguePage) -> None:
    wanted = Ear(page.wanted)
    search(page, MATTER)
    press(page, Qt.Key.Key_F8)

    assert [(key, row.name) for key, row in wanted.heard] == [("cases.intake", MATTER)]


def test_the_search_box_of_the_window_shows_its_finding(page: CataloguePage, office: Office) -> None:
    choose(page.filters.applicant, ApplicantGroup.PERSON.label)
    page.open_subject(matter(office, MATTER))
    settle(page.jobs)
    QTest.qWait(100)
    settle(page.jobs)

    assert page.table.current_row().name == MATTER
    assert MATTER in page.guide.toPlainText()


def test_a_matter_out_of_use_says_so(page: CataloguePage, office: Office) -> None:
    with office.work(SYSTEM) as work:
        work.session.get_one(Matter, matter(office, MATTER).id).state = MatterState.SUSPENDED
    page.reload()
    choose(page.filters.grouping, Grouping.NONE.label)
    settle(page.jobs)

    assert f"（{MatterState.SUSPENDED.label}）{MATTER}" in words(page)


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


# a large catalogue


@pytest.fixture
def large(office: Office, jobs: Jobs, qtbot: QtBot) -> CataloguePage:
    """The page over 250 more matters of one department."""
    content = replace(LICENCE, aliases=())
    import_into(
        office,
        *(
            ParsedRecord(
                number,
                f"{BUREAU_CODE}34101{number:08d}",
                "",
                BUREAU_CODE,
                content.department_name,
                replace(content, name=f"试验许可{number:03d}"),
            )
            for number in range(250)
        ),
    )
    made = CataloguePage(jobs)
    show(made, qtbot)
    activate(made)
    return made


def to_the_end(page: CataloguePage) -> None:
    page.tree.scrollToBottom()
    QTest.qWait(20)
    settle(page.jobs)


def test_only_what_is_scrolled_to_is_read(large: CataloguePage) -> None:
    assert large.tree_model.rowCount() == PAGE_SIZE
    to_the_end(large)
    assert large.tree_model.rowCount() == 2 * PAGE_SIZE
    to_the_end(large)
    to_the_end(large)
    assert "试验许可249" in words(large)


def test_a_large_group_is_read_as_it_is_scrolled(large: CataloguePage) -> None:
    choose(large.filters.grouping, Grouping.DEPARTMENT.label)
    settle(large.jobs)
    at = next(place for place, text in enumerate(words(large)) if text.endswith("（250）"))
    group = large.tree_model.index(at, 0)
    large.tree.setCurrentIndex(group)
    walk(large, Qt.Key.Key_Right)
    assert large.tree_model.rowCount(group) == PAGE_SIZE
    large.tree.scrollTo(large.tree_model.index(PAGE_SIZE - 1, 0, group))
    QTest.qWait(20)
    settle(large.jobs)
    assert large.tree_model.rowCount(group) == 2 * PAGE_SIZE
