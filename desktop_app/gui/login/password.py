"""Changing one's own password."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import Form, FormDialog, TextField, set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import MessageBar, button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.gui.toast import show_toast
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError


class PasswordDialog(FormDialog):
    """The old password, the new one twice; refusals stand under their field."""

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        self.form = Form()
        super().__init__(self.form, parent)
        self._jobs = jobs
        set_names(self, "session.password_dialog", "修改密码")
        self.setWindowTitle("修改密码")
        self.old = _secret("session.old_password", "现在的密码")
        self.new = _secret("session.new_password", "新密码")
        self.again = _secret("session.new_password_again", "新密码（再输一遍）")
        self.new.show_hint("至少 8 个字符，不能与账号相同。")
        for field in (self.old, self.new, self.again):
            self.form.add(field)
        self.message = MessageBar("session.password_dialog")
        self.save = button("session.save_password", "保存", kind="primary")
        self.save.clicked.connect(self._save)
        self.again.submit_on_enter(self._save)
        cancel = button("session.cancel_password", "放弃", kind="quiet")
        cancel.clicked.connect(self.discard)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 4, GRID * 3, GRID * 4, GRID * 3)
        column.setSpacing(GRID * 2)
        column.addWidget(label("修改密码", "title"))
        column.addWidget(self.message)
        column.addWidget(self.form)
        column.addLayout(buttons)
        self.setMinimumWidth(theme.px(400))
        self.old.focus()

    @override
    def say(self, text: str) -> None:
        self.message.say(text, Tone.WARNING)

    def _save(self) -> None:
        from desktop_app.services.accounts import change_password

        self.form.clear_notes()
        self.message.clear()
        if self.form.find_gap() is not None:
            return
        if self.new.line.text() != self.again.line.text():
            self.again.show_error("两次输入的新密码不同，请重新输入。")
            self.again.focus()
            return
        self._jobs.change(
            self,
            change_password,
            self.old.line.text(),
            self.new.line.text(),
            then=self._saved,
            refused=self._refused,
            button=self.save,
        )

    def _saved(self, _nothing: object) -> None:
        show_toast(self.parentWidget() or self, "密码已修改")
        self.discard()

    def _refused(self, error: ServiceError) -> None:
        field = {"password_wrong": self.old, "password_unfit": self.new}.get(error.code)
        if field is None:
            self.message.say(sentence(error), Tone.BAD)
        else:
            field.show_error(sentence(error))
            field.focus()


def _secret(name: str, title: str) -> TextField:
    field = TextField(name, title, max_length=128, required=True)
    field.line.setEchoMode(QLineEdit.EchoMode.Password)
    return field
