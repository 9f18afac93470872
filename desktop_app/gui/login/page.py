"""The login window: painted before the services are loaded; then name and password, then the counter."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui import theme
from desktop_app.gui.fields import Field, TextField, set_names
from desktop_app.gui.parts import MessageBar, button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from models.enums import Permission

if TYPE_CHECKING:
    from desktop_app.gui.jobs import Jobs
    from desktop_app.services.accounts import SignIn
    from desktop_app.services.sample import SampleLogin
    from desktop_app.services.sites import CounterRow, CounterSeat

PREPARING = "正在准备数据库…"
COUNTER_ROLE = Qt.ItemDataRole.UserRole


class _Step(IntEnum):
    SIGN_IN = 0
    COUNTER = 1


class LoginWindow(QWidget):
    """Ends with `entered`: the jobs then act as the person who signed in, seated where a counter was taken."""

    entered = Signal(object)
    """CounterSeat, or None for a person without a counter."""
    retry_wanted = Signal()
    """The database could not be opened and the person wants it tried again."""

    def __init__(self) -> None:
        super().__init__()
        self._jobs: Jobs | None = None
        self._is_waiting = False
        self.setProperty("kind", "window")
        set_names(self, "window.login", "登录一窗")
        self.setWindowTitle("一窗 — 登录")
        self.message = MessageBar("login")
        self.name = TextField("login.name", "登录名", max_length=32, required=True)
        self.password = TextField("login.password", "密码", max_length=128, required=True)
        self.password.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.sign_in_button = button("login.sign_in", "登录", key="Enter", kind="primary")
        self.retry_button = button("login.retry", "重新连接数据库", key="F5", kind="primary")
        self.counters = QListWidget()
        set_names(self.counters, "login.counter", "选择窗口")
        self.take_button = button("login.take_counter", "坐到这个窗口", key="Enter", kind="primary")
        self.skip_button = button("login.skip_counter", "暂不坐窗口", kind="quiet")
        self._title = label("登录", "title")
        self._hint = label(PREPARING, "subtitle", wrap=True)
        self._samples = QGridLayout()
        self._steps = QStackedWidget()
        self._hall = label("政务服务大厅", "login_words", wrap=True)
        self._build()
        self._connect()
        wanted = QSize(theme.px(880), theme.px(576))
        self.resize(wanted.boundedTo(self.screen().availableSize()))
        self.name.focus()

    # what the composition root asks and tells

    @property
    def hall_name(self) -> str:
        """The hall's name, as far as it is known yet."""
        return self._hall.text()

    def office_opened(self, jobs: "Jobs") -> None:
        """The services are loaded and the database is open: signing in may begin, or goes on if it was asked for."""
        self._jobs = jobs
        self.retry_button.hide()
        self.sign_in_button.show()
        self._hint.setText("请输入登录名和密码。")
        self.message.clear()
        self._read_hall(jobs)
        if self._is_waiting:
            self._is_waiting = False
            self._sign_in()

    def office_refused(self, text: str) -> None:
        """The database could not be opened: the sentence, and a way to try again."""
        self._is_waiting = False
        self.sign_in_button.setEnabled(True)
        self.sign_in_button.hide()
        self.retry_button.show()
        self._hint.setText("数据库没有打开，暂时不能登录。")
        self.message.say(text, Tone.BAD)
        self.retry_button.setFocus()

    # how it is made

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._brand(), 2)
        right = QVBoxLayout()
        right.setContentsMargins(GRID * 6, GRID * 5, GRID * 6, GRID * 4)
        right.setSpacing(GRID * 2)
        right.addWidget(self._title)
        right.addWidget(self._hint)
        right.addWidget(self.message)
        self._steps.addWidget(self._sign_in_step())
        self._steps.addWidget(self._counter_step())
        right.addWidget(self._steps, 1)
        row.addLayout(right, 3)

    def _brand(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "side")
        column = QVBoxLayout(frame)
        column.setContentsMargins(GRID * 5, GRID * 5, GRID * 4, GRID * 4)
        column.setSpacing(GRID)
        column.addStretch(2)
        column.addWidget(label("一窗", "login_brand"))
        column.addWidget(self._hall)
        column.addStretch(3)
        column.addWidget(label("前台综合受理 · 后台分类审批 · 统一窗口出件", "login_small", wrap=True))
        return frame

    def _sign_in_step(self) -> QWidget:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        for part in (self.name, self.password, self.sign_in_button, self.retry_button):
            column.addWidget(part)
        self.retry_button.hide()
        listed = QWidget()
        listed.setLayout(self._samples)
        self._samples.setContentsMargins(0, 0, 0, 0)
        self._samples.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(listed)
        column.addWidget(scroll, 1)
        return step

    def _counter_step(self) -> QWidget:
        step = QWidget()
        buttons = QHBoxLayout()
        buttons.addWidget(self.take_button)
        buttons.addStretch(1)
        buttons.addWidget(self.skip_button)
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(self.counters, 1)
        column.addLayout(buttons)
        return step

    def _connect(self) -> None:
        self.password.submit_on_enter(self._sign_in)
        self.sign_in_button.clicked.connect(self._sign_in)
        self.retry_button.clicked.connect(self._retry)
        QShortcut(QKeySequence("F5"), self).activated.connect(self._retry)
        self.counters.itemActivated.connect(self._take_counter)
        self.take_button.clicked.connect(self._take_counter)
        self.skip_button.clicked.connect(self._enter_without_counter)
        for field in (self.name, self.password):
            field.edited.connect(field.clear_note)

    # signing in

    def _sign_in(self) -> None:
        self.message.clear()
        if self._find_gap() is not None:
            return
        if self._jobs is None:
            self._is_waiting = True
            self.sign_in_button.setEnabled(False)
            self._hint.setText("数据库即将就绪，就绪后自动登录…")
            return
        from desktop_app.services.accounts import sign_in

        self.sign_in_button.setEnabled(True)
        self._jobs.change(
            self,
            sign_in,
            self.name.value,
            self.password.line.text(),
            then=self._answer,
            refused=self._refused,
            button=self.sign_in_button,
        )

    def _retry(self) -> None:
        if self.retry_button.isVisible():
            self.retry_button.hide()
            self.sign_in_button.show()
            self._hint.setText(PREPARING)
            self.message.clear()
            self.retry_wanted.emit()

    def _find_gap(self) -> Field | None:
        gap = next((field for field in (self.name, self.password) if field.is_empty), None)
        if gap is not None:
            gap.show_error(f"请填写{gap.title}")
            gap.focus()
        return gap

    def _answer(self, answer: "SignIn") -> None:
        if answer.actor is None:
            self._refused(answer.refusal or ServiceError("sign_in_needed"))
            self.password.line.selectAll()
            self.password.focus()
            return
        if self._jobs is None:
            return
        self.password.set_value("")
        self._jobs.act_as(answer.actor)
        if Permission.COUNTER_SIT in answer.actor.permissions:
            self._choose_counter(answer.actor.name)
        else:
            self.entered.emit(None)

    def _refused(self, error: ServiceError) -> None:
        if error.code == "sign_in_wrong":
            self.password.show_error(sentence(error))
        else:
            self.message.say(sentence(error), Tone.BAD)

    # the sample accounts and the hall's name

    def _read_hall(self, jobs: "Jobs") -> None:
        from desktop_app.services.office import get_settings

        jobs.read(self, get_settings, then=self._show_hall, refused=self._refused)

    def _show_hall(self, found: object) -> None:
        from desktop_app.settings import OfficeSettings

        if isinstance(found, OfficeSettings):
            self._hall.setText(found.hall_name)
            if found.is_sample and self._samples.count() == 0:
                self._read_samples()

    def _read_samples(self) -> None:
        from desktop_app.services.sample import sample_logins

        if self._jobs is not None:
            self._jobs.run(self, sample_logins, then=self._show_samples, refused=self._refused)

    def _show_samples(self, samples: "Sequence[SampleLogin]") -> None:
        self._samples.addWidget(label("示例数据库：点一个账号即可填入", "note"), 0, 0, 1, 2)
        for at, sample in enumerate(samples):
            words = f"{sample.role_label}　{sample.name}"
            made = button(f"login.sample_{sample.login}", words, kind="link", tooltip=sample.login)
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            made.clicked.connect(self._filler(sample.login, sample.password))
            self._samples.addWidget(made, 1 + at // 2, at % 2)
        self._samples.setRowStretch(1 + len(samples), 1)

    def _filler(self, login: str, password: str) -> Callable[[], None]:
        def fill() -> None:
            self.name.set_value(login)
            self.password.set_value(password)
            self.sign_in_button.setFocus()

        return fill

    # the counter

    def _choose_counter(self, name: str) -> None:
        self._title.setText(f"{name}，请选择窗口")
        self._hint.setText("坐到窗口后，收件、叫号和评价都记在这个窗口名下。")
        self.message.clear()
        self._steps.setCurrentIndex(_Step.COUNTER)
        self._read_counters()

    def _read_counters(self) -> None:
        from desktop_app.services.sites import list_counters

        if self._jobs is not None:
            self._jobs.read(self, list_counters, then=self._show_counters, refused=self._refused)

    def _show_counters(self, rows: "Sequence[CounterRow]") -> None:
        kept = self._chosen_counter()
        self.counters.clear()
        for row in rows:
            item = QListWidgetItem(_counter_words(row))
            item.setData(COUNTER_ROLE, row.id)
            if not row.is_open:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.counters.addItem(item)
            if row.id == kept or (self.counters.currentRow() < 0 and row.is_open and row.holder_name is None):
                self.counters.setCurrentItem(item)
        if not rows:
            self.message.say("还没有设置窗口。请点“暂不坐窗口”，并联系管理员设置。", Tone.WARNING)
        self.counters.setFocus()

    def _chosen_counter(self) -> int | None:
        chosen = self.counters.selectedItems()
        return chosen[0].data(COUNTER_ROLE) if chosen else None

    def _take_counter(self) -> None:
        import secrets

        from desktop_app.services.sites import take_counter

        counter_id = self._chosen_counter()
        if self._jobs is None or counter_id is None:
            self.message.say("请先在列表中选一个窗口。", Tone.WARNING)
            return
        self.message.clear()
        self._jobs.change(
            self,
            take_counter,
            counter_id,
            secrets.token_hex(16),
            then=self._seated,
            refused=self._not_seated,
            button=self.take_button,
        )

    def _seated(self, seat: "CounterSeat") -> None:
        from desktop_app.services.sites import seated

        if self._jobs is not None:
            self._jobs.act_as(seated(self._jobs.actor, seat))
        self.entered.emit(seat)

    def _not_seated(self, error: ServiceError) -> None:
        self.message.say(sentence(error), Tone.BAD)
        self._read_counters()

    def _enter_without_counter(self) -> None:
        self.entered.emit(None)


def _counter_words(row: "CounterRow") -> str:
    if not row.is_open:
        state = "未开放"
    elif row.holder_name is None:
        state = "空闲"
    else:
        state = f"{row.holder_name} 正在使用"
    zone = f"　{row.zone}" if row.zone else ""
    return f"{row.number}　{row.name}{zone}　—　{state}"
