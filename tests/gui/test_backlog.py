"""The backlog on a real database: figures, filters, explanations, and a list that keeps its place."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.cases.due import DAYS_LEFT, DUE_ON, LIGHT
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.statistics.backlog import COLUMNS, ROWS_AT_ONCE, BacklogPage
from desktop_app.gui.statistics.figures import FigureButton
from desktop_app.gui.tables import ListTable
from desktop_app.services.cases import ActResult, PartyInput, receive_and_accept_case, receive_case
from desktop_app.services.examination import examine_case
from desktop_app.services.work import Office
from models.enums import ApplicantKind, CaseState, IdentityKind, Light, Opinion
from tests.conftest import SettableClock
from tests.factories import Hall, licence_case
from tests.gui.hands import Ear, find, press

MARKED_UP = PartyInput(
    ApplicantKind.PERSON, "<b>王</b>&{0}", IdentityKind.ID_CARD, "411081200402290007", phone="0374-0000004"
)


def accept(office: Office, hall: Hall, applicant: PartyInput | None = None) -> ActResult:
    given = licence_case(hall) if applicant is None else licence_case(hall, applicant)
    with office.work(hall.clerk) as work:
        return receive_and_accept_case(work, given)


def shown_page(qtbot: QtBot, jobs: Jobs, hall: Hall) -> BacklogPage:
    jobs.act_as(hall.supervisor)
    page = BacklogPage(jobs)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    jobs.wait_idle()
    return page


def table(page: BacklogPage) -> ListTable:
    return find(page, ListTable, "statistics.cases")


def cells(page: BacklogPage, column: int) -> list[str]:
    model = table(page).model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def figures(page: BacklogPage) -> list[str]:
    names = ("open", "overdue", "today", "soon")
    return [find(page, FigureButton, f"statistics.figure_{name}").text_shown for name in names]


def choose(page: BacklogPage, jobs: Jobs, figure: str) -> None:
    find(page, FigureButton, f"statistics.figure_{figure}").click()
    jobs.wait_idle()


@pytest.fixture
def fortnight(office: Office, hall: Hall, clock: SettableClock) -> list[ActResult]:
    """A licence a day from a Friday on; on the Wednesday twelve days later some are over, one is due, some near."""
    made: list[ActResult] = []
    for _day in range(12):
        made.append(accept(office, hall))
        clock.advance(days=1)
    return made


def test_figures_and_list_say_the_same(
    qtbot: QtBot, jobs: Jobs, hall: Hall, fortnight: list[ActResult]
) -> None:
    page = shown_page(qtbot, jobs, hall)
    counted = figures(page)
    rows = page.list.model.rows
    assert counted[0] == str(len(fortnight)) == str(len(rows))
    for name, number in zip(("overdue", "today", "soon"), counted[1:], strict=True):
        choose(page, jobs, name)
        assert len(page.list.model.rows) == int(number) > 0, name
        assert figures(page) == counted

    find(page, QPushButton, "statistics.clear").click()
    jobs.wait_idle()
    assert page.list.model.rows == rows
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)


@pytest.mark.usefixtures("fortnight")
def test_every_light_has_shape_word_days_and_date(qtbot: QtBot, jobs: Jobs, hall: Hall) -> None:
    page = shown_page(qtbot, jobs, hall)
    words = {Light.RED: "■ 超期", Light.YELLOW: "▲ 临期", Light.GREEN: "● 正常"}
    at = [COLUMNS.index(column) for column in (LIGHT, DAYS_LEFT, DUE_ON)]

    seen = list(zip(*(cells(page, column) for column in at), strict=True))

    assert seen == [
        (words[row.light], str(row.remaining_days), row.due_on.isoformat())
        for row in page.list.model.rows
        if row.light is not None
    ]
    assert {light for light, _, _ in seen} == set(words.values())


@pytest.mark.usefixtures("fortnight")
def test_hovering_and_f1_explain_the_date(qtbot: QtBot, jobs: Jobs, hall: Hall) -> None:
    page = shown_page(qtbot, jobs, hall)
    row = page.list.model.rows[0]
    tip = table(page).model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert row.due_explanation in tip
    table(page).select_key(row.id)
    press(table(page), Qt.Key.Key_F1)

    assert row.due_explanation in page.message.text
    assert row.number in page.message.text


def test_enter_opens_the_case(qtbot: QtBot, jobs: Jobs, hall: Hall, fortnight: list[ActResult]) -> None:
    page = shown_page(qtbot, jobs, hall)
    opened, wanted = Ear(page.case_opened), Ear(page.wanted)
    table(page).select_key(fortnight[3].case_id)
    press(table(page), Qt.Key.Key_Return)

    assert opened.heard == [fortnight[3].case_id]
    assert wanted.heard == [("cases.detail", fortnight[3].case_id)]


def test_filters_by_department_and_state(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, fortnight: list[ActResult]
) -> None:
    with office.work(hall.clerk) as work:
        received = receive_case(work, licence_case(hall))
    page = shown_page(qtbot, jobs, hall)
    page.stage.set_value(CaseState.RECEIVED)
    page.stage.edited.emit()
    jobs.wait_idle()
    assert [row.id for row in page.list.model.rows] == [received.case_id]
    assert figures(page)[0] == "1"

    page.department.set_value(str(hall.stranger.department_id))
    page.department.edited.emit()
    jobs.wait_idle()
    assert page.list.model.rows == ()
    assert page.list.state.isVisible()
    assert page.list.state.heading == "没有符合条件的在办件"

    press(page, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    jobs.wait_idle()
    assert len(page.list.model.rows) == len(fortnight) + 1


def test_empty_hall_is_a_designed_state(qtbot: QtBot, jobs: Jobs, hall: Hall) -> None:
    page = shown_page(qtbot, jobs, hall)

    assert figures(page) == ["0"] * 4
    assert page.list.state.isVisible()
    assert page.list.state.heading == "没有在办件"


def test_change_of_another_refreshes_and_keeps_selection_and_filter(
    qtbot: QtBot, jobs: Jobs, hall: Hall, fortnight: list[ActResult]
) -> None:
    page = shown_page(qtbot, jobs, hall)
    choose(page, jobs, "overdue")
    before = page.list.model.rows
    table(page).select_key(before[-1].id)
    case = next(case for case in fortnight if case.case_id == before[0].id)
    jobs.act_as(hall.approver)
    jobs.change(
        page, examine_case, case.case_id, case.revision, Opinion.GRANT, "符合条件。", then=lambda _: None
    )
    jobs.act_as(hall.supervisor)
    qtbot.waitUntil(lambda: page.list.model.rows[0].state is CaseState.EXAMINED)

    assert [row.id for row in page.list.model.rows] == [row.id for row in before]
    assert table(page).current_row().id == before[-1].id


def test_model_behaves_while_pages_arrive(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall, clock: SettableClock
) -> None:
    for _case in range(ROWS_AT_ONCE + 5):
        accept(office, hall)
    page = shown_page(qtbot, jobs, hall)
    model = page.list.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert (len(model.rows), model.has_more) == (ROWS_AT_ONCE, True)

    model.fetchMore(QModelIndex())
    jobs.wait_idle()
    assert (len(model.rows), model.has_more) == (ROWS_AT_ONCE + 5, False)
    clock.advance(days=30)
    page.reload()
    jobs.wait_idle()
    assert {row.light for row in model.rows} == {Light.RED}
    del tester


def test_hostile_name_stays_a_name(qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall) -> None:
    accept(office, hall, MARKED_UP)
    page = shown_page(qtbot, jobs, hall)
    at = next(place for place, column in enumerate(COLUMNS) if column.title == "申请人")
    index = table(page).model().index(0, at)

    assert index.data() == MARKED_UP.name
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<qt>&lt;b&gt;王&lt;/b&gt;&amp;{0}</qt>"


def test_every_control_has_a_name(qtbot: QtBot, jobs: Jobs, hall: Hall, qapp: QApplication) -> None:
    page = shown_page(qtbot, jobs, hall)
    focusable = [
        part
        for part in page.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible()
    ]

    assert [
        type(part).__name__ for part in focusable if not part.objectName() or not part.accessibleName()
    ] == []
    assert qapp.focusWidget() is not None
