"""The rating pad on a real database: every way a rating can end, and what each side is told of it."""

import itertools
import sqlite3
import time
from collections.abc import Generator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui import theme
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page
from desktop_app.gui.reviews import pad as pads
from desktop_app.gui.reviews import window as windows
from desktop_app.gui.reviews.grades import GRADES
from desktop_app.gui.reviews.pad import OCCUPIED, RATED, SHOWN, UNRATED, UNSAVED, invite
from desktop_app.gui.reviews.window import RatingPad, Step
from desktop_app.services.cases import receive_and_accept_case
from desktop_app.services.office import change_settings
from desktop_app.services.reviews import MAX_WORDS, ReviewRow, close_unrated, count_reviews, list_reviews
from desktop_app.services.work import SYSTEM, Office
from models.enums import Grade, InvitationState
from tests.factories import Hall, licence_case
from tests.gui.hands import find, press
from tests.people import WANG

HOSTILE = '<img src="x" onerror="alert(1)"> \x1b[31m\x07{0} %s 𬱖' + "长" * 600


@pytest.fixture
def case_id(office: Office, hall: Hall) -> int:
    with office.work(hall.clerk) as work:
        return receive_and_accept_case(work, licence_case(hall)).case_id


@pytest.fixture
def page(qtbot: QtBot, jobs: Jobs) -> Page:
    made = Page("cases.detail", "办件详情", jobs)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    return made


@pytest.fixture
def pad(page: Page, jobs: Jobs, case_id: int) -> RatingPad:
    return opened(page, jobs, case_id)


@pytest.fixture
def blocker(office: Office, pad: RatingPad) -> Generator[sqlite3.Connection]:  # noqa: ARG001  the pad comes first
    """Another program; while it is inside a transaction nothing can be written, and our patience is 20 ms."""
    with office.database.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=20")
    other = sqlite3.connect(str(office.database.writer.url.database), isolation_level=None)
    yield other
    other.close()


def opened(page: Page, jobs: Jobs, case_id: int) -> RatingPad:
    invite(page, case_id)
    jobs.wait_idle()
    return find(page, RatingPad, "reviews.pad")


def grade_button(pad: RatingPad, grade: Grade) -> QToolButton:
    return find(pad, QToolButton, f"reviews.grade_{grade}")


def button(pad: RatingPad, name: str) -> QPushButton:
    return find(pad, QPushButton, f"reviews.{name}")


def counts(office: Office, hall: Hall) -> dict[Grade | InvitationState, int]:
    with office.read(hall.supervisor) as work:
        return count_reviews(work)


def ratings(office: Office, hall: Hall) -> list[ReviewRow]:
    with office.read(hall.supervisor) as work:
        return list_reviews(work)


def test_rating_by_touch_is_kept_and_thanked_for(
    page: Page, jobs: Jobs, pad: RatingPad, office: Office, hall: Hall
) -> None:
    assert page.message.text == SHOWN
    QTest.mouseClick(grade_button(pad, Grade.VERY_SATISFIED), Qt.MouseButton.LeftButton)
    QTest.mouseClick(button(pad, "option_510"), Qt.MouseButton.LeftButton)
    find(pad, QPlainTextEdit, "reviews.text").setPlainText("很快。")
    QTest.mouseClick(button(pad, "anonymous"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(button(pad, "submit"), Qt.MouseButton.LeftButton)
    assert pad.notice == "正在提交…"
    jobs.wait_idle()

    assert pad.notice == "感谢您的评价！"
    assert page.message.text == RATED
    (row,) = ratings(office, hall)
    assert (row.grade, row.options, row.text, row.is_anonymous) == (
        Grade.VERY_SATISFIED,
        ("选项510",),
        "很快。",
        False,
    )


@pytest.mark.parametrize(
    ("key", "grade"), list(zip(range(Qt.Key.Key_1.value, Qt.Key.Key_6.value), GRADES, strict=True))
)
def test_rating_by_keyboard_alone(
    jobs: Jobs, pad: RatingPad, office: Office, hall: Hall, key: int, grade: Grade
) -> None:
    press(pad, Qt.Key(key))
    press(button(pad, "submit"), Qt.Key.Key_Return)
    jobs.wait_idle()

    assert counts(office, hall) == {grade: 1, InvitationState.RATED: 1}
    assert ratings(office, hall)[0].is_anonymous


def test_no_answer_in_time_leaves_the_service_unrated(
    qtbot: QtBot, page: Page, jobs: Jobs, office: Office, hall: Hall, case_id: int
) -> None:
    with office.work(SYSTEM) as work:
        change_settings(work, rating_seconds=10)
    pad = opened(page, jobs, case_id)
    assert "10 秒" in find(pad, QWidget, "reviews.countdown").property("text")
    press(pad, Qt.Key.Key_4)
    pad._tick.setInterval(5)  # pyright: ignore[reportPrivateUsage]  the seconds pass faster
    with qtbot.waitSignal(pad.left_unrated):
        pass
    jobs.wait_idle()

    assert counts(office, hall) == {InvitationState.UNRATED: 1}
    assert page.message.text == UNRATED


def test_every_touch_starts_the_time_anew(pad: RatingPad, qtbot: QtBot) -> None:
    countdown = find(pad, QWidget, "reviews.countdown")
    pad._tick.setInterval(20)  # pyright: ignore[reportPrivateUsage]  the seconds pass faster
    qtbot.waitUntil(lambda: "10 秒" in countdown.property("text"))
    press(grade_button(pad, Grade.SATISFIED), Qt.Key.Key_Space)

    assert countdown.property("text").strip() == ""
    assert pad.step is Step.ANSWER


@pytest.mark.parametrize("has_chosen", [False, True])
def test_closing_the_pad_is_unrated_never_satisfied(
    page: Page, jobs: Jobs, pad: RatingPad, office: Office, hall: Hall, has_chosen: bool
) -> None:
    if has_chosen:
        press(pad, Qt.Key.Key_1)
    press(pad, Qt.Key.Key_Escape)
    jobs.wait_idle()

    assert counts(office, hall) == {InvitationState.UNRATED: 1}
    assert page.message.text == UNRATED


def test_pad_goes_with_the_window_of_the_clerk(
    page: Page, jobs: Jobs, pad: RatingPad, office: Office, hall: Hall
) -> None:
    assert pad.isVisible()
    QApplication.sendEvent(page, QCloseEvent())
    jobs.wait_idle()

    assert counts(office, hall) == {InvitationState.UNRATED: 1}


def test_second_submit_changes_nothing(jobs: Jobs, pad: RatingPad, office: Office, hall: Hall) -> None:
    press(pad, Qt.Key.Key_2)
    for _touch in range(3):
        button(pad, "submit").click()
    press(pad, Qt.Key.Key_5)
    jobs.wait_idle()

    assert counts(office, hall) == {Grade.SATISFIED: 1, InvitationState.RATED: 1}


def test_way_back_keeps_the_words_and_forgets_the_options(
    jobs: Jobs, pad: RatingPad, office: Office, hall: Hall
) -> None:
    press(pad, Qt.Key.Key_4)
    button(pad, "option_207").click()
    find(pad, QPlainTextEdit, "reviews.text").setPlainText("请多开窗口")
    button(pad, "back").click()
    assert pad.step is Step.GRADES
    press(pad, Qt.Key.Key_1)
    assert not button(pad, "option_510").isChecked()
    button(pad, "submit").click()
    jobs.wait_idle()

    (row,) = ratings(office, hall)
    assert (row.grade, row.options, row.text) == (Grade.VERY_SATISFIED, (), "请多开窗口")


def test_hostile_words_are_kept_as_words(jobs: Jobs, pad: RatingPad, office: Office, hall: Hall) -> None:
    press(pad, Qt.Key.Key_5)
    words = find(pad, QPlainTextEdit, "reviews.text")
    words.setPlainText(HOSTILE)
    press(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    jobs.wait_idle()

    assert pad.notice == "感谢您的评价！"
    (row,) = ratings(office, hall)
    assert row.text == HOSTILE[:MAX_WORDS].replace("\x1b", "").replace("\x07", "")


def test_pad_never_waits_for_the_database(jobs: Jobs, pad: RatingPad, office: Office, hall: Hall) -> None:
    with office.database.writer.connect() as held:
        held.exec_driver_sql("CREATE TABLE held (id INTEGER)")
        begun = time.process_time()
        press(pad, Qt.Key.Key_3)
        button(pad, "submit").click()
        worked = time.process_time() - begun
        notice = pad.notice
        held.rollback()
    jobs.wait_idle()

    assert notice == "正在提交…"
    assert worked < 0.25
    assert pad.notice == "感谢您的评价！"
    assert counts(office, hall)[Grade.BASICALLY_SATISFIED] == 1


def test_answer_outlives_an_outage(
    qtbot: QtBot,
    jobs: Jobs,
    pad: RatingPad,
    office: Office,
    hall: Hall,
    blocker: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pads, "RETRY_MS", 30)
    blocker.execute("BEGIN IMMEDIATE")
    press(pad, Qt.Key.Key_2)
    button(pad, "submit").click()
    jobs.wait_idle()
    assert pad.notice == "正在提交…"
    blocker.execute("ROLLBACK")

    qtbot.waitUntil(lambda: pad.notice == "感谢您的评价！")
    assert counts(office, hall) == {Grade.SATISFIED: 1, InvitationState.RATED: 1}


def test_after_too_long_an_outage_the_citizen_is_told_the_truth(
    qtbot: QtBot,
    page: Page,
    pad: RatingPad,
    office: Office,
    hall: Hall,
    blocker: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pads, "RETRY_MS", 30)
    monkeypatch.setattr(pads, "PATIENCE_SECONDS", 0.1)
    blocker.execute("BEGIN IMMEDIATE")
    press(pad, Qt.Key.Key_1)
    button(pad, "submit").click()

    qtbot.waitUntil(lambda: pad.notice == "抱歉，评价没有保存成功")
    assert page.message.text == UNSAVED
    blocker.execute("ROLLBACK")
    qtbot.waitUntil(lambda: counts(office, hall) == {InvitationState.UNRATED: 1})


def test_answer_to_a_closed_invitation_is_not_claimed_to_be_kept(
    page: Page, jobs: Jobs, pad: RatingPad, office: Office, hall: Hall
) -> None:
    with office.work(hall.clerk) as work:
        close_unrated(work, 1)
    press(pad, Qt.Key.Key_1)
    button(pad, "submit").click()
    jobs.wait_idle()

    assert pad.notice == "抱歉，评价没有保存成功"
    assert counts(office, hall) == {InvitationState.UNRATED: 1}
    assert page.message.text == UNSAVED


def test_one_pad_at_a_time(page: Page, jobs: Jobs, pad: RatingPad, case_id: int) -> None:
    invite(page, case_id)
    jobs.wait_idle()

    assert page.findChildren(RatingPad) == [pad]
    assert page.message.text == OCCUPIED


def test_rated_case_is_not_invited_again(
    qtbot: QtBot, page: Page, jobs: Jobs, pad: RatingPad, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "FAREWELL_MS", 10)
    press(pad, Qt.Key.Key_1)
    button(pad, "submit").click()
    qtbot.waitUntil(lambda: not page.findChildren(RatingPad))
    invite(page, case_id)
    jobs.wait_idle()

    assert page.findChildren(RatingPad) == []
    assert "不能重复邀请" in page.message.text


def test_nothing_personal_is_on_the_pad_and_no_grade_on_the_page(
    page: Page, jobs: Jobs, pad: RatingPad, hall: Hall
) -> None:
    shown = "\n".join(str(part.property("text") or "") for part in pad.findChildren(QWidget))
    assert not [secret for secret in (WANG.name, WANG.identity_number, WANG.phone) if secret in shown]
    assert all(word in shown for word in (hall.clerk.name, hall.clerk.counter_name, "公共场所卫生许可"))
    press(pad, Qt.Key.Key_5)
    button(pad, "submit").click()
    jobs.wait_idle()

    told = "\n".join(
        str(part.property("text") or "")
        for part in page.findChildren(QWidget)
        if part is not pad and not pad.isAncestorOf(part)
    )
    assert not [grade.label for grade in Grade if grade.label in told]


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 768), (1920, 1080), (1080, 1920)])
def test_every_target_is_large_enough_for_a_finger(
    qapp: QApplication, qtbot: QtBot, pad: RatingPad, percent: int, width: int, height: int
) -> None:
    theme.apply(qapp, "light", percent)
    pad.suit(QSize(width, height))
    pad.resize(width, height)
    qtbot.wait(30)
    sizes = {part.objectName(): part.size() for part in pad.grades.buttons.values()}
    assert [name for name, part in pad.grades.buttons.items() if is_cut(pad, part)] == []
    tops = sorted((part.y(), part.height()) for part in pad.grades.buttons.values())
    assert all(y + tall <= below or y == below for (y, tall), (below, _) in itertools.pairwise(tops))
    press(pad, Qt.Key.Key_1)
    qtbot.wait(30)
    targets = ("option_510", "anonymous", "back", "submit")
    sizes |= {name: button(pad, name).size() for name in targets}

    assert {name: size.toTuple() for name, size in sizes.items() if min(size.toTuple()) < 56} == {}
    assert (pad.width(), pad.height()) == (width, height)
    assert [part.objectName() for part in pad.findChildren(QAbstractButton) if is_cut(pad, part)] == []


def is_cut(pad: RatingPad, part: QAbstractButton) -> bool:
    """Whether a button in sight is narrower than its words or reaches beyond the pad."""
    if not part.isVisible() or part.objectName() == "reviews.more":
        return False
    beyond = not pad.rect().contains(part.mapTo(pad, part.rect().bottomRight()))
    return beyond or part.width() < part.minimumSizeHint().width()
