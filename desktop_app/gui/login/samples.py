"""The accounts of a sample hall, offered under the login fields."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from desktop_app.gui.parts import button, label

if TYPE_CHECKING:
    from desktop_app.services.sample import SampleLogin


class SampleList(QScrollArea):
    """One line an account; a click chooses it."""

    chosen = Signal(str, str)
    """Login and password."""

    def __init__(self, samples: "Sequence[SampleLogin]") -> None:
        super().__init__()
        listed = QWidget()
        grid = QGridLayout(listed)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        passwords = "、".join(sorted({sample.password for sample in samples}))
        hint = f"示例数据库：点一个账号即可填入，密码 {passwords}"
        grid.addWidget(label(hint, "note"), 0, 0, 1, 2)
        for at, sample in enumerate(samples):
            words = f"{sample.role_label}　{sample.name}　{sample.login}"
            made = button(f"login.sample_{sample.login}", words, kind="link", tooltip=sample.login)
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            made.clicked.connect(self._chooser(sample.login, sample.password))
            grid.addWidget(made, 1 + at // 2, at % 2)
        grid.setRowStretch(1 + len(samples), 1)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(listed)

    def _chooser(self, login: str, password: str) -> Callable[[], None]:
        def choose() -> None:
            self.chosen.emit(login, password)

        return choose
