"""Lists: rows read page by page, place and selection kept, keys of the table, checked by Qt's own model tester."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.gui import theme
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.tables import Column, KeysetModel, ListTable, RowsModel
from desktop_app.gui.theme import Tone
from desktop_app.rules.errors import ServiceError
from desktop_app.services.work import Work
from tests.gui.hands import Ear, press


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the lists here."""

    number: int
    name: str


def line(number: int) -> Line:
    return Line(number, f"第{number}件")


def key(row: Line) -> int:
    return row.number


COLUMNS: tuple[Column[Line], ...] = (
    Column("序号", lambda row: str(row.number), 6, align_right=True),
    Column("名称", lambda row: row.name, 0, tone=lambda _row: Tone.BAD),
)


class Shelf:
    """Rows as a service keeps them: asked for in pages, changed by others meanwhile."""

    def __init__(self, count: int) -> None:
        self.rows = [line(number) for number in range(count)]
        self.questions: list[tuple[int | None, int]] = []

    def fetch(self, _work: Work, after: Line | None, limit: int) -> Sequence[Line]:
        self.questions.append((after.number if after else None, limit))
        behind = [row for row in self.rows if after is None or row.number > after.number]
        return behind[:limit]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(250)


@pytest.fixture
def table(qtbot: QtBot) -> ListTable:
    made = ListTable("cases.list", "办件列表")
    qtbot.addWidget(made)
    made.resize(600, 400)
    return made


@pytest.fixture
def model(jobs: Jobs, shelf: Shelf, table: ListTable) -> KeysetModel[Line]:
    made = KeysetModel(COLUMNS, key, jobs, shelf.fetch, table)
    table.show_rows(made)
    made.refresh()
    jobs.wait_idle()
    return made


def numbers(model: RowsModel[Line]) -> list[int]:
    return [row.number for row in model.rows]


def test_the_model_keeps_qts_rules(model: KeysetModel[Line], jobs: Jobs, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)  # pyright: ignore[reportUnknownMemberType] pytest-qt leaves it untyped
    jobs.wait_idle()


@pytest.mark.parametrize(
    "after",
    [[], [0], [4, 3, 2, 1, 0], [9, 0, 1, 8, 2, 3, 7, 4], [1, 3], [7, 8, 9], [0, 1, 2, 3, 4]],
    ids=["emptied", "shrunk", "turned", "mixed", "gaps", "others", "same"],
)
def test_replacing_keeps_qts_rules_and_shows_the_new_rows(
    after: list[int], qtmodeltester: ModelTester
) -> None:
    model = RowsModel(COLUMNS, key)
    model.replace([line(number) for number in range(5)])
    qtmodeltester.check(model)  # pyright: ignore[reportUnknownMemberType] pytest-qt leaves it untyped
    model.replace([line(number) for number in after])

    assert numbers(model) == after


def test_replacing_keeps_each_index_on_its_row(table: ListTable) -> None:
    model = RowsModel(COLUMNS, key, table)
    table.show_rows(model)
    model.replace([line(number) for number in range(6)])
    table.select_key(4)
    model.replace([line(number) for number in (5, 9, 4, 1)])

    assert table.current_row() == line(4)
    assert [row.number for row in table.selected_rows()] == [4]


def test_replacing_shows_new_values_of_a_row_that_stays() -> None:
    model = RowsModel(COLUMNS, key)
    model.replace([line(1)])
    model.replace([replace(line(1), name="改名")])

    assert model.data(model.index(0, 1)) == "改名"


def test_only_what_is_needed_is_read(model: KeysetModel[Line], shelf: Shelf) -> None:
    assert len(model.rows) == 100
    assert shelf.questions == [(None, 101)]
    assert model.has_more


def test_scrolling_reads_on_to_the_end(model: KeysetModel[Line], shelf: Shelf, jobs: Jobs) -> None:
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
        jobs.wait_idle()

    assert numbers(model) == list(range(250))
    assert shelf.questions[1:] == [(99, 101), (199, 101)]
    assert not model.has_more


def test_nothing_is_asked_twice_at_once(model: KeysetModel[Line], shelf: Shelf, jobs: Jobs) -> None:
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())

    assert model.is_fetching
    assert jobs.wait_idle()
    assert len(shelf.questions) == 2


def test_a_refresh_keeps_what_was_scrolled_to(
    model: KeysetModel[Line], shelf: Shelf, jobs: Jobs, table: ListTable, qtbot: QtBot
) -> None:
    model.fetchMore(QModelIndex())
    jobs.wait_idle()
    table.show()
    qtbot.waitExposed(table)
    table.select_key(150)
    table.verticalScrollBar().setValue(140)
    shelf.rows[:0] = [Line(-2, "新"), Line(-1, "新")]
    del shelf.rows[10]
    model.refresh()
    jobs.wait_idle()

    assert len(model.rows) == 200
    assert table.current_row() == line(150)
    assert table.rows_model().row_at(table.indexAt(table.viewport().rect().topLeft())) == line(140)


def test_at_the_top_new_rows_are_seen(
    model: KeysetModel[Line], shelf: Shelf, jobs: Jobs, table: ListTable, qtbot: QtBot
) -> None:
    table.show()
    qtbot.waitExposed(table)
    shelf.rows.insert(0, Line(-1, "新"))
    model.refresh()
    jobs.wait_idle()

    assert table.verticalScrollBar().value() == 0
    assert numbers(model)[0] == -1


def test_another_search_begins_at_the_top(model: KeysetModel[Line], jobs: Jobs) -> None:
    arrived: list[int] = []
    model.arrived.connect(arrived.append)
    model.search(lambda _work, _after, _limit: [])
    jobs.wait_idle()

    assert arrived == [0]
    assert numbers(model) == []


def test_a_refused_list_tells_the_page_and_can_be_asked_again(jobs: Jobs, shelf: Shelf, qtbot: QtBot) -> None:
    class Shower(QWidget):
        codes: list[str] = []  # noqa: RUF012 one test, one instance

        def show_refusal(self, error: ServiceError) -> None:
            self.codes.append(error.code)

    page = Shower()
    qtbot.addWidget(page)

    def refuse(_work: Work, _after: Line | None, _limit: int) -> Sequence[Line]:
        raise ServiceError("database_away")

    model = KeysetModel(COLUMNS, key, jobs, refuse, page)
    model.refresh()
    jobs.wait_idle()
    model.search(shelf.fetch)
    jobs.wait_idle()

    assert page.codes == ["database_away"]
    assert len(model.rows) == 100


def test_columns_say_text_side_colour_and_the_reader_says_the_title(model: KeysetModel[Line]) -> None:
    role = Qt.ItemDataRole
    first, second = model.index(7, 0), model.index(7, 1)

    assert model.headerData(1, Qt.Orientation.Horizontal) == "名称"
    assert model.data(first) == "7"
    assert model.data(first, role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.data(second, role.ForegroundRole) == QColor(theme.current().bad)
    assert model.data(second, role.AccessibleTextRole) == "名称：第7件"
    assert model.data(second, role.ToolTipRole) == "第7件"


def test_enter_and_double_click_open_the_row(model: KeysetModel[Line], table: ListTable) -> None:
    opened: list[Line] = []
    table.opened.connect(opened.append)
    table.select_key(3)
    press(table, Qt.Key.Key_Return)
    table.doubleClicked.emit(model.index(5, 0))

    assert [row.number for row in opened] == [3, 5]


def test_moving_the_cursor_tells_the_row(model: KeysetModel[Line], table: ListTable) -> None:
    assert model.rows
    table.select_key(3)
    ear = Ear(table.chosen)
    press(table, Qt.Key.Key_Down)

    assert ear.heard == [line(4)]


def test_ctrl_c_copies_whole_rows(model: KeysetModel[Line], table: ListTable) -> None:
    assert model.rows
    table.select_key(3)
    press(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "3\t第3件\n4\t第4件"


def test_a_key_that_is_not_at_hand_is_not_chosen(model: KeysetModel[Line], table: ListTable) -> None:
    assert model.rows
    assert not table.select_key(4711)


def test_rows_grow_with_the_text(model: KeysetModel[Line], table: ListTable, qapp: QApplication) -> None:
    assert model.rows
    table.show()
    height, width = table.rowHeight(0), table.columnWidth(0)
    theme.apply(qapp, "light", 150)

    assert table.rowHeight(0) > height
    assert table.columnWidth(0) > width
