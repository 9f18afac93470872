"""The two forms of the approver: the opinion, and the decision with its certificate or its reasons."""

from collections.abc import Mapping
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.forms import ChoiceField, Form, LinesEdit, LinesField, TextField, set_names
from desktop_app.gui.page import button, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID
from desktop_app.rules.texts import MAX_NAME, MAX_TEXT
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.examination import Certificate
from models.enums import CaseAction, Opinion

DATE_FAULT = "日期请写成 2030-11-20 这样"
DATE_DIGITS = 8
TEXT_SHARE = 3
"""The words of an opinion have three times the width of its choice."""


def read_day(text: str) -> date | None:
    """A typed date, with or without its strokes; `None` for nothing. Raises ValueError for anything else."""
    if not text.strip():
        return None
    digits = "".join(mark for mark in text if mark not in "-./年月日 ")
    if len(digits) != DATE_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise ValueError(text)
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


class OpinionForm(QWidget):
    """建议准予 or 建议不予, and why."""

    edited = Signal()
    submitted = Signal()

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
        for row in self.form.rows.children():
            if isinstance(row, QBoxLayout):
                row.setStretch(1, TEXT_SHARE)
        self.submit = button("examination.submit", "提交审查意见", key="F8", icon="examine", kind="primary")
        self.submit.setToolTip("提交审查意见（F8 或 Ctrl+回车）")
        _stand(self, self.form, self.submit)
        self.form.edited.connect(self.edited)
        self.submit.clicked.connect(self._submit)

    def begin(self, _detail: CaseDetail) -> None:
        """An empty form."""
        self.form.clear()
        self.opinion.combo.setCurrentIndex(0)

    def kept(self) -> dict[str, Any]:
        """What is filled in, for the draft."""
        return self.form.values()

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Fill in what was kept."""
        self.form.restore(kept)

    def lock(self, actions: tuple[CaseAction, ...]) -> None:
        """Allow what the case allows now."""
        self.submit.setEnabled(CaseAction.EXAMINE in actions)

    def act(self) -> None:
        """What Ctrl+Enter does."""
        self.submit.click()

    def focus(self) -> None:
        """Put the cursor where work begins."""
        self.opinion.focus()

    def _submit(self) -> None:
        self.form.clear_notes()
        if self.form.find_gap() is None:
            self.submitted.emit()


class Pane(IntEnum):
    """Which decision is being written."""

    GRANT = 0
    DENY = 1


class DecisionForm(QWidget):
    """准予 with its certificate, 不予 with facts and reasons; a key first shows its side, then acts."""

    edited = Signal()
    granted = Signal()
    denied = Signal()
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

    def begin(self, detail: CaseDetail) -> None:
        """The side the last opinion proposes, the certificate's name as published."""
        for form in (self.grant_form, self.deny_form):
            form.clear()
        self.name.set_value(detail.content.result_name)
        proposed = detail.opinions[-1].opinion if detail.opinions else Opinion.GRANT
        self.panes.setCurrentIndex(Pane.DENY if proposed is Opinion.DENY else Pane.GRANT)

    def kept(self) -> dict[str, Any]:
        """What is filled in, for the draft."""
        return {**self.grant_form.values(), **self.deny_form.values(), "pane": self.panes.currentIndex()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Fill in what was kept."""
        self.grant_form.restore(kept)
        self.deny_form.restore(kept)
        self.panes.setCurrentIndex(int(kept.get("pane", Pane.GRANT)))

    def lock(self, actions: tuple[CaseAction, ...]) -> None:
        """Allow what the case allows now."""
        self.grant.setEnabled(CaseAction.GRANT in actions)
        self.deny.setEnabled(CaseAction.DENY in actions)
        self.send_back.setEnabled(CaseAction.SEND_BACK in actions)

    def act(self) -> None:
        """What Ctrl+Enter does: the decision in sight."""
        (self.deny if self.panes.currentIndex() == Pane.DENY else self.grant).click()

    def focus(self) -> None:
        """Put the cursor where work begins."""
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
        _stand(self, self._stack, self.send_back, self.deny, self.grant, head=self.panes)
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
        if self.grant_form.find_gap() is None and self._has_day():
            self.granted.emit()

    def _has_day(self) -> bool:
        try:
            read_day(self.valid_until.value)
        except ValueError:
            self.valid_until.show_error(DATE_FAULT)
            self.valid_until.focus()
            return False
        return True

    def _deny(self) -> None:
        if self._turn_to(Pane.DENY):
            self.deny_form.clear_notes()
            if self.deny_form.find_gap() is None:
                self.denied.emit()


class SendBackDialog(ActDialog):
    """退回审查: why it must be examined again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("examination.send_back_dialog", "退回审查", "退回", parent)
        self.form = Form()
        self.reason = LinesField(
            "examination.send_back_reason", "退回理由", max_length=MAX_TEXT, lines=4, required=True
        )
        self.form.add(self.reason)
        self.body.addWidget(label("退回后由审查人员重新提出意见，时限继续计算。", "subtitle", wrap=True))
        self.body.addWidget(self.form)

    @override
    def find_fault(self) -> str:
        """A reason must stand there."""
        self.form.clear_notes()
        return "" if self.form.find_gap() is None else "请写明退回理由。"


def _stand(whole: QWidget, fields: QWidget, *buttons: QWidget, head: QWidget | None = None) -> None:
    """The fields scroll where there is little room; what acts on them is always in sight."""
    for lines in fields.findChildren(LinesEdit):
        lines.setMaximumHeight(lines.minimumHeight())
    foot = QHBoxLayout()
    foot.setSpacing(GRID)
    foot.addStretch(1)
    for part in buttons:
        foot.addWidget(part)
    column = QVBoxLayout(whole)
    column.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
    column.setSpacing(GRID)
    if head is not None:
        column.addWidget(head)
    column.addWidget(scrolled(fields), 1)
    column.addLayout(foot)
