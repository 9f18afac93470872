"""A row of parts that goes on in the next line."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.flow import Flow


@pytest.fixture
def row(qtbot: QtBot) -> QWidget:
    made = QWidget()
    flow = Flow()
    for _ in range(3):
        part = QWidget()
        part.setFixedSize(100, 40)
        flow.addWidget(part)
    made.setLayout(flow)
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def places(row: QWidget) -> list[tuple[int, int]]:
    flow = row.layout()
    assert isinstance(flow, Flow)
    flow.activate()
    shown = [part for part in row.findChildren(QWidget) if not part.isHidden()]
    return [(part.x(), part.y()) for part in shown]


def test_where_there_is_room_all_stand_in_one_line_at_the_right(row: QWidget) -> None:
    assert places(row) == [(84, 80), (192, 80), (300, 80)]


def test_what_does_not_fit_goes_on_in_the_next_line(row: QWidget) -> None:
    row.resize(220, 200)
    assert places(row) == [(12, 56), (120, 56), (120, 104)]
    row.resize(100, 200)
    assert [x for x, _ in places(row)] == [0, 0, 0]


def test_it_asks_for_the_height_its_lines_need(row: QWidget) -> None:
    flow = row.layout()
    assert isinstance(flow, Flow)

    assert [flow.heightForWidth(width) for width in (400, 220, 100)] == [40, 88, 136]
    assert (flow.sizeHint().width(), flow.minimumSize().width()) == (316, 100)


def test_a_hidden_part_takes_no_room(row: QWidget) -> None:
    row.findChildren(QWidget)[1].hide()

    assert places(row) == [(192, 80), (300, 80)]


def test_a_part_can_be_taken_out(row: QWidget) -> None:
    flow = row.layout()
    assert isinstance(flow, Flow)
    taken = flow.takeAt(0)
    assert taken is not None
    assert flow.count() == 2
    assert flow.itemAt(2) is None
    assert flow.takeAt(9) is None
