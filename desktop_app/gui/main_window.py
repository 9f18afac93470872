"""The main window: navigation, the one search box, banner, status; holds pages, knows no domain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.help import HelpDialog
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import MessageBar, Page, button, label
from desktop_app.gui.search import SearchBox
from desktop_app.gui.session import SessionMenu
from desktop_app.gui.status import StatusStrip
from desktop_app.gui.theme import GRID, Tone
from desktop_app.gui.toast import show_toast
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from models.enums import Permission

SIDE_WIDTH = 208
USUAL_SIZE = QSize(1366, 768)
GEOMETRY = "main_window/geometry"


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One line registers a page: who may see it and how it is made, which happens when it is first opened."""

    key: str
    title: str
    icon: str
    permission: Permission | None
    factory: Callable[[Jobs], Page]


class NavigationButton(QPushButton):
    """A page's name with its icon and key."""

    def __init__(self, spec: PageSpec, key: str) -> None:
        super().__init__(f" {spec.title}")
        set_names(self, f"navigation.{spec.key}", spec.title)
        self.setCheckable(True)
        self.setProperty("kind", "navigation")
        self.setToolTip(f"{spec.title}（{key}）" if key else spec.title)
        theme.set_icon(self, spec.icon, "side")
        self._hint = QLabel(key.replace("Alt+", "") if key else "")
        self._hint.setProperty("kind", "navigation_key")
        self.toggled.connect(self._mark)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, GRID + GRID // 2, 0)
        row.addStretch(1)
        row.addWidget(self._hint)

    def _mark(self, is_chosen: bool) -> None:
        theme.set_style(self._hint, tone="on" if is_chosen else "")


class MainWindow(QWidget):
    """Everything a signed-in person works in."""

    signed_out = Signal()
    password_wanted = Signal()
    page_shown = Signal(str)
    closed = Signal()

    def __init__(self, jobs: Jobs, pages: Sequence[PageSpec], hall_name: str = "") -> None:
        super().__init__()
        self.jobs = jobs
        self.specs = tuple(spec for spec in pages if self._may_see(spec))
        self._pages: dict[str, Page] = {}
        self._buttons: dict[str, NavigationButton] = {}
        self._current = ""
        self.setProperty("kind", "window")
        set_names(self, "window.main", "一窗")
        self.setWindowTitle(f"{hall_name} — 一窗" if hall_name else "一窗")
        self.setMinimumSize(960, 600)
        self.search = SearchBox(self)
        self.banner = MessageBar("window")
        self.status = StatusStrip()
        self.menu = SessionMenu(self)
        self._stack = QStackedWidget()
        self._build(hall_name)
        self._connect()
        self._restore_geometry()
        self._show_person()
        if self.specs:
            self.open_page(self.specs[0].key)

    # what others use

    @property
    def current_page(self) -> Page | None:
        """The page in sight."""
        return self._pages.get(self._current)

    def page(self, key: str) -> Page | None:
        """A page the person may see, made when first asked for; `None` for any other."""
        spec = next((spec for spec in self.specs if spec.key == key), None)
        if spec is not None and key not in self._pages:
            made = self._pages[key] = spec.factory(self.jobs)
            made.wanted.connect(self.open_page)
            self._stack.addWidget(made)
        return self._pages.get(key)

    def open_page(self, key: str, subject: object = None) -> bool:
        """Go to a page, for a subject where one is given; false where the person may not."""
        page = self.page(key)
        if page is None:
            return False
        self._current = key
        self._stack.setCurrentWidget(page)
        self._buttons[key].setChecked(True)
        page.setFocus()
        if subject is not None:
            page.open_subject(subject)
        self.page_shown.emit(key)
        return True

    def show_counter(self, name: str) -> None:
        """Say at which counter the person sits."""
        self.status.counter.say(name or "未坐席", "" if name else "muted")

    def show_refusal(self, error: ServiceError) -> None:
        """Say over all pages why something was refused."""
        self.banner.say(sentence(error), Tone.BAD)

    def show_banner(self, text: str, tone: Tone = Tone.WARNING) -> None:
        """Say over all pages what everybody is to know."""
        self.banner.say(text, tone)

    def toast(self, text: str) -> None:
        """Say for a few seconds that something succeeded."""
        show_toast(self, text)

    def show_help(self) -> None:
        """F1: what the page is for, and its keys."""
        if self.current_page is not None:
            HelpDialog(self.current_page, self).open()

    # how it is made

    def _may_see(self, spec: PageSpec) -> bool:
        return spec.permission is None or spec.permission in self.jobs.actor.permissions

    def _build(self, hall_name: str) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._top())
        wrapped = QVBoxLayout()
        wrapped.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, 0)
        wrapped.addWidget(self.banner)
        right.addLayout(wrapped)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side(hall_name))
        row.addLayout(right, 1)

    def _top(self) -> QFrame:
        top = QFrame()
        top.setProperty("kind", "top")
        self._person = button("session.open", "", icon="person", kind="quiet", tooltip="我的账号")
        self._person.setMenu(self.menu)
        help_button = button("window.help_open", "帮助", key="F1", icon="help", kind="quiet")
        help_button.clicked.connect(self.show_help)
        row = QHBoxLayout(top)
        row.setContentsMargins(GRID * 3, GRID, GRID * 2, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.search, 1)
        row.addWidget(help_button)
        row.addWidget(self._person)
        return top

    def _side(self, hall_name: str) -> QFrame:
        self._side_frame = QFrame()
        self._side_frame.setProperty("kind", "side")
        listed = QWidget()
        listed.setProperty("kind", "side")
        column = QVBoxLayout(listed)
        column.setContentsMargins(GRID, 0, GRID, GRID)
        column.setSpacing(GRID // 2)
        group = QButtonGroup(self)
        for at, spec in enumerate(self.specs):
            key = f"Alt+{(at + 1) % 10}" if at < 10 else ""
            made = self._buttons[spec.key] = NavigationButton(spec, key)
            made.clicked.connect(self._opener(spec.key))
            group.addButton(made)
            column.addWidget(made)
            if key:
                QShortcut(QKeySequence(key), self).activated.connect(made.click)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(listed)
        rows = QVBoxLayout(self._side_frame)
        rows.setContentsMargins(0, GRID * 2, 0, 0)
        rows.setSpacing(GRID * 2)
        brand = label("一窗", "brand")
        hall = label(hall_name, "brand_hall", wrap=True)
        words = QVBoxLayout()
        words.setContentsMargins(GRID * 2 + GRID // 2, 0, GRID * 2, 0)
        words.setSpacing(0)
        words.addWidget(brand)
        words.addWidget(hall)
        rows.addLayout(words)
        rows.addWidget(scroll, 1)
        self._side_frame.setFixedWidth(theme.px(SIDE_WIDTH))
        return self._side_frame

    def _opener(self, key: str) -> Callable[[], None]:
        def go() -> None:
            self.open_page(key)

        return go

    def _connect(self) -> None:
        for key, act in (
            ("Ctrl+K", self._go_to_search),
            ("F1", self.show_help),
            ("F5", self._reload),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self.menu.sign_out_wanted.connect(self.signed_out)
        self.menu.password_wanted.connect(self.password_wanted)
        for action in self.menu.actions():
            self.addAction(action)
        self.jobs.busy_changed.connect(self._show_busy)
        self.jobs.reachable_changed.connect(self._show_reachable)
        self.jobs.refused_nowhere.connect(self.show_refusal)
        self.status.show_database(is_there=True)

    def _show_person(self) -> None:
        actor = self.jobs.actor
        role = actor.role.label if actor.role else ""
        self._person.setText(actor.name)
        self._person.setAccessibleName(f"我的账号：{actor.name}")
        self.status.person.say(f"{actor.name}　{role}".strip())
        self.show_counter(actor.counter_name)

    def _go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _reload(self) -> None:
        if self.current_page is not None:
            self.current_page.reload()

    def _show_busy(self, is_busy: bool) -> None:
        self.status.show_busy(is_busy=is_busy)

    def _show_reachable(self, is_there: bool) -> None:
        self.status.show_database(is_there=is_there)
        if is_there:
            self.banner.clear()
            self.toast("数据库已重新连接")
        else:
            self.show_refusal(ServiceError("database_away"))

    def _restore_geometry(self) -> None:
        kept = QSettings().value(GEOMETRY)
        if kept is None or not self.restoreGeometry(kept):
            self.resize(USUAL_SIZE)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_side_frame"):
            self._side_frame.setFixedWidth(theme.px(SIDE_WIDTH))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        QSettings().setValue(GEOMETRY, self.saveGeometry())
        super().closeEvent(event)
        self.closed.emit()
