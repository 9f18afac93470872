"""The login window: painted before the services are loaded; then name and password, then the counter."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.fields import Field, TextField, set_names
from desktop_app.gui.parts import MessageBar, button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from models.enums import Permission

if TYPE_CHECKING:
    from desktop_app.gui.jobs import Jobs
    from desktop_app.gui.login.samples import SampleList
    from desktop_app.services.accounts import SignIn
    from desktop_app.services.sample import SampleLogin

PREPARING = "正在准备数据库…"


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
        self.setWindowTitle("登录 — 一窗")
        self.message = MessageBar("login")
        self.name = TextField("login.name", "登录名", max_length=32, required=True)
        self.password = TextField("login.password", "密码", max_length=128, required=True)
        self.password.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.sign_in_button = button("login.sign_in", "登录", key="Enter", kind="primary")
        self.retry_button = button("login.retry", "重新连接数据库", key="F5", kind="primary")
        self._title = label("登录", "title")
        self._hint = label(PREPARING, "subtitle", wrap=True)
        self._samples: SampleList | None = None
        self._step = QWidget()
        self._right = QVBoxLayout()
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
        right = self._right
        right.setContentsMargins(GRID * 6, GRID * 5, GRID * 6, GRID * 4)
        right.setSpacing(GRID * 2)
        right.addWidget(self._title)
        right.addWidget(self._hint)
        right.addWidget(self.message)
        self._fill_step()
        right.addWidget(self._step, 1)
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

    def _fill_step(self) -> None:
        column = self._column = QVBoxLayout(self._step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        for part in (self.name, self.password, self.sign_in_button, self.retry_button):
            column.addWidget(part)
        column.addStretch(1)
        self.retry_button.hide()

    def _connect(self) -> None:
        self.password.submit_on_enter(self._sign_in)
        self.sign_in_button.clicked.connect(self._sign_in)
        self.retry_button.clicked.connect(self._retry)
        QShortcut(QKeySequence("F5"), self).activated.connect(self._retry)
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
            self._choose_counter(self._jobs, answer.actor.name)
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
            if found.is_sample and self._samples is None:
                self._read_samples()

    def _read_samples(self) -> None:
        from desktop_app.services.sample import sample_logins

        if self._jobs is not None:
            self._jobs.run(self, sample_logins, then=self._show_samples, refused=self._refused)

    def _show_samples(self, samples: "Sequence[SampleLogin]") -> None:
        from desktop_app.gui.login.samples import SampleList

        self._samples = SampleList(samples)
        self._samples.chosen.connect(self._fill_in)
        self._column.addWidget(self._samples, 1000)

    def _fill_in(self, login: str, password: str) -> None:
        self.name.set_value(login)
        self.password.set_value(password)
        self.sign_in_button.setFocus()

    # the counter

    def _choose_counter(self, jobs: "Jobs", name: str) -> None:
        import secrets

        from desktop_app.gui.login.counter import CounterStep

        self._title.setText(f"{name}，请选择窗口")
        self._hint.setText("坐到窗口后，收件、叫号和评价都记在这个窗口名下。")
        self.message.clear()
        step = CounterStep(jobs, self.message, secrets.token_hex(16))
        step.entered.connect(self.entered)
        self._step.hide()
        self._right.addWidget(step, 1)
        step.read()
