"""The desk of one draft: its head, what others say of it, the editor, and what is done with the draft as a whole."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.catalogue.editor.dialogs import CodesDialog, SubmitDialog
from desktop_app.gui.catalogue.editor.differences_dialog import DifferencesDialog
from desktop_app.gui.catalogue.editor.draft_editor import DraftEditor
from desktop_app.gui.catalogue.editor.drafts_list import SHAPES
from desktop_app.gui.catalogue.editor.saver import DraftSaver, Opened, SaveState, open_draft
from desktop_app.gui.catalogue.guide_dialog import DraftGuideDialog
from desktop_app.gui.flow import Flow
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import MessageBar, Page, button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.matter_drafts import DraftDetail, Rebased, discard_draft, withdraw_draft
from models.elements import DraftState

STATE_TONES = {
    SaveState.SAVED: "good",
    SaveState.DIRTY: "muted",
    SaveState.SAVING: "muted",
    SaveState.REFUSED: "warning",
    SaveState.OVERTAKEN: "bad",
}
REST = "上次您写的内容没有保存进这份修订稿（他人先保存了）。下面显示的是您写的内容。"
RETURNED = "退回意见：{comment}"
IN_REVIEW = "正在审核，只能查看。要继续修改，请先撤回。"
OUTDATED = "修订期间发布了第{version}版。提交前请按“合并到新版本”，把您的修改放到新版本上。"
CONFLICTS = "已合并。下列内容新版本也改过，现在保留的是您的写法，请核对：{names}"
FASTER = "{editor}刚刚保存了这份修订稿，已显示最新内容。"
DISCARD = "删除以后，这份修订稿写的内容不能恢复；已经发布的版本不受影响。"


class DraftDesk(QWidget):
    """Shows one draft at a time; keeps it saved, hands it in, takes it back."""

    left = Signal()
    """The draft is gone: discarded here, or published meanwhile."""
    submitted = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.editor = DraftEditor(page)
        self.saver = DraftSaver(page, lambda: self.editor.content)
        self._newest: DraftDetail | None = None
        self.name = label("", "strong", wrap=True)
        self.facts = label("", "subtitle", wrap=True)
        self.saving = label("", "status")
        set_names(self.saving, "editor.save_state", "保存状态")
        self.saving.setMinimumWidth(self.saving.fontMetrics().horizontalAdvance(SaveState.DIRTY.label))
        self.said = MessageBar("editor.said")
        self.conflict = QFrame()
        self._words = label("", wrap=True)
        self._lay_out()
        self.editor.edited.connect(self.saver.touch)
        self.saver.state_changed.connect(self._show_saving)
        self.saver.saved.connect(self._show_head)
        self.saver.submitted.connect(self._submitted)
        self.saver.overtaken.connect(self._overtaken)

    @property
    def detail(self) -> DraftDetail | None:
        """The draft as it was last stored."""
        return self.saver.detail

    def show_draft(self, opened: Opened) -> None:
        """Show a draft, with what could not be stored of it the last time."""
        self.saver.flush()
        self._newest = opened.detail
        self.conflict.setVisible(opened.rest is not None)
        self._words.setText(REST)
        self.editor.show_draft(opened.detail, opened.rest)
        self.saver.open(opened.detail, is_dirty=opened.rest is not None)
        self._show_head(opened.detail)

    def renew(self) -> None:
        """Something in the catalogue changed: look whether it was this draft."""
        if self.detail is not None and self.saver.is_clean:
            self._page.jobs.read(self, open_draft, self.detail.row.id, then=self._compare, refused=self._gone)

    def close_draft(self) -> None:
        """Show no draft any more."""
        self.saver.close()
        self.editor.content = None
        self.conflict.hide()

    # what is done with the draft

    def submit(self) -> None:
        """Ask for the note and the day, then hand the draft in."""
        detail = self.detail
        if detail is None or not self._submit.isEnabled():
            return
        self.editor.check()
        dialog = SubmitDialog(self._page, self.editor.issues, detail.note, detail.row.effective_on)
        dialog.jump_wanted.connect(self.editor.jump)
        self.saver.submitted.connect(dialog.give_up)
        dialog.ask(lambda: self.saver.submit(dialog, dialog.note.value, dialog.day, dialog.way_on))

    def compare(self) -> None:
        """Show what the draft changes of the version it started from."""
        detail, content = self.detail, self.editor.content
        if detail is not None and content is not None:
            base = f"第{detail.base_version}版" if detail.base_version else "空白"
            DifferencesDialog(self._page, detail.base, base, content).open()

    def show_guide(self) -> None:
        """The guide the draft would make, with what is on the screen."""
        if self.detail is not None:
            self.saver.flush()
            DraftGuideDialog(self._page, self.detail.row.id).open()

    def recode(self) -> None:
        """Ask for other codes of a new matter."""
        detail = self.detail
        if detail is None:
            return
        self.saver.flush()
        dialog = CodesDialog(self._page, detail.row.code, detail.row.item_code)

        def done(recoded: DraftDetail) -> None:
            dialog.give_up()
            self.show_stored(recoded)
            self._page.toast("已更正编码")

        def send() -> None:
            self._page.jobs.change(
                self,
                self.saver.recode,
                dialog.code.value,
                dialog.item_code.value,
                then=done,
                refused=dialog.show_refusal,
                button=dialog.way_on,
            )

        dialog.ask(send)

    def rebase(self) -> None:
        """Put the draft on the version that was published meanwhile; its own changes stay."""
        self.saver.flush()
        self._page.jobs.change(self, self.saver.rebase, then=self._rebased, button=self._rebase)

    def withdraw(self) -> None:
        """Take the draft out of the review, to go on writing."""
        if self.detail is not None:
            row = self.detail.row
            self._page.jobs.change(
                self, withdraw_draft, row.id, row.revision, then=self._withdrawn, button=self._withdraw
            )

    def discard(self) -> None:
        """Throw the draft away, after a question."""
        if self.detail is None:
            return
        dialog = ActDialog("editor.discard_dialog", "删除修订稿", "删除", self._page, kind="danger")
        dialog.body.addWidget(label(f"《{self.detail.row.name}》", "strong", wrap=True))
        dialog.body.addWidget(label(DISCARD, wrap=True))

        def send() -> None:
            if self.detail is None:
                return
            row = self.detail.row
            self._page.jobs.change(
                self,
                discard_draft,
                row.id,
                row.revision,
                then=lambda _: self._discarded(dialog),
                refused=dialog.show_refusal,
                button=dialog.way_on,
            )

        dialog.ask(send)

    def keep_mine(self) -> None:
        """Somebody was faster: one's own words are to stand."""
        if self._newest is not None:
            self.conflict.hide()
            self.saver.keep_mine(self._newest)

    def drop_mine(self) -> None:
        """Somebody was faster: theirs are to stand."""
        if self._newest is not None:
            self.conflict.hide()
            self.saver.drop_mine()
            self.show_stored(self._newest)

    def show_stored(self, detail: DraftDetail) -> None:
        """Show a draft as it is stored, whatever was on the screen."""
        self.saver.open(detail)
        self._newest = detail
        self.editor.show_draft(detail)
        self._show_head(detail)

    # what happens to it

    def _compare(self, opened: Opened) -> None:
        detail = self.detail
        if detail is None or detail.row.id != opened.detail.row.id or not self.saver.is_clean:
            return
        if opened.detail.row.revision != detail.row.revision:
            self.show_stored(opened.detail)
            self._page.show_sentence(FASTER.format(editor=opened.detail.row.editor_name))

    def _gone(self, error: ServiceError) -> None:
        if error.code == "draft_unknown":
            self.close_draft()
            self.left.emit()
        self._page.show_refusal(error)

    def _overtaken(self, error: ServiceError) -> None:
        self._words.setText(sentence(error))
        if self.detail is not None:
            self._page.jobs.read(
                self.saver, open_draft, self.detail.row.id, then=self._offer, refused=self._page.show_refusal
            )

    def _offer(self, opened: Opened) -> None:
        self._newest = opened.detail
        self.conflict.show()

    def _submitted(self, detail: DraftDetail) -> None:
        self.editor.lock(is_locked=True)
        self._show_head(detail)
        self._page.toast("已提交审核")
        self.submitted.emit()

    def _rebased(self, rebased: Rebased) -> None:
        self.show_stored(rebased.detail)
        if rebased.conflicts:
            self._page.show_sentence(CONFLICTS.format(names="、".join(rebased.conflicts)), Tone.WARNING)
        else:
            self._page.toast("已合并到新版本")

    def _withdrawn(self, detail: DraftDetail) -> None:
        self.show_stored(detail)
        self._page.toast("已撤回，可以继续修改")

    def _discarded(self, dialog: ActDialog) -> None:
        dialog.give_up()
        self.saver.open_nothing()
        self.close_draft()
        self._page.toast("已删除修订稿")
        self.left.emit()

    # how it is shown

    def _lay_out(self) -> None:
        self._compare_button = self._act("editor.compare", "对照", "F6", self.compare)
        self._guide = self._act("editor.guide", "指南", "Ctrl+P", self.show_guide)
        self._recode = self._act("editor.recode", "更正编码", "", self.recode)
        self._rebase = self._act("editor.rebase", "合并到新版本", "", self.rebase)
        self._submit = self._act("editor.submit", "提交审核", "Ctrl+Return", self.submit, "primary")
        self._submit.setText("提交审核  Ctrl+回车")
        self._withdraw = self._act("editor.withdraw", "撤回", "", self.withdraw)
        self._discard = self._act("editor.discard", "删除", "", self.discard)
        acts = self.acts = Flow()
        for press in (
            self._compare_button,
            self._guide,
            self._recode,
            self._rebase,
            self._discard,
            self._withdraw,
            self._submit,
        ):
            acts.addWidget(press)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        head = QHBoxLayout()
        head.setSpacing(GRID * 2)
        head.addLayout(words, 1)
        head.addWidget(self.saving)
        head.addLayout(acts)
        self.conflict.setProperty("kind", "message")
        self.conflict.setProperty("tone", Tone.BAD.value)
        mine = self._act("editor.keep_mine", "用我的内容覆盖", "", self.keep_mine)
        theirs = self._act("editor.drop_mine", "放弃我的，看最新内容", "", self.drop_mine)
        row = QHBoxLayout(self.conflict)
        row.addWidget(self._words, 1)
        row.addWidget(mine)
        row.addWidget(theirs)
        self.conflict.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(self.conflict)
        column.addWidget(self.editor, 1)

    def _act(self, name: str, text: str, key: str, act: Callable[[], object], kind: str = "") -> QPushButton:
        made = button(name, text, key=key, kind=kind)

        def press() -> None:
            act()

        made.clicked.connect(press)
        if key:
            self._page.add_key(key, made.click, text)
        return made

    def _show_head(self, detail: DraftDetail) -> None:
        row = detail.row
        base = f"修改第{detail.base_version}版" if detail.base_version else "新事项"
        code = row.item_code or row.code
        self.name.setText(detail.content.name or "（未命名事项）")
        self.facts.setText(
            f"{SHAPES[row.state]} {row.state.label}　{base}　修订人：{'、'.join(detail.editors)}　{code}"
        )
        is_in_review = row.state is DraftState.IN_REVIEW
        for press, is_shown in (
            (self._submit, not is_in_review),
            (self._rebase, detail.is_outdated and not is_in_review),
            (self._recode, row.matter_id is None and not detail.base_version and not is_in_review),
            (self._discard, not is_in_review),
            (self._withdraw, is_in_review),
        ):
            press.setVisible(is_shown)
        if is_in_review:
            self.said.say(IN_REVIEW)
        elif row.comment:
            self.said.say(RETURNED.format(comment=row.comment), Tone.WARNING)
        elif detail.is_outdated:
            self.said.say(OUTDATED.format(version=detail.head_version), Tone.WARNING)
        else:
            self.said.clear()

    def _show_saving(self) -> None:
        state = self.saver.state
        self.saving.setText(state.label)
        theme.set_style(self.saving, tone=STATE_TONES[state])
        self.saving.setAccessibleDescription(state.label)
