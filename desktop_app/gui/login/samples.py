"""The accounts of a sample hall, offered under the login fields."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui.flow import Flow
from desktop_app.gui.parts import button, label
from desktop_app.gui.scrolling import dress, show_in

if TYPE_CHECKING:
    from desktop_app.services.sample import SampleLogin


class SampleList(QScrollArea):
    """One line an account; a click chooses it."""

    chosen = Signal(str, str)
    """Login and password."""

    def __init__(self, samples: "Sequence[SampleLogin]") -> None:
        super().__init__()
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        lines = Flow(in_columns=True)
        lines.setSpacing(0)
        passwords = "、".join(sorted({sample.password for sample in samples}))
        hint = f"示例数据库：点一个账号即可填入，密码 {passwords}"
        column.addWidget(label(hint, "note", wrap=True))
        column.addLayout(lines)
        column.addStretch(1)
        for sample in samples:
            words = f"{sample.role_label}　{sample.name}　{sample.login}"
            made = button(f"login.sample_{sample.login}", words, kind="link", tooltip=sample.login)
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            made.clicked.connect(self._chooser(sample.login, sample.password))
            lines.addWidget(made)
        dress(self)
        show_in(self, listed)

    def _chooser(self, login: str, password: str) -> Callable[[], None]:
        def choose() -> None:
            self.chosen.emit(login, password)

        return choose
