"""The two forms of the approver: the opinion, and the decision with its certificate or its reasons."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.examination.desk_form import (
    DeskForm,
    Examined,
    give_words_room,
    has_day,
    is_complete,
    read_day,
    stand,
)
from desktop_app.gui.forms import ChoiceField, Form, LinesField, TextField, set_names
from desktop_app.gui.page import button, label
from desktop_app.rules.texts import MAX_NAME, MAX_TEXT
from desktop_app.services.examination import Certificate, deny_case, examine_case, grant_case
from models.enums import CaseAction, Opinion


class OpinionForm(DeskForm):
    """建议准予 or 建议不予, and why; or back to the step before."""

    named = "examination"
    send_back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.opinion = ChoiceField("examination.opinion", "审查意见", Opinion, empty="请选择", required=True)
        self.text = LinesField(
            "examination.opinion_text",
            "意见内容",
            max_length=MAX_TEXT,
            lines=4,
            placeholder="写明审查了什么、是否符合条件",
            required=True,
        )
        self.form.add(self.opinion, self.text)
        give_words_room(self.form)
        self.submit = button("examination.submit", "提交审查意见", key="F8", icon="examine", kind="primary")
        self.submit.setToolTip("提交审查意见（F8 或 Ctrl+回车）")
        self.send_back = button("examination.step_back", "退回上一环节", key="F7")
        self.step = label("", "subtitle", wrap=True)
        set_names(self.step, "examination.step", "审查环节")
        stand(self, self.form, self.send_back, self.submit, head=self.step)
        self.form.edited.connect(self.edited)
        self.submit.clicked.connect(self._submit)
        self.send_back.clicked.connect(self.send_back_wanted)

    @override
    def begin(self, case: Examined) -> None:
        self.form.clear()
        self.opinion.combo.setCurrentIndex(0)
        steps, at = case.detail.content.examination_steps, case.procedure.step
        self.step.setText(f"第 {at + 1} 个审查环节，共 {len(steps)} 个：{steps[at].name}")
        self.step.setVisible(len(steps) > 1)
        self.send_back.setVisible(at > 0)

    @override
    def kept(self) -> dict[str, Any]:
        return self.form.values()

    @override
    def restore(self, kept: Mapping[str, Any]) -> None:
        self.form.restore(kept)

    @override
    def lock(self, actions: tuple[CaseAction, ...]) -> None:
        self.submit.setEnabled(CaseAction.EXAMINE in actions)
        self.send_back.setEnabled(CaseAction.SEND_BACK in actions)

    @override
    def forward(self) -> None:
        self.submit.click()

    @override
    def back(self) -> None:
        if self.send_back.isVisible():
            self.send_back.click()

    @override
    def focus(self) -> None:
        self.opinion.focus()

    def _submit(self) -> None:
        if is_complete(self.form):
            answers = (Opinion(self.opinion.value), self.text.value)
            self.act_wanted.emit("已提交审查意见", examine_case, answers)


class Pane(IntEnum):
    """Which decision is being written."""

    GRANT = 0
    DENY = 1


class DecisionForm(DeskForm):
    """准予 with its certificate, 不予 with facts and reasons; a key first shows its side, then acts."""

    named = "examination"
    send_back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.panes = QTabBar()
        set_names(self.panes, "examination.panes", "决定种类")
        for title in ("准予", "不予"):
            self.panes.addTab(title)
        self.grant_form = Form()
        self.name = TextField("examination.certificate_name", "证照名称", max_length=MAX_NAME, required=True)
        self.number = TextField("examination.certificate_number", "证照编号", max_length=MAX_NAME)
        self.valid_until = TextField(
            "examination.valid_until", "有效期至", max_length=20, placeholder="不填即按公布"
        )
        self.text = LinesField("examination.certificate_text", "证照内容", max_length=MAX_TEXT, lines=2)
        self.grant_form.add(self.name, self.number, self.valid_until)
        self.grant_form.add(self.text)
        self.deny_form = Form()
        self.facts = LinesField(
            "examination.denial_facts", "认定的事实", max_length=MAX_TEXT, lines=3, required=True
        )
        self.reason = LinesField(
            "examination.denial_reason", "不予的理由和依据", max_length=MAX_TEXT, lines=3, required=True
        )
        self.deny_form.add(self.facts, self.reason)
        self.send_back = button("examination.send_back", "退回审查", key="F7")
        self.deny = button("examination.deny", "不予", key="F10", kind="danger")
        self.grant = button("examination.grant", "准予", key="F8", icon="decision", kind="primary")
        self._stack = QStackedWidget()
        self._lay_out()

    @override
    def begin(self, case: Examined) -> None:
        """The side the last opinion proposes, the certificate's name as published."""
        for form in (self.grant_form, self.deny_form):
            form.clear()
        detail = case.detail
        self.name.set_value(detail.content.result_name)
        if detail.content.makes_certificate:
            self.number.show_hint("不填即转入制证")
        proposed = detail.opinions[-1].opinion if detail.opinions else Opinion.GRANT
        self.panes.setCurrentIndex(Pane.DENY if proposed is Opinion.DENY else Pane.GRANT)

    @override
    def kept(self) -> dict[str, Any]:
        return {**self.grant_form.values(), **self.deny_form.values(), "pane": self.panes.currentIndex()}

    @override
    def restore(self, kept: Mapping[str, Any]) -> None:
        self.grant_form.restore(kept)
        self.deny_form.restore(kept)
        self.panes.setCurrentIndex(int(kept.get("pane", Pane.GRANT)))

    @override
    def lock(self, actions: tuple[CaseAction, ...]) -> None:
        self.grant.setEnabled(CaseAction.GRANT in actions)
        self.deny.setEnabled(CaseAction.DENY in actions)
        self.send_back.setEnabled(CaseAction.SEND_BACK in actions)

    @override
    def act(self) -> None:
        """The decision in sight."""
        (self.deny if self.panes.currentIndex() == Pane.DENY else self.grant).click()

    @override
    def forward(self) -> None:
        self.grant.click()

    @override
    def refuse(self) -> None:
        self.deny.click()

    @override
    def back(self) -> None:
        self.send_back.click()

    @override
    def focus(self) -> None:
        (self.facts if self.panes.currentIndex() == Pane.DENY else self.number).focus()

    def certificate(self) -> Certificate:
        """What the decision hands over."""
        return Certificate(
            self.name.value, self.number.value, self.text.value, read_day(self.valid_until.value)
        )

    def _lay_out(self) -> None:
        self._stack.addWidget(self.grant_form)
        self._stack.addWidget(self.deny_form)
        self.panes.currentChanged.connect(self._stack.setCurrentIndex)
        stand(self, self._stack, self.send_back, self.deny, self.grant, head=self.panes)
        for form in (self.grant_form, self.deny_form):
            form.rows.addStretch(1)
            form.edited.connect(self.edited)
        self.grant.clicked.connect(self._grant)
        self.deny.clicked.connect(self._deny)
        self.send_back.clicked.connect(self.send_back_wanted)

    def _turn_to(self, pane: Pane) -> bool:
        """Whether this side was already in sight: nobody decides by fields that are not seen."""
        if self.panes.currentIndex() == pane:
            return True
        self.panes.setCurrentIndex(pane)
        self.focus()
        return False

    def _grant(self) -> None:
        if not self._turn_to(Pane.GRANT):
            return
        for field in (self.name, self.number, self.text):
            field.clear_note()
        if self.grant_form.find_gap() is None and has_day(self.valid_until):
            self.act_wanted.emit("已作出准予决定", grant_case, (self.certificate(),))

    def _deny(self) -> None:
        if self._turn_to(Pane.DENY) and is_complete(self.deny_form):
            self.act_wanted.emit("已作出不予决定", deny_case, (self.facts.value, self.reason.value))


class SendBackDialog(ActDialog):
    """退回审查: to which step, and why it must be examined again."""

    def __init__(self, steps: Sequence[str], parent: QWidget) -> None:
        """`steps` are those it may go back to, the first one first."""
        super().__init__("examination.send_back_dialog", "退回审查", "退回", parent)
        self.form = Form()
        choices = [(str(at), name) for at, name in enumerate(steps)]
        self.step = ChoiceField("examination.send_back_step", "退回到", choices)
        self.step.set_value(choices[-1][0])
        self.step.setVisible(len(steps) > 1)
        self.reason = LinesField(
            "examination.send_back_reason", "退回理由", max_length=MAX_TEXT, lines=4, required=True
        )
        self.form.add(self.step)
        self.form.add(self.reason)
        self.body.addWidget(label("退回后由审查人员重新提出意见，时限继续计算。", "subtitle", wrap=True))
        self.body.addWidget(self.form)

    def answers(self) -> tuple[str, int]:
        """The reason and the number of the step."""
        return self.reason.value, int(self.step.value)

    @override
    def find_fault(self) -> str:
        """A reason must stand there."""
        return "" if is_complete(self.form) else "请写明退回理由。"
