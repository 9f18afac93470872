"""The supervisor's page of ratings on a real database: counts, shares with their formulas, words, and nobody's name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.jobs import Jobs
from desktop_app.gui.reviews.page import ROWS_AT_ONCE, ReviewsPage
from desktop_app.gui.statistics.figures import FigureButton
from desktop_app.gui.tables import ListTable
from desktop_app.services.cases import receive_and_accept_case
from desktop_app.services.reviews import ReviewGiven, close_unrated, give_review, invite
from desktop_app.services.work import Office
from models.enums import Grade
from tests.factories import Hall, licence_case
from tests.gui.hands import find, press
from tests.people import WANG

HOSTILE = "<b>太慢</b>{0} & %s\n第二行"


def rate(office: Office, hall: Hall, given: ReviewGiven | None) -> None:
    with office.work(hall.clerk) as work:
        case = receive_and_accept_case(work, licence_case(hall))
        invitation = invite(work, case.case_id)
        if given is None:
            close_unrated(work, invitation.id)
        else:
            give_review(work, invitation.id, given)


def shown_page(qtbot: QtBot, jobs: Jobs, hall: Hall) -> ReviewsPage:
    jobs.act_as(hall.supervisor)
    page = ReviewsPage(jobs)
    qtbot.addWidget(page)
    page.resize(1150, 640)
    page.show()
    jobs.wait_idle()
    return page


def figure(page: ReviewsPage, name: str) -> FigureButton:
    return find(page, FigureButton, f"reviews.figure_{name}")


@pytest.fixture
def rated_hall(office: Office, hall: Hall) -> Hall:
    for given in (
        ReviewGiven(Grade.VERY_SATISFIED, ("510",)),
        ReviewGiven(Grade.VERY_SATISFIED),
        ReviewGiven(Grade.DISSATISFIED, ("207",), HOSTILE, is_anonymous=False),
        None,
    ):
        rate(office, hall, given)
    return hall


def test_counts_and_shares_keep_the_unrated_apart(qtbot: QtBot, jobs: Jobs, rated_hall: Hall) -> None:
    page = shown_page(qtbot, jobs, rated_hall)
    counted = {grade: figure(page, grade).text_shown for grade in Grade}

    assert counted == dict.fromkeys(Grade, "0") | {Grade.VERY_SATISFIED: "2", Grade.DISSATISFIED: "1"}
    assert figure(page, "all").text_shown == "3"
    for line in (
        "主动评价率　75.0%　已评价 ÷（已评价 + 未评价） = 3 ÷ 4",
        "好评率　66.7%　（非常满意 + 满意 + 基本满意）÷ 已评价 = 2 ÷ 3",
        "未评价　1",
        "等待评价　0",
    ):
        assert line in page.shares.text


def test_without_ratings_shares_are_dashes(qtbot: QtBot, jobs: Jobs, hall: Hall) -> None:
    page = shown_page(qtbot, jobs, hall)

    assert page.shares.text.count("—") == 4
    assert "0.0%" not in page.shares.text
    assert page.nothing.isVisible()
    assert page.nothing.heading == "还没有评价"


def test_figure_leads_to_the_ratings_behind_it(qtbot: QtBot, jobs: Jobs, rated_hall: Hall) -> None:
    page = shown_page(qtbot, jobs, rated_hall)
    for grade in Grade:
        figure(page, grade).click()
        jobs.wait_idle()
        assert [row.grade for row in page.model.rows] == [grade] * int(figure(page, grade).text_shown)
    assert page.nothing.heading == "还没有“非常不满意”的评价"
    press(page, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    jobs.wait_idle()

    assert len(page.model.rows) == 3


def test_words_are_shown_whole_and_as_words(qtbot: QtBot, jobs: Jobs, rated_hall: Hall) -> None:
    page = shown_page(qtbot, jobs, rated_hall)
    table = find(page, ListTable, "reviews.list")
    table.select_key(next(row.id for row in page.model.rows if row.grade is Grade.DISSATISFIED))

    (entry,) = page.words.shown
    assert entry.heading == "■ 不满意"
    assert entry.text == f"{HOSTILE}\n✓ 选项207"
    assert "实名" in entry.facts
    assert table.model().index(0, 2).data(Qt.ItemDataRole.ToolTipRole).startswith("<qt>&lt;b&gt;太慢")


def test_nothing_leads_to_the_person(qtbot: QtBot, jobs: Jobs, rated_hall: Hall) -> None:
    page = shown_page(qtbot, jobs, rated_hall)
    told = repr(page.model.rows) + "\n".join(
        str(part.property("text") or "") for part in page.findChildren(QWidget)
    )

    assert not [
        secret for secret in (WANG.name, WANG.identity_number, WANG.phone, "11411000") if secret in told
    ]


def test_list_behaves_while_pages_arrive_and_others_rate(
    qtbot: QtBot, jobs: Jobs, office: Office, hall: Hall
) -> None:
    for _service in range(ROWS_AT_ONCE + 3):
        rate(office, hall, ReviewGiven(Grade.SATISFIED))
    page = shown_page(qtbot, jobs, hall)
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.model.fetchMore(page.model.index(-1, -1))
    jobs.wait_idle()
    assert len(page.model.rows) == ROWS_AT_ONCE + 3
    kept = page.model.rows[7].id
    page.table.select_key(kept)
    rate(office, hall, ReviewGiven(Grade.DISSATISFIED))
    page.reload()
    jobs.wait_idle()

    assert page.model.rows[0].grade is Grade.DISSATISFIED
    assert page.table.current_row().id == kept
    del tester
