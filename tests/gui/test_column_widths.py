"""The share of a list's width each column gets: laws over any wishes, and what a real list does in little room."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui import theme
from desktop_app.gui.column_widths import Wish, shared_widths
from desktop_app.gui.tables import Column, ListTable, RowsModel

FREE = st.integers(1, 300).map(lambda least: Wish(0, least))
FIXED = st.tuples(st.integers(1, 400), st.integers(0, 400)).map(lambda pair: Wish(pair[0], min(pair)))
WISHES = st.lists(st.one_of(FREE, FIXED), min_size=1, max_size=10)


@given(st.integers(0, 3000), WISHES)
def test_no_column_is_narrower_than_it_can_be_read(room: int, wishes: list[Wish]) -> None:
    for width, wish in zip(shared_widths(room, wishes), wishes, strict=True):
        if wish.is_free:
            assert width >= wish.least
        elif wish.may_be_left_out:
            assert width in (0, wish.width)
        else:
            assert wish.least <= width <= wish.width


@given(st.integers(0, 3000), WISHES)
def test_the_list_scrolls_only_where_nothing_more_can_give_way(room: int, wishes: list[Wish]) -> None:
    widths = shared_widths(room, wishes)
    smallest = sum(wish.least for wish in wishes)

    assert sum(widths) <= room or sum(widths) == smallest


@given(st.integers(0, 3000), WISHES)
def test_nothing_gives_way_in_room_enough(room: int, wishes: list[Wish]) -> None:
    if sum(wish.width or wish.least for wish in wishes) <= room:
        assert all(
            width == wish.width or wish.is_free
            for width, wish in zip(shared_widths(room, wishes), wishes, strict=True)
        )


@given(st.integers(0, 3000), WISHES)
def test_a_column_is_left_out_only_behind_those_that_stay(room: int, wishes: list[Wish]) -> None:
    widths = shared_widths(room, wishes)
    optional = [width > 0 for width, wish in zip(widths, wishes, strict=True) if wish.may_be_left_out]

    assert optional == sorted(optional, reverse=True)


@dataclass(frozen=True, slots=True)
class Thing:
    """A row of the list here."""

    name: str
    department: str
    number: str


COLUMNS: tuple[Column[Thing], ...] = (
    Column("名称", lambda row: row.name, 0, least=20),
    Column("部门", lambda row: row.department, 30, least=12),
    Column("编号", lambda row: row.number, 10, least=0),
)


def listed(qtbot: QtBot, characters: int) -> ListTable:
    table = ListTable("cases.list", "清单")
    qtbot.addWidget(table)
    table.show_rows(RowsModel(COLUMNS, lambda row: row.number, table))
    digit = table.fontMetrics().horizontalAdvance("0")
    table.resize(characters * digit, 300)
    table.show()
    return table


def test_a_wide_list_gives_the_name_what_is_left(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp)
    table = listed(qtbot, 120)
    digit = table.fontMetrics().horizontalAdvance("0")

    assert not table.isColumnHidden(2)
    assert table.columnWidth(1) >= 30 * digit
    assert table.horizontalHeader().length() <= table.viewport().width()
    assert table.columnWidth(0) > 50 * digit


def test_a_narrow_list_keeps_the_name_and_does_not_scroll_sideways(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp)
    table = listed(qtbot, 50)

    assert table.columnWidth(0) >= 20 * table.fontMetrics().horizontalAdvance("0")
    assert table.isColumnHidden(2)
    assert table.horizontalHeader().length() <= table.viewport().width()


def test_what_was_left_out_comes_back_with_the_room(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp)
    table = listed(qtbot, 50)
    table.resize(table.width() * 3, 300)

    assert not table.isColumnHidden(2)


def test_a_width_somebody_dragged_is_kept(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp)
    table = listed(qtbot, 120)
    table.horizontalHeader().resizeSection(1, 77)
    table.resize(table.width() + 50, 300)

    assert table.columnWidth(1) == 77
    assert table.horizontalHeader().length() <= table.viewport().width()
