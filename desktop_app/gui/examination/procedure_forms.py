"""The approver's other forms: end a special procedure, approve an extension, make a certificate, answer a question."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.examination.desk_form import (
    DeskForm,
    Examined,
    give_words_room,
    has_day,
    is_complete,
    read_day,
    stand,
)
from desktop_app.gui.forms import ChoiceField, Field, Form, LinesField, TextField, set_names
from desktop_app.gui.page import button, label
from desktop_app.rules.texts import MAX_NAME, MAX_TEXT
from desktop_app.services.consultations import answer_consultation
from desktop_app.services.examination import certify_case
from desktop_app.services.extension import decline_extension, extend_case
from desktop_app.services.suspension import resume_case
from models.enums import CaseAction, Opinion
from models.procedure import RequestState

AGREED = "同意延期"


class ProcedureForm(DeskForm):
    """One `Form` with a line over it that says what it is about."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.about = label("", "subtitle", wrap=True)
        set_names(self.about, f"examination.{self.named}_about", "要办的事")
        self.form.rows.addWidget(self.about)
        self.form.edited.connect(self.edited)

    def lay_out(self, *buttons: QWidget) -> None:
        """The rows at the top, the buttons below."""
        self.form.rows.addStretch(1)
        stand(self, self.form, *buttons)

    def share(self, short: Field, long: Field) -> None:
        """One row, in which the words have the greater part of the width."""
        self.form.add(short, long)
        give_words_room(self.form)

    @override
    def kept(self) -> dict[str, Any]:
        return self.form.values()

    @override
    def restore(self, kept: Mapping[str, Any]) -> None:
        self.form.restore(kept)


class ResumeForm(ProcedureForm):
    """特别程序结束: its result, and the day from which time counts again."""

    named = "special"
    prolong_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.result = LinesField(
            "examination.pause_result",
            "特别程序的结果",
            max_length=MAX_TEXT,
            lines=3,
            placeholder="写明结论，例如“专家评审通过”",
            required=True,
        )
        self.day = TextField(
            "examination.resumed_on", "恢复计时之日", max_length=20, placeholder="不填即今天"
        )
        self.share(self.day, self.result)
        self.prolong = button("examination.prolong", "延长特别程序", key="F7")
        self.resume = button("examination.resume", "结束特别程序", key="F8", icon="accept", kind="primary")
        self.lay_out(self.prolong, self.resume)
        self.resume.clicked.connect(self._resume)
        self.prolong.clicked.connect(self.prolong_wanted)

    @override
    def begin(self, case: Examined) -> None:
        self.form.clear()
        running = [pause for pause in case.procedure.pauses if pause.resumed_on is None]
        if running:
            pause = running[-1]
            self.about.setText(
                f"{pause.ground.label}自 {pause.started_on.isoformat()} 开始，告知 {pause.expected_days} 个工作日，"
                f"预计 {pause.expected_on.isoformat()} 恢复计时。结束时按实际时间重新计算期限。"
            )

    @override
    def lock(self, actions: tuple[CaseAction, ...]) -> None:
        self.resume.setEnabled(CaseAction.RESUME in actions)
        self.prolong.setEnabled(CaseAction.PROLONG in actions)

    @override
    def focus(self) -> None:
        self.result.focus()

    @override
    def forward(self) -> None:
        self.resume.click()

    @override
    def back(self) -> None:
        self.prolong.click()

    def _resume(self) -> None:
        if is_complete(self.form) and has_day(self.day):
            answers = (self.result.value, read_day(self.day.value))
            self.act_wanted.emit("已结束特别程序", resume_case, answers)


class ExtensionForm(ProcedureForm):
    """批准延期: by somebody else than who asked for it, in the name of who the law wants to approve it."""

    named = "extension"

    def __init__(self) -> None:
        super().__init__()
        self.approver = TextField(
            "examination.extension_approver", "批准的负责人", max_length=MAX_NAME, required=True
        )
        self.note = LinesField(
            "examination.extension_note",
            "批准意见或不批准的理由",
            max_length=MAX_TEXT,
            lines=3,
            required=True,
        )
        self.share(self.approver, self.note)
        self.decline = button("examination.decline_extension", "不批准", key="F10", kind="danger")
        self.approve = button("examination.extend", "批准延期", key="F8", icon="accept", kind="primary")
        self.lay_out(self.decline, self.approve)
        self.approve.clicked.connect(self._approve)
        self.decline.clicked.connect(self._decline)

    @override
    def begin(self, case: Examined) -> None:
        self.form.clear()
        self.note.set_value(AGREED)
        for row in case.procedure.extensions:
            if row.state is RequestState.OPEN:
                self.about.setText(
                    f"{row.requester_name}申请延长 {row.days} 个工作日，依法由{row.authority.label}批准：{row.reason}"
                )

    @override
    def lock(self, actions: tuple[CaseAction, ...]) -> None:
        self.approve.setEnabled(CaseAction.EXTEND in actions)
        self.decline.setEnabled(CaseAction.DECLINE_EXTENSION in actions)

    @override
    def focus(self) -> None:
        self.approver.focus()

    @override
    def forward(self) -> None:
        self.approve.click()

    @override
    def refuse(self) -> None:
        self.decline.click()

    def _approve(self) -> None:
        if is_complete(self.form):
            self.act_wanted.emit("已批准延期", extend_case, (self.approver.value, self.note.value))

    def _decline(self) -> None:
        """Without a reason of its own nobody learns why; the words proposed for a yes are none."""
        self.form.clear_notes()
        if self.note.is_empty or self.note.value == AGREED:
            self.note.show_error("请写明不批准的理由")
            self.note.focus()
            return
        self.act_wanted.emit("已不批准延期", decline_extension, (self.note.value,))


class CertificateForm(ProcedureForm):
    """制证: the number of the certificate that was made, and until when it is valid."""

    named = "certification"

    def __init__(self) -> None:
        super().__init__()
        self.number = TextField("examination.made_number", "证照编号", max_length=MAX_NAME, required=True)
        self.valid_until = TextField(
            "examination.made_valid_until", "有效期至", max_length=20, placeholder="不填即按决定或公布"
        )
        self.form.add(self.number, self.valid_until)
        self.certify = button("examination.certify", "制证完成", key="F8", icon="decision", kind="primary")
        self.lay_out(self.certify)
        self.certify.clicked.connect(self._certify)

    @override
    def begin(self, case: Examined) -> None:
        self.form.clear()
        decision = case.detail.decision
        if decision is not None:
            self.about.setText(
                f"{decision.decided_by} 已决定准予：{decision.certificate_name}。制证完成后转到窗口出件。"
            )

    @override
    def lock(self, actions: tuple[CaseAction, ...]) -> None:
        self.certify.setEnabled(CaseAction.CERTIFY in actions)

    @override
    def focus(self) -> None:
        self.number.focus()

    @override
    def forward(self) -> None:
        self.certify.click()

    def _certify(self) -> None:
        if is_complete(self.form) and has_day(self.valid_until):
            answers = (self.number.value, read_day(self.valid_until.value))
            self.act_wanted.emit("已制证，转窗口出件", certify_case, answers)


class AnswerForm(ProcedureForm):
    """协办答复: what the asked department thinks, and why."""

    named = "consultation"

    def __init__(self, department_id: int | None) -> None:
        super().__init__()
        self._department_id = department_id
        self.opinion = ChoiceField("examination.answer", "协办意见", Opinion, empty="请选择", required=True)
        self.text = LinesField(
            "examination.answer_text",
            "意见内容",
            max_length=MAX_TEXT,
            lines=4,
            placeholder="写明本部门职责范围内的意见和理由",
            required=True,
        )
        self.share(self.opinion, self.text)
        self.submit = button(
            "examination.submit_answer", "提交协办意见", key="F8", icon="examine", kind="primary"
        )
        self.lay_out(self.submit)
        self.submit.clicked.connect(self._submit)

    @override
    def begin(self, case: Examined) -> None:
        self.form.clear()
        self.opinion.combo.setCurrentIndex(0)
        asked = case.procedure.waiting_for(self._department_id)
        if asked is not None:
            self.about.setText(
                f"{case.detail.row.department_name}征求意见：{asked.question}\n"
                f"请在 {asked.due_on.isoformat()} 前答复。"
            )
            self.about.setToolTip(asked.explanation)

    @override
    def subject(self, case: Examined) -> tuple[Any, ...]:
        asked = case.procedure.waiting_for(self._department_id)
        return (asked.id if asked else 0,)

    @override
    def lock(self, actions: tuple[CaseAction, ...]) -> None:
        self.submit.setEnabled(CaseAction.ANSWER in actions)

    @override
    def focus(self) -> None:
        self.opinion.focus()

    @override
    def forward(self) -> None:
        self.submit.click()

    def _submit(self) -> None:
        if is_complete(self.form):
            answers = (Opinion(self.opinion.value), self.text.value)
            self.act_wanted.emit("已提交协办意见", answer_consultation, answers)
