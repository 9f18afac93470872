"""邀请评价: opens the pad for a case, keeps the answer until the database has it, tells the clerk that and no more."""

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid
from typing_extensions import override

from desktop_app import settings
from desktop_app.gui.page import Page
from desktop_app.gui.reviews.window import RatingPad
from desktop_app.gui.theme import Tone
from desktop_app.rules.errors import ServiceError
from desktop_app.services import reviews
from desktop_app.services.reviews import Invitation, ReviewGiven
from models.enums import InvitationState

SHOWN = "评价邀请已在评价屏显示。"
RATED = "评价已完成。"
UNRATED = "未评价：评价邀请已结束。"
UNSAVED = "未评价：评价没有保存成功，可以稍后再次邀请。"
OCCUPIED = "上一位办事人正在评价，请稍候再邀请。"

AWAY = frozenset({"database_away", "database_busy"})
"""Worth another try: nothing is wrong with the answer."""
RETRY_MS = 2000
PATIENCE_SECONDS = 20.0
"""How long a citizen may be asked to wait for the database."""
CLOSING_TRIES = 60
WINDOW_SHARE = 0.85

Then = Callable[[InvitationState], object]


def invite(page: Page, case_id: int) -> None:
    """Ask the citizen at the counter to rate this case; the page hears how it ended, never the grade."""
    pad = page.window().findChild(RatingPad)
    if pad is not None:
        pad.raise_()
        page.show_sentence(OCCUPIED, Tone.WARNING)
        return
    page.jobs.change(
        page.jobs,
        reviews.invite,
        case_id,
        then=partial(_open, page),
        refused=partial(_refuse, page),
    )


def _open(page: Page, invitation: Invitation) -> None:
    Rating(page, invitation).open()


def _refuse(page: Page, error: ServiceError) -> None:
    if isValid(page):
        page.show_refusal(error)


class Rating(QObject):
    """One invitation from the pad's opening to the database's word; outlives the page that began it."""

    def __init__(self, page: Page, invitation: Invitation) -> None:
        super().__init__(page.jobs)
        self._page = page
        self._jobs = page.jobs
        self._invitation = invitation
        self._window = page.window() if isValid(page) else None
        self._pad = RatingPad(invitation, self._window)
        self._given: ReviewGiven | None = None
        self._is_uncertain = False
        self._wait_until = 0.0
        self._closing_tries = CLOSING_TRIES
        self._pad.answered.connect(self._take)
        self._pad.left_unrated.connect(self._leave)

    def open(self) -> None:
        """Show the pad where citizens sit; the clerk's keyboard stays with the clerk."""
        if self._window is not None:
            self._window.installEventFilter(self)
        place(self._pad)
        self._tell(SHOWN)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The clerk's window goes, and the pad with it."""
        if event.type() == QEvent.Type.Close and isValid(self._pad):
            self._pad.close()
        return super().eventFilter(watched, event)

    def job_failed(self) -> None:
        """A bug of ours, already logged: the citizen is not left waiting."""
        self._give_up()

    # the answer

    def _take(self, given: ReviewGiven) -> None:
        self._given = given
        self._wait_until = time.monotonic() + PATIENCE_SECONDS
        self._send()

    def _send(self) -> None:
        if self._given is not None:
            self._jobs.change(
                self,
                reviews.give_review,
                self._invitation.id,
                self._given,
                then=self._finish,
                refused=self._refused,
            )

    def _refused(self, error: ServiceError) -> None:
        if error.code in AWAY and time.monotonic() < self._wait_until:
            self._is_uncertain = True
            QTimer.singleShot(RETRY_MS, self, self._send)
        elif error.code == "review_closed" and self._is_uncertain:
            self._ask_state(self._finish)
        else:
            self._give_up()

    def _finish(self, state: InvitationState) -> None:
        """What the database says counts: an answer whose receipt was lost on the way is kept all the same."""
        if state is not InvitationState.RATED:
            self._give_up()
            return
        self._given = None
        if isValid(self._pad):
            self._pad.thank()
        self._tell(RATED, Tone.GOOD)
        self._end()

    def _give_up(self) -> None:
        self._given = None
        if isValid(self._pad):
            self._pad.apologise()
        self._tell(UNSAVED, Tone.WARNING)
        self._ask_state(self._ended)

    # no answer

    def _leave(self) -> None:
        self._tell(UNRATED)
        self._ask_state(self._ended)

    def _ask_state(self, then: Then) -> None:
        """Close the invitation where it is still open; nobody waits, so it is tried for minutes."""
        self._jobs.change(
            self,
            reviews.close_unrated,
            self._invitation.id,
            then=then,
            refused=partial(self._try_again, then),
        )

    def _try_again(self, then: Then, error: ServiceError) -> None:
        self._closing_tries -= 1
        if error.code in AWAY and self._closing_tries > 0:
            QTimer.singleShot(RETRY_MS, self, partial(self._ask_state, then))
        else:
            self._end()

    def _ended(self, _state: InvitationState) -> None:
        self._end()

    def _end(self) -> None:
        self.deleteLater()

    def _tell(self, text: str, tone: Tone = Tone.INFO) -> None:
        """In place of the last word about this invitation; over other words only as a passing one."""
        if not isValid(self._page):
            return
        if self._page.message.text in {"", SHOWN}:
            self._page.show_sentence(text, tone)
        else:
            self._page.toast(text)


def place(pad: RatingPad) -> None:
    """Full screen on the rating screen of this computer; where there is none, a window beside the clerk's."""
    try:
        at = settings.read_workstation().rating_screen
    except ServiceError:
        at = settings.WorkstationSettings().rating_screen
    screens = QGuiApplication.screens()
    if len(screens) > 1 and 0 <= at < len(screens):
        pad.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        pad.suit(screens[at].size())
        pad.setGeometry(screens[at].geometry())
        pad.showFullScreen()
    else:
        size = QGuiApplication.primaryScreen().availableSize() * WINDOW_SHARE
        pad.suit(size)
        pad.resize(size)
        pad.show()
