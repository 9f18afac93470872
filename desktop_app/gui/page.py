"""What every page is made of: header with actions, message bar, designed states, refresh when its areas change."""

from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.fields import set_names
from desktop_app.gui.flow import Flow
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.parts import MessageBar, button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.gui.toast import show_toast
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from models.enums import Area

__all__ = ["MessageBar", "Page", "StateView", "button", "label"]

FAILURE = "程序遇到意外问题，已记录。已填内容仍在，请再试一次；如仍不行，请联系管理员。"
REFRESH_PAUSE_MS = 60
"""Changes that come together make one refresh."""
SHORT_SUBTITLE, SUBTITLE_WIDTH = 8, 168
"""Characters that fit beside any actions; pixels at 100 % that a longer line keeps, the actions going on below."""


class _Layer(IntEnum):
    CONTENT = 0
    STATE = 1


class StateView(QWidget):
    """A page without content says why: loading, empty, refused, offline; with one way out."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._heading = label("", "heading", wrap=True)
        self._text = label("", "subtitle", wrap=True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(GRID * 30)
        self._way_out = button(f"{name}.state_action", "重试", kind="primary")
        self._way_out.clicked.connect(self._go)
        self._action: Callable[[], object] | None = None
        set_names(self._heading, f"{name}.state", "页面状态")
        column = QVBoxLayout(self)
        column.setSpacing(GRID * 2)
        column.addStretch(2)
        for part in (self._icon, self._heading, self._text, self._progress, self._way_out):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(part, 4 if isinstance(part, QLabel) and part is not self._icon else 0)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(3)
        for words in (self._heading, self._text):
            words.setAlignment(words.alignment().AlignHCenter)

    @property
    def heading(self) -> str:
        """What it says."""
        return self._heading.text()

    def show_loading(self, text: str = "正在读取…") -> None:
        """Something is on its way."""
        self._fill("", text, "", None, "")
        self._progress.show()

    def show_empty(
        self,
        heading: str,
        text: str = "",
        *,
        icon: str = "list",
        action: str = "",
        then: Callable[[], object] | None = None,
    ) -> None:
        """There is nothing to show, and what would bring something."""
        self._fill(icon, heading, text, then, action)

    def show_refused(self, text: str, then: Callable[[], object] | None = None) -> None:
        """It was refused; `then` tries again."""
        self._fill("warning", "暂时无法显示", text, then, "重试  F5")

    def show_offline(self, text: str, then: Callable[[], object] | None = None) -> None:
        """The database is away; `then` tries again."""
        self._fill("offline", "数据库连接中断", text, then, "重新连接  F5")

    def _fill(
        self, icon: str, heading: str, text: str, then: Callable[[], object] | None, action: str
    ) -> None:
        self._progress.hide()
        self._icon.setVisible(bool(icon))
        if icon:
            theme.set_icon(self._icon, icon, "accent", 48)
        self._heading.setText(heading)
        self._heading.setAccessibleDescription(heading)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._action = then
        self._way_out.setText(action)
        self._way_out.setAccessibleName(action)
        self._way_out.setVisible(then is not None)

    def _go(self) -> None:
        if self._action is not None:
            self._action()


class Page(QWidget):
    """Base of every page: put content into `body`, read in `refresh()`, name the areas shown in `areas`."""

    areas: frozenset[Area] = frozenset()
    """A change in one of these refreshes the page: at once when visible, else when next shown."""
    help_text: str = ""
    """What F1 says above the page's keys: what the page is for and how the main job goes."""

    wanted = Signal(str, object)
    """Another page, by its key, is wanted for a subject: the main window goes there."""

    def __init__(
        self, name: str, title: str, jobs: Jobs, subtitle: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.jobs = jobs
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.message = MessageBar(name)
        self.state = StateView(name)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GRID * 2)
        self._actions = Flow()
        self._title = label(title, "title")
        self._subtitle = label(subtitle, "subtitle", wrap=True)
        self.set_subtitle(subtitle)
        self.keys: list[tuple[str, str]] = []
        self._is_stale = True
        self._has_content = True
        self._build()
        self._renewal = QTimer(self)
        self._renewal.setSingleShot(True)
        self._renewal.setInterval(REFRESH_PAUSE_MS)
        self._renewal.timeout.connect(self._refresh_if_shown)
        jobs.changed.connect(self._note_change)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        header = QHBoxLayout()
        header.setSpacing(GRID * 2)
        header.addLayout(words, 1)
        header.addLayout(self._actions)
        content = QWidget()
        content.setLayout(self.body)
        self._layers = QStackedWidget()
        self._layers.addWidget(content)
        self._layers.addWidget(self.state)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addLayout(header)
        column.addWidget(self.message)
        column.addWidget(self._layers, 1)

    # what a page overrides

    def refresh(self) -> None:
        """Read again what the page shows; called when it is first shown and whenever its areas changed."""

    def open_subject(self, subject: object) -> None:
        """Show one thing another page or the search box asked for; called after the page is shown."""

    # what a page uses

    @property
    def title(self) -> str:
        """The page's title."""
        return self._title.text()

    def set_subtitle(self, text: str) -> None:
        """The line under the title."""
        self._subtitle.setText(text)
        self._subtitle.setMinimumWidth(theme.px(SUBTITLE_WIDTH) if len(text) > SHORT_SUBTITLE else 0)
        self._subtitle.setVisible(bool(text))

    def add_action(
        self,
        name: str,
        text: str,
        then: Callable[[], object],
        *,
        key: str = "",
        icon: str = "",
        kind: str = "",
        tooltip: str = "",
    ) -> QPushButton:
        """A button at the right of the header; its key works anywhere on the page and is shown on it."""
        made = button(name, text, key=key, icon=icon, kind=kind, tooltip=tooltip)

        def act() -> None:  # `clicked` carries a boolean that is nobody's business
            then()

        made.clicked.connect(act)
        if key:
            self.add_key(key, made.click, text)
        self._actions.addWidget(made)
        return made

    def add_key(self, key: str, then: Callable[[], object], what: str = "") -> QShortcut:
        """A key that works anywhere on the page; F1 lists it with what it does."""
        if what:
            self.keys.append((key, what))
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(then)
        return shortcut

    def show_refusal(self, error: ServiceError) -> None:
        """Say in place why it was refused; before there is content, instead of the content."""
        if self._has_content:
            self.message.say(sentence(error), Tone.BAD)
        elif error.code == "database_away":
            self.state.show_offline(sentence(error), self.reload)
        else:
            self.state.show_refused(sentence(error), self.reload)

    def show_sentence(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Say something in place."""
        self.message.say(text, tone)

    def clear_sentence(self) -> None:
        """Put away what was said in place."""
        self.message.clear()

    def toast(self, text: str) -> None:
        """Say for a few seconds that something succeeded."""
        show_toast(self, text)

    def show_loading(self, text: str = "正在读取…") -> None:
        """Show that the content is on its way; ends with `show_content`, `show_empty` or a refusal."""
        self._has_content = False
        self.state.show_loading(text)
        self._layers.setCurrentIndex(_Layer.STATE)

    def show_content(self) -> None:
        """Show the body."""
        self._has_content = True
        self._layers.setCurrentIndex(_Layer.CONTENT)

    def show_empty(
        self,
        heading: str,
        text: str = "",
        *,
        icon: str = "list",
        action: str = "",
        then: Callable[[], object] | None = None,
    ) -> None:
        """Show why there is nothing, instead of the body."""
        self._has_content = False
        self.state.show_empty(heading, text, icon=icon, action=action, then=then)
        self._layers.setCurrentIndex(_Layer.STATE)

    def job_failed(self) -> None:
        """A job of this page met a bug: say so in place, keep what was typed."""
        if self._has_content:
            self.message.say(FAILURE, Tone.BAD)
        else:
            self.state.show_refused(FAILURE, self.reload)

    def reload(self) -> None:
        """Read again because a person asked for it."""
        self.clear_sentence()
        self._is_stale = False
        self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_shown()

    def _note_change(self, areas: frozenset[Area]) -> None:
        if self.areas & areas:
            self._is_stale = True
            self._renewal.start()

    def _refresh_if_shown(self) -> None:
        if self._is_stale and self.isVisible():
            self._is_stale = False
            self.refresh()
