"""组织与窗口: counters with their scope, halls, the tree of departments, divisions; by keyboard on a real database."""

from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QListView, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.lookup import NOTHING, TYPING_PAUSE_MS, LookupField
from desktop_app.gui.sites.dialogs import CounterDialog, DepartmentDialog, HallDialog
from desktop_app.gui.sites.division_import import DivisionImportDialog
from desktop_app.gui.sites.page import SitesPage
from desktop_app.gui.sites.scope import ScopeDialog
from desktop_app.services import counter_scopes, organisation, sites
from desktop_app.services.work import SYSTEM, Office
from models.elements import CounterKind
from models.enums import Role
from models.sites import Division
from tests.gui.counter import activate, go_on, settle, show
from tests.gui.hands import find, press
from tests.gui.sample_hall import focused, typed

pytestmark = pytest.mark.sample_hall(Role.ADMINISTRATOR)

Dialog = TypeVar("Dialog", bound=QDialog)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> SitesPage:
    made = SitesPage(jobs)
    show(made, qtbot)
    activate(made)
    return made


def go_to(page: SitesPage, key: Qt.Key) -> None:
    """One of the four parts, by its key."""
    press(page, key, CTRL)
    settle(page.jobs)


def dialog_of(page: SitesPage, kind: type[Dialog]) -> Dialog:
    found = next((one for one in page.findChildren(kind) if one.isVisible()), None)
    assert found is not None, f"no {kind.__name__} is open"
    activate(found)
    return found


def complete(dialog: ActDialog, page: SitesPage) -> bool:
    """Ctrl+Enter; whether the dialog is done with and gone."""
    go_on(dialog)
    settle(page.jobs)
    return not isValid(dialog)


def look_up(page: SitesPage, window: QWidget, name: str, text: str) -> QListView:
    """Type into a field that finds, and wait for its list."""
    line = find(window, QLineEdit, name)
    line.setFocus()
    typed(text, line)
    QTest.qWait(TYPING_PAUSE_MS + 50)
    settle(page.jobs)
    return choices_of(window, name)


def choices_of(window: QWidget, name: str) -> QListView:
    """The list under a field that finds."""
    field = next(one for one in window.findChildren(LookupField) if one.name == name)
    return field.choices


def test_the_parts_and_their_actions_follow_the_keys(page: SitesPage) -> None:
    assert [page.tabs.tabText(at) for at in range(4)] == ["窗口", "大厅", "部门", "行政区划"]
    seen: list[tuple[str, bool, bool, bool]] = []
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4):
        go_to(page, key)
        shown = (page.scope.isVisible(), page.edit.isVisible(), page.load.isVisible())
        seen.append((page.make.accessibleName() if page.make.isVisible() else "", *shown))
        assert page.current.isAncestorOf(focused())

    assert seen == [
        ("新建窗口", True, True, False),
        ("新建大厅", False, True, False),
        ("新建部门", False, True, False),
        ("", False, False, True),
    ]


def test_a_special_counter_gets_its_scope_at_once(page: SitesPage, office: Office) -> None:
    press(page, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(page, CounterDialog)
    typed("99")
    typed("市场监管专窗", find(dialog, QLineEdit, "sites.name"))
    dialog.kind.set_value(CounterKind.SPECIAL)
    assert complete(dialog, page)

    scope = dialog_of(page, ScopeDialog)
    choices = look_up(page, scope, "sites.scope_department", "市场监督")
    assert choices.isVisible()
    press(choices, Qt.Key.Key_Return)
    assert [line.name for line in scope.scope] == ["颍昌县市场监督管理局"]
    look_up(page, scope, "sites.scope_matter", "公司设立")
    press(choices_of(scope, "sites.scope_matter"), Qt.Key.Key_Return)
    assert len(scope.scope) == 2
    assert complete(scope, page)

    with office.read(SYSTEM) as work:
        made = next(row for row in sites.list_counters(work) if row.number == "99")
        lines = counter_scopes.list_counter_scope(work, made.id)
    assert [line.name for line in lines] == ["颍昌县市场监督管理局", "公司设立登记"]
    at = page.counters.model.position(made.id)
    assert at is not None
    assert page.counters.model.index(at, 3).data() == "颍昌县市场监督管理局；1个事项"


def test_the_scope_loses_what_delete_takes_away_and_nothing_by_esc(page: SitesPage, office: Office) -> None:
    with office.read(SYSTEM) as work:
        row = next(row for row in sites.list_counters(work) if row.number == "10")
    page.counters.table.select_key(row.id)
    press(page, Qt.Key.Key_F6)
    settle(page.jobs)
    scope = dialog_of(page, ScopeDialog)
    scope.lines.setFocus()
    press(scope.lines, Qt.Key.Key_Delete)
    assert len(scope.scope) == 1

    press(scope, Qt.Key.Key_Escape)
    assert scope.isVisible()
    assert complete(scope, page)
    with office.read(SYSTEM) as work:
        assert len(counter_scopes.list_counter_scope(work, row.id)) == 1


def test_a_comprehensive_counter_has_no_scope_to_set(page: SitesPage) -> None:
    page.counters.table.select_key(page.counters.model.rows[0].row.id)
    press(page, Qt.Key.Key_F6)
    settle(page.jobs)

    assert "无差别综合窗口" in page.message.text


def test_a_hall_is_changed(page: SitesPage, office: Office) -> None:
    go_to(page, Qt.Key.Key_2)
    press(page.halls.table, Qt.Key.Key_Return)
    dialog = dialog_of(page, HallDialog)
    find(dialog, QLineEdit, "sites.hall_phone").clear()
    typed("0374-0000199", find(dialog, QLineEdit, "sites.hall_phone"))
    assert complete(dialog, page)

    with office.read(SYSTEM) as work:
        (row,) = organisation.list_halls(work)
    assert (row.phone, row.division_path) == ("0374-0000199", "示例省许州市颍昌县")


def test_what_is_typed_and_not_chosen_is_not_saved(page: SitesPage) -> None:
    go_to(page, Qt.Key.Key_2)
    press(page, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(page, HallDialog)
    typed("新大厅")
    look_up(page, dialog, "sites.hall_division", "火星")
    assert dialog.division.note.text().endswith(NOTHING)

    assert not complete(dialog, page)
    assert "行政区划" in dialog.message.text
    dialog.division.line.clear()
    dialog.division.set_value("")
    assert complete(dialog, page)


def test_departments_are_a_tree_with_a_detail(page: SitesPage) -> None:
    go_to(page, Qt.Key.Key_3)
    tree = find(page, QTreeWidget, "sites.department_tree")
    top = tree.topLevelItem(0)
    assert tree.topLevelItemCount() == 1
    assert top is not None
    assert (top.text(0), top.childCount()) == ("颍昌县人民政府", 15)

    look_up(page, page, "sites.department_jump", "公安")
    press(choices_of(page, "sites.department_jump"), Qt.Key.Key_Return)
    assert find(page, QLabel, "sites.department_heading").text() == "颍昌县公安局"
    assert find(page, QLabel, "sites.department_shown_level").text() == "县级"


def test_a_department_is_made_below_the_one_with_the_cursor(page: SitesPage, office: Office) -> None:
    go_to(page, Qt.Key.Key_3)
    press(page, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(page, DepartmentDialog)
    typed("颍昌县档案馆", find(dialog, QLineEdit, "sites.department_name"))
    typed("11411000MB9910180", find(dialog, QLineEdit, "sites.department_code"))
    assert not complete(dialog, page)
    assert "18位" in dialog.message.text
    find(dialog, QCheckBox, "sites.department_confirm").setChecked(True)
    assert complete(dialog, page)

    with office.read(SYSTEM) as work:
        (made,) = organisation.find_departments(work, "档案馆")
    assert made.depth == 1
    assert find(page, QLabel, "sites.department_heading").text() == "颍昌县档案馆"


def test_a_circle_and_a_department_in_use_are_refused_in_place(page: SitesPage) -> None:
    go_to(page, Qt.Key.Key_3)
    page.departments.tree.setFocus()
    press(page.departments.tree, Qt.Key.Key_Return)
    dialog = dialog_of(page, DepartmentDialog)
    look_up(page, dialog, "sites.department_parent", "清河镇人民政府")
    press(choices_of(dialog, "sites.department_parent"), Qt.Key.Key_Return)
    assert not complete(dialog, page)
    assert "不能作为上级部门" in dialog.message.text

    dialog.parent_field.set_value("")
    dialog.state.set_value("closed")
    assert not complete(dialog, page)
    assert "在用下级部门 15 个" in dialog.message.text
    dialog.give_up()


def test_divisions_unfold_down_to_what_is_looked_for(page: SitesPage) -> None:
    go_to(page, Qt.Key.Key_4)
    tree = page.divisions.tree
    assert [tree.topLevelItem(at).text(0) for at in range(tree.topLevelItemCount())] == ["示例省"]  # pyright: ignore[reportOptionalMemberAccess]  it counts them itself

    look_up(page, page, "sites.division_jump", "柳林")
    press(choices_of(page, "sites.division_jump"), Qt.Key.Key_Return)
    for _ in range(5):
        settle(page.jobs)
    current = tree.currentItem()
    assert current is not None
    assert (current.text(0), current.text(1)) == ("柳林村委会", "411099101201")


def test_division_files_are_read_shown_and_taken_over(
    page: SitesPage, office: Office, tmp_path: Path, shared_data: Path
) -> None:
    bad = tmp_path / "坏文件.csv"
    bad.write_text("code,name\n41100,短码\n", encoding="utf-8")
    go_to(page, Qt.Key.Key_4)
    press(page, Qt.Key.Key_I, CTRL)
    dialog = dialog_of(page, DivisionImportDialog)
    dialog.read([*sorted((shared_data / "divisions").glob("*.csv")), bad])
    settle(page.jobs)
    assert dialog.summary.text().startswith("读到 5,961 个区划，拒绝 1 行")
    assert dialog.model.index(0, 1).data() == "坏文件.csv 第 2 行"

    press(dialog, Qt.Key.Key_Return, CTRL)
    QTest.qWait(150)
    settle(page.jobs)
    assert "已新增 5,959 个、更新名称 2 个" in dialog.summary.text()
    press(dialog, Qt.Key.Key_Escape)
    settle(page.jobs)
    with office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Division)) == 5970
    assert page.divisions.tree.topLevelItemCount() == 31


def test_a_file_that_is_none_says_so_and_leaves_the_dialog(page: SitesPage, tmp_path: Path) -> None:
    wrong = tmp_path / "错.csv"
    wrong.write_text("一,二\n三,四\n", encoding="utf-8")
    go_to(page, Qt.Key.Key_4)
    page.divisions.ask_import()
    dialog = dialog_of(page, DivisionImportDialog)
    dialog.read([wrong])
    settle(page.jobs)

    assert "代码" in dialog.message.text
    assert not dialog.confirm.isEnabled()
    dialog.reject()
