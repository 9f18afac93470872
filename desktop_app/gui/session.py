"""What a person may do about their own session: appearance, password, leaving; and staying seated at a counter."""

import contextlib
import dataclasses
import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_app import settings
from desktop_app.gui import theme
from desktop_app.gui.jobs import Jobs
from desktop_app.rules.accounts import HEARTBEAT
from desktop_app.rules.errors import ServiceError

if TYPE_CHECKING:
    from desktop_app.services.sites import CounterSeat

TEXT_PERCENTS = (100, 125, 150, 175, 200)


class Seat(QObject):
    """A counter this program sits at: gives a sign of life every 15 seconds until it is left."""

    lost = Signal(object)
    """ServiceError: somebody else sits there now."""

    def __init__(self, jobs: Jobs, seat: "CounterSeat", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._token = seat.token
        self._timer = QTimer(self)
        self._timer.setInterval(int(HEARTBEAT.total_seconds() * 1000))
        self._timer.timeout.connect(self.renew)
        self._timer.start()

    def renew(self) -> None:
        """One sign of life."""
        from desktop_app.services.sites import renew_counter

        self._jobs.change(self, renew_counter, self._token, then=_nothing, refused=self._refused)

    def leave(self) -> None:
        """Stand up."""
        from desktop_app.services.sites import release_counter

        self._timer.stop()
        self._jobs.change(self, release_counter, self._token, then=_nothing, refused=_nothing)

    def _refused(self, error: ServiceError) -> None:
        if error.code == "counter_lost":
            self._timer.stop()
            self.lost.emit(error)


class SessionMenu(QMenu):
    """Behind the person's name: theme, text size, password, sign out."""

    password_wanted = Signal()
    sign_out_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("session.menu")
        self._add_themes()
        self._add_sizes()
        self.addSeparator()
        self._add("session.password", "修改密码…", "").triggered.connect(self.password_wanted)
        self._add("session.sign_out", "退出登录", "Ctrl+Shift+Q").triggered.connect(self.sign_out_wanted)

    def _add(self, name: str, text: str, key: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        if key:
            action.setShortcut(QKeySequence(key))
        self.addAction(action)
        return action

    def _add_themes(self) -> None:
        group = QActionGroup(self)
        for one in theme.THEMES.values():
            action = self._add(f"session.theme_{one.name}", f"界面：{one.label}", "")
            action.setCheckable(True)
            action.setChecked(one.name == theme.current().name)
            action.triggered.connect(functools.partial(_choose_theme, one.name))
            group.addAction(action)
        self.addSeparator()

    def _add_sizes(self) -> None:
        group = QActionGroup(self)
        for percent in TEXT_PERCENTS:
            action = self._add(f"session.text_{percent}", f"文字：{percent}%", "")
            action.setCheckable(True)
            action.setChecked(percent == theme.text_percent())
            action.triggered.connect(functools.partial(_choose_size, percent))
            group.addAction(action)


def choose_appearance(theme_name: str, percent: int) -> None:
    """Dress the program anew and remember it on this computer; a read-only home keeps the choice for now only."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, theme_name, percent)
    with contextlib.suppress(OSError, ServiceError):
        kept = settings.read_workstation()
        settings.write_workstation(dataclasses.replace(kept, theme=theme_name, text_percent=percent))


def _choose_theme(name: str, _checked: bool = False) -> None:
    choose_appearance(name, theme.text_percent())


def _choose_size(percent: int, _checked: bool = False) -> None:
    choose_appearance(theme.current().name, percent)


def _nothing(_result: object) -> None:
    pass
