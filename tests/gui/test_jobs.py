"""Jobs: order, newest answer, owners that are gone, refusals, bugs, cancelling, and nothing lost at the end."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.jobs import Jobs
from desktop_app.rules.errors import ServiceError
from desktop_app.services import audit, drafts, sites
from desktop_app.services.work import Office, Work
from models.enums import Area, Permission
from tests.factories import Hall
from tests.gui.hands import Ear, never


class Shower(QWidget):
    """A page as Jobs sees it: something that can show refusals and failures."""

    def __init__(self) -> None:
        super().__init__()
        self.refusals: list[str] = []
        self.failures = 0

    def show_refusal(self, error: ServiceError) -> None:
        self.refusals.append(error.code)

    def job_failed(self) -> None:
        self.failures += 1


@pytest.fixture
def page(qtbot: QtBot) -> Shower:
    shower = Shower()
    qtbot.addWidget(shower)
    return shower


def echo(_work: Work, value: str, pause: float = 0.0) -> str:
    time.sleep(pause)
    return value


def refuse(_work: Work) -> str:
    raise ServiceError("database_busy")


def stumble(_work: Work) -> str:
    return str(1 // 0)


def test_changes_run_in_the_order_of_the_clicks(jobs: Jobs, page: Shower) -> None:
    answers: list[str] = []
    for number in range(5):
        jobs.change(page, echo, str(number), pause=0.02 * (5 - number), then=answers.append)

    assert jobs.wait_idle()
    assert answers == ["0", "1", "2", "3", "4"]


def test_a_read_does_not_wait_for_a_change(jobs: Jobs, page: Shower) -> None:
    answers: list[str] = []
    jobs.change(page, echo, "change", pause=0.3, then=answers.append)
    jobs.read(page, echo, "read", then=answers.append)

    assert jobs.wait_idle()
    assert answers == ["read", "change"]


def test_the_newest_read_wins(jobs: Jobs, page: Shower) -> None:
    answers: list[str] = []
    jobs.read(page, echo, "slow and old", pause=0.2, then=answers.append)
    jobs.read(page, echo, "never begun", pause=0.2, then=answers.append)
    jobs.read(page, echo, "new", then=answers.append)

    assert jobs.wait_idle()
    assert answers == ["new"]


def test_reads_of_two_owners_and_of_two_use_cases_do_not_disturb_each_other(jobs: Jobs, page: Shower) -> None:
    answers: list[str] = []
    other = QObject(page)
    jobs.read(page, echo, "one", pause=0.1, then=answers.append)
    jobs.read(other, echo, "other", then=answers.append)
    jobs.read(page, lambda _work: "another use case", then=answers.append)

    assert jobs.wait_idle()
    assert set(answers) == {"one", "other", "another use case"}


def test_a_result_for_an_owner_that_is_gone_is_dropped_and_the_change_stays(
    jobs: Jobs, office: Office, hall: Hall
) -> None:
    owner = QWidget()
    answers: list[Any] = []
    jobs.change(owner, sites.take_counter, 1, "token", then=answers.append)
    shiboken6.delete(owner)

    assert jobs.wait_idle()
    assert answers == []
    with office.read(hall.clerk) as work:
        assert sites.list_counters(work)[0].holder_name == hall.clerk.name


def test_answers_come_on_the_thread_of_the_window(jobs: Jobs, page: Shower) -> None:
    threads: list[QThread] = []
    jobs.read(page, echo, "", then=lambda _answer: threads.append(QThread.currentThread()))

    assert jobs.wait_idle()
    assert threads == [page.thread()]


def test_a_refusal_goes_to_its_handler(jobs: Jobs, page: Shower) -> None:
    refused: list[str] = []
    jobs.read(page, refuse, then=refused.append, refused=lambda error: refused.append(error.code))

    assert jobs.wait_idle()
    assert (refused, page.refusals) == (["database_busy"], [])


def test_a_refusal_without_handler_goes_to_the_page_around_the_owner(jobs: Jobs, page: Shower) -> None:
    jobs.change(QObject(page), refuse, then=never)

    assert jobs.wait_idle()
    assert page.refusals == ["database_busy"]


def test_a_refusal_with_no_page_is_told_to_the_window(jobs: Jobs) -> None:
    owner = QObject()
    ear = Ear(jobs.refused_nowhere)
    jobs.change(owner, refuse, then=never)

    assert jobs.wait_idle()
    assert [error.code for error in ear.heard] == ["database_busy"]


def test_a_bug_is_logged_and_told_once(jobs: Jobs, page: Shower, caplog: pytest.LogCaptureFixture) -> None:
    ear = Ear(jobs.failed_unexpectedly)
    jobs.change(page, stumble, then=never)

    assert jobs.wait_idle()
    assert ear.heard == ["ZeroDivisionError"]
    assert page.failures == 1
    assert "Traceback" in caplog.text


def test_work_goes_on_after_a_bug(jobs: Jobs, page: Shower) -> None:
    answers: list[str] = []
    jobs.change(page, stumble, then=never)
    jobs.change(page, echo, "alive", then=answers.append)

    assert jobs.wait_idle()
    assert answers == ["alive"]


def test_a_button_rests_while_its_change_runs(jobs: Jobs, page: Shower) -> None:
    button = QPushButton(page)
    answers: list[bool] = []
    for _click in range(3):
        jobs.change(
            page, echo, "", pause=0.05, then=lambda _a: answers.append(button.isEnabled()), button=button
        )

    assert not button.isEnabled()
    assert jobs.wait_idle()
    assert answers == [True], "the second and third click do nothing; the button is free before the answer"


@pytest.mark.parametrize("use_case", [refuse, stumble])
def test_a_button_is_free_again_after_a_failure(
    jobs: Jobs, page: Shower, use_case: Callable[[Work], str]
) -> None:
    button = QPushButton(page)
    jobs.change(page, use_case, then=never, button=button)

    assert jobs.wait_idle()
    assert button.isEnabled()


def test_a_change_tells_the_areas_it_touched(jobs: Jobs, page: Shower) -> None:
    ear = Ear(jobs.changed)
    jobs.change(page, sites.take_counter, 1, "token", then=lambda _seat: None)

    assert jobs.wait_idle()
    assert ear.heard == [{Area.SITES, Area.AUDIT}]


def test_a_refused_change_tells_nothing(jobs: Jobs, page: Shower) -> None:
    def take_and_stumble(work: Work) -> None:
        sites.take_counter(work, 1, "token")
        raise ServiceError("database_busy")

    ear = Ear(jobs.changed)
    jobs.change(page, take_and_stumble, then=never)

    assert jobs.wait_idle()
    assert ear.heard == []


def test_use_cases_compose_in_one_transaction(jobs: Jobs, page: Shower, office: Office, hall: Hall) -> None:
    def take_and_forget(work: Work) -> int:
        drafts.discard_draft(work, "cases.intake")
        return sites.take_counter(work, 2, "token").counter_id

    answers: list[int] = []
    jobs.change(page, drafts.save_draft, "cases.intake", {"name": "x"}, then=lambda _nothing: None)
    jobs.change(page, take_and_forget, then=answers.append)

    assert jobs.wait_idle()
    assert answers == [2]
    with office.read(hall.clerk) as work:
        assert drafts.get_draft(work, "cases.intake") is None


def test_the_person_of_the_click_acts_though_another_has_signed_in(
    jobs: Jobs, page: Shower, office: Office, hall: Hall
) -> None:
    jobs.change(page, echo, "", pause=0.1, then=lambda _answer: None)
    jobs.change(page, sites.take_counter, 1, "token", then=lambda _seat: None)
    jobs.act_as(hall.administrator)

    assert jobs.wait_idle()
    with office.read(hall.administrator) as work:
        assert audit.list_entries(work)[0].actor_login == hall.clerk.login


def test_other_programs_changes_are_noticed(
    jobs: Jobs, open_office: Callable[[str], Office], sqlite_address: str, hall: Hall, qtbot: QtBot
) -> None:
    jobs.watch()
    time.sleep(0.3)  # the watcher looks at the file as it is before anybody changes it
    ear = Ear(jobs.changed)
    with open_office(sqlite_address).work(hall.other_clerk) as work:
        sites.take_counter(work, 1, "elsewhere")

    qtbot.waitUntil(lambda: any(Area.SITES in areas for areas in ear.heard))


def test_an_errand_reports_its_progress(jobs: Jobs, page: Shower) -> None:
    def count(total: int, progress: Callable[[int, int], None]) -> int:
        for done in range(total):
            progress(done + 1, total)
        return total

    steps: list[tuple[int, int]] = []
    answers: list[int] = []
    jobs.run(page, count, 3, then=answers.append, progress=lambda done, total: steps.append((done, total)))

    assert jobs.wait_idle()
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert answers == [3]


def test_a_cancelled_errand_stops_and_answers_nothing(jobs: Jobs, page: Shower) -> None:
    began, stopped = threading.Event(), threading.Event()

    def work_on(progress: Callable[[int, int], None]) -> None:
        try:
            while True:
                progress(0, 0)
                began.set()
        finally:
            stopped.set()

    job = jobs.run(page, work_on, then=never, progress=lambda _done, _total: None)
    assert began.wait(5)
    ended = Ear(job.ended)
    job.cancel()

    assert jobs.wait_idle()
    assert len(ended.heard) == 1
    assert stopped.is_set()
    assert page.failures == 0


def test_an_errand_without_progress_answers_nothing_once_cancelled(jobs: Jobs, page: Shower) -> None:
    ended: list[bool] = []
    job = jobs.run(page, time.sleep, 0.05, then=never, ended=lambda: ended.append(True))
    job.cancel()

    assert jobs.wait_idle()
    assert ended == [True], (
        "whoever waits for its end is told, though its work was done before it was stopped"
    )


def test_the_end_waits_for_every_change_that_was_clicked(office: Office, hall: Hall, page: Shower) -> None:
    jobs = Jobs(office, hall.clerk)
    jobs.change(page, echo, "", pause=0.2, then=lambda _answer: None)
    jobs.change(page, sites.take_counter, 1, "token", then=lambda _seat: None)
    jobs.shutdown()

    with office.read(hall.clerk) as work:
        assert sites.list_counters(work)[0].holder_name == hall.clerk.name
    assert jobs.wait_idle()


def test_busy_is_told_at_the_beginning_and_the_end(jobs: Jobs, page: Shower) -> None:
    told: list[bool] = []
    jobs.busy_changed.connect(told.append)
    jobs.read(page, echo, "", then=lambda _answer: None)
    jobs.change(page, echo, "", then=lambda _answer: None)

    assert jobs.wait_idle()
    assert told == [True, False]


def test_waiting_gives_up_in_time(jobs: Jobs, page: Shower) -> None:
    jobs.read(page, echo, "", pause=0.3, then=lambda _answer: None)

    assert not jobs.wait_idle(0.01)
    assert jobs.wait_idle()


def test_a_person_without_permission_is_refused(jobs: Jobs, page: Shower) -> None:
    jobs.change(page, sites.save_counter, None, sites.CounterGiven("09", "新窗口"), then=never)

    assert Permission.SITES_EDIT not in jobs.actor.permissions
    assert jobs.wait_idle()
    assert page.refusals == ["not_permitted"]
